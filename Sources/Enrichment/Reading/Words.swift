/// A set of scalars that may say yes to others too, in 32 bytes: for passing quickly over what is not asked for.
struct ScalarFilter: Sendable {
    private var bits: InlineArray<4, UInt64> = [0, 0, 0, 0]

    init(_ scalars: some Sequence<UInt32>) {
        for scalar in scalars { bits[Int(scalar >> 6 & 3)] |= 1 << UInt64(scalar & 63) }
    }

    @inline(__always)
    func mayContain(_ scalar: UInt32) -> Bool { bits[Int(scalar >> 6 & 3)] >> UInt64(scalar & 63) & 1 != 0 }
}

/// Words looked for in many places, the one that counts first: kept in a static, where their filters are made once.
struct Words: ExpressibleByArrayLiteral, Sendable {
    let words: [StaticString]
    /// The first scalar of each word.
    let initials: [UInt32]
    /// First and last scalars of the words.
    let first: ScalarFilter
    let last: ScalarFilter

    init(arrayLiteral words: StaticString...) {
        self.words = words
        initials = words.map { $0.description.unicodeScalars.first?.value ?? 0 }
        first = ScalarFilter(initials)
        last = ScalarFilter(words.compactMap { $0.description.unicodeScalars.last?.value })
    }
}

extension StaticString {
    /// How many scalars it has.
    var scalarCount: Int { withUTF8Buffer { bytes in bytes.count { $0 & 0xC0 != 0x80 } } }
}
