internal import Reports

/// Dates counted from another: 今年, 去年, 同年, 次年.
extension DateFinder {
    /// 今年5月, 去年10月, 上个月, 同年8月.
    func relativeYear(_ start: Int) -> (CalendarDate, Basis, Int)? {
        guard let (base, length, isAnaphor) = relativeBase(start) else { return nil }
        let end = start + length
        guard let base else {
            // No year to count from: only a month is worth saying.
            if let (month, monthEnd) = monthNumber(end) {
                let (day, last) = afterMonth(month, monthEnd)
                return (CalendarDate(month: month, day: day), .stated, last)
            }
            if let more = reading.anyOf(["年底", "底", "年末"], at: end) {
                return (CalendarDate(month: 12), .stated, end + more)
            }
            if let more = reading.anyOf(["年初", "初"], at: end) { return (CalendarDate(month: 1), .stated, end + more) }
            return nil
        }
        if let (month, monthEnd) = monthNumber(end) {
            let (day, last) = afterMonth(month, monthEnd)
            return (CalendarDate(year: base, month: month, day: day), .resolved, last)
        }
        if reading.anyOf(rules.lunar, at: end) != nil { return nil }
        if isAnaphor, !reading.has("年", at: end), reading.anyOf(["底", "末", "初"], at: end) == nil { return nil }
        if let more = reading.anyOf(["年底", "底", "年末"], at: end) {
            return (CalendarDate(year: base, month: 12), .resolved, end + more)
        }
        if let more = reading.anyOf(["年初", "初"], at: end), !reading.has("初冬", at: end), !reading.has("初春", at: end),
            !reading.has("初夏", at: end), !reading.has("初秋", at: end)
        {
            return (CalendarDate(year: base, month: 1), .resolved, end + more)
        }
        return isAnaphor ? nil : (CalendarDate(year: base), .resolved, end)
    }

    /// 当月18日, 同月底, 本月15日: in the month told last, or the page's.
    func relativeMonth(_ start: Int) -> (CalendarDate, Basis, Int)? {
        guard reading.at(start + 1) == Han.month else { return nil }
        let base: CalendarDate?
        switch reading.at(start) {
        case 0x5F53, 0x540C: base = dates.last.map { $0.finish ?? $0.start }  // 当 同
        case 0x672C: base = pageMonth.map { CalendarDate(year: pageYear, month: $0) }  // 本
        default: return nil
        }
        guard let base, let month = base.month else { return nil }
        let (day, end) = afterMonth(month, start + 2)
        guard end > start + 2 else { return nil }
        return (CalendarDate(year: base.year, month: month, day: day), .resolved, end)
    }

    /// 上个月, 下月: beside the page's month, or that of the diary's day told last.
    func besideMonth(_ start: Int) -> (CalendarDate, Basis, Int)? {
        let isNext = reading.at(start) == 0x4E0B
        guard let length = reading.anyOf(["上个月", "上月", "下个月"], at: start), let now = month(of: start) else {
            return nil
        }
        let count = now.year * 12 + now.month - 1 + (isNext ? 1 : -1)
        let (day, end) = afterMonth(count % 12 + 1, start + length)
        return (CalendarDate(year: count / 12, month: count % 12 + 1, day: day), .resolved, end)
    }

    /// The month in which the text was written.
    private func month(of start: Int) -> (year: Int, month: Int)? {
        if let pageYear, let pageMonth { return (pageYear, pageMonth) }
        let entry = dates.last { $0.start.day != nil && $0.finish == nil && reading.at($0.span.start - 1) == 0x0A }
        guard let entry, let year = entry.start.year, let month = entry.start.month else { return nil }
        return (year, month)
    }

    /// 人间四月芳菲尽,山寺桃花始盛开: a month in a line of verse, five or seven characters like the one beside it.
    func isOfVerse(_ start: Int, _ end: Int) -> Bool {
        guard !Scalars.isDigit(reading.at(start)) else { return false }
        let before = verseStart(start)
        let after = verseEnd(end)
        guard after - before == 5 || after - before == 7 else { return false }
        let length = after - before
        if reading.at(before - 1) == 0x201C, reading.at(after) == 0x2C {
            return verseEnd(after + 1) - after - 1 == length
        }
        guard reading.at(before - 1) == 0x2C else { return false }
        let first = verseStart(before - 1)
        return before - 1 - first == length && reading.at(first - 1) == 0x201C
    }

    private func verseStart(_ index: Int) -> Int {
        var start = index
        while index - start < 8, Scalars.isHan(reading.at(start - 1)) { start -= 1 }
        return start
    }

    private func verseEnd(_ index: Int) -> Int {
        var end = index
        while end - index < 8, Scalars.isHan(reading.at(end)) { end += 1 }
        return end
    }

    /// The year a relative expression means (nil where nothing resolves it), its length, and whether it needs a month.
    func relativeBase(_ start: Int) -> (year: Int?, length: Int, isAnaphor: Bool)? {
        switch reading.at(start) {
        case 0x4ECA:  // 今
            guard reading.has("今年", at: start) else { return nil }
            return (anchor, 2, false)
        case 0x53BB:  // 去
            guard reading.has("去年", at: start) else { return nil }
            return (anchor.map { $0 - 1 }, 2, false)
        case 0x524D:  // 前
            guard reading.has("前年", at: start), reading.at(start - 1) != Han.day, reading.at(start - 1) != 0x5927
            else { return nil }
            return (anchor.map { $0 - 2 }, 2, false)
        case 0x660E:  // 明
            guard reading.has("明年", at: start) else { return nil }
            return (anchor.map { $0 + 1 }, 2, false)
        case 0x540E:  // 后
            guard reading.has("后年", at: start), reading.anyOf(rules.notYears, before: start) == nil,
                reading.token(at: start).map({ Int($0.start) == start }) ?? true
            else { return nil }
            return (anchor.map { $0 + 2 }, 2, false)
        case 0x540C:  // 同
            guard reading.has("同年", at: start) else { return nil }
            return (span?.start.year ?? running, 2, true)
        case 0x90A3, 0x5F53:  // 那 当
            guard reading.has("那年", at: start) || reading.has("当年", at: start) else { return nil }
            return (lastYear, 2, true)
        case 0x6B21, 0x7FCC:  // 次 翌
            guard reading.has("次年", at: start) || reading.has("翌年", at: start) else { return nil }
            return (running.map { $0 + 1 }, 2, true)
        case Han.ordinal:
            guard reading.has("第二年", at: start) else { return nil }
            return (running.map { $0 + 1 }, 3, true)
        default:
            return nil
        }
    }

    var lastYear: Int? { dates.last { $0.start.year != nil }.flatMap { ($0.finish ?? $0.start).year } }
}
