/// A line of the page that is not blank.
struct Line {
    /// Place in the page text, blanks at both ends left out.
    var start: Int
    var end: Int
    /// Place in ``LineTable/folded``.
    var folded: Range<Int>
    /// Whether a blank line, or the page's edge, stands before it.
    var afterBlank: Bool
    /// Marks that end a sentence.
    var sentenceEnds = 0
    var commas = 0
    /// Whether any letter, digit or Chinese character is in it.
    var hasWords = false

    /// Characters without blanks.
    var count: Int { folded.count }
}

/// A page cut into lines, and the folded view of each.
struct LineTable {
    let scalars: [UInt32]
    private(set) var lines: [Line] = []
    /// Folded scalars of all lines, one after the other, without blanks.
    private(set) var folded: [UInt32] = []
    /// Where in the page text each folded scalar stands.
    private(set) var places: [Int32] = []

    init(_ scalars: [UInt32], folding: Folding) {
        self.scalars = scalars
        folded.reserveCapacity(scalars.count)
        places.reserveCapacity(scalars.count)
        var lineStart = 0
        var afterBlank = true
        while lineStart < scalars.count {
            var i = lineStart
            var line = Line(start: -1, end: 0, folded: folded.count..<folded.count, afterBlank: afterBlank)
            while i < scalars.count {
                let c = scalars[i]
                if Scalars.isBlank(c) {
                    if Scalars.isLineEnd(c) { break }
                    i += 1
                    continue
                }
                if line.start < 0 { line.start = i }
                line.end = i + 1
                let f = folding.fold(c)
                if f != 0 {
                    folded.append(f)
                    places.append(Int32(i))
                    if Scalars.isSentenceEnd(f) {
                        line.sentenceEnds += 1
                    } else if f == 0x2C {
                        line.commas += 1
                    } else if !line.hasWords {
                        line.hasWords = Scalars.isHan(f) || Scalars.isDigit(f) || Scalars.isLatinLetter(f) || f > 0xFFFF
                    }
                }
                i += 1
            }
            if line.start >= 0 {
                line.folded = line.folded.lowerBound..<folded.count
                lines.append(line)
                afterBlank = false
            } else {
                afterBlank = true
            }
            lineStart = i + 1
            if i < scalars.count, scalars[i] == 0x0D, lineStart < scalars.count, scalars[lineStart] == 0x0A {
                lineStart += 1
            }
        }
    }

    func text(_ line: Int) -> ArraySlice<UInt32> { folded[lines[line].folded] }
    func raw(_ line: Int) -> ArraySlice<UInt32> { scalars[lines[line].start..<lines[line].end] }

    /// A paragraph of prose, as against a heading, a byline or a table's cell.
    func isBody(_ number: Int) -> Bool {
        let line = lines[number]
        if line.count >= 30, line.sentenceEnds >= 1 || line.commas >= 2 { return true }
        if line.count >= 60 { return true }
        return line.count >= 14 && endsSentence(number)
    }

    /// Whether a line ends as a sentence does, closing marks aside.
    func endsSentence(_ number: Int) -> Bool {
        var text = self.text(number)
        while let last = text.last, Scalars.isClosing(last) { text = text.dropLast() }
        guard let last = text.last else { return false }
        return Scalars.isSentenceEnd(last)
    }
}
