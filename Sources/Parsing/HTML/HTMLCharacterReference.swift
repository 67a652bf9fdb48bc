/// What `&…` stands for, as browsers read it (WHATWG HTML, section 13.2.5.72 and after).
enum HTMLCharacterReference {
    /// The character at an ampersand and where the reference ends; nil where the ampersand stands for itself.
    ///
    /// - Parameter inAttribute: There a name without semicolon before a letter, digit or `=` is part of an address.
    static func read(
        _ source: UnsafeBufferPointer<UInt32>, at start: Int, end: Int, entities: HTMLEntities,
        inAttribute: Bool = false
    ) -> (scalar: UInt32, end: Int)? {
        var i = start + 1
        guard i < end else { return nil }
        if source[i] == 0x23 { return number(source, at: i + 1, end: end) }
        while i < end, i - start <= HTMLEntities.longest, isNameCharacter(source[i]) { i += 1 }
        if i < end, i > start + 1, source[i] == 0x3B,
            let scalar = entities.find(source[(start + 1)..<i], isOpen: false)
        {
            return (scalar, i + 1)
        }
        var length = min(i - start - 1, HTMLEntities.longestOpen)
        while length >= 2 {
            let after = start + 1 + length
            if let scalar = entities.find(source[(start + 1)..<after], isOpen: true) {
                if inAttribute, after < end, source[after] == 0x3D || isNameCharacter(source[after]) { return nil }
                return (scalar, after)
            }
            length -= 1
        }
        return nil
    }

    /// `&#12345;` and `&#x3039;`, the semicolon optional.
    private static func number(
        _ source: UnsafeBufferPointer<UInt32>, at start: Int, end: Int
    ) -> (scalar: UInt32, end: Int)? {
        var i = start
        let isHexadecimal = i < end && source[i] | 0x20 == 0x78
        if isHexadecimal { i += 1 }
        let first = i
        var value: UInt32 = 0
        while i < end, let digit = digit(source[i], isHexadecimal) {
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
            i += 1
        }
        guard i > first else { return nil }
        if i < end, source[i] == 0x3B { i += 1 }
        return (scalar(value), i)
    }

    private static func scalar(_ value: UInt32) -> UInt32 {
        switch value {
        case 0, 0xD800..<0xE000, 0x110000...: 0xFFFD
        case 0x80..<0xA0: windows1252[Int(value - 0x80)]
        default: value
        }
    }

    /// What the C1 controls mean where people wrote numbers of windows-1252.
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static func digit(_ c: UInt32, _ isHexadecimal: Bool) -> UInt32? {
        if c >= 0x30, c <= 0x39 { return c - 0x30 }
        let lower = c | 0x20
        return isHexadecimal && lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : nil
    }

    private static func isNameCharacter(_ c: UInt32) -> Bool { Scalars.isLatinLetter(c) || Scalars.isDigit(c) }
}
