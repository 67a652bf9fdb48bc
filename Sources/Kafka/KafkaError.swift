internal import CRdKafka

/// What went wrong in one call, and what may be done about it.
///
/// Decide in this order: ``isFatal`` ends the client, ``requiresAbort`` ends the transaction, ``isRetriable`` allows
/// the same call once more (never another one in its place); anything else is treated as the end of the client too.
public struct KafkaError: Error, Hashable, Sendable {
    /// librdkafka's number: negative for what the client found itself, positive for what a broker answered.
    public let code: Code
    /// What was being done, "commit transaction" say.
    public let operation: String
    /// One sentence for people, from librdkafka or the broker.
    public let reason: String
    /// The same call may succeed when it is made again. A full producer queue is not among them: poll first.
    public let isRetriable: Bool
    /// The client is of no further use; close it and make another.
    public let isFatal: Bool
    /// The current transaction must be aborted before anything else is done.
    public let requiresAbort: Bool
    /// The partition concerned, where there is one.
    public let topicPartition: TopicPartition?
    /// The offset concerned: for ``Code/autoOffsetReset`` the one that was wanted and is not there.
    public let offset: Int64?

    /// A value as librdkafka would give it; what is left out follows from the code.
    public init(
        code: Code, operation: String, reason: String? = nil, isRetriable: Bool? = nil, isFatal: Bool = false,
        requiresAbort: Bool = false, topicPartition: TopicPartition? = nil, offset: Int64? = nil
    ) {
        self.code = code
        self.operation = operation
        self.reason = reason ?? code.meaning
        self.isRetriable = isRetriable ?? code.passesByItself
        self.isFatal = isFatal
        self.requiresAbort = requiresAbort
        self.topicPartition = topicPartition
        self.offset = offset
    }

    /// The code's symbol: "_TIMED_OUT", "TOPIC_ALREADY_EXISTS".
    public var name: String { code.name }

    /// The time allowed was over before there was an answer.
    public var isTimeout: Bool {
        code == .timedOut || code == .timedOutInQueue || code == .requestTimedOut || code == .messageTimedOut
    }

    /// No broker could be reached.
    public var isBrokerUnavailable: Bool {
        code == .transport || code == .allBrokersDown || code == .resolve || code == .brokerNotAvailable
    }

    /// The topic or the partition does not exist.
    public var isUnknownTopic: Bool {
        code == .unknownTopicOrPartition || code == .unknownTopic || code == .unknownPartition
    }

    /// Another client with the same transactional id or group instance id has taken this one's place.
    public var isFenced: Bool {
        code == .fenced || code == .producerFenced || code == .invalidProducerEpoch || code == .fencedInstance
    }

    /// The producer's queue has no room: poll, then send the record again.
    public var isQueueFull: Bool { code == .queueFull }

    /// The broker did not accept who we are, or what we may do.
    public var isAuthorization: Bool {
        code == .authentication || code == .topicAuthorizationFailed || code == .groupAuthorizationFailed
            || code == .clusterAuthorizationFailed || code == .transactionalAuthorizationFailed
    }

    /// A consumer's answer to a position that is no longer (or not yet) in the log.
    public var isPositionLost: Bool { code == .autoOffsetReset || code == .offsetOutOfRange }

    /// The group has moved on without this member; its offsets cannot be committed any more.
    public var isGenerationLost: Bool {
        code == .illegalGeneration || code == .unknownMember || code == .rebalanceInProgress || code == .assignmentLost
    }
}

extension KafkaError: CustomStringConvertible {
    /// "commit offsets: Local: Timed out (_TIMED_OUT, reports.raw/3)".
    public var description: String {
        var place = ""
        if let topicPartition { place += ", \(topicPartition)" }
        if let offset, offset >= 0 { place += "/\(offset)" }
        return "\(operation): \(reason) (\(name)\(place))"
    }
}
