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

    /// The defaults: run until SIGTERM, as a member of the group, on a real cluster.
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
        CommonOptions.lanes, CommonOptions.exitWhenIdle,
        .value(
            "from", "beginning", .choice(["beginning"]),
            "Begin at what is left of the log where the group has no offset or its offset has expired; once, after finding out why"
        ),
        embedded,
        .value(
            "partitions", "LIST", .list, "Read these partitions instead of joining the group; given by guazhi run"),
    ]

    /// What `guazhi run` gives to every child on the cluster it hosts.
    public static let embedded = Option.flag(
        "embedded",
        "Work as the cluster that guazhi run hosts needs it: at least once, in small batches; given by guazhi run")

    /// Reads them from a command line parsed by a table with ``table`` in it.
    ///
    /// - Throws: 64 for a value that is none.
    public init(_ command: ParsedCommand) throws(Failure) {
        self.init()
        exitWhenIdleMilliseconds = command.integer("exit-when-idle")
        fromBeginning = command.text("from") != nil
        isEmbedded = command.flag("embedded")
        let words = command.texts("partitions")
        guard !words.isEmpty else { return }
        partitions = try words.map { word throws(Failure) in
            guard let partition = Int32(word), partition >= 0 else {
                throw Failure(.usage, "--partitions takes numbers with commas between, and \(word) is none")
            }
            return partition
        }
    }
}
