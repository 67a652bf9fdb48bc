/// What a name cannot be, whatever speaks for it.
extension PersonFinder {
    func isVetoed(_ start: Int, _ surname: Int, _ end: Int) -> Bool {
        // 此致|敬礼, 任满, 孙女: words that only look like names.
        if let length = reading.anyOf(PersonFinder.lookalikes, at: start), start + length <= end { return true }
        // 周部长, 刘主任, 韦文书: a surname and a post.
        if let hit = reading.longest(at: start + surname, [.postHead, .address, .personBefore, .rank]), hit.length >= 2
        {
            return true
        }
        if reading.anyOf(PersonFinder.afterSurname, at: start + surname) != nil || reading.at(end - 1) == 0x526F {
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
            if PersonFinder.addressed.contains(reading.at(start + 1)) { return true }
        }
        // 某镇|罗坪村, 五位|老师: a village behind its town, a count.
        if reading.at(end - 1) == 0x6751, placeEnds(at: start) { return true }
        if NumberReader.begins(reading.at(start)), end - start == 2, reading.longest(at: start + 1, .measure) != nil,
            contextBefore(start) < 3
        {
            return true
        }
        // 鹿鸣|原在某局.
        if reading.at(end - 1) == 0x539F, reading.anyOf(["在", "是", "系", "任", "为", "供职", "来"], at: end) != nil {
            return true
        }
        // 平均五|十二: a number goes on.
        if NumberReader.begins(reading.at(end - 1)), NumberReader.begins(reading.at(end)) { return true }
        if PersonFinder.growing.contains(before) || isCountedThing(start) { return true }
        if placeBeginnings[start], placeEnds(at: end), isPlaceHere(start, end) { return true }
        if before == Han.ordinal || before == 0xB7 || reading.at(end - 1) == 0x65CF { return true }
        // 从|囊谦: a preposition and a place.
        if end <= reading.count, placeBeginnings[start + surname], placeEndings[end],
            reading.anyOf(PersonFinder.functionSurnames, at: start) != nil
        {
            return true
        }
        // 任|文旅办, 封|信 after 一.
        if let field = reading.longest(at: start + surname, [.field, .strongEnding]), field.length >= 2,
            start + surname + Int(field.length) >= end
        {
            return true
        }
        if NumberReader.begins(before) || reading.anyOf(PersonFinder.determiners, before: start) != nil,
            reading.longest(at: start, .anyMeasure) != nil
        {
            return true
        }
        if end - start == 2, organisationFollows(end) { return true }
        // 陈家: a family.
        if end - start == surname + 1, reading.at(end - 1) == 0x5BB6 { return true }
        if reading.anyOf(PersonFinder.placeEndings, at: end) != nil {
            // 王大同 市 is none, but a role before a name decides.
            return contextBefore(start) < 2
        }
        return false
    }

    private static let lookalikes: Words = [
        "敬礼", "任满", "孙女", "孙子", "孙儿", "满意", "占两", "占三", "占四", "修机", "修路", "成图", "成册", "时任", "原任", "应邀",
    ]

    /// 一棵|黄葛树: counted by a measure that counts no people.
    private func isCountedThing(_ start: Int) -> Bool {
        reading.anyOf(PersonFinder.thingMeasures, before: start) != nil && NumberReader.begins(reading.at(start - 2))
    }

    /// 姐嫂婶叔姨爷奶哥.
    private static let addressed: ScalarSet = [0x59D0, 0x5AC2, 0x5A76, 0x53D4, 0x59E8, 0x7237, 0x5976, 0x54E5]
    /// 种植栽养喂卖吃喝采摘.
    private static let growing: ScalarSet = [
        0x79CD, 0x690D, 0x683D, 0x517B, 0x5582, 0x5356, 0x5403, 0x559D, 0x91C7, 0x6458,
    ]
    private static let thingMeasures: Words = [
        "棵", "株", "只", "头", "条", "斤", "亩", "种", "块", "把", "碗", "杯", "瓶", "袋", "箱", "座", "片", "件", "部", "台", "张", "本",
        "支", "根", "篇",
        "份", "幅", "场", "门", "项", "朵", "封",
    ]
}
