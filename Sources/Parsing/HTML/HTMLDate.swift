/// Dates as fields of a head write them: ISO 8601 with or without a zone, compact, or as Chinese pages print them.
enum HTMLDate {
    /// RFC 3339, in China's zone where none is stated, or a bare date.
    static func read(_ text: ArraySlice<UInt32>) -> String? {
        let digits = text.prefix { Scalars.isDigit($0) }
        let line = [8, 12, 14].contains(digits.count) ? spread(digits)[...] : text.prefix(100)
        guard let reading = DateReader.first(in: line) else { return nil }
        guard reading.time.count >= 2 else { return reading.text }
        guard let zone = zone(line[reading.end...]) else { return reading.text }
        return String(reading.text.dropLast(6)) + zone
    }

    /// `20160608140500` with its marks.
    private static func spread(_ digits: ArraySlice<UInt32>) -> [UInt32] {
        let marks: [Int: UInt32] = [4: 0x2D, 6: 0x2D, 8: 0x20, 10: 0x3A, 12: 0x3A]
        var text: [UInt32] = []
        for (i, digit) in digits.enumerated() {
            if let mark = marks[i] { text.append(mark) }
            text.append(digit)
        }
        return text
    }

    /// What follows the time of day: a fraction, which goes, then `Z`, `+08:00` or `+0800`.
    private static func zone(_ rest: ArraySlice<UInt32>) -> String? {
        var rest = rest
        if rest.first == 0x2E { rest = rest.dropFirst().drop(while: Scalars.isDigit) }
        rest = rest.drop(while: Scalars.isBlank)
        guard let sign = rest.first else { return nil }
        if sign | 0x20 == 0x7A { return "Z" }
        guard sign == 0x2B || sign == 0x2D else { return nil }
        let digits = rest.dropFirst().prefix { Scalars.isDigit($0) || $0 == 0x3A }.filter(Scalars.isDigit)
        guard digits.count == 4 else { return nil }
        let hours = (digits[0] - 0x30) * 10 + digits[1] - 0x30
        let minutes = (digits[2] - 0x30) * 10 + digits[3] - 0x30
        guard hours <= 14, minutes < 60 else { return nil }
        return Scalars.string([sign, digits[0], digits[1], 0x3A, digits[2], digits[3]])
    }
}
