import Kafka
import Operations

extension LaneConfiguration {
    /// Room for key and headers beside a value in a message of the topic's largest size. A location may be a long URL.
    static let envelopeBytes = 64 * 1024
    /// librdkafka's mock cluster loses messages above 2.4 MB.
    static let embeddedRecordBytes = 2_000_000

    /// The lanes of a process: reads the configuration, and checks it against the cluster.
    static func all(
        of stage: StageName, settings: Settings, options: StageOptions, logger: Logger
    ) throws(Failure) -> [LaneConfiguration] {
        let names = TopicNames(namespace: settings.string("namespace"))
        let input = stage == .parse ? names.raw : names.parsed
        let output = stage == .parse ? names.parsed : names.enriched
        let cluster = try Cluster(settings: settings, logger: logger)
        defer { cluster.close() }
        let topics = try cluster.check(names)
        let delivery: Delivery =
            options.isEmbedded || settings.string("delivery") == Delivery.atLeastOnce.rawValue
            ? .atLeastOnce : .exactlyOnce
        let worker = settings.string("worker.id")
        let count = settings.integer("lanes")
        let configured = settings.bytes("message-bytes")
        let limit: Int
        if configured > 0 {
            limit = configured
        } else if options.isEmbedded {
            limit = embeddedRecordBytes
        } else {
            limit = max(1024, try cluster.largestMessage(of: output) - envelopeBytes)
        }
        let deadBytes = try deadValueBytes(cluster, input: input, dead: names.dead, isEmbedded: options.isEmbedded)
        let group = names.group(of: stage)
        // A run on its own cluster forgets everything at its end: nothing could be replayed, and standing still would
        // only keep the other documents from the archive. It lists its refusals and ends with 65.
        let brake = options.isEmbedded ? .off : try Brake.Limits(settings: settings)
        var lanes: [LaneConfiguration] = []
        for lane in 0..<count {
            let identifier =
                worker.isEmpty ? nil : names.transactionalIdentifier(of: stage, worker: worker, lane: lane)
            lanes.append(
                LaneConfiguration(
                    stage: stage, lane: lane, input: input, output: output, dead: names.dead, group: group,
                    delivery: delivery, worker: worker, transactionalIdentifier: identifier,
                    transactionalPrefix: names.transactionalIdentifier(of: stage, random: ""),
                    partitions: try share(of: lane, among: count, options: options, available: topics.partitions),
                    fromBeginning: options.fromBeginning, batchRecords: settings.integer("batch.records"),
                    batchBytes: options.isEmbedded ? 512 * 1024 : settings.bytes("batch.bytes"),
                    lingerMilliseconds: options.isEmbedded ? 20 : settings.milliseconds("batch.linger"),
                    retryFirstMilliseconds: settings.milliseconds("retry.backoff"),
                    retryMostMilliseconds: settings.milliseconds("retry.backoff-max"),
                    retryDeadlineMilliseconds: settings.milliseconds("retry.deadline"),
                    closeDeadlineMilliseconds: max(1000, settings.milliseconds("drain.deadline") / 2),
                    messageBytes: limit, deadValueBytes: deadBytes, payloads: PayloadReader(settings: settings),
                    consumerProperties: try ClientProperties.consumer(
                        settings, group: group, instance: identifier, partitions: topics.partitions,
                        isEmbedded: options.isEmbedded),
                    producerProperties: try ClientProperties.producer(
                        settings, messageBytes: max(limit, deadBytes) + 2 * envelopeBytes,
                        transactionTimeoutMilliseconds: delivery == .exactlyOnce
                            ? transactionMilliseconds(isNamed: !worker.isEmpty) : nil,
                        isEmbedded: options.isEmbedded),
                    brake: brake,
                    // Told to end by itself, it cannot wait for a person.
                    endsWhenBraked: settings.string("brake.then") == "end" || options.exitWhenIdleMilliseconds != nil,
                    brakeReminderMilliseconds: settings.milliseconds("brake.reminder")))
        }
        return lanes
    }

    /// How long a broker keeps the transaction of a lane that has died: readers wait so long for what comes after it. The
    /// successor of a named lane ends it at once; for such a lane a broker may be away longer before its work is lost.
    private static func transactionMilliseconds(isNamed: Bool) -> Int { isNamed ? 60_000 : 15_000 }

    /// - Throws: 78 where the dead letters' topic could not take a message that the input's takes, with the reason.
    private static func deadValueBytes(
        _ cluster: Cluster, input: String, dead: String, isEmbedded: Bool
    ) throws(Failure) -> Int {
        guard !isEmbedded else { return embeddedRecordBytes }
        let taken = try cluster.largestMessage(of: input)
        let given = try cluster.largestMessage(of: dead)
        guard given >= taken + TopicPlan.deadLetterRoom else {
            throw Failure(
                .configuration,
                "topic \(dead) takes messages of \(given) bytes and \(input) of \(taken): a dead letter holds a whole message and the reason, so set max.message.bytes of \(dead) to at least \(taken + TopicPlan.deadLetterRoom), see guazhi topics describe"
            )
        }
        return given - envelopeBytes
    }

    private static func share(
        of lane: Int, among lanes: Int, options: StageOptions, available: Int
    ) throws(Failure) -> [Int32]? {
        guard let partitions = options.partitions else { return nil }
        if let beyond = partitions.first(where: { Int($0) >= available }) {
            throw Failure(.usage, "--partitions names \(beyond), and the topics have partitions 0 to \(available - 1)")
        }
        return partitions.enumerated().filter { $0.offset % lanes == lane }.map(\.element)
    }
}
