internal import Reports

/// Reads all segments and compares them with what their checksums, checkpoints and records say.
struct SegmentCheck {
    private(set) var report: VerificationReport
    private var chain = SegmentLine.noHash
    private var batch = 0
    /// What was read in one go: by this archive, or by one that was merged in.
    private struct Lineage {
        var stream = 0
        /// The last offset of each partition of the stream.
        var offsets: [Substring: Int64] = [:]
    }
    /// The first is this archive's own.
    private var lineages = [Lineage()]
    private var lineage = 0
    /// Lineages of merged batches by the batch they have come to.
    private var tips: [String: Int] = [:]
    /// What the batches with entries are known by.
    private var identities: Set<String> = [SegmentLine.noHash]
    /// (lineage, stream, raw message, part) of the entries.
    private let origins: ExternalSorter

    init(_ report: VerificationReport, temporary: String) {
        self.report = report
        origins = ExternalSorter(path: temporary, budget: 16 << 20)
    }

    mutating func check(_ files: [SegmentFile]) throws(ArchiveError) {
        for (index, file) in files.enumerated() {
            report.segments += 1
            do throws(ArchiveError) {
                let content = try SegmentContent(file)
                if let sealedIndex = content.index {
                    report.sealed += 1
                    try checkFrames(content, sealedIndex)
                }
                try checkLines(content, isLast: index == files.count - 1)
            } catch {
                guard error.code == .damaged || error.code == .newerFormat else { throw error }
                report.add(error.path, error.offset, error.message)
            }
        }
        try countRepeats()
    }

    /// The file is exactly its frames and the footer that follows from them, so that no bit is without a check.
    private mutating func checkFrames(_ content: SegmentContent, _ index: SealedIndex) throws(ArchiveError) {
        var plainHash = SHA256.Hasher()
        var framesHash = SHA256.Hasher()
        for frame in index.frames {
            let raw = try content.rawFrame(frame)
            framesHash.update(raw)
            guard let plain = Zstandard.content(of: raw, count: frame.plainCount) else {
                throw ArchiveError(
                    .damaged, path: content.path, offset: frame.plainStart,
                    "\(content.path): the frame at byte \(frame.start) of the file is damaged")
            }
            plainHash.update(plain)
        }
        var found = index
        found.segment = content.number
        found.sha256 = Bytes.hex(plainHash.finish())
        found.framesHash = Bytes.hex(framesHash.finish())
        guard found.footer() == (try content.rawFooter(of: index)) else {
            throw ArchiveError(.damaged, path: content.path, "\(content.path) is not what its index says")
        }
    }

    private mutating func checkLines(_ content: SegmentContent, isLast: Bool) throws(ArchiveError) {
        var hasher = SHA256.Hasher()
        var lines = LineCursor(content)
        var entries = 0
        var batchStart: Int64 = 0
        while true {
            let start = lines.offset
            guard let line = try lines.next() else { break }
            if start == 0, let header = headerOrNil(line, content), header.previous != chain {
                report.add(content.path, 0, "the segment does not follow the one before it")
            }
            let kind = SegmentLine.kind(line)
            guard kind == .checkpoint, line.last == 0x0A, line.count > SegmentLine.sealCount + 1 else {
                hasher.update(line)
                // Only what a checkpoint closes is an entry; the rest is a torn tail.
                if kind == .report || kind == .refusal { entries += 1 }
                continue
            }
            hasher.update(line.dropLast(SegmentLine.sealCount + 1))
            let hash = Bytes.hex(hasher.finish())
            hasher = SHA256.Hasher()
            guard let checkpoint = Checkpoint(line.dropLast()), checkpoint.sha256 == hash else {
                report.add(
                    content.path, batchStart,
                    "the batch of bytes \(batchStart)..<\(lines.offset) is not what its checksum says")
                chain = Checkpoint(line.dropLast())?.sha256 ?? chain
                (entries, batchStart) = (0, lines.offset)
                continue
            }
            checkChain(checkpoint, entries, content.path, start)
            try checkEntries(content, batchStart..<start, checkpoint)
            report.batches += 1
            (entries, batchStart) = (0, lines.offset)
        }
        guard batchStart < lines.offset else { return }
        if isLast, !content.isSealed, !(try endsWithSeal(content, batchStart..<lines.offset)) {
            report.unfinishedBytes = lines.offset - batchStart
        } else if isLast, !content.isSealed {
            report.add(content.path, batchStart, "the last batch is whole and not what its checksum says")
        } else {
            report.add(content.path, batchStart, "the segment ends within a batch")
        }
    }

    /// Whether the bytes after the last valid batch end as a checkpoint does, whatever the last byte is.
    ///
    /// A write that was cut off ends before that. One that is all there and yet no checkpoint was damaged where a line is
    /// told by: at its beginning or its end.
    private func endsWithSeal(_ content: SegmentContent, _ range: Range<Int64>) throws(ArchiveError) -> Bool {
        let count = SegmentLine.sealCount + 1
        guard range.count > count else { return false }
        let end = try content.bytes(at: range.upperBound - Int64(count), count: count)
        return end.starts(with: SegmentLine.sealStart) && end.dropLast().suffix(2).elementsEqual([0x22, 0x7D])
            && Bytes.bytes(hex: end.dropFirst(SegmentLine.sealStart.count).prefix(64)) != nil
    }

    private mutating func headerOrNil(
        _ line: ArraySlice<UInt8>, _ content: SegmentContent
    ) -> (segment: Int, previous: String)? {
        do throws(ArchiveError) {
            let header = try SegmentLine.readHeader(line.dropLast(), path: content.path)
            if header.segment != content.number {
                report.add(content.path, 0, "the segment says that it is number \(header.segment)")
            }
            return header
        } catch {
            report.add(content.path, 0, error.message)
            return nil
        }
    }

    private mutating func checkChain(_ checkpoint: Checkpoint, _ entries: Int, _ path: String, _ offset: Int64) {
        if checkpoint.previous != chain { report.add(path, offset, "the checkpoint does not follow the one before it") }
        if batch != 0, checkpoint.batch != batch + 1 {
            report.add(path, offset, "batch \(checkpoint.batch) follows batch \(batch)")
        }
        if checkpoint.entries != entries {
            report.add(path, offset, "the checkpoint counts \(checkpoint.entries) entries, the batch has \(entries)")
        }
        chain = checkpoint.sha256
        batch = checkpoint.batch
        lineage = lineage(of: checkpoint, path, offset)
        let stream = checkpoint.merged.map(\.stream) ?? checkpoint.stream
        let number = stream?.number ?? 0
        if number != lineages[lineage].stream { lineages[lineage] = Lineage(stream: number) }
    }

    private mutating func lineage(of checkpoint: Checkpoint, _ path: String, _ offset: Int64) -> Int {
        guard checkpoint.entries > 0 else { return 0 }
        if let previous = checkpoint.merged?.previous, !identities.contains(previous) {
            report.add(path, offset, "the merged batch follows batch \(previous), which is not here")
        }
        if !identities.insert(checkpoint.identity).inserted {
            report.add(path, offset, "the batch \(checkpoint.identity) was merged twice")
        }
        guard let merged = checkpoint.merged else { return 0 }
        report.mergedBatches += 1
        // Two archives that go back to one are two lineages from where they part.
        let found: Int
        if let known = tips.removeValue(forKey: merged.previous) {
            found = known
        } else {
            found = lineages.count
            lineages.append(Lineage())
        }
        tips[merged.sha256] = found
        return found
    }

    private mutating func checkEntries(
        _ content: SegmentContent, _ range: Range<Int64>, _ checkpoint: Checkpoint
    ) throws(ArchiveError) {
        var lines = LineCursor(content, from: range.lowerBound)
        while lines.offset < range.upperBound {
            let start = lines.offset
            guard let line = try lines.next() else { return }
            let found: (entry: Entry, readFrom: String)?
            do throws(ArchiveError) {
                found = try content.entry(in: line, at: start, isTrusted: false)
            } catch {
                report.add(error.path, start, error.message)
                continue
            }
            guard let found else { continue }
            report.entries += 1
            try checkOrigin(found.entry, found.readFrom, content.path, start)
            switch found.entry {
            case .report(let entry):
                report.reportEntries += 1
                for finding in RecordCheck(entry).findings { report.add(content.path, start, finding) }
            case .refusal(let entry):
                report.refusalEntries += 1
                if let original = entry.original, !entry.key.sha256.isEmpty,
                    SHA256.sha256Hex(original) != entry.key.sha256
                {
                    report.add(
                        content.path, start, "the bytes of \(entry.key.location) do not have their document's SHA-256")
                }
            }
        }
    }

    private mutating func checkOrigin(
        _ entry: Entry, _ readFrom: String, _ path: String, _ start: Int64
    ) throws(ArchiveError) {
        guard let stroke = readFrom.lastIndex(of: "/"), let offset = Int64(readFrom[readFrom.index(after: stroke)...])
        else {
            report.add(path, start, "\(readFrom) is no message's place")
            return
        }
        let partition = readFrom[..<stroke]
        if let last = lineages[lineage].offsets[partition], offset <= last {
            report.add(path, start, "\(readFrom) was read after offset \(last) of its partition")
        }
        lineages[lineage].offsets[partition] = offset
        let origin: String?
        switch entry {
        case .report(let entry): origin = entry.origin
        case .refusal(let entry): origin = entry.origin
        }
        guard let origin else { return }
        var key = SortKey()
        key.integer(lineage)
        key.integer(lineages[lineage].stream)
        key.text(origin)
        key.text(entry.key.part?.description ?? "")
        try origins.add(key.bytes, [])
    }

    private mutating func countRepeats() throws(ArchiveError) {
        let items = try origins.sorted()
        var last: ArraySlice<UInt8>?
        while let item = try items.next() {
            if item.key == last { report.repeatedEntries += 1 }
            last = item.key
        }
    }
}
