internal import CRdKafka
internal import Glibc
internal import Synchronization

/// librdkafka's mock cluster, hosted by this process on loopback; clients of any process may connect.
///
/// It is a broker for tests and small runs, with limits that no setting changes: a partition silently loses its
/// oldest records beyond 5 MiB or 100,000 batches, so that no two consecutive batches may pass 5 MiB together; a
/// transaction's records can be seen though it was aborted and its offsets are thrown away; a consumer group takes
/// 3 s to form and needs `session.timeout.ms` above 3000; an empty fetch waits out `fetch.wait.max.ms`; there are no
/// requests to make or describe topics, any topic asked for is made; and all is forgotten at the end.
public final class EmbeddedCluster: Sendable {
    /// A request of Kafka's protocol that can be made to fail, by its key.
    public struct Request: RawRepresentable, Hashable, Sendable {
        /// The API key in Kafka's protocol.
        public let rawValue: Int16

        /// A request by its API key.
        public init(rawValue: Int16) { self.rawValue = rawValue }

        /// Writes records.
        public static let produce = Self(rawValue: 0)
        /// Reads records.
        public static let fetch = Self(rawValue: 1)
        /// Asks for watermarks.
        public static let listOffsets = Self(rawValue: 2)
        /// Commits a group's offsets.
        public static let offsetCommit = Self(rawValue: 8)
        /// Asks for a group's offsets.
        public static let offsetFetch = Self(rawValue: 9)
        /// Asks for a group's or transaction's coordinator.
        public static let findCoordinator = Self(rawValue: 10)
        /// Registers a transactional id.
        public static let initProducerId = Self(rawValue: 22)
        /// Makes a partition part of a transaction.
        public static let addPartitionsToTransaction = Self(rawValue: 24)
        /// Makes a group part of a transaction.
        public static let addOffsetsToTransaction = Self(rawValue: 25)
        /// Ends a transaction.
        public static let endTransaction = Self(rawValue: 26)
        /// Commits a group's offsets in a transaction.
        public static let transactionOffsetCommit = Self(rawValue: 28)
    }

    /// Both pointers, until the cluster is closed. Unchecked: librdkafka hands every call on the mock cluster to the
    /// mock's own thread, and whoever has taken them out of the mutex is the only one to destroy them.
    private struct Pointers: @unchecked Sendable {
        var client: OpaquePointer
        var cluster: OpaquePointer
    }

    private let pointers: Mutex<Pointers?>

    /// What clients are given as `bootstrap.servers`.
    public let bootstrapServers: String

    /// Starts the brokers, on free ports of 127.0.0.1.
    public init(brokers: Int = 1) throws(KafkaError) {
        let operation = "start embedded cluster"
        let configuration = try PropertyCatalogue.configuration(
            of: ["client.id": "embedded-cluster"], operation: operation)
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }
        let (made, sentence) = withErrorText { rd_kafka_new(RD_KAFKA_PRODUCER, configuration, $0, $1) }
        guard let client = made else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(code: .invalidArgument, operation: operation, reason: sentence)
        }
        guard let cluster = rd_kafka_mock_cluster_new(client, Int32(clamping: max(1, brokers))) else {
            rd_kafka_destroy(client)
            throw KafkaError(code: .transport, operation: operation, reason: "no port could be opened on 127.0.0.1")
        }
        bootstrapServers = text(rd_kafka_mock_cluster_bootstraps(cluster))
        pointers = Mutex(Pointers(client: client, cluster: cluster))
    }

    deinit { close() }

    /// Makes a topic.
    public func createTopic(_ name: String, partitions: Int) throws(KafkaError) {
        try call("create topic \(name)") { cluster in
            let code = rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1)
            // Calls in close succession lose a wake-up and stall for a second.
            usleep(1000)
            return code
        }
    }

    /// Answers the next requests of this kind with these errors, one each.
    public func inject(_ errors: [KafkaError.Code], into request: Request) throws(KafkaError) {
        try call("inject errors") { cluster in
            let codes = errors.map(\.response)
            rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Drops a broker's connections and refuses new ones, or lets it back in. Brokers count from 1.
    public func setBroker(_ broker: Int, up: Bool) throws(KafkaError) {
        try call("set broker \(broker) \(up ? "up" : "down")") { cluster in
            up
                ? rd_kafka_mock_broker_set_up(cluster, Int32(clamping: broker))
                : rd_kafka_mock_broker_set_down(cluster, Int32(clamping: broker))
        }
    }

    /// Makes a broker's answers wait.
    public func setRoundTrip(ofBroker broker: Int, milliseconds: Int) throws(KafkaError) {
        try call("slow broker \(broker)") { cluster in
            rd_kafka_mock_broker_set_rtt(cluster, Int32(clamping: broker), Int32(clamping: milliseconds))
        }
    }

    /// Makes every request for a topic's metadata fail, `.noError` lets them pass again.
    public func setError(_ code: KafkaError.Code, ofTopic name: String) throws(KafkaError) {
        try call("fail topic \(name)") { cluster in
            rd_kafka_mock_topic_set_error(cluster, name, code.response)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Ends the brokers, without waiting for it: an idle mock takes a second to notice.
    public func close() {
        let taken = pointers.withLock { pointers -> Pointers? in
            defer { pointers = nil }
            return pointers
        }
        guard let taken else { return }
        _ = HelperThread.run(waiting: 0) {
            rd_kafka_mock_cluster_destroy(taken.cluster)
            rd_kafka_destroy(taken.client)
        }
    }

    private func call(
        _ operation: String, _ body: (OpaquePointer) -> rd_kafka_resp_err_t
    ) throws(KafkaError) {
        let code = pointers.withLock { pointers in pointers.map { body($0.cluster) } }
        guard let code else { throw KafkaError(code: .state, operation: operation, reason: "the cluster is closed") }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code: .init(code), operation: operation) }
    }
}
