internal import Reports

/// Names told by what they stand in: after a role, in a list.
extension PersonFinder {
    // MARK: Names that are words

    /// 县委书记|常青|主持会议: a word that begins with a surname where only a name can stand.
    func framed(_ start: Int, _ fullPlaces: [Bool]) -> Int? {
        guard reading.begins(.surname, at: start), let token = reading.token(at: start), Int(token.start) == start,
            (2...3).contains(token.count), let hit = reading.longest(at: start, .surname),
            Int(hit.length) < token.count,
            store.surnames[hit.node] ?? 0 >= 3, token.wordClass != WordClass.adverb, contextBefore(start) >= 4,
            reading.anyOf(PersonFinder.collectives, before: start) == nil
        else { return nil }
        let end = Int(token.end)
        guard !(start..<end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] }),
            !isVetoed(start, Int(hit.length), end),
            reading.kind(of: token).isDisjoint(with: [.postHead, .personBefore, .address, .strongEnding])
        else { return nil }
        let after = contextAfter(end)
        switch token.wordClass {
        case WordClass.verb, WordClass.preposition, WordClass.conjunction, WordClass.adjective:
            return after >= 2.5 ? end : nil
        default: return after >= 2.5 || after >= 1 && reading.at(end) != 0x2C ? end : nil
        }
    }

    /// Those named together with somebody: 高远、安定邦、和平等五人, 石磊、江山和我.
    mutating func companions(_ fullPlaces: [Bool], _ names: inout Set<[UInt32]>) {
        for index in 0..<reading.count where reading.at(index) == Han.listComma {
            enumerated(index, fullPlaces, &names)
        }
    }

    /// The list that goes through a comma, where the comma is its first.
    mutating func enumerated(_ comma: Int, _ fullPlaces: [Bool], _ names: inout Set<[UInt32]>) {
        guard let first = itemBefore(comma) else { return }
        var items = [first]
        var index = comma
        while reading.at(index) == Han.listComma, let item = itemAfter(index + 1) {
            items.append(item)
            index = item.end
        }
        guard items.count >= 2, first.start == 0 || reading.at(first.start - 1) != Han.listComma else { return }
        let last = items[items.count - 1].end
        let known = items.count { covered[$0.start] && !isWord($0) }
        let counted = reading.anyOf(["等同志", "等人", "同志", "同学", "老师", "两位", "三位"], at: last) != nil || isCounted(last)
        let hasRole = contextBefore(first.start) >= 4
        guard counted || known * 2 >= items.count || hasRole && !items.contains(where: isWord) else { return }
        for item in items
        where !(item.start..<item.end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] }) {
            add(item.start, item.end)
            names.insert(Array(reading.text[item.start..<item.end]))
        }
    }

    /// 等五人, 三名同志, 4位.
    func isCounted(_ index: Int) -> Bool {
        let start = reading.at(index) == 0x7B49 ? index + 1 : index
        guard NumberReader.begins(reading.at(start)), let number = NumberReader.read(reading, at: start) else {
            return false
        }
        return reading.anyOf(
            ["人", "名同", "名干", "名队", "名教", "名医", "位", "名志", "名党", "名专", "名选", "名老", "名青", "名年"], at: number.end)
            != nil
    }

    func itemBefore(_ comma: Int) -> Span? {
        if comma > 0, covered[comma - 1], let person = people.last(where: { $0.span.end == comma }) {
            return person.span
        }
        for length in [3, 2, 4] {
            let start = comma - length
            guard start >= 0, isItem(start, comma), reading.starts(start) else { continue }
            return Span(start, comma)
        }
        return nil
    }

    func itemAfter(_ start: Int) -> Span? {
        guard start < reading.count else { return nil }
        if covered[start] { return people.first { $0.span.start == start }?.span }
        for length in [2, 3, 4] {
            let end = start + length
            let next = reading.at(end)
            guard
                next == Han.listComma || Scalars.endsClause(next) || next == 0x29
                    || reading.anyOf(PersonFinder.afterList, at: end) != nil || isCounted(end)
            else { continue }
            if isItem(start, end) { return Span(start, end) }
        }
        return nil
    }

    /// Whether the dictionary has the stretch as a word, and not as somebody's name.
    func isWord(_ span: Span) -> Bool {
        guard let token = reading.token(at: span.start), Int(token.start) == span.start, Int(token.end) == span.end
        else {
            return false
        }
        return token.wordClass != WordClass.person && token.wordClass != WordClass.none
    }

    /// Whether a stretch has the shape of a name.
    func isItem(_ start: Int, _ end: Int) -> Bool {
        guard end <= reading.count, let hit = reading.longest(at: start, .surname), start + Int(hit.length) < end,
            end - start <= Int(hit.length) + 2, (start..<end).allSatisfy({ Scalars.isHan(reading.at($0)) }),
            store.surnames[hit.node] ?? 0 >= 1
        else { return false }
        if let token = reading.token(at: start),
            !reading.kind(of: token).isDisjoint(with: [.personBefore, .postHead, .strongEnding, .abstractNoun])
        {
            return false
        }
        return !isVetoed(start, Int(hit.length), end)
    }

    /// What qualifies a noun as often as it names a person: 干部|廉政.
    static let collectives: Words = ["干部", "党员", "群众", "成员", "委员", "代表", "户", "村民", "居民", "农民", "学生", "工人", "人员"]
}
