/// A number as written, Arabic, Chinese or mixed.
struct NumberRead {
    var start: Int
    var end: Int
    /// Times 1,000,000.
    var millionths: Int128
    var isArabic: Bool
    /// 多, 余, 几 or a following guess (十一二) is part of it.
    var isApproximate: Bool
    /// It begins with a scale (百余名, 万名) and no digit.
    var beginsWithScale: Bool
    /// How many digits it has, where it is nothing but Arabic digits; else 0.
    var plainDigits: Int

    var whole: Int? { millionths % 1_000_000 == 0 ? Int(exactly: millionths / 1_000_000) : nil }
}

/// Reads numbers where they stand.
enum NumberReader {
    static func digit(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x96F6, 0x3007: 0  // 零 〇
        case 0x4E00: 1
        case 0x4E8C, 0x4E24: 2  // 二 两
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        default: nil
        }
    }

    static func scale(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x5341: 10  // 十
        case 0x767E: 100  // 百
        case 0x5343: 1000  // 千
        case 0x4E07: 10_000  // 万
        case 0x4EBF: 100_000_000  // 亿
        default: nil
        }
    }

    static func begins(_ scalar: UInt32) -> Bool {
        Scalars.isDigit(scalar) || digit(scalar) != nil || scale(scalar) != nil
    }

    /// 多, 余, 来, 几 after a number.
    static func isMore(_ scalar: UInt32) -> Bool { scalar == 0x591A || scalar == 0x4F59 }

    /// 400|来字, 两百|来人: 来 before what is counted, behind a round number.
    private static func isOrSo(_ reading: Reading, _ index: Int) -> Bool {
        guard reading.at(index) == 0x6765 else { return false }
        let before = reading.at(index - 1)
        return (before == 0x30 || scale(before) != nil)
            && reading.longest(at: index + 1, [.measure, .unit, .countedNoun]) != nil
    }

    static func read(_ reading: Reading, at start: Int) -> NumberRead? {
        Scalars.isDigit(reading.at(start)) ? arabic(reading, start) : chinese(reading, start)
    }

    private static func arabic(_ reading: Reading, _ start: Int) -> NumberRead? {
        var index = start
        var value: Int128 = 0
        var digits = 0
        while Scalars.isDigit(reading.at(index)), digits < 18 {
            value = value * 10 + Int128(reading.at(index) - 0x30)
            digits += 1
            index += 1
            if reading.at(index) == 0x2C, digits <= 15, (1...3).contains((index - start) % 4),
                isThousandsGroup(reading, index + 1)
            {
                index += 1
            }
        }
        guard !Scalars.isDigit(reading.at(index)) else { return nil }
        var plain = index - start == digits ? digits : 0
        value *= 1_000_000
        if reading.at(index) == 0x2E, Scalars.isDigit(reading.at(index + 1)) {
            plain = 0
            index += 1
            var place: Int128 = 100_000
            while Scalars.isDigit(reading.at(index)) {
                value += Int128(reading.at(index) - 0x30) * place
                place /= 10
                index += 1
            }
        }
        var approximate = false
        if isMore(reading.at(index)), scale(reading.at(index + 1)) != nil {
            approximate = true
            index += 1
        }
        while let factor = scale(reading.at(index)), factor > 10 {
            // 12万 but not 12百分点, and 3千米 is a unit.
            if factor == 100, reading.at(index + 1) == 0x5206 { break }
            if factor == 1000, reading.longest(at: index, .unit).map({ $0.length > 1 }) ?? false { break }
            value = clamp(value, times: Int128(factor))
            plain = 0
            index += 1
        }
        if isMore(reading.at(index)) || isOrSo(reading, index) {
            approximate = true
            plain = 0
            index += 1
        }
        return NumberRead(
            start: start, end: index, millionths: value, isArabic: true, isApproximate: approximate,
            beginsWithScale: false, plainDigits: plain)
    }

    private static func isThousandsGroup(_ reading: Reading, _ index: Int) -> Bool {
        (0..<3).allSatisfy { Scalars.isDigit(reading.at(index + $0)) } && !Scalars.isDigit(reading.at(index + 3))
            || (0..<3).allSatisfy { Scalars.isDigit(reading.at(index + $0)) } && reading.at(index + 3) == 0x2C
    }

    private static func clamp(_ value: Int128, times factor: Int128) -> Int128 {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow || product > 1 << 100 ? value : product
    }

    private static func chinese(_ reading: Reading, _ start: Int) -> NumberRead? {
        guard digit(reading.at(start)) != nil || scale(reading.at(start)) != nil else { return nil }
        var index = start
        var total: Int128 = 0
        var section: Int128 = 0
        var pending: Int128?
        var lastScale: Int128 = 0
        var approximate = false
        var sawScale = false
        let beginsWithScale = digit(reading.at(start)) == nil
        while index < reading.count {
            let scalar = reading.at(index)
            if let value = digit(scalar) {
                if let before = pending, before != 0 {
                    // 十一二: a guess, the first digit stands. 三五 without a scale is no number.
                    guard sawScale, value != 0 else { return nil }
                    approximate = true
                    index += 1
                    continue
                }
                pending = Int128(value)
                index += 1
                continue
            }
            guard let factor = scale(scalar) else { break }
            if factor == 1000, pending != nil, reading.has("千米", at: index) || reading.has("千克", at: index) { break }
            if factor == 100, reading.has("百分", at: index) { break }
            sawScale = true
            lastScale = Int128(factor)
            if factor < 10_000 {
                section += (pending ?? (section == 0 ? 1 : 0)) * Int128(factor)
            } else {
                let sum = section + (pending ?? 0)
                total =
                    factor == 100_000_000 && total > 0
                    ? clamp(total + sum, times: Int128(factor))
                    : total
                        + clamp(sum == 0 ? 1 : sum, times: Int128(factor))
                section = 0
            }
            pending = nil
            index += 1
            if isMore(reading.at(index)) || reading.at(index) == 0x51E0 {
                approximate = true
                index += 1
                if scale(reading.at(index)) == nil { break }
            }
            guard total < 1 << 80 else { return nil }
        }
        if let left = pending, left != 0 {
            // 两万三 is 23,000, but 二十三 is 23.
            section += left
        }
        _ = lastScale
        var value = (total + section) * 1_000_000
        if reading.at(index) == 0x70B9, !sawScale || total == 0, digit(reading.at(index + 1)) != nil {  // 点
            index += 1
            var place: Int128 = 100_000
            while let next = digit(reading.at(index)) {
                value += Int128(next) * place
                place /= 10
                index += 1
            }
            while let factor = scale(reading.at(index)), factor >= 10_000 {
                value = clamp(value, times: Int128(factor))
                index += 1
            }
        }
        if !approximate, sawScale, isMore(reading.at(index)) || isOrSo(reading, index) {
            approximate = true
            index += 1
        }
        return NumberRead(
            start: start, end: index, millionths: value, isArabic: false, isApproximate: approximate,
            beginsWithScale: beginsWithScale, plainDigits: 0)
    }
}
