import Foundation
import Reports
import Testing

@testable import Archive

@Suite("Merging archives")
struct MergeTests {
    private let folder = TemporaryFolder(inMemory: true)
    private func path(_ name: String) -> String { folder.path + "/" + name }

    /// An archive `name` of what it read from its cluster, with ties, versions and refusals between the archives.
    private func make(_ name: String, _ range: Range<Int>, segmentBytes: Int64 = 64 << 20) throws {
        let writer = try ArchiveWriter(directory: path(name), options: .init(segmentBytes: segmentBytes))
        defer { writer.close() }
        if writer.stream == nil { try writer.newStream(clusterIdentifier: "cluster of \(name)") }
        let isLater = name > "a"
        for index in range {
            try writer.put([
                .report(
                    Sample.report(
                        "第\(index)篇的正文。", at: "\(index).txt", document: isLater ? "新\(index % 3)" : "旧\(index % 3)",
                        retrieved: 100 + index % 2 + (isLater ? 1 : 0))),
                .refusal(Sample.refusal(at: "\(index).bin", code: isLater ? "crash" : "no_report", original: nil)),
            ])
        }
        try writer.checkpoint([StreamPosition(topic: "reports.dead", partition: 1, nextOffset: 7)])
    }

    @discardableResult
    private func merge(_ into: String, _ others: String...) throws -> [MergedArchive] {
        try ArchiveFolder(path(into)).merge(others.map { ArchiveFolder(path($0)) }).archives
    }

    private func entries(_ name: String) throws -> [Entry] {
        var entries: [Entry] = []
        try ArchiveFolder(path(name)).entries { entry, _ throws(ArchiveError) in entries.append(entry) }
        return entries
    }

    private func consolidated(_ name: String) throws -> [UInt8] { try Consolidated(path(name)).bytes }

    private func expectSound(_ name: String, entries: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let report = try ArchiveFolder(path(name)).verify()
        #expect(report.problems == [], sourceLocation: sourceLocation)
        #expect(report.entries == entries && report.repeatedEntries == 0, sourceLocation: sourceLocation)
    }

    @Test(
        "Whoever is merged into whom, archive.json is the same, and that of the union",
        arguments: [Int64(64 << 20), 4000])
    func commutative(segmentBytes: Int64) throws {
        for name in ["a", "b"] { try make(name, name == "a" ? 0..<6 : 3..<9, segmentBytes: segmentBytes) }
        let all = try entries("a") + entries("b")
        for (new, into, from) in [("ab", "a", "b"), ("ba", "b", "a")] {
            try FileManager.default.copyItem(atPath: path(into), toPath: path(new))
            let merged = try merge(new, from)
            #expect(merged.map(\.entries) == [12] && merged.map(\.heldEntries) == [0])
            try expectSound(new, entries: 24)
        }
        try merge("new", "a", "b")
        try expectSound("new", entries: 24)
        let bytes = try consolidated("ab")
        #expect(try consolidated("ba") == bytes)
        #expect(try consolidated("new") == bytes)
        #expect(try Consolidated(all).bytes == bytes)
        #expect(try consolidated("a") != bytes)
    }

    @Test("A second merge adds nothing, one after the other archive has grown adds what is new")
    func again() throws {
        try make("a", 0..<3)
        try make("b", 3..<5)
        try merge("a", "b")
        let segments = try TemporaryFolder.files(path("a") + "/segments")
        #expect(try merge("a", "b").map(\.heldEntries) == [4])
        #expect(try TemporaryFolder.files(path("a") + "/segments") == segments)
        try make("b", 5..<6)
        let merged = try merge("a", "b")
        #expect(merged.map(\.entries) == [2] && merged.map(\.heldEntries) == [4])
        try expectSound("a", entries: 12)
    }

    @Test("By whatever way a batch comes, it is there once, and says who read it")
    func roundabout() throws {
        try make("a", 0..<2)
        try make("b", 2..<4)
        try make("c", 4..<6)
        try merge("b", "a")
        try merge("c", "b")
        #expect(try merge("c", "a").map(\.heldEntries) == [4])
        #expect(try merge("a", "c").map { [$0.entries, $0.heldEntries] } == [[8, 4]])
        try expectSound("a", entries: 12)
        try expectSound("c", entries: 12)
        #expect(try consolidated("a") == consolidated("c"))
        var origins: [String: Set<String>] = [:]
        for name in ["a", "c"] {
            var reader = try BatchReader(path(name), checksEntries: true)
            try reader.read { batch throws(ArchiveError) in
                let stream = batch.origin.stream
                origins[name, default: []].insert("\(batch.origin.sha256) \(stream?.clusterIdentifier ?? "none")")
            }
        }
        #expect(origins["a"] == origins["c"] && origins["a"]?.count == 6)
        #expect(origins["a"]?.filter { $0.hasSuffix(" cluster of b") }.count == 2)
    }

    @Test("Copies of one archive that went on apart share what they had")
    func parted() throws {
        try make("a", 0..<2)
        for name in ["b", "c"] { try FileManager.default.copyItem(atPath: path("a"), toPath: path(name)) }
        try make("a", 2..<3)
        try make("b", 3..<5)
        try make("c", 5..<6)
        #expect(try merge("a", "b", "c").map { [$0.entries, $0.heldEntries] } == [[4, 4], [2, 4]])
        try expectSound("a", entries: 12)
    }

    @Test("The archive's own stream goes on as if nothing had been merged")
    func resuming() throws {
        try make("a", 0..<3, segmentBytes: 3000)
        try make("b", 3..<6)
        let before = try ArchiveWriter(directory: path("a"))
        before.close()
        try merge("a", "b")
        let after = try ArchiveWriter(directory: path("a"))
        #expect(after.stream == before.stream && after.stream?.clusterIdentifier == "cluster of a")
        #expect(after.positions == before.positions && after.positions.count == 2)
        #expect(after.lastRecords == before.lastRecords && after.lastRecords.count == 1)
        after.close()
        try make("a", 6..<8)
        try expectSound("a", entries: 16)
        #expect(try merge("b", "a").map(\.entries) == [10])
        #expect(try consolidated("a") == consolidated("b"))
    }

    @Test("A merge that was killed anywhere is completed by the same merge")
    func killed() throws {
        try make("a", 0..<1)
        try make("b", 1..<4)
        let own = try TemporaryFolder.files(path("a") + "/segments").values.reduce(0) { $0 + $1.count }
        try merge("a", "b")
        let whole = try consolidated("a")
        let plain = SegmentCatalogue.plainPath(1, in: path("a"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: plain))
        for cut in stride(from: own, to: bytes.count, by: 97) {
            try bytes.prefix(cut).write(to: URL(fileURLWithPath: plain))
            try merge("a", "b")
            try #require(try Data(contentsOf: URL(fileURLWithPath: plain)) == bytes, "cut at \(cut)")
        }
        try expectSound("a", entries: 8)
        #expect(try consolidated("a") == whole)
    }

    @Test("A writer in either folder, one folder twice and no archive are refused, and nothing is made")
    func refused() throws {
        try make("a", 0..<1)
        try make("b", 1..<2)
        let segments = try TemporaryFolder.files(path("a") + "/segments")
        for name in ["a", "b"] {
            let writer = try ArchiveWriter(directory: path(name))
            let error = #expect(throws: ArchiveError.self) { try merge("a", "b") }
            #expect(error?.code == .locked && error?.message.contains(path(name)) == true)
            writer.close()
        }
        for others in [["a"], ["b", "b"], ["b", "../\(URL(fileURLWithPath: folder.path).lastPathComponent)/b"]] {
            let error = #expect(throws: ArchiveError.self) {
                try ArchiveFolder(path("a")).merge(others.map { ArchiveFolder(path($0)) })
            }
            #expect(error?.code == .sameFolder && error?.exitStatus == 64)
        }
        #expect(#expect(throws: ArchiveError.self) { try merge("new", "a", "nowhere") }?.code == .notFound)
        #expect(!Folder.exists(path("new")))
        #expect(try TemporaryFolder.files(path("a") + "/segments") == segments)
    }

    @Test("An archive that is damaged, or of a later release, gives nothing")
    func damaged() throws {
        try make("a", 0..<1)
        try make("b", 1..<4)
        let plain = URL(fileURLWithPath: SegmentCatalogue.plainPath(1, in: path("b")))
        let bytes = try Data(contentsOf: plain)
        let segments = try TemporaryFolder.files(path("a") + "/segments")
        var flipped = bytes
        flipped[bytes.count / 2] ^= 1
        let later = Data(
            String(decoding: bytes, as: UTF8.self).replacing("guazhi/archive/1", with: "guazhi/archive/2").utf8)
        for (damage, code) in [(flipped, ArchiveError.Code.damaged), (later, .newerFormat)] {
            try damage.write(to: plain)
            #expect(#expect(throws: ArchiveError.self) { try merge("a", "b") }?.code == code)
            #expect(try TemporaryFolder.files(path("a") + "/segments") == segments)
        }
    }
}
