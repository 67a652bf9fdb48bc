internal import Glibc
internal import Reports

/// One rewrite of `archive.json` from the segments.
///
/// Two passes over the segments: the first keeps of each entry a digest, from which ``DocumentSelector`` chooses what
/// counts; the second reads the chosen records in the order they stand in the segments. Whatever grows with the archive
/// is sorted in bounded memory by ``ExternalSorter``, but for some 40 bytes a report that ``ReportClusters`` keeps.
struct Consolidation {
    static let fileName = "archive.json"
    static let shardFolder = "reports"
    /// Schema of the file.
    static let schema = "guazhi/archive/1"

    let directory: String
    let options: ConsolidationOptions
    private let temporary: String
    private let lock: File

    /// Waits until no other process consolidates the same folder.
    init(_ directory: String, _ options: ConsolidationOptions) throws(ArchiveError) {
        self.directory = directory
        self.options = options
        guard Folder.isFolder(SegmentCatalogue.folder(of: directory)) else {
            throw ArchiveError(
                .notFound, path: directory,
                "\(directory) is not an archive: it has no folder \(SegmentCatalogue.folderName)")
        }
        lock = try File.open(directory + "/.consolidate.lock", O_RDWR | O_CREAT)
        _ = try lock.lock(wait: true)
        temporary = directory + "/.consolidate"
        try Folder.removeAll(temporary)
        try Folder.make(temporary)
    }

    /// Writes the file, under its own name if `publish` is set; else it is written, measured and removed.
    func run(publish: Bool = true) throws(ArchiveError) -> ConsolidationSummary {
        let summary: ConsolidationSummary
        do throws(ArchiveError) {
            summary = try build(publish: publish)
        } catch {
            try Folder.removeAll(temporary)
            throw error
        }
        try Folder.removeAll(temporary)
        return summary
    }

    private func build(publish: Bool) throws(ArchiveError) -> ConsolidationSummary {
        let snapshot = try ArchiveSnapshot(directory)
        var summary = ConsolidationSummary()
        summary.batches = snapshot.last.batch
        let documents = SectionWriter(path: part("documents"))
        let chosen = try choose(snapshot, documents, &summary)
        let assembler = try assemble(snapshot, chosen)
        let sections = try tabulate(assembler, documents, &summary)
        let output = ArchiveOutput(directory: directory, temporary: temporary, options: options)
        try output.write(sections, &summary, publish: publish)
        if publish {
            try ConsolidationState(batch: snapshot.last.batch, checkpoint: snapshot.last.sha256, sha256: summary.sha256)
                .write(to: directory)
        }
        return summary
    }

    private func part(_ name: String) -> String { temporary + "/" + name }

    /// The first pass: which entries count, sorted by their places; the rows of `documents`.
    private func choose(
        _ snapshot: ArchiveSnapshot, _ documents: SectionWriter, _ summary: inout ConsolidationSummary
    ) throws(ArchiveError) -> ExternalSorter {
        let digests = ExternalSorter(path: part("digests"), budget: options.memoryBytes)
        try snapshot.entries { entry, _, place throws(ArchiveError) in
            let digest = try EntryDigest(entry, at: place)
            try digests.add(digest.sortKey, digest.packed)
        }
        let chosen = ExternalSorter(path: part("chosen"), budget: options.memoryBytes / 2)
        let selector = DocumentSelector { place throws(ArchiveError) in
            let content = try snapshot.content(place.segment)
            let line = try content.bytes(at: place.offset, count: place.count)
            guard let found = try content.entry(in: line[...], at: place.offset) else {
                throw ArchiveError(
                    .damaged, path: content.path, offset: place.offset, "\(content.path) changed while it was read")
            }
            return found.entry
        }
        let items = try digests.sorted()
        while let first = try items.next() {
            guard let digest = EntryDigest(first.payload) else { continue }
            var group = [digest]
            while let next = try items.peek(), let other = EntryDigest(next.payload),
                Bytes.same(other.key.location, digest.key.location)
            {
                group.append(other)
                _ = try items.next()
            }
            for choice in try selector.choose(group) {
                try documents.add(choice.document.json)
                summary.count(choice.document)
                for report in choice.reports {
                    var key = SortKey()
                    key.integer(report.place.segment)
                    key.integer(Int(report.place.offset))
                    try chosen.add(key.bytes, report.packed)
                }
            }
        }
        return chosen
    }

    /// The second pass: the records that count.
    private func assemble(_ snapshot: ArchiveSnapshot, _ chosen: ExternalSorter) throws(ArchiveError) -> ReportAssembler
    {
        let assembler = ReportAssembler(path: part("records"), budget: options.memoryBytes)
        let items = try chosen.sorted()
        var open: (index: Int, content: SegmentContent)?
        while let item = try items.next() {
            guard let digest = EntryDigest(item.payload) else { continue }
            let content: SegmentContent
            if let open, open.index == digest.place.segment {
                content = open.content
            } else {
                content = try snapshot.content(digest.place.segment)
                open = (digest.place.segment, content)
            }
            let line = try content.bytes(at: digest.place.offset, count: digest.place.count)
            guard case .report(let entry)? = try content.entry(in: line[...], at: digest.place.offset)?.entry else {
                throw ArchiveError(
                    .damaged, path: content.path, offset: digest.place.offset,
                    "\(content.path) changed while it was read")
            }
            try assembler.add(entry.with(retrievedAt: digest.retrievedAt, ingestedAt: digest.ingestedAt))
        }
        return assembler
    }

    /// All arrays but `documents`, which is there.
    private func tabulate(
        _ assembler: ReportAssembler, _ documents: SectionWriter, _ summary: inout ConsolidationSummary
    ) throws(ArchiveError) -> ArchiveSections {
        let sections = ArchiveSections(documents: documents, in: temporary)
        let mentions = MentionTables(path: part("mentions"), budget: options.memoryBytes / 2)
        let table = SecondmentTable(path: part("statements"), budget: options.memoryBytes / 2)
        let clusters = ReportClusters(path: part("alike"), budget: options.memoryBytes / 2)
        var sightings = 0
        try assembler.reports { id, report throws(ArchiveError) in
            sightings += report.sightings.count
            try sections.reports.add(report.json(pageMaps: .first))
            try mentions.add(id, report.mentions)
            try table.add(id, report.secondments)
            try clusters.add(id, report.fingerprint, TextSketch(report.text))
        }
        try clusters.group()
        try table.write(clusters: clusters, to: sections.secondments)
        try mentions.write(clusters: clusters, people: sections.people, units: sections.units, places: sections.places)
        try clusters.groups { representative, reports throws(ArchiveError) in
            try sections.clusters.add(Self.row(representative, reports))
        }
        summary.sightings = sightings
        sections.count(&summary)
        return sections
    }

    /// A row of `clusters`: `id` (`c1:` and the digits of the representative), `reports` (ids of at least two
    /// near-duplicates), `representative` (the first, and mostly the shortest, which all have something in common with).
    private static func row(_ representative: ReportIdentifier, _ reports: [ReportIdentifier]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("id")
        writer.string("c1:" + representative.digits)
        writer.key("reports")
        writer.beginArray()
        for report in reports { writer.string(report.text) }
        writer.endArray()
        writer.key("representative")
        writer.string(representative.text)
        writer.endObject()
        return writer.bytes
    }
}

extension ConsolidationSummary {
    fileprivate mutating func count(_ document: DocumentRow) {
        documents += 1
        if document.supersededBy != nil {
            superseded += 1
        } else if document.reports.isEmpty {
            refused += 1
        }
        for refusal in document.refusals where refusals.count < Self.maximumRefusals { refusals.append(refusal) }
    }
}
