/// How far a group has come in a partition, as it is committed.
public struct OffsetPosition: Hashable, Sendable {
    /// The partition.
    public var topicPartition: TopicPartition
    /// The next offset to read: the last one done plus one.
    public var offset: Int64
    /// Free text kept beside the offset; the next commit replaces it.
    public var metadata: String

    /// A position to commit.
    public init(_ topicPartition: TopicPartition, offset: Int64, metadata: String = "") {
        self.topicPartition = topicPartition
        self.offset = offset
        self.metadata = metadata
    }
}
