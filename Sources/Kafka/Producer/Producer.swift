internal import CRdKafka

/// Sends records, idempotently, and in transactions where the property `transactional.id` is set.
///
/// A producer belongs to one thread. Sending never blocks; ``poll(timeoutMilliseconds:)``,
/// ``flush(timeoutMilliseconds:)`` and the calls that end a transaction take in what became of the records.
/// Unless told otherwise `enable.idempotence` is on and the partitioner is Java's (`murmur2_random`).
public final class Producer {
    private static let defaults = ["enable.idempotence": "true", "partitioner": "murmur2_random"]
    /// Failures kept for ``takeDeliveryFailures()``; further ones are only counted.
    static let maximumFailures = 10_000

    let handle: ClientHandle
    private var topics: [String: OpaquePointer] = [:]
    private var lastTopic: (name: String, handle: OpaquePointer)?

    /// Makes a producer; it connects when it is first used.
    /// - Throws: ``KafkaError/Code/invalidArgument`` naming the property that is unknown or has a wrong value.
    public init(properties: [String: String], observer: ClientObserver = .silent) throws(KafkaError) {
        handle = try ClientHandle(
            kind: .producer, properties: Self.defaults.merging(properties) { $1 }, observer: observer
        ) { configuration in
            // A callback, not events: with events that nobody drains a commit waits until its limit.
            rd_kafka_conf_set_dr_msg_cb(configuration) { client, message, opaque in
                guard let client, let message, let context = ClientContext.from(opaque) else { return }
                context.served(delivery: message, client)
            }
        }
    }

    /// Asks for the topics' leaders, so that the first record of each does not wait for a timer.
    /// - Returns: The number of partitions of each.
    /// - Throws: The first topic's error, ``KafkaError/isUnknownTopic`` where there is none of that name.
    @discardableResult
    public func warm(topics names: [String], timeoutMilliseconds: Int = 10_000) throws(KafkaError) -> [String: Int] {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        var counts: [String: Int] = [:]
        for name in names {
            let operation = "describe topic \(name)"
            let answer = try Metadata.request(topicHandle(name), handle, operation, max(1, deadline.remaining))[name]
            guard let answer else { throw handle.failure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation) }
            counts[name] = try answer.get()
        }
        return counts
    }

    /// Takes a record into the queue; its bytes are copied.
    /// - Parameters:
    ///   - record: The record.
    ///   - tag: A number of the caller's, given back with the record's ``DeliveryFailure``.
    /// - Throws: ``KafkaError/isQueueFull``: poll, then send it again. Anything else: it is not sent.
    public func send(_ record: ProducerRecord, tag: Int = 0) throws(KafkaError) {
        let client = try handle.live("send")
        let topic = try topicHandle(record.topic)
        let headers = Self.headers(of: record)
        let code = Self.lend(record.key) { key, keyCount in
            Self.lend(record.value) { value, valueCount in
                crdkafka_produce(
                    client, topic, record.partition ?? -1, key, keyCount, value, valueCount, record.timestamp ?? 0,
                    headers, UnsafeMutableRawPointer(bitPattern: tag))
            }
        }
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        if let headers { rd_kafka_headers_destroy(headers) }
        throw handle.failure(
            code, "send", at: TopicPartition(topic: record.topic, partition: record.partition ?? -1))
    }

    /// Serves delivery reports, statistics and errors, waiting at most so long for the first.
    /// - Returns: How many there were.
    @discardableResult
    public func poll(timeoutMilliseconds: Int) -> Int {
        handle.pointer.map { Int(rd_kafka_poll($0, timeoutMilliseconds.milliseconds32)) } ?? 0
    }

    /// Waits until every record has arrived or failed.
    public func flush(timeoutMilliseconds: Int) throws(KafkaError) {
        try handle.check(rd_kafka_flush(handle.live("flush"), timeoutMilliseconds.milliseconds32), "flush")
    }

    /// Records and reports that are under way or not served yet.
    public var outstanding: Int { handle.pointer.map { Int(rd_kafka_outq_len($0)) } ?? 0 }

    /// Records that arrived, since the beginning.
    public var delivered: Int { handle.context.delivered }

    /// Records that were given up, since the beginning.
    public var undelivered: Int { handle.context.undelivered }

    /// The failures since the last call: at most the first 10,000, ``undelivered`` counts them all.
    public func takeDeliveryFailures() -> [DeliveryFailure] {
        defer { handle.context.deliveryFailures = [] }
        return handle.context.deliveryFailures
    }

    /// Gives up all records that are under way; they count as failed.
    public func purge() {
        guard let client = handle.pointer else { return }
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        rd_kafka_poll(client, 0)
    }

    /// The first error that ended this client, if one did.
    public var fatalError: KafkaError? { handle.fatalError }

    /// Waits for records under way, gives up those that are left at the deadline, and frees the client.
    ///
    /// An open transaction is left to the broker, which aborts it when its time is over or another producer takes
    /// the transactional id; abort it first.
    /// - Returns: False if records were given up or the client could not be freed in time.
    @discardableResult
    public func close(deadlineMilliseconds: Int) -> Bool {
        guard let client = handle.pointer else { return true }
        let deadline = Deadline(milliseconds: deadlineMilliseconds)
        var complete = true
        if rd_kafka_outq_len(client) > 0, rd_kafka_flush(client, deadline.remaining.milliseconds32).rawValue != 0 {
            complete = false
            purge()
        }
        lastTopic = nil
        for topic in topics.values { rd_kafka_topic_destroy(topic) }
        topics = [:]
        let destroyed = handle.destroy(waiting: max(100, deadline.remaining))
        if !complete || !destroyed {
            handle.context.log(
                level: 4, facility: "CLOSE",
                message: complete ? "not closed within \(deadlineMilliseconds) ms" : "closed with records not delivered"
            )
        }
        return complete && destroyed
    }

    deinit {
        // The handle must not be destroyed before its topics, and goes right after this.
        for topic in topics.values { rd_kafka_topic_destroy(topic) }
    }
}

extension Producer {
    private func topicHandle(_ name: String) throws(KafkaError) -> OpaquePointer {
        if let lastTopic, lastTopic.name == name { return lastTopic.handle }
        if let known = topics[name] {
            lastTopic = (name, known)
            return known
        }
        let client = try handle.live("send")
        guard let made = rd_kafka_topic_new(client, name, nil) else {
            throw handle.failure(
                rd_kafka_last_error(), "use topic \(name)", at: TopicPartition(topic: name, partition: -1))
        }
        topics[name] = made
        lastTopic = (name, made)
        return made
    }

    /// Lends the bytes; an empty array gets an address too, because no address is a null.
    private static func lend<R>(_ bytes: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> R) -> R {
        guard let bytes else { return body(nil, 0) }
        guard !bytes.isEmpty else {
            var nothing: UInt8 = 0
            return body(&nothing, 0)
        }
        return bytes.withUnsafeBytes { body($0.baseAddress, $0.count) }
    }

    private static func headers(of record: ProducerRecord) -> OpaquePointer? {
        guard !record.headers.isEmpty, let list = rd_kafka_headers_new(record.headers.count) else { return nil }
        for header in record.headers {
            var name = header.name
            name.withUTF8 { name in
                name.withMemoryRebound(to: CChar.self) { name in
                    _ = lend(header.value) { value, count in
                        // Fails only for a name or value beyond 2 GiB.
                        rd_kafka_header_add(list, name.baseAddress, name.count, value, count)
                    }
                }
            }
        }
        return list
    }
}

extension ClientContext {
    /// The report of one record, inside a poll, flush, commit or abort.
    func served(delivery message: UnsafePointer<rd_kafka_message_t>, _ client: OpaquePointer) {
        guard message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR else {
            delivered += 1
            return
        }
        undelivered += 1
        guard deliveryFailures.count < Producer.maximumFailures else { return }
        let topic = rd_kafka_topic_name(message.pointee.rkt).map { deliveryTopics.name($0) } ?? ""
        let place = TopicPartition(topic: topic, partition: message.pointee.partition)
        let error = ClientHandle.failure(client, self, code: message.pointee.err, "send", nil, at: place)
        deliveryFailures.append(
            DeliveryFailure(topicPartition: place, tag: Int(bitPattern: message.pointee._private), error: error))
    }
}
