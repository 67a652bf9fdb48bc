import Kafka
import Operations

/// Sends exactly once: documents, refusals and ledger entries of a batch in one transaction.
///
/// A batch is gathered before its transaction begins, so a slow disk never keeps a transaction open. When the fate of a
/// commit stays unknown the program ends, and the next one learns from the ledger what was sent.
final class TransactionalOutlet: DocumentOutlet {
    private let client: IngestClient
    private let identifier: String
    private let producer: Producer
    private let sender: TransactionalSender
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
        sender = TransactionalSender(producer: producer, settings: client.settings, logger: client.logger)
        pressure = BackPressure(client: client, cluster: cluster, partitions: partitions)
        maximumRecords = client.settings.integer("batch.records")
        maximumBytes = client.settings.bytes("batch.bytes")
    }

    func open(_ ledger: inout Ledger) throws(Failure) {
        try client.repeating { () throws(KafkaError) in
            _ = try producer.warm(topics: [client.names.raw, client.names.dead, client.names.ledger])
        }
        do throws(KafkaError) { try sender.open() } catch { throw client.failure(error) }
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
        let records = documents.lazy.flatMap { [ledger = client.names.ledger] document in
            [
                document.record,
                ProducerRecord(topic: ledger, key: Array(document.location.utf8), value: document.entry.json()),
            ]
        }
        do throws(KafkaError) { try sender.commit(records) } catch { throw client.failure(error) }
    }
}
