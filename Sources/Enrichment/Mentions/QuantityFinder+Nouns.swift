internal import Reports

/// The noun of a count that stands elsewhere than directly behind it.
extension QuantityFinder {
    /// 三名从宁波来的挂职干部: the noun after the first 的 of the clause.
    func nounAfterOf(_ start: Int) -> String? {
        var index = start
        while index < reading.count, index - start < 24 {
            let scalar = reading.at(index)
            if Scalars.endsClause(scalar) || scalar == Han.listComma
                || NumberReader.begins(scalar) && index > start + 1 && taken[index]
            {
                return nil
            }
            if scalar == Han.of, index > start {
                let end = nounPhrase(index + 1)
                if end > index + 1 { return unitNoun(index + 1, end) }
                return nil
            }
            index += 1
        }
        return nil
    }

    /// 羊21300只, 提出整改建议21条: the noun phrase that the number follows, without the verb that governs it.
    func nounBefore(_ end: Int, _ measure: String) -> String? {
        guard let noun = nounBefore(end) else { return nil }
        // 危房37户: households are no houses.
        if measure == "户", !isPeople(noun), !noun.hasSuffix("主") { return nil }
        // 全村312户: all that is meant, not what.
        guard noun.unicodeScalars.first?.value == 0x5168, noun.unicodeScalars.count >= 2 else { return noun }
        let rest = noun.unicodeScalars.dropFirst(2)
        return rest.count >= 2 ? String(rest) : nil
    }

    func nounBefore(_ end: Int) -> String? {
        var starts: [(start: Int, isVerb: Bool)] = []
        var start = end
        while starts.count < 5, start > 0, let token = reading.token(at: start - 1), Int(token.end) == start,
            Scalars.isHan(reading.at(start - 1)), !taken[start - 1]
        {
            let from = Int(token.start)
            let isVerb: Bool
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive, WordClass.place,
                WordClass.none, WordClass.organisation, WordClass.gazetteer:
                isVerb = false
                if isPositional(from, start) { return noun(starts, end) }
            case WordClass.person where token.count >= 2:
                // 黄牛, 梅花鹿: words that look like names, unless one is.
                guard reading.begins(.word, at: from), store.frequencies[Int(token.node)] > 0 else {
                    return noun(starts, end)
                }
                isVerb = false
            case WordClass.verb, WordClass.verbalNoun, WordClass.adjective, WordClass.phrase: isVerb = true
            default:
                guard reading.kind(of: token).contains(.modifier), token.count > 1 else { return noun(starts, end) }
                isVerb = false
            }
            // A number follows a verb of its own: 圆梦640个, 落地5家.
            if starts.isEmpty, isVerb || reading.anyOf(rules.predicates, at: from) == token.count {
                return nil
            }
            starts.append((from, isVerb))
            start = from
        }
        return noun(starts, end)
    }

    private func noun(_ starts: [(start: Int, isVerb: Bool)], _ end: Int) -> String? {
        guard !starts.isEmpty else { return nil }
        // What stands right of the verb that governs it: 提出|整改建议.
        var first = starts.lastIndex { $0.isVerb }.map { $0 - 1 } ?? starts.count - 1
        // 包案|化解|信访积案: right of the nearest that is never part of a name.
        if let nearest = starts.firstIndex(where: { reading.anyOf(rules.governors, at: $0.start) != nil }),
            nearest > 0, nearest <= first,
            reading.anyOf(rules.governors, at: starts[nearest].start)
                .map({ starts[nearest].start + $0 == starts[nearest - 1].start }) ?? false
        {
            first = nearest - 1
        }
        // 带|出|医生, 走|坏|胶鞋: how the verb ended.
        if first > 0, starts.count > first + 1, starts[first + 1].isVerb,
            starts[first - 1].start == starts[first].start + 1,
            reading.anyOf(rules.results, at: starts[first].start) != nil
        {
            first -= 1
        }
        // 参与|办理|案件, 落地|项目: a verb that is never part of the thing's name.
        while first > 0, let length = reading.anyOf(rules.governors, at: starts[first].start),
            starts[first].start + length == starts[first - 1].start
        {
            first -= 1
        }
        // A long stretch is a sentence of its own: only the last word is sure.
        if end - starts[first].start > 8 { first = 0 }
        return unitNoun(starts[first].start, end)
    }
}
