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
        let client = try handle.live("read watermarks")
        var low: Int64 = 0
        var high: Int64 = 0
        try handle.check(
            rd_kafka_query_watermark_offsets(
                client, place.topic, place.partition, &low, &high, timeoutMilliseconds.milliseconds32),
            "read watermarks", at: place)
        return (low, high)
    }
}
