internal import Reports

/// Counts of things, with the noun that is counted.
extension QuantityFinder {
    func counted(_ number: NumberRead, _ start: Int) -> FoundQuantity? {
        let isOne = !number.isArabic && number.millionths == 1_000_000 && !number.isApproximate
        guard number.millionths > 0 || number.isArabic && reading.has("票", at: start) else { return nil }
        if let hit = reading.longest(at: start, .anyMeasure) {
            let kind = hit.kind
            let end = start + Int(hit.length)
            if measureIsMeant(hit, start, end, number) {
                if isOne, !kind.contains(.verbalMeasure) || !isDefiniteOne(number.start) { return nil }
                return withNoun(
                    number, end, verbal: kind.contains(.verbalMeasure), measure: reading.foldedSlice(start, end))
            }
        }
        guard let hit = reading.longest(at: start, .countedNoun), !isOne || Int(hit.length) >= 1 else { return nil }
        let end = start + Int(hit.length)
        let noun = reading.foldedSlice(start, end)
        if isOne {
            // 一办六局两中心: one among several counts.
            guard let next = NumberReader.read(reading, at: end), reading.longest(at: next.end, .countedNoun) != nil
            else { return nil }
        }
        guard nounEndsHere(end, noun) else { return nil }
        var unit = noun
        if noun == "人", let people = nounBefore(number.start), isPeople(people) { unit = people }
        return FoundQuantity(
            span: Span(number.start, end), millionths: number.millionths, unit: unit,
            isApproximate: number.isApproximate)
    }

    /// 职工164人, 孕产妇187人: the noun says who they are.
    func isPeople(_ noun: String) -> Bool {
        guard let last = noun.unicodeScalars.last else { return false }
        return rules.peopleEndings.contains(last.value)
    }

    func nounEndsHere(_ end: Int, _ noun: String) -> Bool {
        guard reading.starts(end) || NumberReader.begins(reading.at(end)) else {
            // 两|省 may be hidden in an unknown word; what follows must not make another word.
            return reading.anyOf(rules.afterNouns, at: end) != nil
        }
        if noun == "人" {
            return reading.anyOf(rules.notPeople, at: end) == nil
        }
        if noun == "国" || noun == "城" || noun == "组" || noun == "市" || noun == "办" || noun == "局" || noun == "站" {
            return reading.anyOf(rules.notDivisions, at: end) == nil
        }
        return true
    }

    func measureIsMeant(_ hit: Hit, _ start: Int, _ end: Int, _ number: NumberRead) -> Bool {
        guard hit.length == 1 else { return true }
        let next = reading.at(end)
        switch reading.at(start) {
        case 0x4E2A:
            return next != 0x6027 && next != 0x4F53
                && !(next == 0x4EBA && !number.isArabic && reading.has("个人", at: start)
                    && number.millionths == 1_000_000)
        case 0x7EA7: return false  // 级
        case 0x6B65: return false  // 步
        case 0x9762: return reading.at(end) == 0x65D7 || reading.at(end) == 0x9526  // 面旗, 面锦旗
        case 0x79CD: return !(next == 0x690D || next == 0x5B50)  // 种植
        case 0x53E3: return next != 0x6C14
        case 0x671F:  // 期
            return number.isArabic
                || number.millionths >= 3_000_000 && reading.anyOf(rules.stages, at: end) == nil
        case 0x5C4A: return false
        case 0x58F0: return number.isArabic
        case 0x5BF9: return number.isArabic
        case 0x90E8:  // 部
            return reading.starts(end) && reading.longest(at: end, .postHead) == nil
                && reading.anyOf(rules.notVolumes, at: end) == nil
                && nounPhrase(end) > end
        case 0x7248, 0x8BB2:  // 版, 讲
            return reading.starts(end) && reading.at(end) != 0x9762
        case 0x6837: return nounPhrase(end) > end  // 样
        case 0x961F, 0x7AD9, 0x5458: return false
        case 0x65B9: return false
        case 0x53CC:  // 双
            return number.isArabic || number.millionths >= 3_000_000 && reading.token(at: start)?.count == 1
        case 0x5934 where !number.isArabic && number.millionths == 2_000_000:  // 两头挨骂, 两头跑: both ends
            return nounPhrase(end) > end && reading.anyOf(rules.cattle, at: end) != nil
        case 0x4F53, 0x5934: return next != 0x5E74 && next != 0x5929
        case 0x4EFD: return next != 0x989D
        case 0x7C7B: return next != 0x578B
        case 0x5206: return false
        case 0x8D77: return next != 0x6765 && next != 0x5230 && next != 0x8D70
        case 0x9053: return next != 0x7406 && next != 0x8DEF
        case 0x9879: return true
        case 0x7FA4: return false
        default: return true
        }
    }

    func withNoun(_ number: NumberRead, _ end: Int, verbal: Bool, measure: String) -> FoundQuantity? {
        var quantity = FoundQuantity(
            span: Span(number.start, end), millionths: number.millionths, unit: measure,
            isApproximate: number.isApproximate, measureEnd: end)
        if NumberReader.isMore(reading.at(end)) {
            quantity.span.end = end + 1
            quantity.isApproximate = true
        }
        let head = quantity.span.end
        // 三个“没想到”: parts of a saying; not 三个“新延边人”.
        if measure == "个", reading.at(head) == 0x201C, !number.isArabic, !isOfPeople(head) { return nil }
        guard !verbal || measure == "场次" else { return quantity }
        let nounEnd = nounPhrase(head)
        if nounEnd > head {
            if let noun = reading.longestEnding(at: nounEnd, .abstractNoun), noun.start >= head,
                reading.starts(noun.start)
            {
                return nil
            }
            // 做了三件事:, 一、干成三件事: what follows is told one by one.
            let next = reading.at(nounEnd)
            if next == 0x3A || next == 0x0A, !number.isArabic, nounEnd == head + 1, reading.at(head) == 0x4E8B {
                return nil
            }
            quantity.span.end = nounEnd
            quantity.unit = unitNoun(head, nounEnd)
        } else if reading.at(head) == 0x662F {
            // 89户是贫困户: what they are; 两眼是苦的: of what was counted before.
            let end = nounPhrase(head + 1)
            if end > head + 1, isBreak(end) {
                quantity.unit = unitNoun(head + 1, end)
            } else if let noun = lastNoun(of: measure, before: number.start) {
                quantity.unit = noun
            }
        } else if let noun = nounBefore(number.start, measure) ?? nounAfterOf(head)
            ?? lastNoun(of: measure, before: number.start) ?? topic(before: number.start, measure)
        {
            quantity.unit = noun
        } else if ["名", "位"].contains(measure) {
            quantity.unit = "人"
        }
        return quantity
    }

    /// What stands in marks calls people something.
    private func isOfPeople(_ mark: Int) -> Bool {
        let close = (mark + 1..<min(mark + 12, reading.count)).first { reading.at($0) == 0x201D }
        return close.map { reading.anyOf(rules.peopleInMarks, before: $0) != nil } ?? false
    }

    /// 每周一次, 只有一辆: one that is meant as a number.
    func isDefiniteOne(_ start: Int) -> Bool {
        var index = start - 1
        while index >= 0, start - index <= 8 {
            let scalar = reading.at(index)
            if Scalars.endsClause(scalar) || scalar == Han.listComma || Scalars.isDigit(scalar) { return false }
            if scalar == 0x6BCF { return reading.at(index + 1) != Han.one }
            if reading.anyOf(rules.bounds, at: index) != nil { return true }
            index -= 1
        }
        return false
    }

    /// 路灯坏了两盏, 皮鞋磨坏四双: the noun that the verb before the number speaks of, or the one before the comma.
    func topic(before end: Int, _ measure: String) -> String? {
        guard !rules.ownUnits.contains(measure) else { return nil }
        var index = end
        var steps = 0
        if reading.at(index - 1) == 0x2C { index -= 1 }
        while steps < 4, index > 0, let token = reading.token(at: index - 1), Int(token.end) == index {
            switch token.wordClass {
            case WordClass.verb, WordClass.adverb, WordClass.preposition, WordClass.particle, WordClass.adjective:
                guard Scalars.isHan(reading.at(index - 1)), reading.at(index - 1) != Han.of else { return nil }
            case WordClass.noun:
                guard token.count >= 2, let noun = nounBefore(index), !["名", "位"].contains(measure) || isPeople(noun)
                else { return nil }
                return noun
            default: return nil
            }
            index = Int(token.start)
            steps += 1
        }
        return nil
    }

    /// 15个乡镇中的11个, 引进企业31家,落地5家: the noun that the sentence counted with the same measure before.
    func lastNoun(of measure: String, before end: Int) -> String? {
        let sentence = reading.sentence(max(end - 1, 0))
        let last = quantities.last { quantity in
            let index = quantity.measureEnd - measure.unicodeScalars.count
            return quantity.unit != measure && quantity.measureEnd > 0
                && reading.foldedSlice(index, quantity.measureEnd) == measure
        }
        guard let last, last.span.start >= sentence.lowerBound else { return nil }
        return last.unit
    }

    /// The noun of a count, an ethnicity left out (少数民族学生 → 学生).
    func unitNoun(_ start: Int, _ end: Int) -> String {
        if let length = reading.matchLength("少数民族", at: start), start + length < end {
            return reading.slice(start + length, end)
        }
        var from = start
        if let token = reading.token(at: start), Int(token.end) < end, reading.at(Int(token.end) - 1) == 0x65CF,
            token.count >= 2
        {
            from = Int(token.end)
        }
        if let token = reading.token(at: from), token.count == 2,
            reading.has("优秀", at: from) || reading.has("本地", at: from)
        {
            from = min(Int(token.end), end - 1)
        }
        return reading.slice(from, end)
    }

    /// Where the noun that follows directly ends.
    func nounPhrase(_ start: Int) -> Int {
        // 三百多个|日夜, 38个|周末: spells of time are words of other kinds too.
        if let length = reading.anyOf(rules.times, at: start) { return start + length }
        var end = start
        var tokens = 0
        var afterKind = false
        while let token = reading.token(at: end), Int(token.start) == end || end == start, tokens < 6 {
            let tokenEnd = Int(token.end)
            guard tokenEnd <= reading.count, !taken[min(end, taken.count - 1)] else { break }
            let fits: Bool
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive, WordClass.place,
                WordClass.organisation:
                fits =
                    !isPositional(end, tokenEnd)
                    && (token.count > 1 || tokens == 0 || reading.anyOf(rules.lightVerbs, at: end) == nil)
            case WordClass.verbalNoun: fits = tokens == 0 || nounFollows(tokenEnd)
            case WordClass.person:
                // 柏树, 高中生: words that look like names.
                fits =
                    tokens == 0 && token.count <= 3
                    && (reading.anyOf(rules.personMeasures, before: end) == nil
                        || reading.anyOf(rules.personEndings, before: tokenEnd) != nil)
            case WordClass.time:
                fits =
                    tokens == 0
                    && (reading.anyOf(rules.spells, at: end) == token.count
                        || reading.kind(of: token).contains(.modifier))
            case WordClass.gazetteer: fits = tokens > 0 && store.kind(token.node).isDisjoint(with: .anyPlace)
            case WordClass.verb, WordClass.adjective:
                fits =
                    (tokens == 0 || afterKind) && nounFollows(tokenEnd)
                    && (token.count >= 2 || token.wordClass == WordClass.adjective)
                    || tokens == 0 && token.wordClass == WordClass.verb && token.count >= 2 && isBreak(tokenEnd)
                        && reading.at(end) != 0x6CA1
                        && reading.anyOf(rules.peopleMeasures, before: end) == nil
            case WordClass.none:
                // 坏|牙: characters of a word that the dictionary does not have, up to a break.
                let next = reading.at(tokenEnd)
                fits =
                    Scalars.isHan(reading.at(end)) && tokens > 0
                    && (next == Han.of || Scalars.endsClause(next) || next == Han.listComma
                        || reading.token(at: tokenEnd)?.wordClass == WordClass.none && Scalars.isHan(next))
                    || isTail(token, after: tokens)
            case WordClass.phrase: fits = token.count >= 3 && tokens == 0
            case WordClass.idiom:
                // 孤寡老人.
                fits = tokens == 0 && reading.anyOf(["人", "户"], before: tokenEnd) != nil
            default:
                fits = tokens == 0 && reading.kind(of: token).contains(.modifier) || isTail(token, after: tokens)
            }
            guard fits, reading.anyOf(rules.aspects, before: tokenEnd) == nil else { break }
            end = tokenEnd
            tokens += 1
            afterKind = token.wordClass == WordClass.attributive
        }
        // 218户|人家里.
        if end - start == 3, reading.at(end - 1) == 0x91CC, reading.at(end - 2) == 0x5BB6 { end -= 1 }
        // 23个|村里: the noun is the place, what follows says where in it.
        if end - start == 2, reading.at(start) != 0x665A, reading.anyOf(rules.inside, before: end) != nil {
            end -= 1
        }
        return end
    }

    /// 急救药|袋, 检测|点: the last character of a compound that the dictionary does not have.
    private func isTail(_ token: Token, after tokens: Int) -> Bool {
        guard tokens > 0, token.count == 1, reading.anyOf(rules.tails, at: Int(token.start)) != nil else {
            return false
        }
        let end = Int(token.end)
        if isBreak(end) || reading.at(end) == Han.of { return true }
        guard let next = reading.token(at: end) else { return true }
        return next.wordClass == WordClass.verb || next.wordClass == WordClass.adverb
            || next.wordClass == WordClass.preposition || next.wordClass == WordClass.conjunction
    }

    private func isBreak(_ index: Int) -> Bool {
        Scalars.endsClause(reading.at(index)) || reading.at(index) == Han.listComma
    }

    func isPositional(_ start: Int, _ end: Int) -> Bool {
        end - start == 1 && reading.anyOf(rules.positions, at: start) != nil
            || reading.anyOf(rules.positionWords, at: start) != nil
    }

    func nounFollows(_ index: Int) -> Bool {
        guard let token = reading.token(at: index) else { return false }
        switch token.wordClass {
        case WordClass.noun, WordClass.otherName, WordClass.shortForm:
            return !isPositional(index, Int(token.end))
        default: return false
        }
    }
}
