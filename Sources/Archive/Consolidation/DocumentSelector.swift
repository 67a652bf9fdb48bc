internal import Reports

/// Decides which entries count: of each location the newest document, of each document the highest generation.
///
/// Entries come sorted by key, so that one location's are together; no more than those are held.
struct DocumentSelector {
    /// A document as a row of `documents`, and its reports that count.
    struct Choice {
        var document: DocumentRow
        /// In the order of the page.
        var reports: [EntryDigest]
    }

    /// Reads an entry again, for the rare two that differ in what they say.
    let load: (EntryPlace) throws(ArchiveError) -> Entry

    /// The rows of one location, by document, and the reports of its newest.
    func choose(_ entries: [EntryDigest]) throws(ArchiveError) -> [Choice] {
        var choices: [Choice] = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, Bytes.same(entries[end].key.sha256, entries[start].key.sha256) { end += 1 }
            choices.append(try choice(Array(entries[start..<end])))
            start = end
        }
        // The last of the latest: documents are in the order of their hashes.
        var newest = 0
        for index in choices.indices.dropFirst()
        where Self.order(choices[index].document.retrievedAt) >= Self.order(choices[newest].document.retrievedAt) {
            newest = index
        }
        for index in choices.indices where index != newest {
            choices[index].document.supersededBy = choices[newest].document.sha256
            choices[index].document.refusal = nil
            choices[index].document.refusedParts = []
            choices[index].document.reports = []
            choices[index].reports = []
        }
        return choices
    }

    /// A document without a time is older than any with one.
    private static func order(_ time: Timestamp?) -> Int64 { time?.nanoseconds ?? .min }

    /// One document's row and reports; `entries` are all of it, sorted.
    private func choice(_ entries: [EntryDigest]) throws(ArchiveError) -> Choice {
        var row = DocumentRow(entries[0])
        for entry in entries {
            row.retrievedAt = EntrySet.latest(row.retrievedAt, entry.retrievedAt)
            row.ingestedAt = EntrySet.earliest(row.ingestedAt, entry.ingestedAt)
        }
        let generation = entries[entries.count - 1].key.generation
        let current = entries.filter { $0.key.generation == generation }
        row.generation = generation
        var winners: [EntryDigest] = []
        for entry in current {
            if let last = winners.last, last.key == entry.key {
                winners[winners.count - 1] = try winner(last, entry)
            } else {
                winners.append(entry)
            }
        }
        // Two releases of one generation may count a page's parts differently; then the larger count is the page's.
        let count = winners.compactMap { $0.isReport ? $0.key.part?.count : nil }.max()
        let reports = winners.filter { $0.isReport && $0.key.part?.count == count }
        let refusals = winners.filter { !$0.isReport }
        let whole = refusals.first { $0.key.part == nil }
        if reports.isEmpty {
            row.refusal = whole ?? refusals.first
            row.describe(row.refusal ?? entries[0])
        } else {
            row.describe(reports[0])
        }
        if whole == nil || !reports.isEmpty {
            let held = Set(reports.compactMap { $0.key.part?.index })
            row.refusedParts = refusals.filter { entry in
                guard let part = entry.key.part else { return false }
                return !held.contains(part.index) && (count == nil || part.count == count)
            }
            if reports.isEmpty, !row.refusedParts.isEmpty { row.refusal = nil }
        }
        row.reports = reports.compactMap { entry in
            if case .report(let id, _) = entry.content { id } else { nil }
        }
        return Choice(
            document: row,
            reports: reports.map { report in
                var report = report
                report.retrievedAt = row.retrievedAt
                report.ingestedAt = row.ingestedAt
                return report
            })
    }

    /// The join of ``EntrySet`` over digests; the times are joined for the whole document.
    private func winner(_ a: EntryDigest, _ b: EntryDigest) throws(ArchiveError) -> EntryDigest {
        switch (a.content, b.content) {
        case (.report, .refusal): return a
        case (.refusal, .report): return b
        case (.report(_, let left), .report(_, let right)):
            if left == right { return a }
            return EntrySet.precedes(try load(b.place), try load(a.place)) ? b : a
        case (.refusal(_, _, _, let left), .refusal(_, _, _, let right)):
            return right.lexicographicallyPrecedes(left) ? b : a
        }
    }
}

/// A row of `documents`: what became of one document.
///
/// Exactly one of these holds: `reports` are its reports; `refusal` says why it has none; `refused_parts` says so for
/// each of its parts; `superseded_by` names the newer document of its location.
struct DocumentRow {
    var location: String
    var sha256: String
    var bytes: Int?
    var path: String?
    var url: String?
    var retrievedAt: Timestamp?
    var ingestedAt: Timestamp?
    var generation: Int?
    var reports: [ReportIdentifier] = []
    var refusal: EntryDigest?
    var refusedParts: [EntryDigest] = []
    var supersededBy: String?

    init(_ entry: EntryDigest) {
        location = entry.key.location
        sha256 = entry.key.sha256
        describe(entry)
    }

    /// Takes over what `entry` says of the document.
    mutating func describe(_ entry: EntryDigest) { (bytes, path, url) = (entry.bytes, entry.path, entry.url) }

    /// The row in canonical form.
    ///
    /// - `bytes`: the document's size, or null.
    /// - `generation`: the generation of its entries, null for a refusal by ingest.
    /// - `ingested_at`, `retrieved_at`: the earliest and the latest of all its entries.
    /// - `location`, `path`, `sha256` (null where its bytes could not be read), `url`.
    /// - `refusal`: null, or {code, message, stage}.
    /// - `refused_parts`: [{code, message, part: "2/6", stage}], the parts of a page that enrichment refused.
    /// - `reports`: ids in the order of the page.
    /// - `superseded_by`: null, or the SHA-256 of the newer document at its location (empty where it is unreadable).
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("bytes")
        writer.optional(bytes)
        writer.key("generation")
        writer.optional(generation)
        writer.key("ingested_at")
        writer.string(ingestedAt?.description)
        writer.key("location")
        writer.string(location)
        writer.key("path")
        writer.string(path)
        writer.key("refusal")
        if let refusal { Self.write(refusal, withPart: false, &writer) } else { writer.null() }
        writer.key("refused_parts")
        writer.beginArray()
        for refusal in refusedParts { Self.write(refusal, withPart: true, &writer) }
        writer.endArray()
        writer.key("reports")
        writer.beginArray()
        for report in reports { writer.string(report.text) }
        writer.endArray()
        writer.key("retrieved_at")
        writer.string(retrievedAt?.description)
        writer.key("sha256")
        writer.string(sha256.isEmpty ? nil : sha256)
        writer.key("superseded_by")
        writer.string(supersededBy)
        writer.key("url")
        writer.string(url)
        writer.endObject()
        return writer.bytes
    }

    /// What stands in the way, for the summary.
    var refusals: [RefusedDocument] {
        ([refusal].compactMap { $0 } + refusedParts).compactMap { entry in
            guard case .refusal(let stage, let code, let message, _) = entry.content else { return nil }
            return RefusedDocument(
                location: location, sha256: sha256, part: entry.key.part, stage: stage, code: code, message: message)
        }
    }

    private static func write(_ entry: EntryDigest, withPart: Bool, _ writer: inout JSONWriter) {
        guard case .refusal(let stage, let code, let message, _) = entry.content else { return writer.null() }
        writer.beginObject()
        writer.key("code")
        writer.string(code)
        writer.key("message")
        writer.string(message)
        if withPart {
            writer.key("part")
            writer.string(entry.key.part?.description)
        }
        writer.key("stage")
        writer.string(stage)
        writer.endObject()
    }
}
