import Kafka
import Operations

/// Sends exactly once: documents, refusals and ledger entries of a batch in one transaction.
///
/// A batch is gathered before its transaction begins, so a slow disk never keeps a transaction open, and a transaction
/// that has to be aborted is simply done again. When the fate of a commit stays unknown the program ends, and the next
/// one learns from the ledger what was sent.
final class TransactionalOutlet: DocumentOutlet {
    private let client: IngestClient
    private let identifier: String
    private let producer: Producer
    private let pressure: BackPressure
    private let maximumRecords: Int
    private let maximumBytes: Int
    private var batch: [OutgoingDocument] = []
    private var batchBytes = 0

    let partitions: Int
    let inlineBytes: Int
    var onDelivered: ([OutgoingDocument]) -> Void = { _ in }

    /// `cluster` stays the caller's to close.
    init(client: IngestClient, cluster: Cluster, roots: [SourceRoot]) throws(Failure) {
        self.client = client
        identifier = client.transactionalIdentifier(roots: roots)
        partitions = try cluster.check(client.names).partitions
        inlineBytes = try client.inlineBytes(cluster)
        producer = try client.producer(
            transactionalIdentifier: identifier, messageBytes: inlineBytes + 2 * LaneConfiguration.envelopeBytes)
        pressure = BackPressure(client: client, cluster: cluster, partitions: partitions)
        maximumRecords = client.settings.integer("batch.records")
        maximumBytes = client.settings.bytes("batch.bytes")
    }

    func open(_ ledger: inout Ledger) throws(Failure) {
        try client.repeating { () throws(KafkaError) in
            _ = try producer.warm(topics: [client.names.raw, client.names.dead, client.names.ledger])
        }
        try client.repeating { () throws(KafkaError) in try producer.initTransactions(timeoutMilliseconds: 10_000) }
        try LedgerReader(client: client).read(into: &ledger)
        client.logger.debug("ledger read", ["entries": ledger.entries.count, "transactional.id": identifier])
    }

    func send(_ document: OutgoingDocument) throws(Failure) {
        batch.append(document)
        batchBytes += document.messageBytes
        if batch.count >= maximumRecords || batchBytes >= maximumBytes { try flush() }
    }

    func flush() throws(Failure) {
        guard !batch.isEmpty else { return }
        let documents = batch
        let bytes = batchBytes
        batch = []
        batchBytes = 0
        guard try pressure.wait(toSend: bytes) else { return }
        try commit(documents)
        pressure.sent(documents)
        onDelivered(documents)
    }

    func idle() throws(Failure) {
        _ = producer.poll(timeoutMilliseconds: 0)
        if let error = producer.fatalError { throw client.failure(error) }
    }

    func close() {
        _ = producer.close(deadlineMilliseconds: client.settings.milliseconds("drain.deadline"))
    }

    private func commit(_ documents: [OutgoingDocument]) throws(Failure) {
        var policy = client.retryPolicy()
        while true {
            let trouble: KafkaError
            do throws(KafkaError) {
                try producer.beginTransaction()
                for document in documents {
                    try client.enqueue(document.record, producer)
                    try client.enqueue(
                        ProducerRecord(
                            topic: client.names.ledger, key: Array(document.location.utf8), value: document.entry.json()
                        ),
                        producer)
                }
                try resuming { () throws(KafkaError) in try producer.commitTransaction(timeoutMilliseconds: 10_000) }
                return
            } catch { trouble = error }
            // A commit that does not come to an end must not be followed by an abort: what it did is not known.
            guard !trouble.isFatal, trouble.requiresAbort || !trouble.isRetriable else { throw client.failure(trouble) }
            client.logger.warning("transaction aborted, it is done again", ["error": trouble.description])
            do throws(KafkaError) {
                try resuming { () throws(KafkaError) in try producer.abortTransaction(timeoutMilliseconds: 10_000) }
            } catch { throw client.failure(error) }
            _ = producer.takeDeliveryFailures()
            guard !trouble.isUnknownTopic, !trouble.isAuthorization,
                let delay = policy.failed(at: monotonicNanoseconds())
            else { throw client.failure(trouble) }
            pause(nanoseconds: delay)
        }
    }

    /// A transactional call that failed for now must be made again, itself and no other, until its deadline.
    private func resuming(_ body: () throws(KafkaError) -> Void) throws(KafkaError) {
        var policy = client.retryPolicy()
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                guard error.isRetriable, !error.isFatal, !error.requiresAbort,
                    let delay = policy.failed(at: monotonicNanoseconds())
                else { throw error }
                pause(nanoseconds: delay)
            }
        }
    }
}
