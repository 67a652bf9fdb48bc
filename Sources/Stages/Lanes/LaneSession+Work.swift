import Kafka
import Operations
import Reports
import Synchronization

/// What happens to records.
extension LaneSession {
    /// Longest wait for a record, so that a drain is noticed.
    private static let pollMilliseconds = 50

    func step() throws(Interruption) {
        let wait = batch.timeLeft(at: monotonicNanoseconds()).map { Int(($0 + 999_999) / 1_000_000) }
        let event = consumer.poll(timeoutMilliseconds: min(wait ?? Self.pollMilliseconds, Self.pollMilliseconds))
        try throwCallbackFailure()
        switch event {
        case .record(let record):
            if status.idleSince.load(ordering: .relaxed) != 0 { status.idleSince.store(0, ordering: .relaxed) }
            if tracker.expects(record.topicPartition, offset: record.offset) { try handle(record) }
            if batch.isDue(at: monotonicNanoseconds(), drained: false) { try finishBatch() }
            return
        case .endOfPartition(let partition, let offset): tracker.reachedEnd(partition, offset: offset)
        case .failure(let error): try consumerFailed(error)
        case nil: break
        }
        let now = monotonicNanoseconds()
        let drained = tracker.allAtEnd
        if batch.isDue(at: now, drained: drained) || (drained && tracker.hasPending) { try finishBatch() }
        noteIdleness(at: now)
    }

    private func consumerFailed(_ error: KafkaError) throws(Interruption) {
        if error.isPositionLost {
            throw .stop(
                Failure(
                    .ioError,
                    "\(error): what the \(configuration.stage.rawValue) stage was to read next is no longer in the log; find out why it fell behind the retention, then start once with --from beginning to go on with what is left"
                ))
        }
        guard error.isFatal || error.isUnknownTopic || error.isAuthorization else {
            // librdkafka mends the rest itself (a broker that is away, a coordinator that moves).
            logger.debug("consumer", ["error": error.description])
            return
        }
        throw interruption(error)
    }

    private func handle(_ record: ConsumerRecord) throws(Interruption) {
        let partition = record.topicPartition
        switch poison.next(partition, offset: record.offset) {
        case .proceed: break
        case .mark(let marker):
            // A transaction holds a batch or a marker, never both.
            try finishBatch()
            try commit(marker, partition)
        case .isolate(let marker):
            try finishBatch()
            try commit(marker, partition)
            try process(record)
            return try finishBatch()
        case .condemn(let attempts):
            try finishBatch()
            try openBatch()
            let refusal = Refusal(
                .crash,
                "the \(configuration.stage.rawValue) stage died \(attempts) times inside this document; report it with its bytes, they are in this message"
            )
            try refuse(record, refusal, attempt: attempts)
            tracker.processed(partition, offset: record.offset)
            return try finishBatch()
        }
        try process(record)
    }

    /// Leaves a marker where the group stands; the offset itself does not move.
    private func commit(_ marker: AssignmentMarker, _ partition: TopicPartition) throws(Interruption) {
        guard let offset = tracker.nextOffset(of: partition) else { return }
        let position = OffsetPosition(partition, offset: offset, metadata: marker.metadata)
        _ = try commitAlone([position])
    }

    private func process(_ record: ConsumerRecord) throws(Interruption) {
        // Before the transaction is opened: a page may take longer than a transaction may.
        let answer = answer(to: record)
        try openBatch()
        switch answer {
        case .success(let outputs):
            var bytes = record.value?.count ?? 0
            for output in outputs {
                bytes += output.value?.count ?? 0
                try send(output)
            }
            batch.added(bytes: bytes)
            brake.passed()
        case .failure(.refuse(let refusal)): try refuse(record, refusal, attempt: 1)
        case .failure(.stop(let failure)):
            try finishBatch()
            throw .stop(failure)
        }
        tracker.processed(record.topicPartition, offset: record.offset)
        status.records.add(1, ordering: .relaxed)
    }

    private func answer(to record: ConsumerRecord) -> Result<[ProducerRecord], StageError> {
        do throws(StageError) { return .success(try transformed(record)) } catch { return .failure(error) }
    }

    /// The stage's answer as messages, large ones put in the payload store: nothing is sent of a record that is refused.
    private func transformed(_ record: ConsumerRecord) throws(StageError) -> [ProducerRecord] {
        var record = record
        if record.headers.text(HeaderName.payload) != nil {
            record.value = try configuration.payloads.value(of: record)
            record.headers.removeAll { $0.name == HeaderName.payload }
        }
        status.transforms.add(1, ordering: .releasing)
        defer { status.transforms.add(1, ordering: .releasing) }
        let outputs = try stage.transform(record)
        var messages: [ProducerRecord] = []
        messages.reserveCapacity(outputs.count)
        for output in outputs { messages.append(try message(output, of: record)) }
        return messages
    }

    private func message(_ output: StageOutput, of record: ConsumerRecord) throws(StageError) -> ProducerRecord {
        var message = ProducerRecord(
            topic: configuration.output, partition: record.topicPartition.partition, key: record.key,
            value: output.value, headers: output.headers, timestamp: record.timestamp)
        guard output.value.count > configuration.messageBytes else { return message }
        guard let store = configuration.payloads.store else {
            throw .refuse(
                Refusal(
                    .recordTooLarge,
                    "the record has \(output.value.count) bytes, more than the \(configuration.messageBytes) a message may have; set payload-store, or raise the topics' max.message.bytes"
                ))
        }
        do throws(PayloadStoreError) {
            message.headers.append(Header(HeaderName.payload, try store.put(output.value)))
            message.value = []
            return message
        } catch { throw .stop(Failure(.ioError, error.description)) }
    }

    private func refuse(_ record: ConsumerRecord, _ refusal: Refusal, attempt: Int) throws(Interruption) {
        status.refusals.add(1, ordering: .relaxed)
        brake.refused(refusal.code, at: Timestamp.now())
        logger.notice(
            "refused",
            [
                "location": record.headers.text(HeaderName.location) ?? "", "code": refusal.code.rawValue,
                "message": refusal.message, "offset": String(record.offset),
                "partition": String(record.topicPartition.partition),
            ])
        try send(
            DeadLetter.letter(
                for: record, refusedBy: configuration.stage, with: refusal, attempt: attempt,
                topic: configuration.dead, maximumValueBytes: configuration.deadValueBytes))
        batch.added(bytes: record.value?.count ?? 0)
    }

    private func send(_ record: ProducerRecord) throws(Interruption) {
        let end = monotonicNanoseconds() + Int64(configuration.retryDeadlineMilliseconds) * 1_000_000
        while true {
            do throws(KafkaError) {
                try delivery.producer.send(record)
                break
            } catch {
                // A full queue is back-pressure: let deliveries come back.
                guard error.isQueueFull, monotonicNanoseconds() < end else { throw interruption(error) }
                _ = delivery.producer.poll(timeoutMilliseconds: 50)
            }
        }
        sentSincePoll += 1
        if sentSincePoll >= 64 {
            sentSincePoll = 0
            _ = delivery.producer.poll(timeoutMilliseconds: 0)
        }
    }

    // MARK: - Batches

    private func openBatch() throws(Interruption) {
        guard batch.opens(at: monotonicNanoseconds()) else { return }
        brakeBeforeBatch = brake
        try call { () throws(KafkaError) in try delivery.begin() }
    }

    /// Commits what is pending, an open batch or nothing but ends of partitions; after an error that calls for it,
    /// aborts and begins again where the group stands.
    func finishBatch() throws(Interruption) {
        guard let error = try commitBatch() else { return rewinds.succeeded() }
        logger.notice("batch repeated", ["error": error.description, "lane": String(configuration.lane)])
        guard let delay = rewinds.failed(at: monotonicNanoseconds()) else { throw .broken(error) }
        // From here on nothing of it may be committed, whatever ends this session.
        brake = brakeBeforeBatch
        let assigned = tracker.assigned
        tracker.revokeAll()
        try call { () throws(KafkaError) in try delivery.abort() }
        batch.closed()
        pause(nanoseconds: delay)
        let positions = try take(assigned, isRewind: true)
        try call { () throws(KafkaError) in try consumer.rewind(to: positions) }
    }

    /// - Returns: the error after which the batch must be aborted and read again; nil when it is committed.
    func commitBatch() throws(Interruption) -> KafkaError? {
        let positions = tracker.pending
        guard batch.isOpen else {
            if !positions.isEmpty {
                if try commitAlone(positions) { tracker.committed(positions) }
            }
            return nil
        }
        let error = try call { () throws(KafkaError) in try delivery.commit(positions, of: consumer) }
        guard error == nil else { return error }
        batch.closed()
        tracker.committed(positions)
        for position in positions { poison.progressed(position.topicPartition) }
        madeProgress = true
        return nil
    }

    /// Positions and nothing else. What the group's generation forbids is no error: the partitions are about to be taken,
    /// and whoever gets them begins where the group stands.
    ///
    /// - Returns: whether it was made.
    private func commitAlone(_ positions: [OffsetPosition]) throws(Interruption) -> Bool {
        guard
            let error = try call({ () throws(KafkaError) in try delivery.commitAlone(positions, of: consumer) })
        else { return true }
        logger.debug("commit left to the next member", ["error": error.description])
        pause(nanoseconds: 20_000_000)
        return false
    }

    /// Where the group stands on partitions whose metadata this lane wrote, with none.
    private var cleared: [OffsetPosition] {
        poison.marked.compactMap { partition in
            tracker.nextOffset(of: partition).map {
                OffsetPosition(partition, offset: $0, metadata: "")
            }
        }
    }

    /// Takes back what this lane wrote into the offsets' metadata, before others get the partitions: no one has died.
    ///
    /// In a transaction, which holds for the generation it was asked in. librdkafka keeps a plain commit while the
    /// coordinator is away, and sends it under the generation it has by then (`rd_kafka_cgrp_defer_offset_commit`,
    /// 2.0.2): the group would be set back over what the next owner has done (seen once in twenty runs under faults).
    func returnMarkers() throws(Interruption) {
        let positions = cleared
        if !positions.isEmpty { _ = try commitAlone(positions) }
    }

    /// The same at an orderly end. A plain commit may do it: the client has no generation after this one.
    func clearMarkers() {
        let positions = cleared
        guard !positions.isEmpty else { return }
        do throws(KafkaError) {
            try consumer.commit(positions, timeoutMilliseconds: 2000)
        } catch {
            logger.debug("markers left", ["error": error.description])
        }
    }

    /// Says where the group stands why nobody goes on from there; all that was done is committed.
    func leaveNote(_ note: BrakeNote) {
        let positions = tracker.assigned.compactMap { partition in
            tracker.nextOffset(of: partition).map { OffsetPosition(partition, offset: $0, metadata: note.metadata) }
        }
        guard !positions.isEmpty else { return }
        do throws(KafkaError) {
            try consumer.commit(positions, timeoutMilliseconds: 5000)
        } catch {
            logger.debug("note left unwritten", ["error": error.description])
            return clearMarkers()
        }
        // Else the revocation that closing brings would write over it.
        tracker.committed(positions)
        for position in positions { poison.progressed(position.topicPartition) }
    }

    /// Drops an open batch; what it held is read again by whoever gets the partitions.
    func abandonBatch() {
        // What was dealt with since the last commit may not be committed any more, not by the revocation that closing
        // the consumer brings either.
        tracker.revokeAll()
        poison.revokedAll()
        guard batch.isOpen else { return }
        batch.closed()
        brake = brakeBeforeBatch
        do throws(KafkaError) {
            try delivery.abort()
        } catch {
            logger.debug("abort left to the broker's time-out", ["error": error.description])
        }
    }
}
