/// Scalars by offset: a slice of an array where it matters little, a buffer where it is read for every line.
protocol ScalarText: RandomAccessCollection where Element == UInt32, Index == Int, SubSequence: ScalarText {}

extension Array: ScalarText where Element == UInt32 {}
extension ArraySlice: ScalarText where Element == UInt32 {}
extension UnsafeBufferPointer: ScalarText where Element == UInt32 {}
extension Slice: ScalarText where Base: RandomAccessCollection, Base.Element == UInt32, Base.Index == Int {}

/// What the parser asks of single scalars. Everything works on `UInt32`, one element a scalar, so that an index is the
/// offset a record carries.
enum Scalars {
    /// White space as Unicode and Python's `str.isspace` have it; a zero-width space is none.
    @inline(__always)
    static func isBlank(_ c: UInt32) -> Bool {
        if c > 0x20 && c < 0x85 { return false }
        switch c {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            return true
        default: return false
        }
    }

    @inline(__always)
    static func isLineEnd(_ c: UInt32) -> Bool {
        switch c {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: return true
        default: return false
        }
    }

    /// Shows nothing: zero-width marks and soft hyphens.
    static func isInvisible(_ c: UInt32) -> Bool {
        switch c {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F: return true
        default: return false
        }
    }

    @inline(__always)
    static func isHan(_ c: UInt32) -> Bool {
        (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 || (c >= 0x20000 && c <= 0x3FFFF)
    }

    @inline(__always)
    static func isDigit(_ c: UInt32) -> Bool { c >= 0x30 && c <= 0x39 }

    @inline(__always)
    static func isLatinLetter(_ c: UInt32) -> Bool { (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7A }

    /// Ends a sentence, in folded text.
    static func isSentenceEnd(_ c: UInt32) -> Bool {
        switch c {
        case 0x3002, 0x21, 0x3F, 0x3B, 0x2026: return true  // 。!?;…
        default: return false
        }
    }

    /// May follow the mark that ends a sentence.
    static func isClosing(_ c: UInt32) -> Bool {
        switch c {
        case 0x201D, 0x2019, 0x22, 0x29, 0x300D, 0x300F, 0x300B, 0x3011, 0x5D: return true
        default: return false
        }
    }

    /// Value of a Chinese or ASCII digit, ten and hundred as 10 and 100.
    static func numeral(_ c: UInt32) -> Int? {
        switch c {
        case 0x30...0x39: Int(c) - 0x30
        case 0x3007, 0x96F6: 0
        case 0x4E00: 1
        case 0x4E8C: 2
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        case 0x5341: 10
        case 0x767E: 100
        default: nil
        }
    }

    @inline(__always)
    static func mayBeginNumber(_ c: UInt32) -> Bool {
        switch c {
        case 0x30...0x39, 0x2160...0x216B, 0x2460...0x249B, 0x2776...0x2793, 0x3220...0x3229, 0x3280...0x3289: true
        default: c >= 0x3007 && numeral(c) != nil
        }
    }

    /// Length and value of the number that begins a slice: `12`, `十二`, `二十`, ①, ⑴, Ⅳ.
    static func number(_ text: some ScalarText) -> (length: Int, value: Int)? {
        guard let first = text.first else { return nil }
        switch first {
        case 0x2460...0x2473: return (1, Int(first) - 0x245F)
        case 0x2474...0x2487: return (1, Int(first) - 0x2473)
        case 0x2488...0x249B: return (1, Int(first) - 0x2487)
        case 0x2160...0x216B: return (1, Int(first) - 0x215F)
        case 0x3220...0x3229: return (1, Int(first) - 0x321F)
        case 0x3280...0x3289: return (1, Int(first) - 0x327F)
        case 0x2776...0x2793: return (1, (Int(first) - 0x2776) % 10 + 1)  // ❶ ➀ ➊
        default: break
        }
        if isDigit(first) {
            var value = 0
            var length = 0
            for c in text {
                guard isDigit(c), length < 6 else { break }
                value = value * 10 + Int(c - 0x30)
                length += 1
            }
            return (length, value)
        }
        var total = 0
        var current = 0
        var length = 0
        for c in text {
            guard length < 5, !isDigit(c), let value = numeral(c) else { break }
            if value >= 10 {
                total += max(current, 1) * value
                current = 0
            } else {
                current = total > 0 ? value : current * 10 + value
            }
            length += 1
        }
        return length > 0 ? (length, total + current) : nil
    }

    /// Where a value first stands from a place on, or the end; by whole words, for it is sought in whole pages.
    @inline(__always)
    static func place<Value: FixedWidthInteger & UnsignedInteger>(
        of value: Value, in text: UnsafeBufferPointer<Value>, from start: Int
    ) -> Int {
        guard let first = text.baseAddress else { return text.count }
        // Of a word less one in each place, the highest bit of a place is set anew only where, or behind where, it was 0.
        let ones = UInt64.max / UInt64(Value.max)
        let sought = ones &* UInt64(value)
        let highest = ones &<< UInt64(Value.bitWidth &- 1)
        let step = 16 / MemoryLayout<Value>.size
        var i = start
        while i &+ step <= text.count {
            let raw = UnsafeRawPointer(first + i)
            let one = raw.loadUnaligned(as: UInt64.self) ^ sought
            let two = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ sought
            if ((one &- ones) & ~one | (two &- ones) & ~two) & highest != 0 { break }
            i &+= step
        }
        while i < text.count, text[i] != value { i &+= 1 }
        return i
    }

    /// Text of scalars; what is no scalar value becomes U+FFFD.
    static func string(_ text: some ScalarText) -> String {
        String(unsafeUninitializedCapacity: text.count * 4 + 1) { write(text, to: $0) }
    }

    static func array(_ text: String) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { scalars.append(scalar.value) }
        return scalars
    }

    /// UTF-8 of scalars; what is no scalar value becomes U+FFFD.
    static func utf8(_ text: some ScalarText) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: text.count * 4 + 1) { buffer, count in count = write(text, to: buffer) }
    }

    /// Three bytes are written as four, of which the next character takes the last: there must be room for one more.
    private static func write(_ text: some ScalarText, to bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let start = bytes.baseAddress.map({ UnsafeMutableRawPointer($0) }) else { return 0 }
        var output = start
        @inline(__always)
        func put(_ c: UInt32, _ place: Int) {
            output.storeBytes(of: UInt8(truncatingIfNeeded: c), toByteOffset: place, as: UInt8.self)
        }
        for scalar in text {
            let c = scalar >= 0x110000 || (scalar >= 0xD800 && scalar < 0xE000) ? 0xFFFD : scalar
            if c < 0x80 {
                put(c, 0)
                output += 1
            } else if c < 0x800 {
                put(0xC0 | c &>> 6, 0)
                put(0x80 | c & 0x3F, 1)
                output += 2
            } else if c < 0x10000 {
                let word = 0x80_80E0 | c &>> 12 | (c &<< 2) & 0x3F00 | (c &<< 16) & 0x3F_0000
                output.storeBytes(of: word.littleEndian, as: UInt32.self)
                output += 3
            } else {
                put(0xF0 | c &>> 18, 0)
                put(0x80 | c &>> 12 & 0x3F, 1)
                put(0x80 | c &>> 6 & 0x3F, 2)
                put(0x80 | c & 0x3F, 3)
                output += 4
            }
        }
        return output - start
    }

    /// Bytes of one scalar in UTF-8; of what is none those of U+FFFD.
    @inline(__always)
    static func utf8Width(_ c: UInt32) -> Int {
        c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 || c >= 0x11_0000 ? 3 : 4
    }
}
