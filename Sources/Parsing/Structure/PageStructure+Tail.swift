internal import Reports

/// What stands behind the last paragraph of a part.
extension PageStructure {
    /// After the last paragraph and a line of furniture all is furniture whose form is not a report's.
    mutating func settleTail(_ lines: Range<Int>) {
        guard let first = lines.first(where: { isFurniture($0) }) else { return }
        for line in first + 1..<max(lines.upperBound, first + 1) where fates[line] == nil {
            guard let before = fates[line - 1], !table.isBody(line), !isOwnForm(line), !isDateLine(line),
                !isTableRow(line), !isVerse(line)
            else { continue }
            // A unit or a name over a date is a signature, whatever stands before it.
            if isOldStyleDate(line) { continue }
            if line + 1 < lines.upperBound, fates[line + 1] == nil, isDateLine(line + 1) || isOldStyleDate(line + 1) {
                continue
            }
            fates[line] = Fate(reason: before.reason, cause: .follows(line: line - 1))
        }
    }

    /// Like the line before or after it in length, and ending as a sentence does.
    private func isVerse(_ line: Int) -> Bool {
        let length = table.lines[line].count
        guard (5...16).contains(length), table.endsSentence(line) || table.text(line).last == 0x2C else { return false }
        return [line - 1, line + 1].contains {
            table.lines.indices.contains($0) && table.lines[$0].count == length && fates[$0] == nil
        }
    }

    func isFurniture(_ line: Int) -> Bool {
        guard let fate = fates[line] else { return false }
        if case .noWords = fate.cause { return false }
        return true
    }

    /// What is left behind the last paragraph is furniture where it is not evidently the report's own: at the end of
    /// the page already by its build, before another part by a word at least.
    mutating func settleRest(_ lines: Range<Int>, isLast: Bool) {
        let open = lines.filter { fates[$0] == nil }
        // Long runs of short lines are tables and lists.
        guard !open.isEmpty, open.count <= 5 else { return }
        for line in open {
            let weighed = weigh(line)
            let score = weighed.furniture - weighed.report - weighed.prose / 3 + ornament(line)
            let isMarked = weighed.heaviest > 3 && score >= (isLast ? 2 : 3)
            let isBuilt =
                isLast && lines.contains { $0 > line && isFurniture($0) } && hasMarks(line) && score >= 0
                && table.lines[line].sentenceEnds == 0 && !lexicons.cues.contact.occurs(in: table.text(line))
            // Between two parts, in brackets or between dashes, a word is enough, or two beside a report's.
            let isFramed =
                !isLast && ornament(line) > 0 && weighed.furniture > 0
                && (score >= 2 || weighed.furniture >= 4 && weighed.prose < 3 && table.lines[line].sentenceEnds == 0)
            guard isMarked || isBuilt || isFramed, !isOwnEnding(line) else { continue }
            fates[line] = Fate(
                reason: weighed.reason ?? (line > lines.lowerBound ? fates[line - 1]?.reason : nil) ?? .other,
                cause: .words)
        }
        if let first = lines.first(where: { isFurniture($0) }), isLast { settleTail(first..<lines.upperBound) }
    }

    /// More than Chinese characters: figures, letters, brackets, bars.
    private func hasMarks(_ line: Int) -> Bool {
        table.lines[line].count >= 6 && table.lines[line].classes.intersects(Self.marks)
            && table.text(line).contains { !Scalars.isHan($0) && !Scalars.isSentenceEnd($0) && $0 != 0x2C }
    }

    private static let marks = ClassSet(.digit, .latin, .bar, .arrow, .other, .enclosed)

    /// How far a line is set off as text is not: framed by the same signs, or wholly in brackets.
    private func ornament(_ line: Int) -> Int {
        let text = table.text(line)
        guard text.count >= 6, table.lines[line].classes.contains(.other) || table.lines[line].classes.contains(.arrow),
            let first = text.first, let last = text.last
        else { return 0 }
        switch (first, last) {
        case (0x3010, 0x3011), (0x5B, 0x5D), (0x28, 0x29), (0x3C, 0x3E): return 1
        case (0x2014, 0x2014), (0x2D, 0x2D), (0x3D, 0x3D), (0x2A, 0x2A), (0x7E, 0x7E), (0x23, 0x23): return 1
        default: return first == last && FurnitureWords.isSign(first) ? 2 : 0
        }
    }

    /// Whether a short line under a text is one of the few forms that are its own: signature, unit, date, closing
    /// formula, note, list of what is attached, sentence that was cut off.
    private mutating func isOwnEnding(_ line: Int) -> Bool {
        if isOwnForm(line) || isDateLine(line) || isTableRow(line) || isVerse(line) || isUnit(line) { return true }
        if byline(at: line) != nil || unitLine(line) != nil { return true }
        // A unit over a date is a signature.
        if line + 1 < table.lines.count, fates[line + 1] == nil, isDateLine(line + 1) { return true }
        let text = table.text(line)
        let last = text.last
        // [2] of a list of sources; 2013年1月于岢岚.
        if text.first == 0x5B, text.dropFirst().first.map(Scalars.isDigit) ?? false { return true }
        if text.count <= 20, let year = text.firstIndex(of: 0x5E74), year >= text.startIndex + 4 { return true }
        return last == 0x2C || last == 0x3001 || last == 0x3A
            || table.lines[line].count >= 24 && table.lines[line].commas > 0
                && !table.lines[line].classes.contains(.latin)
    }
}
