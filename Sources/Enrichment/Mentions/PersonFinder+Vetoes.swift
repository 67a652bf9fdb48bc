/// What a name cannot be, whatever speaks for it.
extension PersonFinder {
    func isVetoed(_ start: Int, _ surname: Int, _ end: Int) -> Bool {
        // 此致|敬礼, 任满, 孙女: words that only look like names.
        if let length = reading.anyOf(rules.lookalikes, at: start), start + length <= end { return true }
        // 周部长, 刘主任, 韦文书: a surname and a post.
        if let hit = reading.longest(at: start + surname, [.postHead, .address, .personBefore, .rank]), hit.length >= 2
        {
            return true
        }
        if reading.anyOf(rules.afterSurname, at: start + surname) != nil || reading.at(end - 1) == 0x526F {
            return true
        }
        // 老杨, 小魏 before; 镇, 村 behind.
        let before = reading.at(start - 1)
        if before == 0x8001 || before == 0x5C0F || before == 0x59D3 {
            if reading.token(at: start - 1)?.count == 1 { return true }
        }
        // 老康, 韦嫂: a form of address and no name.
        if end - start == 2, surname == 1 {
            let first = reading.at(start)
            if first == 0x8001 || first == 0x5C0F, reading.begins(.surname, at: start + 1) { return true }
            if rules.addressed.contains(reading.at(start + 1)) { return true }
        }
        // 某镇|罗坪村, 五位|老师: a village behind its town, a count.
        if reading.at(end - 1) == 0x6751, placeEnds(at: start) { return true }
        if NumberReader.begins(reading.at(start)), end - start == 2, reading.longest(at: start + 1, .measure) != nil,
            contextBefore(start) < 3
        {
            return true
        }
        // 鹿鸣|原在某局.
        if reading.at(end - 1) == 0x539F, reading.anyOf(rules.afterFormer, at: end) != nil { return true }
        // 平均五|十二: a number goes on.
        if NumberReader.begins(reading.at(end - 1)), NumberReader.begins(reading.at(end)) { return true }
        if rules.growing.contains(before) || isCountedThing(start) { return true }
        if placeBeginnings[start], placeEnds(at: end), isPlaceHere(start, end) { return true }
        if before == Han.ordinal || before == 0xB7 || reading.at(end - 1) == 0x65CF { return true }
        // 从|囊谦: a preposition and a place.
        if end <= reading.count, placeBeginnings[start + surname], placeEndings[end],
            reading.anyOf(rules.functionSurnames, at: start) != nil
        {
            return true
        }
        // 他|从恒洋特种钢…: a function word behind a pronoun.
        if reading.anyOf(rules.pronouns, before: start) != nil, reading.anyOf(rules.functionSurnames, at: start) != nil
        {
            return true
        }
        // 任|文旅办, 封|信 after 一.
        if let field = reading.longest(at: start + surname, [.field, .strongEnding]), field.length >= 2,
            start + surname + Int(field.length) >= end
        {
            return true
        }
        if NumberReader.begins(before) || reading.anyOf(rules.determiners, before: start) != nil,
            reading.longest(at: start, .anyMeasure) != nil
        {
            return true
        }
        if end - start == 2, organisationFollows(end) { return true }
        // 陈家: a family.
        if end - start == surname + 1, reading.at(end - 1) == 0x5BB6 { return true }
        if reading.anyOf(rules.placeEndings, at: end) != nil {
            // 王大同 市 is none, but a role before a name decides.
            return contextBefore(start) < 2
        }
        return false
    }

    /// 一棵|黄葛树: counted by a measure that counts no people.
    private func isCountedThing(_ start: Int) -> Bool {
        reading.anyOf(rules.thingMeasures, before: start) != nil && NumberReader.begins(reading.at(start - 2))
    }
}
