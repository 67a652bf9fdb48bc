internal import CSystem

/// Bytes to scalars.
enum TextCodec {
    struct Result {
        var scalars: [UInt32]
        /// Bytes no character could be made of; each became U+FFFD.
        var unreadable: Int
        /// How many are control characters that no text has, where that was counted on the way.
        var controls: Int?
    }

    /// Decodes by IANA name, without a byte-order mark; nil where the name is unknown.
    static func decode(_ bytes: ArraySlice<UInt8>, as encoding: String) -> Result? {
        switch encoding {
        case "UTF-8": utf8(bytes, strict: false)
        case "GB18030": DoubleByteTable.gb18030.decode(bytes)
        case "Big5": DoubleByteTable.big5.decode(bytes)
        case "UTF-16LE": utf16(bytes, bigEndian: false)
        case "UTF-16BE": utf16(bytes, bigEndian: true)
        case "HZ-GB-2312": hz(bytes)
        default: converted(bytes, from: encoding)
        }
    }

    /// Decodes UTF-8. With `strict`, nil at the first byte that does not belong.
    static func utf8(_ bytes: ArraySlice<UInt8>, strict: Bool) -> Result? {
        bytes.withUnsafeBufferPointer { input in
            var reading = UTF8Reading()
            // Every byte that continues no character stands alone, so that there is room whatever comes; of text that
            // must be valid the characters are counted first, which is less than a third of the room.
            let room = strict ? input.count - continuations(UnsafeRawBufferPointer(input)) : input.count
            let scalars = [UInt32](unsafeUninitializedCapacity: room) { output, count in
                guard let next = output.baseAddress, let first = input.baseAddress else { return }
                reading.read(UnsafeRawPointer(first), input.count, into: next, strict: strict)
                count = reading.count
            }
            guard reading.isValid else { return nil }
            return Result(scalars: scalars, unreadable: reading.unreadable, controls: reading.controls)
        }
    }

    /// How many bytes go on with a character, eight at a time.
    private static func continuations(_ bytes: UnsafeRawBufferPointer) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var (i, found) = (0, 0)
        while i &+ 8 <= bytes.count {
            // Each byte of the sum counts for one place, up to 255.
            let stop = min(i &+ 8 &* 255, bytes.count &- 7)
            var sum: UInt64 = 0
            while i < stop {
                let word = bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                sum &+= word &>> 7 & ~(word &>> 6) & ones
                i &+= 8
            }
            let pairs = sum & 0x00FF_00FF_00FF_00FF &+ (sum &>> 8 & 0x00FF_00FF_00FF_00FF)
            found &+= Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
        }
        while i < bytes.count {
            found &+= bytes[i] & 0xC0 == 0x80 ? 1 : 0
            i &+= 1
        }
        return found
    }

    /// One pass over UTF-8, as far as it has come.
    private struct UTF8Reading {
        var count = 0
        var unreadable = 0
        var controls = 0
        var isValid = true

        /// There must be room for a scalar of each byte, or of each that continues none if the text must be valid.
        mutating func read(
            _ input: UnsafeRawPointer, _ end: Int, into output: UnsafeMutablePointer<UInt32>, strict: Bool
        ) {
            var (i, n) = (0, 0)
            defer { count = n }
            while i < end {
                // Chinese text is runs of three bytes: four characters at a time.
                while i &+ 14 <= end, let four = Self.four(input + i) {
                    UnsafeMutableRawPointer(output + n).storeBytes(of: four, as: SIMD4<UInt32>.self)
                    n &+= 4
                    i &+= 12
                }
                while i &+ 8 <= end, let two = Self.two(input + i) {
                    UnsafeMutableRawPointer(output + n).storeBytes(of: two.littleEndian, as: UInt64.self)
                    n &+= 2
                    i &+= 6
                }
                let a = i < end ? input.load(fromByteOffset: i, as: UInt8.self) : 0
                if i < end, a < 0x80 {
                    output[n] = UInt32(a)
                    if a < 0x20 || a == 0x7F { controls &+= TextCodec.isControl(UInt32(a)) ? 1 : 0 }
                    n &+= 1
                    i &+= 1
                } else if i < end {
                    let (value, length) = Self.wide(a, input, i, end)
                    if length == 0 {
                        if strict {
                            isValid = false
                            return
                        }
                        unreadable &+= 1
                    }
                    output[n] = value
                    n &+= 1
                    i &+= max(length, 1)
                }
            }
        }

        /// Four characters of three bytes each; nil where others, or malformed ones, are among them. Reads 14 bytes.
        @inline(__always)
        private static func four(_ input: UnsafeRawPointer) -> SIMD4<UInt32>? {
            // Two in each word, and then one in each half.
            let first = UInt64(littleEndian: input.loadUnaligned(as: UInt64.self))
            let second = UInt64(littleEndian: input.loadUnaligned(fromByteOffset: 6, as: UInt64.self))
            guard first & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0, second & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0 else {
                return nil
            }
            let words = SIMD2(first, second)
            let apart =
                (words & SIMD2(repeating: 0x3F3F0F)) | ((words &<< 8) & SIMD2(repeating: 0x3F_3F0F_0000_0000))
            let both =
                ((apart &<< 12) & SIMD2(repeating: 0xF000_0000_F000))
                | ((apart &>> 2) & SIMD2(repeating: 0x0FC0_0000_0FC0))
                | ((apart &>> 16) & SIMD2(repeating: 0x003F_0000_003F))
            let four = unsafeBitCast(both, to: SIMD4<UInt32>.self)
            // Below U+0800 they are too long, and from U+D800 on there are surrogates.
            let blocks = four & SIMD4(repeating: 0xF800)
            var odd = SIMD4<UInt32>(repeating: 0)
            odd.replace(
                with: SIMD4(repeating: 1),
                where: (blocks .== SIMD4(repeating: 0)) .| (blocks .== SIMD4(repeating: 0xD800)))
            let wrong = unsafeBitCast(odd, to: SIMD2<UInt64>.self)
            return wrong.x | wrong.y == 0 ? four : nil
        }

        /// Two of them; nil where others are, or such as may be malformed. Reads 8 bytes.
        @inline(__always)
        private static func two(_ input: UnsafeRawPointer) -> UInt64? {
            let word = UInt64(littleEndian: input.loadUnaligned(as: UInt64.self))
            guard word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0 else { return nil }
            let apart = word & 0x3F3F0F | word &<< 8 & 0x3F_3F0F_0000_0000
            let both =
                apart &<< 12 & 0xF000_0000_F000 | apart &>> 2 & 0x0FC0_0000_0FC0 | apart &>> 16 & 0x003F_0000_003F
            let blocks = both & 0xF800_0000_F800
            let (low, high) = (blocks & 0xF800, blocks &>> 32)
            return low == 0 || low == 0xD800 || high == 0 || high == 0xD800 ? nil : both
        }

        /// A character of several bytes and how many; none where it is malformed or cut off.
        @inline(__always)
        private static func wide(_ a: UInt8, _ input: UnsafeRawPointer, _ i: Int, _ end: Int) -> (UInt32, Int) {
            @inline(__always) func byte(_ k: Int) -> UInt8 { input.load(fromByteOffset: i &+ k, as: UInt8.self) }
            if a >= 0xE0 && a < 0xF0 && i &+ 2 < end {
                let (b, c) = (byte(1), byte(2))
                let value = UInt32(a & 0x0F) << 12 | UInt32(b & 0x3F) << 6 | UInt32(c & 0x3F)
                if b & 0xC0 == 0x80, c & 0xC0 == 0x80, value >= 0x800, value & 0xF800 != 0xD800 { return (value, 3) }
            } else if a >= 0xC2 && a < 0xE0 && i &+ 1 < end {
                let b = byte(1)
                if b & 0xC0 == 0x80 { return (UInt32(a & 0x1F) << 6 | UInt32(b & 0x3F), 2) }
            } else if a >= 0xF0 && a < 0xF5 && i &+ 3 < end {
                let (b, c, d) = (byte(1), byte(2), byte(3))
                let value = UInt32(a & 0x07) << 18 | UInt32(b & 0x3F) << 12 | UInt32(c & 0x3F) << 6 | UInt32(d & 0x3F)
                let continues = b & 0xC0 == 0x80 && c & 0xC0 == 0x80 && d & 0xC0 == 0x80
                if continues, value >= 0x10000, value < 0x110000 { return (value, 4) }
            }
            return (0xFFFD, 0)
        }
    }

    /// A control character that no text has.
    @inline(__always)
    static func isControl(_ c: UInt32) -> Bool { c < 0x09 || c &- 0x0E < 0x0E || c == 0x7F }

    /// UTF-16 in one byte order; a lone surrogate and an odd last byte are unreadable.
    static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> Result {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count / 2 + 1)
        var unreadable = 0
        var i = bytes.startIndex
        func unit(_ at: Int) -> UInt32 {
            let (a, b) = (UInt32(bytes[at]), UInt32(bytes[at + 1]))
            return bigEndian ? a << 8 | b : b << 8 | a
        }
        while i + 1 < bytes.endIndex {
            let c = unit(i)
            i += 2
            if !(0xD800..<0xE000).contains(c) {
                scalars.append(c)
            } else if c < 0xDC00, i + 1 < bytes.endIndex, (0xDC00..<0xE000).contains(unit(i)) {
                scalars.append(0x10000 + (c - 0xD800) << 10 + (unit(i) - 0xDC00))
                i += 2
            } else {
                scalars.append(0xFFFD)
                unreadable += 2
            }
        }
        if i < bytes.endIndex {
            scalars.append(0xFFFD)
            unreadable += 1
        }
        return Result(scalars: scalars, unreadable: unreadable)
    }

    /// HZ (RFC 1843): GB 2312 with seven bits, between `~{` and `~}`; `~~` is a tilde, a tilde at a line's end joins
    /// it with the next. What is cut off or left open ends with its line.
    static func hz(_ bytes: ArraySlice<UInt8>) -> Result {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var isWide = false
        var i = bytes.startIndex
        while i < bytes.endIndex {
            let a = bytes[i]
            let b = i + 1 < bytes.endIndex ? bytes[i + 1] : 0
            if a == 0x0A || a == 0x0D {
                isWide = false
            } else if a == 0x7E, b == 0x7B || b == 0x7D {
                isWide = b == 0x7B
                i += 2
                continue
            } else if a == 0x7E, b == 0x7E || b == 0x0A, !isWide {
                if b == 0x7E { plain.append(a) }
                i += 2
                continue
            } else if isWide, (0x21...0x7E).contains(a), (0x21...0x7E).contains(b) {
                plain += [a | 0x80, b | 0x80]
                i += 2
                continue
            }
            plain.append(isWide && a > 0x20 ? 0xFF : a)
            i += 1
        }
        return DoubleByteTable.gb18030.decode(plain[...])
    }

    /// Any encoding the C library knows; nil where it does not know the name.
    static func converted(_ bytes: ArraySlice<UInt8>, from encoding: String) -> Result? {
        guard let converter = iconv_open("UTF-32LE", encoding), Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var input = Array(bytes)
        var unreadable = 0
        // No encoding here makes more than one scalar of a byte, save Big5-HKSCS, which makes two of two.
        let scalars = [UInt32](unsafeUninitializedCapacity: input.count + 1) { output, count in
            input.withUnsafeMutableBytes { raw in
                guard let base = raw.baseAddress, let outputBase = output.baseAddress else { return }
                var from: UnsafeMutablePointer<CChar>? = base.assumingMemoryBound(to: CChar.self)
                var left = raw.count
                let room = output.count * 4
                var to: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(outputBase)
                    .assumingMemoryBound(to: CChar.self)
                var free = room
                while left > 0, iconv(converter, &from, &left, &to, &free) == -1 {
                    // What stopped it is an invalid byte or a cut-off last character: one byte is given up. A character
                    // held back for a combining one comes out first.
                    iconv(converter, nil, nil, &to, &free)
                    guard left > 0, free >= 4, let bad = from, let place = to else { break }
                    UnsafeMutableRawPointer(place).storeBytes(of: UInt32(0xFFFD).littleEndian, as: UInt32.self)
                    to = place + 4
                    free -= 4
                    from = bad + 1
                    left -= 1
                    unreadable += 1
                }
                iconv(converter, nil, nil, &to, &free)
                count = (room - free) / 4
            }
        }
        return Result(scalars: scalars, unreadable: unreadable)
    }
}
