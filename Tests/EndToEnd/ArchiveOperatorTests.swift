import Archive
import Foundation
import Kafka
import Reports
import Stages
import Testing

/// `guazhi archive merge`, and `guazhi-archive` before a record of a later release, as an operator meets them.
struct ArchiveOperatorTests {
    private let guazhi = Executable(name: "guazhi")
    private let work = WorkFolder()

    /// A folder of its own for each test, removed at the end.
    private final class WorkFolder {
        let url = FileManager.default.temporaryDirectory.appending(path: "guazhi-merge-\(UUID().uuidString)")
        deinit { try? FileManager.default.removeItem(at: url) }
    }

    private func path(_ name: String) -> String { work.url.appending(path: name).path }

    /// The frozen archive and one of a refusal, side by side.
    private func make() throws {
        try FileManager.default.createDirectory(at: work.url, withIntermediateDirectories: true)
        let frozen = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/archive-v1").path
        try FileManager.default.copyItem(atPath: frozen, toPath: path("a"))
        let writer = try ArchiveWriter(directory: path("b"))
        try writer.newStream(clusterIdentifier: "test")
        let entry = RefusalEntry(
            key: EntryKey(location: "elsewhere/x.pdf", sha256: SHA256.sha256Hex([1]), generation: 1, part: nil),
            stage: "parse", code: "encrypted", message: "because", ingestedAt: Timestamp(nanoseconds: 0))
        try writer.append(
            .refusal(entry), from: StreamOrigin(topic: "reports.dead", partition: 0, offset: 0), value: nil)
        try writer.checkpoint([])
    }

    private func document(_ name: String) throws -> Data {
        try Data(contentsOf: work.url.appending(path: name).appending(path: "archive.json"))
    }

    @Test func twoArchivesBecomeOneWhicheverIsNamedFirst() throws {
        try make()
        let first = try guazhi.run(["archive", "merge", path("ab"), path("a"), path("b")])
        #expect(first.code == 0, "\(first.errors)")
        let lines = first.text.split(separator: "\n")
        #expect(
            lines.first == "\(path("a")): 13 entries in 8 batches added" && lines.last == "\(path("ab"))/archive.json")
        #expect(lines.dropFirst().first == "\(path("b")): 1 entry in 1 batch added")
        let second = try guazhi.run(["archive", "merge", path("b"), path("a"), "--json"])
        let json = try #require(try second.jsonLines.first)
        #expect((json["merged"] as? [[String: Any]])?.first?["entries"] as? Int == 13)
        #expect(try document("ab") == document("b"))
        #expect(json["refused"] as? Int == 3)
        let again = try guazhi.run(["archive", "merge", path("b"), path("a"), "--leave-consolidation"])
        #expect(again.text == "\(path("a")): 0 entries in 0 batches added, 13 were there already\n")
        for name in ["a", "b", "ab"] {
            let verified = try guazhi.run(["archive", "verify", path(name)])
            #expect(verified.code == 0, "\(verified.text)")
        }
    }

    @Test func whatCannotBeMergedIsOneSentence() throws {
        try make()
        let writer = try ArchiveWriter(directory: path("b"))
        for (arguments, code, words) in [
            (["a", "b"], Int32(75), "another process writes"), (["b", "a"], 75, "another process writes"),
            (["a", "a"], 64, "are one folder"), (["a", "nowhere"], 66, "not an archive"),
        ] {
            let outcome = try guazhi.run(["archive", "merge"] + arguments.map(path))
            #expect(outcome.code == code && outcome.errors.contains(words), "\(outcome.errors)")
            #expect(outcome.output.isEmpty && outcome.errors.split(separator: "\n").count == 1)
        }
        writer.close()
        #expect(try guazhi.run(["archive", "merge", path("a")]).code == 64)
        let damaged = work.url.appending(path: "a/segments/00000002.jsonl")
        var bytes = try Data(contentsOf: damaged)
        bytes[bytes.count / 3] ^= 4
        try bytes.write(to: damaged)
        let outcome = try guazhi.run(["archive", "merge", path("new"), path("a")])
        #expect(outcome.code == 74 && outcome.errors.contains("00000002.jsonl"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: path("new")))
    }

    @Test(arguments: [("guazhi/report/2", "guazhi/report/1"), ("guazhi/report/1", "guazhi/report/2")])
    func aRecordOfALaterReleaseStopsTheArchiveBeforeIt(header: String, body: String) throws {
        try make()
        let cluster = try EmbeddedCluster()
        let names = TopicNames(namespace: "later")
        for topic in names.aligned { try cluster.createTopic(topic, partitions: 1) }
        let producer = try Producer(properties: ["bootstrap.servers": cluster.bootstrapServers])
        let facts = DocumentFacts(location: "site/x", sha256: SHA256.sha256Hex([1]), bytes: 1)
        try producer.send(
            ProducerRecord(
                topic: names.dead, partition: 0, key: Array("site/x".utf8), value: [1],
                headers: DocumentHeaders.encode(facts) + [Header(HeaderName.deadCode, "encrypted")], timestamp: 1))
        let headers = RecordHeaders(
            location: "site/y", document: SHA256.sha256Hex([2]), generation: 1,
            origin: Origin(topic: names.raw, partition: 0, offset: 1), part: 1, partCount: 1, retrievedAt: nil,
            ingestedAt: nil)
        try producer.send(
            ProducerRecord(
                topic: names.enriched, partition: 0, key: Array("site/y".utf8),
                value: Array(#"{"schema":"\#(body)"}"#.utf8), headers: headers.encode(schema: header), timestamp: 1))
        try producer.flush(timeoutMilliseconds: 20_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
        for _ in 0..<2 {
            let outcome = try Executable(name: "guazhi-archive").run([
                "--archive", path("later"), "--bootstrap-servers", cluster.bootstrapServers, "--embedded", "--stream",
                "test", "--exit-when-idle", "1", "--set", "namespace=later", "--set", "partitions=1",
            ])
            #expect(outcome.code == 75 && outcome.errors.contains("upgrade"), "\(outcome.errors)")
            let status = try ArchiveFolder(path("later")).status()
            #expect(status.positions[StreamPartition(topic: names.enriched, partition: 0)] ?? 0 == 0)
        }
        cluster.close()
    }
}
