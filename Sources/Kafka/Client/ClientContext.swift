internal import CRdKafka
internal import Synchronization

/// What librdkafka's callbacks reach through the client's one opaque pointer.
///
/// The client retains it once for librdkafka and lets go only after the handle is destroyed. `observer` and `client`
/// never change; the callbacks that come on any thread use nothing else but the mutex and the atomic; all other fields
/// belong to the thread that polls.
final class ClientContext {
    /// A line of trouble and when it was told, in monotonic milliseconds.
    private struct Trouble {
        var sentence: String
        var instant: Int64
    }

    let observer: ClientObserver
    let client: String
    /// Said with every failed log-in, where this librdkafka cannot do what it is asked for.
    let loginRemedy: String?
    private let trouble = Mutex<Trouble?>(nil)
    /// Counted on librdkafka's threads, see ``Producer/unansweredRequests``.
    let unanswered = Atomic(0)

    /// Set while the consumer subscribes; called from inside `poll` and `close`.
    var onAssigned: (([TopicPartition]) throws(KafkaError) -> [StartPosition])?
    var onRevoked: (([TopicPartition], Bool) -> Void)?
    /// Errors of a rebalance, handed out by the next poll.
    var pending: [KafkaError] = []
    var commitsUnderWay = 0

    var delivered = 0
    var undelivered = 0
    var deliveryFailures: [DeliveryFailure] = []
    var deliveryTopics = NameTable()

    init(observer: ClientObserver, client: String, properties: [String: String] = [:]) {
        self.observer = observer
        self.client = client
        loginRemedy = Self.loginRemedy(properties, version: rd_kafka_version())
    }

    /// librdkafka below 2.6.1 repeats its nonce in SCRAM; Kafka 4 checks it and answers "invalid credentials" to the
    /// right password (librdkafka #4895). Nobody would find that out from the broker's sentence.
    static func loginRemedy(_ properties: [String: String], version: Int32) -> String? {
        let mechanism = properties["sasl.mechanisms"] ?? properties["sasl.mechanism"] ?? ""
        guard mechanism.hasPrefix("SCRAM-"), version < 0x0206_01ff else { return nil }
        return "this librdkafka (\(text(rd_kafka_version_str()))) cannot log in to Kafka 4 with SCRAM even if the "
            + "password is right: use librdkafka 2.6.1 or newer, PLAIN over TLS, OAUTHBEARER or a client certificate"
    }

    static func from(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        guard let opaque else { return nil }
        return Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
    }

    /// May be called on any thread.
    func log(level: Int, facility: String, message: String) {
        // A lost connection is only a warning to librdkafka, and all there is to tell of a listener that speaks TLS.
        if level <= 3 || facility == "FAIL" {
            trouble.withLock { $0 = Trouble(sentence: message, instant: Deadline.now) }
        }
        observer.log?(LogLine(level: level, facility: facility, message: message, client: client))
    }

    /// What the log complained of lately: "timed out" alone helps nobody. librdkafka tells of the same failed connection
    /// once in 30 s (`rd_kafka_broker_fail`, 2.0.2).
    var recentTrouble: String? {
        trouble.withLock { trouble in
            guard let trouble, Deadline.now - trouble.instant < 35_000 else { return nil }
            return trouble.sentence
        }
    }

    /// Lets go of the caller's closures, which must not die on a helper thread.
    func forgetClosures() {
        onAssigned = nil
        onRevoked = nil
    }
}

extension ClientContext {
    /// Registers the callbacks that every client has.
    func register(in configuration: OpaquePointer) {
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { client, level, facility, message in
            // rd_kafka_opaque only reads a field that is set before the first line is logged; nothing else of
            // librdkafka's may be called from here.
            guard let client, let context = ClientContext.from(rd_kafka_opaque(client)) else { return }
            context.log(level: Int(level), facility: text(facility), message: text(message))
        }
        rd_kafka_conf_set_error_cb(configuration) { client, code, reason, opaque in
            guard let client, let context = ClientContext.from(opaque), let report = context.observer.error else {
                return
            }
            report(
                ClientHandle.failure(client, context, code: rd_kafka_resp_err_t(rawValue: code), "client", text(reason))
            )
        }
        if observer.statistics != nil {
            rd_kafka_conf_set_stats_cb(configuration) { _, json, size, opaque in
                guard let json, let report = ClientContext.from(opaque)?.observer.statistics else { return 0 }
                report(String(decoding: UnsafeRawBufferPointer(start: json, count: size), as: UTF8.self))
                return 0
            }
        }
    }
}
