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
