@testable import Kafka
import KafkaTestSupport
import Testing

/// What a broker's errors become, in the terms that a caller decides by.
struct ErrorTests {
    /// What the application is told of an injected error.
    enum Outcome: Hashable {
        case nothing
        case abort
        case fatal(fenced: Bool)
    }

    struct Case: CustomTestStringConvertible {
        var request: EmbeddedCluster.Request
        var errors: [KafkaError.Code]
        var outcome: Outcome
        /// The mock cluster keeps expecting the sequence number of a record that it refused for good; Kafka does not.
        var goesOnAfterwards = true
        var testDescription: String { "\(request.rawValue) \(errors)" }
    }

    static let cases: [Case] = [
        Case(request: .addOffsetsToTransaction, errors: [.concurrentTransactions], outcome: .nothing),
        Case(request: .addPartitionsToTransaction, errors: [.concurrentTransactions], outcome: .nothing),
        Case(request: .transactionOffsetCommit, errors: [.notCoordinator], outcome: .nothing),
        Case(request: .transactionOffsetCommit, errors: [.coordinatorLoadInProgress], outcome: .nothing),
        Case(request: .transactionOffsetCommit, errors: [.illegalGeneration], outcome: .abort),
        Case(request: .transactionOffsetCommit, errors: [.unknownMember], outcome: .abort),
        Case(request: .transactionOffsetCommit, errors: [.fencedInstance], outcome: .abort),
        Case(request: .transactionOffsetCommit, errors: [.invalidProducerEpoch], outcome: .fatal(fenced: true)),
        Case(request: .addPartitionsToTransaction, errors: [.topicAuthorizationFailed], outcome: .abort),
        Case(request: .addPartitionsToTransaction, errors: [.producerFenced], outcome: .fatal(fenced: true)),
        Case(request: .produce, errors: [.notEnoughReplicas], outcome: .nothing),
        Case(request: .produce, errors: [.messageTooLarge], outcome: .abort, goesOnAfterwards: false),
        Case(request: .endTransaction, errors: [.coordinatorLoadInProgress], outcome: .nothing),
        Case(request: .endTransaction, errors: [.unknown], outcome: .abort),
        Case(request: .endTransaction, errors: [.producerFenced], outcome: .fatal(fenced: true)),
        Case(request: .endTransaction, errors: [.invalidTransactionState], outcome: .fatal(fenced: false)),
    ]

    @Test(arguments: cases)
    func injectedErrorsHaveTheirClass(_ testCase: Case) throws {
        let (playground, consumer, producer) = try lane()
        defer { close(playground, consumer, producer) }
        try playground.cluster.inject(testCase.errors, into: testCase.request)
        var failure: KafkaError?
        do throws(KafkaError) { try transaction(producer, consumer, playground) } catch { failure = error }
        switch testCase.outcome {
        case .nothing: #expect(failure == nil)
        case .abort:
            #expect(failure?.requiresAbort == true)
            #expect(failure?.isFatal == false)
            #expect(failure?.isRetriable == false)
            try producer.abortTransaction(timeoutMilliseconds: 10_000)
            if testCase.goesOnAfterwards { try transaction(producer, consumer, playground) }
        case .fatal(let fenced):
            #expect(failure?.isFatal == true)
            #expect(failure?.isFenced == fenced)
            #expect(producer.fatalError != nil)
            #expect(throws: KafkaError.self) { try producer.beginTransaction() }
        }
    }

    /// A cluster with a topic for what a lane sends, and the lane's two clients, ready for transactions.
    private func lane() throws -> (Playground, Consumer, Producer) {
        let playground = try Playground()
        try playground.cluster.createTopic("out", partitions: 1)
        let producer = try playground.producer(["transactional.id": "lane", "retry.backoff.ms": "10"])
        try producer.initTransactions(timeoutMilliseconds: 10_000)
        return (playground, try playground.consumer(), producer)
    }

    private func close(_ playground: Playground, _ consumer: Consumer, _ producer: Producer) {
        producer.close(deadlineMilliseconds: 5000)
        consumer.close(deadlineMilliseconds: 5000)
        playground.cluster.close()
    }

    private func transaction(
        _ producer: Producer, _ consumer: Consumer, _ playground: Playground
    ) throws(KafkaError) {
        try producer.beginTransaction()
        try producer.send(ProducerRecord(topic: "out", partition: 0, value: [1]))
        let position = OffsetPosition(playground.place(), offset: 1)
        try producer.sendOffsets([position], of: consumer, timeoutMilliseconds: -1)
        try producer.commitTransaction(timeoutMilliseconds: 10_000)
    }

    /// A connection that is lost under a request about the transaction, and so a copy of it that may still arrive.
    @Test(arguments: [
        EmbeddedCluster.Request.addPartitionsToTransaction, .addOffsetsToTransaction, .transactionOffsetCommit,
        .endTransaction,
    ])
    func aLostAnswerIsCountedAndTheTransactionGoesOn(_ request: EmbeddedCluster.Request) throws {
        let (playground, consumer, producer) = try lane()
        defer { close(playground, consumer, producer) }
        try playground.cluster.inject([.coordinatorLoadInProgress], into: request)
        try transaction(producer, consumer, playground)
        #expect(producer.unansweredRequests == 0)
        try playground.cluster.inject([.transport], into: request)
        try transaction(producer, consumer, playground)
        let unanswered = producer.unansweredRequests
        #expect(unanswered > 0)
        try transaction(producer, consumer, playground)
        #expect(producer.unansweredRequests == unanswered)
    }

    @Test func aCommitThatRunsOutOfTimeIsToBeCalledAgainAndNothingElse() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["transactional.id": "lane"])
        defer { producer.close(deadlineMilliseconds: 5000) }
        try producer.initTransactions(timeoutMilliseconds: 10_000)
        try producer.beginTransaction()
        try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1]))
        try playground.cluster.setRoundTrip(ofBroker: 1, milliseconds: 700)
        let error = #expect(throws: KafkaError.self) { try producer.commitTransaction(timeoutMilliseconds: 200) }
        #expect(error?.isTimeout == true)
        #expect(error?.isRetriable == true)
        let other = #expect(throws: KafkaError.self) { try producer.abortTransaction(timeoutMilliseconds: 200) }
        #expect(other?.code == .conflict)
        try playground.cluster.setRoundTrip(ofBroker: 1, milliseconds: 0)
        try producer.commitTransaction(timeoutMilliseconds: 10_000)
    }

    @Test func aBrokerThatIsNotThereIsToldSoonAndWithItsAddress() throws {
        let port = try #require(LoopbackPort.free(1).first)
        let servers = ["bootstrap.servers": "127.0.0.1:\(port)"]
        let began = ContinuousClock.now
        let admin = try Admin(properties: servers)
        let consumer = try Consumer(properties: servers.merging(["group.id": "readers"]) { $1 })
        let producer = try Producer(properties: servers)
        let errors = [
            #expect(throws: KafkaError.self) { try admin.describeTopics(nil, timeoutMilliseconds: 500) },
            #expect(throws: KafkaError.self) { try admin.clusterIdentifier(timeoutMilliseconds: 500) },
            #expect(throws: KafkaError.self) { try consumer.partitionCounts(of: ["pages"], timeoutMilliseconds: 500) },
            #expect(throws: KafkaError.self) { try producer.warm(topics: ["pages"], timeoutMilliseconds: 500) },
            #expect(throws: KafkaError.self) {
                try admin.committedOffsets(group: "readers", timeoutMilliseconds: 500)
            },
        ]
        for error in errors {
            #expect(error?.isTimeout == true || error?.isBrokerUnavailable == true)
            #expect(error?.reason.contains("127.0.0.1:\(port)") == true)
            #expect(error?.reason.contains("Connection refused") == true)
        }
        #expect(admin.close())
        #expect(producer.close(deadlineMilliseconds: 3000))
        #expect(consumer.close(deadlineMilliseconds: 3000))
        #expect(ContinuousClock.now - began < .seconds(8))
    }

    @Test(arguments: [
        (["sasl.mechanisms": "SCRAM-SHA-512"], 0x0200_02ff, true),
        (["sasl.mechanism": "SCRAM-SHA-256"], 0x0206_00ff, true),
        (["sasl.mechanism": "SCRAM-SHA-256"], 0x0206_01ff, false), (["sasl.mechanism": "PLAIN"], 0x0200_02ff, false),
        ([:], 0x0200_02ff, false),
    ])
    func aLogInThatCannotSucceedNamesItsRemedy(properties: [String: String], version: Int32, expected: Bool) {
        let remedy = ClientContext.loginRemedy(properties, version: version)
        #expect((remedy != nil) == expected)
        #expect(remedy?.contains("2.6.1") != false)
    }

    @Test func onlyAFailedLogInIsGivenTheRemedy() {
        let context = ClientContext(observer: .silent, client: "c", properties: ["sasl.mechanism": "SCRAM-SHA-512"])
        #expect(ClientHandle.reason("Local: Timed out", .timedOut, context) == "Local: Timed out")
        #expect(ClientHandle.reason("Invalid credentials", .authentication, context).contains("PLAIN over TLS"))
        context.log(level: 3, facility: "FAIL", message: "SASL authentication error: invalid credentials")
        let reason = ClientHandle.reason("Local: Timed out", .timedOut, context)
        #expect(reason.hasPrefix("Local: Timed out; last seen: SASL authentication error"))
        #expect(reason.contains("OAUTHBEARER"))
        #expect(ClientHandle.reason("Broker: Unknown", .unknown, context) == "Broker: Unknown")
    }

    @Test func anErrorReadsAsASentence() {
        let error = KafkaError(
            code: .autoOffsetReset, operation: "consume", reason: "gone",
            topicPartition: TopicPartition(topic: "reports.raw", partition: 3), offset: 17)
        #expect("\(error)" == "consume: gone (_AUTO_OFFSET_RESET, reports.raw/3/17)")
        let bare = KafkaError(code: .timedOut, operation: "commit offsets")
        #expect("\(bare)" == "commit offsets: Local: Timed out (_TIMED_OUT)")
        #expect(bare.isRetriable)
        #expect(!KafkaError(code: .queueFull, operation: "send").isRetriable)
    }
}
