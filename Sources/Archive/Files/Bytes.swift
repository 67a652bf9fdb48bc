internal import Reports

/// Text forms of bytes, and digests of slices.
enum Bytes {
    private static let hexDigits = Array("0123456789abcdef".utf8)
    private static let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Lower-case hexadecimal.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            digits.append(hexDigits[Int(byte >> 4)])
            digits.append(hexDigits[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes of lower-case hexadecimal digits; nil for anything else.
    static func bytes(hex text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x57
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }

    /// Base64 of RFC 4648, section 4, with padding.
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var at = 0
        while at < bytes.count {
            let left = bytes.count - at
            let group =
                UInt32(bytes[at]) << 16 | (left > 1 ? UInt32(bytes[at + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[at + 2]) : 0)
            for place in 0..<4 {
                let digit = base64Digits[Int(group >> (18 - 6 * UInt32(place)) & 63)]
                text.append(place <= left ? digit : 0x3D)
            }
            at += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a base64 text; nil for what is not canonical base64.
    static func bytes(base64 text: String) -> [UInt8]? {
        var values: [UInt8] = []
        var padding = 0
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case 0x41...0x5A: value = digit - 0x41
            case 0x61...0x7A: value = digit - 0x61 + 26
            case 0x30...0x39: value = digit - 0x30 + 52
            case 0x2B: value = 62
            case 0x2F: value = 63
            case 0x3D:
                padding += 1
                continue
            default: return nil
            }
            guard padding == 0 else { return nil }
            values.append(value)
        }
        guard padding < 3, (values.count + padding) % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 3 / 4)
        var at = 0
        while at < values.count {
            var group: UInt32 = 0
            let count = min(4, values.count - at)
            for place in 0..<4 { group = group << 6 | (place < count ? UInt32(values[at + place]) : 0) }
            for place in 0..<(count - 1) { bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * UInt32(place)))) }
            at += 4
        }
        return bytes
    }

    /// Whether `a` comes before `b` in the order of their bytes; Swift's own order is by canonical equivalence.
    static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    /// Whether `a` and `b` are the same bytes; Swift's `==` holds é and e with an accent equal.
    static func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}

extension SHA256.Hasher {
    mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }
}
