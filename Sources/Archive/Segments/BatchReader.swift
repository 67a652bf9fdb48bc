internal import Reports

/// Hands out the batches of an archive one after another, each held against its checksum and the one before.
struct BatchReader {
    /// A batch with entries in it.
    struct Batch {
        /// The lines between the checkpoints as they stand there, the segment's header left out.
        var lines: [UInt8]
        var entries: Int
        /// Where it comes from, as seen from another archive.
        var origin: MergedBatch
    }

    private let snapshot: ArchiveSnapshot
    private let checksEntries: Bool
    private var chain = SegmentLine.noHash
    /// The last batch with entries that this archive read from the topics itself.
    private var lastOwn = SegmentLine.noHash

    /// - Parameter checksEntries: Whether every entry's line is to be read too.
    init(_ directory: String, checksEntries: Bool) throws(ArchiveError) {
        snapshot = try ArchiveSnapshot(directory)
        self.checksEntries = checksEntries
    }

    /// - Throws: ``ArchiveError``: `damaged` at the first batch that is not what its checksum says, `newerFormat`.
    mutating func read(_ body: (Batch) throws(ArchiveError) -> Void) throws(ArchiveError) {
        for index in snapshot.segments.indices { try read(try snapshot.content(index), body) }
    }

    private mutating func read(
        _ content: SegmentContent, _ body: (Batch) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var hasher = SHA256.Hasher()
        var lines = LineCursor(content)
        var batch: [UInt8] = []
        var entries = 0
        var batchStart: Int64 = 0
        while true {
            let start = lines.offset
            guard let line = try lines.next() else { break }
            let kind = SegmentLine.kind(line)
            guard kind == .checkpoint, line.last == 0x0A, line.count > SegmentLine.sealCount + 1 else {
                hasher.update(line)
                if start == 0, kind == .header {
                    _ = try SegmentLine.readHeader(line.dropLast(), path: content.path)
                    continue
                }
                batch += line
                guard kind == .report || kind == .refusal else { continue }
                if checksEntries { _ = try content.entry(in: line, at: start) }
                entries += 1
                continue
            }
            hasher.update(line.dropLast(SegmentLine.sealCount + 1))
            let hash = Bytes.hex(hasher.finish())
            hasher = SHA256.Hasher()
            guard let checkpoint = Checkpoint(line.dropLast()), checkpoint.sha256 == hash, checkpoint.previous == chain
            else { throw Self.damaged(content, at: batchStart) }
            chain = hash
            if entries > 0 {
                let own = MergedBatch(sha256: hash, previous: lastOwn, stream: checkpoint.stream)
                try body(Batch(lines: batch, entries: entries, origin: checkpoint.merged ?? own))
                if checkpoint.merged == nil { lastOwn = hash }
            }
            batch.removeAll(keepingCapacity: true)
            entries = 0
            batchStart = lines.offset
        }
        guard batchStart == lines.offset else { throw Self.damaged(content, at: batchStart) }
    }

    private static func damaged(_ content: SegmentContent, at offset: Int64) -> ArchiveError {
        ArchiveError(
            .damaged, path: content.path, offset: offset,
            "\(content.path): the batch at byte \(offset) is not what its checksum says; bring the file back from a copy"
        )
    }
}
