public import Operations

/// What a stage's command line says beside the configuration.
public struct StageOptions: Sendable {
    /// End with 0 when all lanes were idle for so long; nil: run until SIGTERM.
    public var exitWhenIdleMilliseconds: Int?
    /// Where a group has no offset and the log no longer begins at 0.
    public var fromBeginning: Bool
    /// Given by `guazhi run` on the embedded cluster, where stages assign and do not subscribe.
    public var partitions: [Int32]?
    /// On the embedded cluster: at least once, plain commits, other limits.
    public var isEmbedded: Bool

    public init(
        exitWhenIdleMilliseconds: Int? = nil, fromBeginning: Bool = false, partitions: [Int32]? = nil,
        isEmbedded: Bool = false
    ) {
        self.exitWhenIdleMilliseconds = exitWhenIdleMilliseconds
        self.fromBeginning = fromBeginning
        self.partitions = partitions
        self.isEmbedded = isEmbedded
    }

    /// The options every stage's table has.
    public static let table: [Option] = [
        Option(
            "exit-when-idle", value: "SECONDS",
            help: "end with 0 when every partition was read to its end and nothing new came for so long"),
        Option(
            "from", value: "beginning",
            help:
                "begin at what is left of the log where the group has no offset, or its offset has expired; once, after finding out why"
        ),
        Option("embedded", help: "", isHidden: true),
        Option("partitions", value: "LIST", help: "", isHidden: true),
    ]

    /// Reads them from a command line parsed by a table with ``table`` in it.
    ///
    /// - Throws: 64 for a value that is none.
    public init(_ command: ParsedCommand) throws(Failure) {
        self.init()
        if let text = command.value("exit-when-idle") {
            guard let seconds = Double(text), seconds >= 0, seconds < 1e9 else {
                throw Failure(.usage, "--exit-when-idle takes a number of seconds, not \(text)")
            }
            exitWhenIdleMilliseconds = Int(seconds * 1000)
        }
        if let text = command.value("from") {
            guard text == "beginning" else { throw Failure(.usage, "--from takes the word beginning, not \(text)") }
            fromBeginning = true
        }
        isEmbedded = command.flag("embedded")
        if let text = command.value("partitions") {
            var list: [Int32] = []
            for word in text.split(separator: ",") {
                guard let partition = Int32(word), partition >= 0 else {
                    throw Failure(.usage, "--partitions takes numbers with commas between, not \(text)")
                }
                list.append(partition)
            }
            partitions = list
        }
    }
}
