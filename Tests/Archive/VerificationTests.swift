import Foundation
import Reports
import Testing

@testable import Archive

@Suite("Verifying and showing")
struct VerificationTests {
    private let folder = TemporaryFolder(inMemory: true)

    private func fill(segmentBytes: Int64 = 64 << 20) throws {
        let writer = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: segmentBytes))
        try writer.newStream(clusterIdentifier: "a")
        for index in 0..<3 {
            try writer.put([
                .report(Sample.report("第\(index)篇", at: "\(index).txt")), .refusal(Sample.refusal(at: "\(index).bin")),
            ])
        }
        writer.close()
        try ArchiveFolder(folder.archive).consolidate()
    }

    @Test("A sound archive is sound, and its numbers are told")
    func sound() throws {
        try fill(segmentBytes: 3000)
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(report.problems == [])
        #expect(report.isSound && !report.isStale)
        #expect(report.entries == 6 && report.reportEntries == 3 && report.refusalEntries == 3)
        #expect(report.batches == 4 && report.segments == report.sealed + 1)
        #expect(report.sealed > 0)
        #expect(report.repeatedEntries == 0)
        #expect(report.unfinishedBytes == 0)
        #expect(report.summary?.reports == 3)
        #expect(!Folder.exists(folder.archive + "/.verify"))
    }

    /// An archive whose last batch holds positions only, with a batch of another archive in it: the least there is to tell
    /// a bit by.
    private func fillToTheEdge(segmentBytes: Int64) throws {
        let options = ArchiveWriter.Options(segmentBytes: segmentBytes)
        let other = try ArchiveWriter(directory: folder.path + "/other")
        try other.newStream(clusterIdentifier: "J*")
        try other.put([.refusal(Sample.refusal(at: "other.bin"))])
        other.close()
        let writer = try ArchiveWriter(directory: folder.archive, options: options)
        try writer.newStream(clusterIdentifier: "J*")
        try writer.put([.report(Sample.report("一篇", at: "1.txt")), .refusal(Sample.refusal(at: "1.bin"))])
        writer.close()
        _ = try ArchiveFolder(folder.archive).merge([ArchiveFolder(folder.path + "/other")], options: options)
        let again = try ArchiveWriter(directory: folder.archive, options: .init())
        try again.checkpoint([StreamPosition(topic: "reports.dead", partition: 3, nextOffset: 9)])
        again.close()
        try ArchiveFolder(folder.archive).consolidate()
    }

    @Test("One flipped bit anywhere is found", arguments: [Int64(64 << 20), 1000])
    func flips(segmentBytes: Int64) throws {
        try fillToTheEdge(segmentBytes: segmentBytes)
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(report.isSound && report.mergedBatches == 1 && report.sealed == (segmentBytes == 1000 ? 2 : 0))
        var flipped = 0
        for (name, bytes) in try TemporaryFolder.files(folder.archive) where !name.hasPrefix(".") {
            let url = URL(fileURLWithPath: folder.archive + "/" + name)
            // Every bit at the end, where a batch that is damaged looks most like one that was cut off.
            let edge = name.hasSuffix(".jsonl") ? max(0, 8 * (bytes.count - 2)) : 8 * bytes.count
            for bit in Array(stride(from: 0, to: edge, by: 61)) + Array(edge..<8 * bytes.count) {
                var damaged = bytes
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                try damaged.write(to: url)
                try #require(try !ArchiveFolder(folder.archive).verify().isSound, "bit \(bit) of \(name)")
                flipped += 1
            }
            try bytes.write(to: url)
        }
        #expect(flipped > 500)
        #expect(try ArchiveFolder(folder.archive).verify().isSound)
    }

    @Test("A segment that is gone is missed", arguments: [1, 2])
    func missingSegment(number: Int) throws {
        try fill(segmentBytes: 1000)
        try Folder.remove(SegmentCatalogue.sealedPath(number, in: folder.archive))
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(!report.isSound)
    }

    @Test("An archive.json older than the segments is stale, not damaged; a changed one is damaged")
    func stale() throws {
        try fill()
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.put([.report(Sample.report("又一篇", at: "x.txt"))])
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(report.isStale && report.isSound)
        let url = URL(fileURLWithPath: ArchiveFolder(folder.archive).documentPath)
        var bytes = try Data(contentsOf: url)
        bytes.append(0x20)
        try bytes.write(to: url)
        #expect(try !ArchiveFolder(folder.archive).verify().isSound)
    }

    @Test("A batch that is being written is no damage")
    func unfinished() throws {
        try fill()
        let path = SegmentCatalogue.plainPath(1, in: folder.archive)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        handle.write(Data(#"{"report":{"generation":1"#.utf8))
        try handle.close()
        let report = try ArchiveFolder(folder.archive).verify()
        #expect(report.isSound && report.unfinishedBytes == 25)
    }

    @Test("A surface that is not its slice, a text map beyond the text and a wrong envelope are named")
    func records() throws {
        let mentions = Mentions(people: [PersonMention(surface: "李四", span: Span(0, 2), name: "李四")])
        let entry = Sample.report("张三在此", at: "a", mentions: mentions)
        #expect(RecordCheck(entry).findings.count == 1)
        #expect(RecordCheck(Sample.report("张三在此", at: "a")).findings == [])
        let other = try ReportEntry(
            key: EntryKey(location: "b", sha256: entry.key.sha256, generation: 2, part: EntryPart(index: 2, count: 3)),
            origin: "", record: Sample.report("张三在此", at: "a", document: "张").record)
        #expect(RecordCheck(other).findings.count == 4)
        var report = try Report(json: entry.record)
        report.mentions = Mentions()
        report.sightings[0].textMap = [TextMapping(textStart: 0, pageStart: 7, length: 9)]
        #expect(RecordCheck(try ReportEntry(key: entry.key, origin: "", record: report.json())).findings.count == 1)
    }

    @Test("Entries of one raw message and part that came twice are counted")
    func repeats() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        let entry = Entry.report(Sample.report("正文", at: "a"))
        try writer.put([entry, entry])
        #expect(try ArchiveFolder(folder.archive).verify().repeatedEntries == 1)
    }

    @Test("show finds by id, by the beginning of an id, by location and by path")
    func show() throws {
        try fill()
        let archive = ArchiveFolder(folder.archive)
        let id = Sample.identifier("第1篇")
        #expect(try archive.show(id).count == 1)
        #expect(try archive.show(String(id.prefix(12))).count == 1)
        let byLocation = try archive.show("1.txt")
        #expect(byLocation.count == 2)
        #expect(DocumentReader.member("location", of: byLocation[0]) == "1.txt")
        #expect(DocumentReader.member("id", of: byLocation[1]) == id)
        #expect(try archive.show("/pages/1.txt") == byLocation)
        #expect(try archive.show("2.bin").count == 1)
        #expect(try archive.show("nothing").isEmpty)
    }

    @Test("Refusals are listed with the documents' bytes")
    func refusals() throws {
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put([
            .refusal(Sample.refusal(at: "b", original: [0, 1, 255])), .refusal(Sample.refusal(at: "a")),
            .refusal(Sample.refusal(at: "b", original: [0, 1, 255])),
        ])
        let refusals = try ArchiveFolder(folder.archive).refusals()
        #expect(refusals.map(\.key.location) == ["a", "b"])
        #expect(refusals.map(\.original) == [nil, [0, 1, 255]])
    }
}
