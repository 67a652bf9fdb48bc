/// A set of scalars that may say yes to others too, in 128 bytes: for passing quickly over what is not asked for.
///
/// Unchecked: the memory is written by `init` alone. It is no array of the value's own, which would be copied whole for
/// each question.
final class ScalarFilter: @unchecked Sendable {
    private let bits: UnsafeMutablePointer<UInt64>

    init(_ scalars: some Sequence<UInt32>) {
        bits = .allocate(capacity: 16)
        bits.initialize(repeating: 0, count: 16)
        for scalar in scalars { bits[Int(scalar >> 6 & 15)] |= 1 << UInt64(scalar & 63) }
    }

    deinit { bits.deallocate() }

    @inline(__always)
    func mayContain(_ scalar: UInt32) -> Bool {
        bits[Int(truncatingIfNeeded: scalar &>> 6 & 15)] &>> UInt64(scalar & 63) & 1 != 0
    }
}

/// A few scalars, most often asked for others.
struct ScalarSet: ExpressibleByArrayLiteral, Sendable {
    private let filter: ScalarFilter
    private let scalars: [UInt32]

    init(arrayLiteral scalars: UInt32...) { self.init(scalars) }

    init(_ scalars: [UInt32]) {
        filter = ScalarFilter(scalars)
        self.scalars = scalars
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool { filter.mayContain(scalar) && scalars.contains(scalar) }
}

/// Words looked for in many places, the one that counts first: kept with the lexicons, where their tables are made once.
///
/// Unchecked: the memory is written by `init` alone.
final class Words: @unchecked Sendable {
    /// A word in the chain of those that have a first or last scalar of one slot, in the order they are given in.
    private struct Entry {
        var start: Int32
        var count: Int32
        /// The next word of the chain, -1 at the end.
        var next: Int32
    }

    /// The first scalar of each word.
    let initials: [UInt32]
    /// First and last scalars of the words.
    let first: ScalarFilter
    let last: ScalarFilter
    /// The first word of each of 64 slots by first scalars, then of those by last ones; -1 where none is.
    private let heads: UnsafeMutablePointer<Int32>
    /// The words in the chains of first scalars, then in those of last ones.
    private let entries: UnsafeMutablePointer<Entry>
    /// The scalars of all words, one after the other.
    private let scalars: UnsafeMutablePointer<UInt32>

    init(_ words: [[UInt32]]) {
        initials = words.map { $0.first ?? 0 }
        let finals = words.map { $0.last ?? 0 }
        first = ScalarFilter(initials)
        last = ScalarFilter(finals)
        heads = .allocate(capacity: 128)
        heads.initialize(repeating: -1, count: 128)
        entries = .allocate(capacity: words.count * 2)
        scalars = .allocate(capacity: words.reduce(0) { $0 + $1.count })
        var start = 0
        for (place, word) in words.enumerated() {
            (scalars + start).initialize(from: word, count: word.count)
            for position in [place, words.count + place] {
                (entries + position)
                    .initialize(to: Entry(start: Int32(start), count: Int32(word.count), next: -1))
            }
            start += word.count
        }
        for place in words.indices.reversed() {
            link(place, Words.slot(initials[place]))
            link(words.count + place, 64 + Words.slot(finals[place]))
        }
    }

    deinit {
        heads.deallocate()
        entries.deallocate()
        scalars.deallocate()
    }

    private func link(_ position: Int, _ slot: Int) {
        entries[position].next = heads[slot]
        heads[slot] = Int32(position)
    }

    @inline(__always)
    private static func slot(_ scalar: UInt32) -> Int { Int(truncatingIfNeeded: (scalar &* 0x9E37_79B1) &>> 26) }

    /// The length of the first word that stands at a position of a text.
    func length(in text: UnsafeBufferPointer<UInt32>, at index: Int) -> Int? {
        var position = Int(heads[Words.slot(text[index])])
        while position >= 0 {
            let entry = entries[position]
            if stands(entry, in: text, at: index) { return Int(entry.count) }
            position = Int(entry.next)
        }
        return nil
    }

    /// The length of the first word that ends at a position of a text.
    func length(in text: UnsafeBufferPointer<UInt32>, before end: Int) -> Int? {
        var position = Int(heads[64 &+ Words.slot(text[end &- 1])])
        while position >= 0 {
            let entry = entries[position]
            if stands(entry, in: text, at: end &- Int(entry.count)) { return Int(entry.count) }
            position = Int(entry.next)
        }
        return nil
    }

    @inline(__always)
    private func stands(_ entry: Entry, in text: UnsafeBufferPointer<UInt32>, at index: Int) -> Bool {
        let count = Int(entry.count)
        guard index >= 0, index &+ count <= text.count else { return false }
        let word = scalars + Int(entry.start)
        var place = 0
        while place < count {
            if text[index &+ place] != word[place] { return false }
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
