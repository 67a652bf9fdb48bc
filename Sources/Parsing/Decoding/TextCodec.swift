internal import CSystem

/// Bytes to scalars.
enum TextCodec {
    struct Result {
        var scalars: [UInt32]
        /// Bytes no character could be made of; each became U+FFFD.
        var unreadable: Int
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
            var isValid = true
            var unreadable = 0
            // Every byte that continues no character stands alone, so that there is room whatever comes; of text that
            // must be valid the characters are counted first, which is less than a third of the room.
            let room = strict ? input.reduce(0) { $0 &+ ($1 & 0xC0 != 0x80 ? 1 : 0) } : input.count
            let scalars = [UInt32](unsafeUninitializedCapacity: room) { output, count in
                guard let next = output.baseAddress, let first = input.baseAddress else { return }
                (count, unreadable, isValid) = utf8(first, input.count, next, room, strict: strict)
            }
            return isValid ? Result(scalars: scalars, unreadable: unreadable) : nil
        }
    }

    private static func utf8(
        _ input: UnsafePointer<UInt8>, _ end: Int, _ output: UnsafeMutablePointer<UInt32>, _ room: Int, strict: Bool
    ) -> (count: Int, unreadable: Int, isValid: Bool) {
        var (i, n, unreadable) = (0, 0, 0)
        while i < end {
            // Valid text never fills the room early: each of its characters has the one byte that was counted.
            if n >= room { return (n, unreadable, false) }
            let a = input[i]
            if a < 0x80 {
                output[n] = UInt32(a)
                n &+= 1
                i &+= 1
                continue
            }
            var length = 0
            var value: UInt32 = 0
            if a >= 0xE0 && a < 0xF0 && i &+ 2 < end {
                let (b, c) = (input[i &+ 1], input[i &+ 2])
                value = UInt32(a & 0x0F) << 12 | UInt32(b & 0x3F) << 6 | UInt32(c & 0x3F)
                if b & 0xC0 == 0x80, c & 0xC0 == 0x80, value >= 0x800, value & 0xF800 != 0xD800 { length = 3 }
            } else if a >= 0xC2 && a < 0xE0 && i &+ 1 < end {
                let b = input[i &+ 1]
                value = UInt32(a & 0x1F) << 6 | UInt32(b & 0x3F)
                if b & 0xC0 == 0x80 { length = 2 }
            } else if a >= 0xF0 && a < 0xF5 && i &+ 3 < end {
                let (b, c, d) = (input[i &+ 1], input[i &+ 2], input[i &+ 3])
                value = UInt32(a & 0x07) << 18 | UInt32(b & 0x3F) << 12 | UInt32(c & 0x3F) << 6 | UInt32(d & 0x3F)
                let continues = b & 0xC0 == 0x80 && c & 0xC0 == 0x80 && d & 0xC0 == 0x80
                if continues, value >= 0x10000, value < 0x110000 { length = 4 }
            }
            if length == 0 {
                if strict { return (n, unreadable, false) }
                value = 0xFFFD
                unreadable &+= 1
                length = 1
            }
            output[n] = value
            n &+= 1
            i &+= length
        }
        return (n, unreadable, true)
    }

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
