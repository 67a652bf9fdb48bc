internal import Reports

/// The end of a sealed segment: what its frames are and what they hold.
///
/// A sealed segment is a sequence of independent zstd frames of about 1 MiB of whole lines each, with zstd's own content
/// checksums; then a skippable frame (0x184D2A50) with one JSON object, {"bytes", "format", "frames", "frames_sha256",
/// "segment", "sha256"}: the count and SHA-256 of the plain bytes, the count and SHA-256 of all frames' bytes; then the
/// seek table of zstd's seekable format (0x184D2A5E, without checksums of its own), in which the skippable frame stands
/// as one of no content. `zstd -d` reads the file like any other.
///
/// Source of the seek table: facebook/zstd, contrib/seekable_format/zstd_seekable_compression_format.md, version 0.1.0.
struct SealedIndex: Hashable, Sendable {
    struct Frame: Hashable, Sendable {
        /// Where the frame begins in the file.
        var start: Int64
        var count: Int
        /// Where its content begins in the plain bytes.
        var plainStart: Int64
        var plainCount: Int
    }

    var frames: [Frame] = []
    var segment = 0
    /// SHA-256 of the plain bytes and of the frames', lower-case hex.
    var sha256 = ""
    var framesHash = ""

    static let factsMagic: UInt32 = 0x184D_2A50
    static let tableMagic: UInt32 = 0x184D_2A5E
    static let seekableMagic: UInt32 = 0x8F92_EAB1

    var plainCount: Int64 { frames.last.map { $0.plainStart + Int64($0.plainCount) } ?? 0 }
    var framesCount: Int64 { frames.last.map { $0.start + Int64($0.count) } ?? 0 }

    /// The frame that holds the plain byte `offset`.
    func frame(holding offset: Int64) -> Int? {
        guard offset >= 0, offset < plainCount else { return nil }
        var low = 0
        var high = frames.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if frames[middle].plainStart <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// All that follows the frames.
    func footer() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("bytes")
        writer.integer(Int(plainCount))
        writer.key("format")
        writer.string(SegmentLine.format)
        writer.key("frames")
        writer.integer(frames.count)
        writer.key("frames_sha256")
        writer.string(framesHash)
        writer.key("segment")
        writer.integer(segment)
        writer.key("sha256")
        writer.string(sha256)
        writer.endObject()
        var bytes: [UInt8] = []
        Self.append(Self.factsMagic, to: &bytes)
        Self.append(UInt32(writer.bytes.count), to: &bytes)
        bytes += writer.bytes
        let factsCount = UInt32(bytes.count)
        Self.append(Self.tableMagic, to: &bytes)
        Self.append(UInt32(8 * (frames.count + 1) + 9), to: &bytes)
        for frame in frames {
            Self.append(UInt32(frame.count), to: &bytes)
            Self.append(UInt32(frame.plainCount), to: &bytes)
        }
        Self.append(factsCount, to: &bytes)
        Self.append(0, to: &bytes)
        Self.append(UInt32(frames.count + 1), to: &bytes)
        bytes.append(0)
        Self.append(Self.seekableMagic, to: &bytes)
        return bytes
    }

    /// Reads the index of `file`. That the frames are what it says is for ``SegmentContent`` and `verify` to see.
    static func read(_ file: File) throws(ArchiveError) -> SealedIndex {
        let size = try file.size()
        let damaged = ArchiveError(
            .damaged, path: file.path, offset: max(0, size - 9),
            "\(file.path) does not end with the index of a sealed segment: bring the file back from a copy")
        guard size > 34 else { throw damaged }
        let end = try file.read(at: size - 9, count: 9)
        let entries = Int64(word(end, 0))
        guard end.count == 9, word(end, 5) == seekableMagic, end[4] == 0, entries > 0 else { throw damaged }
        let tableCount = 8 * entries + 17
        guard tableCount < size else { throw damaged }
        let table = try file.read(at: size - tableCount, count: Int(tableCount))
        guard table.count == Int(tableCount), word(table, 0) == tableMagic, Int64(word(table, 4)) == tableCount - 8
        else { throw damaged }
        var index = SealedIndex()
        var at = Int64(0)
        var plain = Int64(0)
        for entry in 0..<Int(entries - 1) {
            let count = Int(word(table, 8 + 8 * entry))
            let plainCount = Int(word(table, 12 + 8 * entry))
            guard count > 0, plainCount > 0 else { throw damaged }
            index.frames.append(Frame(start: at, count: count, plainStart: plain, plainCount: plainCount))
            at += Int64(count)
            plain += Int64(plainCount)
        }
        let factsCount = Int(word(table, 8 + 8 * Int(entries - 1)))
        guard factsCount > 8, at + Int64(factsCount) + tableCount == size else { throw damaged }
        let facts = try file.read(at: at, count: factsCount)
        guard facts.count == factsCount, word(facts, 0) == factsMagic, Int(word(facts, 4)) == factsCount - 8 else {
            throw damaged
        }
        try index.readFacts(Array(facts[8...]), path: file.path, damaged: damaged)
        return index
    }

    private mutating func readFacts(_ facts: [UInt8], path: String, damaged: ArchiveError) throws(ArchiveError) {
        var format = ""
        var number = 0
        var plainHash = ""
        var hash = ""
        do {
            try JSONReader.read(facts) { reader throws(RecordError) in
                try reader.object { name, reader throws(RecordError) in
                    switch name {
                    case "format": format = try reader.string()
                    case "segment": number = try reader.integer()
                    case "sha256": plainHash = try reader.string()
                    case "frames_sha256": hash = try reader.string()
                    default: try reader.skip()
                    }
                }
            }
        } catch {
            throw damaged
        }
        guard format == SegmentLine.format else {
            guard format.hasPrefix("guazhi/archive/") else { throw damaged }
            throw ArchiveError(
                .newerFormat, path: path,
                "\(path) is of the format \(format), this release knows \(SegmentLine.format): upgrade guazhi first")
        }
        (segment, sha256, framesHash) = (number, plainHash, hash)
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        guard at + 4 <= bytes.count else { return 0 }
        var word: UInt32 = 0
        for index in 0..<4 { word |= UInt32(bytes[at + index]) << (8 * UInt32(index)) }
        return word
    }
}
