internal import Reports

/// Writes the records of a page that has been taken apart.
struct RecordBuilder {
    let structure: PageStructure
    let generation: Int
    let facts: PageFacts
    private let bytes: PageBytes
    private let kinds: KindClassifier
    let page: Page

    init(structure: PageStructure, generation: Int) {
        self.structure = structure
        self.generation = generation
        page = structure.page
        facts = FactsReader(structure: structure).read()
        bytes = PageBytes(structure.table, utf8: structure.page.utf8)
        kinds = KindClassifier(structure: structure, titles: [facts.title, structure.page.stated.title])
    }

    func records() -> [ParsedReport] {
        var removed: [[RemovedBlock]] = Array(repeating: [], count: structure.parts.count)
        let ends = structure.parts.indices.map { structure.ownLines($0).last ?? -1 }
        var part = 0
        for line in structure.table.lines.indices {
            while part + 1 < ends.count, line > ends[part] { part += 1 }
            if let block = removedBlock(line, part) { removed[part].append(block) }
        }
        return structure.parts.indices.map { record($0, removed: removed[$0]) }
    }

    /// What is taken away of a line; of a line that numbers a part, the mark.
    private func removedBlock(_ line: Int, _ part: Int) -> RemovedBlock? {
        var place = structure.table.lines[line].start..<structure.table.lines[line].end
        var reason = structure.fates[line]?.reason
        if let marker = structure.parts[part].marker, marker.line == line {
            place = marker.extent
            reason = .partLabel
        }
        if reason == nil, let cut = structure.cuts[line] {
            return RemovedBlock(
                reason: cut.reason, span: Span(cut.place.lowerBound, cut.place.upperBound),
                text: bytes.string(cut.place))
        }
        guard let reason else { return nil }
        return RemovedBlock(
            reason: reason, span: Span(place.lowerBound, place.upperBound),
            text: structure.parts[part].marker?.line == line ? bytes.string(place) : bytes.string(line: line))
    }

    /// The text of a part under way: its UTF-8 and where its scalars come from.
    private struct TextBuilder {
        var bytes: [UInt8] = []
        var count = 0
        var map: [TextMapping] = []

        mutating func append(_ place: Range<Int>, _ page: PageBytes, at range: Range<Int>, joined: Bool) -> Range<Int> {
            if let last = bytes.last {
                if !joined {
                    bytes.append(0x0A)
                    count += 1
                } else if Scalars.isLatinLetter(UInt32(last)),
                    Scalars.isLatinLetter(UInt32(page.bytes[range.lowerBound]))
                {
                    bytes.append(0x20)
                    count += 1
                }
            }
            let start = count
            bytes += page.bytes[range]
            count += place.count
            map.append(TextMapping(textStart: start, pageStart: place.lowerBound, length: place.count))
            return start..<count
        }

        /// The bytes are stretches of the page's, which the decoder has made of whole scalars.
        var text: String { String(copying: UTF8Span(unchecked: bytes.span)) }
    }

    private func record(_ part: Int, removed: [RemovedBlock]) -> ParsedReport {
        let draft = structure.parts[part]
        let lines = structure.ownLines(part)
        var text = TextBuilder()
        text.bytes.reserveCapacity(
            lines.reduce(0) { $0 + structure.table.lines[$1].endByte - structure.table.lines[$1].firstByte + 1 })
        text.map.reserveCapacity(lines.count)
        var scripts = ScriptCounts()
        var sections: [Section] = []
        var body: [Range<Int>] = []
        body.reserveCapacity(lines.count)
        var headings = draft.sections[...]
        for line in lines {
            let known = structure.table.lines[line]
            var place = known.start..<known.end
            var range = known.firstByte..<known.endByte
            let isMarker = draft.marker?.line == line
            if let marker = draft.marker, isMarker {
                if marker.rest.isEmpty { continue }
                place = marker.rest
                range = bytes.range(of: place)
            }
            scripts += known.scripts
            if structure.cuts[line] != nil, !isMarker {
                for (number, piece) in pieces(of: line).enumerated() {
                    _ = text.append(
                        piece, bytes, at: bytes.range(of: piece), joined: number > 0 || structure.isJoined[line])
                    body.append(piece)
                }
                continue
            }
            let span = text.append(place, bytes, at: range, joined: structure.isJoined[line])
            if let heading = headings.first, heading.line == line {
                headings.removeFirst()
                sections.append(
                    Section(
                        level: heading.level, title: bytes.string(bytes: range),
                        span: Span(span.lowerBound, span.upperBound)))
                place = withoutNumber(line, heading.numberLength)
            }
            if !draft.head.contains(line) && !draft.signature.contains(line) && !isMarker { body.append(place) }
        }
        let folded = Fold.version1.fold(page.scalars, places: body)
        let title = draft.title ?? presentedTitle(part)
        let author = author(part, title: title, map: text.map)
        let extent = Span(text.map.first?.pageStart ?? 0, text.map.last.map { $0.pageStart + $0.length } ?? 0)
        let count = structure.parts.count
        let label = draft.marker.map { Scalars.string(page.scalars[$0.label]) }
        let sighting = Sighting(
            title: title, location: page.facts.location, path: page.facts.path, url: page.facts.url ?? facts.url,
            host: Self.host(page.facts.url ?? facts.url), site: facts.site, pageTitle: facts.title,
            publishedAt: facts.publishedAt, updatedAt: facts.updatedAt, retrievedAt: page.facts.retrievedAt,
            ingestedAt: page.facts.ingestedAt,
            document: DocumentDigest(
                sha256: page.facts.sha256, bytes: page.facts.bytes, mediaType: page.mediaType, encoding: page.encoding,
                encodingFrom: page.encodingFrom, unreadableBytes: page.unreadableBytes),
            part: count > 1 || label != nil
                ? Part(index: part + 1, count: count, label: label, compilationTitle: facts.title) : nil,
            extent: extent, textMap: text.map, removed: removed)
        let report = Report(
            id: ReportIdentity.reportIdentifier(
                body: folded, authorName: author?.name, title: title, location: page.facts.location),
            title: title, subtitle: draft.subtitle,
            kind: kinds.kind(part, title: title, subtitle: draft.subtitle),
            language: scripts.language, author: author, sightings: [sighting], text: text.text, sections: sections,
            fingerprint: ReportIdentity.fingerprint(folded: folded),
            pipeline: Pipeline(
                generation: generation, parser: PageParser.version, enricher: nil, lexicons: structure.lexicons.hash))
        return ParsedReport(report: report, context: context(extent, removed))
    }

    /// What is left of a line that something is cut out of.
    private func pieces(of line: Int) -> [Range<Int>] {
        let known = structure.table.lines[line]
        guard let cut = structure.cuts[line]?.place else { return [known.start..<known.end] }
        return [known.start..<cut.lowerBound, cut.upperBound..<known.end].map(trimmed).filter { !$0.isEmpty }
    }

    private func withoutNumber(_ line: Int, _ length: Int) -> Range<Int> {
        let known = structure.table.lines[line]
        guard length > 0, length < known.count else { return known.start..<known.end }
        return Int(structure.table.places[known.folded.lowerBound + length])..<known.end
    }

    static func textOffset(_ place: Int, _ map: [TextMapping]) -> Int? {
        guard let entry = map.first(where: { place >= $0.pageStart && place < $0.pageStart + $0.length }) else {
            return nil
        }
        return entry.textStart + place - entry.pageStart
    }

    private static func host(_ url: String?) -> String? {
        guard let url, url.hasPrefix("http") else { return nil }
        let pieces = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard pieces.count >= 2, pieces[0].hasSuffix(":") else { return nil }
        let host = pieces[1].prefix { $0 != "/" && $0 != ":" && $0 != "?" }
        return host.isEmpty ? nil : host.lowercased()
    }

    private static let contextBytes = 16 * 1024

    /// What stands outside the part, nearest first until 16 KiB are full; furniture inside the part goes before all.
    private func context(_ extent: Span, _ removed: [RemovedBlock]) -> PageContext {
        var passages: [PageContext.Passage] = []
        var left = Self.contextBytes
        for block in removed where extent.contains(block.span) {
            let size = block.text.utf8.count
            guard size <= left else { continue }
            left -= size
            passages.append(PageContext.Passage(start: block.span.start, text: block.text))
        }
        let before = bytes.range(of: trimmed(0..<extent.start))
        let after = bytes.range(of: trimmed(extent.end..<page.scalars.count))
        let shareBefore = min(before.count, max(left / 2, left - after.count))
        let head = bytes.boundary(from: before.upperBound - shareBefore)..<before.upperBound
        if !head.isEmpty {
            passages.append(passage(head))
            left -= head.count
        }
        let rest = after.lowerBound..<bytes.boundary(upTo: min(after.upperBound, after.lowerBound + left))
        if !rest.isEmpty { passages.append(passage(rest)) }
        return PageContext(passages: passages.sorted { $0.start < $1.start })
    }

    private func passage(_ range: Range<Int>) -> PageContext.Passage {
        PageContext.Passage(start: bytes.scalar(ofByte: range.lowerBound), text: bytes.string(bytes: range))
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Scalars.isBlank(page.scalars[start]) { start += 1 }
        while end > start, Scalars.isBlank(page.scalars[end - 1]) { end -= 1 }
        return start..<end
    }
}
