internal import CRdKafka

/// Owns one `rd_kafka_t` from its configuration to its end. Used from one thread, like the client it is part of.
final class ClientHandle {
    /// Which of librdkafka's two kinds of client it is; an administrator is a consumer that never reads, see ``Admin``.
    enum Kind: String {
        case consumer, producer, administrator
    }

    let context: ClientContext
    private(set) var pointer: OpaquePointer?

    init(
        kind: Kind, properties: [String: String], observer: ClientObserver,
        configure: (OpaquePointer) -> Void = { _ in }
    ) throws(KafkaError) {
        let context = ClientContext(
            observer: observer, client: properties["client.id"] ?? kind.rawValue, properties: properties)
        let configuration = try PropertyCatalogue.configuration(of: properties, operation: "configure \(kind.rawValue)")
        context.register(in: configuration)
        if properties["transactional.id"] != nil { context.watchTransactions(in: configuration) }
        configure(configuration)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        let (made, sentence) = withErrorText { rd_kafka_new(type, configuration, $0, $1) }
        guard let made else {
            // rd_kafka_new takes the configuration over only when it succeeds.
            rd_kafka_conf_destroy(configuration)
            // The wrong property's number is all that librdkafka gives, also where its own threads were late.
            let code: KafkaError.Code = sentence.contains("background thread") ? .timedOut : .invalidArgument
            throw KafkaError(code: code, operation: "make \(kind.rawValue)", reason: sentence)
        }
        self.context = context
        pointer = made
        _ = Unmanaged.passRetained(context)
    }

    deinit {
        guard pointer != nil else { return }
        context.log(level: 4, facility: "CLOSE", message: "the client was dropped without being closed")
        _ = destroy(waiting: 0)
    }

    /// The client, or an error if it is closed.
    func live(_ operation: String) throws(KafkaError) -> OpaquePointer {
        guard let pointer else {
            throw KafkaError(code: .state, operation: operation, reason: "the client is closed")
        }
        return pointer
    }

    /// Destroys the client on a helper thread, because librdkafka is known to hang here.
    ///
    /// Nothing of the caller's may be called any more: offsets are committed and the group is left before.
    /// - Returns: False if it is not done in `milliseconds`; it then goes on, and if it hangs the handle is leaked.
    func destroy(waiting milliseconds: Int) -> Bool {
        guard let client = pointer else { return true }
        pointer = nil
        context.forgetClosures()
        // Safe to hand over: this thread has given the handle up, and rd_kafka_destroy may run on any thread.
        nonisolated(unsafe) let handle = client
        nonisolated(unsafe) let retained = Unmanaged.passUnretained(context)
        return HelperThread.run(waiting: milliseconds) {
            rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            retained.release()
        }
    }
}

extension ClientHandle {
    /// Reads everything out of `error` and frees it; nil stays nil.
    func failure(taking error: OpaquePointer?, _ operation: String) -> KafkaError? {
        guard let error else { return nil }
        defer { rd_kafka_error_destroy(error) }
        let code = KafkaError.Code(rd_kafka_error_code(error))
        return KafkaError(
            code: code, operation: operation, reason: Self.reason(text(rd_kafka_error_string(error)), code, context),
            isRetriable: rd_kafka_error_is_retriable(error) != 0, isFatal: rd_kafka_error_is_fatal(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0)
    }

    /// The error of a bare code; a fatal one is replaced by its cause.
    func failure(_ code: rd_kafka_resp_err_t, _ operation: String, at place: TopicPartition? = nil) -> KafkaError {
        guard let pointer else { return KafkaError(code: .init(code), operation: operation, topicPartition: place) }
        return Self.failure(pointer, context, code: code, operation, nil, at: place)
    }

    func check(_ code: rd_kafka_resp_err_t, _ operation: String, at place: TopicPartition? = nil) throws(KafkaError) {
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw failure(code, operation, at: place) }
    }

    /// A code with a sentence of its own, which may be empty.
    func check(_ code: rd_kafka_resp_err_t, _ sentence: String, _ operation: String) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        let client = try live(operation)
        throw Self.failure(client, context, code: code, operation, sentence.isEmpty ? nil : sentence)
    }

    func check(_ error: OpaquePointer?, _ operation: String) throws(KafkaError) {
        if let failure = failure(taking: error, operation) { throw failure }
    }

    /// The first error that ended this client, if one did.
    var fatalError: KafkaError? { pointer.flatMap { Self.fatalError(of: $0, "client") } }

    static func failure(
        _ client: OpaquePointer, _ context: ClientContext, code: rd_kafka_resp_err_t, _ operation: String,
        _ sentence: String?, at place: TopicPartition? = nil, offset: Int64? = nil
    ) -> KafkaError {
        if code == RD_KAFKA_RESP_ERR__FATAL, let fatal = fatalError(of: client, operation) { return fatal }
        let code = KafkaError.Code(code)
        return KafkaError(
            code: code, operation: operation, reason: reason(sentence ?? code.meaning, code, context),
            topicPartition: place, offset: offset)
    }

    private static func fatalError(of client: OpaquePointer, _ operation: String) -> KafkaError? {
        let (code, sentence) = withErrorText { rd_kafka_fatal_error(client, $0, $1) }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaError(code: .init(code), operation: operation, reason: sentence, isRetriable: false, isFatal: true)
    }

    /// Adds what the log said of late to errors that only tell that nothing came back, and the remedy to a log-in that
    /// cannot succeed.
    static func reason(_ sentence: String, _ code: KafkaError.Code, _ context: ClientContext) -> String {
        var sentence = sentence
        switch code {
        case .timedOut, .timedOutInQueue, .transport, .allBrokersDown, .waitingForCoordinator, .authentication:
            if let trouble = context.recentTrouble, !sentence.contains(trouble) {
                sentence += "; last seen: \(trouble)"
            }
        default: return sentence
        }
        if let remedy = context.loginRemedy, code == .authentication || sentence.contains("SASL") {
            sentence += "; \(remedy)"
        }
        return sentence
    }
}
