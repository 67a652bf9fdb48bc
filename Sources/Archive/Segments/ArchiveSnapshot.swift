internal import Reports

/// The segments of a folder up to the last checkpoint there is; the writer may go on meanwhile.
struct ArchiveSnapshot {
    /// Each with the plain bytes to read of it.
    let segments: [(file: SegmentFile, limit: Int64)]
    /// The last checkpoint; ``Checkpoint/origin`` in an archive without batches.
    let last: Checkpoint

    init(_ directory: String) throws(ArchiveError) {
        var segments: [(file: SegmentFile, limit: Int64)] = []
        var last = Checkpoint.origin
        let files = try SegmentCatalogue.segments(of: directory)
        for (index, file) in files.enumerated() {
            guard index >= files.count - 1 else {
                segments.append((file, .max))
                continue
            }
            let content = try SegmentContent(file)
            if content.isSealed {
                last = try ArchiveWriter.lastCheckpoint(of: file)
                segments.append((file, .max))
                continue
            }
            let scan = try SegmentScan(content, previous: nil)
            if let found = scan.last {
                last = found
            } else if index > 0 {
                last = try ArchiveWriter.lastCheckpoint(of: files[index - 1])
            }
            segments.append((file, scan.validCount))
        }
        self.segments = segments
        self.last = last
    }

    func content(_ index: Int) throws(ArchiveError) -> SegmentContent {
        try SegmentContent(segments[index].file, limit: segments[index].limit)
    }

    /// Hands out all lines of entries, with their places.
    func entries(
        _ body: (_ entry: Entry, _ readFrom: String, _ place: EntryPlace) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        for index in segments.indices {
            let content = try content(index)
            var lines = LineCursor(content)
            while true {
                let start = lines.offset
                guard let line = try lines.next() else { break }
                let place = EntryPlace(segment: index, offset: start, count: line.count)
                guard let found = try content.entry(in: line, at: start) else { continue }
                try body(found.entry, found.readFrom, place)
            }
        }
    }
}

/// Where an entry's line stands in the plain bytes of a segment; sealing does not change it.
struct EntryPlace: Hashable, Sendable {
    /// Counted in the snapshot.
    var segment: Int
    var offset: Int64
    var count: Int
}

extension SegmentContent {
    /// The entry of a line with its line feed; nil for other lines.
    ///
    /// - Parameter isTrusted: Whether checksums vouch for the line: consolidation only tells what is in the record, `verify`
    ///   reads all of it.
    func entry(
        in line: ArraySlice<UInt8>, at offset: Int64, isTrusted: Bool = true
    ) throws(ArchiveError) -> (entry: Entry, readFrom: String)? {
        do {
            return try EntryLine.read(line.dropLast(), isTrusted: isTrusted)
        } catch {
            switch error.code {
            case .newerMajorSchema:
                throw ArchiveError(
                    .newerFormat, path: path, offset: offset, "\(path), byte \(offset): \(error.message)")
            default:
                throw ArchiveError(
                    .damaged, path: path, offset: offset, "\(path), byte \(offset): not an entry: \(error.message)")
            }
        }
    }
}
