internal import Reports

/// Names in tables, with dots or blanks, of other languages.
extension PersonFinder {
    /// A cell between a serial number and a sex, or beside one: 武功成 in a list is a person.
    func listed(_ start: Int) -> Int? {
        let before = reading.at(start - 1)
        guard before == 0x0A || before == 0x09, let hit = reading.longest(at: start, .surname) else { return nil }
        var end = start
        while Scalars.isHan(reading.at(end)), end - start < 5 { end += 1 }
        guard (2...4).contains(end - start), end - start > Int(hit.length), Scalars.isBlank(reading.at(end)),
            reading.at(end) != 0x20
        else { return nil }
        var next = end
        while Scalars.isBlank(reading.at(next)), next < reading.count { next += 1 }
        let sex = reading.at(next) == 0x7537 || reading.at(next) == 0x5973
        var last = start - 1
        while last >= 0, Scalars.isBlank(reading.at(last)) { last -= 1 }
        let serial = Scalars.isDigit(reading.at(last))
        return serial && (sex || before == 0x09) || sex && Scalars.isBlank(reading.at(next + 1)) ? end : nil
    }

    func famous(_ start: Int) -> Int? {
        guard reading.starts(start), let hit = reading.longest(at: start, .person) else { return nil }
        // 邢|路遥同志: a figure's name is somebody's given name.
        if hit.length == 2, start > 0, !covered[start - 1], let before = reading.token(at: start - 1),
            before.count == 1,
            store.surnames[before.node] ?? 0 > 0, before.wordClass != WordClass.verb,
            before.wordClass != WordClass.preposition, before.wordClass != WordClass.conjunction,
            reading.anyOf(rules.functionSurnames, at: start - 1) == nil,
            contextBefore(start - 1) > 2 || contextAfter(start + 2) > 2
        {
            return nil
        }
        let end = start + Int(hit.length)
        // 卓玛|措, 央金·: one part of a longer name.
        if hit.kind.contains(.nameSyllable) { return nil }
        if reading.has("主义", at: end) || hit.length == 2 && organisationFollows(end) { return nil }
        // 葛洪|岩: the figure's name begins another.
        if hit.length == 2, !reading.starts(end), let longer = best(start, []), longer.end > end { return nil }
        if let longer = lengthened(end, start) { return longer }
        return reading.starts(end) || hit.length >= 3 ? end : nil
    }

    /// 庞  博 in a table.
    func spaced(_ start: Int) -> Int? {
        // 裘 直, 夏侯 敏.
        let length = reading.at(start + 1) == 0x20 ? 1 : 2
        guard reading.at(start + length) == 0x20,
            reading.at(start - 1) == 0x0A || reading.at(start - 1) == 0x09 || reading.at(start - 1) == 0x28
                || reading.at(start - 1) == 0x20 || reading.at(start - 1) == 0x2E
                || reading.at(start - 1) == Han.listComma
        else { return nil }
        guard let node = store.node(reading.text[start..<(start + length)]), store.surnames[node] != nil
        else { return nil }
        var index = start + length
        while reading.at(index) == 0x20, index - start - length <= 3 { index += 1 }
        guard Scalars.isHan(reading.at(index)), store.givenNames[reading.at(index)] ?? 0 > 1000 else { return nil }
        let next = reading.at(index + 1)
        guard next == 0x0A || next == 0x09 || next == 0x29 || next == 0x2C || next == 0x20 else { return nil }
        return index + 1
    }

    /// 买买提·艾力.
    func dotted(_ start: Int) -> Int? {
        guard hasDots, beginsName(start), reading.longest(at: start, [.personBefore, .postHead]) == nil,
            (start...(start + 7)).contains(where: { isDot($0) })
        else { return nil }
        var index = start
        var dots = 0
        var part = 0
        while index < reading.count {
            let scalar = reading.at(index)
            if isDot(index) {
                guard part >= 1, part <= 6 else { return nil }
                dots += 1
                part = 0
            } else if Scalars.isHan(scalar), part < 6 {
                // After the dot a word that is none of a name ends it.
                if dots > 0, part >= 2, reading.starts(index), !reading.endsName(.nameSyllable, at: index + 1),
                    store.givenNames[scalar] == nil || isPlainWord(index)
                        || reading.longest(at: index, .personAfter) != nil
                {
                    break
                }
                if dots == 0, part > 0,
                    reading.begins(.personBefore, at: index) || isSpelledToDot(index) && !isSpelled(start)
                {
                    return nil
                }
                part += 1
            } else {
                break
            }
            index += 1
        }
        guard dots > 0, part >= 1, index - start <= 14 else { return nil }
        // The part before the dot must be no ordinary word: 童心·彩绘 is a title, 重托·焦虑 a heading.
        if reading.at(start - 1) == 0x300A || reading.at(start - 1) == 0x201C { return nil }
        guard let first = (start..<index).first(where: { isDot($0) }) else { return nil }
        if isPlainWord(start) { return nil }
        return isPlainWord(first + 1) && !isSpelledToDot(start) ? nil : index
    }

    /// 玛丽亚|·: a given name of another language up to a dot.
    private func isSpelledToDot(_ start: Int) -> Bool {
        reading.longest(at: start, .nameSyllable).map { $0.length >= 2 && isDot(start + Int($0.length)) } ?? false
            || reading.token(at: start).map {
                $0.wordClass == WordClass.person && Int($0.start) == start && isDot(Int($0.end))
            } ?? false
    }

    func isSpelled(_ start: Int) -> Bool { reading.begins([.nameSyllable, .nameCharacter], at: start) }

    /// 彼得·范德维尔|托人: a name that goes on behind one that the report has by itself ends with it.
    mutating func cutDotted() {
        guard hasDots else { return }
        let short = Set(people.map(\.name).filter { $0.unicodeScalars.contains { $0.value == Han.dot } })
        guard short.count > 1 else { return }
        for index in people.indices {
            let name = people[index].name
            guard
                let own = short.filter({ name.hasPrefix($0) && name != $0 }).min(by: { $0.utf8.count < $1.utf8.count })
            else { continue }
            let end = people[index].span.start + own.unicodeScalars.count
            for position in end..<max(end, people[index].span.end) { covered[position] = false }
            people[index].span.end = end
            people[index].name = own
        }
    }

    /// Where a word, or a role's end, lets a name begin.
    func beginsName(_ start: Int) -> Bool {
        if composedRole(start + 1) || reading.begins(.nameCharacter, at: start) && isInsideRole(start) { return false }
        return reading.starts(start) || placeEnds(at: start)
            || reading.longestEnding(at: start, [.personBefore, .postHead], limit: 4) != nil
    }

    /// 小伙|子: the role goes on over the character.
    private func isInsideRole(_ start: Int) -> Bool {
        guard let role = reading.longestEnding(at: start + 1, .personBefore, limit: 4) else { return false }
        return role.start < start
    }

    /// A middle dot, or a full stop in its place between the parts of such a name.
    func isDot(_ index: Int) -> Bool {
        if reading.at(index) == Han.dot { return true }
        return reading.at(index) == 0x2E && reading.endsName([.nameSyllable, .nameCharacter], at: index)
            && reading.begins(.nameSyllable, at: index + 1) && Scalars.isHan(reading.at(index - 2))
    }

    func isPlainWord(_ index: Int) -> Bool {
        guard let token = reading.token(at: index), !reading.begins(.nameSyllable, at: index) else { return false }
        return token.count >= 2 && token.wordClass != WordClass.person
            && store.kind(token.node).isDisjoint(with: .nameSyllable)
            || token.count == 1
                && [WordClass.verb, WordClass.particle, WordClass.preposition, WordClass.conjunction, WordClass.adverb]
                    .contains(token.wordClass)
    }

    /// 尕玛旺扎, 古丽努尔, 嘎查达|宝音德力格尔: syllables of other languages, with a role beside them where there are few.
    func transliterated(_ start: Int) -> Int? {
        guard reading.begins([.nameSyllable, .nameCharacter], at: start), beginsName(start)
        else { return nil }
        let before = contextBefore(start)
        guard
            reading.begins(.nameSyllable, at: start) || before >= 3
                || reading.begins(.nameSyllable, at: start + 1)
                || reading.begins(.nameCharacter, at: start + 1)
                    && (reading.begins([.address, .postHead, .personAfter, .nameSyllable], at: start + 2)
                        || reading.at(start + 2) == 0x662F)
        else { return nil }
        let (end, syllables) = spelled(start)
        let length = end - start
        guard length >= 2, length <= 9, !placeEndings[end] || syllables >= 2 && !placeBeginnings[start],
            reading.anyOf(rules.placeEndings, at: end) == nil,
            reading.anyOf(rules.notSpelled, at: end) == nil,
            reading.anyOf(rules.notSpelledStart, at: start) == nil,
            (start + 1..<end).contains(where: { reading.at($0) != reading.at(start) })
        else { return nil }
        if let token = reading.token(at: start), Int(token.start) == start, Int(token.end) >= end,
            token.wordClass != WordClass.person, token.wordClass != WordClass.none, before < 3
        {
            return nil
        }
        let context = before + max(contextAfter(end), before < 3 ? slotBehind(start, end) : 0)
        if syllables >= 2, length >= 4 { return end }
        let isStrange = isUnknown(start, end) && reading.starts(end)
        if syllables >= 1, length >= 3 {
            return context >= 2.5 || isStrange && (context >= 1 || recurs(start, end)) ? end : nil
        }
        if syllables == 1, reading.starts(end) {
            // 央金, 平措: hardly anything but a name.
            if reading.longest(at: start, .nameSyllable)?.kind.contains(.person) ?? false { return end }
            let isKin = reading.token(at: end)?.count == 1 && contextAfter(end) >= 2.5
            return before >= 3 || context >= (isStrange ? 2.5 : 3.5) || isKin && end < reading.count ? end : nil
        }
        guard isStrange, !isVetoed(start, 1, end) else { return nil }
        if length == 2 {
            return context >= 2.5 && max(contextAfter(end), slotBehind(start, end)) >= 2.5 && end < reading.count
                ? end : nil
        }
        return before >= 3 && (contextAfter(end) > 0 || recurs(start, end)) ? end : nil
    }

    /// How far the syllables and characters of other languages go, and how many syllables they are.
    private func spelled(_ start: Int) -> (end: Int, syllables: Int) {
        var end = start
        var syllables = 0
        var lastIsSingle = false
        while end < reading.count, end - start < 9, !covered[end], !blocked[end] {
            if end > start, let hit = reading.longest(at: end, [.address, .personAfter, .personBefore, .postHead]),
                hit.length >= 2
            {
                break
            }
            if let hit = reading.longest(at: end, .nameSyllable), end - start + Int(hit.length) <= 9 {
                syllables += 1
                end += Int(hit.length)
                lastIsSingle = false
            } else if reading.begins(.nameCharacter, at: end) {
                end += 1
                lastIsSingle = true
            } else {
                break
            }
        }
        // 满都拉|赶到, 旺堆|来: a character that begins the next word, or is one.
        while lastIsSingle, end > start, let token = reading.token(at: end - 1),
            Int(token.end) > end || isFunction(token)
                || token.count == 1 && reading.anyOf(rules.afterSpelled, at: end - 1) != nil
        {
            end -= 1
        }
        return (end, syllables)
    }

    /// Whether the same characters stand elsewhere in the report.
    private func recurs(_ start: Int, _ end: Int) -> Bool {
        let first = ScalarFilter([reading.at(start)])
        var index = reading.next(first, from: 0)
        while index < reading.count {
            if index != start, index + end - start <= reading.count,
                (0..<(end - start)).allSatisfy({ reading.at(index + $0) == reading.at(start + $0) })
            {
                return true
            }
            index = reading.next(first, from: index + 1)
        }
        return false
    }

    func isFunction(_ token: Token) -> Bool {
        [WordClass.particle, WordClass.preposition, WordClass.conjunction, WordClass.adverb].contains(token.wordClass)
    }

    /// Whether the dictionary has no word of two characters here.
    func isUnknown(_ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end, let token = reading.token(at: index) {
            if token.count > 1 { return false }
            index = Int(token.end)
        }
        return true
    }

    /// Andreas Keller before 博士.
    func latin(_ start: Int) -> Int? {
        guard reading.at(start) >= 0x41, reading.at(start) <= 0x5A, !Scalars.isLatin(reading.at(start - 1)),
            reading.at(start - 1) != 0x20 || !Scalars.isLatin(reading.at(start - 2))
        else { return nil }
        var index = start
        var words = 0
        while words < 3 {
            guard reading.at(index) >= 0x41, reading.at(index) <= 0x5A, Scalars.isLetter(reading.at(index + 1)),
                reading.at(index + 1) >= 0x61
            else { break }
            while Scalars.isLetter(reading.at(index)) { index += 1 }
            words += 1
            if reading.at(index) == 0x20, Scalars.isLetter(reading.at(index + 1)) { index += 1 }
        }
        guard words >= 2, reading.longest(at: index, [.address, .personAfter]) != nil else { return nil }
        return index
    }
}
