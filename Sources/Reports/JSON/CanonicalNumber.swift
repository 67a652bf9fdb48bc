/// Numbers in the form of RFC 8785, which is that of ECMAScript's `Number::toString`.
enum CanonicalNumber {
    /// The shortest digits that read back as `value`; nil for infinities and NaN.
    ///
    /// Swift's description has the same digits but writes `1.0`, `1e+21` as `1e+21` and `0.0001` as `0.0001`, `1e-05`,
    /// and changes to exponents elsewhere, so only its digits are taken.
    static func text(of value: Double) -> String? {
        guard value.isFinite else { return nil }
        if value == 0 { return "0" }
        var digits: [UInt8] = []
        var exponent = 0
        var pointSeen = false
        var fraction = 0
        var rest = value.magnitude.description.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case 0x2E: pointSeen = true
            case 0x65:
                var text: [UInt8] = []
                while let byte = rest.next() { text.append(byte) }
                exponent = Int(String(decoding: text, as: UTF8.self)) ?? 0
            default:
                digits.append(byte)
                if pointSeen { fraction += 1 }
            }
        }
        exponent -= fraction
        return (value < 0 ? "-" : "") + text(digits: digits, exponent: exponent)
    }

    /// `digits` x 10^`exponent` as ECMAScript lays it out; zeros at either end are put aside first.
    static func text(digits: [UInt8], exponent: Int) -> String {
        var digits = digits[...]
        var exponent = exponent
        while digits.first == 0x30 { digits.removeFirst() }
        while digits.last == 0x30 {
            digits.removeLast()
            exponent += 1
        }
        guard let first = digits.first else { return "0" }
        let point = digits.count + exponent
        var text: [UInt8] = []
        if exponent >= 0 && point <= 21 {
            text += digits
            text += [UInt8](repeating: 0x30, count: exponent)
        } else if point > 0 && point <= 21 {
            text += digits.prefix(point)
            text.append(0x2E)
            text += digits.dropFirst(point)
        } else if point > -6 && point <= 0 {
            text += [0x30, 0x2E]
            text += [UInt8](repeating: 0x30, count: -point)
            text += digits
        } else {
            text.append(first)
            if digits.count > 1 {
                text.append(0x2E)
                text += digits.dropFirst()
            }
            text += (point > 0 ? "e+" : "e-").utf8
            text += abs(point - 1).description.utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
