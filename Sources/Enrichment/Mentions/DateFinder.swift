internal import Reports

/// A date found, with what the secondments need of it.
struct FoundDate {
    var span: Span
    var start: CalendarDate
    var finish: CalendarDate?
    var basis: Basis

    var value: String { finish.map { start.value + "/" + $0.value } ?? start.value }
    var precision: DateMention.Precision { (finish ?? start).precision }
}

/// Finds calendar expressions by a grammar and resolves relative ones from the page's dates.
struct DateFinder {
    let reading: Reading
    var rules: DateRules { reading.store.rules.dates }
    /// The year of the page, or of the last absolute date before.
    var anchor: Int?
    var pageYear: Int?
    var pageMonth: Int?
    /// The year that a bare month takes, and where that ends: with the line of a bare 去年.
    var running: Int?
    private var runningEnd = Int.max
    /// A range of more than one year that set the running year.
    var span: (start: CalendarDate, finish: CalendarDate)?
    /// The year of a line that began with a whole dotted date: 4.9 at a later line's beginning is a day then.
    private var diaryYear: Int?
    private(set) var dates: [FoundDate] = []
    /// The title names the year that the report speaks of.
    var isHeaded = false
    /// Masked dates (20XX年3月): nothing else may be found in them.
    private(set) var masked: [Span] = []

    /// `published` is the page's own date, as far as its sighting says (`2023-02-28…`).
    init(_ reading: Reading, published: String?) {
        self.reading = reading
        let digits = Array((published ?? "").utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard digits.count >= range.upperBound else { return nil }
            return Int(String(decoding: digits[range], as: UTF8.self))
        }
        pageYear = number(0..<4)
        pageMonth = number(5..<7)
        anchor = pageYear
    }

    mutating func find() {
        readSignature()
        let beginnings = DateFinder.beginnings
        var index = 0
        while index < reading.count {
            index = reading.next(beginnings, from: index)
            if index >= reading.count { break }
            let scalar = reading.at(index)
            if Scalars.isMask(scalar) || Scalars.isDigit(scalar), let end = maskedDate(index) {
                masked.append(Span(index, end))
                index = end
                continue
            }
            if mayBegin(scalar, index), let (found, end) = expression(index) {
                dates.append(found)
                remember(found)
                index = end
                continue
            }
            index += 1
        }
    }

    /// Masks, digits and numerals, and the first characters of what `relativeBase` and `point` know: 上下今去前明后同那当次翌本元第.
    private static let beginnings = ScalarFilter(
        (0..<0x10000).filter { Scalars.isMask($0) || NumberReader.begins($0) }
            + [
                0x4E0A, 0x4E0B, 0x4ECA, 0x53BB, 0x524D, 0x660E, 0x540E, 0x540C, 0x90A3, 0x5F53, 0x6B21, 0x7FCC, 0x672C,
                0x5143,
                Han.ordinal,
            ])

    /// Whether what stands behind is what a date begins with: the 年 or 月 of a word like 今年 or 当月, four numerals, a month.
    private func mayBegin(_ scalar: UInt32, _ index: Int) -> Bool {
        if Scalars.isDigit(scalar) { return true }
        guard NumberReader.begins(scalar) else {
            let next = reading.at(index + 1)
            return switch scalar {
            case 0x4E0A, 0x4E0B: next == 0x4E2A || next == Han.month
            case Han.ordinal: reading.at(index + 2) == Han.year
            default: next == Han.year || next == Han.month
            }
        }
        for place in index + 1...index + 4 where reading.at(place) == Han.month { return true }
        return (index + 1...index + 3).allSatisfy { NumberReader.begins(reading.at($0)) }
    }

    private mutating func remember(_ found: FoundDate) {
        let last = found.finish ?? found.start
        guard let year = last.year else { return }
        if reading.at(found.span.start - 1) == 0x0A, last.day != nil, found.finish == nil,
            reading.at(found.span.start + 4) == 0x2E
        {
            diaryYear = year
        }
        // 明年: told ahead of the story.
        if found.basis == .resolved, reading.anyOf(rules.ahead, at: found.span.start) != nil { return }
        // A year alone on its line heads what follows.
        if reading.at(found.span.start - 1) == 0x0A, found.finish == nil, last.month == nil,
            reading.lineEnd(found.span.end) == found.span.end
        {
            running = year
            span = nil
        }
        if found.basis == .stated, year > 1900 {
            // 1996年3月生: no year the text speaks of.
            if reading.anyOf(rules.births, at: found.span.end) != nil { return }
            if pageYear == nil, !isHeaded, year >= anchor ?? 0 { anchor = year }
        }
        if last.month != nil || found.basis == .resolved || running == nil {
            running = year
            runningEnd = last.month == nil && found.basis == .resolved ? reading.lineEnd(found.span.end) : Int.max
            span = found.finish.map { (found.start, $0) }
        }
    }

    // MARK: Masks

    /// 20XX年3月, XX年XX月XX日, x月1日至14日.
    private func maskedDate(_ start: Int) -> Int? {
        guard start == 0 || !Scalars.isLatin(reading.at(start - 1)) else { return nil }
        var index = start
        var sawMask = false
        var sawUnit = false
        var runs = 0
        while runs < 8 {
            var end = index
            var mask = false
            while Scalars.isMask(reading.at(end)) || Scalars.isDigit(reading.at(end)) {
                mask = mask || Scalars.isMask(reading.at(end))
                end += 1
            }
            guard end > index else { break }
            if reading.at(end) == Han.some { break }
            let unit = reading.at(end)
            guard unit == Han.year || unit == Han.month || unit == Han.day else { break }
            guard mask || sawMask else { return nil }
            sawMask = true
            sawUnit = true
            index = end + 1
            runs += 1
            while reading.at(index) == 0x20 { index += 1 }
            if let length = reading.anyOf(["至", "到", "-", "—"], at: index), sawMask {
                let next = reading.at(index + length)
                if Scalars.isMask(next) || Scalars.isDigit(next) { index += length }
            }
        }
        guard sawMask, sawUnit else { return nil }
        while reading.at(index - 1) == 0x20 { index -= 1 }
        return index
    }

    // MARK: Grammar

    private func expression(_ start: Int) -> (FoundDate, Int)? {
        guard let (first, basis, firstEnd) = point(start, inherit: nil) else { return nil }
        var found = FoundDate(span: Span(start, firstEnd), start: first, finish: nil, basis: basis)
        if let (last, lastEnd) = rangeEnd(firstEnd, first: first) {
            found.finish = last
            found.span.end = lastEnd
        }
        guard found.span.end > start else { return nil }
        return (found, found.span.end)
    }

    private func rangeEnd(_ index: Int, first: CalendarDate) -> (CalendarDate, Int)? {
        var position = index
        while reading.at(position) == 0x20 { position += 1 }
        guard let length = reading.anyOf(["至", "到", "——", "—", "--", "-", "–", "~", "－"], at: position) else {
            return nil
        }
        position += length
        // 2021年5月至今: to the page's month.
        if length == 1, reading.at(position) == 0x4ECA, let pageYear, let pageMonth, first.year != nil,
            first.month != nil, reading.token(at: position).map({ $0.count < 2 || Int($0.start) < position }) ?? true,
            reading.at(position + 1) != Han.year
        {
            return (CalendarDate(year: pageYear, month: pageMonth), position + 1)
        }
        while reading.at(position) == 0x20 { position += 1 }
        guard let (last, _, end) = point(position, inherit: first), let finalYear = last.year,
            first.year.map({ finalYear >= $0 }) ?? true
        else { return nil }
        return (last, end)
    }

    /// One date; `inherit` is the date before it in a range (2019-2020年, 3月8日至11日).
    private func point(_ start: Int, inherit: CalendarDate?) -> (CalendarDate, Basis, Int)? {
        if let relative = relativeYear(start) ?? relativeMonth(start) { return relative }
        if reading.at(start) == 0x5143, reading.at(start + 1) == Han.month {
            return monthFirst(start, inherit: inherit)
        }
        if reading.at(start) == 0x4E0A || reading.at(start) == 0x4E0B { return besideMonth(start) }
        guard NumberReader.begins(reading.at(start)), !continuesNumber(start) else { return nil }
        if let (year, end) = yearNumber(start) {
            let unit = reading.at(end) == 0x20 ? end + 1 : end
            if reading.at(unit) == Han.year {
                if let found = afterYear(year, unit + 1) { return (found.0, .stated, found.1) }
                return nil
            }
            if let found = dotted(year, start, end) { return (found.0, .stated, found.1) }
            // 2019-2020年: the first of two years has no 年 of its own.
            if inherit == nil, let length = reading.anyOf(["—", "-", "–", "~", "至", "－"], at: end),
                let (next, nextEnd) = yearNumber(end + length), next > year, reading.at(nextEnd) == Han.year
            {
                return (CalendarDate(year: year), .stated, end)
            }
        }
        return shortYear(start) ?? monthFirst(start, inherit: inherit)
    }

    /// Whether the position is inside a number, a decimal or an ordinal.
    func continuesNumber(_ start: Int) -> Bool {
        let before = reading.at(start - 1)
        if Scalars.isLatin(before) || before == 0x2E || before == Han.ordinal { return true }
        if Scalars.isMask(before), Scalars.isMask(reading.at(start - 2)) { return true }
        return NumberReader.digit(before) != nil || NumberReader.scale(before) != nil
    }

    /// 2018, 二〇一四, ’98 is none.
    func yearNumber(_ start: Int) -> (Int, Int)? {
        var value = 0
        var index = start
        while index - start < 4 {
            let scalar = reading.at(index)
            if Scalars.isDigit(scalar) {
                value = value * 10 + Int(scalar - 0x30)
            } else if let digit = NumberReader.digit(scalar), scalar != 0x4E24 {
                value = value * 10 + digit
            } else {
                return nil
            }
            index += 1
        }
        guard (1000...2100).contains(value), !NumberReader.begins(reading.at(index)) else { return nil }
        return (value, index)
    }

    func afterYear(_ year: Int, _ start: Int) -> (CalendarDate, Int)? {
        var index = start
        while reading.at(index) == 0x20, index - start < 2 { index += 1 }
        if let (month, end) = monthNumber(index) {
            let found = afterMonth(month, end)
            return (CalendarDate(year: year, month: month, day: found.0), found.1)
        }
        if reading.anyOf(rules.notOfYear, at: start) != nil { return nil }
        if let length = reading.anyOf(["年底", "年末", "底", "末"], at: start) {
            return (CalendarDate(year: year, month: 12), start + length)
        }
        if let length = reading.anyOf(["年初", "初"], at: start), !reading.has("初中", at: start),
            !reading.has("初冬", at: start),
            !reading.has("初春", at: start), !reading.has("初夏", at: start), !reading.has("初秋", at: start)
        {
            return (CalendarDate(year: year, month: 1), start + length)
        }
        if let length = reading.matchLength("度", at: start) { return (CalendarDate(year: year), start + length) }
        return (CalendarDate(year: year), start)
    }

    /// A month's number and 月, where a month is meant.
    func monthNumber(_ start: Int) -> (Int, Int)? {
        if reading.at(start) == 0x5143, reading.at(start + 1) == Han.month { return (1, start + 2) }  // 元月
        guard let number = NumberReader.read(reading, at: start), !number.isApproximate, let month = number.whole,
            (1...12).contains(month), number.end - start <= 2
        else { return nil }
        var end = number.end
        while reading.at(end) == 0x20, end - number.end < 2 { end += 1 }
        guard reading.at(end) == Han.month else { return nil }
        end += 1
        if reading.anyOf(rules.notMonths, at: end) != nil { return nil }
        if reading.at(end) == 0x4EFD { end += 1 }  // 份
        return (month, end)
    }

    func afterMonth(_ month: Int, _ start: Int) -> (Int?, Int) {
        var index = start
        while reading.at(index) == 0x20, index - start < 2 { index += 1 }
        if let (day, end) = dayNumber(index) { return (day, end) }
        if let length = reading.anyOf(["上旬", "中旬", "下旬", "底", "末", "初"], at: start) { return (nil, start + length) }
        return (nil, start)
    }

    private func dayNumber(_ start: Int) -> (Int, Int)? {
        guard let number = NumberReader.read(reading, at: start), !number.isApproximate, let day = number.whole,
            (1...31).contains(day), number.end - start <= 3
        else { return nil }
        var end = number.end
        while reading.at(end) == 0x20, end - number.end < 2 { end += 1 }
        guard reading.at(end) == Han.day || reading.at(end) == Han.dayNumber else { return nil }
        return (day, end + 1)
    }

    /// 8月20日, 三月里, 至14日: the year is the narrative's.
    private func monthFirst(_ start: Int, inherit: CalendarDate?) -> (CalendarDate, Basis, Int)? {
        if let (month, end) = monthNumber(start) {
            // 一月 may be a month long; 3月大棚 and 个月 are none.
            if reading.at(start - 1) == 0x4E2A { return nil }
            let (day, last) = afterMonth(month, end)
            // 三月三, 六月六, 七月半, 农历三月: another calendar's.
            if day == nil, NumberReader.digit(reading.at(end)) != nil || reading.at(end) == 0x534A,
                !Scalars.isDigit(reading.at(end)), !Scalars.isDigit(reading.at(start))
            {
                return nil
            }
            if reading.anyOf(rules.lunarBefore, before: start) != nil || isOfVerse(start, end) { return nil }
            let told = start > runningEnd && pageYear != nil ? pageYear : running
            var year = inherit?.year ?? (inherit == nil ? yearOfSpan(month, day, start, last) : nil) ?? told ?? anchor
            if inherit != nil, let before = inherit?.month, month < before, let known = year { year = known + 1 }
            if year == nil, day == nil, !Scalars.isDigit(reading.at(start)) { return nil }
            let isResolved = inherit == nil && year != nil
            return (CalendarDate(year: year, month: month, day: day), isResolved ? .resolved : .stated, last)
        }
        if let diaryYear, inherit == nil, reading.at(start - 1) == 0x0A, let (month, end) = shortNumber(start),
            (1...12).contains(month), reading.at(end) == 0x2E, let (day, last) = shortNumber(end + 1),
            (1...31).contains(day), Scalars.isBlank(reading.at(last))
        {
            return (CalendarDate(year: diaryYear, month: month, day: day), .resolved, last)
        }
        if let inherit, inherit.day != nil, let (day, end) = dayNumber(start) {
            return (CalendarDate(year: inherit.year, month: inherit.month, day: day), .stated, end)
        }
        return nil
    }

    /// Behind a range a month lies in its first year where that year reaches it, and so does a term that comes before it:
    /// 为期2012年8月至2013年8月, 8月10日前报到.
    private func yearOfSpan(_ month: Int, _ day: Int?, _ start: Int, _ end: Int) -> Int? {
        let isTerm = day != nil && reading.anyOf(rules.terms, at: end) != nil
        if isTerm, let titleYear { return titleYear }
        // A term the signature's year still reaches lies in it, whatever other year the text has named: 预计9月通车.
        if isTerm || reading.anyOf(rules.expecting, before: start) != nil, let pageYear, let pageMonth,
            month >= pageMonth
        {
            return pageYear
        }
        // 11月18日 behind a term of next year's: a day lies in the page's own year.
        if day != nil, let pageYear, let pageMonth, month == pageMonth, running.map({ $0 > pageYear }) ?? false {
            return pageYear
        }
        // A year's summary: a month stands in the title's year, where a term that begins in it ends later.
        if day != nil, isHeaded, let span, let anchor, span.start.year == anchor, let last = span.finish.year,
            last > anchor
        {
            return anchor
        }
        // A diary's next year begins: 九月三十日, 一月二日.
        if day != nil, reading.at(start - 1) == 0x0A, let entry = lastEntry, let year = entry.year,
            let before = entry.month,
            before - month >= 6
        {
            return year + 1
        }
        guard let span, let first = span.start.year, let begun = span.start.month, span.finish.year != first else {
            return nil
        }
        return isTerm ? first : day != nil && month >= begun ? first : nil
    }

    /// The date that opened a line last.
    private var lastEntry: CalendarDate? {
        guard let last = dates.last(where: { $0.start.day != nil && reading.at($0.span.start - 1) == 0x0A }),
            last.finish == nil
        else { return nil }
        return last.start
    }

    /// The year a title names: 2020年度…方案.
    private var titleYear: Int? {
        guard let first = dates.first, first.basis == .stated, first.start.month == nil, first.finish == nil,
            first.span.start < reading.lineEnd(0)
        else { return nil }
        return first.start.year
    }
}
