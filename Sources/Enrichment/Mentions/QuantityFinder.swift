internal import Reports

/// A quantity found.
struct FoundQuantity {
    var span: Span
    var millionths: Int128
    var unit: String
    var isApproximate: Bool
    /// Where the measure word of a count ends, 0 where there is none.
    var measureEnd = 0
}

/// Finds numbers that measure or count something.
struct QuantityFinder {
    let reading: Reading
    let store: LexiconStore
    var rules: QuantityRules { store.rules.quantities }
    /// Positions that dates, masks and ordinals have taken.
    let taken: [Bool]
    private(set) var quantities: [FoundQuantity] = []

    init(_ reading: Reading, taken: [Bool]) {
        self.reading = reading
        self.taken = taken
        store = reading.store
    }

    mutating func find() {
        let beginnings = QuantityFinder.beginnings
        var index = 0
        while index < reading.count {
            index = reading.next(beginnings, from: index)
            if index >= reading.count { break }
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

    /// 半, digits and numerals.
    private static let beginnings = ScalarFilter((0..<0x10000).filter { $0 == Han.half || NumberReader.begins($0) })

    /// Past a number that is none.
    func skip(_ index: Int) -> Int {
        if Scalars.isDigit(reading.at(index)) {
            var end = index
            while Scalars.isDigit(reading.at(end)) { end += 1 }
            return end
        }
        return index + 1
    }

    func quantity(_ start: Int) -> FoundQuantity? {
        guard !isBlocked(start) else { return nil }
        if reading.at(start) == Han.half { return halfSpan(start) }
        if reading.has("百分之", at: start) { return percentage(start) }
        guard let number = NumberReader.read(reading, at: start) else { return nil }
        var end = number.end
        while reading.at(end) == 0x20, number.isArabic, end - number.end < 2 { end += 1 }
        if isFigurative(number, end) || isWordItself(number) { return nil }
        if let found = halved(number) { return found }
        if let found = measured(number, end) { return found }
        return counted(number, number.end)
    }

    /// Ordinals, parts of words, idioms and codes.
    func isBlocked(_ start: Int) -> Bool {
        let before = reading.at(start - 1)
        if before == Han.ordinal || Scalars.isLatin(before) || before == 0x2E || Scalars.isMask(before) { return true }
        if NumberReader.digit(before) != nil || NumberReader.scale(before) != nil || before == 0x51E0 { return true }
        if isAbbreviation(start) { return true }
        if reading.at(start) == Han.one, NumberReader.scale(reading.at(start + 1)) == nil,
            reading.anyOf(rules.noOnes, at: start - 1) != nil
        {
            return !reading.has("一年", at: start) && !reading.has("一个月", at: start)
        }
        guard let token = reading.token(at: start) else { return false }
        if token.count >= 4, token.wordClass == WordClass.idiom || token.wordClass == WordClass.phrase { return true }
        // Inside a word that begins before the number: 统一, 万一.
        if Int(token.start) < start, token.count > 1, !Scalars.isDigit(reading.at(start)) {
            // 每斤|两元八角.
            return reading.at(Int(token.start) - 1) != 0x6BCF
        }
        return false
    }

    /// “三支一扶”, “三区”: a name made of numerals, in marks of its own.
    func isAbbreviation(_ start: Int) -> Bool {
        guard reading.at(start - 1) == 0x201C, !Scalars.isDigit(reading.at(start)) else { return false }
        var end = start
        while end - start < 6, Scalars.isHan(reading.at(end)) { end += 1 }
        return end - start < 5 && reading.at(end) == 0x201D
    }

    /// “流程”两个字, 两个字:“算账”: the words themselves are meant.
    private func isWordItself(_ number: NumberRead) -> Bool {
        guard !number.isArabic else { return false }
        if reading.at(number.start - 1) == 0x201D, reading.at(number.end) == 0x5B57 { return true }
        guard reading.has("个字", at: number.end) else { return false }
        let next = reading.at(number.end + 2)
        return reading.at(number.start - 1) == 0x201D || next == 0x3A || next == 0x201C
    }

    /// 百年, 千里, 万家: a great many, not a number.
    func isFigurative(_ number: NumberRead, _ end: Int) -> Bool {
        guard number.beginsWithScale, !number.isApproximate, number.end - number.start == 1,
            reading.at(number.start) != 0x5341
        else { return false }
        return reading.anyOf(rules.figurative, at: end) != nil
    }

    func halfSpan(_ start: Int) -> FoundQuantity? {
        guard reading.starts(start) || reading.at(start - 1) == 0x8FD1, reading.at(start - 1) != Han.one else {
            return nil
        }
        if reading.has("半天", at: start), reading.anyOf(rules.halfADay, before: start) != nil { return nil }
        if let hit = reading.longest(at: start + 1, .unit), let unit = store.units[hit.node],
            ["kg", "m2", "m"].contains(unit.name),
            hit.length > 1 || reading.anyOf(rules.halfUnits, at: start + 1) != nil
        {
            return FoundQuantity(
                span: Span(start, start + 1 + Int(hit.length)), millionths: scaled(500_000, unit), unit: unit.name,
                isApproximate: false)
        }
        for (word, unit) in QuantityFinder.halves {
            if let length = reading.matchLength(word, at: start) {
                let last = start + length
                if reading.anyOf(rules.notHalves, at: last) != nil { return nil }
                var end = last
                if NumberReader.isMore(reading.at(end)) { end += 1 }
                return FoundQuantity(span: Span(start, end), millionths: 500_000, unit: unit, isApproximate: end > last)
            }
        }
        return nil
    }

    static let halves: [(StaticString, String)] = [
        ("半年", "year"), ("半个月", "month"), ("半天", "day"), ("半个小时", "hour"), ("半小时", "hour"), ("半个多月", "month"),
        ("半个学期", "学期"),
    ]

    /// 一个半小时, 两个半月: and a half.
    private func halved(_ number: NumberRead) -> FoundQuantity? {
        guard reading.at(number.end) == 0x4E2A, reading.at(number.end + 1) == Han.half else { return nil }
        for (word, unit) in QuantityFinder.wholes {
            guard let length = reading.matchLength(word, at: number.end + 2) else { continue }
            return FoundQuantity(
                span: Span(number.start, number.end + 2 + length), millionths: number.millionths + 500_000, unit: unit,
                isApproximate: number.isApproximate)
        }
        return nil
    }

    private static let wholes: [(StaticString, String)] = [
        ("小时", "hour"), ("钟头", "hour"), ("星期", "week"), ("学期", "学期"), ("月", "month"),
    ]

    func percentage(_ start: Int) -> FoundQuantity? {
        guard let number = NumberReader.read(reading, at: start + 3) else { return nil }
        return FoundQuantity(
            span: Span(start, number.end), millionths: number.millionths, unit: "%", isApproximate: number.isApproximate
        )
    }

    // MARK: Units of measure

    func measured(_ number: NumberRead, _ end: Int) -> FoundQuantity? {
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
                return FoundQuantity(
                    span: Span(number.start, last + 1), millionths: value * 12 + 6_000_000, unit: "month",
                    isApproximate: false)
            } else if let (months, monthsEnd) = extraMonths(last) {
                return FoundQuantity(
                    span: Span(number.start, monthsEnd), millionths: value * 12 + months, unit: "month",
                    isApproximate: approximate)
            }
        }
        // 三亩七分.
        if unit.name == "m2", reading.at(last - 1) == 0x4EA9, !approximate,
            let rest = NumberReader.read(reading, at: last), rest.millionths < 10_000_000,
            reading.at(rest.end) == 0x5206, !reading.has("分之", at: rest.end)
        {
            value = scaled(number.millionths + rest.millionths / 10, unit)
            last = rest.end + 1
        }
        if unit.name == "CNY", let (more, moreEnd) = smallerMoney(last) {
            value += more
            last = moreEnd
        }
        if isOne, unit.numerator < unit.denominator, unit.name == "CNY" { return nil }
        if isOne, !["year", "month", "week", "day", "hour", "minute", "CNY", "kg", "m", "m2"].contains(unit.name) {
            return nil
        }
        return FoundQuantity(
            span: Span(number.start, last), millionths: value, unit: unit.name, isApproximate: approximate)
    }

    /// Whether the unit's characters are the unit here and not the beginning of a word.
    func unitIsMeant(_ unit: MeasureUnit, _ number: NumberRead, _ start: Int, _ end: Int) -> Bool {
        let next = reading.at(end)
        let length = end - start
        switch unit.name {
        case "year":
            if length == 1, reading.at(start) == Han.year {
                if number.plainDigits == 4 { return false }
                if reading.anyOf(rules.notYears, at: end) != nil { return false }
                if reading.has("一年一", at: start - 1) || reading.has("年年", at: start - 1) { return false }
            }
            return true
        case "day":
            if reading.at(start) == Han.day {
                return number.millionths > 31_000_000 && number.plainDigits == 0
                    || reading.anyOf(rules.within, at: end) != nil
            }
            if reading.anyOf(rules.notDays, at: end) != nil, !reading.has("下来", at: end) { return false }
            if reading.has("比一天", at: end) || reading.has("比一", at: start - 2) { return false }
            if !number.isArabic, number.millionths == 1_000_000 {
                // 最后一天, 10月的一天: which day.
                if reading.anyOf(rules.whichDay, before: start - 1) != nil { return false }
                return reading.anyOf(rules.notOneDays, at: end) == nil && reading.at(start - 2) != 0x4E00
            }
            return true
        case "week": return next != 0x5E74 || length > 1
        case "m":
            if reading.at(start) == 0x91CC, length == 1 {  // 里
                return number.isArabic || number.millionths >= 2_000_000
                    ? !reading.has("里程", at: start)
                        && reading.anyOf(rules.distances, at: end) != nil
                    : false
            }
            return reading.anyOf(rules.notMetres, at: end) == nil
        case "%":
            return reading.at(start) != 0x6210
                || reading.anyOf(rules.notTenths, at: end) == nil
        case "度":
            return
                (number.isArabic || number.millionths >= 10_000_000 && !number.beginsWithScale
                || reading.anyOf(rules.temperatures, before: number.start) != nil) && next != 0x91CF
                && next != 0x5047
        case "分":
            return (number.isArabic || number.millionths >= 10_000_000 && reading.starts(end) && next != 0x94DF)
                && reading.anyOf(rules.notPoints, at: end) == nil
        case "kg": return reading.at(start) != 0x514B || next != 0x62C9
        case "字": return true
        case "CNY":
            if reading.at(start) == 0x5757, length == 1 {  // 块
                return reading.anyOf(rules.afterMoney, at: end) != nil
                    && (number.isArabic || reading.anyOf(rules.trades, before: number.start) != nil)
            }
            if reading.at(start) == 0x6BDB, length == 1 {  // 毛
                return reading.starts(end) && reading.anyOf(rules.trades, before: number.start) != nil
            }
            if reading.at(start) == 0x89D2 {  // 角
                return reading.anyOf(rules.notJiao, at: end) == nil && (number.isArabic || isPrice(number.start))
            }
            return reading.anyOf(rules.notYuan, at: end) == nil
        case "m3":
            return length > 1 || reading.anyOf(rules.notCubic, at: end) == nil
        case "minute", "hour", "month", "m2", "USD", "HKD", "EUR", "JPY": return true
        default: return true
        }
    }

    /// 八角 is a spice and 五角 a shape: money behind a trade or 每斤.
    private func isPrice(_ start: Int) -> Bool {
        if reading.anyOf(rules.trades, before: start) != nil { return true }
        for index in stride(from: start - 1, to: max(-1, start - 9), by: -1) {
            if Scalars.endsClause(reading.at(index)) { return false }
            if reading.at(index) == 0x6BCF { return true }
        }
        return reading.anyOf(["了", "钱"], before: start) != nil
    }

    func scaled(_ value: Int128, _ unit: MeasureUnit) -> Int128 {
        let (product, overflow) = value.multipliedReportingOverflow(by: Int128(unit.numerator))
        guard !overflow else { return value }
        let bottom = Int128(unit.denominator)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: bottom)
        let twice = remainder * 2
        if twice > bottom || twice == bottom && quotient % 2 != 0 { return quotient + 1 }
        return quotient
    }

    /// 两年零三个月.
    func extraMonths(_ start: Int) -> (Int128, Int)? {
        let index = reading.anyOf(["零", "又"], at: start).map { start + $0 } ?? start
        guard let number = NumberReader.read(reading, at: index), let length = reading.anyOf(["个月"], at: number.end)
        else { return nil }
        return (number.millionths, number.end + length)
    }

    /// 三元五角.
    func smallerMoney(_ start: Int) -> (Int128, Int)? {
        guard let number = NumberReader.read(reading, at: start), reading.at(number.end) == 0x89D2 else { return nil }
        return (number.millionths / 10, number.end + 1)
    }

    /// 投资5.8亿: money without its unit.
    func bareMoney(_ number: NumberRead) -> FoundQuantity? {
        let last = reading.at(number.end - 1)
        guard last == 0x4EBF || last == 0x4E07, number.isArabic,
            reading.anyOf(rules.money, before: number.start) != nil,
            reading.at(number.end) == 0x2C || Scalars.endsClause(reading.at(number.end))
                || reading.at(number.end) == Han.listComma
        else { return nil }
        return FoundQuantity(
            span: Span(number.start, number.end), millionths: number.millionths, unit: "CNY",
            isApproximate: number.isApproximate)
    }
}
