import Foundation
import Reports
import Testing

@testable import Archive

@Suite("Writing and recovering segments")
struct ArchiveWriterTests {
    private let folder = TemporaryFolder()

    private func entries(_ range: Range<Int>) -> [Entry] {
        range.map { .report(Sample.report("第\($0)篇的正文。", at: "pages/\($0).txt")) }
    }

    private func held(_ directory: String) throws -> [String] {
        var places: [String] = []
        try ArchiveFolder(directory).entries { _, readFrom throws(ArchiveError) in places.append(readFrom) }
        return places
    }

    @Test("What was checkpointed is there again, with positions, last records and stream")
    func reopening() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        #expect(writer.stream == nil)
        try writer.newStream(clusterIdentifier: "abc")
        try writer.put(entries(0..<3))
        try writer.checkpoint([StreamPosition(topic: "reports.dead", partition: 5, nextOffset: 9)])
        writer.close()
        let again = try ArchiveWriter(directory: folder.archive)
        #expect(again.stream == StreamIdentity(number: 1, clusterIdentifier: "abc"))
        #expect(
            again.positions == [
                StreamPartition(topic: "reports.enriched", partition: 0): 3,
                StreamPartition(topic: "reports.dead", partition: 5): 9,
            ])
        #expect(
            again.lastRecords == [
                StreamPartition(topic: "reports.enriched", partition: 0): HeldRecord(
                    offset: 2, sha256: Sample.sha256("value 2"))
            ])
        #expect(again.notices.isEmpty)
        #expect(try held(folder.archive) == (0..<3).map { "reports.enriched/0/\($0)" })
    }

    @Test("Nothing new writes nothing; a position alone does")
    func emptyCheckpoints() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        let position = StreamPosition(topic: "t", partition: 0, nextOffset: 4)
        try writer.checkpoint([position])
        let batches = writer.batches
        try writer.checkpoint([position])
        try writer.checkpoint([])
        #expect(writer.batches == batches)
        try writer.checkpoint([StreamPosition(topic: "t", partition: 0, nextOffset: 5)])
        #expect(writer.batches == batches + 1)
    }

    @Test("A new stream counts from nothing, and entries keep their stream")
    func newStream() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put(entries(0..<2))
        try writer.newStream(clusterIdentifier: "a")
        #expect(writer.stream?.number == 2)
        #expect(writer.positions.isEmpty && writer.lastRecords.isEmpty)
        try writer.put(entries(0..<2))
        #expect(try ArchiveFolder(folder.archive).verify().problems == [])
    }

    @Test("An offset already held is refused")
    func repeatedOffset() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put(entries(0..<2))
        let error = #expect(throws: ArchiveError.self) {
            try writer.append(
                entries(0..<1)[0], from: StreamOrigin(topic: "reports.enriched", partition: 0, offset: 1), value: nil)
        }
        #expect(error?.code == .misuse)
    }

    @Test("A second writer is refused until the first closes")
    func lock() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        let error = #expect(throws: ArchiveError.self) { try ArchiveWriter(directory: folder.archive) }
        #expect(error?.code == .locked)
        #expect(error?.message.contains(folder.archive) == true)
        writer.close()
        _ = try ArchiveWriter(directory: folder.archive)
        #expect(throws: ArchiveError.self) { try writer.checkpoint([]) }
    }

    @Test("A segment cut at any byte gives back whole batches, and says what it cut")
    func tornTail() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        var ends = [0, try size()]
        for batch in 0..<2 {
            // Refusals, which are short: each byte costs an opening.
            try writer.put([.refusal(Sample.refusal(at: "\(batch)")), .refusal(Sample.refusal(at: "\(batch)x"))])
            ends.append(try size())
        }
        writer.close()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for cut in 0...whole.count {
            try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
            let valid = try #require(ends.last { $0 <= cut })
            let again = try ArchiveWriter(directory: folder.archive)
            let batches = ends.firstIndex(of: valid) ?? 0
            try #require(again.batches == batches, "cut at \(cut)")
            try #require(try size() == valid, "cut at \(cut)")
            try #require(again.notices.isEmpty == (cut == valid), "cut at \(cut)")
            try #require(try held(folder.archive).count == 2 * max(0, batches - 1))
            again.close()
        }
    }

    @Test("After a torn tail the batch can be written again", arguments: [1, 40, 700])
    func writingOn(cut: Int) throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        try writer.put(entries(0..<2))
        try writer.put(entries(2..<4))
        writer.close()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.dropLast(cut).write(to: URL(fileURLWithPath: path))
        let again = try ArchiveWriter(directory: folder.archive)
        #expect(again.positions.values.first == 2)
        try again.put(entries(2..<4))
        again.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    }

    @Test("Damage before a whole batch is no torn tail: nothing is cut")
    func damageInTheMiddle() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        try writer.put(entries(0..<2))
        let damaged = try size() - 300
        try writer.put(entries(2..<4))
        try writer.put(entries(4..<6))
        writer.close()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[damaged] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: ArchiveError.self) { try ArchiveWriter(directory: folder.archive) }
        #expect(error?.code == .damaged)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test("Full segments are sealed, and read the same; the next opening goes on")
    func sealing() throws {
        let writer = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: 4000))
        try writer.newStream(clusterIdentifier: "abc")
        for batch in 0..<10 { try writer.put(entries((2 * batch)..<(2 * batch + 2))) }
        #expect(writer.notices.isEmpty)
        writer.close()
        let names = try Folder.names(folder.archive + "/segments")
        #expect(names.filter { $0.hasSuffix(".zst") }.count > 3)
        #expect(names.filter { $0.hasSuffix(".jsonl") }.count <= 1)
        #expect(try held(folder.archive) == (0..<20).map { "reports.enriched/0/\($0)" })
        let again = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: 4000))
        #expect(again.positions.values.first == 20)
        try again.put(entries(20..<22))
        #expect(try ArchiveFolder(folder.archive).verify().problems == [])
    }

    @Test("zstd itself reads a sealed segment")
    func interoperability() throws {
        let tool = "/usr/bin/zstd"
        guard FileManager.default.isExecutableFile(atPath: tool) else { return }
        let writer = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: 1 << 20))
        try writer.newStream(clusterIdentifier: "abc")
        let text = String(repeating: "很长的正文", count: 20_000)
        try writer.put((0..<6).map { .report(Sample.report("\($0)\(text)", at: "\($0)")) })
        let path = SegmentCatalogue.sealedPath(1, in: folder.archive)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["-dcq", path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let plain = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let content = try SegmentContent(SegmentFile(number: 1, path: path, isSealed: true))
        #expect(try content.bytes(at: 0, count: Int(content.count)) == Array(plain))
        #expect((content.index?.frames.count ?? 0) > 1)
    }

    @Test("What a process left that died while sealing is cleared", arguments: ["temporary", "both", "both, damaged"])
    func interruptedSealing(state: String) throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        try writer.put(entries(0..<4))
        writer.close()
        let plain = SegmentCatalogue.plainPath(1, in: folder.archive)
        let sealed = SegmentCatalogue.sealedPath(1, in: folder.archive)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: plain))
        switch state {
        case "temporary": try bytes.prefix(100).write(to: URL(fileURLWithPath: sealed + ".tmp"))
        default:
            try SegmentSealer.seal(1, in: folder.archive)
            try bytes.write(to: URL(fileURLWithPath: plain))
            if state == "both, damaged" {
                let whole = try Data(contentsOf: URL(fileURLWithPath: sealed))
                try whole.dropLast(30).write(to: URL(fileURLWithPath: sealed))
            }
        }
        let again = try ArchiveWriter(directory: folder.archive)
        #expect(again.notices.count == 1)
        #expect(
            try Folder.names(folder.archive + "/segments") == [
                state == "both" ? "00000001.jsonl.zst" : "00000001.jsonl"
            ])
        #expect(again.positions.values.first == 4)
        try again.put(entries(4..<6))
        #expect(try held(folder.archive).count == 6)
        #expect(try ArchiveFolder(folder.archive).verify().problems == [])
    }

    @Test("A folder that a later release wrote is refused")
    func newerFormat() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "abc")
        writer.close()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacingOccurrences(of: "guazhi/archive/1", with: "guazhi/archive/2")
            .write(toFile: path, atomically: false, encoding: .utf8)
        let error = #expect(throws: ArchiveError.self) { try ArchiveWriter(directory: folder.archive) }
        #expect(error?.code == .newerFormat)
        #expect(error?.message.contains("upgrade") == true)
    }

    private func size() throws -> Int {
        Int(Folder.size(SegmentCatalogue.plainPath(1, in: folder.archive)) ?? 0)
    }
}
