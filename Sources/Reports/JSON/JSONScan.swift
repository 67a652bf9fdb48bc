/// The inner loops that reader and writer share.
enum JSONScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    static let tops: UInt64 = 0x8080_8080_8080_8080

    /// The top bit of the first byte of a word, from its low end, that a JSON string cannot hold as it is: a quote, a
    /// backslash or a control; 0 where all can stand.
    ///
    /// The usual zero-byte trick: borrows only run upward, so the lowest hit is a true one; those above it may be false.
    @inline(__always)
    static func hits(_ word: UInt64) -> UInt64 {
        let quote = word ^ 0x2222_2222_2222_2222
        let slash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        return (((word &- 0x2020_2020_2020_2020) & ~word) | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash))
            & tops
    }

    /// The one to seven bytes at an address as a word, blanks above them.
    @inline(__always)
    static func last(_ text: UnsafeRawPointer, _ count: Int) -> UInt64 {
        let word: UInt64
        let shift = UInt64(truncatingIfNeeded: count &* 8)
        if count >= 4 {
            let low = UInt64(text.loadUnaligned(as: UInt32.self))
            let high = UInt64(text.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            word = low | high &<< (shift &- 32)
        } else {
            let middle = count &>> 1
            word =
                UInt64(text.load(as: UInt8.self))
                | UInt64(text.load(fromByteOffset: middle, as: UInt8.self))
                &<< UInt64(truncatingIfNeeded: middle &* 8)
                | UInt64(text.load(fromByteOffset: count &- 1, as: UInt8.self)) &<< (shift &- 8)
        }
        return word | 0x2020_2020_2020_2020 &<< shift
    }

    /// A stretch of a string without what needs an escape.
    struct Plain {
        /// The first byte that a JSON string cannot hold as it is, or the input's end.
        var end: Int
        var isASCII = true
        /// Whether all of it is UTF-8.
        var isValid = true
    }

    /// The plain stretch from `start` on.
    ///
    /// ASCII is taken eight bytes at a time and scalars of three bytes, which Chinese text is made of, two at a time.
    @inline(__always)
    static func plain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Plain {
        guard let base = text.baseAddress else { return Plain(end: 0) }
        let raw = UnsafeRawPointer(base)
        let count = text.count
        var plain = Plain(end: start)
        var at = start
        while true {
            while at &+ 8 <= count {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let stops = hits(word) | word & tops
                if stops == 0 {
                    at &+= 8
                    continue
                }
                at &+= stops.trailingZeroBitCount &>> 3
                break
            }
            while at &+ 8 <= count {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                // E0 may be too long a form and ED a surrogate: they are looked at below.
                if word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0, !isEdge(word), !isEdge(word &>> 24) {
                    at &+= 6
                } else if word & 0xC0_C0F0 == 0x80_80E0, !isEdge(word) {
                    at &+= 3
                } else {
                    break
                }
                plain.isASCII = false
            }
            guard at < count else { break }
            let byte = base[at]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            if byte < 0x80 {
                at &+= 1
                continue
            }
            plain.isASCII = false
            let length = scalar(base, at, count)
            if length == 0 { plain.isValid = false }
            at &+= max(length, 1)
        }
        plain.end = at
        return plain
    }

    @inline(__always)
    private static func isEdge(_ word: UInt64) -> Bool { word & 0xFF == 0xE0 || word & 0xFF == 0xED }

    /// The bytes of the scalar beyond ASCII that begins here, 0 where none does.
    private static func scalar(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
        func next(_ place: Int) -> UInt8 { at &+ place < count ? base[at &+ place] : 0 }
        func follows(_ place: Int) -> Bool { next(place) & 0xC0 == 0x80 }
        switch base[at] {
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return next(1) >= 0xA0 && follows(1) && follows(2) ? 3 : 0
        case 0xED: return next(1) < 0xA0 && follows(1) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return next(1) >= 0x90 && follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return next(1) < 0x90 && follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }

    /// Whether `a` comes before `b` in the order of RFC 8785, that of UTF-16 code units.
    ///
    /// UTF-8 order is scalar order; the two differ only where a scalar beyond the BMP, written with surrogates in
    /// UTF-16, meets one from U+E000 on.
    static func precedes(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        return a.withUTF8 { left in
            b.withUTF8 { right in
                let shared = min(left.count, right.count)
                var at = 0
                while at < shared {
                    let (x, y) = (left[at], right[at])
                    at &+= 1
                    if x == y { continue }
                    if x >= 0xF0 && (y == 0xEE || y == 0xEF) { return true }
                    if y >= 0xF0 && (x == 0xEE || x == 0xEF) { return false }
                    return x < y
                }
                return left.count < right.count
            }
        }
    }
}

/// Lower-case hexadecimal digits.
enum Hexadecimal {
    @inline(__always)
    static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 &+ value : 0x57 &+ value }

    /// The eight digits of a number below 2^32 as a word, the first digit in its lowest byte.
    @inline(__always)
    static func digits(_ value: UInt64) -> UInt64 {
        // Half of the number, a quarter, an eighth to a lane each: two digits meet in their byte at last.
        var lanes = value &>> 16 | (value & 0xFFFF) &<< 32
        lanes = lanes &>> 8 & 0x0000_00FF_0000_00FF | (lanes & 0x0000_00FF_0000_00FF) &<< 16
        lanes = lanes &>> 4 & 0x000F_000F_000F_000F | (lanes & 0x000F_000F_000F_000F) &<< 8
        let letters = (lanes &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
        return lanes &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }

    /// The number that eight digits make, the first in the word's lowest byte; nil for anything but `0-9a-f`.
    @inline(__always)
    static func number(_ digits: UInt64) -> UInt64? {
        guard digits & JSONScan.tops == 0 else { return nil }
        // In bytes below 80, the top bit after an addition says whether a byte is as great as the other's complement.
        let isLetter = (digits &+ 0x1F1F_1F1F_1F1F_1F1F) & JSONScan.tops  // a or above
        let aboveLetters = digits &+ 0x1919_1919_1919_1919  // g or above
        let isNumeral = digits &+ 0x5050_5050_5050_5050  // 0 or above
        let aboveNumerals = digits &+ 0x4646_4646_4646_4646  // : or above
        let fits = (isLetter & ~aboveLetters) | (isNumeral & ~aboveNumerals)
        guard fits & JSONScan.tops == JSONScan.tops else { return nil }
        var lanes = (digits & 0x0F0F_0F0F_0F0F_0F0F) &+ (isLetter &>> 7) &* 9
        lanes = (lanes &<< 4 | lanes &>> 8) & 0x00FF_00FF_00FF_00FF
        lanes = (lanes &<< 8 | lanes &>> 16) & 0x0000_FFFF_0000_FFFF
        return (lanes &<< 16 | lanes &>> 32) & 0xFFFF_FFFF
    }

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
