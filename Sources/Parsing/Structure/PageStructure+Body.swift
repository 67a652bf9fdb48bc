internal import Reports

extension PageStructure {
    /// Lines of the part that are neither its heading nor its signature.
    func bodyLines(_ part: Int) -> [Int] {
        let draft = parts[part]
        return draft.body
            ?? ownLines(part).filter {
                !draft.head.contains($0) && !draft.signature.contains($0) && draft.marker?.line != $0
            }
    }

    /// Finds lines that were broken inside a sentence.
    mutating func joinLines(_ part: Int) {
        let body = bodyLines(part)
        for (line, next) in zip(body, body.dropFirst()) where next == line + 1 && !table.lines[next].afterBlank {
            if isBroken(line, before: next) { isJoined[next] = true }
        }
    }

    private func isBroken(_ line: Int, before next: Int) -> Bool {
        let text = table.text(line)
        guard let last = text.last, !Scalars.isSentenceEnd(last), !Scalars.isClosing(last), last != 0x3A else {
            return false
        }
        guard text.count >= 24, table.lines[line].sentenceEnds > 0 || table.lines[line].commas >= 2 || text.count > 48
        else {
            return false
        }
        let follower = table.text(next)
        guard let first = follower.first,
            Scalars.isHan(first) || Scalars.isDigit(first) || Scalars.isLatinLetter(first),
            Enumerator.read(follower) == nil
        else { return false }
        return table.isBody(next) || table.endsSentence(next)
    }

    /// Finds headings on lines of their own, and their levels.
    mutating func readSections(_ part: Int) {
        let body = bodyLines(part)
        var found: [(line: Int, style: Int, numberLength: Int)] = []
        for (position, line) in body.enumerated() {
            let before = position > 0 ? body[position - 1] : nil
            let rest = body[(position + 1)...]
            guard let style = headingStyle(line, after: before, before: rest, part) else { continue }
            found.append((line, style.style, style.numberLength))
        }
        // Numbered items that follow one another are a list, unless the last of them has text of its own under each.
        var levels: [Int] = []
        for heading in found {
            if let depth = levels.firstIndex(of: heading.style) {
                levels.removeSubrange((depth + 1)...)
            } else {
                levels.append(heading.style)
            }
            parts[part].sections.append(
                SectionDraft(line: heading.line, level: levels.count, numberLength: heading.numberLength))
        }
    }

    private static let bareStyle = 100
    private static let colonStyle = 101

    private func headingStyle(
        _ line: Int, after before: Int?, before rest: ArraySlice<Int>, _ part: Int
    ) -> (style: Int, numberLength: Int)? {
        let text = table.text(line)
        guard text.count >= 2, text.count <= 45, let next = rest.first, !isSalutation(line), !isDateLine(line) else {
            return nil
        }
        guard !isJoined[line], !isJoined[next] else { return nil }
        if text.last == 0x3B || text.last == 0x2C { return nil }
        if lexicons.cues.closing.beginning(text) != nil || lexicons.cues.caption.beginning(text) != nil { return nil }
        if let item = Enumerator.read(text) {
            guard table.lines[line].sentenceEnds <= 1, isHeadingItem(item, line, before, rest) else { return nil }
            return (item.style.rawValue, item.length)
        }
        if let symbol = text.first, Self.symbols.contains(symbol), table.lines[line].sentenceEnds == 0 {
            return followsText(rest) ? (Enumerator.Style.symbol.rawValue, 1) : nil
        }
        // A number run into the heading: 2几点思考和建议.
        if let number = Scalars.number(text), Scalars.isDigit(text[text.startIndex]), number.length <= 2,
            text.count <= 20,
            table.lines[line].sentenceEnds == 0, table.isBody(next),
            text.dropFirst(number.length).allSatisfy(Scalars.isHan),
            !isMeasured(text.dropFirst(number.length))
        {
            return (Enumerator.Style.digits.rawValue, number.length)
        }
        return isBareHeading(line, before, next) ? (text.last == 0x3A ? Self.colonStyle : Self.bareStyle, 0) : nil
    }

    private static let symbols: Set<UInt32> = [
        0x25C6, 0x25A0, 0x25CF, 0x2605, 0x25B2, 0x25C7, 0x25A1, 0x25B6, 0x2756, 0x25CE,
    ]

    private func isMeasured(_ text: ArraySlice<UInt32>) -> Bool {
        guard let first = text.first else { return true }
        return [0x5E74, 0x6708, 0x65E5, 0x4E2A, 0x4EBA, 0x540D, 0x4E07, 0x4EBF, 0x6B21, 0x6761, 0x9879, 0x4F4D]
            .contains(first)
    }

    /// A numbered line is a heading where text of its own follows, not the next item of a list.
    private func isHeadingItem(_ item: Enumerator, _ line: Int, _ before: Int?, _ rest: ArraySlice<Int>) -> Bool {
        guard let next = rest.first else { return false }
        let text = table.text(line)
        if text.count <= item.length { return false }
        if let before, let earlier = Enumerator.read(table.text(before)), earlier.style == item.style,
            earlier.number + 1 == item.number, !table.isBody(before) || table.endsSentence(before) && isItem(before)
        {
            return false
        }
        if let following = Enumerator.read(table.text(next)), following.style == item.style { return false }
        if isItem(line), item.style != .ordinal, item.style != .spelled, text.count > 30 { return false }
        return true
    }

    /// Whether a line ends as an item of a list does.
    private func isItem(_ line: Int) -> Bool { [0x3B, 0x3002].contains(table.text(line).last ?? 0) }

    private func followsText(_ rest: ArraySlice<Int>) -> Bool {
        guard let next = rest.first else { return false }
        return table.isBody(next) || Enumerator.read(table.text(next)) != nil
    }

    /// A short line between paragraphs without the marks of a sentence.
    private func isBareHeading(_ line: Int, _ before: Int?, _ next: Int) -> Bool {
        let text = table.text(line)
        guard let last = text.last, let first = text.first, table.lines[line].hasWords else { return false }
        guard text.count <= 28, text.contains(where: Scalars.isHan) else { return false }
        if last == 0x3002 || last == 0x2026 { return false }
        if text.dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return false }
        if first == 0x2014 || first == 0x28 && last == 0x29 { return false }
        if last == 0x3A { return text.count <= 10 && (isColonHeading(next)) }
        if first == 0x201C, last == 0x201D {
            // A quotation as a heading; one that answers a colon is text.
            if let before, table.text(before).last == 0x3A { return false }
        } else if Scalars.isSentenceEnd(last), last != 0x21, last != 0x3F {
            return false
        }
        guard table.isBody(next) || isShortHeadingBefore(next) else { return false }
        if let before, !table.isBody(before), !table.endsSentence(before), Enumerator.read(table.text(before)) == nil,
            table.lines[before].count < 20, !isColonLine(before), !isLabel(before)
        {
            return false
        }
        return true
    }

    /// (图说), (链接): names what follows and is no heading itself.
    private func isLabel(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.first == 0x28 && text.last == 0x29 && lexicons.cues.unnumbered.occurs(in: text)
    }

    private func isColonLine(_ line: Int) -> Bool { table.text(line).last == 0x3A }

    /// After a heading with a colon comes another heading or a paragraph.
    private func isColonHeading(_ next: Int) -> Bool {
        table.lines[next].count <= 28 && !table.endsSentence(next) && next + 1 < table.lines.count
            && table.isBody(next + 1)
    }

    private func isShortHeadingBefore(_ next: Int) -> Bool {
        guard let item = Enumerator.read(table.text(next)), item.number == 1 else { return false }
        return true
    }
}
