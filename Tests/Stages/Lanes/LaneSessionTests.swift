import Kafka
import Operations
import Reports
import Testing

@testable import Stages

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
        for topic in names.aligned { try cluster.createTopic(topic, partitions: 1) }
        let producer = try Producer(properties: ["bootstrap.servers": cluster.bootstrapServers])
        for index in 0..<20 {
            try producer.send(
                ProducerRecord(
                    topic: names.raw, partition: 0, key: Array("k\(index)".utf8), value: Array("v\(index)".utf8),
                    headers: [], timestamp: nil))
        }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.close(deadlineMilliseconds: 5000))

        try cluster.inject([KafkaError.Code](repeating: .messageTooLarge, count: 200), into: .produce)
        let settings = try Settings.load(
            file: nil, environment: [:],
            overrides: [.init(key: "bootstrap-servers", value: cluster.bootstrapServers, flag: "--set")])
        let group = names.group(of: .parse)
        let configuration = LaneConfiguration(
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
        let committed = try admin.committedOffsets(group: group, [place])[place].flatMap { $0 }
        #expect((committed?.offset ?? 0) == 0)
        #expect(admin.close(deadlineMilliseconds: 5000))
    }
}
