import Kafka
import Operations
import Reports
import Synchronization
import Testing

@testable import Stages

private struct RefusingStage: Stage {
    let name = StageName.parse

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        throw .refuse(Refusal(.undecodable, "as always"))
    }
}

private struct EchoStage: Stage {
    let name = StageName.parse

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        [StageOutput(value: record.value ?? [], headers: record.headers)]
    }
}

@Suite(.serialized) struct LaneSessionTests {
    /// Closing the consumer revokes its partitions, and a revocation commits what was dealt with: of a batch that was
    /// given up that would be loss. Seen by reading: offsets of an aborted batch were committed while the session closed.
    @Test func committedOffsetsStayWhereTheyWereWhenABatchIsGivenUp() throws {
        let cluster = try EmbeddedCluster()
        let names = TopicNames(namespace: "given-up")
        try fill(cluster, names, count: 20)
        try cluster.inject([KafkaError.Code](repeating: .messageTooLarge, count: 200), into: .produce)
        let configuration = try configuration(cluster, names)
        let session = try LaneSession(
            configuration: configuration, stage: EchoStage(), status: LaneStatus(),
            logger: Logger(level: .error, format: .text, component: "test"))
        guard case .broken(let error) = session.run() else {
            Issue.record("a session whose every message is refused must end as broken")
            return
        }
        #expect(error.code == .messageTooLarge)
        #expect(!session.madeProgress)

        let admin = try Admin(properties: ["bootstrap.servers": cluster.bootstrapServers])
        let place = TopicPartition(topic: names.raw, partition: 0)
        let group = names.group(of: .parse)
        let committed = try admin.committedOffsets(group: group, [place])[place].flatMap { $0 }
        #expect((committed?.offset ?? 0) == 0)
        #expect(admin.close(deadlineMilliseconds: 5000))
    }

    private func fill(_ cluster: EmbeddedCluster, _ names: TopicNames, count: Int) throws {
        for topic in names.aligned { try cluster.createTopic(topic, partitions: 1) }
        let producer = try Producer(properties: ["bootstrap.servers": cluster.bootstrapServers])
        for index in 0..<count {
            try producer.send(
                ProducerRecord(
                    topic: names.raw, partition: 0, key: Array("k\(index)".utf8), value: Array("v\(index)".utf8),
                    headers: [], timestamp: nil))
        }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    private func configuration(_ cluster: EmbeddedCluster, _ names: TopicNames) throws -> LaneConfiguration {
        let settings = try Settings.load(
            file: nil, environment: [:],
            overrides: [.init(key: "bootstrap-servers", value: cluster.bootstrapServers, flag: "--set")])
        let group = names.group(of: .parse)
        return LaneConfiguration(
            stage: .parse, lane: 0, input: names.raw, output: names.parsed, dead: names.dead, group: group,
            delivery: .atLeastOnce, worker: "", transactionalIdentifier: nil, transactionalPrefix: "t.",
            partitions: nil, fromBeginning: false, batchRecords: 1000, batchBytes: 1 << 20, lingerMilliseconds: 50,
            retryFirstMilliseconds: 10, retryMostMilliseconds: 50, retryDeadlineMilliseconds: 500,
            closeDeadlineMilliseconds: 8000, messageBytes: 1 << 20, deadValueBytes: 1 << 20,
            payloads: PayloadReader(store: nil, maximumBytes: 1 << 20),
            consumerProperties: try ClientProperties.consumer(
                settings, group: group, instance: nil, partitions: 1, isEmbedded: true
            ).merging(["session.timeout.ms": "4000"]) { $1 },
            producerProperties: try ClientProperties.producer(
                settings, messageBytes: 1 << 20, transactionTimeoutMilliseconds: nil, isEmbedded: true))
    }

    /// 30 refusals, read four times because their letters are not taken, must not look like 120.
    @Test func theBrakeDoesNotCountABatchAgainThatIsReadAgain() throws {
        let cluster = try EmbeddedCluster()
        let names = TopicNames(namespace: "again")
        try fill(cluster, names, count: 30)
        try cluster.inject([KafkaError.Code](repeating: .messageTooLarge, count: 3), into: .produce)
        var changed = try configuration(cluster, names)
        changed.brake = Brake.Limits(window: 100, minimum: 31, share: 1, ordinary: [])
        changed.endsWhenBraked = true
        changed.partitions = [0]
        changed.retryDeadlineMilliseconds = 20_000
        let configuration = changed
        let status = LaneStatus()
        let thread = LaneThread(status: status)
        try thread.start { () throws(Failure) in
            let logger = Logger(level: .error, format: .text, component: "test")
            try Lane(configuration: configuration, stage: RefusingStage(), status: status, logger: logger).run()
        }
        let admin = try Admin(properties: ["bootstrap.servers": cluster.bootstrapServers])
        let place = TopicPartition(topic: names.raw, partition: 0)
        let end = monotonicNanoseconds() + 30_000_000_000
        var committed: Int64 = 0
        while committed < 30, !thread.hasEnded, monotonicNanoseconds() < end {
            let found = try admin.committedOffsets(group: names.group(of: .parse), [place])[place].flatMap { $0 }
            committed = found?.offset ?? 0
            pause(nanoseconds: 10_000_000)
        }
        #expect(committed == 30)
        status.drain.store(true, ordering: .relaxed)
        thread.join()
        #expect(thread.failure == nil)
        #expect(status.refusals.load(ordering: .relaxed) > 30, "no batch was read again: the test has no power")
        #expect(admin.close(deadlineMilliseconds: 5000))
    }
}
