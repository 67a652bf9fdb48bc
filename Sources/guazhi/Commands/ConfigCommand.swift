import Operations
import Stages

/// `guazhi config check`: the configuration as the stages would see it.
enum ConfigCommand {
    static let table = Command(
        "config", "Look at the configuration",
        subcommands: [
            Command(
                "check", "Read the configuration as the stages would, and print it with where each value comes from",
                discussion: """
                    A key nobody knows, a value of the wrong kind or out of range, and a librdkafka property that does not \
                    exist are refused with the place they stand at. Secrets are not printed. No broker is asked.
                    """,
                options: [CommonOptions.json],
                examples: [Example("guazhi config check --config /etc/guazhi/guazhi.yaml", "before a restart")],
                exitCodes: [.configuration])
        ])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        try ClientProperties.check(settings)
        try StageRunner.check(settings)
        if command.flag("json") {
            try StandardOutput.line(settings.json())
        } else {
            try StandardOutput.line(settings.table().render())
        }
        return .ok
    }
}
