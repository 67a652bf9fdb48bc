/// A record to be sent.
public struct ProducerRecord: Hashable, Sendable {
    /// The topic's name.
    public var topic: String
    /// The partition; nil leaves it to the key's murmur2 hash, as Java's client does it.
    public var partition: Int32?
    /// The key; null and empty differ.
    public var key: [UInt8]?
    /// The value; null is a tombstone in a compacted topic, and not the same as empty.
    public var value: [UInt8]?
    /// The headers, sent in this order.
    public var headers: [Header]
    /// Milliseconds since 1970, UTC; nil is now.
    public var timestamp: Int64?

    /// A record for a topic.
    public init(
        topic: String, partition: Int32? = nil, key: [UInt8]? = nil, value: [UInt8]?, headers: [Header] = [],
        timestamp: Int64? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }
}
