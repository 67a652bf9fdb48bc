/// A record read from a topic. Its bytes are copies: nothing of librdkafka's is held.
public struct ConsumerRecord: Hashable, Sendable {
    /// Who wrote the timestamp.
    public enum TimestampKind: Hashable, Sendable {
        /// The producer, when it made the record.
        case created
        /// The broker, when it appended it.
        case appended
    }

    /// Where it was read.
    public var topicPartition: TopicPartition
    /// Its place in the partition.
    public var offset: Int64
    /// The key; null and empty differ.
    public var key: [UInt8]?
    /// The value; null (a tombstone in a compacted topic) and empty differ.
    public var value: [UInt8]?
    /// The headers in the order they were sent.
    public var headers: [Header]
    /// Milliseconds since 1970, UTC; nil where the topic has none.
    public var timestamp: Int64?
    /// Whose clock the timestamp is of.
    public var timestampKind: TimestampKind

    /// A record as if it had been read: for tests of what handles them.
    public init(
        topicPartition: TopicPartition, offset: Int64, key: [UInt8]? = nil, value: [UInt8]?, headers: [Header] = [],
        timestamp: Int64? = nil, timestampKind: TimestampKind = .created
    ) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
        self.timestampKind = timestampKind
    }
}
