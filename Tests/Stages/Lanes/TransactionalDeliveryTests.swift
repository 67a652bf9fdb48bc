import Kafka
import Testing

@testable import Stages

/// Which producer a batch is sent with.
struct TransactionalDeliveryTests {
    /// Either way of ending a transaction whose answer was lost: what may arrive late of it must find another producer, and
    /// where that has a fixed name another member of the group, thus another session.
    @Test(arguments: [true, false], [true, false])
    func aTransactionWithoutItsAnswerIsTheLastOfItsProducer(isCommitted: Bool, isNamed: Bool) throws {
        let cluster = try EmbeddedCluster()
        defer { cluster.close() }
        try cluster.createTopic("out", partitions: 1)
        let properties = [
            "bootstrap.servers": cluster.bootstrapServers, "transactional.id": "lane", "retry.backoff.ms": "10",
            "linger.ms": "1",
        ]
        let consumer = try Consumer(properties: ["bootstrap.servers": cluster.bootstrapServers, "group.id": "lanes"])
        let delivery = try TransactionalDelivery(
            deadlineMilliseconds: 10_000, drainMilliseconds: 5000, status: LaneStatus(), isNamed: isNamed,
            makeProducer: { () throws(KafkaError) in try Producer(properties: properties) })
        defer {
            delivery.producer.close(deadlineMilliseconds: 5000)
            consumer.close(deadlineMilliseconds: 5000)
        }
        try delivery.prepare()
        let first = delivery.producer

        func batch() throws {
            try delivery.begin()
            try delivery.producer.send(ProducerRecord(topic: "out", partition: 0, value: [1]))
            // Of a transaction to which nothing was sent a broker is not told the end.
            try delivery.producer.flush(timeoutMilliseconds: 5000)
            guard isCommitted else { return try delivery.abort() }
            let position = OffsetPosition(TopicPartition(topic: "in", partition: 0), offset: 1)
            #expect(try delivery.commit([position], of: consumer) == nil)
        }

        try batch()
        try batch()
        #expect(delivery.producer === first)
        try cluster.inject([.transport], into: isCommitted ? .transactionOffsetCommit : .endTransaction)
        try batch()
        #expect(delivery.producer === first)
        guard !isNamed else {
            #expect(throws: KafkaError.self) { try delivery.begin() }
            return
        }
        try batch()
        #expect(delivery.producer !== first)
        #expect(delivery.producer.unansweredRequests == 0)
        let second = delivery.producer
        try batch()
        #expect(delivery.producer === second)
    }
}
