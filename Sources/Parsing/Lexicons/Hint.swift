/// What may begin at a place of a line, as far as a character and the next one tell: noted for every place on the one pass
/// over a page, so that whoever looks for something passes over the places where it cannot be.
struct Hint: OptionSet, Sendable {
    let rawValue: UInt16

    // Told by two characters, or by one; there is room for eight of these.
    /// A phrase of the furniture rules for lines of some length, and of those for longer ones too.
    static let trigger = Hint(rawValue: 1 << 0)
    static let longTrigger = Hint(rawValue: 1 << 4)
    /// What tells who speaks in a text.
    static let voice = Hint(rawValue: 1 << 1)
    /// A cue for a kind that stands in a report's body.
    static let cue = Hint(rawValue: 1 << 2)
    /// What stands before the number of a part.
    static let label = Hint(rawValue: 1 << 3)
    /// A word of the furniture lexicon: in three sets, for fewer pairs of characters then look like words that are none.
    static let words = [Hint(rawValue: 1 << 5), Hint(rawValue: 1 << 6), Hint(rawValue: 1 << 7)]
    static let word = Hint(rawValue: 0x7 << 5)

    // Told by the character alone.
    /// A time, an address, a gap to fill in.
    static let figure = Hint(rawValue: 1 << 8)
    /// An arrow, a triangle, a star.
    static let sign = Hint(rawValue: 1 << 9)
    /// What stands between the items of a row.
    static let bar = Hint(rawValue: 1 << 10)
    /// Blanks stand before the character.
    static let gap = Hint(rawValue: 1 << 11)
    static let sentenceEnd = Hint(rawValue: 1 << 12)
    /// A bracket that something may have been put in.
    static let opener = Hint(rawValue: 1 << 13)
    static let number = Hint(rawValue: 1 << 14)
    static let date = Hint(rawValue: 1 << 15)
}

/// For each character below U+10000, folded, which hints it gives: alone, as the first of two, as the second.
struct HintTable: Sendable {
    private(set) var alone = [UInt16](repeating: 0, count: 0x10000)
    private(set) var first = [UInt16](repeating: 0, count: 0x10000)
    private(set) var second = [UInt16](repeating: 0, count: 0x10000)

    /// Notes two characters that something begins with; one where `b` is 0.
    mutating func mark(_ hint: Hint, _ a: UInt32, _ b: UInt32) {
        if b == 0 {
            alone[Int(a)] |= hint.rawValue
        } else {
            first[Int(a)] |= hint.rawValue
            second[Int(b)] |= hint.rawValue
        }
    }

    mutating func mark(_ hint: Hint, where holds: (UInt32) -> Bool) {
        for c in 0..<0x10000 where holds(UInt32(c)) { alone[c] |= hint.rawValue }
    }
}
