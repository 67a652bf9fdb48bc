internal import Reports

/// A quantity found.
struct FoundQuantity {
    var span: Span
    var millionths: Int128
    var unit: String
    var isApproximate: Bool
}

/// Finds numbers that measure or count something.
struct QuantityFinder {
    private let reading: Reading
    private let store: LexiconStore
    /// Positions that dates, masks and ordinals have taken.
    private let taken: [Bool]
    private(set) var quantities: [FoundQuantity] = []

    init(_ reading: Reading, taken: [Bool]) {
        self.reading = reading
        self.taken = taken
        store = reading.store
    }

    mutating func find() {
        var index = 0
        while index < reading.count {
            let scalar = reading.at(index)
            guard scalar == Han.half || NumberReader.begins(scalar) || scalar == 0x767E, !taken[index] else {
                index += 1
                continue
            }
            if let found = quantity(index) {
                quantities.append(found)
                index = max(found.span.end, index + 1)
            } else {
                index = skip(index)
            }
        }
    }

    /// Past a number that is none.
    private func skip(_ index: Int) -> Int {
        if Scalars.isDigit(reading.at(index)) {
            var end = index
            while Scalars.isDigit(reading.at(end)) { end += 1 }
            return end
        }
        return index + 1
    }

    private func quantity(_ start: Int) -> FoundQuantity? {
        guard !isBlocked(start) else { return nil }
        if reading.at(start) == Han.half { return halfSpan(start) }
        if reading.has("百分之", at: start) { return percentage(start) }
        guard let number = NumberReader.read(reading, at: start) else { return nil }
        var end = number.end
        while reading.at(end) == 0x20, number.isArabic, end - number.end < 2 { end += 1 }
        if isFigurative(number, end) { return nil }
        if let found = measured(number, end) { return found }
        return counted(number, number.end)
    }

    /// Ordinals, parts of words, idioms and codes.
    private func isBlocked(_ start: Int) -> Bool {
        let before = reading.at(start - 1)
        if before == Han.ordinal || Scalars.isLatin(before) || before == 0x2E || Scalars.isMask(before) { return true }
        if NumberReader.digit(before) != nil || NumberReader.scale(before) != nil || before == 0x51E0 { return true }
        if reading.anyOf(
            ["每一", "某一", "这一", "那一", "另一", "同一", "任一", "之一", "头一", "有一", "单一", "唯一", "统一", "万一", "不一"], at: start - 1)
            != nil
            && reading.at(start) == Han.one
        {
            return !reading.has("一年", at: start)
        }
        guard let token = reading.token(at: start) else { return false }
        if token.count >= 4, token.wordClass == WordClass.idiom || token.wordClass == WordClass.phrase { return true }
        // Inside a word that begins before the number: 统一, 万一.
        if Int(token.start) < start, token.count > 1, !Scalars.isDigit(reading.at(start)) { return true }
        return false
    }

    /// 百年, 千里, 万家: a great many, not a number.
    private func isFigurative(_ number: NumberRead, _ end: Int) -> Bool {
        guard number.beginsWithScale, !number.isApproximate, number.end - number.start == 1,
            reading.at(number.start) != 0x5341
        else { return false }
        return reading.anyOf(["年", "里", "家", "户", "岁", "倍", "般", "类", "种", "分", "度"], at: end) != nil
    }

    private func halfSpan(_ start: Int) -> FoundQuantity? {
        guard reading.starts(start), reading.at(start - 1) != Han.one else { return nil }
        for (word, unit) in QuantityFinder.halves {
            if let length = reading.matchLength(word, at: start) {
                let last = start + length
                if reading.anyOf(["级", "空", "边", "个"], at: last) != nil { return nil }
                var end = last
                if NumberReader.isMore(reading.at(end)) { end += 1 }
                return FoundQuantity(span: Span(start, end), millionths: 500_000, unit: unit, isApproximate: end > last)
            }
        }
        return nil
    }

    private static let halves: [(StaticString, String)] = [
        ("半年", "year"), ("半个月", "month"), ("半天", "day"), ("半个小时", "hour"), ("半小时", "hour"), ("半个多月", "month"),
        ("半个学期", "学期"),
    ]

    private func percentage(_ start: Int) -> FoundQuantity? {
        guard let number = NumberReader.read(reading, at: start + 3) else { return nil }
        return FoundQuantity(
            span: Span(start, number.end), millionths: number.millionths, unit: "%", isApproximate: number.isApproximate
        )
    }

    // MARK: Units of measure

    private func measured(_ number: NumberRead, _ end: Int) -> FoundQuantity? {
        let isOne = !number.isArabic && number.millionths == 1_000_000 && !number.isApproximate
        guard let hit = reading.longest(at: end, .unit), let unit = store.units[hit.node] else {
            return bareMoney(number)
        }
        var last = end + Int(hit.length)
        guard unitIsMeant(unit, number, end, last) else { return nil }
        var value = scaled(number.millionths, unit)
        var approximate = number.isApproximate
        if NumberReader.isMore(reading.at(last)),
            unit.name == "year" || unit.name == "month" || unit.name == "hour" || unit.name == "day"
                || unit.name == "week"
        {
            approximate = true
            last += 1
        }
        if unit.name == "year" {
            if reading.at(last) == Han.half, !approximate {
                value += 500_000
                last += 1
            } else if let (months, monthsEnd) = extraMonths(last) {
                return FoundQuantity(
                    span: Span(number.start, monthsEnd), millionths: value * 12 + months, unit: "month",
                    isApproximate: approximate)
            }
        }
        if unit.name == "CNY", let (more, moreEnd) = smallerMoney(last) {
            value += more
            last = moreEnd
        }
        if isOne, !["year", "month", "week", "day", "hour", "minute", "CNY", "kg", "m", "m2"].contains(unit.name) {
            return nil
        }
        return FoundQuantity(
            span: Span(number.start, last), millionths: value, unit: unit.name, isApproximate: approximate)
    }

    /// Whether the unit's characters are the unit here and not the beginning of a word.
    private func unitIsMeant(_ unit: MeasureUnit, _ number: NumberRead, _ start: Int, _ end: Int) -> Bool {
        let next = reading.at(end)
        let length = end - start
        switch unit.name {
        case "year":
            if length == 1, reading.at(start) == Han.year {
                if number.plainDigits == 4 { return false }
                if reading.anyOf(["级", "代", "度", "纪", "轻", "底", "初", "终", "货", "画", "味", "夜", "青", "级"], at: end) != nil
                {
                    return false
                }
                if reading.has("一年一", at: start - 1) || reading.has("年年", at: start - 1) { return false }
            }
            return true
        case "day":
            if reading.at(start) == Han.day {
                return reading.anyOf(["内", "之内", "以内", "后"], at: end) != nil
            }
            if reading.anyOf(["天", "空", "气", "窗", "下", "真", "堂", "然"], at: end) != nil { return false }
            if !number.isArabic, number.millionths == 1_000_000 {
                return reading.anyOf(["比一天", "到晚", "又一", "一"], at: end) == nil && reading.at(start - 2) != 0x4E00
            }
            return true
        case "week": return next != 0x5E74 || length > 1
        case "m":
            if reading.at(start) == 0x91CC, length == 1 {  // 里
                return number.isArabic || number.millionths >= 2_000_000
                    ? !reading.has("里程", at: start)
                        && reading.anyOf(["长", "路", "外", "地", ",", "。", "的", "多", "山", "水", "海"], at: end) != nil
                    : false
            }
            return reading.anyOf(["饭", "粉", "面", "袋"], at: end) == nil
        case "%":
            return reading.at(start) != 0x6210
                || reading.anyOf(["立", "为", "果", "功", "长", "员", "绩", "了", "本", "效", "都"], at: end) == nil
        case "度": return number.isArabic && next != 0x91CF && next != 0x5047
        case "分":
            return number.isArabic
                && reading.anyOf(
                    ["管", "工", "类", "区", "局", "公司", "期", "别", "之", "配", "层", "为", "布", "成", "行", "会"], at: end) == nil
        case "kg": return reading.at(start) != 0x514B || next != 0x62C9
        case "字": return true
        case "CNY":
            if reading.at(start) == 0x5757, length == 1 {  // 块
                return reading.anyOf([",", "。", ";", "、", "的", "多", "一"], at: end) != nil && number.isArabic
            }
            if reading.at(start) == 0x89D2 { return reading.anyOf(["度", "色", "落"], at: end) == nil }
            return reading.anyOf(["旦", "素", "宵", "老", "首"], at: end) == nil
        case "m3":
            return length > 1 || reading.anyOf(["面", "向", "法", "案", "式", "便", "圆", "位", "针", "能"], at: end) == nil
        case "minute", "hour", "month", "m2", "USD", "HKD", "EUR", "JPY": return true
        default: return true
        }
    }

    private func scaled(_ value: Int128, _ unit: MeasureUnit) -> Int128 {
        let (product, overflow) = value.multipliedReportingOverflow(by: Int128(unit.numerator))
        guard !overflow else { return value }
        let bottom = Int128(unit.denominator)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: bottom)
        let twice = remainder * 2
        if twice > bottom || twice == bottom && quotient % 2 != 0 { return quotient + 1 }
        return quotient
    }

    /// 两年零三个月.
    private func extraMonths(_ start: Int) -> (Int128, Int)? {
        let index = reading.anyOf(["零", "又"], at: start).map { start + $0 } ?? start
        guard let number = NumberReader.read(reading, at: index), let length = reading.anyOf(["个月"], at: number.end)
        else { return nil }
        return (number.millionths, number.end + length)
    }

    /// 三元五角.
    private func smallerMoney(_ start: Int) -> (Int128, Int)? {
        guard let number = NumberReader.read(reading, at: start), reading.at(number.end) == 0x89D2 else { return nil }
        return (number.millionths / 10, number.end + 1)
    }

    /// 投资5.8亿: money without its unit.
    private func bareMoney(_ number: NumberRead) -> FoundQuantity? {
        let last = reading.at(number.end - 1)
        guard last == 0x4EBF || last == 0x4E07, number.isArabic,
            reading.anyOf(
                ["投资", "资金", "产值", "收入", "金额", "总额", "贷款", "营收", "税收", "投入", "增收", "销售额", "成交"], before: number.start)
                != nil,
            reading.at(number.end) == 0x2C || Scalars.endsClause(reading.at(number.end))
                || reading.at(number.end) == Han.listComma
        else { return nil }
        return FoundQuantity(
            span: Span(number.start, number.end), millionths: number.millionths, unit: "CNY",
            isApproximate: number.isApproximate)
    }

    // MARK: Counts

    private func counted(_ number: NumberRead, _ start: Int) -> FoundQuantity? {
        let isOne = !number.isArabic && number.millionths == 1_000_000 && !number.isApproximate
        guard number.millionths > 0 else { return nil }
        if let hit = reading.longest(at: start, .anyMeasure) {
            let kind = store.kind(hit.node)
            let end = start + Int(hit.length)
            if measureIsMeant(hit, start, end, number) {
                if isOne { return nil }
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
        return FoundQuantity(
            span: Span(number.start, end), millionths: number.millionths, unit: noun,
            isApproximate: number.isApproximate)
    }

    private func nounEndsHere(_ end: Int, _ noun: String) -> Bool {
        guard reading.starts(end) || NumberReader.begins(reading.at(end)) else {
            // 两|省 may be hidden in an unknown word; what follows must not make another word.
            return reading.anyOf(["的", ",", "。", "、", "在", "先", "之", "均", "都", "和", ")"], at: end) != nil
        }
        if noun == "人" {
            return reading.anyOf(["才", "民", "间", "家", "物", "生", "心", "口", "力", "员", "行"], at: end) == nil
        }
        if noun == "国" || noun == "城" || noun == "组" || noun == "市" || noun == "办" || noun == "局" || noun == "站" {
            return reading.anyOf(["场", "面", "势", "长", "理", "法", "公"], at: end) == nil
        }
        return true
    }

    private func measureIsMeant(_ hit: Hit, _ start: Int, _ end: Int, _ number: NumberRead) -> Bool {
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
        case 0x671F: return number.isArabic
        case 0x5C4A: return false
        case 0x58F0: return number.isArabic
        case 0x5BF9: return number.isArabic
        case 0x961F, 0x90E8, 0x7AD9, 0x5458: return false
        case 0x65B9: return false
        case 0x53CC: return number.isArabic
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

    private func withNoun(_ number: NumberRead, _ end: Int, verbal: Bool, measure: String) -> FoundQuantity? {
        var quantity = FoundQuantity(
            span: Span(number.start, end), millionths: number.millionths, unit: measure,
            isApproximate: number.isApproximate)
        if NumberReader.isMore(reading.at(end)) {
            quantity.span.end = end + 1
            quantity.isApproximate = true
        }
        if !verbal || measure == "场次" {
            let head = quantity.span.end
            let nounEnd = nounPhrase(head)
            if nounEnd > head {
                let noun = reading.longestEnding(at: nounEnd, .abstractNoun)
                if let noun, noun.start >= head, reading.starts(noun.start) { return nil }
                if reading.at(nounEnd) != Han.of {
                    quantity.span.end = nounEnd
                    quantity.unit = unitNoun(head, nounEnd)
                    return quantity
                }
            }
            if let far = nounAfterOf(head) {
                quantity.unit = far
                return quantity
            }
        }
        if let before = nounBefore(number.start) {
            quantity.unit = before
        } else if ["名", "位"].contains(measure) {
            quantity.unit = "人"
        }
        return quantity
    }

    /// The noun of a count, an ethnicity left out (少数民族学生 → 学生).
    private func unitNoun(_ start: Int, _ end: Int) -> String {
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
        var end = start
        var tokens = 0
        while let token = reading.token(at: end), Int(token.start) == end || end == start, tokens < 6 {
            let tokenEnd = Int(token.end)
            guard tokenEnd <= reading.count, !taken[min(end, taken.count - 1)] else { break }
            let fits: Bool
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive, WordClass.place,
                WordClass.organisation, WordClass.verbalNoun:
                fits = !QuantityFinder.isPositional(reading, end, tokenEnd)
            case WordClass.gazetteer: fits = tokens > 0 && store.kind(token.node).isDisjoint(with: .anyPlace)
            case WordClass.verb, WordClass.adjective:
                fits = tokens < 2 && token.count >= 2 && nounFollows(tokenEnd)
            case WordClass.none: fits = Scalars.isHan(reading.at(end)) && tokens > 0
            case WordClass.phrase: fits = token.count >= 3 && tokens == 0
            default: fits = false
            }
            guard fits else { break }
            end = tokenEnd
            tokens += 1
        }
        return end
    }

    private static func isPositional(_ reading: Reading, _ start: Int, _ end: Int) -> Bool {
        end - start == 1
            && reading.anyOf(
                [
                    "在", "中", "里", "上", "下", "内", "外", "前", "后", "间", "时", "来", "以", "等", "左", "是", "为", "被", "从", "给",
                    "把", "对", "先", "均", "全", "共", "因", "已",
                ], at: start) != nil
            || reading.anyOf(["左右", "以上", "以下", "以内", "时间", "期间", "之间", "其中", "同时", "全部", "当中", "一起"], at: start) != nil
    }

    private func nounFollows(_ index: Int) -> Bool {
        guard let token = reading.token(at: index) else { return false }
        switch token.wordClass {
        case WordClass.noun, WordClass.otherName, WordClass.shortForm:
            return !QuantityFinder.isPositional(reading, index, Int(token.end))
        default: return false
        }
    }

    /// 三名从宁波来的挂职干部: the noun after the first 的 of the clause.
    private func nounAfterOf(_ start: Int) -> String? {
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

    /// 牧户214户, 羊21300只: the noun that the number follows.
    private func nounBefore(_ end: Int) -> String? {
        guard end > 0, let token = reading.token(at: end - 1), Int(token.end) == end else { return nil }
        switch token.wordClass {
        case WordClass.noun, WordClass.otherName, WordClass.shortForm:
            guard !QuantityFinder.isPositional(reading, Int(token.start), end) else { return nil }
            return reading.slice(Int(token.start), end)
        default: return nil
        }
    }
}
