internal import CRdKafka

extension KafkaError {
    /// A number of `rd_kafka_resp_err_t`; those that callers switch on have names.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The number in librdkafka's header and, where positive, in Kafka's protocol.
        public let rawValue: Int32

        /// A code by its number; there is no wrong one, brokers invent new ones.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        init(_ code: rd_kafka_resp_err_t) { rawValue = code.rawValue }

        var response: rd_kafka_resp_err_t { rd_kafka_resp_err_t(rawValue: rawValue) }

        /// librdkafka's symbol without its prefix.
        public var name: String { text(rd_kafka_err2name(response)) }

        /// librdkafka's sentence.
        public var meaning: String { text(rd_kafka_err2str(response)) }

        /// The symbol.
        public var description: String { name }

        /// Told of a bare code: true for what time or another broker mends.
        var passesByItself: Bool {
            switch self {
            case .timedOut, .timedOutInQueue, .transport, .allBrokersDown, .resolve, .waitingForCoordinator, .retry,
                .requestTimedOut, .brokerNotAvailable, .leaderNotAvailable, .notLeader, .networkException,
                .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator, .notEnoughReplicas,
                .notEnoughReplicasAfterAppend, .concurrentTransactions, .unstableOffset, .inProgress:
                true
            default: false
            }
        }
    }
}

extension KafkaError.Code {
    /// No error.
    public static let noError = Self(RD_KAFKA_RESP_ERR_NO_ERROR)
    /// The time allowed is over.
    public static let timedOut = Self(RD_KAFKA_RESP_ERR__TIMED_OUT)
    /// The time allowed was over before the request was sent.
    public static let timedOutInQueue = Self(RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE)
    /// A record was not acknowledged within `message.timeout.ms`; it may have arrived.
    public static let messageTimedOut = Self(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT)
    /// The connection failed or broke.
    public static let transport = Self(RD_KAFKA_RESP_ERR__TRANSPORT)
    /// No broker is connected.
    public static let allBrokersDown = Self(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    /// A broker's name has no address.
    public static let resolve = Self(RD_KAFKA_RESP_ERR__RESOLVE)
    /// The group's coordinator is not known yet.
    public static let waitingForCoordinator = Self(RD_KAFKA_RESP_ERR__WAIT_COORD)
    /// librdkafka wants the call made again.
    public static let retry = Self(RD_KAFKA_RESP_ERR__RETRY)
    /// The same call is still under way.
    public static let inProgress = Self(RD_KAFKA_RESP_ERR__IN_PROGRESS)
    /// The topic is not known to the client.
    public static let unknownTopic = Self(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC)
    /// The partition is not known to the client.
    public static let unknownPartition = Self(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
    /// The producer's queue is full.
    public static let queueFull = Self(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    /// Another producer has this transactional id.
    public static let fenced = Self(RD_KAFKA_RESP_ERR__FENCED)
    /// A fatal error was raised before.
    public static let fatal = Self(RD_KAFKA_RESP_ERR__FATAL)
    /// The call does not fit the client's state: closed, no transaction begun.
    public static let state = Self(RD_KAFKA_RESP_ERR__STATE)
    /// Another call is to be finished first.
    public static let conflict = Self(RD_KAFKA_RESP_ERR__CONFLICT)
    /// An argument or a property is wrong.
    public static let invalidArgument = Self(RD_KAFKA_RESP_ERR__INVALID_ARG)
    /// The application did not poll for longer than `max.poll.interval.ms`.
    public static let maximumPollExceeded = Self(RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED)
    /// The wanted offset is not in the log and `auto.offset.reset` is `error`.
    public static let autoOffsetReset = Self(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    /// There is no offset to commit.
    public static let noOffset = Self(RD_KAFKA_RESP_ERR__NO_OFFSET)
    /// The record was purged before it was sent.
    public static let purgedInQueue = Self(RD_KAFKA_RESP_ERR__PURGE_QUEUE)
    /// The record was purged after it was sent: whether it arrived is not known.
    public static let purgedInFlight = Self(RD_KAFKA_RESP_ERR__PURGE_INFLIGHT)
    /// The partitions were taken away without notice.
    public static let assignmentLost = Self(RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST)
    /// The log-in failed.
    public static let authentication = Self(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    /// The broker does not know how to do this.
    public static let unsupportedFeature = Self(RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE)
    /// The broker's own unexpected error.
    public static let unknown = Self(RD_KAFKA_RESP_ERR_UNKNOWN)
    /// The broker does not take the record's time: too far from its own clock.
    public static let invalidTimestamp = Self(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP)
    /// The offset is not in the log.
    public static let offsetOutOfRange = Self(RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE)
    /// The topic or the partition does not exist.
    public static let unknownTopicOrPartition = Self(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    /// The partition has no leader now.
    public static let leaderNotAvailable = Self(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE)
    /// The partition's leader is another broker.
    public static let notLeader = Self(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION)
    /// The broker gave up waiting.
    public static let requestTimedOut = Self(RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT)
    /// The broker is not there.
    public static let brokerNotAvailable = Self(RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE)
    /// The record is larger than the topic allows.
    public static let messageTooLarge = Self(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
    /// The connection broke at the broker's side.
    public static let networkException = Self(RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION)
    /// The coordinator is starting.
    public static let coordinatorLoadInProgress = Self(RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS)
    /// There is no coordinator now.
    public static let coordinatorNotAvailable = Self(RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE)
    /// The coordinator is another broker.
    public static let notCoordinator = Self(RD_KAFKA_RESP_ERR_NOT_COORDINATOR)
    /// Too few replicas are in step.
    public static let notEnoughReplicas = Self(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS)
    /// Too few replicas were in step, but the record is written.
    public static let notEnoughReplicasAfterAppend = Self(RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND)
    /// The group is in another generation.
    public static let illegalGeneration = Self(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION)
    /// The group does not know this member.
    public static let unknownMember = Self(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)
    /// The group is being balanced.
    public static let rebalanceInProgress = Self(RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS)
    /// Not allowed to use the topic.
    public static let topicAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
    /// Not allowed to use the group.
    public static let groupAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
    /// Not allowed to change the cluster.
    public static let clusterAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
    /// Not allowed to use the transactional id.
    public static let transactionalAuthorizationFailed = Self(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    /// The topic is there already.
    public static let topicAlreadyExists = Self(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    /// A topic with that configuration cannot be made.
    public static let invalidConfiguration = Self(RD_KAFKA_RESP_ERR_INVALID_CONFIG)
    /// A sequence number of an idempotent producer is missing.
    public static let outOfOrderSequence = Self(RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER)
    /// The producer's epoch is an older one.
    public static let invalidProducerEpoch = Self(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH)
    /// The transaction is not in a state for that.
    public static let invalidTransactionState = Self(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE)
    /// The last transaction is still being finished.
    public static let concurrentTransactions = Self(RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS)
    /// Another consumer has this group instance id.
    public static let fencedInstance = Self(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
    /// A transaction may still change the committed offset.
    public static let unstableOffset = Self(RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT)
    /// Another producer has this transactional id.
    public static let producerFenced = Self(RD_KAFKA_RESP_ERR_PRODUCER_FENCED)
    /// The group still has members.
    public static let groupNotEmpty = Self(RD_KAFKA_RESP_ERR_NON_EMPTY_GROUP)
    /// The group does not exist.
    public static let groupNotFound = Self(RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND)
}
