/// Dates as furniture writes them: `2023-02-28 21:11:00`, `2019/3/5`, `2022年11月9日`, `二〇一六年四月十八日`.
enum DateReader {
    /// Where a date that begins at `start` ends, its time of day included; blanks may have been left out.
    static func end<Text: ScalarText>(ofDateAt start: Int, in line: Text) -> Int? {
        read(start, line)?.end
    }

    struct Reading {
        var start: Int
        var end: Int
        var year: Int
        var month: Int
        var day: Int
        /// Hour, minute, second where given.
        var time: [Int]

        /// RFC 3339 in China's zone, or the bare date.
        var text: String {
            func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
            let date = "\(year)-\(two(month))-\(two(day))"
            guard time.count >= 2 else { return date }
            return "\(date)T\(two(time[0])):\(two(time[1])):\(two(time.count > 2 ? time[2] : 0))+08:00"
        }
    }

    /// Whether a year may begin with a character of a folded text.
    @inline(__always)
    static func mayBegin(_ c: UInt32) -> Bool {
        Scalars.isDigit(c) || c == 0x3007 || c == 0x25CB || c == 0x4E8C || c == 0x4E00
    }

    /// The first full date in a line, blanks as they are.
    static func first<Text: ScalarText>(in line: Text) -> Reading? {
        var i = line.startIndex
        while i < line.endIndex {
            let c = fold(line[i])
            if mayBegin(c), i == line.startIndex || !Scalars.isDigit(fold(line[i - 1])), let reading = read(i, line) {
                return reading
            }
            i += 1
        }
        return nil
    }

    static func read<Text: ScalarText>(_ start: Int, _ line: Text) -> Reading? {
        var i = start
        guard let year = yearDigits(&i, line), (1900...2200).contains(year), i < line.endIndex else { return nil }
        let separator = fold(line[i])
        guard [0x2D, 0x2F, 0x2E, 0x5E74].contains(separator) else { return nil }
        i += 1
        skipBlanks(&i, line)
        guard let month = smallNumber(&i, line), (1...12).contains(month), i < line.endIndex else { return nil }
        let next = fold(line[i])
        guard separator == 0x5E74 ? next == 0x6708 : next == separator else { return nil }
        i += 1
        skipBlanks(&i, line)
        guard let day = smallNumber(&i, line), (1...31).contains(day) else { return nil }
        if separator == 0x5E74 {
            guard i < line.endIndex, line[i] == 0x65E5 || line[i] == 0x53F7 else { return nil }
            i += 1
        }
        var time: [Int] = []
        var j = i
        skipBlanks(&j, line)
        if j < line.endIndex, line[j] == 0x54 { j += 1 }
        while time.count < 3, let part = clockNumber(&j, line) {
            time.append(part)
            i = j
            guard j < line.endIndex, fold(line[j]) == 0x3A else { break }
            j += 1
        }
        if time.count < 2 || time[0] > 23 || time.dropFirst().contains(where: { $0 > 60 }) {
            return Reading(
                start: start, end: time.isEmpty ? i : dayEnd(start, line), year: year, month: month, day: day, time: [])
        }
        return Reading(start: start, end: i, year: year, month: month, day: day, time: time)
    }

    /// The end of the date alone, where what follows it is no time of day.
    private static func dayEnd<Text: ScalarText>(_ start: Int, _ line: Text) -> Int {
        var i = start
        var numbers = 0
        while i < line.endIndex, numbers < 3 {
            let before = i
            if numbers == 0 { _ = yearDigits(&i, line) } else { _ = smallNumber(&i, line) }
            if i == before { break }
            numbers += 1
            if i < line.endIndex, [0x2D, 0x2F, 0x2E, 0x5E74, 0x6708, 0x65E5].contains(fold(line[i])), numbers < 3 {
                i += 1
            }
            if numbers < 3 { skipBlanks(&i, line) }
        }
        return i
    }

    private static func fold(_ c: UInt32) -> UInt32 { c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c }

    private static func skipBlanks<Text: ScalarText>(_ i: inout Int, _ line: Text) {
        while i < line.endIndex, Scalars.isBlank(line[i]) { i += 1 }
    }

    private static func digit(_ c: UInt32) -> Int? {
        let c = fold(c)
        if c == 0x25CB || c == 0x4F { return 0 }  // ○ and O stand for 〇
        guard let value = Scalars.numeral(c), value < 10 else { return nil }
        return value
    }

    private static func yearDigits<Text: ScalarText>(_ i: inout Int, _ line: Text) -> Int? {
        var year = 0
        for k in 0..<4 {
            guard i + k < line.endIndex, let value = digit(line[i + k]) else { return nil }
            year = year * 10 + value
        }
        i += 4
        return year
    }

    /// One or two ASCII digits, or a Chinese number up to 31.
    private static func smallNumber<Text: ScalarText>(_ i: inout Int, _ line: Text) -> Int? {
        guard i < line.endIndex else { return nil }
        if Scalars.isDigit(fold(line[i])) { return clockNumber(&i, line) }
        guard let number = Scalars.number(line[i..<min(i + 3, line.endIndex)]) else { return nil }
        i += number.length
        return number.value
    }

    private static func clockNumber<Text: ScalarText>(_ i: inout Int, _ line: Text) -> Int? {
        guard i < line.endIndex, Scalars.isDigit(fold(line[i])) else { return nil }
        var value = Int(fold(line[i]) - 0x30)
        i += 1
        if i < line.endIndex, Scalars.isDigit(fold(line[i])) {
            value = value * 10 + Int(fold(line[i]) - 0x30)
            i += 1
        }
        return value
    }
}
