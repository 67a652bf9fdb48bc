internal import Reports

/// The lines of a segment.
///
/// A segment is JSON Lines in canonical form (RFC 8785), UTF-8. Its first line is a header
///
///     {"format":"guazhi/archive/1","previous":HASH,"segment":1}
///
/// and every batch of entries (see ``Entry``) is closed by a checkpoint line
///
///     {"checkpoint":{"batch":1,"entries":2,"positions":[{"last_offset":8,"last_sha256":HASH,"next":9,"partition":0,
///     "topic":"reports.enriched"}],"previous":HASH,"stream":{"cluster":"…","number":1}},"sha256":HASH}
///
/// whose `sha256` is over all bytes after the line before the batch (in the first batch of a segment: from the header
/// on) up to the comma before `"sha256"`. `previous` is the `sha256` of the checkpoint before, 64 zeros in the first
/// batch of all, so that the checkpoints are a chain over the segments. `positions` is complete, not what changed.
///
/// A batch that was merged in from another archive has a member `merged` in its checkpoint (see ``MergedBatch``); its
/// entries' `read_from` count in the stream that is named there, and `positions` are those of the archive's own stream.
enum SegmentLine {
    static let format = "guazhi/archive/1"
    static let noHash = String(repeating: "0", count: 64)

    private static let headerStart = Array(#"{"format":"#.utf8)
    private static let checkpointStart = Array(#"{"checkpoint":"#.utf8)
    private static let reportStart = Array(#"{"report":"#.utf8)
    private static let refusalStart = Array(#"{"refusal":"#.utf8)
    static let sealStart = Array(#","sha256":""#.utf8)
    /// `,"sha256":"HASH"}`
    static let sealCount = 77

    enum Kind {
        case header, checkpoint, report, refusal, unknown
    }

    static func kind(_ line: ArraySlice<UInt8>) -> Kind {
        if line.starts(with: reportStart) { return .report }
        if line.starts(with: checkpointStart) { return .checkpoint }
        if line.starts(with: refusalStart) { return .refusal }
        return line.starts(with: headerStart) ? .header : .unknown
    }

    static func header(segment: Int, previous: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("format")
        writer.string(format)
        writer.key("previous")
        writer.string(previous)
        writer.key("segment")
        writer.integer(segment)
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    /// The segment's number and the hash before it.
    static func readHeader(_ line: ArraySlice<UInt8>, path: String) throws(ArchiveError) -> (
        segment: Int, previous: String
    ) {
        var found = ""
        var segment: Int?
        var previous: String?
        do {
            try JSONReader.read(Array(line)) { reader throws(RecordError) in
                try reader.object { name, reader throws(RecordError) in
                    switch name {
                    case "format": found = try reader.string()
                    case "segment": segment = try reader.integer()
                    case "previous": previous = try reader.string()
                    default: try reader.skip()
                    }
                }
            }
        } catch {
            throw ArchiveError(.damaged, path: path, offset: 0, "\(path) does not begin with the header of a segment")
        }
        if found != format, found.hasPrefix("guazhi/archive/") {
            throw ArchiveError(
                .newerFormat, path: path, offset: 0,
                "\(path) is of the format \(found), this release knows \(format): upgrade guazhi on this machine first")
        }
        guard found == format, let segment, let previous else {
            throw ArchiveError(.damaged, path: path, offset: 0, "\(path) does not begin with the header of a segment")
        }
        return (segment, previous)
    }
}

/// What a checkpoint line says.
struct Checkpoint: Hashable, Sendable {
    /// From 1, over all segments.
    var batch: Int
    /// Entries in the batch it closes.
    var entries: Int
    /// Nil before the first stream.
    var stream: StreamIdentity?
    var positions: [StreamPartition: Int64]
    var lastRecords: [StreamPartition: HeldRecord]
    /// The checkpoint before.
    var previous: String
    /// Its own hash; empty until it is written.
    var sha256: String
    /// Where the batch comes from; nil for one read from the topics.
    var merged: MergedBatch?

    /// What the batch is known by in every archive that holds it.
    var identity: String { merged?.sha256 ?? sha256 }

    /// Before the first batch.
    static let origin = Checkpoint(
        batch: 0, entries: 0, stream: nil, positions: [:], lastRecords: [:], previous: "", sha256: SegmentLine.noHash)

    /// Appends the line to `batch`, the bytes it closes, and keeps its hash.
    mutating func seal(_ batch: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("checkpoint")
        writer.beginObject()
        writer.key("batch")
        writer.integer(self.batch)
        writer.key("entries")
        writer.integer(entries)
        if let merged {
            writer.key("merged")
            merged.write(to: &writer)
        }
        writer.key("positions")
        writer.beginArray()
        for partition in positions.keys.sorted() {
            let held = lastRecords[partition]
            writer.beginObject()
            writer.key("last_offset")
            if let held { writer.integer(Int(held.offset)) } else { writer.null() }
            writer.key("last_sha256")
            writer.string(held?.sha256)
            writer.key("next")
            writer.integer(Int(positions[partition] ?? 0))
            writer.key("partition")
            writer.integer(Int(partition.partition))
            writer.key("topic")
            writer.string(partition.topic)
            writer.endObject()
        }
        writer.endArray()
        writer.key("previous")
        writer.string(previous)
        writer.key("stream")
        writer.optional(stream)
        writer.endObject()
        batch += writer.bytes
        sha256 = SHA256.sha256Hex(batch)
        batch += SegmentLine.sealStart + Array(sha256.utf8) + [0x22, 0x7D, 0x0A]
    }

    /// Reads a line; nil where it is not a checkpoint's.
    init?(_ line: ArraySlice<UInt8>) {
        var batch: Int?
        var entries: Int?
        var stream: StreamIdentity?
        var positions: [StreamPartition: Int64] = [:]
        var lastRecords: [StreamPartition: HeldRecord] = [:]
        var previous: String?
        var sha256: String?
        var merged: MergedBatch?
        do {
            try JSONReader.read(Array(line)) { reader throws(RecordError) in
                try reader.object { name, reader throws(RecordError) in
                    switch name {
                    case "sha256": sha256 = try reader.string()
                    case "checkpoint":
                        try reader.object { name, reader throws(RecordError) in
                            switch name {
                            case "batch": batch = try reader.integer()
                            case "entries": entries = try reader.integer()
                            case "previous": previous = try reader.string()
                            case "merged": merged = try MergedBatch(reading: &reader)
                            case "stream": stream = try StreamIdentity.read(&reader)
                            case "positions":
                                try reader.array { reader throws(RecordError) in
                                    try Self.position(&reader, &positions, &lastRecords)
                                }
                            default: try reader.skip()
                            }
                        }
                    default: try reader.skip()
                    }
                }
            }
        } catch {
            return nil
        }
        guard let batch, let entries, let previous, let sha256 else { return nil }
        self.init(
            batch: batch, entries: entries, stream: stream, positions: positions, lastRecords: lastRecords,
            previous: previous, sha256: sha256)
        self.merged = merged
    }

    init(
        batch: Int, entries: Int, stream: StreamIdentity?, positions: [StreamPartition: Int64],
        lastRecords: [StreamPartition: HeldRecord], previous: String, sha256: String
    ) {
        self.batch = batch
        self.entries = entries
        self.stream = stream
        self.positions = positions
        self.lastRecords = lastRecords
        self.previous = previous
        self.sha256 = sha256
    }

    private static func position(
        _ reader: inout JSONReader, _ positions: inout [StreamPartition: Int64],
        _ lastRecords: inout [StreamPartition: HeldRecord]
    ) throws(RecordError) {
        var partition = StreamPartition(topic: "", partition: 0)
        var next = 0
        var lastOffset: Int?
        var lastHash: String?
        try reader.object { name, reader throws(RecordError) in
            switch name {
            case "topic": partition.topic = try reader.string()
            case "partition": partition.partition = Int32(truncatingIfNeeded: try reader.integer())
            case "next": next = try reader.integer()
            case "last_offset": lastOffset = try reader.null() ? nil : try reader.integer()
            case "last_sha256": lastHash = try reader.null() ? nil : try reader.string()
            default: try reader.skip()
            }
        }
        positions[partition] = Int64(next)
        if let lastOffset, let lastHash {
            lastRecords[partition] = HeldRecord(offset: Int64(lastOffset), sha256: lastHash)
        }
    }
}
