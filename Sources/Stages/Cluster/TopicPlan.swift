import Kafka
public import Operations

/// What Guazhi wants of each topic. Pure; ``Cluster`` carries it out.
public struct TopicPlan: Sendable {
    /// One topic as wanted.
    public struct Topic: Hashable, Sendable {
        /// With the namespace.
        public var name: String
        /// At least 1.
        public var partitions: Int
        /// Replicas of each partition, the leader counted.
        public var replication: Int
        /// Kafka's own topic settings, by name, as the broker spells them.
        public var configuration: [String: String]
    }
    /// What to do about a topic.
    public enum Step: Hashable, Sendable {
        case create(Topic)
        case keep(Topic)
        /// Partitions cannot be taken away, and adding some would move keys: a person decides.
        case conflict(Topic, found: Int)
    }
    /// The five topics, in the order data flows.
    public let topics: [Topic]

    /// Dead letters hold a whole message and the reason; their topic's limit is larger by this.
    public static let deadLetterRoom = 64 * 1024

    /// The topics as `namespace`, `partitions`, `replication-factor` and the keys under `topics.` have them.
    public init(settings: Settings) {
        let names = TopicNames(namespace: settings.string("namespace"))
        let partitions = settings.integer("partitions")
        let replication = settings.integer("replication-factor")
        let messageBytes = settings.bytes("topics.message-bytes")
        func topic(_ name: String, _ partitions: Int, _ configuration: [String: String]) -> Topic {
            Topic(name: name, partitions: partitions, replication: replication, configuration: configuration)
        }
        func kept(_ key: String) -> [String: String] {
            [
                "cleanup.policy": "delete", "retention.ms": String(settings.milliseconds(key)),
                "max.message.bytes": String(messageBytes),
            ]
        }
        topics = [
            topic(names.raw, partitions, kept("topics.raw.retention")),
            topic(names.parsed, partitions, kept("topics.parsed.retention")),
            topic(names.enriched, partitions, kept("topics.parsed.retention")),
            topic(
                names.dead, partitions,
                ["cleanup.policy": "compact", "max.message.bytes": String(messageBytes + Self.deadLetterRoom)]),
            topic(names.ledger, 1, ["cleanup.policy": "compact"]),
        ]
    }

    /// - Parameter found: partitions of each topic that is there.
    public func steps(found: [String: Int]) -> [Step] {
        topics.map { topic in
            guard let count = found[topic.name] else { return .create(topic) }
            return count == topic.partitions ? .keep(topic) : .conflict(topic, found: count)
        }
    }
}
