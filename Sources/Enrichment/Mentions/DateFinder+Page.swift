/// The page's own date where only its text gives it.
extension DateFinder {
    /// 《…》2023年第8期, 2019 年第 3 辑: the year of the issue that a periodical's page names around its reports.
    static func issueYear(of text: String) -> String? {
        let scalars = Array(text.unicodeScalars.prefix(400).lazy.map(\.value).filter { !Scalars.isBlank($0) })
        for index in scalars.indices.dropLast(6) where scalars[index + 4] == Han.year {
            let digits = scalars[index..<index + 4]
            guard digits.allSatisfy(Scalars.isDigit), index == 0 || !Scalars.isDigit(scalars[index - 1]),
                scalars[index] == 0x31 || scalars[index] == 0x32
            else { continue }
            var end = index + 5
            if scalars[end] == Han.ordinal { end += 1 }
            let number = end
            while end < scalars.count, Scalars.isDigit(scalars[end]) || NumberReader.begins(scalars[end]) {
                end += 1
            }
            // 期 辑 号 卷
            guard end > number, end < scalars.count, [0x671F, 0x8F91, 0x53F7, 0x5377].contains(scalars[end]) else {
                continue
            }
            return Scalars.string(Array(digits))
        }
        return nil
    }

    /// The signature's date, or one on a line of its own below the title, is when the report was written; the page may have
    /// come later.
    mutating func readSignature() {
        let known = (pageYear, pageMonth, anchor)
        readOwnDate()
        if let year = known.0, pageYear.map({ $0 > year }) ?? true { (pageYear, pageMonth, anchor) = known }
    }

    private mutating func readOwnDate() {
        if readDateline() { return }
        var line = reading.lineEnd(0) + 1
        for _ in 0..<3 where line < reading.count {
            let lineEnd = reading.lineEnd(line)
            if lineEnd - line <= 16, let (year, end) = yearNumber(line), reading.at(end) == Han.year,
                let (date, finish) = afterYear(year, end + 1), let month = date.month, finish == lineEnd
            {
                (pageYear, pageMonth, anchor) = (year, month, year)
                return
            }
            line = lineEnd + 1
        }
        var last = reading.lineStart(max(0, reading.count - 1))
        if signature(last, reading.count) { return }
        // Under the date a note or a comment: a line before that is all date.
        for _ in 0..<2 where last > 0 {
            let end = last - 1
            last = reading.lineStart(end)
            if end - last <= 16, signature(last, end) { return }
        }
    }

    /// Takes the date of a line that ends with one, is all date, or says in brackets when the text appeared.
    private mutating func signature(_ line: Int, _ lineEnd: Int) -> Bool {
        guard lineEnd - line <= 40 else { return false }
        let isBracketed = reading.at(line) == 0x28
        let isClosed = isBracketed && reading.at(lineEnd - 1) == 0x29
        for index in line..<lineEnd where NumberReader.begins(reading.at(index)) && !continuesNumber(index) {
            guard let (year, end) = yearNumber(index), reading.at(end) == Han.year,
                let (date, finish) = afterYear(year, end + 1), let month = date.month,
                lineEnd - finish <= 2 || isBracketed && index == line + 1 || isClosed && date.day != nil
                    || index == line && date.day != nil && reading.anyOf(rules.signedBehind, at: finish) != nil
            else { continue }
            (pageYear, pageMonth, anchor) = (year, month, year)
            return true
        }
        return false
    }

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
                if number <= 1, date.month == nil, !isHeaded, reading.anyOf(rules.yearly, at: finish) != nil {
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
}
