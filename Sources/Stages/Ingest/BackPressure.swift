import Kafka
import Operations

/// Makes ingest wait while the stages are more than `ingest.max-unread-bytes` behind, on a cluster that is not ours.
///
/// Counted are the documents that parse's group has not read, and what enrich's and the archive's groups have not read
/// of the records made of them; a group other than parse's that never committed anything is not there, and nobody waits
/// for it.
final class BackPressure {
    private let client: IngestClient
    private let cluster: Cluster
    private let partitions: Int
    private let maximum: Int64
    private var estimate = UnreadEstimate()
    /// What was unread at the last look, of which some has been read since.
    private var known: Int64?

    init(client: IngestClient, cluster: Cluster, partitions: Int) {
        self.client = client
        self.cluster = cluster
        self.partitions = partitions
        maximum = Int64(client.settings.bytes("ingest.max-unread-bytes"))
    }

    /// A record is about as large as twice its page (1.4 to 2.9 times, as measured on the gold pages).
    private static let growth: Int64 = 2

    func sent(_ documents: [OutgoingDocument]) {
        for document in documents where document.refusal == nil {
            estimate.sent(partition: document.record.partition ?? 0, bytes: document.messageBytes)
        }
    }

    /// Returns when `bytes` more may be sent, or false where a drain was asked for meanwhile.
    func wait(toSend bytes: Int) throws(Failure) -> Bool {
        // Well below the limit nobody has to be asked.
        if let known, known + estimate.unobserved + Int64(bytes) < maximum / 2 { return true }
        var waited: Int64 = 0
        var delay: Int64 = 50_000_000
        while true {
            let unread = try unreadBytes()
            known = unread
            if unread == 0 || unread + Int64(bytes) <= maximum { return true }
            if client.drain.isRequested { return false }
            if waited / 10_000_000_000 != (waited - delay) / 10_000_000_000 || waited == 0 {
                client.logger.notice(
                    "waiting for the stages to catch up; are guazhi-parse, guazhi-enrich and guazhi-archive running?",
                    ["unread": Readable.bytes(Int(unread)), "limit": Readable.bytes(Int(maximum))])
            }
            _ = client.drain.wait(milliseconds: Int(delay / 1_000_000))
            waited += delay
            delay = min(delay * 2, 500_000_000)
        }
    }

    private func unreadBytes() throws(Failure) -> Int64 {
        let names = client.names
        let raw = try progress(.parse, names.raw)
        estimate.observe(ends: raw.partitions.mapValues(\.high))
        let committed = raw.partitions.compactMapValues(\.committed)
        var unread = estimate.unread(committed: committed, lows: raw.partitions.mapValues(\.low))
        estimate.forget(below: committed)
        let record = Self.growth * estimate.averageBytes
        for (stage, topic) in [(StageName.enrich, names.parsed), (.archive, names.enriched), (.archive, names.dead)] {
            let later = try progress(stage, topic)
            guard later.partitions.values.contains(where: { $0.committed != nil }) else { continue }
            unread += later.lag.multipliedReportingOverflow(by: record).partialValue
        }
        return unread
    }

    private func progress(_ stage: StageName, _ topic: String) throws(Failure) -> Cluster.Progress {
        try client.repeating { () throws(KafkaError) in
            try cluster.progress(of: client.names.group(of: stage), on: topic, partitions: partitions)
        }
    }
}
