public import Reports

/// Why a stretch of the page was kept or removed: what `guazhi inspect --explain` shows.
public struct Explanation: Hashable, Sendable {
    /// In the page text.
    public let span: Span
    /// The stretch itself.
    public let text: String
    /// The report it belongs to, from 1; nil for what belongs to none.
    public let part: Int?
    /// Nil for what is kept.
    public let removed: RemovalReason?
    /// One clause: what it was taken for, and by which rule.
    public let why: String
}

extension PageParser {
    /// The page line by line, also where it holds no report.
    public func explain(_ page: Page) -> [Explanation] {
        var structure = PageStructure(page, lexicons: lexicons)
        structure.dropEmptyParts()
        return structure.table.lines.indices.map { structure.explanation(of: $0) }
    }
}

extension PageStructure {
    func explanation(of line: Int) -> Explanation {
        let place = table.lines[line].start..<table.lines[line].end
        let part = fates[line] == nil ? parts.firstIndex { $0.lines.contains(line) } : nil
        return Explanation(
            span: Span(place.lowerBound, place.upperBound), text: Scalars.string(page.scalars[place]),
            part: part.map { $0 + 1 }, removed: fates[line]?.reason, why: why(line, part))
    }

    /// The words that made a line furniture, those that weigh together in the order of the line.
    private func furnitureWords(of line: Int) -> String {
        var found: [String] = []
        let known = table.lines[line]
        let placed = table.placed(line)
        _ = lexicons.furnitureWords.weigh(placed, of: known) { place in
            let (first, last) = (Int(placed.places[place.lowerBound]), Int(placed.places[place.upperBound - 1]))
            found.append(Scalars.string(table.scalars[first...last]))
        }
        if evidence[line]?.isRow == true { found.append("a row of short items") }
        return found.isEmpty ? "where it stands" : found.joined(separator: ", ")
    }

    private func why(_ line: Int, _ part: Int?) -> String {
        if let fate = fates[line] {
            switch fate.cause {
            case .rule(let rule):
                return "furniture, line \(lexicons.furniture.rules[rule].line) of parsing_furniture.tsv"
            case .separators: return "a row of links"
            case .words: return "furniture by its words: \(furnitureWords(of: line))"
            case .region(let role): return "the markup says \(role.name)"
            case .noWords: return "no letter or character in it"
            case .follows(let opener): return "belongs to “\(Scalars.string(table.raw(opener).prefix(20)))”"
            case .pageTitle: return "the page's title, not a report's"
            case .byline: return "says who the writer is"
            case .introduction: return "stands outside every report"
            case .contents: return "table of contents"
            case .pageNumber: return "what printing repeats on each sheet"
            }
        }
        guard let part else { return "stands outside every report" }
        let draft = parts[part]
        if let marker = draft.marker, marker.line == line {
            let label = Scalars.string(page.scalars[marker.label])
            return marker.rest.isEmpty ? "part \(label) begins" : "part \(label) begins, with its title"
        }
        if draft.titlePlace?.lowerBound == table.lines[line].start { return "title" }
        if draft.subtitlePlace?.lowerBound == table.lines[line].start { return "subtitle" }
        if draft.head.contains(line) { return "heading or byline" }
        if draft.signature.contains(line) { return "signature" }
        if let section = draft.sections.first(where: { $0.line == line }) {
            return "section heading, level \(section.level)"
        }
        if let cut = cuts[line] {
            return "text, without “\(Scalars.string(page.scalars[cut.place]))”, which is furniture"
        }
        return isJoined[line] ? "goes on with the line before" : "text"
    }
}
