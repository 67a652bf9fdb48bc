/// What one poll brings.
public enum ConsumerEvent: Hashable, Sendable {
    /// A record.
    case record(ConsumerRecord)
    /// There is nothing more now; the offset is the next one to come (behind transaction markers too).
    case endOfPartition(TopicPartition, offset: Int64)
    /// Trouble. Unless it is fatal the consumer goes on by itself; ``KafkaError/topicPartition`` and
    /// ``KafkaError/offset`` say where, and what was wanted, when ``KafkaError/isPositionLost``.
    case failure(KafkaError)
}
