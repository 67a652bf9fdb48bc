internal import Reports

/// A line of the page that is not blank.
struct Line {
    /// Place in the page text, blanks at both ends left out.
    var start = -1
    var end = 0
    /// The same place in the page's UTF-8.
    var firstByte = 0
    var endByte = 0
    /// Place in ``LineTable/folded``.
    var folded: Range<Int>
    /// Whether a blank line, or the page's edge, stands before it.
    var afterBlank: Bool
    /// Marks that end a sentence.
    var sentenceEnds = 0
    var commas = 0
    /// Which classes of characters are in it.
    var classes = ClassSet()
    var scripts = ScriptCounts()
    /// A paragraph of prose, as against a heading, a byline or a table's cell.
    var isBody = false
    /// Whether it ends as a sentence does, closing marks aside.
    var endsSentence = false

    /// Characters without blanks.
    var count: Int { folded.count }
    /// Whether any letter, digit or Chinese character is in it.
    var hasWords: Bool { classes.intersects(.words) }
}

/// How much of a text is in which script.
struct ScriptCounts {
    var han = 0
    var simplified = 0
    var traditional = 0
    var latin = 0

    static func += (a: inout ScriptCounts, b: ScriptCounts) {
        a.han += b.han
        a.simplified += b.simplified
        a.traditional += b.traditional
        a.latin += b.latin
    }

    var language: Language {
        if han * 2 < latin { return .other }
        return traditional > simplified ? .traditional : .simplified
    }
}

/// A page cut into lines, and the folded view of each. A class, for many hold it and a copy would count four arrays.
final class LineTable {
    let scalars: [UInt32]
    let lines: [Line]
    /// Folded scalars of all lines, one after the other, without blanks.
    let folded: [UInt32]
    /// Where in the page text each folded scalar stands.
    let places: [Int32]

    init(_ scalars: [UInt32], folding: Folding, characters: CharacterTable) {
        self.scalars = scalars
        var lines: [Line] = []
        lines.reserveCapacity(scalars.count / 60 + 8)
        var folded: [UInt32] = []
        places = [Int32](unsafeUninitializedCapacity: scalars.count) { places, count in
            folded = [UInt32](unsafeUninitializedCapacity: scalars.count) { folded, foldedCount in
                var scanner = Scanner(folded: folded, places: places)
                scalars.withUnsafeBufferPointer { scalars in
                    folding.table.withUnsafeBufferPointer { table in
                        characters.classes.withUnsafeBufferPointer { classes in
                            Scanner.steps.withUnsafeBufferPointer { steps in
                                scanner.scan(scalars, table, classes, steps, &lines)
                            }
                        }
                    }
                }
                foldedCount = scanner.count
            }
            count = folded.count
        }
        self.folded = folded
        self.lines = lines
    }

    /// One pass over the page: lines, folded view, counts.
    private struct Scanner {
        let folded: UnsafeMutableBufferPointer<UInt32>
        let places: UnsafeMutableBufferPointer<Int32>
        var count = 0

        init(folded: UnsafeMutableBufferPointer<UInt32>, places: UnsafeMutableBufferPointer<Int32>) {
            self.folded = folded
            self.places = places
        }

        mutating func scan(
            _ scalars: UnsafeBufferPointer<UInt32>, _ table: UnsafeBufferPointer<UInt16>,
            _ classes: UnsafeBufferPointer<UInt8>, _ steps: UnsafeBufferPointer<(UInt64, UInt64)>,
            _ lines: inout [Line]
        ) {
            var i = 0
            var byte = 0
            var afterBlank = true
            while i < scalars.count {
                var line = Line(folded: count..<count, afterBlank: afterBlank)
                var tally = (UInt64(0), UInt64(0))
                let first = count
                scan: while i < scalars.count {
                    let c = scalars[i]
                    let kind: UInt8
                    if c < 0x10000 {
                        kind = classes[Int(c)]
                        folded[count] = UInt32(table[Int(c)])
                    } else {
                        kind = CharacterTable.kind(beyond: c).rawValue
                        folded[count] = c
                    }
                    let width =
                        1 &+ (c >= 0x80 ? 1 : 0) &+ (c >= 0x800 ? 1 : 0) &+ (c >= 0x10000 && c < 0x11_0000 ? 1 : 0)
                    if kind <= CharacterClass.invisible.rawValue {
                        if kind == CharacterClass.lineEnd.rawValue { break scan }
                        if kind == CharacterClass.invisible.rawValue {
                            if line.start < 0 { (line.start, line.firstByte) = (i, byte) }
                            (line.end, line.endByte) = (i + 1, byte + width)
                        }
                        i &+= 1
                        byte &+= width
                        continue
                    }
                    if line.start < 0 { (line.start, line.firstByte) = (i, byte) }
                    places[count] = Int32(truncatingIfNeeded: i)
                    count &+= 1
                    i &+= 1
                    byte &+= width
                    (line.end, line.endByte) = (i, byte)
                    line.classes.insert(kind)
                    // Sixteen bits a count: emptied before one can run over.
                    let step = steps[Int(kind)]
                    tally.0 &+= step.0
                    tally.1 &+= step.1
                    if (count &- first) & 0x7FFF == 0 { Self.empty(&tally, into: &line) }
                }
                Self.empty(&tally, into: &line)
                if line.start >= 0 {
                    line.folded = first..<count
                    line.endsSentence = endsSentence(line.folded)
                    line.isBody = Self.isBody(line)
                    lines.append(line)
                    afterBlank = false
                } else {
                    afterBlank = true
                }
                guard i < scalars.count else { break }
                let end = scalars[i]
                byte &+= end < 0x80 ? 1 : end < 0x800 ? 2 : 3
                i &+= 1
                if end == 0x0D, i < scalars.count, scalars[i] == 0x0A {
                    i &+= 1
                    byte &+= 1
                }
            }
        }

        /// Of each class what it adds: sentence ends, commas, Latin letters, Chinese characters; simplified, traditional.
        static let steps: [(UInt64, UInt64)] = (UInt8(0)..<16).map { raw in
            switch CharacterClass(rawValue: raw) {
            case .sentenceEnd: (1, 0)
            case .comma: (1 << 16, 0)
            case .latin: (1 << 32, 0)
            case .han, .numeral: (1 << 48, 0)
            case .simplified: (1 << 48, 1)
            case .traditional: (1 << 48, 1 << 16)
            default: (0, 0)
            }
        }

        private static func empty(_ tally: inout (UInt64, UInt64), into line: inout Line) {
            line.sentenceEnds += Int(tally.0 & 0xFFFF)
            line.commas += Int(tally.0 >> 16 & 0xFFFF)
            line.scripts.latin += Int(tally.0 >> 32 & 0xFFFF)
            line.scripts.han += Int(tally.0 >> 48)
            line.scripts.simplified += Int(tally.1 & 0xFFFF)
            line.scripts.traditional += Int(tally.1 >> 16)
            tally = (0, 0)
        }

        private func endsSentence(_ place: Range<Int>) -> Bool {
            var i = place.upperBound
            while i > place.lowerBound, Scalars.isClosing(folded[i - 1]) { i -= 1 }
            return i > place.lowerBound && Scalars.isSentenceEnd(folded[i - 1])
        }

        private static func isBody(_ line: Line) -> Bool {
            if line.count >= 30, line.sentenceEnds >= 1 || line.commas >= 2 { return true }
            if line.count >= 60 { return true }
            return line.count >= 14 && line.endsSentence
        }
    }

    /// The folded line as a buffer, for what is asked of every line.
    @inline(__always)
    func withText<Result>(_ line: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
        folded.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[lines[line].folded])) }
    }

    /// The folded line and where each of its characters stands in the page text.
    func withPlacedText<Result>(
        _ line: Int, _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<Int32>) -> Result
    ) -> Result {
        let range = lines[line].folded
        return folded.withUnsafeBufferPointer { folded in
            places.withUnsafeBufferPointer { places in
                body(UnsafeBufferPointer(rebasing: folded[range]), UnsafeBufferPointer(rebasing: places[range]))
            }
        }
    }

    func text(_ line: Int) -> ArraySlice<UInt32> { folded[lines[line].folded] }
    func raw(_ line: Int) -> ArraySlice<UInt32> { scalars[lines[line].start..<lines[line].end] }
    func isBody(_ line: Int) -> Bool { lines[line].isBody }
    func endsSentence(_ line: Int) -> Bool { lines[line].endsSentence }
}
