import Foundation
import Kafka
import KafkaTestSupport
import Reports
import Stages
import Testing

/// `guazhi dead replay` and `drop` on Apache Kafka; each test in a namespace of its own.
@Suite(.enabled(if: TestBroker.isAvailable, "KAFKA_HOME is not set"))
struct DeadLettersOnApacheKafkaTests {
    private let guazhi = Executable(name: "guazhi")
    private let broker: TestBroker
    private let namespace = "dead-\(UUID().uuidString.prefix(8))"
    private let names: TopicNames
    private let now = Int64(Date().timeIntervalSince1970 * 1000)

    init() throws {
        broker = try TestBroker.shared()
        names = TopicNames(namespace: namespace)
        let applied = try run("topics", "apply")
        try #require(applied.code == 0, "\(applied.errors)")
    }

    private func run(_ arguments: String...) throws -> Executable.Outcome { try run(arguments) }

    private func run(_ arguments: [String]) throws -> Executable.Outcome {
        try guazhi.run(
            arguments + [
                "--bootstrap-servers", broker.bootstrapServers, "--set", "namespace=\(namespace)", "--set",
                "partitions=2",
            ])
    }

    private func dead(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try run(["dead"] + arguments + ["--json"])
        #expect([0, 65].contains(outcome.code), "\(outcome.errors)")
        return try outcome.jsonLines
    }

    private func locations(_ lines: [[String: Any]]) -> [String] { lines.compactMap { $0["location"] as? String } }

    private func producer(transactional identifier: String? = nil) throws -> Producer {
        var properties = ["bootstrap.servers": broker.bootstrapServers]
        properties["transactional.id"] = identifier
        let producer = try Producer(properties: properties)
        if identifier != nil { try producer.initTransactions(timeoutMilliseconds: 30_000) }
        return producer
    }

    private func send(_ records: [ProducerRecord]) throws {
        let producer = try producer()
        defer { producer.close(deadlineMilliseconds: 5000) }
        for record in records { try producer.send(record) }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.takeDeliveryFailures().isEmpty)
    }

    /// Everything committed in a topic, by partition and offset.
    private func read(_ topic: String) throws -> [ConsumerRecord] {
        let consumer = try Consumer(properties: [
            "bootstrap.servers": broker.bootstrapServers, "group.id": "test-reader", "enable.auto.commit": "false",
            "isolation.level": "read_committed", "enable.partition.eof": "true",
        ])
        defer { consumer.close(deadlineMilliseconds: 5000) }
        var open = Set((0..<2).map { TopicPartition(topic: topic, partition: $0) })
        try consumer.assign(open.map { StartPosition($0, .at(0)) })
        var records: [ConsumerRecord] = []
        let limit = ContinuousClock.now + .seconds(30)
        while !open.isEmpty, ContinuousClock.now < limit {
            switch consumer.poll(timeoutMilliseconds: 100) {
            case .record(let record): records.append(record)
            case .endOfPartition(let partition, _): open.remove(partition)
            case .failure(let error): Issue.record("\(error)")
            case nil: break
            }
        }
        #expect(open.isEmpty)
        return records.sorted { ($0.topicPartition, $0.offset) < ($1.topicPartition, $1.offset) }
    }

    private func original(_ location: String, value: [UInt8]?, key: [UInt8]? = [7], headers: [Header] = [])
        -> ConsumerRecord
    {
        ConsumerRecord(
            topicPartition: TopicPartition(topic: names.raw, partition: 1), offset: Int64(location.utf8.count),
            key: key, value: value,
            headers: [Header(HeaderName.location, location), Header(HeaderName.document, "0123456789abcdef")] + headers,
            timestamp: now - 86_400_000)
    }

    private func letter(
        _ original: ConsumerRecord, by stage: StageName = .parse, code: Refusal.Code = .undecodable, attempt: Int = 1
    ) -> ProducerRecord {
        DeadLetter.letter(
            for: original, refusedBy: stage, with: Refusal(code, "because"), attempt: attempt, topic: names.dead)
    }

    @Test func aReplaySendsTheOriginalsAndTakesTheLettersAway() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let originals = [
            original(
                "页/a", value: bytes,
                headers: [Header(name: "x", value: nil), Header("x", "2"), Header(name: "y", value: [0xFF, 0])]),
            original("页/bb", value: nil, key: nil), original("页/ccc", value: []),
        ]
        let ingest = DeadLetter.letter(
            for: DocumentFacts(location: "页/big", sha256: "", bytes: 9, path: "/srv/big"), value: nil,
            refusal: Refusal(.tooLarge, "too large"), topic: names.dead, partition: 0, timestamp: nil)
        try send(originals.map { letter($0) } + [letter(original("页/dddd", value: [1]), attempt: 3), ingest])

        // By default nothing is done, and it is said what would be.
        let dry = try run("dead", "replay", "--all")
        #expect(dry.code == 65 && dry.text.contains("would send 3 dead letters, left 2; nothing was changed"))
        #expect(dry.text.contains("would send: 页/a (parse undecodable, 1 attempt): to \(names.raw)/1"), "\(dry.text)")
        #expect(try read(names.raw).isEmpty)
        #expect(try dead("list").count == 5)

        let lines = try dead("replay", "--all", "--apply")
        #expect(lines.filter { $0["fate"] as? String == "sent" }.count == 3)
        let left = lines.filter { $0["fate"] as? String == "left" }
        #expect(Set(locations(left)) == ["页/dddd", "页/big"])
        #expect(left.allSatisfy { ($0["why"] as? String)?.isEmpty == false && $0["to"] is NSNull })

        let sent = try read(names.raw)
        #expect(sent.count == 3)
        for (sent, original) in zip(sent, originals) {
            #expect(sent.topicPartition.partition == 1)
            #expect(sent.key == original.key && sent.value == original.value)
            #expect(sent.timestamp == original.timestamp)
            #expect(sent.headers == original.headers + [Header(HeaderName.deadAttempt, "1")])
        }
        #expect(Set(locations(try dead("list"))) == ["页/dddd", "页/big"])
        // A second time there is nothing to send.
        #expect(try dead("replay", "--code", "undecodable", "--apply").allSatisfy { $0["fate"] as? String == "left" })
        #expect(try read(names.raw).count == 3)

        let forced = try run("dead", "replay", "页/dddd", "--force", "--apply")
        #expect(forced.code == 0 && forced.text.contains("sent 1 dead letter"), "\(forced.text) \(forced.errors)")
        #expect(try read(names.raw).last?.headers.text(HeaderName.deadAttempt) == "3")
    }

    @Test func onlyWhatIsChosenIsSentOrDropped() throws {
        try send([
            letter(original("页/a", value: [1])), letter(original("页/bb", value: [2]), code: .crash),
            letter(original("页/ccc", value: [3]), by: .enrich), letter(original("页/dddd", value: [4])),
        ])
        for command in ["replay", "drop", "show"] {
            let nothing = try run("dead", command)
            #expect(nothing.code == 64 && nothing.errors.contains("--all"), "\(nothing.errors)")
        }
        let unknown = try run("dead", "replay", "页/a", "页/z", "--apply")
        #expect(unknown.code == 66 && unknown.errors.contains("页/z") && unknown.output.isEmpty)
        #expect(locations(try dead("replay", "--stage", "parse", "--code", "crash")) == ["页/bb"])
        #expect(locations(try dead("replay", "--until", "1h")).isEmpty)
        #expect(locations(try dead("replay", "--since", "1h", "--location", "页/d", "--apply")) == ["页/dddd"])
        #expect(locations(try dead("replay", "页/ccc", "--apply")) == ["页/ccc"])
        #expect(try read(names.raw).map(\.value) == [[4]])
        #expect(try read(names.parsed).map(\.value) == [[3]])

        let dry = try run("dead", "drop", "--stage", "parse")
        #expect(dry.code == 0 && dry.text.contains("would drop 2 dead letters; nothing was changed"))
        #expect(try dead("list").count == 2)
        #expect(locations(try dead("drop", "页/bb", "--apply")) == ["页/bb"])
        #expect(locations(try dead("list")) == ["页/a"])
        #expect(try read(names.raw).count == 1)
        let tombstones = try read(names.dead).filter { $0.value == nil }
        #expect(tombstones.count == 3 && tombstones.allSatisfy { $0.headers.isEmpty })
    }

    /// A letter may be older than its topic's messages: it would be deleted before it is read.
    @Test func anOldDocumentIsLeftWhereItsTopicWouldDeleteIt() throws {
        var old = original("页/a", value: [1])
        old.timestamp = now - 31 * 86_400_000
        try send([letter(old)])
        let left = try run("dead", "replay", "--all", "--apply")
        #expect(left.code == 65 && left.text.contains("keeps messages for 30d"), "\(left.text) \(left.errors)")
        #expect(try run("dead", "replay", "--all", "--apply", "--force").code == 0)
        #expect(try read(names.raw).map(\.timestamp) == [old.timestamp])
    }

    /// The transactional id is one for all: who comes later ends who was there, and neither sends what the other sent.
    @Test func aSecondChangeFencesTheFirst() throws {
        try send([letter(original("页/a", value: [1]))])
        let first = try producer(transactional: names.deadTransactionalIdentifier)
        try first.beginTransaction()
        try first.send(ProducerRecord(topic: names.raw, partition: 1, key: [1], value: [9]))
        try first.flush(timeoutMilliseconds: 10_000)
        #expect(try run("dead", "replay", "--all", "--apply").code == 0)
        let error = #expect(throws: KafkaError.self) { try first.commitTransaction(timeoutMilliseconds: 10_000) }
        #expect(error?.isFenced == true)
        first.close(deadlineMilliseconds: 1000)
        #expect(try read(names.raw).map(\.value) == [[1]])
    }

    /// A stage's open transaction hides what was committed behind it: the tombstone of a letter too. Seen by thinking of
    /// it: a replay that read only as far as it could see sent the letter again.
    @Test func aTombstoneBehindAnOpenTransactionIsWaitedFor() async throws {
        let refused = letter(original("页/a", value: [1]))
        try send([refused])
        let stage = try producer(transactional: "\(namespace).stage")
        try stage.beginTransaction()
        try stage.send(letter(original("页/bb", value: [2]), code: .crash))
        try stage.flush(timeoutMilliseconds: 10_000)
        var tombstone = refused
        tombstone.value = nil
        tombstone.headers = []
        try send([tombstone])
        let replay = Task.detached { try run("dead", "replay", "--code", "undecodable", "--apply") }
        // Time enough for one that does not wait to send.
        try await Task.sleep(for: .seconds(2))
        try stage.commitTransaction(timeoutMilliseconds: 10_000)
        stage.close(deadlineMilliseconds: 5000)
        let outcome = try await replay.value
        #expect(outcome.code == 0 && outcome.text == "sent 0 dead letters\n", "\(outcome.text) \(outcome.errors)")
        #expect(try read(names.raw).isEmpty)
    }

    /// For brokers without transactions: the originals first, acknowledged, then the tombstones.
    @Test func withoutTransactionsItSendsAllTheSame() throws {
        try send([letter(original("页/a", value: [1])), letter(original("页/bb", value: [2]))])
        let outcome = try run("dead", "replay", "--all", "--apply", "--set", "delivery=at-least-once")
        #expect(outcome.code == 0 && outcome.text.hasSuffix("sent 2 dead letters\n"), "\(outcome.errors)")
        #expect(try read(names.raw).map(\.value) == [[1], [2]])
        #expect(try dead("list").isEmpty)
    }

    @Test func manyLettersGoInFewTransactions() throws {
        try send((1...1200).map { letter(original(String(repeating: "x", count: $0), value: [UInt8($0 % 256)])) })
        let outcome = try run("dead", "replay", "--all", "--apply")
        #expect(outcome.code == 0 && outcome.text.hasSuffix("sent 1,200 dead letters\n"), "\(outcome.errors)")
        let sent = try read(names.raw)
        #expect(sent.map(\.value) == (1...1200).map { [UInt8($0 % 256)] })
        #expect(try dead("list").isEmpty)
        #expect(try read(names.dead).count { $0.value == nil } == 1200)
    }
}
