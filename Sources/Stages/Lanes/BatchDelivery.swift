import Kafka

/// How a batch's outputs and offsets are bound together.
protocol BatchDelivery: AnyObject {
    /// What the batch's outputs are sent with, from one ``begin()`` to the next.
    var producer: Producer { get }
    /// Before the first batch.
    func prepare() throws(KafkaError)
    func begin() throws(KafkaError)
    /// Commits what was sent since ``begin()`` and the positions.
    ///
    /// - Returns: nil, or the error that calls for an abort and a rewind to what the group last committed.
    /// - Throws: what ends the session.
    func commit(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError?
    /// Commits positions outside any batch: the ends of partitions that brought nothing, and markers.
    ///
    /// - Returns: nil, or the error for which it was not made; the next one may be.
    /// - Throws: what ends the session.
    func commitAlone(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError?
    func abort() throws(KafkaError)
}

/// Exactly once: one transaction a batch.
final class TransactionalDelivery: BatchDelivery {
    private(set) var producer: Producer
    private let makeProducer: () throws(KafkaError) -> Producer
    private let isNamed: Bool
    private let deadlineNanoseconds: Int64
    private let drainNanoseconds: Int64
    private let status: LaneStatus

    /// - Parameters:
    ///   - drainMilliseconds: the deadline once the lane is to end, and of closing a producer.
    ///   - isNamed: whether the transactional id is fixed, and not another one for each producer.
    ///   - makeProducer: makes the producers.
    init(
        deadlineMilliseconds: Int, drainMilliseconds: Int, status: LaneStatus, isNamed: Bool,
        makeProducer: @escaping () throws(KafkaError) -> Producer
    ) throws(KafkaError) {
        self.makeProducer = makeProducer
        self.isNamed = isNamed
        producer = try makeProducer()
        self.status = status
        deadlineNanoseconds = Int64(deadlineMilliseconds) * 1_000_000
        drainNanoseconds = Int64(drainMilliseconds) * 1_000_000
    }

    func prepare() throws(KafkaError) {
        try resuming { () throws(KafkaError) in try producer.initTransactions(timeoutMilliseconds: 5000) }
    }

    /// After a transaction of which a request went unanswered, with a producer of another id: the copy that may still be on
    /// its way would set the group back, or end this transaction half way (`Tests/EndToEnd/late.py` does both).
    ///
    /// The next epoch of the same id would do on Kafka 4. The coordinator of Kafka 3.9 refuses the copy then, and
    /// drops from memory what this transaction has committed. A lane whose id is fixed ends its session: static members
    /// come back without a rebalance, and a copy that another member sent is refused before anything else.
    func begin() throws(KafkaError) {
        if producer.unansweredRequests > 0 {
            guard !isNamed else {
                throw KafkaError(
                    code: .transport, operation: "begin transaction",
                    reason: "an answer about the last one was lost, and what was asked may arrive again")
            }
            // Nothing is under way: the transaction has ended, one way or the other.
            producer.close(deadlineMilliseconds: Int(drainNanoseconds / 1_000_000))
            producer = try makeProducer()
            try prepare()
        }
        try producer.beginTransaction()
    }

    func commit(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError? {
        do throws(KafkaError) {
            if !positions.isEmpty {
                try resuming { () throws(KafkaError) in
                    // No limit of its own: one that expired would be abortable, the transaction's time-out bounds it.
                    try producer.sendOffsets(positions, of: consumer, timeoutMilliseconds: -1)
                }
            }
            try resuming { () throws(KafkaError) in try producer.commitTransaction(timeoutMilliseconds: 5000) }
            return nil
        } catch {
            guard error.requiresAbort, !error.isFatal else { throw error }
            return error
        }
    }

    /// In a transaction of its own, not by a plain commit: one that a cut connection or a delay left on its way, or that
    /// librdkafka sent again by itself, could arrive after the next transaction's and set the group back, and what lies
    /// between would be done twice (seen, about once in ten runs under all faults at once). A producer's transactions
    /// are in order, and the broker drops what is out of it.
    func commitAlone(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError? {
        try begin()
        guard let error = try commit(positions, of: consumer) else { return nil }
        try abort()
        return error
    }

    func abort() throws(KafkaError) {
        try resuming { () throws(KafkaError) in try producer.abortTransaction(timeoutMilliseconds: 5000) }
    }

    /// A call that timed out, or failed in a way that may pass, is resumed by calling it again, never by another one:
    /// librdkafka refuses an abort while a commit is under way.
    private func resuming(_ body: () throws(KafkaError) -> Void) throws(KafkaError) {
        let begin = monotonicNanoseconds()
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                guard error.isRetriable, !error.isFatal, !error.requiresAbort,
                    monotonicNanoseconds() - begin < (status.isDraining ? drainNanoseconds : deadlineNanoseconds)
                else { throw error }
                pause(nanoseconds: 20_000_000)
            }
        }
    }
}

/// At least once: offsets are committed after every output was acknowledged.
final class FlushedDelivery: BatchDelivery {
    let producer: Producer
    private let deadlineMilliseconds: Int

    init(producer: Producer, deadlineMilliseconds: Int) {
        self.producer = producer
        self.deadlineMilliseconds = deadlineMilliseconds
    }

    func prepare() throws(KafkaError) {}
    func begin() throws(KafkaError) {}

    func commit(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError? {
        try producer.flush(timeoutMilliseconds: deadlineMilliseconds)
        if let failure = producer.takeDeliveryFailures().first { return failure.error }
        if !positions.isEmpty { try consumer.commit(positions) }
        return nil
    }

    /// A plain commit; one that arrives late brings repeats, which is what this delivery allows.
    func commitAlone(_ positions: [OffsetPosition], of consumer: Consumer) throws(KafkaError) -> KafkaError? {
        do throws(KafkaError) {
            try consumer.commit(positions, timeoutMilliseconds: 20_000)
            return nil
        } catch {
            guard error.isGenerationLost || error.isRetriable || error.isTimeout, !error.isFatal else { throw error }
            return error
        }
    }

    func abort() throws(KafkaError) {
        producer.purge()
        _ = producer.takeDeliveryFailures()
    }
}
