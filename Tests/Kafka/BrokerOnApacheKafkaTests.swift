import Kafka
import KafkaTestSupport
import Testing

/// The broker that other tests rely on: what it acknowledged outlives its own death.
@Suite(.enabled(if: TestBroker.isAvailable, "KAFKA_HOME is not set"), .timeLimit(.minutes(5)))
struct BrokerOnApacheKafkaTests {
    @Test func recordsOutliveAKilledBroker() throws {
        let broker = try TestBroker.start()
        defer { broker.stop() }
        let servers = ["bootstrap.servers": broker.bootstrapServers]
        let admin = try Admin(properties: servers)
        defer { admin.close() }
        #expect(try admin.createTopics([TopicSpecification(name: "kept", partitions: 1)]) == ["kept": nil])
        let producer = try Producer(properties: servers)
        defer { producer.close(deadlineMilliseconds: 5000) }
        try producer.send(ProducerRecord(topic: "kept", partition: 0, value: Array("before".utf8)))
        try producer.flush(timeoutMilliseconds: 10_000)
        let member = try Consumer(properties: servers.merging(["group.id": "members"]) { $1 })
        try member.subscribe(["kept"]) {
            $0.map { StartPosition($0, .beginning) }
        } onRevoked: { _, _ in
        }
        #expect(member.records(1).map(\.text) == ["before"])
        broker.kill()
        let began = ContinuousClock.now
        member.close(deadlineMilliseconds: 1500)
        #expect(ContinuousClock.now - began < .seconds(4))
        try producer.send(ProducerRecord(topic: "kept", partition: 0, value: Array("meanwhile".utf8)))
        try broker.restart()
        try producer.flush(timeoutMilliseconds: 30_000)
        #expect(producer.delivered == 2)
        let consumer = try Consumer(properties: servers.merging(["group.id": "reader"]) { $1 })
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(TopicPartition(topic: "kept", partition: 0), .beginning)])
        #expect(consumer.records(2).map(\.text) == ["before", "meanwhile"])
    }
}
