import Foundation
import Reports
import Testing

@testable import Archive

/// An archive that the first release wrote must be read, and added to, by every later one.
@Suite("The frozen archive of version 1")
struct FrozenArchiveTests {
    private let folder = TemporaryFolder()

    private static let frozen = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/archive-v1").path

    private func thaw() throws {
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.frozen, toPath: folder.archive)
    }

    private func document(_ directory: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: ArchiveFolder(directory).documentPath))
    }

    @Test("It is sound, and its archive.json comes out byte for byte")
    func reading() throws {
        try thaw()
        let archive = ArchiveFolder(folder.archive)
        let report = try archive.verify()
        #expect(report.problems == [] && !report.isStale)
        #expect(report.segments == 2 && report.sealed == 1 && report.batches == 10)
        #expect(report.reportEntries == 11 && report.refusalEntries == 2 && report.repeatedEntries == 0)
        try FileManager.default.removeItem(atPath: archive.documentPath)
        #expect(try archive.consolidate().refused == 2)
        #expect(try document(folder.archive) == document(Self.frozen))
        #expect(try archive.refusals().map(\.key.location) == ["pages/empty.txt", "pages/noise.txt"])
        #expect(try archive.refusals().allSatisfy { $0.original.map(SHA256.sha256Hex) == $0.key.sha256 })
    }

    @Test("It is added to, and what it held stays as it was")
    func appending() throws {
        try thaw()
        let before = try TemporaryFolder.files(Self.frozen + "/segments")
        let writer = try ArchiveWriter(directory: folder.archive)
        #expect(writer.notices.isEmpty && writer.batches == 10 && writer.stream?.number == 1)
        #expect(writer.positions.count == 8 && writer.lastRecords.count == 5)
        try writer.put([.report(Sample.report("新来的一篇。", at: "new.txt"))])
        writer.close()
        for (name, bytes) in before {
            let now = try Data(contentsOf: URL(fileURLWithPath: folder.archive + "/segments/" + name))
            #expect(name.hasSuffix(".zst") ? now == bytes : now.starts(with: bytes) && now.count > bytes.count)
        }
        #expect(try ArchiveFolder(folder.archive).consolidate().reports == 12)
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(report.problems == [] && report.entries == 14)
        #expect(try ArchiveFolder(folder.archive).show("new.txt").count == 2)
    }

    @Test("Merged into another archive it gives the same archive.json")
    func merging() throws {
        try thaw()
        let other = ArchiveFolder(folder.path + "/other")
        _ = try other.merge([ArchiveFolder(folder.archive)])
        try other.consolidate()
        #expect(try document(other.directory) == document(Self.frozen))
        #expect(try other.verify().problems == [])
    }
}

/// Later minor releases add members and kinds of lines; this one passes on what it does not know.
@Suite("What a later minor release wrote")
struct LaterMinorReleaseTests {
    private let folder = TemporaryFolder()

    /// A record with members that this release does not know.
    private func later() throws -> ReportEntry {
        let entry = Sample.report("一篇后来的正文。", at: "later.txt")
        let text = String(decoding: entry.record, as: UTF8.self)
        let changed = text.replacing(#""themes":[]"#, with: #""theatre":{"a":[1.5,null]},"themes":[]"#)
        try #require(changed != text)
        return try ReportEntry(key: entry.key, origin: entry.origin, record: Array(changed.utf8))
    }

    @Test(
        "A record keeps its unknown members through segments, sealed and plain, and consolidation",
        arguments: [Int64(64 << 20), 100])
    func records(segmentBytes: Int64) throws {
        let writer = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: segmentBytes))
        try writer.newStream(clusterIdentifier: "a")
        try writer.put([.report(later())])
        try writer.put([.report(Sample.report("另一篇。", at: "other.txt"))])
        writer.close()
        var records: [[UInt8]] = []
        try ArchiveFolder(folder.archive).entries { entry, _ throws(ArchiveError) in
            if case .report(let report) = entry, report.key.location == "later.txt" { records.append(report.record) }
        }
        #expect(records == [try later().record])
        let archive = try Consolidated(folder.archive)
        let row = try #require(archive.rows("reports").first { $0["theatre"] != nil })
        #expect(((row["theatre"] as? [String: Any])?["a"] as? [Any])?.first as? Double == 1.5)
        #expect(try ArchiveFolder(folder.archive).verify().problems == [])
    }

    @Test("A segment's unknown members and lines are passed over, checked, and kept by a merge")
    func segments() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put([.report(Sample.report("正文。", at: "a.txt"))])
        writer.close()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        try #require(lines.count == 4)
        lines[0].replace(#"{"format""#, with: #"{"author":"x","format""#)
        lines[2].replace(#"{"report":{"#, with: #"{"report":{"added":[{}],"#)
        lines.insert(#"{"withdrawal":{"id":"r1:0"}}"#, at: 3)
        lines[4].replace(#"{"checkpoint":{"batch":"#, with: #"{"checkpoint":{"added":7,"batch":"#)
        var bytes: [UInt8] = []
        for line in lines { Self.append(line, to: &bytes) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try ArchiveFolder(folder.archive).verify().problems == [])
        let other = ArchiveFolder(folder.path + "/other")
        _ = try other.merge([ArchiveFolder(folder.archive)])
        let merged = try String(contentsOfFile: SegmentCatalogue.plainPath(1, in: other.directory), encoding: .utf8)
        #expect(merged.contains("\n" + lines[2] + "\n" + lines[3] + "\n"))
        #expect(try other.verify().problems == [])
        #expect(try Consolidated(other.directory).bytes == Consolidated(folder.archive).bytes)
        let again = try ArchiveWriter(directory: folder.archive)
        #expect(again.positions.values.first == 1 && again.notices.isEmpty)
    }

    /// Adds a line, a checkpoint's with the hashes that fit what is there now.
    private static func append(_ line: String, to bytes: inout [UInt8]) {
        guard line.hasPrefix(#"{"checkpoint""#), let seal = line.range(of: #","sha256":"#, options: .backwards) else {
            bytes += Array(line.utf8) + [0x0A]
            return
        }
        let checkpoints = bytes.split(separator: 0x0A).filter { $0.starts(with: Array(#"{"checkpoint""#.utf8)) }
        var previous = SegmentLine.noHash
        var start = 0
        if let last = checkpoints.last {
            previous = String(decoding: last.suffix(66).prefix(64), as: UTF8.self)
            start = last.endIndex + 1
        }
        var text = String(line[..<seal.lowerBound])
        if let from = text.range(of: #""previous":""#, options: .backwards) {
            let end = text.index(from.upperBound, offsetBy: 64)
            text.replaceSubrange(from.upperBound..<end, with: previous)
        }
        bytes += Array(text.utf8)
        bytes += Array(#","sha256":"\#(SHA256.sha256Hex(Array(bytes[start...])))"}"#.utf8) + [0x0A]
    }
}
