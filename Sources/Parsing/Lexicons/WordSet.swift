/// Whole words, asked for without making an array of what is asked.
struct WordSet: Sendable {
    /// Words of up to four characters below U+10000, sixteen bits each, each in the first free place from that of its hash
    /// on; half of the places are free, and 0 in them.
    private var short: [UInt64] = [0, 0]
    private var count = 0
    private var hasEmpty = false
    private var long = EndingList()

    mutating func insert(_ word: [UInt32]) {
        guard let packed = Self.packed(word) else {
            long.insert(word)
            return
        }
        if packed == 0 { hasEmpty = true }
        let place = place(packed)
        guard packed != 0, short[place] == 0 else { return }
        short[place] = packed
        count += 1
        guard count * 2 > short.count else { return }
        let words = short.filter { $0 != 0 }
        short = Array(repeating: 0, count: short.count * 2)
        for word in words { short[self.place(word)] = word }
    }

    func contains(_ word: some ScalarText) -> Bool {
        guard let packed = Self.packed(word) else { return long.contains(word) }
        return packed == 0 ? hasEmpty : short[place(packed)] != 0
    }

    /// Where a word is, or would be.
    private func place(_ packed: UInt64) -> Int {
        let mask = short.count - 1
        var place = Int(truncatingIfNeeded: packed &* 0x9E37_79B9_7F4A_7C15 &>> 40) & mask
        while short[place] != 0, short[place] != packed { place = (place + 1) & mask }
        return place
    }

    private static func packed(_ word: some ScalarText) -> UInt64? {
        guard word.count <= 4 else { return nil }
        var packed: UInt64 = 0
        for c in word {
            guard c < 0x10000 else { return nil }
            packed = packed << 16 | UInt64(c)
        }
        return packed
    }
}
