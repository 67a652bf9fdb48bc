internal import Reports

/// Why a line is not a report's own.
enum Cause: Sendable {
    /// A rule of the furniture lexicon, by its place there.
    case rule(Int)
    /// A row of short items between bars or arrows.
    case separators
    /// Its words and its build.
    case words
    /// The markup's word for the stretch it stands in.
    case region(MarkedRegion.Role)
    case noWords
    /// It follows a line that opens a list or a block.
    case follows(line: Int)
    case pageTitle
    /// It says who the writer is.
    case byline
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
    /// Whether its first line names the writer and is no title.
    var isSigned = false
    /// In the page text; nil where the title does not stand in the part.
    var titlePlace: Range<Int>?
    var title: String?
    var subtitlePlace: Range<Int>?
    var subtitle: String?
    /// The lines that are its own, once every line's fate is settled.
    var own: [Int]?
    /// Those of them that are neither heading nor signature, once these are known.
    var body: [Int]?
    /// Lines that are heading, not body: kicker, title, subtitle, byline.
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

/// Lines read as bylines: many questions ask for the same ones.
private final class BylineReadings {
    private enum State: UInt8 { case unread, none, byline }

    private let count: Int
    private let states: UnsafeMutablePointer<State>
    private let bylines: UnsafeMutablePointer<Byline?>

    init(count: Int) {
        self.count = count
        states = .allocate(capacity: count)
        states.initialize(repeating: .unread, count: count)
        bylines = .allocate(capacity: count)
        bylines.initialize(repeating: nil, count: count)
    }

    deinit {
        states.deallocate()
        bylines.deinitialize(count: count)
        bylines.deallocate()
    }

    func reading(of line: Int, _ read: () -> Byline?) -> Byline? {
        precondition(line >= 0 && line < count)
        switch states[line] {
        case .none: return nil
        case .byline: return bylines[line]
        case .unread:
            let byline = read()
            states[line] = byline == nil ? .none : .byline
            bylines[line] = byline
            return byline
        }
    }
}

/// The page taken apart: each line's fate, and the parts.
struct PageStructure {
    let page: Page
    let table: LineTable
    let lexicons: ParsingLexicons
    let bylines: BylineReader
    private let readings: BylineReadings
    /// Nil for a line that is a report's own.
    var fates: [Fate?]
    /// Rules that fit a line where it stands at an edge.
    var edgeRules: [Int?]
    var headRules: [Int?]
    /// Stretches inside lines of reports that are none of their own words.
    var cuts: [Int: LineCut] = [:]
    /// What lines weighed so far are worth as furniture.
    var evidence: [FurnitureEvidence?]
    var parts: [PartDraft] = []
    /// Of each line whether it goes on with the line before it.
    var isJoined: [Bool]
    var pageTitle: String?
    /// The lines that the markup calls headings, and their levels.
    let headings: [Int: Int]

    init(_ page: Page, lexicons: ParsingLexicons) {
        self.page = page
        self.lexicons = lexicons
        table = LineTable(page.scalars, characters: lexicons.characters)
        bylines = lexicons.bylineReader
        readings = BylineReadings(count: table.lines.count)
        fates = Array(repeating: nil, count: table.lines.count)
        edgeRules = Array(repeating: nil, count: table.lines.count)
        headRules = Array(repeating: nil, count: table.lines.count)
        evidence = Array(repeating: nil, count: table.lines.count)
        isJoined = Array(repeating: false, count: table.lines.count)
        headings = Self.headings(page, table)
        classify()
        findParts()
        for part in parts.indices { settleEdges(part) }
        removePageNumbers()
        removeRunningHeads()
        for part in parts.indices {
            readHead(part)
            parts[part].own = ownLines(part)
            readSignature(part)
            parts[part].body = bodyLines(part)
            readIntroduction(part)
            joinLines(part)
            readSections(part)
            findCuts(part)
        }
    }

    /// Notes where a date or a number may begin, a sentence end, a bracket open.
    static func mark(in table: inout HintTable, folding: Folding) {
        table.mark(.sentenceEnd, where: Scalars.isSentenceEnd)
        table.mark(.opener) { $0 == 0x28 || $0 == 0x5B || $0 == 0x3010 }
        table.mark(.number, where: Scalars.mayBeginNumber)
        for c: UInt32 in 0..<0x10000 where DateReader.mayBegin(c) {
            table.mark(.date, c, 0)
            table.mark(.date, folding.fold(c), 0)
        }
    }

    private static func headings(_ page: Page, _ table: LineTable) -> [Int: Int] {
        var headings: [Int: Int] = [:]
        var line = 0
        for region in page.regions {
            guard case .heading(let level) = region.role else { continue }
            while line < table.lines.count, table.lines[line].end <= region.span.start { line += 1 }
            guard line < table.lines.count else { break }
            if table.lines[line].start >= region.span.start, table.lines[line].end <= region.span.end {
                headings[line] = level
            }
        }
        return headings
    }

    private mutating func findParts() {
        let evidence = SegmentEvidence(self)
        let series = SeriesFinder(table: table, forms: lexicons.markers, evidence: evidence).find()
        var titles = titleSeries(evidence)
        // Marks right over the titles divide the page where these do.
        if let marks = series?.openings, let found = titles?.openings, marks.count == found.count,
            zip(marks, found).allSatisfy({ $0.line + 1 == $1.line })
        {
            titles = nil
        }
        let all = [speakerSeries(evidence), series, titles].compactMap { $0 }
        guard let series = all.max(by: { $0.score < $1.score }) else {
            if !table.lines.isEmpty { parts = [PartDraft(lines: 0..<table.lines.count)] }
            return
        }
        for line in series.contents where fates[line] == nil {
            fates[line] = Fate(reason: .navigation, cause: .contents)
        }
        for (number, opening) in series.openings.enumerated() {
            fates[opening.line] = nil
            let end = number + 1 < series.openings.count ? series.openings[number + 1].line : table.lines.count
            parts.append(PartDraft(lines: opening.line..<end, marker: opening.marker, isSigned: opening.isSigned))
        }
        settleIntroduction(series.openings[0].line)
    }

    /// Everything before the first of several parts is the page's: its title, its introduction, its contents.
    mutating func settleIntroduction(_ end: Int) {
        for line in 0..<end where fates[line] == nil {
            if let fate = fateAtEdge(line, head: true, least: FurnitureEvidence.edgeLimit) {
                fates[line] = fate
            } else if isSitesName(line, before: end) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if !table.isBody(line) || isAsking(line), table.lines[line].count <= 50 {
                fates[line] = Fate(reason: .pageTitle, cause: .pageTitle)
                if pageTitle == nil { pageTitle = Scalars.string(table.raw(line)) }
            } else {
                fates[line] = Fate(reason: .prompt, cause: .introduction)
            }
        }
    }

    /// What a line says read as a byline; nil where it is none.
    func bylineReading(_ line: Int) -> Byline? {
        guard let found = guessedByline(line), !found.isGuess else { return nil }
        return found
    }

    /// The same where the place of the line says that a name is to be expected: then any word behind a unit is one.
    func guessedByline(_ line: Int) -> Byline? {
        let known = table.lines[line]
        guard known.count <= 90, known.sentenceEnds == 0,
            known.commas == 0
                || known.commas == 1 && (isBracketed(line) || isNameAndMore(line) || isLabelled(line)),
            mayBeByline(line),
            !isTitlesSecondHalf(table.text(line)), !isNumberedRow(line)
        else { return nil }
        return readings.reading(of: line) { bylines.readGuessing(table.raw(line)) }
    }

    /// 张三,某县某局科长
    func isNameAndMore(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (8...36).contains(text.count), table.lines[line].commas == 1,
            let comma = text.prefix(5).firstIndex(of: 0x2C),
            comma - text.startIndex >= 2
        else { return false }
        return bylines.isName(text[..<comma])
    }

    private func isBracketed(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 44 && text.first == 0x28 && text.last == 0x29
    }

    /// 1 张三 某县水利局 某镇副镇长: a row of a list.
    private func isNumberedRow(_ line: Int) -> Bool {
        guard table.lines.indices.contains(line), table.lines[line].classes.contains(.digit) else { return false }
        let raw = table.raw(line)
        let number = raw.prefix { Scalars.isDigit(lexicons.folding.fold($0)) }
        return (1...3).contains(number.count) && raw.dropFirst(number.count).first.map(Scalars.isBlank) ?? false
    }

    /// 序号 姓名 派出单位 over such rows.
    func isRowOfNames(_ line: Int) -> Bool {
        guard table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0, isNumberedRow(line + 1) else {
            return false
        }
        return table.raw(line).split(whereSeparator: { Scalars.isBlank($0) }).count >= 3
    }

    /// Whether a line has anything that a byline has: a gap, a mark between its pieces, a label, a name behind a post. Most
    /// short lines are headings and have none; looking costs a tenth of reading.
    private func mayBeByline(_ line: Int) -> Bool {
        let known = table.lines[line]
        let text = table.text(line)
        if known.commas == 1 || text.count <= 16 && text.contains(0x3001) { return true }
        if text.count <= 5 || known.end - known.start > text.count || known.classes.contains(.bar) { return true }
        if known.classes.contains(.other), text.contains(where: Self.joins) { return true }
        if lexicons.bylines.labels.beginning(text) != nil || lexicons.bylines.kin.beginning(text) != nil { return true }
        return (2...4).contains { lexicons.bylines.posts.ending(text.dropLast($0)) != nil }
    }

    /// Marks that stand in headings just as well join no byline.
    private static func joins(_ c: UInt32) -> Bool {
        switch c {
        case 0x3001, 0x201C, 0x201D, 0x2018, 0x2019, 0x300A, 0x300B: false
        default: !Scalars.isHan(c)
        }
    }

    /// The lines of a part that are its own.
    func ownLines(_ part: Int) -> [Int] {
        if let own = parts[part].own { return own }
        let marker = parts[part].marker?.line
        var own: [Int] = []
        own.reserveCapacity(parts[part].lines.count)
        for line in parts[part].lines where fates[line] == nil || marker == line { own.append(line) }
        return own
    }
}
