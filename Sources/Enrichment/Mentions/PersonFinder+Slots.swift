/// What only people do, are and have: the places of a sentence where a word can be nothing but a name.
extension PersonFinder {
    // MARK: Before

    /// What the words before say by themselves; 0 where they say nothing.
    func slotBefore(_ start: Int) -> Double {
        let before = reading.at(start - 1)
        if before == 0x53EB || before == 0x4E3A || before == 0x540D || before == 0x505A || before == 0x4F5C {
            if reading.anyOf(rules.introducing, before: start) != nil { return isThingCalled(start) ? 0 : 5 }
        }
        // 纳西族的|和志强, 藏族|卓玛.
        let noun = before == Han.of ? start - 2 : start - 1
        if reading.at(noun) == 0x65CF, reading.at(noun - 1) != 0x6C11, reading.at(noun - 1) != 0x5BB6 {
            return before == Han.of ? 3 : 1.5
        }
        // 另一位|海宁, 这位|安国.
        if before == 0x4F4D, reading.anyOf(rules.onePerson, before: start) != nil { return 1.5 }
        if before == Han.of { return reading.anyOf(rules.singledOut, before: start - 1) != nil ? 2 : 0 }
        return reading.anyOf(rules.meeting, before: start) != nil ? 1.5 : 0
    }

    /// 村子|叫|石门, 转场的路|叫|牧道, 什么|叫|信任: what is called so is nobody.
    func isThingCalled(_ start: Int) -> Bool {
        guard let calling = reading.anyOf(rules.called, before: start),
            let subject = reading.token(at: start - calling - 1)
        else { return false }
        if reading.anyOf(rules.placesCalled, before: start - calling) != nil { return true }
        return subject.wordClass == WordClass.noun && subject.count > 1
            && !rules.roleEndings.contains(reading.at(Int(subject.end) - 1))
            && reading.kind(of: subject).isDisjoint(with: [.personBefore, .postHead])
    }

    /// 护林|员, 邮递|员: who does something, put together from the word and an ending.
    func composedRole(_ end: Int) -> Bool {
        guard rules.agentEndings.contains(reading.at(end - 1)), let ending = reading.token(at: end - 1),
            ending.count == 1, let stem = reading.token(at: end - 2)
        else { return false }
        return stem.count >= 2
            && [WordClass.noun, WordClass.verb, WordClass.verbalNoun, WordClass.none].contains(stem.wordClass)
    }

    // MARK: Behind

    /// What the words behind say by themselves; 0 where they say nothing.
    func slotBehind(_ start: Int, _ end: Int) -> Double {
        // 花开|姓花.
        if reading.at(end) == 0x59D3, reading.at(end + 1) == reading.at(start) { return 4 }
        if reading.anyOf(rules.namely, at: end) != nil { return 3 }
        if isAged(end) { return 4.5 }
        if isAppointed(end) { return 3 }
        if reading.anyOf(rules.towardsMe, at: end) != nil || isHuman(end) { return 4 }
        if reading.anyOf(rules.ownThings, at: end) != nil { return 2 }
        // 看过安宁,他的腿…: a pronoun takes up the name.
        if reading.at(end) == 0x2C, (reading.at(end + 1) == 0x4ED6 || reading.at(end + 1) == 0x5979) { return 1.5 }
        if isOfFamily(end) || isCountedPair(end) { return 2.5 }
        if reading.anyOf(rules.pairing, before: start) != nil,
            reading.anyOf(rules.together, at: end) != nil
        {
            return 2.5
        }
        return reading.anyOf(rules.leaving, at: end) != nil ? 1.5 : 0
    }

    /// 今年二十一岁, ,42岁.
    private func isAged(_ end: Int) -> Bool {
        var index = end
        if reading.at(index) == 0x2C || reading.at(index) == 0x28 { index += 1 }
        if let year = reading.anyOf(rules.whenAged, at: index) { index += year }
        guard NumberReader.begins(reading.at(index)), let number = NumberReader.read(reading, at: index) else {
            return false
        }
        return reading.at(number.end) == 0x5C81
    }

    /// 当|理事长, 任|组长.
    private func isAppointed(_ end: Int) -> Bool {
        rules.holding.contains(reading.at(end))
            && (reading.begins([.postHead, .personBefore], at: end + 1)
                || reading.begins([.postHead, .personBefore], at: end + 2))
    }

    /// 的阿妈, 的小儿子.
    private func isOfFamily(_ end: Int) -> Bool {
        guard reading.at(end) == Han.of else { return false }
        return reading.anyOf(rules.relatives, at: end + 1) != nil
            || reading.anyOf(["大", "小", "老", "亲"], at: end + 1) != nil
                && reading.anyOf(rules.relatives, at: end + 2) != nil
    }

    /// 苗圃|和文家两位同志.
    private func isCountedPair(_ end: Int) -> Bool {
        guard [0x548C, 0x4E0E, 0x53CA].contains(reading.at(end)) else { return false }
        return (3...5).contains { isCounted(end + $0) }
    }

    /// 是县里的护林员, 不是派来的干部: somebody is said to be what only people are.
    private func isHuman(_ end: Int) -> Bool {
        var index = end
        if let words = reading.anyOf(rules.beforeBeing, at: index) { index += words }
        guard reading.at(index) == 0x662F || reading.at(index) == 0x4E43 else { return false }
        var stop = index + 1
        while stop < reading.count, stop - index < 44, !Scalars.endsClause(reading.at(stop)),
            reading.at(stop) != Han.listComma, reading.at(stop) != 0x28
        {
            stop += 1
        }
        guard stop - index > 2, reading.anyOf(rules.comparisons, before: stop) == nil else { return false }
        return reading.longestEnding(at: stop, [.personBefore, .postHead, .address]) != nil || composedRole(stop)
            || reading.anyOf(rules.humans, before: stop) != nil
            || reading.at(stop - 1) == 0x65CF && reading.at(stop - 2) != 0x6C11
    }
}
