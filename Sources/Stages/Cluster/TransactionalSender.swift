package import Kafka
package import Operations

/// Sends batches of records, each in a transaction of its own, where no consumer group stands guard.
///
/// A batch is at hand before its transaction begins, so nothing slow keeps one open, and one that must be aborted is
/// simply done again. When the fate of a commit stays unknown the caller ends: whoever comes after it takes the
/// transactional id, reads what is there, and so learns what was sent.
package final class TransactionalSender {
    private let producer: Producer
    private let settings: Settings
    private let logger: Logger

    package init(producer: Producer, settings: Settings, logger: Logger) {
        self.producer = producer
        self.settings = settings
        self.logger = logger
    }

    /// Takes the transactional id: fences who had it, and ends what that one left open.
    package func open() throws(KafkaError) {
        try repeating(isSameCall: false) { () throws(KafkaError) in
            try producer.initTransactions(timeoutMilliseconds: 10_000)
        }
    }

    /// Sends `records` in one transaction, again and again until it is committed or `retry.deadline` has passed.
    package func commit(_ records: some Sequence<ProducerRecord>) throws(KafkaError) {
        var policy = RetryPolicy(settings)
        while true {
            let unanswered = producer.unansweredRequests
            let trouble: KafkaError
            do throws(KafkaError) {
                try producer.beginTransaction()
                for record in records { try producer.enqueue(record) }
                try repeating { () throws(KafkaError) in try producer.commitTransaction(timeoutMilliseconds: 10_000) }
                return
            } catch { trouble = error }
            // A commit that does not come to an end must not be followed by an abort: what it did is not known.
            guard !trouble.isFatal, trouble.requiresAbort || !trouble.isRetriable else { throw trouble }
            logger.warning("transaction aborted, it is done again", ["error": trouble.description])
            try repeating { () throws(KafkaError) in try producer.abortTransaction(timeoutMilliseconds: 10_000) }
            _ = producer.takeDeliveryFailures()
            // An abort that may arrive once more would take what is done again with it.
            guard producer.unansweredRequests == unanswered, !trouble.isUnknownTopic, !trouble.isAuthorization,
                trouble.code != .messageTooLarge,
                let delay = policy.failed(at: monotonicNanoseconds())
            else { throw trouble }
            pause(nanoseconds: delay)
        }
    }

    /// A transactional call that failed for now must be made again, itself and no other, until `retry.deadline`.
    ///
    /// - Parameter isSameCall: false where nothing is open yet, and so a broker that is away may be waited for too.
    private func repeating(isSameCall: Bool = true, _ body: () throws(KafkaError) -> Void) throws(KafkaError) {
        var policy = RetryPolicy(settings)
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                let mayPass = error.isRetriable || (!isSameCall && (error.isTimeout || error.isBrokerUnavailable))
                guard mayPass, !error.isFatal, !error.requiresAbort,
                    let delay = policy.failed(at: monotonicNanoseconds())
                else { throw error }
                pause(nanoseconds: delay)
            }
        }
    }
}

extension Producer {
    /// Puts a record into the queue, waiting while it is full.
    package func enqueue(_ record: ProducerRecord, tag: Int = 0) throws(KafkaError) {
        while true {
            do throws(KafkaError) {
                return try send(record, tag: tag)
            } catch {
                guard error.isQueueFull else { throw error }
                _ = poll(timeoutMilliseconds: 50)
            }
        }
    }
}

extension RetryPolicy {
    /// As the keys under `retry.` say.
    init(_ settings: Settings) {
        self.init(
            firstNanoseconds: Int64(settings.milliseconds("retry.backoff")) * 1_000_000,
            mostNanoseconds: Int64(settings.milliseconds("retry.backoff-max")) * 1_000_000,
            deadlineNanoseconds: Int64(settings.milliseconds("retry.deadline")) * 1_000_000)
    }
}
