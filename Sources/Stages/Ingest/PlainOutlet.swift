import Kafka
import Operations

/// Sends at least once: with the ledger, on a broker without transactions, or in waves and without one, on the cluster
/// that `guazhi run` hosts.
///
/// A ledger entry is sent when its document has arrived; one that is lost with the process makes the document go twice,
/// never not at all.
final class PlainOutlet: DocumentOutlet {
    private let client: IngestClient
    private let cluster: Cluster
    private let producer: Producer
    private let pressure: BackPressure?
    private var planner: WavePlanner
    private var gate: WaveGate?
    private var batch: [OutgoingDocument] = []
    /// What the producer had given up when it was last asked.
    private var undelivered = 0

    let partitions: Int
    let inlineBytes: Int
    var onDelivered: ([OutgoingDocument]) -> Void = { _ in }

    /// `cluster` stays the caller's to close.
    init(client: IngestClient, cluster: Cluster) throws(Failure) {
        self.client = client
        self.cluster = cluster
        partitions = try cluster.check(client.names).partitions
        inlineBytes = try client.inlineBytes(cluster)
        producer = try client.producer(
            transactionalIdentifier: nil, messageBytes: inlineBytes + 2 * LaneConfiguration.envelopeBytes)
        if client.isEmbedded {
            pressure = nil
            gate = WaveGate()
            planner = WavePlanner(
                maximumBytes: client.settings.bytes("ingest.wave-bytes"),
                maximumDocuments: client.settings.integer("ingest.wave-documents"))
        } else {
            pressure = BackPressure(client: client, cluster: cluster, partitions: partitions)
            planner = WavePlanner(
                maximumBytes: max(1, client.settings.bytes("batch.bytes") / partitions),
                maximumDocuments: max(1, client.settings.integer("batch.records") / partitions))
        }
    }

    func open(_ ledger: inout Ledger) throws(Failure) {
        let topics = [client.names.raw, client.names.dead] + (client.isEmbedded ? [] : [client.names.ledger])
        try client.repeating { () throws(KafkaError) in _ = try producer.warm(topics: topics) }
        guard client.isEmbedded else { return try LedgerReader(client: client).read(into: &ledger) }
        // A predecessor that died may have filled what there is room for.
        let ends = try ends(of: [client.names.raw])
        if ends.values.contains(where: { $0 > 0 }) { gate?.takeOver(rawEnds: ends) }
    }

    func send(_ document: OutgoingDocument) throws(Failure) {
        let partition = document.record.partition ?? 0
        if !planner.add(partition: partition, bytes: document.messageBytes) {
            try flush()
            _ = planner.add(partition: partition, bytes: document.messageBytes)
        }
        batch.append(document)
    }

    func flush() throws(Failure) {
        guard !batch.isEmpty else { return }
        let documents = batch
        batch = []
        planner.reset()
        guard try waitForRoom(documents.reduce(0) { $0 + $1.messageBytes }) else { return }
        try deliver(documents.map(\.record))
        if client.isEmbedded {
            gate?.begin(rawEnds: try ends(of: [client.names.raw]))
        } else {
            try deliver(
                documents.map {
                    ProducerRecord(topic: client.names.ledger, key: Array($0.location.utf8), value: $0.entry.json())
                })
        }
        pressure?.sent(documents)
        onDelivered(documents)
    }

    func idle() throws(Failure) {
        _ = producer.poll(timeoutMilliseconds: 0)
        if let error = producer.fatalError { throw client.failure(error) }
    }

    func close() {
        _ = producer.close(deadlineMilliseconds: client.settings.milliseconds("drain.deadline"))
    }

    /// Sends records until all have arrived; those that failed for now go again.
    private func deliver(_ records: [ProducerRecord]) throws(Failure) {
        var left = Array(records.indices)
        var policy = client.retryPolicy()
        while true {
            do throws(KafkaError) {
                for index in left { try producer.enqueue(records[index], tag: index) }
                try producer.flush(timeoutMilliseconds: client.settings.milliseconds("retry.deadline"))
            } catch { throw client.failure(error) }
            let given = producer.undelivered
            let failures = producer.takeDeliveryFailures()
            guard let first = failures.first else { return }
            if let error = producer.fatalError { throw client.failure(error) }
            guard !first.error.isUnknownTopic, !first.error.isAuthorization,
                let delay = policy.failed(at: monotonicNanoseconds())
            else { throw client.failure(first.error) }
            client.logger.warning("sent again", ["records": failures.count, "error": first.error.description])
            pause(nanoseconds: delay)
            // Only so many failures are kept one by one.
            if given - undelivered == failures.count { left = failures.map(\.tag).sorted() }
            undelivered = given
        }
    }

    // MARK: - Waves

    private func waitForRoom(_ bytes: Int) throws(Failure) -> Bool {
        if let pressure { return try pressure.wait(toSend: bytes) }
        while let gate, !gate.mayBegin {
            if client.drain.isRequested { return false }
            let before = gate
            try advance()
            // Every 2 to 5 ms: what a look costs is small beside what a late wave does.
            if self.gate == before { pause(nanoseconds: 3_000_000) }
        }
        return true
    }

    private func advance() throws(Failure) {
        guard let query = gate?.query else { return }
        switch query {
        case .committed(let stage):
            let all = Self.topics(stage, client.names).flatMap(places)
            let group = client.names.group(of: Self.name(stage))
            let committed = try client.repeating { () throws(KafkaError) in
                try cluster.admin.committedOffsets(group: group, all)
            }
            gate?.answer(committed: committed.compactMapValues { $0?.offset })
        case .ends(let stage): gate?.answer(ends: try ends(of: Self.topics(stage, client.names)))
        }
    }

    private func ends(of topics: [String]) throws(Failure) -> WaveGate.Offsets {
        let all = topics.flatMap(places)
        return try client.repeating { () throws(KafkaError) in
            try cluster.admin.watermarks(all).mapValues(\.high)
        }
    }

    private func places(_ topic: String) -> [TopicPartition] {
        (0..<Int32(partitions)).map { TopicPartition(topic: topic, partition: $0) }
    }

    private static func topics(_ stage: WaveGate.Stage, _ names: TopicNames) -> [String] {
        switch stage {
        case .parse: [names.raw]
        case .enrich: [names.parsed]
        case .archive: [names.enriched, names.dead]
        }
    }

    private static func name(_ stage: WaveGate.Stage) -> StageName {
        switch stage {
        case .parse: .parse
        case .enrich: .enrich
        case .archive: .archive
        }
    }
}
