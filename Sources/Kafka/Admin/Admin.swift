internal import CRdKafka
internal import Glibc

/// Looks at and changes what a cluster holds: topics, positions, groups. Belongs to one thread; every call blocks.
public final class Admin {
    let handle: ClientHandle

    /// The group is never joined. Without one librdkafka (2.0 to 2.10 at least, its issue 5040) follows a null pointer
    /// when a coordinator that has moved, or is being made, refuses to tell a group's offsets.
    ///
    /// The end of a log is its real end, open transactions included: a commit is acknowledged before its markers are
    /// written, and a `read_committed` end would for that moment hide what has been committed (seen: 1 time in 6).
    private static let defaults = ["group.id": "administrator", "isolation.level": "read_uncommitted"]

    /// Makes an administrator; it connects when it is first used.
    /// - Throws: ``KafkaError/Code/invalidArgument`` naming the property that is unknown or has a wrong value.
    public init(properties: [String: String], observer: ClientObserver = .silent) throws(KafkaError) {
        handle = try ClientHandle(
            kind: .administrator, properties: Self.defaults.merging(properties) { $1 }, observer: observer)
    }

    /// Makes topics. Each has its own answer, ``KafkaError/Code/topicAlreadyExists`` among them.
    public func createTopics(
        _ topics: [TopicSpecification], timeoutMilliseconds: Int = 30_000
    ) throws(KafkaError) -> [String: KafkaError?] {
        guard !topics.isEmpty else { return [:] }
        var made: [OpaquePointer?] = []
        defer { rd_kafka_NewTopic_destroy_array(&made, made.count) }
        for topic in topics {
            let operation = "create topic \(topic.name)"
            let (new, sentence) = withErrorText {
                rd_kafka_NewTopic_new(
                    topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replication), $0, $1)
            }
            guard let new else { throw KafkaError(code: .invalidArgument, operation: operation, reason: sentence) }
            made.append(new)
            for (name, value) in topic.configuration { rd_kafka_NewTopic_set_config(new, name, value) }
        }
        return try perform("create topics", RD_KAFKA_ADMIN_OP_CREATETOPICS, timeoutMilliseconds, waitsForEffect: true) {
            rd_kafka_CreateTopics($0, &made, made.count, $1, $2)
        } read: { event in
            var count = 0
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
            return topicResults(results, count, "create topic")
        }
    }

    /// Deletes topics and all that they hold.
    public func deleteTopics(
        _ names: [String], timeoutMilliseconds: Int = 30_000
    ) throws(KafkaError) -> [String: KafkaError?] {
        guard !names.isEmpty else { return [:] }
        var topics = names.map { rd_kafka_DeleteTopic_new($0) }
        defer { rd_kafka_DeleteTopic_destroy_array(&topics, topics.count) }
        return try perform("delete topics", RD_KAFKA_ADMIN_OP_DELETETOPICS, timeoutMilliseconds, waitsForEffect: true) {
            rd_kafka_DeleteTopics($0, &topics, topics.count, $1, $2)
        } read: { event in
            var count = 0
            let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
            return topicResults(results, count, "delete topic")
        }
    }

    /// The number of partitions of each topic named, or why it is not known; nil names all topics.
    public func describeTopics(
        _ names: [String]?, timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> [String: Result<Int, KafkaError>] {
        try Metadata.topics(handle, named: names, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// A topic's settings as they hold, defaults included.
    public func topicConfiguration(
        _ name: String, timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> [String: String] {
        let operation = "describe configuration of topic \(name)"
        var resources = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name)]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, resources.count) }
        return try perform(operation, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeoutMilliseconds) {
            rd_kafka_DescribeConfigs($0, &resources, resources.count, $1, $2)
        } read: { event throws(KafkaError) in
            var count = 0
            let found = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count)
            guard let found, count > 0, let resource = found[0] else { return [:] }
            try handle.check(
                rd_kafka_ConfigResource_error(resource), text(rd_kafka_ConfigResource_error_string(resource)), operation
            )
            let entries = rd_kafka_ConfigResource_configs(resource, &count)
            var settings: [String: String] = [:]
            for entry in UnsafeBufferPointer(start: entries, count: entries == nil ? 0 : count) {
                settings[text(rd_kafka_ConfigEntry_name(entry))] = text(rd_kafka_ConfigEntry_value(entry))
            }
            return settings
        }
    }

    /// The cluster's identifier.
    public func clusterIdentifier(timeoutMilliseconds: Int = 10_000) throws(KafkaError) -> String {
        try Metadata.clusterIdentifier(handle, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// The first error that ended this client, if one did.
    public var fatalError: KafkaError? { handle.fatalError }

    /// Frees the client.
    /// - Returns: False if that was not done in time; it then goes on by itself.
    @discardableResult
    public func close(deadlineMilliseconds: Int = 5000) -> Bool {
        handle.destroy(waiting: deadlineMilliseconds)
    }
}

extension Admin {
    /// Starts a request, waits for its answer and reads it. The answer itself may hold errors of single resources.
    func perform<R>(
        _ operation: String, _ kind: rd_kafka_admin_op_t, _ timeoutMilliseconds: Int, waitsForEffect: Bool = false,
        start: (OpaquePointer, OpaquePointer?, OpaquePointer) -> Void, read: (OpaquePointer) throws(KafkaError) -> R
    ) throws(KafkaError) -> R {
        let client = try handle.live(operation)
        guard let queue = rd_kafka_queue_new(client), let options = rd_kafka_AdminOptions_new(client, kind) else {
            throw handle.failure(RD_KAFKA_RESP_ERR__FAIL, operation)
        }
        defer {
            rd_kafka_AdminOptions_destroy(options)
            rd_kafka_queue_destroy(queue)
        }
        let milliseconds = max(1, timeoutMilliseconds).milliseconds32
        let (code, sentence) = withErrorText { text, size in
            let code = rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, text, size)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, waitsForEffect else { return code }
            return rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, text, size)
        }
        try handle.check(code, sentence, operation)
        start(client, options, queue)
        // The request ends by its own timeout; a second more only covers the way of its answer.
        guard let event = rd_kafka_queue_poll(queue, Int(milliseconds).advanced(by: 1000).milliseconds32) else {
            throw handle.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, operation)
        }
        defer { rd_kafka_event_destroy(event) }
        try handle.check(rd_kafka_event_error(event), text(rd_kafka_event_error_string(event)), operation)
        return try read(event)
    }

    /// Asks again as long as there is time and the group's coordinator is only just coming up, as it does on a fresh
    /// cluster for some seconds: librdkafka hands that on as an error of the single group.
    func patiently<R>(
        _ timeoutMilliseconds: Int, _ request: (_ remainingMilliseconds: Int) throws(KafkaError) -> R
    ) throws(KafkaError) -> R {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        while true {
            do throws(KafkaError) { return try request(max(1, deadline.remaining)) } catch {
                let isComing =
                    error.code == .notCoordinator || error.code == .coordinatorNotAvailable
                    || error.code == .coordinatorLoadInProgress
                guard isComing, deadline.remaining > 100 else { throw error }
                usleep(100_000)
            }
        }
    }

    private func topicResults(
        _ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int, _ operation: String
    ) -> [String: KafkaError?] {
        var answers: [String: KafkaError?] = [:]
        for result in UnsafeBufferPointer(start: results, count: results == nil ? 0 : count) {
            let name = text(rd_kafka_topic_result_name(result))
            let code = rd_kafka_topic_result_error(result)
            var failure: KafkaError?
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                let sentence = text(rd_kafka_topic_result_error_string(result))
                failure = KafkaError(
                    code: .init(code), operation: "\(operation) \(name)", reason: sentence.isEmpty ? nil : sentence,
                    topicPartition: TopicPartition(topic: name, partition: -1))
            }
            answers.updateValue(failure, forKey: name)
        }
        return answers
    }
}
