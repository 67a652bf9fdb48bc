import Kafka
import Operations
import Reports
import Stages

/// Asks the cluster and the archive's folder how the pipeline stands.
struct StatusReader {
    /// Above this many messages the dead letters are not read to be counted.
    private static let mostLettersRead: Int64 = 100_000
    /// What reading may take, so that the whole stays within about two seconds.
    private static let countingMilliseconds = 1200
    private static let oldestMilliseconds = 1500

    private let settings: Settings
    private let cluster: Cluster
    private let names: TopicNames

    init(settings: Settings, cluster: Cluster) {
        self.settings = settings
        self.cluster = cluster
        names = TopicNames(namespace: settings.string("namespace"))
    }

    /// - Throws: 69 without a broker, 78 where the topics are missing or unequal.
    func read(archiveDirectory: String?) throws(Failure) -> PipelineStatus {
        let partitions = try cluster.check(names).partitions
        let identifier = try cluster.reached { () throws(KafkaError) in try cluster.admin.clusterIdentifier() }
        var progress: [(stage: StageName, progress: Cluster.Progress)] = []
        for (stage, topic) in [
            (StageName.parse, names.raw), (.enrich, names.parsed), (.archive, names.enriched), (.archive, names.dead),
        ] {
            progress.append(
                (
                    stage,
                    try cluster.reached { () throws(KafkaError) in
                        try cluster.progress(of: names.group(of: stage), on: topic, partitions: partitions)
                    }
                ))
        }
        var stages: [PipelineStatus.Stage] = []
        for stage in [StageName.parse, .enrich, .archive] {
            stages.append(
                try status(
                    of: stage, progress.filter { $0.stage == stage }.map(\.progress)))
        }
        var archive: (directory: String, counts: ArchiveCounts?)?
        if let archiveDirectory { archive = (archiveDirectory, try ArchiveCounts(directory: archiveDirectory)) }
        return PipelineStatus(
            servers: settings.list("bootstrap-servers").joined(separator: ","), cluster: identifier, stages: stages,
            topics: progress.map { PipelineStatus.Topic($0.progress, partitions: partitions) },
            deadLetters: try deadLetters(progress.map(\.progress)), waiting: try waiting(progress.map(\.progress)),
            archive: archive)
    }

    private func status(
        of stage: StageName, _ progress: [Cluster.Progress]
    ) throws(Failure) -> PipelineStatus.Stage {
        let group = names.group(of: stage)
        let description: GroupDescription?
        description = try cluster.reached { () throws(KafkaError) in
            do throws(KafkaError) {
                return try cluster.admin.describeGroup(group)
            } catch  where error.code == .groupNotFound {
                return nil
            }
        }
        return PipelineStatus.Stage(
            name: stage, group: group, state: description?.state ?? "Dead", members: description?.members ?? [],
            lags: progress.map { ($0.topic, $0.lag) },
            braked: progress.reduce(into: [:]) { $0.merge($1.braked) { first, _ in first } })
    }

    /// Counted where that is quick; else what the watermarks say, replaced letters and tombstones included.
    private func deadLetters(_ all: [Cluster.Progress]) throws(Failure) -> PipelineStatus.DeadLetters {
        guard let dead = all.first(where: { $0.topic == names.dead }) else { return .atMost(0) }
        let marks = dead.partitions.map {
            (TopicPartition(topic: dead.topic, partition: $0.key), (low: $0.value.low, high: $0.value.high))
        }
        let topic = DeadTopic(
            settings: settings, name: dead.topic, marks: Dictionary(marks) { first, _ in first })
        guard topic.messages <= Self.mostLettersRead,
            let letters = try topic.letters(budgetMilliseconds: Self.countingMilliseconds)
        else { return .atMost(topic.messages) }
        return .counted(letters)
    }

    /// The oldest of the first messages that the groups have not passed. Where a partition lags but gives no message,
    /// only transaction markers are left in it.
    private func waiting(_ all: [Cluster.Progress]) throws(Failure) -> PipelineStatus.Waiting {
        var ranges: [TopicPartition: (from: Int64, end: Int64)] = [:]
        for progress in all {
            for (partition, place) in progress.partitions {
                let from = max(place.committed ?? place.low, place.low)
                ranges[TopicPartition(topic: progress.topic, partition: partition)] = (from, place.high)
            }
        }
        var oldest: PipelineStatus.Oldest?
        let isWhole = try TopicScan(settings: settings, ranges: ranges).run(
            budgetMilliseconds: Self.oldestMilliseconds, isShallow: true
        ) { record throws(Failure) in
            // A tombstone is no document.
            guard record.value != nil || record.headers.bytes(HeaderName.payload) != nil,
                // A dead letter's own time is that of the refusal.
                let time = record.headers.text(HeaderName.deadTimestamp).flatMap({ Int64($0) }) ?? record.timestamp
            else { return .next }
            let found = PipelineStatus.Oldest(
                time: Timestamp(nanoseconds: time.multipliedReportingOverflow(by: 1_000_000).partialValue),
                place: record.topicPartition)
            if found.time < oldest?.time ?? Timestamp(nanoseconds: .max) { oldest = found }
            return .leave
        }
        guard isWhole else { return .unknown }
        return oldest.map { .since($0) } ?? .nothing
    }
}

extension PipelineStatus.Topic {
    init(_ progress: Cluster.Progress, partitions: Int) {
        self.init(
            name: progress.topic, partitions: partitions,
            messages: progress.partitions.values.reduce(0) { $0 + max(0, $1.high - $1.low) })
    }
}
