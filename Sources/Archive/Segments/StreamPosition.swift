/// Where the archive goes on reading one partition.
public struct StreamPosition: Hashable, Sendable {
    /// The topic's full name, namespace included.
    public var topic: String
    /// The partition's number, from 0.
    public var partition: Int32
    /// The offset to read next.
    public var nextOffset: Int64

    /// Makes a position.
    public init(topic: String, partition: Int32, nextOffset: Int64) {
        self.topic = topic
        self.partition = partition
        self.nextOffset = nextOffset
    }
}

/// A partition of a topic.
public struct StreamPartition: Hashable, Sendable, Comparable {
    /// The topic's full name, namespace included.
    public var topic: String
    /// The partition's number, from 0.
    public var partition: Int32

    /// Makes a partition's name.
    public init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// By topic, then by number.
    public static func < (a: StreamPartition, b: StreamPartition) -> Bool {
        if a.topic == b.topic { return a.partition < b.partition }
        return a.topic.utf8.lexicographicallyPrecedes(b.topic.utf8)
    }
}

/// The message an entry was read from: `reports.enriched/3/88`.
public struct StreamOrigin: Hashable, Sendable, CustomStringConvertible {
    /// The topic's full name, namespace included.
    public var topic: String
    /// The partition's number, from 0.
    public var partition: Int32
    /// The message's offset.
    public var offset: Int64

    /// Makes the name of a message.
    public init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    /// Topic, partition and offset with strokes between.
    public var description: String { "\(topic)/\(partition)/\(offset)" }
}

/// The last record the archive holds of a partition; on resume it is read again and compared.
public struct HeldRecord: Hashable, Sendable {
    /// Its offset.
    public var offset: Int64
    /// Lower-case hex of the SHA-256 of its value; of no bytes where the value is null or empty.
    public var sha256: String

    /// Makes what is known of a record.
    public init(offset: Int64, sha256: String) {
        self.offset = offset
        self.sha256 = sha256
    }
}

/// Which stream the positions count in: a cluster's topics, until the operator says that another one has begun.
public struct StreamIdentity: Hashable, Sendable {
    /// From 1; every ``ArchiveWriter/newStream(clusterIdentifier:)`` adds one.
    public var number: Int
    /// The cluster's id, as its brokers give it.
    public var clusterIdentifier: String

    /// Makes an identity.
    public init(number: Int, clusterIdentifier: String) {
        self.number = number
        self.clusterIdentifier = clusterIdentifier
    }
}
