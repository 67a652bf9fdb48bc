import Operations
import Stages

/// A topic as the cluster has it.
struct FoundTopic: Hashable {
    var partitions: Int
    var replication: Int
    /// The topic's settings, Kafka's defaults included.
    var configuration: [String: String]
}

/// The topics as they are beside the topics as configured. Pure.
struct TopicCheck {
    /// One thing that a topic has, and what the configuration says.
    struct Setting: Hashable {
        let name: String
        /// Nil where the topic is not there.
        let found: String?
        /// Nil where Guazhi does not mind.
        let wanted: String?

        var differs: Bool { found != nil && wanted != nil && found != wanted }
    }
    struct Row: Hashable {
        let topic: String
        let exists: Bool
        let settings: [Setting]

        var differs: Bool { settings.contains(where: \.differs) }
        func setting(_ name: String) -> Setting? { settings.first { $0.name == name } }
    }
    /// What is looked at, in this order.
    static let settingNames = ["partitions", "replication", "cleanup.policy", "retention.ms", "max.message.bytes"]

    let rows: [Row]
    /// Why the stages could not work: sentences with what to do. Empty: they can.
    let problems: [String]

    init(plan: TopicPlan, names: TopicNames, found: [String: FoundTopic]) {
        rows = plan.topics.map { Self.row($0, found[$0.name]) }
        var problems = plan.topics.filter { found[$0.name] == nil }.map {
            "\($0.name) is not there; create it with: guazhi topics apply"
        }
        let aligned = names.aligned.compactMap { name in found[name].map { (name, $0) } }
        if Set(aligned.map(\.1.partitions)).count > 1 {
            let list = aligned.map { "\($0.0) has \($0.1.partitions)" }.joined(separator: ", ")
            problems.append(
                "the partitions are unequal (\(list)), and a stage writes to the partition it read from; make them equal"
            )
        }
        let limits = aligned.compactMap { name, topic in
            topic.configuration["max.message.bytes"].flatMap { Int($0) }.map { (name, $0) }
        }
        let largest = limits.filter { $0.0 != names.dead }.max { $0.1 < $1.1 }
        if let dead = limits.first(where: { $0.0 == names.dead }), let largest,
            dead.1 < largest.1 + TopicPlan.deadLetterRoom
        {
            problems.append(
                "\(dead.0) takes messages of \(dead.1) bytes and \(largest.0) of \(largest.1), but a dead letter holds a whole message and why; set max.message.bytes of \(dead.0) to at least \(largest.1 + TopicPlan.deadLetterRoom)"
            )
        }
        self.problems = problems
    }

    private static func row(_ topic: TopicPlan.Topic, _ found: FoundTopic?) -> Row {
        Row(
            topic: topic.name, exists: found != nil,
            settings: settingNames.map { name in
                switch name {
                case "partitions":
                    Setting(name: name, found: found.map { String($0.partitions) }, wanted: String(topic.partitions))
                case "replication":
                    Setting(name: name, found: found.map { String($0.replication) }, wanted: String(topic.replication))
                default:
                    Setting(name: name, found: found?.configuration[name], wanted: topic.configuration[name])
                }
            })
    }
}
