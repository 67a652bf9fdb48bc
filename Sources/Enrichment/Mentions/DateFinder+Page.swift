/// The page's own date where only its text gives it.
extension DateFinder {
    /// 本报记者 某某 2018年5月10日, 公开栏(2024年2月): a line below the title that ends or begins with a whole date, or a title
    /// with a month in brackets. A title's year alone only counts for 今年.
    mutating func readDateline() -> Bool {
        var line = 0
        for number in 0..<4 where line < reading.count {
            let lineEnd = reading.lineEnd(line)
            defer { line = lineEnd + 1 }
            guard lineEnd - line <= 48, lineEnd > line, reading.at(lineEnd - 1) != 0x3002 else { continue }
            for index in line..<lineEnd where Scalars.isDigit(reading.at(index)) {
                guard !Scalars.isDigit(reading.at(index - 1)), let (year, end) = yearNumber(index) else { continue }
                let found = reading.at(end) == Han.year ? afterYear(year, end + 1) : dotted(year, index, end)
                guard let (date, finish) = found else { continue }
                let isBracketed = reading.at(index - 1) == 0x28 && reading.at(finish) == 0x29
                if date.day != nil, number > 0, isBracketed || isEdge(index, finish, line, lineEnd) {
                    (pageYear, pageMonth, anchor) = (year, date.month, year)
                    return true
                }
                if number == 0, date.month != nil, isBracketed, finish + 1 == lineEnd {
                    (pageYear, pageMonth, anchor) = (year, date.month, year)
                    return true
                }
                if number == 0, date.month == nil, reading.anyOf(DateFinder.yearly, at: finish) != nil {
                    anchor = year
                    isHeaded = true
                }
            }
        }
        return false
    }

    /// Whether a date stands at its line's end behind a blank, or at its beginning before a time or a place.
    private func isEdge(_ start: Int, _ end: Int, _ line: Int, _ lineEnd: Int) -> Bool {
        end == lineEnd && start > line && Scalars.isBlank(reading.at(start - 1))
            || start == line && reading.anyOf(["上午", "下午", "晚"], at: end) != nil
    }

    private static let yearly: Words = ["工作报告", "工作总结", "度工作", "年度", "述职"]
}
