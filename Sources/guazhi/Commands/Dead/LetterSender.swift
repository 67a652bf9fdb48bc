import Kafka
import Operations
import Stages

/// Commits changes of dead letters under the one transactional id that all of them share.
///
/// Where `delivery` is at-least-once, for brokers without transactions, originals are acknowledged before their letters
/// are taken away: what is interrupted between sends some twice, and loses none.
final class LetterSender {
    private let producer: Producer
    /// Nil without transactions.
    private let sender: TransactionalSender?
    private let deadlineMilliseconds: Int
    private var committed = 0

    /// Takes the id: whoever changed dead letters until now is fenced.
    ///
    /// - Throws: 78 where the cluster does not let us, 69 without a broker.
    init(_ cluster: Cluster, settings: Settings, logger: Logger) throws(Failure) {
        let names = TopicNames(namespace: settings.string("namespace"))
        // No message that goes back is larger than the letter it was in, but for one whose value was left.
        let bytes = max(try cluster.largestMessage(of: names.dead), try cluster.largestMessage(of: names.raw))
        let isTransactional = settings.string("delivery") == "exactly-once"
        deadlineMilliseconds = settings.milliseconds("retry.deadline")
        var properties = try ClientProperties.producer(
            settings, messageBytes: bytes,
            transactionTimeoutMilliseconds: isTransactional ? Self.transactionMilliseconds : nil,
            isEmbedded: false)
        if isTransactional { properties["transactional.id"] = names.deadTransactionalIdentifier }
        do throws(KafkaError) {
            producer = try Producer(properties: properties, observer: clientObserver(logger: logger, lane: 0))
        } catch { throw Failure(client: error) }
        sender =
            isTransactional ? TransactionalSender(producer: producer, settings: settings, logger: logger) : nil
        do throws(KafkaError) {
            try sender?.open()
            try producer.warm(topics: [names.dead, names.raw, names.parsed])
        } catch {
            close()
            throw failure(error)
        }
    }

    /// A broker may be away for so long; what comes after a process that died ends its transaction at once.
    private static let transactionMilliseconds = 60_000

    /// - Parameters:
    ///   - originals: What goes back to its stages.
    ///   - tombstones: What takes the letters away.
    func commit(originals: [ProducerRecord], tombstones: [ProducerRecord]) throws(Failure) {
        do throws(KafkaError) {
            if let sender {
                try sender.commit(originals + tombstones)
            } else {
                try deliver(originals)
                try deliver(tombstones)
            }
        } catch { throw failure(error) }
        committed += tombstones.count
    }

    private func deliver(_ records: [ProducerRecord]) throws(KafkaError) {
        for record in records { try producer.enqueue(record) }
        try producer.flush(timeoutMilliseconds: deadlineMilliseconds)
        if let failure = producer.takeDeliveryFailures().first { throw failure.error }
    }

    func close() { _ = producer.close(deadlineMilliseconds: 5000) }

    private func failure(_ error: KafkaError) -> Failure {
        let so = "\(Readable.count(committed, "letter")) had been dealt with"
        if error.isFenced {
            return Failure(
                .temporaryFailure,
                "another guazhi dead replay or drop has taken over, and this one ends: \(so), none twice; run it again for the rest when the other has ended"
            )
        }
        if error.isAuthorization {
            return Failure(
                .configuration,
                "the cluster does not allow it (\(error)): \(so); check the credentials under kafka. and the ACLs, also for the transactional id"
            )
        }
        if error.isUnknownTopic {
            return Failure(.configuration, "\(error): \(so); create the topics with: guazhi topics apply")
        }
        if error.code == .messageTooLarge {
            return Failure(
                .configuration,
                "a message is larger than its topic takes (\(error)): \(so); raise the topic's max.message.bytes, see guazhi topics describe"
            )
        }
        if error.code == .invalidTimestamp {
            return Failure(
                .configuration,
                "a document is older or newer than its topic takes (\(error)): \(so); a replay keeps a message's time, so raise the topic's message.timestamp.before.max.ms or .after.max.ms"
            )
        }
        let isAway = error.isRetriable || error.isTimeout || error.isBrokerUnavailable
        return Failure(
            isAway ? .unavailable : .software,
            sender == nil
                ? "\(error): \(so), and of what was under way some may have been sent; run it again, no letter is lost"
                : "\(error): \(so), and what was under way is sent whole or not at all; run it again, what was sent is not listed any more"
        )
    }
}
