internal import Reports

/// Names at the beginning of a list's entries and in a table's column of names: they are names whatever word they are.
extension PersonFinder {
    private static let tab = ScalarFilter([0x09])

    /// Takes the first of each entry where at least two lines of the report have an entry's shape.
    mutating func entries(_ fullPlaces: [Bool], _ names: inout Set<[UInt32]>) {
        var found: [Span] = []
        var sexed = 0
        var column: Int?
        var line = 0
        var tab = reading.next(PersonFinder.tab, from: 0)
        while line < reading.count {
            let end = reading.lineEnd(line)
            if tab < line { tab = reading.next(PersonFinder.tab, from: line) }
            if tab < end, let head = nameColumn(line, end) {
                column = head
            } else if let cell = column.flatMap({ cell($0, line, end) }) {
                if let span = cellName(cell) { found.append(span) }
            } else {
                if end > line { column = nil }
                if let span = entry(line, end) {
                    found.append(span)
                    if [0x7537, 0x5973].contains(reading.at(span.end + 1)) { sexed += 1 }
                }
            }
            line = end + 1
        }
        guard found.count >= 2 || sexed > 0 else { return }
        for span in found
        where !(span.start..<span.end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] }) {
            add(span.start, span.end)
            names.insert(reading.text[span.start..<span.end].filter { $0 != 0x20 })
        }
    }

    // MARK: Tables

    /// Which cell of a table's head says 姓名.
    private func nameColumn(_ line: Int, _ end: Int) -> Int? {
        guard end - line >= 4, end - line < 200 else { return nil }
        var column = 0
        var isTable = false
        var result: Int?
        for index in line..<end {
            if reading.at(index) == 0x09 {
                column += 1
                isTable = true
            } else if result == nil, reading.at(index) == 0x59D3,
                reading.has("姓名", at: index) || reading.has("姓  名", at: index) || reading.has("姓 名", at: index)
            {
                result = column
            }
        }
        return isTable ? result : nil
    }

    private func cell(_ column: Int, _ line: Int, _ end: Int) -> Span? {
        var (start, left) = (line, column)
        for index in line..<end where reading.at(index) == 0x09 {
            if left == 0 { return Span(start, index) }
            left -= 1
            start = index + 1
        }
        return left == 0 && start > line && start < end ? Span(start, end) : nil
    }

    private func cellName(_ cell: Span) -> Span? {
        var (start, end) = (cell.start, cell.end)
        while start < end, Scalars.isBlank(reading.at(start)) { start += 1 }
        while end > start, Scalars.isBlank(reading.at(end - 1)) { end -= 1 }
        guard let name = nameShape(start, end), name.end == end else { return nil }
        return name
    }

    // MARK: Lists

    /// 3.林望,男,…; 林望(县教育局科员)…: the name of a list's entry.
    private func entry(_ line: Int, _ end: Int) -> Span? {
        let start = afterNumber(line, end)
        // 林望同志(…) ends with no mark that only a list has.
        guard start < end, let name = nameShape(start, end), !reading.endsName(.address, at: name.end) else {
            return nil
        }
        let mark = reading.at(name.end)
        var next = name.end + 1
        while mark == 0x20, reading.at(next) == 0x20 { next += 1 }
        guard mark == 0x2C || mark == 0x28 || (mark == 0x20 || mark == 0x7C) && placeBeginnings[next] else {
            return nil
        }
        let hasSex =
            (reading.at(next) == 0x7537 || reading.at(next) == 0x5973)
            && (!Scalars.isHan(reading.at(next + 1)) || reading.at(next + 1) == 0x6027)
        if hasSex { return name }
        guard reading.begins(.surname, at: start) || reading.begins(.nameSyllable, at: start),
            !isOneWord(name)
        else { return nil }
        if mark == 0x28 {
            let close = (next..<min(next + 40, end)).first { reading.at($0) == 0x29 }
            let isMarked = start > line && PersonFinder.bullets.contains(reading.at(line))
            return close.map { isMarked || hasUnit(next, $0) } ?? false ? name : nil
        }
        if reading.anyOf(rules.entries, at: next) != nil { return name }
        let stop = (next..<min(next + 40, end)).first { Scalars.endsClause(reading.at($0)) } ?? min(next + 40, end)
        return placeBeginnings[next] && hasUnit(next, stop) ? name : nil
    }

    /// Whether a stretch has a post and something before it.
    private func hasUnit(_ start: Int, _ end: Int) -> Bool {
        guard end - start >= 5 else { return false }
        return reading.longestEnding(at: end, [.postHead, .rank]) != nil
            && (start..<end).contains { reading.begins([.strongEnding, .organisation, .weakEnding], at: $0) }
    }

    /// ◆★●■▲◇○□☆•▪.
    private static let bullets: ScalarSet = [
        0x25C6, 0x2605, 0x25CF, 0x25A0, 0x25B2, 0x25C7, 0x25CB, 0x25A1, 0x2606, 0x2022, 0x25AA,
    ]
    /// 甲乙丙丁戊己庚辛壬癸.
    private static let stems: ScalarSet = [
        0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A, 0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678,
    ]

    /// Behind 3. 3、 (三) and blanks.
    private func afterNumber(_ line: Int, _ end: Int) -> Int {
        var index = line
        while index < end, Scalars.isBlank(reading.at(index)) { index += 1 }
        if PersonFinder.bullets.contains(reading.at(index)) {
            index += 1
            while index < end, Scalars.isBlank(reading.at(index)) { index += 1 }
            return index
        }
        let first = index
        // 甲、乙、
        if PersonFinder.stems.contains(reading.at(index)), reading.at(index + 1) == Han.listComma { return index + 2 }
        if reading.at(index) == 0x28 { index += 1 }
        let digits = index
        while index < end, index - digits < 3, NumberReader.begins(reading.at(index)) { index += 1 }
        guard index > digits else { return first }
        let mark = reading.at(index)
        guard mark == 0x2E || mark == Han.listComma || mark == 0x29 || mark == 0xFF0E || Scalars.isBlank(mark) else {
            return first
        }
        index += 1
        while index < end, Scalars.isBlank(reading.at(index)) { index += 1 }
        return index
    }

    /// Two to four characters up to a mark, two with blanks between them, or parts with dots.
    private func nameShape(_ start: Int, _ end: Int) -> Span? {
        var index = start
        var (blanks, dots) = (0, 0)
        while index < end, index - start < 16 {
            let scalar = reading.at(index)
            if scalar == Han.dot {
                dots += 1
            } else if scalar == 0x20 {
                blanks += 1
            } else if !Scalars.isHan(scalar) {
                break
            }
            index += 1
        }
        let length = index - start - blanks - dots
        guard index > start, Scalars.isHan(reading.at(index - 1)), Scalars.isHan(reading.at(start)) else { return nil }
        guard blanks == 0 || blanks <= 3 && dots == 0 && length == 2 && index - start == blanks + 2 else { return nil }
        return dots > 0 && dots <= 2 && length >= 3 || dots == 0 && (2...4).contains(length) ? Span(start, index) : nil
    }

    /// 组长, 成员: a post or a role and no name.
    func isOneWord(_ name: Span) -> Bool {
        if let token = reading.token(at: name.start), Int(token.start) == name.start, Int(token.end) == name.end,
            token.wordClass == WordClass.noun, rules.roleEndings.contains(reading.at(name.end - 1))
        {
            return true
        }
        guard
            let hit = reading.longest(
                at: name.start,
                [.postHead, .personBefore, .address, .strongEnding, .rank, .organisation, .abstractNoun])
        else { return false }
        return name.start + Int(hit.length) == name.end
    }

    /// 团员|万历,…研究员: an apposition that says where somebody serves follows.
    func serves(_ comma: Int) -> Bool {
        guard reading.at(comma) == 0x2C,
            placeBeginnings[min(comma + 1, reading.count)] || reading.begins(.organisation, at: comma + 1)
                || reading.has("中国", at: comma + 1)
        else { return false }
        let stop = (comma + 1..<min(comma + 40, reading.count)).first { Scalars.endsClause(reading.at($0)) }
        return stop.map { hasUnit(comma + 1, $0) } ?? false
    }

    // MARK: What goes on behind a name

    /// 华岳|水电集团: whether the rest of a company's or an office's name follows.
    func organisationFollows(_ start: Int) -> Bool {
        var index = start
        for _ in 0..<4 {
            if index > start, let hit = reading.longest(at: index, .brandEnding), hit.length >= 2 { return true }
            if let hit = reading.longest(at: index, [.modifier, .field, .insideName]), hit.length >= 2 {
                index += Int(hit.length)
                continue
            }
            guard let token = reading.token(at: index), Int(token.start) == index, token.count >= 2,
                [WordClass.noun, WordClass.verbalNoun, WordClass.shortForm].contains(token.wordClass)
            else { return false }
            index = Int(token.end)
        }
        return false
    }

    /// 陆羽|茗: a known figure's name that one more character makes somebody else's, before a form of address or in a list.
    func lengthened(_ end: Int, _ start: Int) -> Int? {
        guard let token = reading.token(at: end), token.count == 1, Scalars.isHan(reading.at(end)),
            store.givenNames[reading.at(end)] ?? 0 > 0, !isPlainWord(end), end - start <= 3,
            reading.anyOf(rules.works, at: end) == nil, !reading.begins([.address, .personAfter], at: end)
        else { return nil }
        let after = end + 1
        if let hit = reading.longest(at: after, .address), hit.length >= 2 { return after }
        let before = contextBefore(start)
        if before >= (end - start > 2 ? 0.5 : 3), isCounted(after) || contextAfter(after) >= 1 { return after }
        if before >= 4, reading.anyOf(rules.predicates, at: after) != nil, reading.starts(after) { return after }
        return nil
    }
}
