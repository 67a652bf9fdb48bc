internal import Reports

/// A line of the page that is not blank. Kept small, for lines are copied: no page has 2^31 characters.
struct Line {
    private var places = SIMD4<Int32>(-1, 0, 0, 0)
    private var foldedStart: Int32
    private var foldedEnd: Int32
    private var marks = SIMD2<Int32>(0, 0)
    var scripts = ScriptCounts()
    /// Which classes of characters are in it.
    var classes = ClassSet()
    /// What may begin anywhere in it.
    var hints: Hint = []
    /// Whether a blank line, or the page's edge, stands before it.
    var afterBlank: Bool
    /// A paragraph of prose, as against a heading, a byline or a table's cell.
    var isBody = false
    /// Whether it ends as a sentence does, closing marks aside.
    var endsSentence = false

    init(folded: Range<Int>, afterBlank: Bool) {
        foldedStart = Int32(truncatingIfNeeded: folded.lowerBound)
        foldedEnd = Int32(truncatingIfNeeded: folded.upperBound)
        self.afterBlank = afterBlank
    }

    /// Place in the page text, blanks at both ends left out.
    var start: Int {
        get { Int(places.x) }
        set { places.x = Int32(truncatingIfNeeded: newValue) }
    }
    var end: Int {
        get { Int(places.y) }
        set { places.y = Int32(truncatingIfNeeded: newValue) }
    }
    /// The same place in the page's UTF-8.
    var firstByte: Int {
        get { Int(places.z) }
        set { places.z = Int32(truncatingIfNeeded: newValue) }
    }
    var endByte: Int {
        get { Int(places.w) }
        set { places.w = Int32(truncatingIfNeeded: newValue) }
    }
    /// Place in ``LineTable/folded``.
    var folded: Range<Int> {
        get { Range(uncheckedBounds: (Int(foldedStart), Int(foldedEnd))) }
        set {
            foldedStart = Int32(truncatingIfNeeded: newValue.lowerBound)
            foldedEnd = Int32(truncatingIfNeeded: newValue.upperBound)
        }
    }
    /// Marks that end a sentence.
    var sentenceEnds: Int {
        get { Int(marks.x) }
        set { marks.x = Int32(truncatingIfNeeded: newValue) }
    }
    var commas: Int {
        get { Int(marks.y) }
        set { marks.y = Int32(truncatingIfNeeded: newValue) }
    }

    /// Characters without blanks.
    var count: Int { Int(foldedEnd &- foldedStart) }
    /// Whether any letter, digit or Chinese character is in it.
    var hasWords: Bool { classes.intersects(.words) }
}

/// How much of a text is in which script.
struct ScriptCounts {
    private var counts = SIMD4<Int32>(repeating: 0)

    var han: Int { Int(counts.x) }
    var simplified: Int { Int(counts.y) }
    var traditional: Int { Int(counts.z) }
    var latin: Int { Int(counts.w) }

    mutating func add(han: Int, simplified: Int, traditional: Int, latin: Int) {
        counts &+= SIMD4(
            Int32(truncatingIfNeeded: han), Int32(truncatingIfNeeded: simplified),
            Int32(truncatingIfNeeded: traditional), Int32(truncatingIfNeeded: latin))
    }

    static func += (a: inout ScriptCounts, b: ScriptCounts) { a.counts &+= b.counts }

    var language: Language {
        if han * 2 < latin { return .other }
        return traditional > simplified ? .traditional : .simplified
    }
}

/// A page cut into lines, and the folded view of each. A class, for many hold it, and it owns what ``TextSlice`` lends.
final class LineTable {
    let scalars: [UInt32]
    let lines: [Line]
    /// Folded scalars of all lines, one after the other, without blanks.
    let folded: UnsafeBufferPointer<UInt32>
    /// Where in the page text each folded scalar stands.
    let places: UnsafeBufferPointer<Int32>
    /// What may begin at each folded scalar, from the second place on; there is room behind the last.
    private let hints: UnsafePointer<UInt16>

    init(_ scalars: [UInt32], characters: CharacterTable) {
        self.scalars = scalars
        var lines: [Line] = []
        lines.reserveCapacity(scalars.count / 60 + 8)
        // Where a character is left out the next is written over it, and hints are read four at a time.
        let room = scalars.count + 5
        var scanner = Scanner(
            folded: .allocate(capacity: room), places: .allocate(capacity: room), hints: .allocate(capacity: room))
        scalars.withUnsafeBufferPointer { scalars in
            characters.entries.withUnsafeBufferPointer { entries in
                Scanner.steps.withUnsafeBufferPointer { scanner.scan(scalars, entries, $0, &lines) }
            }
        }
        folded = UnsafeBufferPointer(start: scanner.folded, count: scanner.count)
        places = UnsafeBufferPointer(start: scanner.places, count: scanner.count)
        hints = UnsafePointer(scanner.hints)
        self.lines = lines
    }

    deinit {
        folded.baseAddress?.deallocate()
        places.baseAddress?.deallocate()
        hints.deallocate()
    }

    /// One pass over the page: lines, folded view, counts.
    private struct Scanner {
        let folded: UnsafeMutablePointer<UInt32>
        let places: UnsafeMutablePointer<Int32>
        let hints: UnsafeMutablePointer<UInt16>
        var count = 0

        mutating func scan(
            _ scalars: UnsafeBufferPointer<UInt32>, _ entries: UnsafeBufferPointer<UInt64>,
            _ steps: UnsafeBufferPointer<UInt64>, _ lines: inout [Line]
        ) {
            for place in 0..<5 { hints[place] = 0 }
            guard let page = scalars.baseAddress, let entries = entries.baseAddress, let steps = steps.baseAddress
            else {
                return
            }
            let gap = UInt64(Hint.gap.rawValue) << CharacterTable.hintShift
            let noFirst: UInt64 = ~(0xFF << CharacterTable.firstShift)
            let shown = UInt64(CharacterClass.other.rawValue)
            var i = 0
            var byte = 0
            var n = 0
            var afterBlank = true
            // The entry of the character before, whose hints wait for this one's.
            var before: UInt64 = 0
            while i < scalars.count {
                var line = Line(folded: n..<n, afterBlank: afterBlank)
                let first = n
                var traits: UInt32 = 0
                var isGap = false
                while i < scalars.count {
                    let c = page[i]
                    var following = c < 0x10000 ? entries[Int(c)] : CharacterTable.entry(beyond: c)
                    let kind = following &>> CharacterTable.classShift
                    if kind < shown {
                        if kind == CharacterClass.lineEnd.rawValue { break }
                        let width = Scalars.utf8Width(c)
                        if kind == CharacterClass.invisible.rawValue {
                            if line.start < 0 { (line.start, line.firstByte) = (i, byte) }
                            (line.end, line.endByte) = (i &+ 1, byte &+ width)
                        }
                        i &+= 1
                        byte &+= width
                        isGap = true
                        continue
                    }
                    if line.start < 0 { (line.start, line.firstByte) = (i, byte) }
                    // A stretch of characters that are shown, until one that is not, or one beyond the table by itself.
                    // What a character gives is known with the next one; the first of a line closes the account of the
                    // last of the line before.
                    let begin = i
                    let stop = c < 0x10000 ? min(scalars.count, i &+ Self.most) : i &+ 1
                    let folded = self.folded + (n &- i)
                    let hints = self.hints + (n &- i)
                    var tally: UInt64 = 0
                    let known = CharacterTable.traits(before, following)
                    if n > first { traits |= known }
                    hints[i] = UInt16(truncatingIfNeeded: known)
                    before = following | (isGap ? gap : 0)
                    while true {
                        folded[i] = UInt32(truncatingIfNeeded: following & 0xFFFF)
                        tally &+= steps[Int(truncatingIfNeeded: following &>> CharacterTable.classShift)]
                        i &+= 1
                        if i == stop { break }
                        let c = page[i]
                        if c >= 0x10000 { break }
                        following = entries[Int(c)]
                        if following &>> CharacterTable.classShift < shown { break }
                        let known = CharacterTable.traits(before, following)
                        traits |= known
                        hints[i] = UInt16(truncatingIfNeeded: known)
                        before = following
                    }
                    if c >= 0x10000 { folded[begin] = c }
                    let places = self.places + (n &- begin)
                    var more: UInt32 = 0
                    for place in begin..<i {
                        places[place] = Int32(truncatingIfNeeded: place)
                        let c = page[place]
                        more &+= (c >= 0x80 ? 1 : 0) &+ (c >= 0x800 ? 1 : 0) &+ (c &- 0x10000 < 0x10_0000 ? 1 : 0)
                    }
                    n &+= i &- begin
                    byte &+= i &- begin &+ Int(truncatingIfNeeded: more)
                    (line.end, line.endByte) = (i, byte)
                    Self.empty(tally, into: &line)
                    isGap = false
                }
                if n > first { traits |= CharacterTable.traits(before, 0) }
                // What begins a line follows nothing.
                before &= noFirst
                if line.start >= 0 {
                    line.folded = first..<n
                    line.classes = CharacterTable.classes(traits)
                    line.hints = Hint(rawValue: UInt16(truncatingIfNeeded: traits))
                    line.endsSentence = endsSentence(line.folded)
                    line.isBody = Self.isBody(line)
                    lines.append(line)
                    afterBlank = false
                } else {
                    afterBlank = true
                }
                guard i < scalars.count else { break }
                byte &+= Scalars.utf8Width(page[i])
                i &+= 1
                if page[i &- 1] == 0x0D, i < scalars.count, page[i] == 0x0A {
                    i &+= 1
                    byte &+= 1
                }
            }
            hints[n] = UInt16(truncatingIfNeeded: CharacterTable.traits(before, 0))
            for place in n + 1..<n + 5 { hints[place] = 0 }
            count = n
        }

        /// How many characters are counted before the counts are emptied, so that none runs over.
        private static let most = 500

        /// Of each class what it adds, nine bits a count: sentence ends, commas, Latin letters, Chinese characters, those of simplified and of
        /// traditional texts.
        static let steps: [UInt64] = (UInt8(0)..<16).map { raw in
            switch CharacterClass(rawValue: raw) {
            case .sentenceEnd: 1
            case .comma: 1 << 9
            case .latin: 1 << 18
            case .han, .numeral: 1 << 27
            case .simplified: 1 << 27 | 1 << 36
            case .traditional: 1 << 27 | 1 << 45
            default: 0
            }
        }

        private static func empty(_ tally: UInt64, into line: inout Line) {
            @inline(__always) func count(_ shift: UInt64) -> Int { Int(truncatingIfNeeded: tally &>> shift & 0x1FF) }
            line.sentenceEnds &+= count(0)
            line.commas &+= count(9)
            line.scripts.add(han: count(27), simplified: count(36), traditional: count(45), latin: count(18))
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

    /// The folded line with places and hints.
    @inline(__always)
    func placed(_ line: Int) -> PlacedText {
        let range = lines[line].folded
        return PlacedText(
            text: UnsafeBufferPointer(rebasing: folded[range]), places: UnsafeBufferPointer(rebasing: places[range]),
            hints: hints + 1 + range.lowerBound)
    }

    /// The same for who holds the table for this call alone.
    func withPlacedText<Result>(_ line: Int, _ body: (PlacedText) -> Result) -> Result {
        withExtendedLifetime(self) { body(placed(line)) }
    }

    @inline(__always)
    func text(_ line: Int) -> TextSlice { text(lines[line].folded) }

    /// A stretch of the folded text.
    @inline(__always)
    func text(_ range: Range<Int>) -> TextSlice {
        guard let first = folded.baseAddress else { preconditionFailure("a table owns its text") }
        return TextSlice(UnsafePointer(first), range)
    }

    func raw(_ line: Int) -> ArraySlice<UInt32> { scalars[lines[line].start..<lines[line].end] }
    func isBody(_ line: Int) -> Bool { lines[line].isBody }
    func endsSentence(_ line: Int) -> Bool { lines[line].endsSentence }
}
