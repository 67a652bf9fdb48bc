import Kafka

/// What a compacted topic means: of each key the latest message counts, and a tombstone takes it away. Pure.
struct LatestOfKeys<Kept> {
    private var latest: [[UInt8]: (partition: TopicPartition, offset: Int64, kept: Kept)] = [:]

    /// A later message of a key takes the earlier one's place, whether something of it is kept or not.
    ///
    /// - Parameter kept: What to keep of a message with that value.
    mutating func add(_ record: ConsumerRecord, _ kept: (_ value: [UInt8]) -> Kept?) {
        // Without a key it cannot be replaced: its place stands for it.
        let key = record.key ?? Array("\(record.topicPartition)/\(record.offset)".utf8)
        latest[key] = nil
        guard let value = record.value, let kept = kept(value) else { return }
        latest[key] = (record.topicPartition, record.offset, kept)
    }

    /// By partition and offset.
    var inOrder: [(partition: TopicPartition, offset: Int64, kept: Kept)] {
        latest.values.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    }
}
