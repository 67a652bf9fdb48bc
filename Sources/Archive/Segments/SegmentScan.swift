internal import Reports

/// What a plain segment holds up to its last whole batch; how a torn tail is found.
struct SegmentScan {
    /// Plain bytes up to and with the last valid checkpoint; 0 where there is none.
    var validCount: Int64 = 0
    /// All the bytes that are there.
    var count: Int64 = 0
    /// The last valid checkpoint.
    var last: Checkpoint?
    /// Lines of entries after the last valid checkpoint, whole or not.
    var tornLines = 0

    /// Reads all of `content`.
    ///
    /// A write that was cut off leaves damage at the end only. A valid checkpoint after bytes that are not valid is no
    /// torn tail but damage, and cutting there would destroy what was kept.
    ///
    /// - Parameter previous: The hash of the checkpoint before the segment; nil not to compare.
    /// - Throws: ``ArchiveError`` of code `damaged`, `newerFormat` or `inputOutput`.
    init(_ content: SegmentContent, previous: String?) throws(ArchiveError) {
        var hasher = SHA256.Hasher()
        var lines = LineCursor(content)
        var start: Int64 = 0
        var damage: Int64?
        var chain = previous
        while let line = try lines.next() {
            defer { start = lines.offset }
            if start == 0, line.last == 0x0A { try Self.checkHeader(line, content) }
            tornLines += 1
            guard line.last == 0x0A, SegmentLine.kind(line) == .checkpoint, line.count > SegmentLine.sealCount + 1
            else {
                hasher.update(line)
                continue
            }
            hasher.update(line.dropLast(SegmentLine.sealCount + 1))
            let hash = Bytes.hex(hasher.finish())
            hasher = SHA256.Hasher()
            let checkpoint = Checkpoint(line.dropLast())
            if let checkpoint, checkpoint.sha256 == hash, chain == nil || checkpoint.previous == chain {
                if let damage { throw Self.damaged(content, at: damage) }
                validCount = lines.offset
                last = checkpoint
                chain = hash
                tornLines = 0
            } else {
                damage = damage ?? validCount
                // What follows may be whole by itself, which tells damage from a torn tail.
                chain = nil
            }
        }
        count = lines.offset
    }

    private static func checkHeader(_ line: ArraySlice<UInt8>, _ content: SegmentContent) throws(ArchiveError) {
        // A header that cannot be read is for the checksum to find: it may be a torn write.
        guard let header = try header(line, content) else { return }
        guard header.segment == content.number else {
            throw ArchiveError(
                .damaged, path: content.path, offset: 0,
                "\(content.path) says that it is segment \(header.segment): it has another segment's name")
        }
    }

    private static func header(
        _ line: ArraySlice<UInt8>, _ content: SegmentContent
    ) throws(ArchiveError) -> (segment: Int, previous: String)? {
        do throws(ArchiveError) {
            return try SegmentLine.readHeader(line.dropLast(), path: content.path)
        } catch {
            guard error.code == .damaged else { throw error }
            return nil
        }
    }

    private static func damaged(_ content: SegmentContent, at offset: Int64) -> ArchiveError {
        ArchiveError(
            .damaged, path: content.path, offset: offset,
            """
            \(content.path): the batch at byte \(offset) is not what its checksum says though later ones are whole; \
            bring the file back from a copy, or move the archive aside and run again
            """)
    }
}
