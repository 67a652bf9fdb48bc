/// The inner loops that reader and writer share.
enum JSONScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The first byte from `start` that a JSON string cannot hold as it is: a quote, a backslash or a control.
    ///
    /// Eight bytes at a time by the usual zero-byte trick; a false alarm only costs the byte-wise look that follows.
    @inline(__always)
    static func plainEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = text.baseAddress else { return 0 }
        let raw = UnsafeRawPointer(base)
        let count = text.count
        var at = start
        while at &+ 8 <= count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ 0x2222_2222_2222_2222
            let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let hits =
                ((word &- 0x2020_2020_2020_2020) & ~word) | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)
            if hits & tops != 0 {
                let first = (UInt64(littleEndian: hits) & tops).trailingZeroBitCount &>> 3
                // Borrows only run upward, so the lowest hit is a true one.
                return at &+ first
            }
            at &+= 8
        }
        while at < count {
            let byte = base[at]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { return at }
            at &+= 1
        }
        return count
    }

    /// Whether `a` comes before `b` in the order of RFC 8785, that of UTF-16 code units.
    ///
    /// UTF-8 order is scalar order; the two differ only where a scalar beyond the BMP, written with surrogates in
    /// UTF-16, meets one from U+E000 on.
    static func precedes(_ a: String, _ b: String) -> Bool {
        var left = a.utf8.makeIterator()
        var right = b.utf8.makeIterator()
        while let x = left.next() {
            guard let y = right.next() else { return false }
            if x == y { continue }
            if x >= 0xF0 && (y == 0xEE || y == 0xEF) { return true }
            if y >= 0xF0 && (x == 0xEE || x == 0xEF) { return false }
            return x < y
        }
        return right.next() != nil
    }
}

/// Lower-case hexadecimal digits.
enum Hexadecimal {
    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }

    /// Nil for anything but `0-9a-f`.
    @inline(__always)
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit &- 0x30
        case 0x61...0x66: digit &- 0x57
        default: nil
        }
    }

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
