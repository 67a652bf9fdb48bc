/// A set of scalars that may say yes to others too, in 128 bytes: for passing quickly over what is not asked for.
struct ScalarFilter: Sendable {
    private var bits = InlineArray<16, UInt64>(repeating: 0)

    init(_ scalars: some Sequence<UInt32>) {
        for scalar in scalars { bits[Int(scalar >> 6 & 15)] |= 1 << UInt64(scalar & 63) }
    }

    @inline(__always)
    func mayContain(_ scalar: UInt32) -> Bool { bits[Int(scalar >> 6 & 15)] >> UInt64(scalar & 63) & 1 != 0 }
}

/// Words looked for in many places, the one that counts first: kept in a static, where their filters are made once.
final class Words: ExpressibleByArrayLiteral, Sendable {
    let words: [StaticString]
    /// The first scalar of each word, and the last one.
    let initials: [UInt32]
    let finals: [UInt32]
    /// How many scalars each has.
    let counts: [Int]
    /// First and last scalars of the words.
    let first: ScalarFilter
    let last: ScalarFilter

    init(arrayLiteral words: StaticString...) {
        self.words = words
        initials = words.map { $0.description.unicodeScalars.first?.value ?? 0 }
        finals = words.map { $0.description.unicodeScalars.last?.value ?? 0 }
        counts = words.map(\.scalarCount)
        first = ScalarFilter(initials)
        last = ScalarFilter(finals)
    }
}

/// A scalar as it stands in UTF-8, to ask many words for it.
struct EncodedScalar {
    private let bytes: UInt32
    private let count: Int

    @inline(__always)
    init(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80: (bytes, count) = (scalar, 1)
        case 0x80..<0x800: (bytes, count) = (0xC0 | scalar >> 6 | (0x80 | scalar & 0x3F) << 8, 2)
        case 0x800..<0x10000:
            bytes = 0xE0 | scalar >> 12 | (0x80 | scalar >> 6 & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16
            count = 3
        default:
            bytes =
                0xF0 | scalar >> 18 & 7 | (0x80 | scalar >> 12 & 0x3F) << 8 | (0x80 | scalar >> 6 & 0x3F) << 16
                | (0x80 | scalar & 0x3F) << 24
            count = 4
        }
    }

    @inline(__always)
    func begins(_ word: StaticString) -> Bool { word.withUTF8Buffer { stands($0, at: 0) } }

    @inline(__always)
    func ends(_ word: StaticString) -> Bool { word.withUTF8Buffer { stands($0, at: $0.count - count) } }

    @inline(__always)
    private func stands(_ word: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start >= 0, start + count <= word.count else { return false }
        if count == 3 {
            let last = UInt32(word[start + 1]) << 8 | UInt32(word[start + 2]) << 16
            return UInt32(word[start]) | last == bytes
        }
        for place in 0..<count where UInt32(word[start + place]) != bytes >> UInt32(8 * place) & 0xFF { return false }
        return true
    }
}

extension StaticString {
    /// How many scalars it has.
    var scalarCount: Int { withUTF8Buffer { bytes in bytes.count { $0 & 0xC0 != 0x80 } } }
}
