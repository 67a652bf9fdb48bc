internal import Reports

/// Who wrote a report, and the title by which a page presents it.
extension RecordBuilder {
    /// The title by which a first paragraph presents the report: …公众号选登一位挂职干部的工作手记《…》.
    func presentedTitle(_ part: Int) -> String? {
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

    func author(_ part: Int, title: String?, map: [TextMapping]) -> Author? {
        let draft = structure.parts[part]
        if var byline = draft.byline {
            if structure.parts.count == 1, let stated = statedAuthor {
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
        if structure.parts.count == 1, let byline = statedAuthor {
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

    /// What the page's furniture says of the writer.
    private var statedAuthor: Byline? {
        facts.author.flatMap { stated in
            let raw = Scalars.array(stated)
            if let byline = structure.bylines.readStatement(raw[...]) { return byline }
            // Behind its label a name is one whatever it begins with.
            let name = raw.filter { !Scalars.isBlank($0) }
            let mayBeName = structure.bylines.mayBeName(name.map { structure.lexicons.folding.fold($0) }, false)
            let isSort = name.last.map { [0x4EBA, 0x8005, 0x5458, 0x5BB6].contains($0) } ?? true
            return mayBeName && !isSort ? Byline(name: Scalars.string(name[...]), isLabelled: true) : nil
        }
    }
}
