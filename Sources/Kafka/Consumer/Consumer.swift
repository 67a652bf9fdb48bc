internal import CRdKafka

/// Reads records, as a member of a group or from partitions it is given.
///
/// A consumer belongs to one thread: all its calls are made there, and there its closures are called, from inside
/// ``poll(timeoutMilliseconds:)`` and ``close(deadlineMilliseconds:)``; a closure must not poll or close in turn. Most
/// calls block; keep them off Swift's cooperative threads. Close it explicitly.
///
/// Unless told otherwise a consumer does not commit by itself, reports the end of each partition, reports a position
/// that is not in the log instead of skipping (`auto.offset.reset=error`), balances by `range`, which takes all
/// partitions away before it gives any (librdkafka 2.0's cooperative balancing loses partitions), and does not have
/// topics made by asking for them.
public final class Consumer {
    private static let defaults = [
        "enable.auto.commit": "false", "enable.auto.offset.store": "false", "enable.partition.eof": "true",
        "auto.offset.reset": "error", "partition.assignment.strategy": "range", "allow.auto.create.topics": "false",
    ]

    let handle: ClientHandle
    private var topics = NameTable()
    private var headerNames = NameTable()
    private var warmTopics: Set<String> = []

    /// Makes a consumer; it connects when it is first used.
    /// - Parameters:
    ///   - properties: librdkafka's properties; `group.id` is needed, also to assign partitions.
    ///   - observer: Hears what the consumer tells beside its answers.
    /// - Throws: ``KafkaError/Code/invalidArgument`` naming the property that is unknown or has a wrong value.
    public init(properties: [String: String], observer: ClientObserver = .silent) throws(KafkaError) {
        guard properties["group.id"]?.isEmpty == false else {
            throw KafkaError(
                code: .invalidArgument, operation: "configure consumer", reason: "property \"group.id\" is needed")
        }
        handle = try ClientHandle(
            kind: .consumer, properties: Self.defaults.merging(properties) { $1 }, observer: observer
        ) { configuration in
            rd_kafka_conf_set_rebalance_cb(configuration) { client, code, partitions, opaque in
                guard let client, let context = ClientContext.from(opaque) else { return }
                Rebalance(client: client, context: context).serve(code, partitions)
            }
        }
        if let client = handle.pointer { rd_kafka_poll_set_consumer(client) }
    }

    /// Joins the group and reads what it is given of `topics` (names beginning with ^ are patterns).
    /// - Parameters:
    ///   - topics: The topics.
    ///   - onAssigned: Says where each partition begins; one that it leaves out is not read. It may call
    ///     ``committed(_:timeoutMilliseconds:)``. What it throws comes out of the poll as a failure, and nothing is read.
    ///   - onRevoked: Told before the partitions are given back, the last moment to commit; `lost` means that another
    ///     member may have them already and that nothing may be committed.
    public func subscribe(
        _ topics: [String], onAssigned: @escaping ([TopicPartition]) throws(KafkaError) -> [StartPosition],
        onRevoked: @escaping ([TopicPartition], _ lost: Bool) -> Void
    ) throws(KafkaError) {
        let client = try handle.live("subscribe")
        let list = PartitionList(topics.map { TopicPartition(topic: $0, partition: -1) })
        handle.context.onAssigned = onAssigned
        handle.context.onRevoked = onRevoked
        try handle.check(rd_kafka_subscribe(client, list.pointer), "subscribe to \(topics.joined(separator: ", "))")
    }

    /// Leaves the group.
    public func unsubscribe() throws(KafkaError) {
        try handle.check(rd_kafka_unsubscribe(handle.live("unsubscribe")), "unsubscribe")
    }

    /// Reads these partitions from these positions, without joining the group; an empty list reads nothing.
    ///
    /// Replaces what was assigned before. The first time a topic is named its leaders are asked for, up to a second,
    /// because librdkafka would otherwise wait for its next timer, and thirty seconds to say that there is no such topic.
    /// - Throws: ``KafkaError/isUnknownTopic`` where the cluster says so; what keeps a leader from telling where its
    ///   partition begins or ends, where that was asked for.
    public func assign(_ positions: [StartPosition]) throws(KafkaError) {
        let client = try handle.live("assign")
        for topic in Set(positions.map(\.topicPartition.topic)).subtracting(warmTopics).sorted() {
            do throws(KafkaError) {
                _ = try Metadata.partitionCount(of: topic, handle, timeoutMilliseconds: 1000)
                warmTopics.insert(topic)
            } catch {
                // Any other error, a broker that is away say, ends by itself or is told by the polls that follow.
                if error.isUnknownTopic { throw error }
            }
        }
        let list = PartitionList(try Metadata.resolved(positions, client, handle.context))
        try handle.check(rd_kafka_assign(client, list.pointer), "assign \(positions.count) partitions")
    }

    /// Begins again elsewhere: drops the records fetched ahead and reads on from these positions.
    ///
    /// For after an aborted transaction. Partitions not named stay assigned only in a cooperative group.
    public func rewind(to positions: [StartPosition]) throws(KafkaError) {
        let client = try handle.live("rewind")
        let list = PartitionList(try Metadata.resolved(positions, client, handle.context))
        guard Rebalance.isCooperative(client) else {
            return try handle.check(rd_kafka_assign(client, list.pointer), "rewind \(positions.count) partitions")
        }
        try handle.check(rd_kafka_incremental_unassign(client, list.pointer), "rewind")
        try handle.check(rd_kafka_incremental_assign(client, list.pointer), "rewind")
    }

    /// Waits for the next record or event.
    ///
    /// Also serves the closures of ``subscribe(_:onAssigned:onRevoked:)``, statistics, errors and results of
    /// asynchronous commits; call it at least every `max.poll.interval.ms`.
    /// - Returns: nil when the time is over.
    public func poll(timeoutMilliseconds: Int) -> ConsumerEvent? {
        let client: OpaquePointer
        do throws(KafkaError) { client = try handle.live("poll") } catch { return .failure(error) }
        if let failure = pendingFailure { return .failure(failure) }
        guard let message = rd_kafka_consumer_poll(client, timeoutMilliseconds.milliseconds32) else {
            return pendingFailure.map { .failure($0) }
        }
        // Copied out and given back at once: a message that is held makes rd_kafka_destroy wait for ever.
        defer { rd_kafka_message_destroy(message) }
        return event(of: message, client)
    }

    /// What is assigned now, sorted.
    public var assignment: [TopicPartition] {
        var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        guard let client = handle.pointer, rd_kafka_assignment(client, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list
        else { return [] }
        return PartitionList(owning: list).elements.map(\.topicPartition).sorted()
    }

    /// Whether the partitions were taken away without notice, so that nothing may be committed for them.
    public var isAssignmentLost: Bool { handle.pointer.map { rd_kafka_assignment_lost($0) != 0 } ?? true }

    /// The first error that ended this client, if one did.
    public var fatalError: KafkaError? { handle.fatalError }

    /// Leaves the group, calling `onRevoked` for what is assigned, and frees the client.
    /// - Returns: False if that was not done in time. The client is then left to itself, and its memory may be lost;
    ///   the observer's log says so. Commit before: a broker that does not answer is the usual cause.
    @discardableResult
    public func close(deadlineMilliseconds: Int) -> Bool {
        guard let client = handle.pointer else { return true }
        let deadline = Deadline(milliseconds: deadlineMilliseconds)
        let left = leave(client, deadline)
        let destroyed = handle.destroy(waiting: left ? max(100, deadline.remaining) : 0)
        if !left || !destroyed {
            handle.context.log(
                level: 4, facility: "CLOSE", message: "not closed within \(deadlineMilliseconds) ms, left to itself")
        }
        return left && destroyed
    }

    /// Runs the closing here, so that the closures are called on this thread and the deadline holds.
    private func leave(_ client: OpaquePointer, _ deadline: Deadline) -> Bool {
        guard let queue = rd_kafka_queue_new(client) else { return false }
        defer { rd_kafka_queue_destroy(queue) }
        if let failure = handle.failure(taking: rd_kafka_consumer_close_queue(client, queue), "close") {
            // After a fatal error there is no group to leave.
            handle.context.log(level: 5, facility: "CLOSE", message: failure.description)
            return true
        }
        while rd_kafka_consumer_closed(client) == 0 {
            guard deadline.remaining > 0 else { return false }
            guard let event = rd_kafka_queue_poll(queue, min(100, deadline.remaining).milliseconds32) else { continue }
            serve(closing: event, client)
            rd_kafka_event_destroy(event)
        }
        return true
    }

    /// The same as the callbacks do. They cannot be used here: librdkafka 2.0 aborts the process when a record that was
    /// fetched ahead is on a queue that is polled for callbacks only.
    private func serve(closing event: OpaquePointer, _ client: OpaquePointer) {
        let context = handle.context
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_REBALANCE:
            let partitions = rd_kafka_event_topic_partition_list(event)
            Rebalance(client: client, context: context).serve(rd_kafka_event_error(event), partitions)
        case RD_KAFKA_EVENT_OFFSET_COMMIT:
            let partitions = rd_kafka_event_topic_partition_list(event)
            context.served(commit: rd_kafka_event_error(event), partitions, client)
        case RD_KAFKA_EVENT_ERROR:
            let reason = text(rd_kafka_event_error_string(event))
            context.observer.error?(
                ClientHandle.failure(client, context, code: rd_kafka_event_error(event), "client", reason))
        case RD_KAFKA_EVENT_STATS: context.observer.statistics?(text(rd_kafka_event_stats(event)))
        default: break
        }
    }

    private var pendingFailure: KafkaError? {
        handle.context.pending.isEmpty ? nil : handle.context.pending.removeFirst()
    }
}

extension Consumer {
    private func event(of message: UnsafeMutablePointer<rd_kafka_message_t>, _ client: OpaquePointer) -> ConsumerEvent {
        let code = message.pointee.err
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return .record(record(of: message)) }
        let place = message.pointee.rkt == nil ? nil : place(of: message)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF, let place {
            return .endOfPartition(place, offset: message.pointee.offset)
        }
        return .failure(
            ClientHandle.failure(
                client, handle.context, code: code, "consume", text(rd_kafka_message_errstr(message)), at: place,
                offset: message.pointee.offset))
    }

    private func place(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> TopicPartition {
        topics.rewind()
        let topic = rd_kafka_topic_name(message.pointee.rkt).map { topics.name($0) } ?? ""
        return TopicPartition(topic: topic, partition: message.pointee.partition)
    }

    private func record(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> ConsumerRecord {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let timestamp = rd_kafka_message_timestamp(message, &kind)
        return ConsumerRecord(
            topicPartition: place(of: message), offset: message.pointee.offset,
            key: bytes(message.pointee.key, message.pointee.key_len),
            value: bytes(message.pointee.payload, message.pointee.len), headers: headers(of: message),
            timestamp: kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : timestamp,
            timestampKind: kind == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? .appended : .created)
    }

    private func headers(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> [Header] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        let count = rd_kafka_header_cnt(list)
        var headers: [Header] = []
        headers.reserveCapacity(count)
        headerNames.rewind()
        for index in 0..<count {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            guard rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let name
            else { break }
            headers.append(Header(name: headerNames.name(name), value: bytes(value, size)))
        }
        return headers
    }

    private func bytes(_ pointer: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
        guard let pointer else { return nil }
        return Array(UnsafeRawBufferPointer(start: pointer, count: count))
    }
}
