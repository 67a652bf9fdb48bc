/// Classes of folded scalars.
enum Scalars {
    /// The first scalar of valid UTF-8, 0 where it is empty.
    @inline(__always)
    static func first(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var offset = 0
        return bytes.isEmpty ? 0 : next(bytes, &offset)
    }

    /// How many scalars valid UTF-8 has.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let raw = UnsafeRawPointer(base)
        var following = 0
        var at = 0
        while at &+ 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            following &+= (word & (~word &<< 1) & 0x8080_8080_8080_8080).nonzeroBitCount
            at &+= 8
        }
        while at < bytes.count {
            if base[at] & 0xC0 == 0x80 { following &+= 1 }
            at &+= 1
        }
        return bytes.count &- following
    }

    /// The scalar at an offset of valid UTF-8, which moves to the next one.
    @inline(__always)
    static func next(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: inout Int) -> UInt32 {
        let lead = UInt32(bytes[offset])
        if lead & 0xF0 == 0xE0, offset + 2 < bytes.count {
            let (second, third) = (UInt32(bytes[offset + 1]), UInt32(bytes[offset + 2]))
            offset += 3
            return (lead & 0xF) &<< 12 | (second & 0x3F) &<< 6 | third & 0x3F
        }
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard length > 1, offset + length <= bytes.count else {
            offset += 1
            return lead
        }
        var value = lead & (0x7F &>> UInt32(truncatingIfNeeded: length))
        for place in 1..<length { value = value &<< 6 | UInt32(bytes[offset + place]) & 0x3F }
        offset += length
        return value
    }

    /// A stretch of a text.
    static func string(_ scalars: UnsafeBufferPointer<UInt32>, _ start: Int, _ end: Int) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (end - start) * 4) { bytes in
            var count = 0
            var seen: UInt32 = 0
            var index = start
            while index < end {
                let scalar = scalars[index]
                seen |= scalar
                append(scalar, to: bytes, at: &count)
                index &+= 1
            }
            // Scalars written as UTF-8 are valid.
            let text = UnsafeBufferPointer(start: bytes.baseAddress, count: count)
            return String(copying: UTF8Span(unchecked: text.span, isKnownASCII: seen < 0x80))
        }
    }

    static func string(_ scalars: [UInt32]) -> String {
        scalars.withUnsafeBufferPointer { string($0, 0, $0.count) }
    }

    @inline(__always)
    private static func append(_ scalar: UInt32, to bytes: UnsafeMutableBufferPointer<UInt8>, at count: inout Int) {
        @inline(__always)
        func put(_ byte: UInt32) {
            bytes.initializeElement(at: count, to: UInt8(truncatingIfNeeded: byte))
            count += 1
        }
        if scalar < 0x80 { return put(scalar) }
        if scalar < 0x800 {
            put(0xC0 | scalar >> 6)
        } else {
            if scalar < 0x10000 {
                put(0xE0 | scalar >> 12)
            } else {
                put(0xF0 | scalar >> 18)
                put(0x80 | scalar >> 12 & 0x3F)
            }
            put(0x80 | scalar >> 6 & 0x3F)
        }
        put(0x80 | scalar & 0x3F)
    }

    @inline(__always)
    static func isHan(_ scalar: UInt32) -> Bool {
        scalar >= 0x4E00 && scalar <= 0x9FFF || scalar >= 0x3400 && scalar <= 0x4DBF || scalar == 0x3007
            || scalar >= 0x20000 && scalar <= 0x3FFFF
    }

    @inline(__always)
    static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }

    @inline(__always)
    static func isLetter(_ scalar: UInt32) -> Bool {
        scalar >= 0x41 && scalar <= 0x5A || scalar >= 0x61 && scalar <= 0x7A || scalar >= 0xC0 && scalar <= 0x24F
    }

    @inline(__always)
    static func isLatin(_ scalar: UInt32) -> Bool { scalar < 0x250 && (isDigit(scalar) || isLetter(scalar)) }

    @inline(__always)
    static func isBlank(_ scalar: UInt32) -> Bool {
        scalar == 0x20 || scalar == 0x09 || scalar == 0x0D || scalar == 0x0A || scalar == 0x200B
    }

    @inline(__always)
    static func endsSentence(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0A, 0x3002, 0x21, 0x3F: true  // 。 ! ?
        default: false
        }
    }

    static func closes(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x201D, 0x2019, 0x300D, 0x300F, 0x29, 0x3011, 0x300B: true
        default: false
        }
    }

    static func opens(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x201C, 0x2018, 0x300C, 0x300E, 0x28, 0x3010, 0x300A: true
        default: false
        }
    }

    /// Marks that end a clause.
    static func endsClause(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x2C, 0x3B, 0x3A: true  // , ; :
        default: endsSentence(scalar)
        }
    }

    /// What may mask a name.
    @inline(__always)
    static func isMask(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x58, 0x78, 0xD7, 0x2A, 0x2715, 0x2716, 0x25A1, 0x25CF: true  // X x × *
        default: false
        }
    }
}

/// The scalars of valid UTF-8, one after the other.
struct ScalarCursor {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = UnsafeRawBufferPointer(bytes) }

    @inline(__always)
    mutating func next() -> UInt32? {
        if offset &+ 4 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            if word & 0x00C0_C0F0 == 0x0080_80E0 {
                offset &+= 3
                return (word & 0xF) &<< 12 | (word &>> 8 & 0x3F) &<< 6 | word &>> 16 & 0x3F
            }
            if word & 0x80 == 0 {
                offset &+= 1
                return word & 0x7F
            }
        }
        return offset < bytes.count ? other() : nil
    }

    @inline(never)
    private mutating func other() -> UInt32 {
        bytes.withMemoryRebound(to: UInt8.self) { Scalars.next($0, &offset) }
    }
}

/// Single characters the extractors ask for by name.
enum Han {
    static let year: UInt32 = 0x5E74
    static let month: UInt32 = 0x6708
    static let day: UInt32 = 0x65E5
    static let dayNumber: UInt32 = 0x53F7
    static let ordinal: UInt32 = 0x7B2C
    static let some: UInt32 = 0x67D0
    static let of: UInt32 = 0x7684
    static let half: UInt32 = 0x534A
    static let one: UInt32 = 0x4E00
    static let listComma: UInt32 = 0x3001
    static let dot: UInt32 = 0xB7
}
