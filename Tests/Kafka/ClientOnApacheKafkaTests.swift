import Kafka
import KafkaTestSupport
import Synchronization
import Testing

/// What only a real broker can show: transactions that hold, fencing, groups and topic settings.
@Suite(.enabled(if: TestBroker.isAvailable, "KAFKA_HOME is not set"), .timeLimit(.minutes(5)))
struct ClientOnApacheKafkaTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker.shared() }

    private func admin() throws -> Admin { try Admin(properties: ["bootstrap.servers": broker.bootstrapServers]) }

    private func producer(_ properties: [String: String] = [:]) throws -> Producer {
        let base = ["bootstrap.servers": broker.bootstrapServers, "linger.ms": "1", "retry.backoff.ms": "10"]
        return try Producer(properties: base.merging(properties) { $1 })
    }

    private func consumer(group: String, _ properties: [String: String] = [:]) throws -> Consumer {
        let base = ["bootstrap.servers": broker.bootstrapServers, "group.id": group, "fetch.wait.max.ms": "10"]
        return try Consumer(properties: base.merging(properties) { $1 })
    }

    private func make(_ names: String..., partitions: Int = 1) throws {
        let admin = try admin()
        defer { admin.close() }
        let answers = try admin.createTopics(names.map { TopicSpecification(name: $0, partitions: partitions) })
        #expect(answers.values.allSatisfy { $0 == nil })
        for name in names {
            // The broker answers before every listener knows the topic.
            let limit = ContinuousClock.now + .seconds(5)
            while (try? admin.describeTopics([name])[name]?.get()) != partitions, ContinuousClock.now < limit {}
        }
    }

    private func fill(_ topic: String, _ values: Range<Int>) throws {
        let producer = try producer()
        for value in values {
            try producer.send(ProducerRecord(topic: topic, partition: 0, value: Array("\(value)".utf8)))
        }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    /// All that a reader of that isolation level sees of partition 0, up to its end.
    private func contents(_ topic: String, isolation: String = "read_committed") throws -> [String?] {
        let consumer = try consumer(group: "auditor", ["isolation.level": isolation])
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(TopicPartition(topic: topic, partition: 0), .beginning)])
        return consumer.events { !$0.ends.isEmpty }.records.map(\.text)
    }

    /// One transaction: each record of `batch` goes to `topic` with a mark, and the offsets go with them.
    private func pass(
        _ batch: [ConsumerRecord], to topic: String, _ producer: Producer, _ consumer: Consumer, metadata: String = ""
    ) throws {
        try producer.beginTransaction()
        for record in batch {
            try producer.send(
                ProducerRecord(topic: topic, partition: 0, value: try #require(record.value) + Array("!".utf8)))
        }
        let last = try #require(batch.last)
        let position = OffsetPosition(last.topicPartition, offset: last.offset + 1, metadata: metadata)
        try producer.sendOffsets([position], of: consumer, timeoutMilliseconds: -1)
    }

    @Test func recordsAndOffsetsPassTogetherAndAnAbortLeavesBoth() throws {
        try make("once.in", "once.out")
        try fill("once.in", 0..<10)
        let place = TopicPartition(topic: "once.in", partition: 0)
        let consumer = try consumer(group: "once")
        let producer = try producer(["transactional.id": "once"])
        try producer.warm(topics: ["once.out"])
        try producer.initTransactions(timeoutMilliseconds: 20_000)
        try consumer.assign([StartPosition(place, .beginning)])
        #expect(try consumer.committed([place], timeoutMilliseconds: 10_000) == [place: nil])

        let first = consumer.records(4)
        try pass(first, to: "once.out", producer, consumer, metadata: "half way 挂职")
        try producer.commitTransaction(timeoutMilliseconds: 20_000)
        let committed = [place: OffsetPosition(place, offset: 4, metadata: "half way 挂职") as OffsetPosition?]
        #expect(try consumer.committed([place], timeoutMilliseconds: 10_000) == committed)

        let aborted = consumer.records(6)
        #expect(aborted.first?.offset == 4)
        try pass(aborted, to: "once.out", producer, consumer)
        try producer.flush(timeoutMilliseconds: 10_000)
        try producer.abortTransaction(timeoutMilliseconds: 20_000)
        #expect(try consumer.committed([place], timeoutMilliseconds: 10_000) == committed)
        #expect(try contents("once.out") == ["0!", "1!", "2!", "3!"])
        #expect(try contents("once.out", isolation: "read_uncommitted").count == 10)

        try consumer.rewind(to: [StartPosition(place, .at(4))])
        try pass(consumer.records(6), to: "once.out", producer, consumer)
        try producer.commitTransaction(timeoutMilliseconds: 20_000)
        #expect(try contents("once.out") == (0..<10).map { "\($0)!" })
        let after = try consumer.committed([place], timeoutMilliseconds: 10_000)
        #expect(after == [place: OffsetPosition(place, offset: 10)])
        #expect(producer.close(deadlineMilliseconds: 5000))
        #expect(consumer.close(deadlineMilliseconds: 5000))
    }

    @Test func theEndOfALogLiesBehindItsTransactionMarkers() throws {
        try make("marked")
        let producer = try producer(["transactional.id": "marked"])
        try producer.initTransactions(timeoutMilliseconds: 20_000)
        try producer.beginTransaction()
        try producer.send(ProducerRecord(topic: "marked", partition: 0, value: [1]))
        try producer.commitTransaction(timeoutMilliseconds: 20_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
        let place = TopicPartition(topic: "marked", partition: 0)
        let consumer = try consumer(group: "marked")
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(place, .beginning)])
        let events = consumer.events { !$0.ends.isEmpty }
        #expect(events.records.map(\.offset) == [0])
        #expect(events.ends == [2])
        #expect(try consumer.watermarks(place, timeoutMilliseconds: 5000).high == 2)
    }

    @Test func anAdministratorCountsWhatAnOpenTransactionWrote() throws {
        try make("open")
        let producer = try producer(["transactional.id": "open"])
        try producer.initTransactions(timeoutMilliseconds: 20_000)
        try producer.beginTransaction()
        try producer.send(ProducerRecord(topic: "open", partition: 0, value: [1]))
        try producer.flush(timeoutMilliseconds: 10_000)
        let place = TopicPartition(topic: "open", partition: 0)
        let admin = try admin()
        #expect(try admin.watermarks([place])[place]?.high == 1)
        #expect(admin.close(deadlineMilliseconds: 2000))
        try producer.abortTransaction(timeoutMilliseconds: 20_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    @Test func aSecondProducerOfTheSameNameFencesTheFirst() throws {
        try make("fenced")
        let record = ProducerRecord(topic: "fenced", partition: 0, value: Array("old".utf8))
        let first = try producer(["transactional.id": "lane-1"])
        try first.initTransactions(timeoutMilliseconds: 20_000)
        try first.beginTransaction()
        try first.send(record)
        try first.flush(timeoutMilliseconds: 10_000)
        let second = try producer(["transactional.id": "lane-1"])
        try second.initTransactions(timeoutMilliseconds: 20_000)
        let error = #expect(throws: KafkaError.self) { try first.commitTransaction(timeoutMilliseconds: 20_000) }
        #expect(error?.isFatal == true)
        #expect(error?.isFenced == true)
        #expect(first.fatalError?.isFenced == true)
        #expect(try contents("fenced").isEmpty)
        try second.beginTransaction()
        try second.send(ProducerRecord(topic: "fenced", partition: 0, value: Array("new".utf8)))
        try second.commitTransaction(timeoutMilliseconds: 20_000)
        #expect(try contents("fenced") == ["new"])
        first.close(deadlineMilliseconds: 3000)
        #expect(second.close(deadlineMilliseconds: 3000))
    }

    @Test func topicsAreMadeDescribedAndDeletedEachWithItsOwnAnswer() throws {
        let admin = try admin()
        defer { admin.close() }
        let settings = ["cleanup.policy": "compact", "retention.ms": "604800000"]
        let answers = try admin.createTopics([
            TopicSpecification(name: "made", partitions: 3, configuration: settings),
            TopicSpecification(name: "no/such name", partitions: 1),
            TopicSpecification(name: "wrong", partitions: 1, configuration: ["no.such.setting": "1"]),
            TopicSpecification(name: "too.many.copies", partitions: 1, replication: 9),
        ])
        #expect(answers["made"] == .some(nil))
        #expect(answers["wrong"]??.code == .invalidConfiguration)
        #expect(answers["no/such name"]??.isRetriable == false)
        #expect(answers["too.many.copies"]??.name == "INVALID_REPLICATION_FACTOR")
        let again = try admin.createTopics([TopicSpecification(name: "made", partitions: 3)])
        #expect(again["made"]??.code == .topicAlreadyExists)
        let described = try admin.describeTopics(["made", "missing"])
        #expect(try described["made"]?.get() == 3)
        #expect(throws: KafkaError.self) { try described["missing"]?.get() }
        #expect(try admin.describeTopics(nil).keys.contains("made"))
        let configuration = try admin.topicConfiguration("made")
        for (name, value) in settings { #expect(configuration[name] == value) }
        #expect(configuration["max.message.bytes"] != nil)
        let error = #expect(throws: KafkaError.self) { try admin.topicConfiguration("missing") }
        #expect(error?.isUnknownTopic == true)
        let deleted = try admin.deleteTopics(["made", "missing"])
        #expect(deleted["made"] == .some(nil))
        #expect(deleted["missing"]??.isUnknownTopic == true)
    }

    @Test func aTopicThatIsNotThereIsAnErrorAndIsNotMade() throws {
        let consumer = try consumer(group: "nobody")
        defer { consumer.close(deadlineMilliseconds: 5000) }
        let place = TopicPartition(topic: "absent", partition: 0)
        let error = #expect(throws: KafkaError.self) {
            try consumer.partitionCounts(of: ["absent"], timeoutMilliseconds: 5000)
        }
        #expect(error?.isUnknownTopic == true)
        let unassigned = #expect(throws: KafkaError.self) { try consumer.assign([StartPosition(place, .beginning)]) }
        #expect(unassigned?.topicPartition?.topic == "absent")
        let producer = try producer()
        defer { producer.close(deadlineMilliseconds: 3000) }
        let refused = #expect(throws: KafkaError.self) { try producer.warm(topics: ["absent"]) }
        #expect(refused?.isUnknownTopic == true)
        #expect(try !admin().describeTopics(nil).keys.contains("absent"))
    }

    @Test func aGroupIsDescribedWithItsMembersAndItsLag() throws {
        try make("grouped", partitions: 2)
        try fill("grouped", 0..<6)
        let places = [0, 1].map { TopicPartition(topic: "grouped", partition: $0) }
        let admin = try admin()
        defer { admin.close() }
        #expect(try admin.describeGroup("members").members.isEmpty)
        let consumer = try consumer(group: "members", ["client.id": "reader-1", "group.instance.id": "slot-1"])
        try consumer.subscribe(["grouped"]) { partitions in
            partitions.map { StartPosition($0, .beginning) }
        } onRevoked: { _, _ in
        }
        #expect(consumer.records(6).count == 6)
        try consumer.commit([OffsetPosition(places[0], offset: 4, metadata: "m")])

        let group = try admin.describeGroup("members")
        #expect(group.state == "Stable")
        #expect(group.assignor == "range")
        let member = try #require(group.members.first)
        #expect(group.members.count == 1)
        #expect(member.client == "reader-1")
        #expect(member.instance == "slot-1")
        #expect(member.host.contains("127.0.0.1"))
        #expect(member.partitions == places)

        let expected = [places[0]: OffsetPosition(places[0], offset: 4, metadata: "m"), places[1]: nil]
        #expect(try admin.committedOffsets(group: "members", places) == expected)
        #expect(try admin.committedOffsets(group: "members") == [places[0]: expected[places[0]] ?? nil])
        let lag = try admin.groupLag(group: "members", places)
        #expect(lag[places[0]] == GroupLag(committed: 4, low: 0, high: 6))
        #expect(lag[places[0]]?.lag == 2)
        #expect(lag[places[1]] == GroupLag(committed: nil, low: 0, high: 0))
        #expect(consumer.close(deadlineMilliseconds: 8000))
    }

    /// `range` takes everything away before it gives anew; the cooperative protocol takes only what moves.
    @Test(arguments: [("range", true), ("cooperative-sticky", false)])
    func twoMembersShareTheirPartitionsAndTheOneThatStaysTakesAll(strategy: String, takesAll: Bool) throws {
        let topic = "shared.\(strategy)"
        try make(topic, partitions: 4)
        try fill(topic, 0..<5)
        let properties = [
            "session.timeout.ms": "6000", "heartbeat.interval.ms": "200", "partition.assignment.strategy": strategy,
        ]
        let first = try Member(consumer(group: topic, properties), topic)
        _ = first.consumer.events { _ in first.consumer.assignment.count == 4 }
        let second = try Member(consumer(group: topic, properties), topic)
        _ = first.consumer.events { _ in
            _ = second.consumer.poll(timeoutMilliseconds: 10)
            return first.consumer.assignment.count == 2 && second.consumer.assignment.count == 2
        }
        #expect(Set(first.consumer.assignment).isDisjoint(with: second.consumer.assignment))
        #expect(second.consumer.close(deadlineMilliseconds: 8000))
        _ = first.consumer.events { _ in first.consumer.assignment.count == 4 }
        try first.consumer.rewind(
            to: first.consumer.assignment.map { StartPosition($0, .at($0.partition == 0 ? 3 : 0)) })
        #expect(first.consumer.records(2).map(\.text) == ["3", "4"], "\(first.told)")
        #expect(first.consumer.close(deadlineMilliseconds: 8000))
        for told in [first.told, second.told] {
            #expect(told.compactMap { Int($0) }.reduce(0, +) == 0, "\(told)")
            #expect(told.allSatisfy { Int($0) != nil }, "nothing is lost: \(told)")
        }
        #expect(first.told.first == "+4")
        #expect(first.told.dropLast().contains("-4") == takesAll, "\(first.told)")
    }

    @Test func offsetsOfAMemberThatTheGroupHasLeftBehindAreRefused() throws {
        try make("zombie.in", "zombie.out")
        try fill("zombie.in", 0..<2)
        let group = ["group.instance.id": "slot", "session.timeout.ms": "6000", "heartbeat.interval.ms": "200"]
        func member() throws -> Consumer {
            let consumer = try consumer(group: "zombie", group)
            try consumer.subscribe(["zombie.in"]) {
                $0.map { StartPosition($0, .beginning) }
            } onRevoked: { _, _ in
            }
            return consumer
        }
        let first = try member()
        let batch = first.records(2)
        let producer = try producer(["transactional.id": "zombie"])
        try producer.initTransactions(timeoutMilliseconds: 20_000)
        let second = try member()
        #expect(second.records(2).count == 2)
        try producer.beginTransaction()
        try producer.send(ProducerRecord(topic: "zombie.out", partition: 0, value: [1]))
        let position = OffsetPosition(try #require(batch.last).topicPartition, offset: 2)
        let error = #expect(throws: KafkaError.self) {
            try producer.sendOffsets([position], of: first, timeoutMilliseconds: -1)
        }
        #expect(error?.requiresAbort == true || error?.isFatal == true)
        try producer.abortTransaction(timeoutMilliseconds: 20_000)
        #expect(try contents("zombie.out").isEmpty)
        #expect(producer.close(deadlineMilliseconds: 5000))
        first.close(deadlineMilliseconds: 5000)
        #expect(second.close(deadlineMilliseconds: 8000))
    }
}

/// A member of a group that commits nothing, and what it was told.
private final class Member {
    let consumer: Consumer
    private(set) var told: [String] = []

    init(_ consumer: Consumer, _ topic: String) throws {
        self.consumer = consumer
        try consumer.subscribe([topic]) { [unowned self] partitions in
            told.append("+\(partitions.count)")
            return partitions.map { StartPosition($0, .beginning) }
        } onRevoked: { [unowned self] partitions, lost in
            told.append("-\(partitions.count)\(lost ? " lost" : "")")
        }
    }
}
