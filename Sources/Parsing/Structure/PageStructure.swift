internal import Reports

/// Why a line is not a report's own.
enum Cause: Sendable {
    /// A rule of the furniture lexicon, by its place there.
    case rule(Int)
    /// A row of short items between bars or arrows.
    case separators
    case noWords
    /// It follows a line that opens a list or a block.
    case follows(line: Int)
    case pageTitle
    /// Prose before the first part.
    case introduction
    case contents
    case pageNumber
}

struct Fate: Sendable {
    var reason: RemovalReason
    var cause: Cause
}

/// One report of the page, as far as it is known.
struct PartDraft {
    var lines: Range<Int>
    var marker: Marker?
    /// In the page text; nil where the title does not stand in the part.
    var titlePlace: Range<Int>?
    var title: String?
    var subtitlePlace: Range<Int>?
    var subtitle: String?
    /// Lines that are heading, not body: kicker, title, subtitle, byline.
    /// The lines that are its own, once every line's fate is settled.
    var own: [Int]?
    /// Those of them that are neither heading nor signature, once these are known.
    var body: [Int]?
    var head = LineSet()
    var signature = LineSet()
    var byline: Byline?
    /// In the page text.
    var bylinePlace: Range<Int>?
    var sections: [SectionDraft] = []
}

/// A few lines of a part.
struct LineSet {
    private(set) var lines: [Int] = []
    var isEmpty: Bool { lines.isEmpty }

    init() {}
    init(_ lines: [Int]) { self.lines = lines }

    func contains(_ line: Int) -> Bool { !lines.isEmpty && lines.contains(line) }

    mutating func insert(_ line: Int) {
        if !lines.contains(line) { lines.append(line) }
    }

    mutating func formUnion(_ more: some Sequence<Int>) {
        for line in more { insert(line) }
    }
}

struct SectionDraft {
    var line: Int
    var level: Int
    /// Folded scalars of its number.
    var numberLength: Int
}

/// The page taken apart: each line's fate, and the parts.
struct PageStructure {
    let page: Page
    let table: LineTable
    let lexicons: ParsingLexicons
    let bylines: BylineReader
    /// Nil for a line that is a report's own.
    var fates: [Fate?]
    /// Rules that fit a line where it stands at an edge.
    var edgeRules: [Int?]
    var headRules: [Int?]
    var parts: [PartDraft] = []
    /// Of each line whether it goes on with the line before it.
    var isJoined: [Bool]
    var pageTitle: String?

    init(_ page: Page, lexicons: ParsingLexicons) {
        self.page = page
        self.lexicons = lexicons
        table = LineTable(page.scalars, folding: lexicons.folding, characters: lexicons.characters)
        bylines = BylineReader(words: lexicons.bylines, folding: lexicons.folding)
        fates = Array(repeating: nil, count: table.lines.count)
        edgeRules = Array(repeating: nil, count: table.lines.count)
        headRules = Array(repeating: nil, count: table.lines.count)
        isJoined = Array(repeating: false, count: table.lines.count)
        classify()
        findParts()
        for part in parts.indices { settleEdges(part) }
        removePageNumbers()
        for part in parts.indices {
            readHead(part)
            parts[part].own = ownLines(part)
            readSignature(part)
            parts[part].body = bodyLines(part)
            joinLines(part)
            readSections(part)
        }
    }

    private mutating func classify() {
        for line in table.lines.indices {
            if !table.lines[line].hasWords {
                fates[line] = Fate(reason: .other, cause: .noWords)
                continue
            }
            let match = table.withText(line) { lexicons.furniture.match($0) }
            if let rule = match.any {
                fates[line] = Fate(reason: lexicons.furniture.rules[rule].reason, cause: .rule(rule))
            }
            edgeRules[line] = match.edge
            headRules[line] = match.head
        }
    }

    /// How many reports the page's first lines say there are: 精选4篇, 三篇, 两则.
    private var claimedCount: Int? {
        for line in table.lines.indices.prefix(12) where !table.isBody(line) {
            let text = table.text(line)
            for i in text.indices where text[i] == 0x7BC7 {  // 篇
                var start = i
                while start > text.startIndex, Scalars.numeral(text[start - 1]) != nil || text[start - 1] == 0x4E24 {
                    start -= 1
                }
                guard start < i, start > text.startIndex else { continue }
                if text[start] == 0x4E24 { return 2 }
                if text[start - 1] != 0x7B2C, let number = Scalars.number(text[start..<i]),
                    (2...60).contains(number.value)
                {
                    return number.value
                }
            }
        }
        return nil
    }

    private mutating func findParts() {
        let fates = self.fates
        let series = MarkerSeries.find(
            in: table, forms: lexicons.markers, isFurniture: { fates[$0] != nil },
            mayBeFurniture: { [edgeRules, headRules] in edgeRules[$0] != nil || headRules[$0] != nil },
            claimed: claimedCount)
        guard let series else {
            splitAtHeadings()
            return
        }
        for line in series.contents where self.fates[line] == nil {
            self.fates[line] = Fate(reason: .navigation, cause: .contents)
        }
        for (number, marker) in series.markers.enumerated() {
            let end = number + 1 < series.markers.count ? series.markers[number + 1].line : table.lines.count
            parts.append(PartDraft(lines: marker.line..<end, marker: marker))
        }
        settleIntroduction(series.markers[0].line)
    }

    /// Everything before the first of several parts is the page's: its title, its introduction, its contents.
    mutating func settleIntroduction(_ end: Int) {
        for line in 0..<end where fates[line] == nil {
            if let rule = headRules[line] ?? edgeRules[line] {
                fates[line] = Fate(reason: lexicons.furniture.rules[rule].reason, cause: .rule(rule))
            } else if isNavigationRow(line) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if !table.isBody(line), table.lines[line].count <= 50 {
                fates[line] = Fate(reason: .pageTitle, cause: .pageTitle)
                if pageTitle == nil { pageTitle = Scalars.string(table.raw(line)) }
            } else {
                fates[line] = Fate(reason: .prompt, cause: .introduction)
            }
        }
    }

    /// A row such as 首页 | 新闻 | 评论, or 网站 > 栏目 > 正文.
    func isNavigationRow(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 120, table.lines[line].sentenceEnds == 0 else { return false }
        for separator: UInt32 in [0x7C, 0x3E, 0xBB, 0x2192] {
            let items = text.split(separator: separator)
            let least = separator == 0x7C ? 3 : 2
            if items.count >= least, items.allSatisfy({ $0.count <= 16 }) { return true }
        }
        return false
    }

    /// Lines at the beginning and the end of a part may be furniture that inside it would be text.
    private mutating func settleEdges(_ part: Int) {
        let rules = lexicons.furniture.rules
        let first = parts[part].marker.map { $0.line + 1 } ?? parts[part].lines.lowerBound
        let lines = first..<max(first, parts[part].lines.upperBound)
        var bodyBegins = lines.upperBound
        for line in lines where fates[line] == nil {
            if isSalutation(line) {
                bodyBegins = line
                break
            }
            if let rule = [edgeRules[line], headRules[line]].compactMap({ $0 }).min() {
                fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule))
            } else if isNavigationRow(line) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if table.isBody(line) {
                bodyBegins = line
                break
            }
        }
        guard bodyBegins < lines.upperBound else { return }
        var bodyEnds = bodyBegins
        for line in (bodyBegins + 1..<lines.upperBound).reversed() where fates[line] == nil {
            if let rule = edgeRules[line] {
                fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule))
            } else if isNavigationRow(line) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if table.isBody(line) || table.endsSentence(line) {
                bodyEnds = line
                break
            }
        }
        // Furniture inside a part comes in clusters: what fits an edge and touches it belongs to it.
        for order in [Array(lines), lines.reversed()] {
            for line in order where fates[line] == nil {
                guard let rule = edgeRules[line] else { continue }
                let before = line > lines.lowerBound ? fates[line - 1] : nil
                let after = line + 1 < lines.upperBound ? fates[line + 1] : nil
                if before != nil || after != nil { fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule)) }
            }
        }
        extendLists(lines, bodyBegins: bodyBegins, bodyEnds: bodyEnds)
    }

    private mutating func extendLists(_ lines: Range<Int>, bodyBegins: Int, bodyEnds: Int) {
        let rules = lexicons.furniture.rules
        for opener in lines {
            guard let fate = fates[opener], case .rule(let rule) = fate.cause, opener > bodyBegins else { continue }
            switch rules[rule].extent {
            case .line: continue
            case .block:
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            case .list:
                guard opener > bodyEnds else { continue }
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    guard !table.isBody(line), table.lines[line].count <= 60 else { break }
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            }
        }
    }

    /// Page numbers that printing left inside a text: a bare number between paragraphs, not in a table.
    private mutating func removePageNumbers() {
        for line in table.lines.indices where fates[line] == nil && table.lines[line].count <= 3 {
            guard !parts.contains(where: { $0.marker?.line == line }), table.text(line).allSatisfy(Scalars.isDigit)
            else {
                continue
            }
            if isLongText(line - 1) || isLongText(line + 1) {
                fates[line] = Fate(reason: .wordLeftover, cause: .pageNumber)
            }
        }
    }

    /// Drops parts with too little text to be a report; their lines become furniture.
    mutating func dropEmptyParts() {
        for part in parts.indices.reversed() {
            let own = ownLines(part).filter { parts[part].marker?.line != $0 && !parts[part].head.contains($0) }
            let characters = own.reduce(0) { $0 + table.lines[$1].count }
            let hasProse = own.contains { table.isBody($0) || table.endsSentence($0) }
            if characters >= 60 && hasProse || characters >= 200 { continue }
            for line in parts[part].lines where fates[line] == nil {
                let isLabel = parts[part].marker?.line == line
                fates[line] = Fate(reason: isLabel ? .partLabel : .other, cause: .introduction)
            }
            parts.remove(at: part)
        }
    }

    private func isLongText(_ line: Int) -> Bool {
        table.lines.indices.contains(line) && fates[line] == nil && table.lines[line].count >= 20
    }

    /// The lines of a part that are its own.
    func ownLines(_ part: Int) -> [Int] {
        parts[part].own ?? parts[part].lines.filter { fates[$0] == nil || parts[part].marker?.line == $0 }
    }
}
