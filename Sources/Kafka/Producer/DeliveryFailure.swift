/// A record that a producer gave up.
public struct DeliveryFailure: Hashable, Sendable {
    /// Where it was to go; the partition is -1 where it was not chosen yet.
    public var topicPartition: TopicPartition
    /// What ``Producer/send(_:tag:)`` was told with it.
    public var tag: Int
    /// Why. With ``KafkaError/Code/purgedInFlight`` and timeouts it may have arrived all the same.
    public var error: KafkaError
}
