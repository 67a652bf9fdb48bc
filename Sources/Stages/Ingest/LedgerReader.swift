import Kafka
import Operations
import Reports

/// Reads `reports.ledger` from its beginning to its end.
///
/// Only after `init_transactions`: then nothing that a predecessor left open can become visible any more. The end is that
/// of the log: another ingest that died with a transaction open hides what stands behind it, this one's entries too,
/// until the broker ends that transaction.
struct LedgerReader {
    let client: IngestClient

    func read(into ledger: inout Ledger) throws(Failure) {
        var properties = try ClientProperties.consumer(
            client.settings, group: client.names.group(of: .ingest), instance: nil, partitions: 1, isEmbedded: false)
        // A log that is compacted while it is read may lose the place the consumer stands at; the records that matter
        // are further on.
        properties["auto.offset.reset"] = "earliest"
        properties["fetch.wait.max.ms"] = "10"
        let consumer: Consumer
        do throws(KafkaError) {
            consumer = try Consumer(properties: properties, observer: clientObserver(logger: client.logger, lane: 0))
        } catch { throw Failure(client: error) }
        defer { _ = consumer.close(deadlineMilliseconds: 5000) }
        let topic = client.names.ledger
        let count = try client.repeating { () throws(KafkaError) in
            try consumer.partitionCounts(of: [topic], timeoutMilliseconds: 5000)[topic] ?? 0
        }
        let partitions = (0..<Int32(count)).map { TopicPartition(topic: topic, partition: $0) }
        try client.repeating { () throws(KafkaError) in
            try consumer.assign(partitions.map { StartPosition($0, .beginning) })
        }
        let cluster = try Cluster(settings: client.settings, logger: client.logger)
        defer { cluster.close() }
        let marks = try client.repeating { () throws(KafkaError) in
            try cluster.admin.watermarks(partitions, timeoutMilliseconds: 10_000)
        }
        try drain(consumer, marks.mapValues { $0.high }, into: &ledger)
    }

    private func drain(
        _ consumer: Consumer, _ ends: [TopicPartition: Int64], into ledger: inout Ledger
    ) throws(Failure) {
        var open = Set(ends.keys)
        var policy = client.retryPolicy()
        while !open.isEmpty {
            switch consumer.poll(timeoutMilliseconds: 200) {
            case .record(let record):
                policy.succeeded()
                do throws(RecordError) {
                    try ledger.apply(key: record.key ?? [], value: record.value)
                } catch  where error.code == .newerMajorSchema {
                    throw Failure(
                        .temporaryFailure,
                        "\(record.topicPartition) holds entries of a newer guazhi-ingest (\(error.message)); upgrade this one first"
                    )
                } catch {
                    throw Failure(
                        .dataError,
                        "\(record.topicPartition) holds at offset \(record.offset) what is no ledger entry: \(error.message); "
                            + "find out who writes there, then delete the topic and ingest again")
                }
            case .endOfPartition(let partition, let offset):
                if offset >= ends[partition] ?? 0 { open.remove(partition) }
            case .failure(let error):
                guard !error.isFatal, !error.isAuthorization, !error.isUnknownTopic else { throw client.failure(error) }
                client.logger.debug("ledger", ["error": error.description])
            case nil:
                if client.drain.isRequested { throw Failure(.ok, "") }
                // Silence longer than a retry is allowed: the partitions' leader is away.
                guard policy.failed(at: monotonicNanoseconds()) == nil else { continue }
                throw Failure(.unavailable, "the ledger cannot be read to its end; check that all brokers are up")
            }
        }
    }
}
