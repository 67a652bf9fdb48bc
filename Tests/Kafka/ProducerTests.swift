import Kafka
import Testing

/// Sending: what is refused at once, what fails later, and the order of a transaction's calls.
struct ProducerTests {
    @Test func aFullQueueIsAnErrorThatSaysSo() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["queue.buffering.max.messages": "10"])
        try playground.cluster.setBroker(1, up: false)
        let record = ProducerRecord(topic: "pages", partition: 0, value: [1])
        for _ in 0..<10 { try producer.send(record) }
        let error = #expect(throws: KafkaError.self) { try producer.send(record) }
        #expect(error?.isQueueFull == true)
        #expect(error?.isFatal == false)
        #expect(producer.outstanding >= 10)
        try playground.cluster.setBroker(1, up: true)
        try producer.flush(timeoutMilliseconds: 10_000)
        try producer.send(record)
        #expect(producer.close(deadlineMilliseconds: 5000))
        #expect(producer.delivered == 11)
    }

    @Test func aRecordThatCannotArriveFailsWithItsTag() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["message.timeout.ms": "300"])
        try producer.warm(topics: ["pages"])
        try playground.cluster.setBroker(1, up: false)
        try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1]), tag: 41)
        try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [2]), tag: 42)
        try producer.flush(timeoutMilliseconds: 10_000)
        let failures = producer.takeDeliveryFailures()
        #expect(failures.map(\.tag) == [41, 42])
        #expect(failures.allSatisfy { $0.error.isTimeout && $0.topicPartition == playground.place() })
        #expect(producer.undelivered == 2)
        #expect(producer.delivered == 0)
        #expect(producer.takeDeliveryFailures().isEmpty)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    @Test func aRecordBeyondTheLimitIsRefusedAtOnce() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["message.max.bytes": "1000"])
        let error = #expect(throws: KafkaError.self) {
            try producer.send(
                ProducerRecord(
                    topic: "pages", partition: 0, value: Array(repeating: 0, count: 2000), headers: [Header("a", "b")]))
        }
        #expect(error?.code == .messageTooLarge)
        #expect(error?.topicPartition == playground.place())
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    @Test func aPartitionThatIsNotThereFailsItsRecordNotTheClient() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer()
        try producer.warm(topics: ["pages"])
        let record = ProducerRecord(topic: "pages", partition: 9, value: [1], headers: [Header("a", "b")])
        let error = #expect(throws: KafkaError.self) { try producer.send(record) }
        #expect(error?.isUnknownTopic == true)
        try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1]))
        #expect(producer.close(deadlineMilliseconds: 5000))
        #expect(producer.delivered == 1)
    }

    @Test func warmingAnUnknownTopicNamesIt() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.cluster.setError(.unknownTopicOrPartition, ofTopic: "missing")
        let producer = try playground.producer()
        defer { producer.close(deadlineMilliseconds: 5000) }
        let error = #expect(throws: KafkaError.self) { try producer.warm(topics: ["pages", "missing"]) }
        #expect(error?.isUnknownTopic == true)
        #expect(error?.topicPartition?.topic == "missing")
    }

    @Test func purgedRecordsCountAsFailed() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer()
        try producer.warm(topics: ["pages"])
        try playground.cluster.setBroker(1, up: false)
        for _ in 0..<5 { try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1])) }
        producer.purge()
        try producer.flush(timeoutMilliseconds: 5000)
        #expect(producer.undelivered == 5)
        let codes = Set(producer.takeDeliveryFailures().map(\.error.code))
        #expect(codes.isSubset(of: [.purgedInQueue, .purgedInFlight]))
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    @Test func aTransactionsCallsHaveAnOrder() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["transactional.id": "lane"])
        let record = ProducerRecord(topic: "pages", partition: 0, value: [1])
        var error = #expect(throws: KafkaError.self) { try producer.beginTransaction() }
        #expect(error?.code == .state)
        try producer.initTransactions(timeoutMilliseconds: 10_000)
        error = #expect(throws: KafkaError.self) { try producer.send(record) }
        #expect(error?.code == .state)
        error = #expect(throws: KafkaError.self) { try producer.commitTransaction(timeoutMilliseconds: 5000) }
        #expect(error?.code == .state)
        try producer.beginTransaction()
        try producer.send(record)
        try producer.commitTransaction(timeoutMilliseconds: 10_000)
        try producer.beginTransaction()
        try producer.send(record)
        try producer.abortTransaction(timeoutMilliseconds: 10_000)
        #expect(producer.fatalError == nil)
        #expect(producer.delivered >= 1)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    @Test func aProducerWithoutATransactionalIdHasNoTransactions() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer()
        defer { producer.close(deadlineMilliseconds: 5000) }
        let error = #expect(throws: KafkaError.self) { try producer.initTransactions(timeoutMilliseconds: 1000) }
        #expect(error?.isRetriable == false)
        #expect(error?.operation == "init transactions")
    }
}
