internal import Reports

/// Writes the records of a page that has been taken apart.
struct RecordBuilder {
    let structure: PageStructure
    let generation: Int
    private let facts: PageFacts
    private var page: Page { structure.page }

    init(structure: PageStructure, generation: Int) {
        self.structure = structure
        self.generation = generation
        facts = FactsReader(structure: structure).read()
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
        guard let reason else { return nil }
        return RemovedBlock(
            reason: reason, span: Span(place.lowerBound, place.upperBound), text: Scalars.string(page.scalars[place]))
    }

    /// The text of a part under way: its scalars and where they come from.
    private struct TextBuilder {
        var scalars: [UInt32] = []
        var map: [TextMapping] = []

        mutating func append(_ place: Range<Int>, of page: [UInt32], joined: Bool) -> Range<Int> {
            if !scalars.isEmpty {
                if !joined {
                    scalars.append(0x0A)
                } else if let last = scalars.last, Self.isLatin(last), Self.isLatin(page[place.lowerBound]) {
                    scalars.append(0x20)
                }
            }
            let start = scalars.count
            scalars += page[place]
            map.append(TextMapping(textStart: start, pageStart: place.lowerBound, length: place.count))
            return start..<scalars.count
        }

        private static func isLatin(_ c: UInt32) -> Bool { Scalars.isLatinLetter(c) }
    }

    private func record(_ part: Int, removed: [RemovedBlock]) -> ParsedReport {
        let draft = structure.parts[part]
        var text = TextBuilder()
        var body: [UInt32] = []
        var sections: [Section] = []
        let headings = Dictionary(draft.sections.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
        for line in structure.ownLines(part) {
            var place = structure.table.lines[line].start..<structure.table.lines[line].end
            if let marker = draft.marker, marker.line == line {
                if marker.rest.isEmpty { continue }
                place = marker.rest
            }
            let span = text.append(place, of: page.scalars, joined: draft.joined.contains(line))
            var own = page.scalars[place]
            if let heading = headings[line] {
                sections.append(
                    Section(
                        level: heading.level, title: Scalars.string(own), span: Span(span.lowerBound, span.upperBound)))
                own = withoutNumber(line, heading.numberLength)
            }
            let isBody = !draft.head.contains(line) && !draft.signature.contains(line) && draft.marker?.line != line
            if isBody { body += Fold.version1.fold(text: Array(own)) }
        }
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
                body: body, authorName: author?.name, title: title, location: page.facts.location),
            title: title, subtitle: draft.subtitle,
            kind: KindClassifier(structure: structure).kind(part, title: title, subtitle: draft.subtitle, facts: facts),
            language: structure.lexicons.scripts.language(of: text.scalars), author: author, sightings: [sighting],
            text: Scalars.string(text.scalars[...]), sections: sections,
            fingerprint: ReportIdentity.fingerprint(folded: body),
            pipeline: Pipeline(
                generation: generation, parser: PageParser.version, enricher: nil, lexicons: structure.lexicons.hash))
        return ParsedReport(report: report, context: context(extent, removed))
    }

    private func withoutNumber(_ line: Int, _ length: Int) -> ArraySlice<UInt32> {
        let folded = structure.table.lines[line].folded
        guard length > 0, length < folded.count else { return structure.table.raw(line) }
        let start = Int(structure.table.places[folded.lowerBound + length])
        return page.scalars[start..<structure.table.lines[line].end]
    }

    /// The title by which a first paragraph presents the report: …公众号选登一位挂职干部的工作手记《…》.
    private func presentedTitle(_ part: Int) -> String? {
        guard structure.parts.count == 1, let first = structure.ownLines(part).first(where: structure.table.isBody)
        else {
            return nil
        }
        let text = structure.table.text(first)
        let cues = structure.lexicons.cues
        guard let open = text.firstIndex(of: 0x300A), let close = text[open...].firstIndex(of: 0x300B),
            (3...32).contains(close - open), open - text.startIndex <= 60, cues.quoter.occurs(in: text[..<open]),
            cues.quoting.occurs(in: text[..<open])
        else { return nil }
        let places = structure.table.places
        return Scalars.string(page.scalars[Int(places[open]) + 1..<Int(places[close])])
    }

    private func author(_ part: Int, title: String?, map: [TextMapping]) -> Author? {
        let draft = structure.parts[part]
        if var byline = draft.byline {
            if structure.parts.count == 1, let stated = facts.author.flatMap(statedAuthor) {
                byline.name = byline.name ?? stated.name
                if byline.unit == nil, byline.post == nil { (byline.unit, byline.post) = (stated.unit, stated.post) }
            }
            var span: Span?
            if let place = draft.bylinePlace, let start = Self.textOffset(place.lowerBound, map),
                let end = Self.textOffset(place.upperBound - 1, map)
            {
                span = Span(start, end + 1)
            }
            return Author(name: byline.name, unit: byline.unit, post: byline.post, span: span)
        }
        if structure.parts.count == 1, let stated = facts.author, let byline = statedAuthor(stated) {
            return Author(name: byline.name, unit: byline.unit, post: byline.post, span: nil)
        }
        guard let title else { return nil }
        let folded = structure.lexicons.folding.fold(title)
        guard let length = structure.lexicons.bylines.titlePosts.beginning(folded[...]), folded.count > length,
            folded[length] == 0x5728, folded.suffix(6).contains(0x8BDD) || folded.suffix(6).contains(0x8F9E)
        else { return nil }
        return Author(
            name: nil, unit: nil, post: String(String.UnicodeScalarView(title.unicodeScalars.prefix(length))), span: nil
        )
    }

    /// 张三(作者系某市某局处长,挂任…), or what any byline has.
    private func statedAuthor(_ stated: String) -> Byline? {
        let scalars = Scalars.array(stated)
        let reader = structure.bylines
        if let open = scalars.firstIndex(where: { $0 == 0x28 || $0 == 0xFF08 }), open > 0 {
            let name = scalars[..<open].filter { !Scalars.isBlank($0) }
            guard reader.isName(Array(name)) else { return nil }
            var inside = scalars[(open + 1)...].prefix { ![0x29, 0xFF09, 0x2C, 0xFF0C, 0x3B, 0xFF1B].contains($0) }
            for label in ["作者单位", "作者系", "作者为", "作者", "系", ":", ":"] where inside.starts(with: Scalars.array(label)) {
                inside = inside.dropFirst(Scalars.array(label).count)
            }
            let described = reader.unitAndPost(Array(inside.filter { !Scalars.isBlank($0) }))
            return Byline(name: Scalars.string(name[...]), unit: described.unit, post: described.post)
        }
        if reader.isName(scalars.filter { !Scalars.isBlank($0) }) {
            return Byline(name: Scalars.string(scalars.filter { !Scalars.isBlank($0) }[...]), unit: nil, post: nil)
        }
        var text = scalars[...]
        if text.starts(with: Scalars.array("系")) { text = text.dropFirst() }
        if let byline = reader.read(text) { return byline }
        let clause = text.prefix { ![0x29, 0xFF09, 0x2C, 0xFF0C, 0x3B, 0xFF1B].contains($0) }
        let described = reader.unitAndPost(Array(clause))
        return described.unit == nil ? nil : Byline(name: nil, unit: described.unit, post: described.post)
    }

    private static func textOffset(_ place: Int, _ map: [TextMapping]) -> Int? {
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
        let before = trimmed(0..<extent.start)
        let after = trimmed(extent.end..<page.scalars.count)
        let wanted = (Scalars.utf8Count(page.scalars[before]), Scalars.utf8Count(page.scalars[after]))
        let half = left / 2
        let shareBefore = min(wanted.0, max(half, left - wanted.1))
        let head = tail(of: before, bytes: shareBefore)
        if !head.isEmpty {
            passages.append(PageContext.Passage(start: head.lowerBound, text: Scalars.string(page.scalars[head])))
            left -= Scalars.utf8Count(page.scalars[head])
        }
        let rest = self.head(of: after, bytes: left)
        if !rest.isEmpty {
            passages.append(PageContext.Passage(start: rest.lowerBound, text: Scalars.string(page.scalars[rest])))
        }
        return PageContext(passages: passages.sorted { $0.start < $1.start })
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Scalars.isBlank(page.scalars[start]) { start += 1 }
        while end > start, Scalars.isBlank(page.scalars[end - 1]) { end -= 1 }
        return start..<end
    }

    private func tail(of range: Range<Int>, bytes: Int) -> Range<Int> {
        var start = range.upperBound
        var left = bytes
        while start > range.lowerBound {
            left -= Scalars.utf8Width(page.scalars[start - 1])
            if left < 0 { break }
            start -= 1
        }
        return start..<range.upperBound
    }

    private func head(of range: Range<Int>, bytes: Int) -> Range<Int> {
        var end = range.lowerBound
        var left = bytes
        while end < range.upperBound {
            left -= Scalars.utf8Width(page.scalars[end])
            if left < 0 { break }
            end += 1
        }
        return range.lowerBound..<end
    }
}
