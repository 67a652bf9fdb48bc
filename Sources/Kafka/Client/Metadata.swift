internal import CRdKafka

/// What the cluster says of its topics; the same call for every kind of client.
enum Metadata {
    /// The number of partitions of each topic named, or of all topics.
    static func topics(
        _ handle: ClientHandle, named names: [String]?, timeoutMilliseconds: Int
    ) throws(KafkaError) -> [String: Result<Int, KafkaError>] {
        guard let names else { return try request(nil, handle, "list topics", timeoutMilliseconds) }
        var found: [String: Result<Int, KafkaError>] = [:]
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        for name in names where found[name] == nil {
            let client = try handle.live("describe topic \(name)")
            guard let topic = rd_kafka_topic_new(client, name, nil) else {
                found[name] = .failure(handle.failure(rd_kafka_last_error(), "describe topic \(name)"))
                continue
            }
            defer { rd_kafka_topic_destroy(topic) }
            found[name] = try request(topic, handle, "describe topic \(name)", max(1, deadline.remaining))[name]
        }
        return found
    }

    static func partitionCount(
        of name: String, _ handle: ClientHandle, timeoutMilliseconds: Int
    ) throws(KafkaError) -> Int {
        let answer = try topics(handle, named: [name], timeoutMilliseconds: timeoutMilliseconds)[name]
        guard let answer else {
            throw KafkaError(
                code: .unknownTopicOrPartition, operation: "describe topic \(name)",
                topicPartition: TopicPartition(topic: name, partition: -1))
        }
        return try answer.get()
    }

    static func request(
        _ topic: OpaquePointer?, _ handle: ClientHandle, _ operation: String, _ timeoutMilliseconds: Int
    ) throws(KafkaError) -> [String: Result<Int, KafkaError>] {
        let client = try handle.live(operation)
        var metadata: UnsafePointer<rd_kafka_metadata>?
        try handle.check(
            rd_kafka_metadata(client, topic == nil ? 1 : 0, topic, &metadata, timeoutMilliseconds.milliseconds32),
            operation)
        guard let metadata else { return [:] }
        defer { rd_kafka_metadata_destroy(metadata) }
        var found: [String: Result<Int, KafkaError>] = [:]
        for described in UnsafeBufferPointer(start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt)) {
            let name = text(described.topic)
            found[name] =
                described.err == RD_KAFKA_RESP_ERR_NO_ERROR
                ? .success(Int(described.partition_cnt))
                : .failure(
                    KafkaError(
                        code: .init(described.err), operation: "describe topic \(name)",
                        topicPartition: TopicPartition(topic: name, partition: -1)))
        }
        return found
    }

    static func clusterIdentifier(_ handle: ClientHandle, timeoutMilliseconds: Int) throws(KafkaError) -> String {
        let client = try handle.live("read cluster id")
        guard let identifier = rd_kafka_clusterid(client, timeoutMilliseconds.milliseconds32) else {
            throw handle.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, "read cluster id")
        }
        defer { rd_kafka_mem_free(client, identifier) }
        return text(identifier)
    }

    /// The lowest and the next offset of a partition, asked of its leader.
    static func watermarks(
        of place: TopicPartition, _ handle: ClientHandle, timeoutMilliseconds: Int
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        try watermarks(of: place, handle.live("read watermarks"), handle.context, timeoutMilliseconds)
    }

    static func watermarks(
        of place: TopicPartition, _ client: OpaquePointer, _ context: ClientContext, _ timeoutMilliseconds: Int
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = 0
        var high: Int64 = 0
        let code = rd_kafka_query_watermark_offsets(
            client, place.topic, place.partition, &low, &high, timeoutMilliseconds.milliseconds32)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw ClientHandle.failure(client, context, code: code, "read watermarks", nil, at: place)
        }
        return (low, high)
    }

    /// The same positions with the beginning and the end as numbers, asked of the leaders.
    ///
    /// librdkafka would look them up itself, but not safely: when a partition is given a number while such a question
    /// is under way (an abort or a rebalance right after the first assignment), version 2.0 takes the late answer for a
    /// reason to ask again, and half a second later goes back to the beginning, over records that were read already.
    static func resolved(
        _ positions: [StartPosition], _ client: OpaquePointer, _ context: ClientContext
    ) throws(KafkaError) -> [StartPosition] {
        let deadline = Deadline(milliseconds: 10_000)
        var resolved = positions
        for index in resolved.indices {
            if case .at = resolved[index].offset { continue }
            let place = resolved[index].topicPartition
            let marks = try watermarks(of: place, client, context, max(1, deadline.remaining))
            resolved[index].offset = .at(resolved[index].offset == .beginning ? marks.low : marks.high)
        }
        return resolved
    }
}
