internal import CSystem

/// Bytes to scalars.
enum TextCodec {
    struct Result {
        var scalars: [UInt32]
        /// Bytes no character could be made of; each became U+FFFD.
        var unreadable: Int
    }

    /// Decodes UTF-8. With `strict`, nil at the first byte that does not belong.
    static func utf8(_ bytes: ArraySlice<UInt8>, strict: Bool) -> Result? {
        var scalars = [UInt32](unsafeUninitializedCapacity: bytes.count) { _, count in count = 0 }
        scalars.reserveCapacity(bytes.count)
        var unreadable = 0
        let valid = bytes.withUnsafeBufferPointer { input in
            var i = 0
            let end = input.count
            while i < end {
                let b = UInt32(input[i])
                if b < 0x80 {
                    scalars.append(b)
                    i += 1
                    continue
                }
                let length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2
                var value = b & (0x7F >> UInt32(length))
                var good = b >= 0xC2 && b <= 0xF4 && i + length <= end
                if good {
                    for k in 1..<length {
                        let next = UInt32(input[i + k])
                        if next & 0xC0 != 0x80 { good = false }
                        value = value << 6 | next & 0x3F
                    }
                }
                let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
                if good, value >= least, value < 0x110000, !(0xD800..<0xE000).contains(value) {
                    scalars.append(value)
                    i += length
                } else {
                    if strict { return false }
                    scalars.append(0xFFFD)
                    unreadable += 1
                    i += 1
                }
            }
            return true
        }
        return valid ? Result(scalars: scalars, unreadable: unreadable) : nil
    }

    /// UTF-16 in one byte order; a lone surrogate and an odd last byte are unreadable.
    static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> Result {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count / 2)
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
                    // What stopped it is an invalid byte or a cut-off last character: one byte is given up.
                    guard left > 0, free >= 4, let bad = from, let place = to else { break }
                    UnsafeMutableRawPointer(place).storeBytes(of: UInt32(0xFFFD).littleEndian, as: UInt32.self)
                    to = place + 4
                    free -= 4
                    from = bad + 1
                    left -= 1
                    unreadable += 1
                    iconv(converter, nil, nil, nil, nil)
                }
                count = (room - free) / 4
            }
        }
        return Result(scalars: scalars, unreadable: unreadable)
    }
}
