import Foundation
import Reports

@testable import Archive

/// A folder of its own for each test, removed at the end.
final class TemporaryFolder {
    let path: String

    /// - Parameter inMemory: For a test that opens an archive so often that a disk would be all it waits for.
    init(inMemory: Bool = false) {
        let memory = "/dev/shm/"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        path = (isThere ? memory : NSTemporaryDirectory()) + "guazhi-archive-tests-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var archive: String { path + "/archive" }

    /// Every file under `folder` with its bytes.
    static func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            if attributes[.type] as? FileAttributeType == .typeRegular {
                files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            }
        }
        return files
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// Documents and what the pipeline would say of them.
enum Sample {
    static func time(_ second: Int) -> Timestamp { Timestamp(nanoseconds: Int64(second) * 1_000_000_000) }

    static func sha256(_ text: String) -> String { SHA256.sha256Hex(Array(text.utf8)) }

    static func identifier(_ text: String) -> String { "r1:" + sha256(text).prefix(32) }

    /// The raw message of one retrieval of a location.
    static func origin(_ location: String, _ retrieved: Int) -> String {
        "reports.raw/0/\(Int(sha256(location).prefix(8), radix: 16) ?? 0)\(retrieved)"
    }

    /// A report on its page; its id and fingerprint follow from `body`.
    static func report(
        _ body: String, at location: String, document: String? = nil, part: (index: Int, count: Int)? = nil,
        retrieved: Int = 100, ingested: Int = 200, generation: Int = 1, language: Language = .simplified,
        published: String? = nil, secondments: [Secondment] = [], mentions: Mentions = Mentions(),
        fingerprint: [UInt64]? = nil
    ) -> ReportEntry {
        let count = body.unicodeScalars.count
        let sha256 = sha256(document ?? "\(location)\n\(body)")
        let sighting = Sighting(
            title: "题", location: location, path: "/pages/\(location)", publishedAt: published,
            retrievedAt: time(retrieved), ingestedAt: time(ingested),
            document: DocumentDigest(
                sha256: sha256, bytes: count * 3, mediaType: "text/plain", encoding: "UTF-8", encodingFrom: .strictUTF8,
                unreadableBytes: 0),
            part: part.map { Part(index: $0.index, count: $0.count, label: "\($0.index)", compilationTitle: "汇编") },
            extent: Span(7, 7 + count), textMap: [TextMapping(textStart: 0, pageStart: 7, length: count)],
            removed: [RemovedBlock(reason: .navigation, span: Span(0, 7), text: "上一篇: 无题")])
        let report = Report(
            id: identifier(body), title: "题", kind: .reflection, language: language, sightings: [sighting], text: body,
            secondments: secondments, mentions: mentions,
            fingerprint: fingerprint ?? ReportIdentity.fingerprint(folded: Fold.version1.fold(text: body)),
            pipeline: Pipeline(generation: generation, parser: "1.0.0", enricher: "1.0.0", lexicons: "0"))
        let key = EntryKey(
            location: location, sha256: sha256, generation: generation,
            part: EntryPart(index: part?.index ?? 1, count: part?.count ?? 1))
        do {
            return try ReportEntry(key: key, origin: origin(location, retrieved), record: report.json())
        } catch {
            fatalError("a sample that is no record: \(error)")
        }
    }

    static func refusal(
        at location: String, document: String? = nil, code: String = "no_report", stage: String = "parse",
        retrieved: Int? = 100, ingested: Int? = 200, generation: Int? = 1, part: EntryPart? = nil,
        original: [UInt8]? = nil
    ) -> RefusalEntry {
        RefusalEntry(
            key: EntryKey(
                location: location, sha256: sha256(document ?? location), generation: generation, part: part),
            bytes: 10, stage: stage, code: code, message: "\(location) holds no report: nothing to do",
            origin: origin(location, retrieved ?? 0),
            path: "/pages/\(location)", retrievedAt: retrieved.map(time), ingestedAt: ingested.map(time),
            original: original)
    }
}

extension ArchiveWriter {
    /// Appends `entries` as the next messages of partition 0 of `topic`, and closes the batch.
    func put(_ entries: [Entry], topic: String = "reports.enriched") throws {
        let partition = StreamPartition(topic: topic, partition: 0)
        var offset = positions[partition] ?? 0
        for entry in entries {
            try append(
                entry, from: StreamOrigin(topic: topic, partition: 0, offset: offset),
                value: Array("value \(offset)".utf8))
            offset += 1
        }
        try checkpoint([StreamPosition(topic: topic, partition: 0, nextOffset: offset)])
    }
}

/// The archive that `entries` make, and its rows.
struct Consolidated {
    let bytes: [UInt8]
    let summary: ConsolidationSummary
    let members: [String: Any]

    init(_ entries: [Entry], batch: Int = 3, options: ConsolidationOptions = .init(), segmentBytes: Int64 = 64 << 20)
        throws
    {
        let folder = TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.archive, options: .init(segmentBytes: segmentBytes))
        try writer.newStream(clusterIdentifier: "test")
        for start in stride(from: 0, to: entries.count, by: batch) {
            try writer.put(Array(entries[start..<min(entries.count, start + batch)]))
        }
        try self.init(folder.archive, options)
    }

    init(_ directory: String, _ options: ConsolidationOptions = .init()) throws {
        let archive = ArchiveFolder(directory)
        summary = try archive.consolidate(options)
        let data = try Data(contentsOf: URL(fileURLWithPath: archive.documentPath))
        bytes = Array(data)
        members = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    func rows(_ array: String) -> [[String: Any]] { members[array] as? [[String: Any]] ?? [] }
}
