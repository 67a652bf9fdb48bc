import Archive
import Kafka
import Operations
import Reports
import Stages

/// Reads `reports.enriched` and `reports.dead` into an archive folder, each message once.
///
/// It assigns all partitions itself: one process and one complete archive a folder. What it goes on from is in the
/// segments, not in the broker's commits, which are there for lag alone; so a crash between the two loses nothing and
/// repeats nothing.
final class ArchiveSession {
    /// What the command line says.
    struct Options {
        var directory: String
        var isNewStream = false
        /// What stands for the cluster's id, on the cluster that `guazhi run` hosts.
        var stream: String?
        var stage: StageOptions
    }
    private let options: Options
    private let logger: Logger
    private let drain: DrainSignal
    private let names: TopicNames
    private let batch: BatchLimits
    private let decoding: EntryDecoding
    private let writer: ArchiveWriter
    private let consumer: Consumer
    private var tracker = OffsetTracker()
    private var openedAt: Int64?
    private var idleSince: Int64?
    /// Told of every checkpoint with entries in it.
    private var changed: () -> Void = {}

    struct BatchLimits {
        var records: Int
        var bytes: Int
        var lingerNanoseconds: Int64
    }

    /// - Throws: 75 for a locked folder, 74 for a damaged one or another stream, 69 and 78 for the cluster.
    init(
        options: Options, settings: Settings, logger: Logger, drain: DrainSignal
    ) throws(Failure) {
        self.options = options
        self.logger = logger
        self.drain = drain
        names = TopicNames(namespace: settings.string("namespace"))
        batch = BatchLimits(
            records: settings.integer("batch.records"), bytes: settings.bytes("batch.bytes"),
            lingerNanoseconds: Int64(options.stage.isEmbedded ? 20 : settings.milliseconds("batch.linger")) * 1_000_000)
        decoding = EntryDecoding(deadTopic: names.dead, payloads: PayloadReader(settings: settings))
        do throws(ArchiveError) {
            writer = try ArchiveWriter(
                directory: options.directory,
                options: .init(segmentBytes: Int64(settings.bytes("archive.segment-bytes"))))
        } catch {
            throw Failure(error)
        }
        for notice in writer.takeNotices() { logger.notice(notice) }
        let cluster = try Cluster(settings: settings, logger: logger)
        defer { cluster.close() }
        let partitions = try cluster.check(names).partitions
        let identifier = try cluster.reached { () throws(KafkaError) in try cluster.admin.clusterIdentifier() }
        let properties = try ClientProperties.consumer(
            settings, group: names.group(of: .archive), instance: nil, partitions: 2 * partitions,
            isEmbedded: options.stage.isEmbedded)
        do throws(KafkaError) {
            consumer = try Consumer(properties: properties, observer: clientObserver(logger: logger, lane: 0))
        } catch {
            throw Failure(client: error)
        }
        try begin(cluster: options.stream ?? identifier, partitions: partitions)
    }

    /// Whether archive.json lacks something the segments had when this process began.
    func isStale(_ folder: ArchiveFolder) throws(Failure) -> Bool {
        do throws(ArchiveError) { return try folder.status().isStale } catch { throw Failure(error) }
    }

    /// Runs until SIGTERM, or until idle for as long as the options say.
    ///
    /// - Parameter changed: called after each checkpoint with entries in it.
    func run(changed: @escaping () -> Void = {}) throws(Failure) {
        self.changed = changed
        defer {
            writer.close()
            _ = consumer.close(deadlineMilliseconds: 5000)
        }
        while !drain.isRequested, !isIdleLongEnough { try step() }
        try checkpoint()
    }

    // MARK: - Where to begin

    /// Finds out whether the topics are the stream that the segments count in, and assigns all partitions.
    private func begin(cluster: String, partitions: Int) throws(Failure) {
        let all = [names.enriched, names.dead].flatMap { topic in
            (0..<Int32(partitions)).map { TopicPartition(topic: topic, partition: $0) }
        }
        do throws(ArchiveError) {
            // A run's stream has a name of its own: an archive process that is started again within it goes on.
            if writer.stream == nil || options.isNewStream
                || options.stream != nil && writer.stream?.clusterIdentifier != cluster
            {
                try writer.newStream(clusterIdentifier: cluster)
            }
        } catch {
            throw Failure(error)
        }
        if let known = writer.stream?.clusterIdentifier, known != cluster {
            throw otherStream("it was read from cluster \(known), and this is cluster \(cluster)")
        }
        _ = try kafka { () throws(KafkaError) in
            try consumer.partitionCounts(of: [names.enriched, names.dead], timeoutMilliseconds: 10_000)
        }
        var start: [StartPosition] = []
        var held: [(TopicPartition, HeldRecord)] = []
        for partition in all {
            let (low, high) = try kafka { () throws(KafkaError) in
                try consumer.watermarks(partition, timeoutMilliseconds: 10_000)
            }
            let stream = StreamPartition(topic: partition.topic, partition: partition.partition)
            let next = try position(of: partition, in: writer.positions[stream], low: low, high: high)
            // What is on the disk need not have reached the broker: the first checkpoint tells it again.
            tracker.assign([(partition, next: next, committed: nil)])
            start.append(StartPosition(partition, .at(next)))
            if let record = writer.lastRecords[stream], record.offset >= low, record.offset < high {
                held.append((partition, record))
            }
        }
        try compare(held)
        try kafka { () throws(KafkaError) in try consumer.assign(start) }
    }

    private func position(
        of partition: TopicPartition, in held: Int64?, low: Int64, high: Int64
    ) throws(Failure) -> Int64 {
        guard let held else {
            guard low == 0 || options.stage.fromBeginning else {
                throw Failure(
                    .ioError,
                    "the archive \(options.directory) holds nothing of \(partition.topic) partition \(partition.partition), whose log begins at \(low): what was before is gone; if that is as it should be, start once with --from beginning"
                )
            }
            return low
        }
        if held > high {
            throw otherStream(
                "it holds \(partition.topic) partition \(partition.partition) up to \(held), and the log ends at \(high)"
            )
        }
        if held < low {
            guard options.stage.fromBeginning else {
                throw Failure(
                    .ioError,
                    "the archive \(options.directory) was to go on at \(held) of \(partition.topic) partition \(partition.partition), whose log now begins at \(low): what is between has expired; send the documents again with guazhi-ingest --resend, and start once with --from beginning"
                )
            }
            return low
        }
        return held
    }

    /// Reads the last record held of each partition again: another one at its offset is another stream under the same
    /// name. One that was compacted away says nothing, and the range must do.
    private func compare(_ held: [(partition: TopicPartition, record: HeldRecord)]) throws(Failure) {
        guard !held.isEmpty else { return }
        var waiting = Dictionary(held.map { ($0.partition, $0.record) }) { $1 }
        try kafka { () throws(KafkaError) in
            try consumer.assign(held.map { StartPosition($0.partition, .at($0.record.offset)) })
        }
        let end = monotonicNanoseconds() + 30_000_000_000
        while !waiting.isEmpty {
            guard monotonicNanoseconds() < end else {
                throw Failure(
                    .unavailable,
                    "the last records of the archive \(options.directory) could not be read again within 30 s; check the cluster"
                )
            }
            switch consumer.poll(timeoutMilliseconds: 100) {
            case .record(let record):
                guard let expected = waiting.removeValue(forKey: record.topicPartition) else { continue }
                if record.offset == expected.offset, SHA256.sha256Hex(record.value ?? []) != expected.sha256 {
                    throw otherStream(
                        "the record at \(record.topicPartition.topic)/\(record.topicPartition.partition)/\(record.offset) is not the one it holds"
                    )
                }
            case .endOfPartition(let partition, _): waiting[partition] = nil
            case .failure(let error) where error.isFatal || error.isPositionLost: throw lost(error)
            case .failure, nil: break
            }
        }
    }

    private func otherStream(_ why: String) -> Failure {
        Failure(
            .ioError,
            "the archive \(options.directory) belongs to another stream: \(why); if the topics were made anew or moved on purpose, start once with --new-stream"
        )
    }

    // MARK: - Reading

    private func step() throws(Failure) {
        let wait = openedAt.map { max(0, batch.lingerNanoseconds - (monotonicNanoseconds() - $0)) }
        switch consumer.poll(timeoutMilliseconds: min(50, wait.map { Int(($0 + 999_999) / 1_000_000) } ?? 50)) {
        case .record(let record):
            try take(record)
            if writer.pendingEntries < batch.records, writer.pendingBytes < batch.bytes, !isDue { return }
        case .endOfPartition(let partition, let offset):
            tracker.reachedEnd(partition, offset: offset)
            if !tracker.allAtEnd, !isDue { return }
        case .failure(let error):
            if error.isFatal || error.isPositionLost { throw lost(error) }
            if error.isUnknownTopic || error.isAuthorization { throw unusable(error) }
            logger.debug("consumer", ["error": error.description])
            if !isDue { return }
        case nil:
            if !isDue, !(tracker.allAtEnd && tracker.hasPending) { return noteIdleness() }
        }
        try checkpoint()
        noteIdleness()
    }

    private var isDue: Bool { openedAt.map { monotonicNanoseconds() - $0 >= batch.lingerNanoseconds } ?? false }

    private func take(_ record: ConsumerRecord) throws(Failure) {
        let place = record.topicPartition
        guard tracker.expects(place, offset: record.offset) else { return }
        if let entry = try decoded(record) {
            do throws(ArchiveError) {
                let origin = StreamOrigin(topic: place.topic, partition: place.partition, offset: record.offset)
                try writer.append(entry, from: origin, value: record.value)
            } catch {
                throw Failure(error)
            }
            if case .refusal(let refusal) = entry, refusal.stage == StageName.archive.rawValue {
                logger.notice("refused", ["location": refusal.key.location, "message": refusal.message])
            }
        }
        tracker.processed(place, offset: record.offset)
        if openedAt == nil { openedAt = monotonicNanoseconds() }
        idleSince = nil
    }

    /// What stops the archive at a message leaves what came before it on the disk.
    private func decoded(_ record: ConsumerRecord) throws(Failure) -> Entry? {
        do throws(Failure) {
            return try decoding.entry(record)
        } catch {
            try checkpoint()
            throw error
        }
    }

    /// On the disk first, then to the broker, which counts the lag.
    private func checkpoint() throws(Failure) {
        let positions = tracker.pending
        guard !positions.isEmpty else { return }
        let entries = writer.pendingEntries
        try write(
            positions.map {
                StreamPosition(
                    topic: $0.topicPartition.topic, partition: $0.topicPartition.partition, nextOffset: $0.offset)
            })
        openedAt = nil
        if entries > 0 { changed() }
        for notice in writer.takeNotices() { logger.notice(notice) }
        do throws(KafkaError) {
            try consumer.commit(positions, timeoutMilliseconds: drain.isRequested ? 2000 : 10_000)
        } catch {
            // The next checkpoint says the same and more; until then the lag is told too large.
            logger.debug("commit", ["error": error.description])
            return
        }
        tracker.committed(positions)
    }

    /// A full disk is waited for: what is pending is kept, and nothing more is read.
    private func write(_ positions: [StreamPosition]) throws(Failure) {
        while true {
            do throws(ArchiveError) {
                return try writer.checkpoint(positions)
            } catch {
                guard error.code == .diskFull, !drain.isRequested else { throw Failure(error) }
                logger.error("waiting for room on the disk", ["error": error.message])
                _ = drain.wait(milliseconds: 5000)
            }
        }
    }

    private func noteIdleness() {
        let isIdle = tracker.allAtEnd && !tracker.hasPending && openedAt == nil
        if !isIdle { idleSince = nil } else if idleSince == nil { idleSince = monotonicNanoseconds() }
    }

    private var isIdleLongEnough: Bool {
        guard let limit = options.stage.exitWhenIdleMilliseconds, let idleSince else { return false }
        return monotonicNanoseconds() - idleSince >= Int64(limit) * 1_000_000
    }

    private func kafka<Result>(_ body: () throws(KafkaError) -> Result) throws(Failure) -> Result {
        let end = monotonicNanoseconds() + 15_000_000_000
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                if error.isUnknownTopic || error.isAuthorization { throw unusable(error) }
                guard error.isRetriable || error.isTimeout, monotonicNanoseconds() < end, !drain.isRequested else {
                    throw Failure(
                        .unavailable, "\(error); check the cluster, then start the archive again: nothing is lost")
                }
                pause(nanoseconds: 100_000_000)
            }
        }
    }

    private func unusable(_ error: KafkaError) -> Failure {
        Failure(
            .configuration,
            "\(error): the archive cannot read its topics; see guazhi topics describe, the credentials under kafka. and the ACLs"
        )
    }

    private func lost(_ error: KafkaError) -> Failure {
        guard error.isPositionLost else {
            return Failure(.software, "\(error); start the archive again: nothing is lost")
        }
        return Failure(
            .ioError,
            "\(error): what the archive \(options.directory) was to read next is no longer in the log; send the documents again with guazhi-ingest --resend, and start once with --from beginning"
        )
    }
}
