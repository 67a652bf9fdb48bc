/// A topic to be made.
public struct TopicSpecification: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The number of partitions.
    public var partitions: Int
    /// The number of copies of each.
    public var replication: Int
    /// Settings such as `cleanup.policy`.
    public var configuration: [String: String]

    /// A topic to be made.
    public init(name: String, partitions: Int, replication: Int = 1, configuration: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replication = replication
        self.configuration = configuration
    }
}

/// A group's place in one partition.
public struct GroupLag: Hashable, Sendable {
    /// The committed offset; nil where the group has none.
    public var committed: Int64?
    /// The lowest offset in the log.
    public var low: Int64
    /// The next offset to come.
    public var high: Int64

    /// A place.
    public init(committed: Int64?, low: Int64, high: Int64) {
        self.committed = committed
        self.low = low
        self.high = high
    }

    /// Offsets left to read, transaction markers included; without a commit all that the log holds.
    public var lag: Int64 { max(0, high - max(committed ?? low, low)) }
}

/// A consumer group as its coordinator describes it.
public struct GroupDescription: Hashable, Sendable {
    /// The group's name.
    public var name: String
    /// "Stable", "Empty", "PreparingRebalance", "CompletingRebalance", "Dead" or "Unknown".
    public var state: String
    /// How partitions are shared out: "range".
    public var assignor: String
    /// The members, by client and member id.
    public var members: [GroupMember]
}

/// A member of a consumer group.
public struct GroupMember: Hashable, Sendable {
    /// The coordinator's name for the member.
    public var identifier: String
    /// The member's `client.id`.
    public var client: String
    /// Where it connects from: "/127.0.0.1".
    public var host: String
    /// The member's `group.instance.id`, if it has one.
    public var instance: String?
    /// What it reads, sorted.
    public var partitions: [TopicPartition]
}
