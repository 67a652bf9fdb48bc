internal import Reports

/// Dates written in digits: with marks between them, without their century.
extension DateFinder {
    /// 2018-09-25, 2016.06, 2015/3/16.
    func dotted(_ year: Int, _ start: Int, _ end: Int) -> (CalendarDate, Int)? {
        let separator = reading.at(end)
        guard separator == 0x2D || separator == 0x2E || separator == 0x2F, Scalars.isDigit(reading.at(start)) else {
            return nil
        }
        guard let (month, monthEnd) = shortNumber(end + 1), (1...12).contains(month) else { return nil }
        if reading.at(monthEnd) == separator, let (day, dayEnd) = shortNumber(monthEnd + 1), (1...31).contains(day),
            !Scalars.isDigit(reading.at(dayEnd))
        {
            return (CalendarDate(year: year, month: month, day: day), dayEnd)
        }
        guard
            monthEnd - end == 3
                || separator == 0x2E
                    && (isInDottedRange(start, monthEnd)
                        || reading.anyOf(rules.dottedEnds, at: monthEnd) != nil),
            separator != 0x2F,
            reading.at(monthEnd) != separator, separator == 0x2E || reading.at(monthEnd) != Han.year
        else { return nil }
        return (CalendarDate(year: year, month: month), monthEnd)
    }

    /// 2016.5-2018.5: a month of one digit where another such date follows or stands before.
    func isInDottedRange(_ start: Int, _ end: Int) -> Bool {
        if let length = reading.anyOf(["——", "—", "--", "-", "–", "~", "－", "至", "到"], at: end),
            let (_, yearEnd) = yearNumber(end + length)
        {
            return reading.at(yearEnd) == 0x2E
        }
        guard let length = reading.anyOf(["——", "—", "--", "-", "–", "~", "－", "至", "到"], before: start) else {
            return false
        }
        return Scalars.isDigit(reading.at(start - length - 1))
            && (2...3).contains { reading.at(start - length - $0) == 0x2E }
    }

    func shortNumber(_ start: Int) -> (Int, Int)? {
        var value = 0
        var index = start
        while index - start < 2, Scalars.isDigit(reading.at(index)) {
            value = value * 10 + Int(reading.at(index) - 0x30)
            index += 1
        }
        guard index > start, !Scalars.isDigit(reading.at(index)) else { return nil }
        return (value, index)
    }

    /// 09年3月, 08年: a year without its century, where a month or the nought says that it is one.
    func shortYear(_ start: Int) -> (CalendarDate, Basis, Int)? {
        guard Scalars.isDigit(reading.at(start)), reading.at(start + 2) == Han.year,
            let (digits, end) = shortNumber(start), end == start + 2
        else { return nil }
        let year = digits <= 30 ? 2000 + digits : 1900 + digits
        if let (month, monthEnd) = monthNumber(end + 1) {
            let (day, last) = afterMonth(month, monthEnd)
            return (CalendarDate(year: year, month: month, day: day), .stated, last)
        }
        guard digits < 10 else { return nil }
        return (CalendarDate(year: year), .stated, end + 1)
    }
}
