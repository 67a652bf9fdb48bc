internal import Reports

/// Makes one entry of `reports` of all the records that share an id.
struct ReportAssembler {
    private let sorter: ExternalSorter

    init(path: String, budget: Int) { sorter = ExternalSorter(path: path, budget: budget) }

    /// Adds the record of a sighting.
    func add(_ entry: ReportEntry) throws(ArchiveError) {
        guard let id = ReportIdentifier(entry.facts.id) else {
            throw ArchiveError(.damaged, path: entry.key.location, "the record of \(entry.key.location) has no id")
        }
        try sorter.add(Self.sortKey(id, entry.facts), entry.record)
    }

    /// The id, and then the total order of which the first is the canonical record.
    ///
    /// zh-Hans before zh-Hant before others; longer text first; earlier `published_at` as text, then location, then
    /// part, none of which last. The payload, the record's canonical bytes, decides the rest.
    private static func sortKey(_ id: ReportIdentifier, _ facts: RecordFacts) -> [UInt8] {
        var key = SortKey()
        for byte in id.bytes { key.byte(byte) }
        key.byte(["zh-Hans": 0, "zh-Hant": 1][facts.language] ?? 2)
        key.integer(-facts.textCount)
        key.textOrLast(facts.publishedAt)
        key.text(facts.location)
        key.integer(facts.partIndex ?? .max)
        return key.bytes
    }

    /// Hands out the reports in the order of their ids.
    func reports(
        _ body: (_ id: ReportIdentifier, _ report: Report) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let items = try sorter.sorted()
        while let first = try items.next() {
            let digits = first.key.prefix(16)
            var report = try Self.decode(first.payload)
            while let other = try items.peek(), other.key.prefix(16) == digits {
                report.sightings += try Self.decode(other.payload).sightings
                _ = try items.next()
            }
            guard let id = ReportIdentifier(bytes: digits) else { continue }
            try body(id, report)
        }
    }

    private static func decode(_ record: ArraySlice<UInt8>) throws(ArchiveError) -> Report {
        do {
            return try Report(json: Array(record))
        } catch {
            throw ArchiveError(.damaged, path: SegmentCatalogue.folderName, "a record cannot be read: \(error.message)")
        }
    }
}
