internal import Reports

/// What a part ends with: unit, name and date under the text, and what is said of the writer.
extension PageStructure {
    /// Unit, name and date under the text.
    mutating func readSignature(_ part: Int) {
        readStatement(part)
        let (head, marker) = (parts[part].head, parts[part].marker?.line)
        var own = ownLines(part)
        own.removeAll { head.contains($0) || marker == $0 }
        guard own.count > 1 else { return }
        var found: [Int] = []
        var isDated = false
        var isSigned = false
        for line in own.dropFirst().suffix(8).reversed() {
            if found.isEmpty, isAfterword(line) { continue }
            guard table.lines[line].count <= 60, !table.endsSentence(line), !isSalutation(line) else { break }
            if found.isEmpty, isRemark(line) { continue }
            if let byline = letterEnd(line, own) ?? (isDated ? letterName(line, part, own) : nil) {
                found.append(line)
                addByline(byline, at: place(of: line...line), part)
                break
            }
            if let byline = byline(at: line)?.byline ?? guessedByline(line), byline.name != nil || byline.unit != nil {
                if !byline.isFirm, found.isEmpty, !mayBeSigned(line, own) { break }
                found.append(line)
                if !byline.words.isEmpty || byline.name != nil {
                    addByline(byline, at: place(of: line...line), part)
                }
            } else if isDateLine(line) || isPlaceAndMonth(line) || isOldStyleDate(line), !isDated {
                isDated = true
                found.append(line)
            } else if let unit = unitLine(line), isDated || !found.isEmpty || signsAlone(line, own) {
                found.append(line)
                let whole = Scalars.string(unit.words[...])
                let known = Byline(unit: unit.post == nil ? whole : unit.unit, post: unit.post)
                // Of several units that sign one under the other the first counts.
                if isSigned, parts[part].byline?.name == nil { parts[part].byline = nil }
                addByline(known, at: place(of: line...line), part)
                isSigned = true
            } else if isCollective(line) {
                found.append(line)
            } else {
                break
            }
        }
        parts[part].signature = LineSet(found)
        guard parts[part].byline == nil, let title = parts[part].titlePlace else { return }
        // A unit over the title speaks to whom the text goes to, where nobody signs.
        guard let first = own.first, addresses(first) else { return }
        for line in parts[part].head.lines where table.lines[line].end <= title.lowerBound && isProperUnit(line) {
            addByline(Byline(unit: Scalars.string(table.raw(line))), at: place(of: line...line), part)
        }
    }

    /// A unit's full name alone under the last sentence.
    private func signsAlone(_ line: Int, _ own: [Int]) -> Bool {
        guard line == own.last, headings[line] == nil, isProperUnit(line), let before = own.last(where: { $0 < line })
        else { return false }
        return table.endsSentence(before) && table.lines[before].count >= 10
    }

    /// 全体村民, 全班同学: who signs beside a unit.
    private func isCollective(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 12 && lexicons.cues.collective.beginning(text) != nil
    }

    /// The same behind its unit: 全体 with whom it takes in, no word that a unit's name could end in.
    func signsTogether(_ tail: ArraySlice<UInt32>) -> Bool {
        tail.count >= 4 && lexicons.cues.collective.beginning(tail) != nil
    }

    /// 儿 郭守成, ——燕归来 under a text.
    private func letterEnd(_ line: Int, _ own: [Int]) -> Byline? {
        guard table.lines[line].count <= 16, let byline = bylines.readLetterEnd(table.raw(line)),
            let before = own.last(where: { $0 < line })
        else { return nil }
        return table.isBody(before) || table.endsSentence(before) || isJoined[before]
            || lexicons.cues.closing.beginning(table.text(before)) != nil ? byline : nil
    }

    /// The name of who wrote a letter, over its date: there any word is a name that is no other's.
    private func letterName(_ line: Int, _ part: Int, _ own: [Int]) -> Byline? {
        let text = table.text(line)
        guard (2...4).contains(text.count), let first = own.first, table.text(first).last == 0x3A,
            table.lines[first].count <= 20, byline(at: line) == nil,
            let before = own.last(where: { $0 < line }), table.isBody(before) || table.endsSentence(before),
            bylines.mayBeName(text, false)
        else { return nil }
        return wholeName(line)
    }

    /// 抄送:…, 联系电话:…, (共印40份): what a sheet says under its signature.
    private func isAfterword(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 80, let first = text.first else { return false }
        return lexicons.cues.afterword.beginning(first == 0x28 ? text.dropFirst() : text) != nil
    }

    /// 腊月廿四灯下, 癸卯年冬月, 2023年冬: a day by the old calendar, a season of a year.
    func isOldStyleDate(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (3...16).contains(text.count), table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0,
            let first = text.first
        else { return false }
        if let second = text.dropFirst().first, lexicons.cues.stems.contains(first),
            lexicons.cues.branches.contains(second)
        {
            return true
        }
        guard let mark = text.firstIndex(where: { $0 == 0x6708 || $0 == 0x5E74 }), mark > text.startIndex,
            let next = text.dropFirst(mark - text.startIndex + 1).first
        else { return false }
        if text[mark] == 0x6708 { return next == 0x521D || next == 0x5EFF || next == 0x5345 || next == 0x5341 }
        let isYear =
            mark - text.startIndex >= 4 && text[..<mark].allSatisfy { Scalars.numeral($0) != nil || $0 == 0x25CB }
        return isYear && (next == 0x6625 || next == 0x590F || next == 0x79CB || next == 0x51AC)
    }

    /// (此件公开发布) under a notice's signature.
    private func isRemark(_ line: Int) -> Bool {
        let text = table.text(line)
        let isCredit = text.count <= 40 && lexicons.cues.credit.occurs(in: text)
        return text.first == 0x28 && text.last == 0x29 && (text.count <= 16 || isCredit) && byline(at: line) == nil
            && guessedByline(line) == nil && unitLine(line) == nil && !isDateLine(line)
    }

    /// Whether a bare name under a line is a signature: below a text, not below the other cells of a table.
    private func mayBeSigned(_ line: Int, _ own: [Int]) -> Bool {
        guard let before = own.last(where: { $0 < line }) else { return false }
        if unitLine(before) != nil, let above = own.last(where: { $0 < before }) {
            return table.isBody(above) || table.endsSentence(above)
        }
        return table.isBody(before) || table.endsSentence(before) || isDateLine(before)
            || lexicons.cues.closing.beginning(table.text(before)) != nil || isJoined[before]
            || table.lines[line].afterBlank && !table.lines[before].afterBlank
    }

    /// (作者系某市某局处长) under the text is furniture whose facts are kept.
    private mutating func readStatement(_ part: Int) {
        let head = parts[part].head
        let inside = ownLines(part).suffix(4).filter { !head.contains($0) }
        for line in parts[part].lines
        where table.lines[line].count <= 80 && (fates[line] != nil || inside.contains(line)) {
            let text = table.text(line)
            guard let first = text.first,
                first == 0x28 || first == 0x5B || first == 0x3010 || first == 0x4F5C || first == 0x672C,
                let length = lexicons.bylines.statements.beginning(text.dropFirst(Scalars.isHan(first) ? 0 : 1)),
                // (作者:张三), (作者张三,系某局干部)
                length >= 3 || length == 2 && first == 0x28 && text.last == 0x29,
                let byline = bylines.readStatement(table.raw(line))
            else { continue }
            if fates[line] == nil { fates[line] = Fate(reason: .source, cause: .byline) }
            addByline(byline, at: nil, part)
            parts[part].own = nil
            parts[part].own = ownLines(part)
        }
    }

    /// 2020年11月于江油, 写于二〇一九年冬.
    private func isPlaceAndMonth(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count >= 5, text.count <= 20, table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0,
            let year = text.firstIndex(of: 0x5E74), year - text.startIndex >= 4
        else { return false }
        let digits = text[..<year].suffix(4)
        return digits.allSatisfy { Scalars.numeral($0) != nil || $0 == 0x25CB || $0 == 0x78 }
            && (text.contains(0x4E8E) || text.contains(0x6708) || text.last == 0x5E74)
    }
}
