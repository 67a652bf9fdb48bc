internal import CRdKafka

extension Admin {
    /// How many copies the partitions of a topic have; where they differ, the fewest.
    ///
    /// - Throws: ``KafkaError/isUnknownTopic`` where there is none of that name.
    public func replication(of topic: String, timeoutMilliseconds: Int = 10_000) throws(KafkaError) -> Int {
        let operation = "describe topic \(topic)"
        let client = try handle.live(operation)
        guard let named = rd_kafka_topic_new(client, topic, nil) else {
            throw handle.failure(rd_kafka_last_error(), operation)
        }
        defer { rd_kafka_topic_destroy(named) }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        try handle.check(
            rd_kafka_metadata(client, 0, named, &metadata, max(1, timeoutMilliseconds).milliseconds32), operation)
        guard let metadata else { throw handle.failure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation) }
        defer { rd_kafka_metadata_destroy(metadata) }
        guard metadata.pointee.topic_cnt > 0, let described = metadata.pointee.topics else {
            throw handle.failure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation)
        }
        try handle.check(described.pointee.err, operation)
        let partitions = UnsafeBufferPointer(
            start: described.pointee.partitions, count: Int(described.pointee.partition_cnt))
        return partitions.map { Int($0.replica_cnt) }.min() ?? 0
    }
}
