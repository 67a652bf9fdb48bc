internal import Reports

extension PageStructure {
    /// Where no numbering divides the page: at titles with a byline or a subtitle of their own, if there are several.
    mutating func splitAtHeadings() {
        var starts: [Int] = []
        for line in table.lines.indices where fates[line] == nil && isHeadingOfReport(line) {
            if let last = starts.last, !hasBody(last + 1..<line) { continue }
            starts.append(line)
        }
        guard starts.count >= 2 else {
            if !table.lines.isEmpty { parts = [PartDraft(lines: 0..<table.lines.count)] }
            return
        }
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1] : table.lines.count
            parts.append(PartDraft(lines: start..<end))
        }
        settleIntroduction(starts[0])
    }

    private func hasBody(_ lines: Range<Int>) -> Bool {
        lines.reduce(0) { $0 + (fates[$1] == nil && table.isBody($1) ? table.lines[$1].count : 0) } >= 100
    }

    /// A title that a byline follows; or a subtitle, where the text before it has come to its end.
    private func isHeadingOfReport(_ line: Int) -> Bool {
        guard isTitleLike(line), Enumerator.read(table.text(line)) == nil else { return false }
        var next = line + 1
        guard next < table.lines.count, fates[next] == nil else { return false }
        var hasSubtitle = false
        if isSubtitle(next) {
            hasSubtitle = true
            next += 1
        }
        let follower = next..<min(next + 6, table.lines.count)
        guard hasBody(follower) else { return false }
        if next < table.lines.count, fates[next] == nil, let byline = byline(at: next)?.byline, byline.name != nil,
            hasSubtitle || byline.unit != nil || byline.post != nil
        {
            return true
        }
        guard hasSubtitle else { return false }
        return line == 0 || fates[line - 1] != nil || edgeRules[line - 1] != nil || endsReport(line - 1)
    }

    /// Whether a line is the last of a report: a signature, a date, thanks to the audience.
    private func endsReport(_ line: Int) -> Bool {
        if table.lines[line].count > 40 { return false }
        return isDateLine(line) || bylines.read(table.raw(line)) != nil
            || lexicons.cues.closing.beginning(table.text(line)) != nil
    }

    /// Short, without the marks of a sentence, and nobody is addressed.
    func isTitleLike(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (2...48).contains(text.count), let last = text.last, !isSalutation(line), !isDateLine(line) else {
            return false
        }
        if [0x3A, 0x2C, 0x3001, 0x3B, 0x3002].contains(last) { return false }
        if text.dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return false }
        if lexicons.cues.caption.beginning(text) != nil { return false }
        return !isSubtitle(line) && text.contains(where: Scalars.isHan)
    }

    func isSalutation(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 45 && [0x3A, 0x2C, 0x21].contains(text.last ?? 0)
            && lexicons.cues.salutation.beginning(text) != nil
    }

    /// A dash line, or brackets round an occasion: (在全省…座谈会上的发言).
    func isSubtitle(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let first = text.first, text.count <= 60, text.count > 2 else { return false }
        if first == 0x2014 || text.starts(with: [0x2D, 0x2D]) { return !table.endsSentence(line) || text.last == 0x21 }
        guard first == 0x28, text.last == 0x29 else { return false }
        let inside = text.dropFirst().dropLast()
        return table.lines[line].sentenceEnds == 0 && bylines.read(table.raw(line))?.name == nil
            && !isDateLine(line) && lexicons.cues.subtitle.occurs(in: inside)
    }

    /// Nothing but a date, masked or not, brackets and weather aside.
    func isDateLine(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 26 else { return false }
        if text.count <= 14, isDayHeading(text) { return true }
        let isDated = DateReader.first(in: table.raw(line)) != nil || isMaskedDate(text)
        return isDated && text.count <= 20
    }

    /// 4月3日 小雨: what a diary puts over an entry.
    private func isDayHeading(_ text: ArraySlice<UInt32>) -> Bool {
        guard let month = Scalars.number(text), (1...12).contains(month.value) else { return false }
        let rest = text.dropFirst(month.length)
        guard rest.first == 0x6708, let day = Scalars.number(rest.dropFirst()) else { return false }
        return rest.dropFirst(1 + day.length).first == 0x65E5
    }

    private func isMaskedDate(_ text: ArraySlice<UInt32>) -> Bool {
        guard text.contains(0x5E74), text.contains(0x6708) || text.last == 0x5E74 else { return false }
        return text.allSatisfy {
            Scalars.numeral($0) != nil || [0x5E74, 0x6708, 0x65E5, 0x78, 0xD7, 0x2A, 0x28, 0x29, 0x25CB].contains($0)
        }
    }

    /// A byline at a line, which may go on over the next one within one pair of brackets.
    func byline(at line: Int) -> (byline: Byline, lines: ClosedRange<Int>)? {
        let raw = table.raw(line)
        let text = table.text(line)
        guard text.count <= 60, table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0, !isSalutation(line)
        else { return nil }
        if text.first == 0x28, text.last != 0x29, line + 1 < table.lines.count, fates[line + 1] == nil,
            table.text(line + 1).last == 0x29, table.lines[line + 1].count <= 40
        {
            // The break inside stands between unit and post, or in the middle of the unit's name.
            let joined = Array(raw) + (endsWithUnit(text) ? [0x20] : []) + Array(table.raw(line + 1))
            if let byline = bylines.read(joined[...]) { return (byline, line...line + 1) }
            return nil
        }
        guard let byline = bylines.read(raw) else { return nil }
        return (byline, line...line)
    }

    private func endsWithUnit(_ text: ArraySlice<UInt32>) -> Bool { lexicons.bylines.units.ending(text) != nil }
}
