internal import Reports

/// What papers, sites and offices print over a title.
extension PageStructure {
    /// The name of a paper, a site or an office and that of a column, over a title that has more of a head below it:
    /// 某某周报 · 一线, 某某融媒 | 光荣榜. Two other names are one only at the top of the page; elsewhere they are the
    /// report's kicker.
    func isMasthead(_ line: Int, under items: [HeadItem], _ part: Int) -> Bool {
        let known = table.lines[line]
        if isBulletin(line, under: items, part) { return true }
        guard parts[part].marker == nil, known.count <= 24, known.sentenceEnds == 0, known.commas == 0,
            !items.contains(where: { if case .title = $0 { true } else { false } }),
            let title = nextOwn(line, part), let end = titleHalf(title, part)
        else { return false }
        // What stands in the next line too is its title's.
        guard !table.text(line).suffix(4).elementsEqual(table.text(title).suffix(4)) else { return false }
        let after = end + 1
        guard after < parts[part].lines.upperBound, isNames(line, isColumn: line == 0 || isQuestion(after)) else {
            return false
        }
        // The name of a site and that of a column head the page whatever comes.
        if fates[..<line].allSatisfy({ $0 != nil }), isNames(line, isColumn: false) { return true }
        return fates[after] != nil || isSubtitle(after) || isMetadata(after) || isDateLine(after) || isSalutation(after)
            || isDocumentNumber(after) || isFormLine(after) || addresses(after) || isQuestion(after)
            || byline(at: after) != nil
    }

    /// 问:…, 记者:…: an interview begins.
    private func isQuestion(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let length = lexicons.cues.speaker.beginning(text) else { return false }
        return text.dropFirst(length).first == 0x3A
    }

    private func nextOwn(_ line: Int, _ part: Int) -> Int? {
        (line + 1..<max(parts[part].lines.upperBound, line + 1)).first { fates[$0] == nil }
    }

    /// Two short names with a stroke between, or a wide gap behind that of a paper or site.
    private func isNames(_ line: Int, isColumn: Bool) -> Bool {
        let raw = table.raw(line)
        var names = raw.split { Self.isStroke($0) || $0 == 0x30FB || $0 == 0x2022 }
        let dashed = raw.split { $0 == 0x2D || $0 == 0x2014 || $0 == 0x2013 }
        if names.count == 1, dashed.count == 2, dashed[0].last.map(Scalars.isBlank) ?? false { names = dashed }
        let isStruck = names.count == 2
        if names.count == 1 { names = raw.split { Scalars.isBlank($0) } }
        if names.count == 3, Self.isLoneSign(names[1]) { names.remove(at: 1) }
        guard names.count == 2 else { return false }
        // 某某学院《某某信使》电子版 · 第 7 封
        if isStruck, isIssued(names[1].drop(while: Scalars.isBlank)), names[0].count <= 18 { return true }
        let words = names.map { name in name.filter { !Scalars.isBlank($0) }.map { lexicons.folding.fold($0) } }
        guard
            words.allSatisfy({ name in
                (2...12).contains(name.count)
                    && name.allSatisfy { Scalars.isHan($0) || Scalars.isDigit($0) || Scalars.isLatinLetter($0) }
            })
        else { return false }
        let publisher = words[0][...]
        let isPublisher =
            lexicons.cues.siteEndings.ending(publisher).map { $0 < publisher.count } ?? false
            || publisher.count >= 5 && isStruck && lexicons.bylines.units.ending(publisher) != nil
        return isPublisher || isStruck && isColumn
    }

    /// A sign that stands by itself between blanks, as ◎ or :: does in a path.
    static func isLoneSign(_ word: ArraySlice<UInt32>) -> Bool {
        word.count <= 2 && !word.contains { Scalars.isHan($0) || Scalars.isDigit($0) || Scalars.isLatinLetter($0) }
    }

    /// Whether a line of what stands before the first of several reports names the site, and one below it the page.
    func isSitesName(_ line: Int, before end: Int) -> Bool {
        guard pageTitle == nil else { return false }
        let isNamed =
            isMenu(line)
            || isNames(line, isColumn: line == 0) && claim(in: line) == nil && !isGeneric(line) && names(line) == 0
                && !lexicons.cues.collection.occurs(in: table.text(line))
        guard isNamed else { return false }
        return (line + 1..<max(end, line + 1)).contains {
            fates[$0] == nil && edgeRules[$0] == nil && headRules[$0] == nil && !table.isBody($0) && isTitleLike($0)
                && !isMenu($0)
        }
    }

    /// 某县教育工作简报 over 第14期(总第207期), with a title farther down: what is given out, no title.
    private func isBulletin(_ line: Int, under items: [HeadItem], _ part: Int) -> Bool {
        let text = table.text(line)
        guard (4...20).contains(text.count), parts[part].marker == nil, text.allSatisfy(Scalars.isHan),
            !items.contains(where: { if case .title = $0 { true } else { false } }),
            line + 1 < parts[part].lines.upperBound, isIssueLine(line + 1)
        else { return false }
        let below = (line + 2..<max(parts[part].lines.upperBound, line + 2)).first {
            fates[$0] == nil && !isDateLine($0) && !isIssueLine($0) && unitLine($0) == nil
        }
        guard let title = below, !table.isBody(title), compilingUnit(title) == nil, let end = titleHalf(title, part),
            let first = table.text(title).first, !Self.symbols.contains(first)
        else { return false }
        let after = end + 1
        guard after < parts[part].lines.upperBound else { return false }
        // Several short items make a bulletin whose name is the title.
        return isSubtitle(after) || byline(at: after) != nil || table.lines[title].count >= 12 && table.isBody(after)
    }

    /// 第14期(总第207期), 2022年第3辑: nothing but which issue this is.
    func isIssueLine(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (3...24).contains(text.count), text.contains(Self.issueWords[0]),
            text.contains(where: Self.issueWords.dropFirst(2).prefix(4).contains)
        else { return false }
        return text.allSatisfy {
            Scalars.numeral($0) != nil || Scalars.isDigit($0) || $0 == 0x28 || $0 == 0x29
                || Self.issueWords.contains($0)
        }
    }
    /// The same right under the name of a bulletin.
    func isIssue(_ line: Int, under items: [HeadItem]) -> Bool {
        guard case .menu? = items.last else { return false }
        return isIssueLine(line)
    }

    /// 第, 总, 期, 号, 辑, 卷, 年, 增, 刊
    private static let issueWords: [UInt32] = [
        0x7B2C, 0x603B, 0x671F, 0x53F7, 0x8F91, 0x5377, 0x5E74, 0x589E, 0x520A,
    ]

    /// 某县教育局办公室　2022年10月19日 under the name of a bulletin: who gives it out.
    func issuingOffice(_ line: Int, under items: [HeadItem]) -> Byline? {
        guard line > 0, table.lines[line].count <= 40,
            items.contains(where: { if case .menu = $0 { true } else { false } }),
            !items.contains(where: { if case .title = $0 { true } else { false } })
        else { return nil }
        let raw = table.raw(line)
        guard let date = DateReader.first(in: raw), date.start > raw.startIndex, date.end == raw.endIndex else {
            return nil
        }
        let unit = raw[..<date.start].filter { !Scalars.isBlank($0) }
        guard unit.count >= 6, bylines.unitAndPost(unit).unit?.unicodeScalars.count == unit.count else { return nil }
        return Byline(unit: Scalars.string(unit[...]), words: unit)
    }

    /// The name of an office, in full or with the word for its letters, over the number of what it sends out.
    func isLetterhead(_ line: Int, _ part: Int) -> Bool {
        let text = table.text(line)
        guard (5...36).contains(text.count), text.allSatisfy({ Scalars.isHan($0) || $0 == 0x28 || $0 == 0x29 }) else {
            return false
        }
        var office = text
        if let length = lexicons.bylines.letterheads.ending(text) { office = text.dropLast(length) }
        if office.last == 0x28 { office = office.dropLast() }
        guard office.count >= 4, lexicons.bylines.units.ending(office) != nil, let next = nextOwn(line, part) else {
            return false
        }
        return isDocumentNumber(next)
    }
}
