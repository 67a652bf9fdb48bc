public import Kafka
public import Operations

/// The cluster as an operator sees it: topics, groups, lag. For one thread.
public final class Cluster {
    /// For requests that have no method here.
    public let admin: Admin
    private let bootstrapServers: String

    /// - Throws: 78 for properties that cannot work, or without bootstrap servers.
    public init(settings: Settings, logger: Logger) throws(Failure) {
        bootstrapServers = settings.list("bootstrap-servers").joined(separator: ",")
        guard !bootstrapServers.isEmpty else {
            throw Failure(
                .configuration,
                "no cluster to talk to: give --bootstrap-servers HOST:PORT, set bootstrap-servers in the configuration, or use guazhi run, which brings its own"
            )
        }
        try ClientProperties.check(settings)
        let properties = ["client.id": "guazhi"].merging(try ClientProperties.own(settings, for: .admin)) { $1 }
        do throws(KafkaError) {
            admin = try Admin(properties: properties, observer: clientObserver(logger: logger, lane: -1))
        } catch {
            throw Failure(client: error)
        }
    }

    /// Closes the connection, waiting at most 2 s; to be called once, last.
    public func close() { _ = admin.close(deadlineMilliseconds: 2000) }

    /// What the stages need to know of the topics.
    public struct Topics: Sendable {
        /// Of each of the four topics.
        public var partitions: Int
    }

    /// Checks that the four topics stand side by side.
    ///
    /// - Throws: 69 without a broker, 78 for a missing topic or unequal partitions.
    public func check(_ names: TopicNames) throws(Failure) -> Topics {
        let counts = try partitionCounts(of: names.aligned)
        for name in names.aligned where counts[name] == nil {
            throw Failure(
                .configuration,
                "topic \(name) does not exist on \(bootstrapServers); create the topics with: guazhi topics apply")
        }
        guard let first = counts[names.raw], names.aligned.allSatisfy({ counts[$0] == first }) else {
            let list = names.aligned.map { "\($0) has \(counts[$0] ?? 0)" }.joined(separator: ", ")
            throw Failure(
                .configuration,
                "the topics' partitions are unequal (\(list)), and a stage writes to the partition it read from; make them equal, see guazhi topics describe"
            )
        }
        return Topics(partitions: first)
    }

    /// Partitions of each of `topics` that exists.
    ///
    /// - Throws: 69 when no broker answers within 15 s.
    public func partitionCounts(of topics: [String]) throws(Failure) -> [String: Int] {
        try reached { () throws(KafkaError) in
            var counts: [String: Int] = [:]
            for (name, result) in try admin.describeTopics(topics, timeoutMilliseconds: 5000) {
                do throws(KafkaError) {
                    counts[name] = try result.get()
                } catch  where error.isUnknownTopic {
                    continue
                }
            }
            return counts
        }
    }

    /// A topic's `max.message.bytes`.
    public func largestMessage(of topic: String) throws(Failure) -> Int {
        let configuration = try reached { () throws(KafkaError) in
            try admin.topicConfiguration(topic, timeoutMilliseconds: 10_000)
        }
        // 1 MiB and the record overhead: Kafka's default.
        return configuration["max.message.bytes"].flatMap { Int($0) } ?? 1_048_588
    }

    /// How long a topic keeps its messages, in milliseconds; nil: for ever.
    public func retentionMilliseconds(of topic: String) throws(Failure) -> Int64? {
        let configuration = try reached { () throws(KafkaError) in
            try admin.topicConfiguration(topic, timeoutMilliseconds: 10_000)
        }
        let retention = configuration["retention.ms"].flatMap { Int64($0) } ?? -1
        return retention < 0 ? nil : retention
    }

    /// Creates what is missing of the plan.
    ///
    /// - Returns: the steps as they were found, so that a caller can say what was done.
    /// - Throws: 78 for a topic with other partitions than configured, or a creation the cluster refuses.
    public func apply(_ plan: TopicPlan) throws(Failure) -> [TopicPlan.Step] {
        let steps = plan.steps(found: try partitionCounts(of: plan.topics.map(\.name)))
        var missing: [TopicSpecification] = []
        for step in steps {
            switch step {
            case .keep: break
            case .create(let topic):
                missing.append(
                    TopicSpecification(
                        name: topic.name, partitions: topic.partitions, replication: topic.replication,
                        configuration: topic.configuration))
            case .conflict(let topic, let found):
                throw Failure(
                    .configuration,
                    "topic \(topic.name) has \(found) partitions and the configuration says \(topic.partitions); set partitions to \(found), or use another namespace"
                )
            }
        }
        guard !missing.isEmpty else { return steps }
        let results = try reached { () throws(KafkaError) in
            try admin.createTopics(missing, timeoutMilliseconds: 30_000)
        }
        for (topic, error) in results.sorted(by: { $0.key < $1.key }) {
            guard let error, error.code != .topicAlreadyExists else { continue }
            throw Failure(
                .configuration, "topic \(topic) cannot be created: \(error); check replication-factor and the ACLs")
        }
        try waitUntilKnown(missing)
        return steps
    }

    /// A topic is created when the controller says so; the brokers hear of it a moment later (seen: 0.5 s), and lead its
    /// partitions another moment later. Of very many partitions some stand for all.
    private func waitUntilKnown(_ topics: [TopicSpecification]) throws(Failure) {
        let end = monotonicNanoseconds() + 15_000_000_000
        let partitions = topics.flatMap { topic in
            (0..<Int32(topic.partitions)).map { TopicPartition(topic: topic.name, partition: $0) }
        }
        while let late = try lateTopic(of: topics, partitions.prefix(200)) {
            guard monotonicNanoseconds() < end else {
                throw Failure(
                    .unavailable,
                    "topic \(late) was created, but \(bootstrapServers) does not know it after 15 s; try again"
                )
            }
            pause(nanoseconds: 20_000_000)
        }
    }

    /// A topic that the cluster does not list whole yet, or one of whose leaders has not heard of it; the second was seen
    /// where three brokers shared a busy box.
    private func lateTopic(
        of topics: [TopicSpecification], _ partitions: ArraySlice<TopicPartition>
    ) throws(Failure) -> String? {
        let counts = try partitionCounts(of: topics.map(\.name))
        if let late = topics.first(where: { counts[$0.name] != $0.partitions }) { return late.name }
        return try reached { () throws(KafkaError) in
            for partition in partitions {
                do throws(KafkaError) {
                    _ = try admin.watermarks([partition])
                } catch  where error.isUnknownTopic {
                    return partition.topic
                }
            }
            return nil
        }
    }

    /// How far a group is on the partitions of a topic.
    public struct Progress: Sendable {
        /// With the namespace.
        public var topic: String
        /// By partition: the group's next offset (nil: none), and what the log holds.
        public var partitions: [Int32: (committed: Int64?, low: Int64, high: Int64)] = [:]

        /// The partitions that a lane left because its brake took hold, and nobody has read since.
        package var braked: [Int32: BrakeNote] = [:]

        /// Messages and markers the group has not passed.
        public var lag: Int64 {
            partitions.values.reduce(0) { $0 + max(0, $1.high - max($1.committed ?? $1.low, $1.low)) }
        }
        /// The group has passed all that was there.
        public var isDrained: Bool { partitions.values.allSatisfy { ($0.committed ?? $0.low) >= $0.high } }
        /// Sum of the log's ends: messages and markers ever written.
        public var end: Int64 { partitions.values.reduce(0) { $0 + $1.high } }
        /// Sum of the group's positions.
        public var done: Int64 { partitions.values.reduce(0) { $0 + ($1.committed ?? $1.low) } }

    }

    /// Reads the ends first: a group that stands at them has seen all that was there when they were read.
    public func progress(of group: String, on topic: String, partitions: Int) throws(KafkaError) -> Progress {
        let all = (0..<Int32(partitions)).map { TopicPartition(topic: topic, partition: $0) }
        let marks = try admin.watermarks(all, timeoutMilliseconds: 10_000)
        let committed = try admin.committedOffsets(group: group, all, timeoutMilliseconds: 10_000)
        var progress = Progress(topic: topic)
        for partition in all {
            guard let mark = marks[partition] else { continue }
            let position = committed[partition].flatMap { $0 }
            progress.partitions[partition.partition] = (position?.offset, mark.low, mark.high)
            if let note = BrakeNote(metadata: position?.metadata ?? "") { progress.braked[partition.partition] = note }
        }
        return progress
    }

    /// Repeats a request until a broker answers, for at most 15 s.
    public func reached<Result>(_ body: () throws(KafkaError) -> Result) throws(Failure) -> Result {
        let end = monotonicNanoseconds() + 15_000_000_000
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                if error.code == .authentication {
                    throw ConnectionTrouble.failure(error, servers: bootstrapServers)
                }
                if error.isAuthorization {
                    throw Failure(
                        .configuration, "\(bootstrapServers) does not let us in: \(error); check the ACLs of this user")
                }
                guard error.isRetriable || error.isTimeout || error.isBrokerUnavailable else {
                    throw Failure(.software, "\(bootstrapServers): \(error)")
                }
                guard monotonicNanoseconds() < end else {
                    throw ConnectionTrouble.failure(error, servers: bootstrapServers)
                }
                pause(nanoseconds: 200_000_000)
            }
        }
    }
}
