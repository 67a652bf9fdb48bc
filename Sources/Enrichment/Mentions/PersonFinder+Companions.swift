internal import Reports

/// Names told by what they stand in: after a role, in a list.
extension PersonFinder {
    // MARK: Names that are words

    /// 县委书记|常青|主持会议, 名叫|石敢当, a line's first words before a sex or a unit: where only a name can stand,
    /// the characters up to the next break are one, words of the dictionary too.
    func framed(_ start: Int, _ fullPlaces: [Bool]) -> Int? {
        guard reading.begins(.surname, at: start), let hit = reading.longest(at: start, .surname) else { return nil }
        guard beginsName(start) else { return nil }
        let surname = Int(hit.length)
        let before = contextBefore(start)
        let isCalled = reading.anyOf(rules.calling, before: start) != nil
        let isEntry = reading.at(start - 1) == 0x0A
        guard before >= 3 || isCalled || isEntry || before >= 1.5 else { return nil }
        if store.surnames[hit.node] ?? 0 < 5, surname == 1, !isCalled { return nil }
        if isCalled, isThingCalled(start) { return nil }
        let isFunctional = !isCalled && reading.anyOf(rules.functionSurnames, at: start) != nil
        for given in [2, 1] {
            let end = start + surname + given
            guard end <= reading.count, (start..<end).allSatisfy({ Scalars.isHan(reading.at($0)) }),
                !(start..<end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] }),
                !isVetoed(start, surname, end)
            else { continue }
            // 来|学, 从|拆迁: a function word and what it goes with.
            if isFunctional, given == 1 || isFrequent(start + surname, end) { continue }
            if isEntry, before < 3 {
                if isEntryEnd(end), !isOneWord(Span(start, end)) { return end }
                continue
            }
            if before >= 3, serves(end) { return end }
            let after = contextAfter(end)
            guard isWordlike(start, end, strict: !isCalled && after < 2.5) else { continue }
            if isCalled, isBreak(end) { return end }
            let isCollective =
                reading.anyOf(rules.collectives, before: start) != nil
                && reading.anyOf(rules.committeePosts, before: start) == nil
            if before >= 4, !isCollective {
                if given == 2, isUnheard(Span(start, end)), goesOn(end) { return end }
                if isSeldomNoun(start, end), goesOn(end) { return end }
                if after >= 2.5 || isBreak(end) || isFollowed(end) { return end }
            } else if before >= 1.5, after >= 3.5 {
                return end
            }
        }
        return nil
    }

    /// Whether the stretch may be a name although words stand in it: none reaches over its end, and a common word is
    /// not all of it.
    private func isWordlike(_ start: Int, _ end: Int, strict: Bool) -> Bool {
        guard reading.starts(end), let token = reading.token(at: start) else { return false }
        // 常|说, 时|写过, 来|探亲: a doing.
        if reading.anyOf(rules.doings, before: end) != nil { return false }
        for index in start...(start + 1) {
            if let hit = reading.longest(at: index, .personAfter), index + Int(hit.length) >= end { return false }
        }
        if strict, reading.anyOf(rules.functionSurnames, at: start) != nil { return false }
        if !reading.kind(of: token).isDisjoint(with: [.postHead, .personBefore, .address, .strongEnding, .abstractNoun])
        {
            return false
        }
        guard Int(token.start) == start, Int(token.end) <= end else { return Int(token.start) != start }
        guard token.count > 1 else {
            // 高|度: the rest as a frequent word of its own.
            guard let rest = reading.token(at: start + 1), Int(rest.end) == end, rest.count > 1 else { return true }
            return store.frequencies[Int(rest.node)] < (strict ? 1500 : 6000)
        }
        let frequency = store.frequencies[Int(token.node)]
        switch token.wordClass {
        case WordClass.verb, WordClass.adverb, WordClass.adjective, WordClass.preposition, WordClass.conjunction:
            return frequency < (strict ? 60 : 400)
        default: return frequency < (strict ? 1500 : 6000)
        }
    }

    private func isBreak(_ end: Int) -> Bool {
        let next = reading.at(end)
        return next == Han.listComma || Scalars.endsClause(next) || next == 0x28 || next == 0x29 || next == 0x2014
    }

    /// 是, 在, 把, 不: a word that goes on after a subject.
    private func isFollowed(_ end: Int) -> Bool {
        guard let token = reading.token(at: end), Int(token.start) == end else { return false }
        return token.count == 1 && reading.anyOf(rules.predicates, at: end) != nil
    }

    /// 会计|付出, 纪委书记|金戈: a word that hardly stands between a post and a doing.
    private func isSeldomNoun(_ start: Int, _ end: Int) -> Bool {
        guard let token = reading.token(at: start), Int(token.start) == start, Int(token.end) == end,
            token.wordClass == WordClass.noun || token.wordClass == WordClass.otherName
        else { return false }
        return store.frequencies[Int(token.node)] < 1500
    }

    private func isFrequent(_ start: Int, _ end: Int) -> Bool {
        guard let token = reading.token(at: start), Int(token.start) == start, Int(token.end) == end else {
            return false
        }
        return store.frequencies[Int(token.node)] >= 100
    }

    /// Whether what follows is no noun: a doing, or how or when.
    private func goesOn(_ end: Int) -> Bool {
        guard let token = reading.token(at: end), Int(token.start) == end else { return false }
        return [WordClass.verb, WordClass.adverb, WordClass.preposition, WordClass.time].contains(token.wordClass)
    }

    /// (女, ,男, 、汉族, or a unit: the entry of a list begins with the name.
    private func isEntryEnd(_ end: Int) -> Bool {
        let mark = reading.at(end)
        guard mark == 0x2C || mark == 0x28 || mark == 0x3A else { return false }
        let next = reading.at(end + 1)
        if next == 0x7537 || next == 0x5973 { return true }
        return placeBeginnings[min(end + 1, reading.count)] || reading.begins(.organisation, at: end + 1)
    }

    /// Those named together with somebody: 高远、安定邦、和平等五人, 石磊、江山和我.
    mutating func companions(_ fullPlaces: [Bool], _ names: inout Set<[UInt32]>) {
        var next = reading.next(PersonFinder.listCommas, from: 0)
        while next < reading.count {
            if reading.at(next) == Han.listComma { enumerated(next, fullPlaces, &names) }
            next = reading.next(PersonFinder.listCommas, from: next + 1)
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
        let counted = reading.anyOf(rules.listEndings, at: last) != nil || isCounted(last)
        let hasRole =
            contextBefore(first.start) >= 4
            || reading.anyOf(rules.parties, before: first.start) != nil
        let isParty = reading.anyOf(["我和", "我与", "我同", "我跟"], before: first.start) != nil
        guard
            counted || known * 2 >= items.count || hasRole && !items.contains(where: isWord)
                || isParty && items.allSatisfy({ isRareWord($0) }) || isNameList(items)
        else { return }
        for item in items
        where !(item.start..<item.end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] }) {
            add(item.start, item.end)
            names.insert(Array(reading.text[item.start..<item.end]))
        }
    }

    /// Items of which each has a name's shape are names where the words allow it for most of them: 费思源、沃野、翁郁.
    /// A label before them (成员有, 第一组:) or a doing behind (负责) lets more of them be words.
    private func isNameList(_ items: [Span]) -> Bool {
        guard let first = items.first, let last = items.last else { return false }
        let unknown = items.count { covered[$0.start] || isUnheard($0) }
        var start = first.start
        if reading.at(start - 1) == 0x3A { start -= 1 }
        let isLabelled =
            reading.anyOf(rules.listLabels, before: start) != nil
            || reading.at(first.start - 1) == 0x7531 && reading.anyOf(rules.carriedOut, at: last.end) != nil
        if isLabelled { return unknown * 3 >= items.count || items.allSatisfy({ isRareWord($0, least: 2) }) }
        return items.count >= 3 && unknown * 3 >= items.count * 2
    }

    /// 费|思源: a surname by itself and then what the dictionary hardly has.
    private func isUnheard(_ span: Span) -> Bool {
        guard let token = reading.token(at: span.start), Int(token.start) == span.start,
            let hit = reading.longest(at: span.start, .surname), store.surnames[hit.node] ?? 0 >= 2
        else { return false }
        if token.wordClass == WordClass.person, Int(token.end) == span.end { return true }
        guard Int(token.end) == span.start + Int(hit.length), span.count > Int(hit.length) else { return false }
        guard let rest = reading.token(at: Int(token.end)), Int(rest.end) <= span.end else { return false }
        if placeBeginnings[Int(rest.start)], placeEndings[span.end] { return true }
        return rest.count == 1
            ? (Int(rest.start)..<span.end).allSatisfy { store.givenNames[reading.at($0)] ?? 0 >= 3000 }
            : store.frequencies[Int(rest.node)] < 1500
    }

    /// 等五人, 三名同志, 4位.
    func isCounted(_ index: Int) -> Bool {
        let start = reading.at(index) == 0x7B49 ? index + 1 : index
        guard NumberReader.begins(reading.at(start)), let number = NumberReader.read(reading, at: start) else {
            return false
        }
        return reading.anyOf(
            ["人", "名", "位"], at: number.end)
            != nil
    }

    func itemBefore(_ comma: Int) -> Span? {
        if comma > 0, covered[comma - 1], let person = people.last(where: { $0.span.end == comma }) {
            return person.span
        }
        for length in [3, 2, 4] {
            let start = comma - length
            guard start >= 0, isItem(start, comma), reading.starts(start),
                reading.anyOf(rules.functionSurnames, at: start) == nil
            else { continue }
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
                    || reading.anyOf(rules.afterList, at: end) != nil || isCounted(end)
                    || reading.anyOf(rules.carriedOut, at: end) != nil
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

    /// 童心, 何必: whether a stretch is no very frequent word, and begins with a common surname.
    private func isRareWord(_ span: Span, least: Int32 = 5) -> Bool {
        guard let hit = reading.longest(at: span.start, .surname), store.surnames[hit.node] ?? 0 >= least,
            let token = reading.token(at: span.start)
        else { return false }
        return !isWord(span) || store.frequencies[Int(token.node)] < 3000
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

    private static let listCommas = ScalarFilter([Han.listComma])
}
