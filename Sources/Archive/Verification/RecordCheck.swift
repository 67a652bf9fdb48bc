internal import Reports

/// Whether a record keeps what its schema promises; sentences for what it does not.
struct RecordCheck {
    private let report: Report
    private let scalars: [Unicode.Scalar]
    private(set) var findings: [String] = []

    init(_ entry: ReportEntry) {
        do {
            report = try Report(json: entry.record)
        } catch {
            report = Report(
                id: "", title: nil, kind: .other, sightings: [], text: "", pipeline: Pipeline(generation: 0, parser: "")
            )
            scalars = []
            findings = ["the record is not of schema guazhi/report/1: \(error.message)"]
            return
        }
        scalars = Array(report.text.unicodeScalars)
        if report.json() != entry.record { findings.append("the record is not in canonical form") }
        checkEnvelope(entry)
        checkSpans()
        checkEvidence()
        for sighting in report.sightings { checkPageMap(sighting) }
        if !isAscending(report.fingerprint) { findings.append("the fingerprint is not ascending") }
    }

    private mutating func checkEnvelope(_ entry: ReportEntry) {
        guard report.sightings.count == 1, let sighting = report.sightings.first else {
            findings.append("the record has \(report.sightings.count) sightings, one belongs there")
            return
        }
        if !Bytes.same(sighting.location, entry.key.location) {
            findings.append("the record's location is \(sighting.location), the entry's \(entry.key.location)")
        }
        if sighting.document.sha256 != entry.key.sha256 { findings.append("the record's document is not the entry's") }
        if report.pipeline.generation != entry.key.generation {
            findings.append("the record's generation is not the entry's")
        }
        let part = sighting.part.map { EntryPart(index: $0.index, count: $0.count) } ?? EntryPart(index: 1, count: 1)
        if part != entry.key.part {
            findings.append("the record's part is \(part), the entry's \(entry.key.part?.description ?? "none")")
        }
    }

    private mutating func checkSpans() {
        let mentions = report.mentions
        let surfaces =
            mentions.places.map { ("place", $0.surface, $0.span) }
            + mentions.people.map { ("person", $0.surface, $0.span) }
            + mentions.organisations.map { ("organisation", $0.surface, $0.span) }
            + mentions.dates.map { ("date", $0.surface, $0.span) }
            + mentions.quantities.map { ("quantity", $0.surface, $0.span) }
            + mentions.quotations.map { ("quotation", $0.surface, $0.span) }
            + mentions.placeholders.map { ("placeholder", $0.surface, $0.span) }
            + mentions.damage.map { ("damage", $0.surface, $0.span) }
        for (kind, surface, span) in surfaces where !equals(surface, span) {
            findings.append("the \(kind) \(surface) is not the text at \(span.start)..<\(span.end)")
        }
        for section in report.sections where !isInText(section.span) {
            findings.append("the section \(section.title) is outside the text")
        }
        if let span = report.author?.span, !isInText(span) { findings.append("the byline is outside the text") }
    }

    private mutating func checkEvidence() {
        let evidence = report.secondments.flatMap(\.evidence) + report.findings.flatMap(\.evidence)
        for place in evidence where place.place == .text && !isInText(place.span) {
            findings.append("evidence at \(place.span.start)..<\(place.span.end) is outside the text")
        }
    }

    /// `text_map` covers the text but for line feeds that join paragraphs, in order, and `removed` is what it says.
    private mutating func checkPageMap(_ sighting: Sighting) {
        var textEnd = 0
        var pageEnd = 0
        for mapping in sighting.textMap {
            let isInOrder = mapping.length > 0 && mapping.textStart >= textEnd && mapping.pageStart >= pageEnd
            guard isInOrder, mapping.textStart + mapping.length <= scalars.count else {
                findings.append("the text map is out of order, or beyond the text, at text \(mapping.textStart)")
                return
            }
            if !isJoint(textEnd..<mapping.textStart) {
                findings.append("the text at \(textEnd)..<\(mapping.textStart) stands nowhere on the page")
            }
            textEnd = mapping.textStart + mapping.length
            pageEnd = mapping.pageStart + mapping.length
        }
        if !isJoint(textEnd..<scalars.count) { findings.append("the text from \(textEnd) stands nowhere on the page") }
        for block in sighting.removed where block.text.unicodeScalars.count != block.span.count {
            findings.append("the removed block at \(block.span.start) is not as long as its text")
        }
    }

    private func isJoint(_ range: Range<Int>) -> Bool { scalars[range].allSatisfy { $0 == "\n" } }

    private func isInText(_ span: Span) -> Bool {
        0 <= span.start && span.start <= span.end && span.end <= scalars.count
    }

    private func equals(_ surface: String, _ span: Span) -> Bool {
        isInText(span) && scalars[span.start..<span.end].elementsEqual(surface.unicodeScalars)
    }

    private func isAscending(_ hashes: [UInt64]) -> Bool { zip(hashes, hashes.dropFirst()).allSatisfy { $0 < $1 } }
}
