/// A set of scalars that may say yes to others too, in 128 bytes: for passing quickly over what is not asked for.
struct ScalarFilter: Sendable {
    private var bits = InlineArray<16, UInt64>(repeating: 0)

    init(_ scalars: some Sequence<UInt32>) {
        for scalar in scalars { bits[Int(scalar >> 6 & 15)] |= 1 << UInt64(scalar & 63) }
    }

    @inline(__always)
    func mayContain(_ scalar: UInt32) -> Bool { bits[Int(scalar >> 6 & 15)] >> UInt64(scalar & 63) & 1 != 0 }
}

/// A few scalars, most often asked for others.
struct ScalarSet: ExpressibleByArrayLiteral, Sendable {
    private let filter: ScalarFilter
    private let scalars: [UInt32]

    init(arrayLiteral scalars: UInt32...) {
        filter = ScalarFilter(scalars)
        self.scalars = scalars
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool { filter.mayContain(scalar) && scalars.contains(scalar) }
}

/// Words looked for in many places, the one that counts first: kept in a static, where their tables are made once.
final class Words: ExpressibleByArrayLiteral, Sendable {
    let words: [StaticString]
    /// The first scalar of each word.
    let initials: [UInt32]
    /// First and last scalars of the words.
    let first: ScalarFilter
    let last: ScalarFilter
    private let byInitial: Chains
    private let byFinal: Chains
    /// The scalars of all words, one after the other.
    private let scalars: [UInt32]

    /// Words found by one of their scalars: those of one slot in a chain, in the order they are given in.
    private struct Chains {
        struct Entry {
            var start: Int32
            var count: Int32
            /// The next word of the slot, -1 at the end.
            var next: Int32
        }
        /// The first word of each of 64 slots, -1 where none is.
        private(set) var heads = InlineArray<64, Int16>(repeating: -1)
        private(set) var entries: [Entry] = []

        init(_ words: [[UInt32]], _ key: ([UInt32]) -> UInt32) {
            var start: Int32 = 0
            for word in words {
                entries.append(Entry(start: start, count: Int32(word.count), next: -1))
                start += Int32(word.count)
            }
            for (position, word) in words.enumerated().reversed() {
                let slot = Chains.slot(key(word))
                entries[position].next = Int32(heads[slot])
                heads[slot] = Int16(position)
            }
        }

        @inline(__always)
        static func slot(_ scalar: UInt32) -> Int { Int(truncatingIfNeeded: (scalar &* 0x9E37_79B1) &>> 26) }
    }

    init(arrayLiteral words: StaticString...) {
        self.words = words
        let all = words.map { $0.description.unicodeScalars.map(\.value) }
        initials = all.map { $0.first ?? 0 }
        first = ScalarFilter(initials)
        last = ScalarFilter(all.map { $0.last ?? 0 })
        byInitial = Chains(all) { $0.first ?? 0 }
        byFinal = Chains(all) { $0.last ?? 0 }
        scalars = all.flatMap(\.self)
    }

    /// The length of the first word that stands at a position of a text.
    func length(in text: UnsafeBufferPointer<UInt32>, at index: Int) -> Int? {
        var position = Int(byInitial.heads[Chains.slot(text[index])])
        guard position >= 0 else { return nil }
        return scalars.withUnsafeBufferPointer { scalars in
            byInitial.entries.withUnsafeBufferPointer { entries in
                repeat {
                    let entry = entries[position]
                    if stands(entry, in: text, at: index, scalars) { return Int(entry.count) }
                    position = Int(entry.next)
                } while position >= 0
                return nil
            }
        }
    }

    /// The length of the first word that ends at a position of a text.
    func length(in text: UnsafeBufferPointer<UInt32>, before end: Int) -> Int? {
        var position = Int(byFinal.heads[Chains.slot(text[end &- 1])])
        guard position >= 0 else { return nil }
        return scalars.withUnsafeBufferPointer { scalars in
            byFinal.entries.withUnsafeBufferPointer { entries in
                repeat {
                    let entry = entries[position]
                    if stands(entry, in: text, at: end &- Int(entry.count), scalars) { return Int(entry.count) }
                    position = Int(entry.next)
                } while position >= 0
                return nil
            }
        }
    }

    @inline(__always)
    private func stands(
        _ entry: Chains.Entry, in text: UnsafeBufferPointer<UInt32>, at index: Int,
        _ scalars: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        let count = Int(entry.count)
        guard index >= 0, index &+ count <= text.count else { return false }
        let start = Int(entry.start)
        var place = 0
        while place < count {
            if text[index &+ place] != scalars[start &+ place] { return false }
            place &+= 1
        }
        return true
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
