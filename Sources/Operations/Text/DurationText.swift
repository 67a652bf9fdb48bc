/// Lengths of time as people write them: `150ms`, `5s`, `1m30s`, `0.5s`, `30d`. Kept in whole milliseconds.
public enum DurationText {
    private static let units: [(name: String, milliseconds: Int)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Milliseconds, or nil where `text` is no length of time. A number without a unit counts only when `plainUnit`
    /// says what it counts, or when it is 0.
    public static func parse(_ text: String, plainUnit: String? = nil) -> Int? {
        var rest = Array(text.utf8)[...]
        guard !rest.isEmpty else { return nil }
        var total = 0
        var nextUnit = 0
        while !rest.isEmpty {
            guard let (whole, fraction, digits) = number(&rest) else { return nil }
            let isLetter = { (byte: UInt8) in byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
            var name = String(decoding: rest.prefix(while: isLetter), as: UTF8.self)
            rest = rest.drop(while: isLetter)
            if name.isEmpty {
                guard nextUnit == 0 && rest.isEmpty else { return nil }
                guard let plain = plainUnit ?? (whole == 0 && fraction == 0 ? "ms" : nil) else { return nil }
                name = plain
            }
            // Larger units come first, each once.
            guard let unit = units.indices.first(where: { $0 >= nextUnit && units[$0].name == name }) else {
                return nil
            }
            nextUnit = unit + 1
            guard let part = milliseconds(whole, fraction, digits, of: units[unit].milliseconds) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }

    /// The shortest text that ``parse(_:plainUnit:)`` reads as `milliseconds`, largest unit first.
    public static func format(_ milliseconds: Int) -> String {
        guard milliseconds > 0 else { return "0s" }
        var rest = milliseconds
        var text = ""
        for unit in units where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text
    }

    /// Reads `12` or `12.5`: the whole part, the digits after the point as a number, and how many they are.
    private static func number(_ rest: inout ArraySlice<UInt8>) -> (Int, Int, Int)? {
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        let whole = rest.prefix(while: isDigit)
        guard let value = Int(String(decoding: whole, as: UTF8.self)) else { return nil }
        rest = rest.dropFirst(whole.count)
        guard rest.first == UInt8(ascii: ".") else { return (value, 0, 0) }
        rest = rest.dropFirst()
        let fraction = rest.prefix(while: isDigit)
        guard fraction.count <= 9, let digits = Int(String(decoding: fraction, as: UTF8.self)) else { return nil }
        rest = rest.dropFirst(fraction.count)
        return (value, digits, fraction.count)
    }

    private static func milliseconds(_ whole: Int, _ fraction: Int, _ digits: Int, of unit: Int) -> Int? {
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
        // At most 9 digits times 86,400,000: fits. What is finer than a millisecond is refused, not rounded.
        guard (fraction * unit).isMultiple(of: scale) else { return nil }
        let (sum, tooLarge) = product.addingReportingOverflow(fraction * unit / scale)
        return tooLarge ? nil : sum
    }
}
