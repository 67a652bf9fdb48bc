import Foundation
import Reports
import Synchronization
import Testing

@testable import Archive

/// The power goes after every single write, `fsync`, rename and removal of a session, in every way a disk may then look.
@Suite("A power cut")
struct PowerCutTests {
    private let folder = TemporaryFolder(inMemory: true)
    private static let options = ArchiveWriter.Options(segmentBytes: 2500)
    private static let partition = StreamPartition(topic: "reports.enriched", partition: 0)

    private let entries: [Entry] = (0..<10).map { index in
        index % 3 == 1
            ? .refusal(Sample.refusal(at: "\(index).bin"))
            : .report(Sample.report("第\(index)篇的正文。", at: "\(index).txt"))
    }

    /// What had happened to files when a promise was made, and what was promised.
    private struct Promise {
        var operations: Int
        var held = 0
        var merged = 0
        var document: [UInt8]?
    }

    /// The rest of the session, whatever is there already; `promised` is called after each step that is to last.
    private func proceed(_ directory: String, promised: @escaping (Int, Int, [UInt8]?) -> Void = { _, _, _ in }) throws
    {
        var merged = 0
        var held = 0
        var document: [UInt8]?
        let write = { (end: Int) in
            let writer = try ArchiveWriter(directory: directory, options: Self.options)
            defer { writer.close() }
            if writer.stream == nil { try writer.newStream(clusterIdentifier: "a") }
            held = Int(writer.positions[Self.partition] ?? 0)
            while held < end {
                try writer.put(Array(entries[held..<min(end, held + 2)]))
                held = Int(writer.positions[Self.partition] ?? 0)
                promised(held, merged, document)
            }
        }
        let consolidate = {
            try ArchiveFolder(directory).consolidate()
            document = Array(try Data(contentsOf: URL(fileURLWithPath: ArchiveFolder(directory).documentPath)))
            promised(held, merged, document)
        }
        try write(4)
        try consolidate()
        let others = try ArchiveFolder(directory).merge([ArchiveFolder(folder.path + "/other")], options: Self.options)
        merged = others.archives.reduce(0) { $0 + $1.entries + $1.heldEntries }
        promised(held, merged, document)
        try write(entries.count)
        try consolidate()
    }

    private func makeOther() throws {
        let writer = try ArchiveWriter(directory: folder.path + "/other")
        try writer.newStream(clusterIdentifier: "b")
        try writer.put([.report(Sample.report("别处的一篇。", at: "other.txt")), .report(Sample.report("二。", at: "o2"))])
        try writer.put([.refusal(Sample.refusal(at: "3.txt"))])
        writer.close()
    }

    @Test("Whatever it leaves opens, has all that was promised, and goes on to the same archive")
    func everyMoment() throws {
        try makeOther()
        let journal = Mutex<[FileJournal.Operation]>([])
        var promises = [Promise(operations: 0)]
        try FileJournal.$record.withValue({ operation in journal.withLock { $0.append(operation) } }) {
            try proceed(folder.archive) { held, merged, document in
                let operations = journal.withLock { $0.count }
                promises.append(Promise(operations: operations, held: held, merged: merged, document: document))
            }
        }
        let operations = journal.withLock { $0 }
        let whole = try #require(promises.last?.document)
        try #require(promises.last?.held == entries.count && promises.last?.merged == 3)
        try #require(try Folder.names(folder.archive + "/segments").filter { $0.hasSuffix(".zst") }.count > 2)

        var disk = SimulatedDisk()
        disk.apply(.makeFolder(folder.path))
        disk.apply(.sync(Folder.parent(of: folder.path)))
        // A state may come again after more was promised.
        var seen: Set<[Int: [String: [UInt8]]]> = []
        var openings = 0
        for moment in 0...operations.count {
            let promise = try #require(promises.last { $0.operations <= moment })
            for kind in SimulatedDisk.Remains.allCases {
                let remains = disk.remains(kind)
                guard seen.insert([promise.operations: remains.files]).inserted else { continue }
                openings += 1
                let place = "after \(moment) of \(operations.count), \(kind)"
                let directory = try lay(remains, "\(openings)")
                try expect(promise, promises.compactMap(\.document), in: directory, place)
                try proceed(directory)
                let bytes = try Data(contentsOf: URL(fileURLWithPath: ArchiveFolder(directory).documentPath))
                try #require(Array(bytes) == whole, "\(place): another archive.json")
                let report = try ArchiveFolder(directory).verify()
                try #require(report.problems == [] && report.entries == entries.count + 3, "\(place)")
                try FileManager.default.removeItem(atPath: directory)
            }
            if moment < operations.count { disk.apply(operations[moment]) }
        }
        print("power cut: \(operations.count) operations, \(openings) states of the disk")
        #expect(openings > 100)
    }

    /// What is there without mending, but for the torn tail that readers leave out.
    private func expect(
        _ promise: Promise, _ documents: [[UInt8]], in directory: String, _ place: String
    ) throws {
        let archive = ArchiveFolder(directory)
        if Folder.exists(archive.documentPath) {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: archive.documentPath)))
            try #require(documents.contains(bytes), "\(place): archive.json is neither the old nor the new one")
        } else {
            try #require(promise.document == nil, "\(place): archive.json is gone")
        }
        guard promise.held > 0 else { return }
        var own = 0
        var merged = 0
        var reader = try BatchReader(directory, checksEntries: true)
        try reader.read { batch throws(ArchiveError) in
            if batch.origin.stream?.clusterIdentifier == "a" { own += batch.entries } else { merged += batch.entries }
        }
        try #require(own >= promise.held && merged >= promise.merged, "\(place): \(own) and \(merged) entries")
        let writer = try ArchiveWriter(directory: directory, options: Self.options)
        defer { writer.close() }
        try #require(Int(writer.positions[Self.partition] ?? 0) == own, "\(place)")
    }

    /// Writes what remains into a folder of its own.
    private func lay(_ remains: (files: [String: [UInt8]], folders: Set<String>), _ name: String) throws -> String {
        let directory = folder.path + "/states/\(name)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for path in remains.folders.sorted() where path.hasPrefix(folder.archive + "/") {
            let copy = directory + path.dropFirst(folder.archive.count)
            try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        }
        for (path, bytes) in remains.files where path.hasPrefix(folder.archive + "/") {
            try Data(bytes).write(to: URL(fileURLWithPath: directory + path.dropFirst(folder.archive.count)))
        }
        return directory
    }
}
