import Foundation
import Glibc
import Kafka
import Operations
import Reports
import Testing

@testable import Stages

/// Ingest on the cluster that `guazhi run` hosts.
@Suite struct EmbeddedIngestTests {
    @Test func everyFileIsSentWithItsFacts() async throws {
        let harness = try IngestHarness()
        let folder = try TemporaryFolder()
        try folder.file("pages/a.txt", "第一页", modified: 1_700_000_000)
        try folder.file("pages/sub/b.txt", "第二页")
        try folder.file("pages/empty.txt", "")
        try folder.file("pages/README.md")
        let options = try IngestOptions(isEmbedded: true, environment: ["SOURCE_DATE_EPOCH": "5"])
        let summary = try await harness.run([folder.at("pages")], options)
        #expect(summary.sent == 3)
        #expect(summary.sentBytes == 18)
        #expect(summary.excluded == ["README": 1])
        #expect(summary.exitCode == .ok)
        let records = try harness.records(of: harness.names.raw)
        #expect(
            Set(records.map { $0.key.map { String(decoding: $0, as: UTF8.self) } }) == [
                "pages/a.txt", "pages/sub/b.txt", "pages/empty.txt",
            ])
        for record in records {
            let facts = try DocumentHeaders.decode(record.headers)
            let value = try #require(record.value)
            #expect(record.topicPartition.partition == murmur2Partition(key: Array(facts.location.utf8), count: 4))
            #expect(facts.sha256 == SHA256.sha256Hex(value))
            #expect(facts.bytes == value.count)
            #expect(facts.path == facts.location)
            #expect(facts.ingestedAt == Timestamp(nanoseconds: 5_000_000_000))
            if facts.location == "pages/a.txt" {
                #expect(facts.retrievedAt == Timestamp(nanoseconds: 1_700_000_000_000_000_000))
            }
        }
    }

    @Test func aManifestGivesLocationAndFacts() async throws {
        let harness = try IngestHarness()
        let folder = try TemporaryFolder()
        try folder.file("pages/a.html", "x")
        try folder.file(
            "pages/manifest.tsv",
            "path\turl\tretrieved_at\tmedia_type\tcharset\na.html\thttps://e.cn/a%20b\t2024-01-02T03:04:05Z\ttext/html\tgbk\nb.html\thttps://e.cn/b\n"
        )
        let summary = try await harness.run(
            [folder.at("pages")], try harness.options(manifest: folder.at("pages/manifest.tsv")))
        #expect(summary.sent == 1)
        #expect(summary.excluded == ["the manifest itself": 1])
        let facts = try #require(try harness.facts(of: harness.names.raw).first)
        #expect(facts.location == "https://e.cn/a%20b")
        #expect(facts.url == facts.location)
        #expect(facts.path == "pages/a.html")
        #expect(facts.retrievedAt == Timestamp(rfc3339: "2024-01-02T03:04:05Z"))
        #expect(facts.mediaType == "text/html")
        #expect(facts.charset == "gbk")
        // The row without a file is accounted for.
        #expect(summary.refusals.map(\.location) == ["https://e.cn/b"])
        #expect(summary.refusals.map(\.refusal.code) == [.vanished])
        #expect(summary.exitCode == .dataError)
        #expect(try harness.facts(of: harness.names.dead).map(\.location) == ["https://e.cn/b"])
    }

    @Test func whatIsTooLargeIsRefusedInOneSentenceAndTheRestIsSent() async throws {
        let harness = try IngestHarness(embedded: ["ingest.max-document-bytes": "1000"])
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt", String(repeating: "a", count: 1001))
        try folder.file("p/b.txt", String(repeating: "b", count: 1000))
        let summary = try await harness.run([folder.at("p")])
        #expect(summary.sent == 1)
        #expect(summary.exitCode == .dataError)
        let letter = try #require(try harness.records(of: harness.names.dead).first)
        #expect(letter.headers.text(HeaderName.deadCode) == "too_large")
        let sentence = try #require(letter.headers.text(HeaderName.deadMessage))
        for part in [folder.at("p/a.txt"), "1001 bytes", "1000 B", "ingest.max-document-bytes"] {
            #expect(sentence.contains(part), "\(sentence)")
        }
        let facts = try DocumentHeaders.decode(letter.headers)
        #expect(facts.sha256 == SHA256.sha256Hex([UInt8](repeating: 0x61, count: 1001)))
        #expect(letter.key == Array("ingest/p/a.txt/\(facts.sha256.prefix(16))".utf8))
    }

    @Test func aLargeDocumentTravelsByReference() async throws {
        let folder = try TemporaryFolder()
        let harness = try IngestHarness(embedded: [
            "message-bytes": "1KiB", "payload-store": folder.at("p/payloads"),
        ])
        try folder.file("p/large.txt", String(repeating: "大", count: 1000))
        try folder.file("p/small.txt", "小")
        let summary = try await harness.run([folder.at("p")])
        #expect(summary.sent == 2)
        let records = try harness.records(of: harness.names.raw)
        let large = try #require(records.first { $0.key == Array("p/large.txt".utf8) })
        #expect(large.value == [])
        let name = try #require(large.headers.text(HeaderName.payload))
        let bytes = try PayloadStore(directory: folder.at("p/payloads")).get(name, maximumBytes: 10_000)
        #expect(bytes == Array(String(repeating: "大", count: 1000).utf8))
        let small = try #require(records.first { $0.key == Array("p/small.txt".utf8) })
        #expect(small.headers.text(HeaderName.payload) == nil)
        // A second ingest waits until the stages have read what the first left, finds the payload folder below the
        // root, and leaves it out.
        try harness.catchUp(.parse, harness.names.raw)
        #expect(try await harness.run([folder.at("p")]).excluded == ["archive or payload folder": 1])
    }

    /// Refusals travel; a file that was listed and is gone, and one that may not be read, are accounted for.
    @Test func whatCannotBeReadIsRefusedWithoutATimeOfRetrieval() async throws {
        let folder = try TemporaryFolder()
        for name in ["p/a.txt", "p/closed/b.txt", "p/gone.txt", "p/z.txt"] { try folder.file(name) }
        let harness = try IngestHarness()
        let cluster = try Cluster(settings: harness.settings, logger: IngestHarness.silent)
        let intake = try harness.intake(root: folder.at("p"), cluster: cluster)
        let file = FoundFile(
            path: folder.bytes("p/gone.txt"), location: "p/gone.txt",
            state: try FileState.of(folder.bytes("p/gone.txt"), following: false).get())
        unlink(folder.at("p/gone.txt"))
        try intake.takeOnce(file)
        let closed = WalkProblem(
            path: folder.bytes("p/closed"), location: "p/closed/", error: SystemError(code: EACCES), state: file.state)
        try intake.refuse(closed)
        try intake.refuse(closed)
        try intake.flush()
        #expect(intake.summary.refusals.map(\.location) == ["p/gone.txt", "p/closed/"])
        #expect(intake.summary.refusals.map(\.refusal.code) == [.vanished, .unreadable])
        let facts = try harness.facts(of: harness.names.dead)
        #expect(Set(facts.map(\.location)) == ["p/gone.txt", "p/closed/"])
        #expect(facts.allSatisfy { $0.retrievedAt == nil && $0.sha256 == Intake.noHash })
        intake.outlet.close()
        cluster.close()
    }

    @Test func followingOneFileTakesItsVersionsAndNotItsNeighbours() async throws {
        let harness = try IngestHarness(embedded: ["ingest.settle": "100ms", "ingest.rescan": "500ms"])
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt", "one", modified: 1_600_000_000)
        let drain = DrainSignal()
        let ingest = harness.start([folder.at("p/a.txt")], try harness.options(follow: true), drain: drain)
        try await harness.eventually("the first version") { try harness.records(of: harness.names.raw).count == 1 }
        try folder.file("p/b.txt", "neighbour")
        try folder.file("p/a.txt", "two")
        try await harness.eventually("the second version") { try harness.records(of: harness.names.raw).count == 2 }
        drain.request()
        #expect(try await ingest.value.get().sent == 2)
        let facts = try harness.facts(of: harness.names.raw)
        #expect(facts.map(\.location) == ["a.txt", "a.txt"])
        #expect(facts.map(\.bytes) == [3, 3])
    }

    @Test func whatAPredecessorLeftUnreadKeepsASuccessorWaiting() async throws {
        let harness = try IngestHarness()
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt")
        #expect(try await harness.run([folder.at("p")]).sent == 1)
        let drain = DrainSignal()
        let successor = harness.start([folder.at("p")], try harness.options(), drain: drain)
        try await Task.sleep(for: .milliseconds(300))
        #expect(try harness.records(of: harness.names.raw).count == 1)
        try harness.catchUp(.parse, harness.names.raw)
        #expect(try await successor.value.get().sent == 1)
        #expect(try harness.records(of: harness.names.raw).count == 2)
    }

    @Test func withoutAPayloadStoreALargeDocumentIsRefused() async throws {
        let harness = try IngestHarness(embedded: ["message-bytes": "1KiB"])
        let folder = try TemporaryFolder()
        try folder.file("p/large.txt", String(repeating: "a", count: 3000))
        let summary = try await harness.run([folder.at("p")])
        #expect(summary.refusals.map(\.refusal.code) == [.tooLarge])
        #expect(summary.refusals.first?.refusal.message.contains("payload-store") == true)
    }

    @Test func twoWavesGoAndTheThirdWaitsForTheStages() async throws {
        let harness = try IngestHarness(embedded: ["ingest.wave-documents": "5"])
        let folder = try TemporaryFolder()
        for number in 0..<200 { try folder.file("p/\(number).txt", "page \(number)") }
        let ingest = harness.start([folder.at("p")], try harness.options())
        var sent = 0
        try await harness.eventually("two waves") {
            let count = try harness.records(of: harness.names.raw).count
            defer { sent = count }
            return count > 0 && count == sent
        }
        #expect(sent <= 2 * 4 * 5)
        // With the stages at work everything comes through.
        try await harness.eventually("all documents", within: 30) {
            try harness.catchUp(.parse, harness.names.raw)
            return try harness.records(of: harness.names.raw).count == 200
        }
        #expect(try await ingest.value.get().sent == 200)
    }

    @Test func aDrainEndsTheWaitAndSaysThatIngestIsNotComplete() async throws {
        let harness = try IngestHarness(embedded: ["ingest.wave-documents": "1"])
        let folder = try TemporaryFolder()
        for number in 0..<50 { try folder.file("p/\(number).txt", "page \(number)") }
        let drain = DrainSignal()
        let ingest = harness.start([folder.at("p")], try harness.options(), drain: drain)
        try await harness.eventually("the first waves") { try harness.records(of: harness.names.raw).count > 0 }
        drain.request()
        let summary = try await ingest.value.get()
        #expect(!summary.isComplete)
        #expect(summary.sent == (try harness.records(of: harness.names.raw).count))
    }

    @Test func withoutABrokerOneSentenceSaysSo() async throws {
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt")
        let harness = try IngestHarness()
        let failure = await #expect(throws: Failure.self) {
            try await harness.run(
                [folder.at("p")], changing: ["bootstrap-servers": "127.0.0.1:1", "retry.deadline": "1s"])
        }
        #expect(failure?.exitCode == .unavailable)
        #expect(failure?.message.contains("127.0.0.1:1") == true)
    }
}
