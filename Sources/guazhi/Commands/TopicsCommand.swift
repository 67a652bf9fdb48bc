import Kafka
import Operations
import Reports
import Stages

/// `guazhi topics apply|describe`.
enum TopicsCommand {
    static let table = Command(
        "topics", "Create the topics, or check them",
        subcommands: [
            Command(
                "apply", "Create the topics that are missing",
                discussion: """
                    Creates what is not there of the five topics, with the partitions, copies, retention and message size \
                    of the configuration. What is there stays as it is; guazhi topics describe says where it differs.
                    """,
                options: [CommonOptions.json],
                examples: [
                    Example("guazhi topics apply --bootstrap-servers kafka1:9092", "before the first start"),
                    Example(
                        "guazhi topics apply --set partitions=16 --set replication-factor=3", "for a larger cluster"),
                ], exitCodes: [.unavailable, .configuration]),
            Command(
                "describe", "Compare the topics with the configuration",
                discussion: """
                    Ends with 78 when the stages could not work: a topic is missing, raw, parsed, enriched and dead have \
                    unequal partitions, or dead does not take messages 64 KiB larger than the others. Other differences \
                    are marked.
                    """,
                options: [CommonOptions.json],
                examples: [Example("guazhi topics describe", "before an upgrade, or when a stage ends with 78")],
                exitCodes: [.unavailable, .configuration]),
        ])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let cluster = try Cluster.answering(settings, logger)
        defer { cluster.close() }
        let plan = TopicPlan(settings: settings)
        switch command.path.last {
        case "apply":
            let steps = try cluster.apply(plan)
            try printed(steps, asJSON: command.flag("json"))
            return .ok
        default:
            let names = TopicNames(namespace: settings.string("namespace"))
            let check = TopicCheck(plan: plan, names: names, found: try found(cluster, plan))
            return try printed(check, asJSON: command.flag("json"))
        }
    }

    private static func found(_ cluster: Cluster, _ plan: TopicPlan) throws(Failure) -> [String: FoundTopic] {
        var topics: [String: FoundTopic] = [:]
        for (name, partitions) in try cluster.partitionCounts(of: plan.topics.map(\.name)) {
            topics[name] = try cluster.reached { () throws(KafkaError) in
                FoundTopic(
                    partitions: partitions, replication: try cluster.admin.replication(of: name),
                    configuration: try cluster.admin.topicConfiguration(name))
            }
        }
        return topics
    }

    private static func printed(_ steps: [TopicPlan.Step], asJSON: Bool) throws(Failure) {
        let topics = steps.map { step in
            switch step {
            case .create(let topic): (topic, true)
            case .keep(let topic), .conflict(let topic, _): (topic, false)
            }
        }
        if asJSON {
            return try JSONOutput.line(
                .object([
                    "topics": .array(
                        topics.map { topic, isNew in
                            .object([
                                "name": .string(topic.name), "created": .bool(isNew),
                                "partitions": .integer(topic.partitions),
                            ])
                        })
                ]))
        }
        var table = TextTable([
            .init("topic"), .init("partitions", .right), .init("replication", .right), .init("kept", .right), .init(""),
        ])
        for (topic, isNew) in topics {
            let age = topic.configuration["retention.ms"].flatMap { Int($0) }.map(DurationText.format)
            table.append([
                topic.name, String(topic.partitions), isNew ? String(topic.replication) : "", age ?? "compacted",
                isNew ? "created" : "was there",
            ])
        }
        try StandardOutput.write(table.render())
    }

    private static func printed(_ check: TopicCheck, asJSON: Bool) throws(Failure) -> ExitCode {
        if asJSON {
            try JSONOutput.line(check.json)
        } else {
            try StandardOutput.write(check.table().render())
        }
        guard let problem = check.problems.first else { return .ok }
        if !asJSON {
            for other in check.problems.dropFirst() { try StandardOutput.line("also: \(other)") }
        }
        throw Failure(.configuration, "the stages cannot work with these topics: \(problem)")
    }
}
