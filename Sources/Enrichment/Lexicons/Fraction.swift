/// Exact numbers of the unit table.
enum Fraction {
    /// `0.5` or `2000/3`, above 0, as numerator and denominator.
    static func parse(_ text: String) -> (Int64, Int64)? {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard let top = Int64(halves[0]), let bottom = Int64(halves[1]), top > 0, bottom > 0 else { return nil }
            return (top, bottom)
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), (0...1_000_000_000_000).contains(whole) else { return nil }
        guard parts.count == 2 else { return whole > 0 ? (whole, 1) : nil }
        guard let rest = Int64(parts[1]), rest >= 0, whole > 0 || rest > 0, parts[1].count <= 6 else { return nil }
        var bottom: Int64 = 1
        for _ in 0..<parts[1].count { bottom *= 10 }
        return (whole * bottom + rest, bottom)
    }
}

/// Logarithms of word shares.
enum Logarithm {
    /// Natural logarithm, to the precision that comparing word paths needs, the same on every machine.
    static func natural(_ value: Float) -> Float {
        guard value > 0, value.isFinite else { return -40 }
        let exponent = Float(value.exponent)
        let x = (value.significand - 1) / (value.significand + 1)
        let square = x * x
        return exponent * 0.693_147_2 + 2 * x * (1 + square * (1 / 3 + square * (0.2 + square * (1 / 7 + square / 9))))
    }
}
