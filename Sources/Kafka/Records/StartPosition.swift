internal import CRdKafka

/// Where to begin reading a partition.
public struct StartPosition: Hashable, Sendable {
    /// A place in a log.
    public enum Offset: Hashable, Sendable {
        /// The oldest record there is.
        case beginning
        /// Behind the newest record there is.
        case end
        /// The record of that offset.
        case at(Int64)

        var number: Int64 {
            switch self {
            case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
            case .end: Int64(RD_KAFKA_OFFSET_END)
            case .at(let offset): offset
            }
        }
    }

    /// The partition.
    public var topicPartition: TopicPartition
    /// The place in it.
    public var offset: Offset

    /// A partition and the place to begin.
    public init(_ topicPartition: TopicPartition, _ offset: Offset) {
        self.topicPartition = topicPartition
        self.offset = offset
    }
}
