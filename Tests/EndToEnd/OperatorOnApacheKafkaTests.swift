import Foundation
import Kafka
import KafkaTestSupport
import Reports
import Stages
import Testing

/// `guazhi topics`, `status` and `dead` on Apache Kafka; each test in a namespace of its own.
@Suite(.enabled(if: TestBroker.isAvailable, "KAFKA_HOME is not set"))
struct OperatorOnApacheKafkaTests {
    private let guazhi = Executable(name: "guazhi")
    private let broker: TestBroker
    private let namespace = "operator-\(UUID().uuidString.prefix(8))"
    private let names: TopicNames

    init() throws {
        broker = try TestBroker.shared()
        names = TopicNames(namespace: namespace)
    }

    private func run(_ arguments: String...) throws -> Executable.Outcome {
        try guazhi.run(
            arguments + [
                "--bootstrap-servers", broker.bootstrapServers, "--set", "namespace=\(namespace)", "--set",
                "partitions=3",
            ])
    }

    private func json(_ arguments: String...) throws -> [String: Any] {
        let outcome = try guazhi.run(
            arguments + [
                "--json", "--bootstrap-servers", broker.bootstrapServers, "--set", "namespace=\(namespace)",
            ])
        return try #require(try outcome.jsonLines.first, "\(outcome.errors)")
    }

    private func apply() throws {
        let outcome = try run("topics", "apply")
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    private func send(_ records: [ProducerRecord], _ properties: [String: String] = [:]) throws {
        let producer = try Producer(
            properties: ["bootstrap.servers": broker.bootstrapServers].merging(properties) { $1 })
        defer { producer.close(deadlineMilliseconds: 5000) }
        let isTransactional = properties["transactional.id"] != nil
        if isTransactional {
            try producer.initTransactions(timeoutMilliseconds: 30_000)
            try producer.beginTransaction()
        }
        for record in records { try producer.send(record) }
        if isTransactional { try producer.commitTransaction(timeoutMilliseconds: 30_000) }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.takeDeliveryFailures().isEmpty)
    }

    private func document(_ location: String, partition: Int32, time: Int64) -> ProducerRecord {
        let bytes = Array("文件 \(location)".utf8)
        let facts = DocumentFacts(location: location, sha256: SHA256.sha256Hex(bytes), bytes: bytes.count)
        return ProducerRecord(
            topic: names.raw, partition: partition, key: Array(location.utf8), value: bytes,
            headers: DocumentHeaders.encode(facts), timestamp: time)
    }

    private func commit(_ stage: StageName, _ positions: [OffsetPosition]) throws {
        let consumer = try Consumer(properties: [
            "bootstrap.servers": broker.bootstrapServers, "group.id": names.group(of: stage),
        ])
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.commit(positions)
    }

    // MARK: - topics

    @Test func topicsAreCreatedOnce() throws {
        let first = try run("topics", "apply")
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.text.components(separatedBy: "created").count == 6)
        let second = try run("topics", "apply")
        #expect(second.code == 0)
        #expect(second.text.components(separatedBy: "was there").count == 6)
        let described = try run("topics", "describe")
        #expect(described.code == 0 && !described.text.contains("≠"), "\(described.text) \(described.errors)")
    }

    @Test func whatIsOtherwiseThanConfiguredIsMarked() throws {
        try apply()
        let outcome = try run("topics", "describe", "--set", "topics.raw.retention=90d")
        #expect(outcome.code == 0)
        #expect(outcome.text.contains("30d ≠ 90d"))
        #expect(outcome.text.components(separatedBy: "≠ configured").count == 2)
    }

    @Test func topicsTheStagesCannotWorkWithAre78() throws {
        let missing = try run("topics", "describe")
        #expect(missing.code == 78 && missing.errors.contains("is not there"))
        let admin = try Admin(properties: ["bootstrap.servers": broker.bootstrapServers])
        defer { admin.close() }
        let topics = names.all.map { name in
            TopicSpecification(name: name, partitions: name == names.enriched ? 2 : 3)
        }
        for (name, error) in try admin.createTopics(topics) { try #require(error == nil, "\(name)") }
        // The controller answers before the broker knows them.
        let limit = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < limit {
            let known = try admin.describeTopics(topics.map(\.name)).values
            if known.allSatisfy({ (try? $0.get()) != nil }) { break }
        }
        let outcome = try run("topics", "describe")
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("partitions are unequal"), "\(outcome.errors)")
        // A topic as the broker makes it takes no dead letter of the largest message.
        #expect(outcome.text.contains("also: \(names.dead) takes messages of 1048588 bytes"), "\(outcome.text)")
        let refused = try run("topics", "apply")
        #expect(refused.code == 78 && refused.errors.contains("has 2 partitions"))
    }

    // MARK: - status

    @Test func anEmptyPipelineHasNothingWaiting() throws {
        let before = try run("status")
        #expect(before.code == 78 && before.errors.contains("guazhi topics apply"))
        try apply()
        let status = try json("status")
        let stages = try #require(status["stages"] as? [[String: Any]])
        #expect(stages.map { $0["name"] as? String } == ["parse", "enrich", "archive"])
        #expect(stages.allSatisfy { $0["lag"] as? Int == 0 })
        #expect(status["oldest_not_archived"] is NSNull)
        let text = try run("status").text
        #expect(text.contains("dead letters: 0\n"))
        #expect(text.contains("oldest document not archived yet: none"))
    }

    @Test func aLagIsCountedAndTheOldestDocumentFound() throws {
        try apply()
        let time: Int64 = 1_750_000_000_000
        try send([
            document("a", partition: 0, time: time), document("b", partition: 0, time: time + 60_000),
            document("c", partition: 1, time: time + 30_000), document("d", partition: 1, time: time + 90_000),
        ])
        let parts = (0..<3).map { TopicPartition(topic: names.raw, partition: $0) }
        var status = try json("status")
        var oldest = try #require(status["oldest_not_archived"] as? [String: Any])
        #expect(oldest["time"] as? String == "2025-06-15T15:06:40.000000000Z")
        #expect(oldest["partition"] as? String == "\(names.raw)/0")

        // The oldest was parsed, and its record lies unread before enrich.
        var record = document("a", partition: 0, time: time)
        record.topic = names.parsed
        try send([record])
        try commit(.parse, [OffsetPosition(parts[0], offset: 1), OffsetPosition(parts[1], offset: 0)])
        status = try json("status")
        let stages = try #require(status["stages"] as? [[String: Any]])
        #expect(stages.map { $0["lag"] as? Int } == [3, 1, 0])
        oldest = try #require(status["oldest_not_archived"] as? [String: Any])
        #expect(oldest["partition"] as? String == "\(names.parsed)/0")
        #expect(oldest["time"] as? String == "2025-06-15T15:06:40.000000000Z")

        // And archived: what is oldest now was sent half a minute later.
        try commit(.enrich, [OffsetPosition(TopicPartition(topic: names.parsed, partition: 0), offset: 1)])
        oldest = try #require(try json("status")["oldest_not_archived"] as? [String: Any])
        #expect(oldest["partition"] as? String == "\(names.raw)/1")
        #expect(oldest["time"] as? String == "2025-06-15T15:07:10.000000000Z")
    }

    /// Only the first message of each partition is wanted; those behind it must not stand in the way.
    @Test func theOldestIsFoundAmongManyInEveryTopic() throws {
        try apply()
        let time: Int64 = 1_750_000_000_000
        for topic in [names.raw, names.parsed, names.enriched] {
            try send(
                (0..<300).map { number in
                    var record = document("\(number)", partition: Int32(number % 3), time: time + Int64(number))
                    record.topic = topic
                    return record
                }, ["transactional.id": "\(namespace).\(topic)"])
        }
        let status = try json("status")
        let oldest = try #require(status["oldest_not_archived"] as? [String: Any])
        #expect(oldest["time"] as? String == "2025-06-15T15:06:40.000000000Z")
    }

    /// The marker of a transaction is a lag of one with nothing behind it.
    @Test func transactionMarkersDoNotWait() throws {
        try apply()
        try send(
            [document("a", partition: 0, time: 1_750_000_000_000)], ["transactional.id": "\(namespace).ingest"])
        try commit(.parse, [OffsetPosition(TopicPartition(topic: names.raw, partition: 0), offset: 1)])
        // The broker writes the marker a moment after it has answered.
        let limit = ContinuousClock.now + .seconds(10)
        var lag: Int?
        while lag != 1, ContinuousClock.now < limit {
            let status = try json("status")
            #expect(status["oldest_not_archived"] is NSNull)
            lag = try #require(status["stages"] as? [[String: Any]]).first?["lag"] as? Int
        }
        #expect(lag == 1)
    }

    @Test func membersAndTheArchivesCountsAreShown() throws {
        try apply()
        let consumer = try Consumer(properties: [
            "bootstrap.servers": broker.bootstrapServers, "group.id": names.group(of: .parse), "client.id": "worker-七",
        ])
        defer { consumer.close(deadlineMilliseconds: 5000) }
        var isAssigned = false
        try consumer.subscribe(
            [names.raw],
            onAssigned: { partitions throws(KafkaError) in
                isAssigned = true
                return partitions.map { StartPosition($0, .beginning) }
            }, onRevoked: { _, _ in })
        let limit = ContinuousClock.now + .seconds(30)
        while !isAssigned, ContinuousClock.now < limit { _ = consumer.poll(timeoutMilliseconds: 100) }
        try #require(isAssigned)
        let folder = FileManager.default.temporaryDirectory.appending(path: "guazhi-status-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let status = try json("status", "--archive", folder.path)
        let stages = try #require(status["stages"] as? [[String: Any]])
        let member = try #require((stages.first?["members"] as? [[String: Any]])?.first)
        #expect(member["client"] as? String == "worker-七")
        #expect((member["partitions"] as? [String])?.count == 3)
        #expect(stages.first?["state"] as? String == "Stable")
        #expect((status["archive"] as? [String: Any])?["counts"] is NSNull)

        try Data(#"{"schema":"guazhi/archive/1","counts":{"documents":5,"refused":1,"reports":11},"documents":["#.utf8)
            .write(to: folder.appending(path: "archive.json"))
        let text = try run("status", "--archive", folder.path).text
        #expect(text.contains("11 reports, 5 documents, 1 refused in \(folder.path)/archive.json"), "\(text)")
        try Data("no archive".utf8).write(to: folder.appending(path: "archive.json"))
        #expect(try run("status", "--archive", folder.path).code == 65)
    }

    // MARK: - dead

    private func letter(
        _ location: String, _ bytes: [UInt8]?, offset: Int64, code: Refusal.Code = .noReport, time: Int64
    ) -> ProducerRecord {
        let facts = DocumentFacts(
            location: location, sha256: SHA256.sha256Hex(bytes ?? []), bytes: bytes?.count ?? 0)
        let record = ConsumerRecord(
            topicPartition: TopicPartition(topic: names.raw, partition: 1), offset: offset, key: Array(location.utf8),
            value: bytes, headers: DocumentHeaders.encode(facts), timestamp: time)
        var letter = DeadLetter.letter(
            for: record, refusedBy: .parse, with: Refusal(code, "because \(location)"), attempt: 1, topic: names.dead)
        letter.timestamp = time
        return letter
    }

    @Test func lettersAreListedFilteredAndGivenBack() throws {
        try apply()
        let time: Int64 = 1_750_000_000_000
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let replaced = letter("页/dropped", [1], offset: 3, time: time)
        var tombstone = replaced
        tombstone.value = nil
        tombstone.headers = []
        let unreadable = DeadLetter.letter(
            for: DocumentFacts(location: "页/locked", sha256: "", bytes: 9, path: "/srv/locked"), value: nil,
            refusal: Refusal(.unreadable, "permission denied"), topic: names.dead, partition: 0, timestamp: time)
        try send([
            letter("页/a", bytes, offset: 1, time: time), letter("页/b", [2], offset: 2, code: .crash, time: time + 1000),
            letter("页/b", [3], offset: 7, time: time + 2000), replaced, tombstone, unreadable,
        ])
        // Letters of an aborted transaction are not there.
        let producer = try Producer(properties: [
            "bootstrap.servers": broker.bootstrapServers, "transactional.id": "\(namespace).aborting",
        ])
        try producer.initTransactions(timeoutMilliseconds: 30_000)
        try producer.beginTransaction()
        try producer.send(letter("页/aborted", [9], offset: 50, time: time))
        try producer.flush(timeoutMilliseconds: 10_000)
        try producer.abortTransaction(timeoutMilliseconds: 30_000)
        #expect(producer.close(deadlineMilliseconds: 5000))

        func locations(_ filter: String...) throws -> [String] {
            let outcome = try guazhi.run(
                [
                    "dead", "list", "--json", "--bootstrap-servers", broker.bootstrapServers, "--set",
                    "namespace=\(namespace)",
                ]
                    + filter)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return try outcome.jsonLines.compactMap { $0["location"] as? String }
        }
        #expect(try locations() == ["页/locked", "页/a", "页/b", "页/b"])
        #expect(try locations("--stage", "parse", "--code", "no_report") == ["页/a", "页/b"])
        #expect(try locations("--stage", "ingest") == ["页/locked"])
        #expect(try locations("--since", "2025-06-15T15:06:41Z") == ["页/b", "页/b"])
        #expect(try locations("--until", "2025-06-15T15:06:41Z") == ["页/locked", "页/a"])
        #expect(try locations("--since", "1h") == [])
        #expect(try locations("页/a", "页/b", "--code", "no_report") == ["页/a", "页/b"])
        #expect(try locations("--location", "页/b") == ["页/b", "页/b"])

        let status = try json("status")
        #expect((status["dead_letters"] as? [String: Any])?["count"] as? Int == 4)

        let page = try run("dead", "show", "页/a")
        #expect(page.code == 0)
        #expect(page.text.contains("because 页/a") && page.text.contains("guazhi-dead-origin: \(names.raw)/1/1"))
        let given = try run("dead", "show", "页/a", "--bytes")
        #expect(given.code == 0 && Array(given.output) == bytes)

        let both = try run("dead", "show", "页/b", "--bytes")
        #expect(both.code == 64 && both.output.isEmpty)
        let hash = SHA256.sha256Hex([3]).prefix(16)
        let identifier = "parse/\(names.raw)/1/7/\(hash)"
        #expect(both.errors.contains(identifier))
        #expect(Array(try run("dead", "show", identifier, "--bytes").output) == [3])
        let locked = try run("dead", "show", "页/locked", "--bytes")
        #expect(locked.code == 66 && locked.errors.contains("/srv/locked"))
    }
}
