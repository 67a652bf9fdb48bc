internal import Reports

/// Paragraphs: lines that were broken inside a sentence.
extension PageStructure {
    /// Lines of the part that are neither its heading nor its signature.
    func bodyLines(_ part: Int) -> [Int] {
        if let body = parts[part].body { return body }
        let (head, signature, marker) = (parts[part].head, parts[part].signature, parts[part].marker?.line)
        let own = ownLines(part)
        var body: [Int] = []
        body.reserveCapacity(own.count)
        for line in own where !head.contains(line) && !signature.contains(line) && marker != line { body.append(line) }
        return body
    }

    /// Finds lines that were broken inside a sentence: at the width of a page, or by themselves.
    mutating func joinLines(_ part: Int) {
        let body = bodyLines(part)
        let setting = setting(body)
        for (line, next) in zip(body, body.dropFirst()) {
            if let setting {
                if isWrapped(line, before: next, setting) { isJoined[next] = true }
            } else if next == line + 1, !table.lines[next].afterBlank, isBroken(line, before: next) {
                isJoined[next] = true
            }
        }
    }

    /// How the lines of a part were set, where an editor broke them at one width.
    private struct Setting {
        /// Least width of a line that is full.
        var full: Int
        /// Whether widths count characters, a digit as much as a Chinese character; else columns.
        var inCharacters: Bool
        /// Whether the first line of a paragraph, and no other, begins with blanks.
        var isIndented: Bool
        /// Whether blank lines stand after every line, and so tell nothing.
        var isSpaced: Bool
    }

    /// The width at which most lines end that do not end a sentence, if there are such and hardly any line is wider.
    private func setting(_ body: [Int]) -> Setting? {
        guard body.count >= 3 else { return nil }
        var open = 0
        var long = 0
        for line in body {
            if table.lines[line].count > 70 { long += 1 }
            if isOpen(line), table.lines[line].count >= 18 { open += 1 }
        }
        guard open >= 2, long * 5 <= body.count else { return nil }
        for inCharacters in [true, false] {
            let widths = body.map { width($0, inCharacters) }
            let slack = inCharacters ? 4 : 6
            var counts = [Int](repeating: 0, count: 200)
            for (line, width) in zip(body, widths)
            where isOpen(line) && table.lines[line].count >= 18 && width < counts.count { counts[width] += 1 }
            var best = (count: 0, start: 0)
            for start in 18..<counts.count - slack {
                let count = counts[start...start + slack].reduce(0, +)
                if count > best.count { best = (count, start) }
            }
            let wider = widths.count { $0 > best.start + slack + 4 }
            guard best.count >= 2, best.count * 10 >= open * 6, wider * 5 <= body.count,
                (inCharacters ? 22 : 36) <= best.start + slack
            else { continue }
            return Setting(
                full: best.start, inCharacters: inCharacters, isIndented: isIndented(body, widths, best.start),
                isSpaced: !body.dropFirst().contains { !table.lines[$0].afterBlank })
        }
        return nil
    }

    private func isOpen(_ line: Int) -> Bool {
        !table.lines[line].endsSentence && table.text(line).last != 0x3A
    }

    /// What stands before a line on its row.
    private func indent(_ line: Int) -> Int {
        var i = table.lines[line].start
        while i > 0, Scalars.isBlank(table.scalars[i - 1]), !Scalars.isLineEnd(table.scalars[i - 1]) { i -= 1 }
        return table.lines[line].start - i
    }

    private func width(_ line: Int, _ inCharacters: Bool) -> Int {
        let known = table.lines[line]
        if inCharacters { return known.end - known.start + (indent(line) > 0 ? min(indent(line), 2) : 0) }
        var width = 0
        for c in table.scalars[known.start - indent(line)..<known.end] { width += c < 0x2E80 && c != 0x2014 ? 1 : 2 }
        return width
    }

    /// Whether lines behind the end of a paragraph begin with blanks, and those behind a full open line do not.
    private func isIndented(_ body: [Int], _ widths: [Int], _ full: Int) -> Bool {
        var (firsts, indentedFirsts, others, indentedOthers) = (0, 0, 0, 0)
        for (position, line) in body.dropFirst().enumerated() {
            let before = body[position]
            let isFull = widths[position] >= full
            if isFull, isOpen(before) {
                others += 1
                indentedOthers += indent(line) > 0 ? 1 : 0
            } else if !isFull, table.endsSentence(before) {
                firsts += 1
                indentedFirsts += indent(line) > 0 ? 1 : 0
            }
        }
        return firsts > 0 && indentedFirsts * 10 >= firsts * 7 && indentedOthers * 10 <= others * 2
    }

    /// Whether a full line of a part that was set at one width goes on in the next.
    private func isWrapped(_ line: Int, before next: Int, _ setting: Setting) -> Bool {
        guard width(line, setting.inCharacters) >= setting.full, table.lines[line].count >= 16 else { return false }
        let isApart = table.lines[next].afterBlank && !setting.isSpaced
        // A blank line divides paragraphs, unless the page ended there: then its number or running title is furniture.
        if isApart, next == line + 1 { return false }
        if next > line + 1,
            !fates[line + 1..<next].allSatisfy({ $0?.reason == .wordLeftover || $0?.reason == .navigation })
        {
            return false
        }
        if setting.isIndented && indent(next) > 0 || isRow(line) || isRow(next) || isBarRow(line) {
            return false
        }
        let text = table.text(line)
        let follower = table.text(next)
        guard let last = text.last, let first = follower.first, last != 0x3A else { return false }
        let isStopped = table.endsSentence(line)
        if isStopped, !setting.isIndented || isApart { return false }
        if Enumerator.read(text) != nil, table.lines[line].sentenceEnds == 0, table.lines[line].commas < 2 {
            // A long heading ends where its line does.
            let isShort = table.endsSentence(next) && table.lines[next].count <= text.count / 2
            if text.count < 28, !isShort { return false }
        }
        if let item = Enumerator.read(follower), isStopped || !isQuantity(follower) {
            guard item.style == .spelled || setting.isIndented && item.style == .digits, last == 0x2C || last == 0x3001
            else { return false }
        }
        return first != 0x3000 && !Self.symbols.contains(first) && !isDateLine(next)
    }

    /// 97.5分: no number of a heading.
    private func isQuantity(_ text: TextSlice) -> Bool {
        let rest = text.drop(while: Scalars.isDigit)
        guard rest.count < text.count, rest.first == 0x2E else { return false }
        let decimals = rest.dropFirst()
        let after = decimals.drop(while: Scalars.isDigit)
        guard after.count < decimals.count, let unit = after.first else { return false }
        return unit == 0x25 || lexicons.cues.measures.contains(unit)
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
            Scalars.isHan(first) || Scalars.isDigit(first) || Scalars.isLatinLetter(first) || first == 0x201C
                || first == 0x300A,
            Enumerator.read(follower) == nil, !isBarRow(line), !isRow(line), !isRow(next)
        else { return false }
        return table.isBody(next) || table.endsSentence(next)
    }
}
