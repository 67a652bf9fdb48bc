import Archive
import Foundation
import Kafka
import KafkaTestSupport
import Reports
import Testing

/// `guazhi topics`, `status` and `dead` as an operator types them, without a cluster.
struct OperatorTests {
    private let guazhi = Executable(name: "guazhi")

    @Test(arguments: [["status"], ["topics", "apply"], ["dead", "list"]])
    func withoutABrokerOneSentenceAnd69(command: [String]) throws {
        let port = try #require(try LoopbackPort.free(1).first)
        let outcome = try guazhi.run(command + ["--bootstrap-servers", "127.0.0.1:\(port)"])
        #expect(outcome.code == 69)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("guazhi: no broker answers at 127.0.0.1:\(port)"))
    }

    @Test func withoutAnAddressItSaysHowToGiveOne() throws {
        let outcome = try guazhi.run(["status", "--set", "bootstrap-servers="])
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("--bootstrap-servers"))
    }

    @Test(arguments: [
        (["stauts"], "status"), (["topics", "aply"], "apply"), (["dead", "list", "--stag", "parse"], "--stage"),
        (["dead", "list", "--code", "no_reprot"], "no_report"), (["status", "--jsn"], "--json"),
        (["dead", "list", "--stage", "parser"], "parse"),
    ])
    func aSlipOfThePenIs64AndAQuestion(arguments: [String], meant: String) throws {
        let outcome = try guazhi.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains("did you mean \(meant)?"), "\(outcome.errors)")
    }

    @Test func aSinceThatIsNoTimeIs64() throws {
        let outcome = try guazhi.run(["dead", "list", "--since", "yesterday", "--bootstrap-servers", "127.0.0.1:1"])
        #expect(outcome.code == 64 && outcome.errors.contains("--since takes"))
    }

    @Test func refusalsOfAnArchiveAreListedAndGivenBack() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guazhi-dead-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let bytes: [UInt8] = [0x00, 0xFF, 0x0A, 0xB9, 0xD2]
        let writer = try ArchiveWriter(directory: folder.path)
        try writer.newStream(clusterIdentifier: "test")
        let refusals: [(location: String, code: String, original: [UInt8]?)] = [
            ("页/a.html", "no_report", bytes), ("页/b.html", "too_large", nil),
        ]
        for (index, refusal) in refusals.enumerated() {
            let key = EntryKey(
                location: refusal.location, sha256: SHA256.sha256Hex([UInt8(index)]), generation: nil, part: nil)
            let entry = RefusalEntry(
                key: key, stage: "parse", code: refusal.code, message: "because", original: refusal.original)
            try writer.append(
                .refusal(entry), from: StreamOrigin(topic: "reports.dead", partition: 2, offset: Int64(index)),
                value: refusal.original)
        }
        try writer.checkpoint([StreamPosition(topic: "reports.dead", partition: 2, nextOffset: 2)])
        writer.close()
        let archive = ["--archive", folder.path]

        let list = try guazhi.run(["dead", "list", "--json"] + archive)
        #expect(list.code == 0, "\(list.errors)")
        #expect(try list.jsonLines.map { $0["location"] as? String } == ["页/a.html", "页/b.html"])
        #expect(try list.jsonLines.map { $0["id"] as? String } == ["reports.dead/2/0", "reports.dead/2/1"])
        let table = try guazhi.run(["dead", "list", "--code", "no_report"] + archive)
        #expect(table.text.contains("页/a.html") && !table.text.contains("页/b.html"))
        #expect(table.text.hasSuffix("1 dead letter: parse no_report 1\n"))

        let given = try guazhi.run(["dead", "show", "页/a.html", "--bytes"] + archive)
        #expect(given.code == 0 && Array(given.output) == bytes)
        let missing = try guazhi.run(["dead", "show", "reports.dead/2/1", "--bytes"] + archive)
        #expect(missing.code == 66 && missing.output.isEmpty && missing.errors.contains("too_large"))
        let unknown = try guazhi.run(["dead", "show", "页/c.html"] + archive)
        #expect(unknown.code == 66 && unknown.errors.contains("guazhi dead list"))
    }

    @Test func anArchiveThatIsNotThereIs66() throws {
        let outcome = try guazhi.run(["dead", "list", "--archive", "/nowhere/archive"])
        #expect(outcome.code == 66 && outcome.errors.contains("/nowhere/archive"), "\(outcome.errors)")
    }
}
