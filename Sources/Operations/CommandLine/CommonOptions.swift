/// The options that all programs share, so that they are spelt, explained and completed alike everywhere.
public enum CommonOptions {
    /// The configuration file.
    public static let config = Option.value(
        "config", "FILE", .file,
        "Read the configuration from FILE instead of config/guazhi.yaml beside the program or /etc/guazhi/guazhi.yaml")
    /// The cluster.
    public static let bootstrapServers = Option.value(
        "bootstrap-servers", "HOST:PORT", .list, setting: "bootstrap-servers",
        "The Kafka brokers to ask first, separated by commas")
    /// Any key of the configuration.
    public static let set = Option.value(
        "set", "KEY=VALUE", .assignment, repeatable: true,
        "Set any key of the configuration; librdkafka's own properties stand under kafka.*")
    /// Where the lexicons are.
    public static let lexicons = Option.value(
        "lexicons", "DIR", .directory, setting: "lexicons",
        "The folder of the lexicons, instead of the one beside the configuration file")
    /// The least level that is logged.
    public static let logLevel = Option.value(
        "log-level", "LEVEL", .choice(LogLevel.allCases.map(\.rawValue)), setting: "log.level",
        "Log what is at least this important: debug, info, notice, warning or error")
    /// How log lines look.
    public static let logFormat = Option.value(
        "log-format", "FORMAT", .choice(LogFormat.allCases.map(\.rawValue)), setting: "log.format",
        "Log lines for people (text) or for machines (json)")
    /// A completion script.
    public static let completion = Option.value(
        "completion", "SHELL", .choice(["bash", "zsh"]),
        "Print a completion script: source <(NAME --completion bash)")
    /// The help page.
    public static let help = Option.flag("help", short: "h", "Explain the command, with examples")
    /// The version.
    public static let version = Option.flag("version", "Print the version")

    /// What every program takes, in the order of the help.
    public static let all = [
        config, bootstrapServers, set, lexicons, logLevel, logFormat, completion, help, version,
    ]

    /// For commands that print: the same as JSON.
    public static let json = Option.flag("json", "Print JSON instead of text for people")
    /// For stages: when to end by themselves.
    public static let exitWhenIdle = Option.value(
        "exit-when-idle", "SECONDS", .seconds(0...86_400_000),
        "End with 0 once every partition is read to its end and nothing new has come for so long")
    /// For stages: how many run in one process.
    public static let lanes = Option.value(
        "lanes", "N", .integer(1...64), setting: "lanes",
        "Threads that each consume and produce on their own")
    /// The archive's folder.
    public static let archive = Option.value(
        "archive", "DIR", .directory, setting: "archive.directory", "The folder of the archive")
}
