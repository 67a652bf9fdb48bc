internal import Reports

/// Headings within a report, and their levels.
extension PageStructure {
    /// Finds headings on lines of their own, and their levels.
    mutating func readSections(_ part: Int) {
        let body = bodyLines(part)
        var found: [(line: Int, mark: HeadingMark)] = []
        for (position, line) in body.enumerated() where table.lines[line].count <= 45 {
            let before = position > 0 ? body[position - 1] : nil
            if let mark = headingMark(line, after: before, before: body[(position + 1)...]) {
                found.append((line, mark))
            } else if table.lines[line].count <= 14, !isJoined[line], headsTable(position, body) {
                found.append((line, HeadingMark(style: HeadingMark.bare)))
            } else if !found.isEmpty, position < body.count - 1, isNoteHeading(line),
                followsText(body[(position + 1)...])
            {
                found.append((line, HeadingMark(style: HeadingMark.bare)))
            } else if position == body.count - 1, let mark = lastMark(line, found.map(\.mark)) {
                found.append((line, mark))
            } else if position < body.count - 1, let last = found.last?.mark, let mark = nextMark(line, after: last) {
                found.append((line, mark))
            }
        }
        if found.count(where: { $0.mark.style == HeadingMark.year }) == 1 {
            found.removeAll { $0.mark.style == HeadingMark.year }
        }
        // A dash line by itself is a motto or its author; several are headings.
        if found.count(where: { $0.mark.style == HeadingMark.dash }) == 1 {
            found.removeAll { $0.mark.style == HeadingMark.dash }
        }
        guard !found.isEmpty else { return }
        parts[part].sections = Self.levels(of: found.map(\.mark)).enumerated().map { number, level in
            SectionDraft(line: found[number].line, level: level, numberLength: found[number].mark.length)
        }
    }

    /// The heading that a text broke off behind: it goes on counting.
    private func lastMark(_ line: Int, _ found: [HeadingMark]) -> HeadingMark? {
        guard table.lines[line].count <= 20, !isJoined[line], let item = Enumerator.read(table.text(line)),
            let last = found.last(where: { $0.style == item.style.rawValue }), last.number == item.number - 1
        else { return nil }
        return HeadingMark(item)
    }

    /// 第四栏 …, whatever comes behind it, where 第三栏 … was a heading.
    private func nextMark(_ line: Int, after last: HeadingMark) -> HeadingMark? {
        guard last.style == HeadingMark.measured, table.lines[line].count <= 30, table.lines[line].sentenceEnds == 0,
            !isJoined[line],
            let mark = HeadingMark.read(table.text(line), lexicons.cues, isGap: { isGap(before: $0) }),
            mark.style == last.style, let number = mark.number, number == (last.number ?? 0) + 1
        else { return nil }
        return mark
    }

    /// 2012年 over what happened in it; several of them divide a chronicle.
    func isYear(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count == 5 || text.count == 6 && text.last == 0x5EA6, text.dropFirst(4).first == 0x5E74 else {
            return false
        }
        return text.prefix(4).allSatisfy { Scalars.numeral($0).map { $0 < 10 } ?? ($0 == 0x25CB) }
    }

    /// Levels by the order in which styles first appear, where convention does not say otherwise.
    static func levels(of marks: [HeadingMark]) -> [Int] {
        var stack: [HeadingMark] = []
        var uses: [Int: Int] = [:]
        for mark in marks { uses[mark.style, default: 0] += 1 }
        return marks.map { mark in
            if let depth = stack.firstIndex(where: { $0.style == mark.style }) {
                stack.removeSubrange((depth + 1)...)
                return depth + 1
            }
            if mark.isUnnumbered, uses[mark.style] == 1, !stack.isEmpty { return 1 }
            if let rank = mark.rank {
                let isAbove = { (other: HeadingMark) in
                    if let rank = other.rank { return rank }
                    // 引言 before 一、 stands beside it.
                    return other.isUnnumbered && uses[other.style] == 1 ? 9 : -1
                }
                if let depth = stack.firstIndex(where: { isAbove($0) > rank }) { stack.removeSubrange(depth...) }
            }
            stack.append(mark)
            return stack.count
        }
    }

    private func headingMark(_ line: Int, after before: Int?, before rest: ArraySlice<Int>) -> HeadingMark? {
        let text = table.text(line)
        if table.lines[line].count <= 6, let next = rest.first, isYear(line), !isYear(next) {
            return HeadingMark(style: HeadingMark.year)
        }
        guard text.count >= 2 || text.first.map(Scalars.isHan) ?? false, let next = rest.first, !isJoined[line],
            !isJoined[next], let first = text.first,
            text.last != 0x3B, text.last != 0x2C, text.last != 0x201C, text.last != 0x300A, !isSalutation(line),
            !isApplauded(line), !isDateLine(line), !opensEntry(line), !isBarRow(line)
        else { return nil }
        if let level = headings[line], level >= 2, isMarkedHeading(line) {
            return Enumerator.read(text).map { HeadingMark($0) } ?? HeadingMark(style: HeadingMark.markup + level)
        }
        // 展信舒颜! under the name of whom a letter goes to.
        if text.last == 0x21, text.count <= 10, let before, addresses(before) { return nil }
        // 二问:难不难? is asked where somebody answers by his name.
        if text.last == 0x3F, Enumerator.read(text) == nil, isAnswer(next) { return nil }
        if text.count <= 24, table.lines[line].sentenceEnds == 0,
            let mark = HeadingMark.readTable(text, lexicons.cues, isGap: { isGap(before: $0) }),
            isRow(next) || followsText(rest)
        {
            return mark
        }
        if lexicons.cues.closing.beginning(text) != nil || isCaption(line) || isSpeech(line, before, rest) {
            return nil
        }
        if let item = Enumerator.read(text) {
            guard table.lines[line].sentenceEnds <= 1, isHeadingItem(item, line, before, rest) else { return nil }
            return HeadingMark(item)
        }
        if Self.symbols.contains(first), table.lines[line].sentenceEnds == 0 {
            return followsText(rest) || isOverList(line, rest) ? HeadingMark(style: Int(first), length: 1) : nil
        }
        if table.lines[line].sentenceEnds == 0 || text.last == 0x21 || text.last == 0x3F, text.count <= 30,
            let mark = HeadingMark.read(text, lexicons.cues, isGap: { isGap(before: $0) }), followsText(rest)
        {
            return mark
        }
        if let number = glued(line, rest) { return HeadingMark(style: 4, rank: 3, length: number) }
        if first == 0x2014 {
            let isMotto = before.map { !isText($0) } ?? true
            guard table.lines[line].sentenceEnds == 0 || text.last == 0x3F, text.count <= 40, isText(next), !isMotto
            else {
                return nil
            }
            return HeadingMark(style: HeadingMark.dash, length: text.prefix { $0 == 0x2014 }.count)
        }
        if first == 0x3010, text.last == 0x3011, text.count <= 24, isText(next),
            text.count(where: { $0 == 0x3010 }) == 1,
            DateReader.first(in: table.raw(line)) == nil
        {
            return HeadingMark(style: HeadingMark.bracketed)
        }
        guard isBareHeading(line, before, next) else { return nil }
        return HeadingMark(style: text.last == 0x3A ? HeadingMark.colon : HeadingMark.bare)
    }

    /// 张三:…, 李四(笑):….
    private func isAnswer(_ line: Int) -> Bool {
        let text = table.text(line).prefix(14)
        guard let colon = text.firstIndex(of: 0x3A) else { return false }
        let name = text[..<colon].prefix { $0 != 0x28 }
        return (2...4).contains(name.count) && name.allSatisfy(Scalars.isHan) && bylines.isName(name)
    }

    /// 同学们,大家晚上好!(掌声): said, with what the audience did behind it.
    private func isApplauded(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.last == 0x29, table.lines[line].sentenceEnds > 0, let open = text.lastIndex(of: 0x28),
            open > text.startIndex
        else { return false }
        return Scalars.isSentenceEnd(text[open - 1])
    }

    static let symbols: Set<UInt32> = [
        0x25C6, 0x25A0, 0x25CF, 0x2605, 0x25B2, 0x25C7, 0x25A1, 0x25B6, 0x2756, 0x25CE, 0x258D, 0x258C, 0x258E, 0x2588,
        0x25FC, 0x25AA, 0x25C9, 0x25CB, 0x2606, 0x25BA, 0xA7, 0x2726, 0x2727, 0x2666, 0x2665, 0x273F, 0x2740, 0x261E,
        0x27A4, 0x25BC, 0x25BD, 0x25B3, 0x2503, 0x258F, 0x2764, 0x25A3, 0x25C8,
    ]

    /// Whether the markup's heading is one: no caption of a box of links, and text follows.
    private func isMarkedHeading(_ line: Int) -> Bool {
        table.lines[line].hasWords && line + 1 < table.lines.count
    }

    /// A number run into the heading, or set apart by a blank: 2几点思考和建议, 1 问题的提出.
    private func glued(_ line: Int, _ rest: ArraySlice<Int>) -> Int? {
        let text = table.text(line)
        guard let first = text.first, Scalars.isDigit(first), table.lines[line].sentenceEnds == 0, !isRow(line),
            let number = Scalars.number(text), number.length <= 2, number.length < text.count
        else { return nil }
        let words = text.dropFirst(number.length)
        let isApart = isGap(before: words.startIndex) && gap(before: words.startIndex) <= 3
        guard text.count <= (isApart ? 30 : 20), followsText(rest), isApart || words.allSatisfy(Scalars.isHan),
            words.contains(where: Scalars.isHan), !isMeasured(words), !lexicons.cues.noting.contains(words.first ?? 0)
        else { return nil }
        return number.length
    }

    private func isGap(before place: Int) -> Bool { gap(before: place) > 1 }

    /// How far a folded scalar stands behind the one before it; 1 where nothing is between.
    private func gap(before place: Int) -> Int {
        place > 0 && place < table.places.count ? Int(table.places[place] - table.places[place - 1]) : 1
    }

    private func isMeasured(_ text: TextSlice) -> Bool {
        guard let first = text.first else { return true }
        return lexicons.cues.measures.contains(first)
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

    /// A few words behind a sign over lines without it, where the same sign heads a paragraph elsewhere: ■ 名单.
    private func isOverList(_ line: Int, _ rest: ArraySlice<Int>) -> Bool {
        guard table.lines[line].count <= 12, let sign = table.text(line).first, let next = rest.first,
            table.text(next).first.map({ !Self.symbols.contains($0) }) ?? false
        else { return false }
        return (max(0, line - 60)..<min(table.lines.count, line + 60)).contains {
            $0 != line && fates[$0] == nil && table.text($0).first == sign && table.lines[$0].count <= 20
                && $0 + 1 < table.lines.count && table.isBody($0 + 1)
        }
    }

    /// 某某中学——张三(任教师): one of several lines that are built so.
    private func isPaired(_ line: Int) -> Bool { table.text(line).dropFirst().dropLast().contains(0x2014) }

    /// Whether a line ends as an item of a list does.
    private func isItem(_ line: Int) -> Bool { [0x3B, 0x3002].contains(table.text(line).last ?? 0) }

    /// A paragraph, on one line or several.
    private func isText(_ line: Int) -> Bool {
        table.isBody(line) || isJoined[line] || line + 1 < isJoined.count && isJoined[line + 1]
    }

    private func followsText(_ rest: ArraySlice<Int>) -> Bool {
        guard let next = rest.first else { return false }
        return isText(next) || Enumerator.read(table.text(next)) != nil
    }

    /// The words under a picture.
    private func isCaption(_ line: Int) -> Bool {
        let text = table.text(line)
        if lexicons.cues.caption.beginning(text) != nil { return true }
        if text.count <= 40, table.lines[line].sentenceEnds + table.lines[line].commas > 0,
            lexicons.cues.credit.occurs(in: text.suffix(4))
        {
            return true
        }
        guard let first = text.first else { return false }
        let isMarked = first == 0x25B2 || first == 0x25B3 || first == 0x28 && text.last == 0x29
        return isMarked && (table.lines[line].commas > 0 || lexicons.cues.credit.occurs(in: text))
    }

    /// What a named speaker says: 记者:家里人支持吗?
    private func isSpeech(_ line: Int, _ before: Int?, _ rest: ArraySlice<Int>) -> Bool {
        let text = table.text(line)
        guard let colon = text.prefix(9).firstIndex(of: 0x3A), colon > text.startIndex, text.last != 0x3A else {
            return false
        }
        let speaker = text[...colon]
        if lexicons.cues.speaker.beginning(speaker) == speaker.count - 1 { return true }
        return ([before].compactMap { $0 } + rest.prefix(8)).contains { table.text($0).starts(with: speaker) }
    }

    /// A short line between paragraphs without the marks of a sentence.
    private func isBareHeading(_ line: Int, _ before: Int?, _ next: Int) -> Bool {
        let text = table.text(line)
        guard let last = text.last, let first = text.first, table.lines[line].hasWords else { return false }
        guard text.count <= 28, text.contains(where: Scalars.isHan) else { return false }
        if last == 0x3002 || last == 0x2026 || isRow(line) { return false }
        // One of several lines that each name somebody and what he is: a list.
        if table.lines[line].commas > 0, let before, !table.endsSentence(before), !table.endsSentence(next),
            table.lines[before].commas > 0, table.lines[next].commas > 0
        {
            return false
        }
        if text.dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return false }
        if isPaired(line), isPaired(next), before.map(isPaired) ?? false { return false }
        if first == 0x2014 || first == 0x28 && last == 0x29 { return false }
        // 2 即一张单据: a footnote.
        if let number = Scalars.number(text), number.length < text.count,
            lexicons.cues.noting.contains(text[text.startIndex + number.length])
        {
            return false
        }
        // 有关要求如下: leads in what follows and heads nothing.
        if last == 0x3A { return text.count <= 10 && text.dropLast().last != 0x4E0B && isColonHeading(next) }
        if first == 0x201C, last == 0x201D {
            // A quotation as a heading; one that answers a colon is text.
            if let before, table.text(before).last == 0x3A { return false }
        } else if Scalars.isSentenceEnd(last), last != 0x21, last != 0x3F {
            return false
        }
        guard isText(next) || isShortHeadingBefore(next) || text.count <= 4 && table.lines[next].count >= 30 else {
            return false
        }
        if let before, !isText(before), !table.endsSentence(before), Enumerator.read(table.text(before)) == nil,
            table.lines[before].count < 20, !isColonLine(before), !isLabel(before), !isCaption(before),
            !table.text(before).allSatisfy(Scalars.isDigit)
        {
            return false
        }
        return true
    }

    /// 说明 under the last cell of a table.
    private func isNoteHeading(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 8 && lexicons.cues.note.contains(text)
    }

    /// A line over the heads of a flattened table, which stand in the same order below another such line: 到县挂职 and
    /// 来市挂职, each over 姓名 and 职务.
    private func headsTable(_ place: Int, _ body: [Int]) -> Bool {
        let text = table.text(body[place])
        guard place + 6 < body.count, text.count > 1, table.lines[body[place + 1]].count <= 8,
            table.lines[body[place + 2]].count <= 8
        else { return false }
        let heads = [table.text(body[place + 1]), table.text(body[place + 2])]
        guard heads.allSatisfy({ $0.count > 1 && $0.allSatisfy(Scalars.isHan) }), text.allSatisfy(Scalars.isHan) else {
            return false
        }
        // Near by: a page of nothing but short lines would else be read once for each of them.
        let near = max(0, place - Self.tableLines)..<min(body.count - 2, place + Self.tableLines)
        return near.contains { other in
            table.lines[body[other + 1]].count == heads[0].count && table.lines[body[other + 2]].count == heads[1].count
                && abs(other - place) > 5 && table.text(body[other + 1]).elementsEqual(heads[0])
                && table.text(body[other + 2]).elementsEqual(heads[1]) && !table.text(body[other]).elementsEqual(text)
        }
    }

    /// Most lines of one flattened table.
    private static let tableLines = 120

    /// Cells of a table on one line.
    func isRow(_ line: Int) -> Bool {
        guard table.lines[line].count >= 4 else { return false }
        let raw = table.raw(line)
        return raw.contains(0x09) || raw.split(whereSeparator: { Scalars.isBlank($0) }).count >= 4
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
