internal import Reports

/// Names that are words or places: what stands on both sides is weighed against the word, over all the places where
/// the characters stand in the report.
extension PersonFinder {
    /// What one or several mentions say for a string of characters.
    private struct Evidence {
        var sum = 0.0
        var best = 0.0
        var spans: [Span] = []
    }

    /// Adds the strings that their frames make names, for the vote to find everywhere.
    /// Whether there were any.
    @discardableResult
    mutating func weigh(_ fullPlaces: [Bool], _ names: inout Set<[UInt32]>) -> Bool {
        var evidence: [[UInt32]: Evidence] = [:]
        var index = reading.next(.surname, from: 0)
        while index < reading.count {
            let start = index
            index = reading.next(.surname, from: index + 1)
            guard !covered[start], !blocked[start], !fullPlaces[start], let hit = reading.longest(at: start, .surname),
                reading.starts(start) || placeEnds(at: start)
            else { continue }
            let left = max(leftFrame(start), slotBefore(start))
            guard left > 0 else { continue }
            for given in 1...2 {
                let end = start + Int(hit.length) + given
                guard end <= reading.count, isFree(start, end, fullPlaces),
                    reading.starts(end) || rules.kin.contains(reading.at(end)),
                    let cost = wordCost(start, Int(hit.length), end)
                else { continue }
                var right = rightFrame(end)
                // 农技|干事, 宁波|干部: a post takes a word or a place before it.
                if right >= 3, left < 3, given == 1, reading.begins(.postHead, at: end) || reading.at(end) == 0x526F,
                    isWord(Span(start, end)) || placeBeginnings[start] && placeEnds(at: end)
                {
                    right = 1
                }
                right = max(right, slotBehind(start, end))
                // The most that an entry of a list adds is 3.5.
                guard right > 0, left + right - cost + 3.5 > 0, !isVetoed(start, Int(hit.length), end) else { continue }
                // An entry of a list; 倪家营镇的|宋有粮.
                let isEntry = right >= 2.5 && reading.at(start - 1) == 0x0A && reading.at(end) <= 0x2C
                let total = left + right - cost + (isEntry ? 3.5 : left == 1.5 && given == 2 && cost <= 1 ? 1 : 0)
                guard right > 0, total > 0 else { continue }
                let name = Array(reading.text[start..<end])
                evidence[name, default: Evidence()].sum += total
                evidence[name, default: Evidence()].best = max(evidence[name]?.best ?? 0, total)
                evidence[name, default: Evidence()].spans.append(Span(start, end))
            }
        }
        let sure = evidence.filter {
            $0.value.best >= 2.5 || $0.value.best >= 1.5 && $0.value.sum >= 3
                || $0.key.count > 2 && $0.value.best >= 1 && $0.value.sum >= 1.6 && $0.value.spans.count > 1
        }
        for (name, found) in sure.sorted(by: { $0.key.count > $1.key.count }) {
            for span in found.spans where isFree(span.start, span.end, fullPlaces) { add(span.start, span.end) }
            names.insert(name)
        }
        return !sure.isEmpty
    }

    /// What the statistics of given names say of two characters.
    private func givenBonus(_ index: Int) -> Double {
        let counts = [store.givenNames[reading.at(index)] ?? 0, store.givenNames[reading.at(index + 1)] ?? 0]
        let least = counts.min() ?? 0
        return least >= 30_000 ? 0.8 : least >= 8_000 ? 0.3 : 0
    }

    private func isFree(_ start: Int, _ end: Int, _ fullPlaces: [Bool]) -> Bool {
        for index in start..<end
        where covered[index] || fullPlaces[index] || blocked[index] || !Scalars.isHan(reading.at(index)) {
            return false
        }
        return true
    }

    // MARK: The word it would else be

    /// What the dictionary's word costs, nil where the characters are no name at all.
    private func wordCost(_ start: Int, _ surname: Int, _ end: Int) -> Double? {
        guard let token = reading.token(at: start) else { return nil }
        if reading.anyOf(rules.doings, before: end) != nil { return nil }
        if reading.endsName([.strongEnding, .weakEnding, .field, .postHead, .address], at: end) { return nil }
        for index in (start + surname)..<end where rules.notGiven.contains(reading.at(index)) { return nil }
        guard let hit = reading.longest(at: start, .surname), let share = store.surnames[hit.node] else { return nil }
        // 位, 第, 问: hardly ever a surname; 施工方, 玉米地; 钱二|婶.
        guard share >= 1, !rules.notFinal.contains(reading.at(end - 1)),
            reading.anyOf(rules.notSurnames, at: start) == nil
        else { return nil }
        if rules.kin.contains(reading.at(end)),
            reading.anyOf(rules.kinOrders, at: end - 1) != nil
        {
            return nil
        }
        // How rare the surname is, where many words begin with it.
        var cost = share >= 10 ? 0 : share >= 2 ? 0.5 : share >= 1 ? 1 : 1.5
        if reading.anyOf(rules.functionSurnames, at: start) != nil { cost += 1.5 }
        // 石家庄, 沈阳: a place of that name.
        if placeBeginnings[start], placeEnds(at: end) {
            if isPlaceHere(start, end) { return nil }
            if end - start > 2 { cost += 2 }
        }
        if token.wordClass == WordClass.time { return nil }
        if end - start - surname == 2 { cost -= givenBonus(start + surname) }
        var index = start
        while index < end, let part = reading.token(at: index) {
            if !reading.kind(of: part).isDisjoint(with: [.postHead, .personBefore, .address, .strongEnding]),
                part.count > 1
            {
                return nil
            }
            index = max(Int(part.end), index + 1)
        }
        if Int(token.start) == start, Int(token.end) == end {
            if token.wordClass == WordClass.person { return cost * 0.5 }
            if isFunction(token) { return nil }
            let frequency = store.frequencies[Int(token.node)]
            cost += frequency >= 3000 ? 3 : frequency >= 600 ? 2 : frequency >= 150 ? 1 : 0.5
            if !reading.kind(of: token).isDisjoint(with: .abstractNoun) { cost += 1 }
            if token.wordClass == WordClass.adjective || token.wordClass == WordClass.verb { cost += 0.5 }
            return cost
        }
        if Int(token.start) == start, token.count > 1 {
            // 麻雀|灵, 文思|远: a word and a character.
            let frequency = store.frequencies[Int(token.node)]
            cost += frequency >= 600 ? 2 : 0.5
        } else if let rest = reading.token(at: start + surname), Int(rest.start) == start + surname,
            Int(rest.end) == end
        {
            // 宋|有粮, 高|度: one character more may be a word of its own.
            let frequency = store.frequencies[Int(rest.node)]
            if rest.count == 1 {
                cost += isFunction(rest) ? 2.5 : rest.wordClass == WordClass.verb ? 1.5 : 0.5
            } else {
                cost += frequency >= 3000 ? 2 : frequency >= 600 ? 1 : 0
            }
        } else {
            cost += 1
            if let last = reading.token(at: end - 1), isFunction(last) { cost += 1.5 }
        }
        return cost
    }

    // MARK: Left and right

    /// What stands before: 0 where no name begins.
    private func leftFrame(_ start: Int) -> Double {
        let before = reading.at(start - 1)
        if before == 0x3A {
            return reading.longestEnding(at: start - 1, [.personBefore, .postHead]) != nil
                || reading.anyOf(rules.labels, before: start - 1) != nil ? 3.5 : 0.5
        }
        if before == 0x0A || before == 0x201C || Scalars.endsClause(before) { return 0.5 }
        if reading.anyOf(rules.calling, before: start) != nil { return isThingCalled(start) ? 0 : 3 }
        if reading.anyOf(rules.choosing, before: start) != nil { return 1.5 }
        if reading.anyOf(rules.withMe, before: start) != nil { return 3 }
        if before == Han.listComma { return covered[max(start - 2, 0)] ? 2.5 : 0.5 }
        if before == Han.of {
            if reading.at(start - 2) == 0x662F { return 0 }
            let isPlaced = placeEnds(at: start - 1) || reading.endsName(.strongEnding, at: start - 1)
            return isPlaced ? 1.5 : 0.5
        }
        // 最年轻的是: the one who.
        if before == 0x662F, reading.at(start - 2) == Han.of { return 1.5 }
        // 我是沙漠舟,来自….
        if before == 0x662F, reading.at(start - 2) == 0x6211 { return 3 }
        if covered.indices.contains(start - 2), covered[start - 2],
            before == 0x548C || before == 0x4E0E || before == 0x53CA
        {
            return 2.5
        }
        let context = contextBefore(start)
        if context >= 3 {
            return context >= 4 && reading.anyOf(rules.collectives, before: start) == nil ? 3 : 0.5
        }
        return reading.anyOf(rules.companions, before: start) != nil ? 1 : context >= 1 ? 0.5 : 0
    }

    /// What stands behind: 0 where nothing speaks for a name.
    private func rightFrame(_ end: Int) -> Double {
        let next = reading.at(end)
        if reading.anyOf(rules.grouped, at: end) != nil || next == 0x7B49 && isCounted(end) { return 3 }
        if let hit = reading.longest(at: end, [.address, .postHead]), hit.length >= 2 { return 3 }
        if next == 0x526F, let hit = reading.longest(at: end + 1, .postHead), hit.length >= 2 { return 3 }
        if rules.kin.contains(next), let token = reading.token(at: end), token.count == 1 { return 2.5 }
        if next == 0x28 || next == 0x2C { return isUnitBehind(end) ? 2.5 : next == 0x2C ? 0.5 : 0.3 }
        if next == 0x2014, reading.anyOf(rules.nameWords, in: end..<min(end + 10, reading.count)) {
            return 3
        }
        if let hit = reading.longest(at: end, .personAfter) {
            if hit.length >= 2 { return 2.5 }
            return next == 0x8BF4 || next == 0x9053 || next == 0x7B11 ? 2.5 : 0.5
        }
        if speaks(end) { return 2 }
        if next == Han.listComma || isBreakMark(next) { return 0.5 }
        guard let token = reading.token(at: end), Int(token.start) == end else { return 0 }
        if token.count == 1, reading.anyOf(rules.predicates, at: end) != nil {
            return next == Han.of ? 0.3 : 0.8
        }
        return token.wordClass == WordClass.adverb || token.wordClass == WordClass.verb ? 0.5 : 0
    }

    private func isBreakMark(_ scalar: UInt32) -> Bool {
        Scalars.endsClause(scalar) || scalar == 0x29 || scalar == 0x2014
    }

    /// Whether the clause comes to a speech: 嘿嘿一笑,说:“.
    private func speaks(_ end: Int) -> Bool {
        for index in end..<min(end + 10, reading.count) {
            if Scalars.endsSentence(reading.at(index)) { return false }
            if reading.at(index) == 0x3A { return reading.at(index + 1) == 0x201C }
        }
        return false
    }

    /// (女, ,男, (湖北省…处主任, ,是福州…公司: the sex, or a unit before the clause's end.
    private func isUnitBehind(_ mark: Int) -> Bool {
        var index = mark + 1
        if reading.at(index) == 0x7537 || reading.at(index) == 0x5973 { return true }
        if let words = reading.anyOf(rules.comingFrom, at: index) { index += words }
        guard placeBeginnings[min(index, reading.count)] || reading.begins([.organisation, .anyPlace], at: index) else {
            return false
        }
        var end = index
        while end < reading.count, end - index < 32, !Scalars.endsClause(reading.at(end)), reading.at(end) != 0x29 {
            end += 1
            if reading.endsName([.postHead, .strongEnding], at: end) { return true }
        }
        return false
    }

    /// 张伟|任副县长, where the report has 张伟 elsewhere with something else behind it: the verb is no part of the name.
    mutating func shorten() {
        let tailed = people.indices.filter {
            people[$0].span.count == 3 && reading.anyOf(rules.nameTails, at: people[$0].span.end - 1) != nil
        }
        guard !tailed.isEmpty else { return }
        for index in tailed {
            let span = people[index].span
            let name = reading.slice(span.start, span.end - 1)
            guard people.contains(where: { $0.name == name && reading.at($0.span.end) != reading.at(span.end - 1) })
            else { continue }
            covered[span.end - 1] = false
            people[index].span.end = span.end - 1
            people[index].name = name
            people[index].role = role(span.start, span.end - 1)
        }
    }

    /// 裘敏|之: the longer name that the report has as often, or that it always has.
    mutating func lengthen() {
        guard people.contains(where: { $0.span.count <= 3 && Scalars.isHan(reading.at($0.span.end)) }) else { return }
        let counts = Dictionary(people.map { ($0.name, 1) }, uniquingKeysWith: +)
        var followers: [String: UInt32] = [:]
        for person in people where counts[person.name, default: 0] > 1 && person.span.count <= 3 {
            let next = reading.at(person.span.end)
            if let other = followers[person.name], other != next {
                followers[person.name] = 0
            } else {
                followers[person.name] = next
            }
        }
        for index in people.indices where people[index].span.count <= 3 {
            let (start, end) = (people[index].span.start, people[index].span.end)
            guard Scalars.isHan(reading.at(end)), !covered[min(end, reading.count - 1)], !blocked[end],
                reading.anyOf(rules.nameTails, at: end) == nil
                    || people.filter({ $0.name == people[index].name }).count > 1
            else { continue }
            let name = people[index].name
            let longer = reading.slice(start, end + 1)
            guard
                end - start == 2 && counts[longer, default: 0] >= counts[name, default: 0]
                    || followers[name] == reading.at(end) && goesOnWithName(end, end - start)
            else { continue }
            covered[end] = true
            people[index].span.end = end + 1
            people[index].name = longer
        }
    }

    /// 赵拴|牢: what stands behind each of a name's mentions, and is no word of its own there.
    private func goesOnWithName(_ end: Int, _ length: Int) -> Bool {
        guard let token = reading.token(at: end), token.count == 1, reading.starts(end + 1),
            length == 2 || reading.begins(.nameCharacter, at: end), !isPlainWord(end),
            !reading.begins([.address, .personAfter, .postHead, .strongEnding], at: end)
        else { return false }
        return reading.anyOf(rules.predicates, at: end) == nil && !rules.kin.contains(reading.at(end))
    }

    // MARK: What tells a name that is a word from the word

    func isPlaceHere(_ start: Int, _ end: Int) -> Bool {
        reading.anyOf(rules.movements, before: start) != nil
            || reading.anyOf(rules.placeFollowers, at: end) != nil || placeEnds(at: start)
    }

    /// 高平|人, 去过|武安: the place of that name; and a frequent word where nothing speaks for a name.
    func isWordHere(_ start: Int, _ end: Int) -> Bool {
        if placeBeginnings[start] && placeEndings[end] { return isPlaceHere(start, end) }
        if end - start == 2, reading.anyOf(rules.insideOf, at: end) != nil { return true }
        guard let token = reading.token(at: start), Int(token.start) == start, Int(token.end) == end,
            token.wordClass != WordClass.person, token.wordClass != WordClass.none
        else { return false }
        if token.wordClass == WordClass.adjective, reading.at(end) == Han.of { return true }
        let before = reading.at(start - 1)
        if before == 0x0A || Scalars.endsClause(before) || before == Han.listComma || before == 0x201C { return false }
        return leftFrame(start) + rightFrame(end) < 1 && store.frequencies[Int(token.node)] >= 150
    }
}
