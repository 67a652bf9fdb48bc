/// An exact decimal with at most six places: what a quantity's value is, never a binary fraction.
///
/// Rounding is half to even, first to six places and then, where that leaves more than fifteen significant digits, to
/// fifteen: so many survive a reader that only has doubles, and he writes the same characters again. Beyond
/// ``greatest``, either way, results stop there.
public struct DecimalValue: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The value times 1,000,000.
    public let millionths: Int128

    /// Just below 10^31; two of them add up without overflow.
    public static let greatest = DecimalValue(millionths: 999_999_999_999_999 * power(22))
    /// 0
    public static let zero = DecimalValue(0)

    /// A value given in millionths, of which fifteen significant digits are kept.
    public init(millionths: Int128) {
        if millionths.magnitude < 1_000_000_000_000_000 {
            self.millionths = millionths
            return
        }
        let limit: UInt128 = 999_999_999_999_999 * UInt128(Self.power(22))
        var magnitude = min(millionths.magnitude, limit)
        var unit: UInt128 = 1
        while magnitude / unit >= 1_000_000_000_000_000 { unit *= 10 }
        magnitude = Self.rounded(magnitude.quotientAndRemainder(dividingBy: unit), divisor: unit) * unit
        self.millionths = millionths < 0 ? -Int128(magnitude) : Int128(magnitude)
    }

    /// A value in millionths that has no more than fifteen significant digits.
    init(exactly millionths: Int128) { self.millionths = millionths }

    /// A whole number, of which fifteen significant digits are kept.
    public init(_ whole: Int) { self.init(millionths: Int128(whole) * 1_000_000) }

    /// Reads ASCII digits with a sign, a point and an exponent where wanted (`-12.5`, `3e8`).
    ///
    /// Nil for anything else and for what lies beyond ``greatest``.
    public init?(_ text: String) {
        var digits: [UInt8] = []
        var places = 0
        var exponent = 0
        var rest = Array(text.utf8)[...]
        let negative = rest.first == 0x2D
        if negative { rest.removeFirst() }
        func takeDigits() -> ArraySlice<UInt8> {
            let taken = rest.prefix { 0x30...0x39 ~= $0 }
            rest = rest.dropFirst(taken.count)
            return taken
        }
        digits += takeDigits()
        guard !digits.isEmpty else { return nil }
        if rest.first == 0x2E {
            rest.removeFirst()
            let fraction = takeDigits()
            guard !fraction.isEmpty else { return nil }
            digits += fraction
            places = fraction.count
        }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest.removeFirst()
            let sign = rest.first == 0x2D ? -1 : 1
            if rest.first == 0x2D || rest.first == 0x2B { rest.removeFirst() }
            let written = takeDigits()
            guard !written.isEmpty else { return nil }
            // Beyond a million only zero and infinity remain, so that the sum below cannot overflow.
            exponent = sign * min(Int(String(decoding: written, as: UTF8.self)) ?? 1_000_000, 1_000_000)
        }
        guard rest.isEmpty, let value = Self.millionths(digits, exponent: exponent - places + 6) else { return nil }
        self.init(millionths: negative ? -value : value)
    }

    /// As RFC 8785 writes the number: `5500000000`, `0.31`, `1e+21`.
    public var description: String {
        let digits = Array(millionths.magnitude.description.utf8)
        return (millionths < 0 ? "-" : "") + CanonicalNumber.text(digits: digits, exponent: -6)
    }

    /// The nearest double.
    public var double: Double { Double(millionths) / 1_000_000 }

    /// Orders by value.
    public static func < (a: DecimalValue, b: DecimalValue) -> Bool { a.millionths < b.millionths }

    /// The sum, rounded.
    public static func + (a: DecimalValue, b: DecimalValue) -> DecimalValue {
        DecimalValue(millionths: a.millionths + b.millionths)
    }

    /// The difference, rounded.
    public static func - (a: DecimalValue, b: DecimalValue) -> DecimalValue {
        DecimalValue(millionths: a.millionths - b.millionths)
    }

    /// The product, rounded once.
    public static func * (a: DecimalValue, b: DecimalValue) -> DecimalValue {
        quotient(a.millionths, times: b.millionths, over: 1_000_000)
    }

    /// Nil where `b` is zero.
    public static func / (a: DecimalValue, b: DecimalValue) -> DecimalValue? {
        b.millionths == 0 ? nil : quotient(a.millionths, times: 1_000_000, over: b.millionths)
    }

    /// `a` x `b` / `c` in millionths, with the whole product before the one division.
    private static func quotient(_ a: Int128, times b: Int128, over c: Int128) -> DecimalValue {
        let product = a.magnitude.multipliedFullWidth(by: b.magnitude)
        let divisor = c.magnitude
        let negative = [a, b, c].count { $0 < 0 } % 2 == 1
        guard product.high < divisor else { return negative ? DecimalValue.zero - greatest : greatest }
        let magnitude = rounded(divisor.dividingFullWidth(product), divisor: divisor)
        guard let value = Int128(exactly: magnitude) else { return negative ? DecimalValue.zero - greatest : greatest }
        return DecimalValue(millionths: negative ? -value : value)
    }

    /// Half to even.
    private static func rounded(
        _ division: (quotient: UInt128, remainder: UInt128), divisor: UInt128
    ) -> UInt128 {
        let (quotient, remainder) = division
        let other = divisor - remainder
        let up = remainder > other || (remainder == other && quotient & 1 == 1)
        return up ? quotient + 1 : quotient
    }

    private static func power(_ exponent: Int) -> Int128 {
        var value: Int128 = 1
        for _ in 0..<exponent { value *= 10 }
        return value
    }

    /// `digits` x 10^`exponent`, rounded half to even; nil where it is too great.
    private static func millionths(_ digits: [UInt8], exponent: Int) -> Int128? {
        let significant = digits.drop { $0 == 0x30 }
        if significant.isEmpty { return 0 }
        guard significant.count + exponent <= 38 else { return nil }
        guard significant.count + exponent >= 0 else { return 0 }
        let kept = exponent < 0 ? significant.dropLast(-exponent) : significant
        let cut = significant.dropFirst(kept.count)
        var value: Int128 = 0
        for digit in kept { value = value * 10 + Int128(digit - 0x30) }
        if exponent > 0 { value *= power(exponent) }
        guard let next = cut.first else { return value <= greatest.millionths ? value : nil }
        // Beyond 38 digits nothing was kept above, so the first digit cut is the first decimal of the quotient.
        let tie = next == 0x35 && cut.dropFirst().allSatisfy { $0 == 0x30 }
        if next > 0x35 || (next == 0x35 && (!tie || value & 1 == 1)) { value += 1 }
        return value <= greatest.millionths ? value : nil
    }
}
