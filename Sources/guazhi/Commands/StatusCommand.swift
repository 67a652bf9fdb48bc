import Operations
import Reports
import Stages

/// `guazhi status`: how the pipeline stands.
enum StatusCommand {
    static let table = Command(
        "status", "Show how far each stage is, who works, and what waits",
        discussion: """
            For each stage its consumer group, members and lag; what lies in the topics; the dead letters; the age of the \
            oldest document that is not in the archive yet; and what archive.json holds, with --archive or where the \
            configuration names the folder. Lags and messages are counted in offsets, of which each transaction takes one.
            """,
        options: [CommonOptions.archive, CommonOptions.json],
        examples: [
            Example("guazhi status", "once"),
            Example("watch guazhi status --archive archive", "again every two seconds"),
        ], exitCodes: [.dataError, .unavailable, .ioError, .configuration])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let cluster = try Cluster.answering(settings, logger)
        defer { cluster.close() }
        let status = try StatusReader(settings: settings, cluster: cluster)
            .read(archiveDirectory: settings.stringIfSet("archive.directory"))
        if command.flag("json") {
            try JSONOutput.line(status.json)
        } else {
            let width = Terminal.width(1, environment: ProcessEnvironment.current())
            try StandardOutput.write(status.page(now: Timestamp.now(), width: width))
        }
        return .ok
    }
}
