import Kafka
import Testing

/// The shortest way through: what a producer sends a consumer reads, byte for byte.
@Test func roundTrip() throws {
    let cluster = try EmbeddedCluster()
    defer { cluster.close() }
    try cluster.createTopic("pages", partitions: 2)
    let producer = try Producer(properties: ["bootstrap.servers": cluster.bootstrapServers])
    #expect(try producer.warm(topics: ["pages"]) == ["pages": 2])
    let sent = ProducerRecord(
        topic: "pages", partition: 1, key: Array("k".utf8), value: Array("挂职".utf8), headers: [Header("h", "v")],
        timestamp: 1_600_000_000_000)
    try producer.send(sent)
    try producer.flush(timeoutMilliseconds: 5000)
    #expect(producer.delivered == 1)
    #expect(producer.close(deadlineMilliseconds: 5000))

    let consumer = try Consumer(properties: [
        "bootstrap.servers": cluster.bootstrapServers, "group.id": "g", "fetch.wait.max.ms": "10",
    ])
    try consumer.assign([StartPosition(TopicPartition(topic: "pages", partition: 1), .beginning)])
    guard case .record(let record) = consumer.poll(timeoutMilliseconds: 5000) else {
        Issue.record("no record")
        return
    }
    #expect(record.value == sent.value)
    #expect(record.key == sent.key)
    #expect(record.headers == sent.headers)
    #expect(record.timestamp == sent.timestamp)
    #expect(consumer.close(deadlineMilliseconds: 5000))
}
