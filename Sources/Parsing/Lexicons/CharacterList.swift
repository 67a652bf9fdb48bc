/// Characters, told by one bit for each value of their last ten bits before anything is looked for.
struct CharacterList: Sendable {
    private var bits = [UInt64](repeating: 0, count: 16)
    private var sorted: [UInt32] = []

    mutating func insert(_ c: UInt32) {
        guard !sorted.contains(c) else { return }
        bits[Int(c >> 6 & 15)] |= 1 << UInt64(c & 63)
        sorted.insert(c, at: place(c))
    }

    mutating func formUnion(_ characters: [UInt32]) {
        for c in characters { insert(c) }
    }

    @inline(__always)
    func mayContain(_ c: UInt32) -> Bool { bits[Int(c &>> 6 & 15)] &>> UInt64(c & 63) & 1 != 0 }

    func contains(_ c: UInt32) -> Bool { mayContain(c) && index(of: c) != nil }

    /// Its place in the order of characters.
    func index(of c: UInt32) -> Int? {
        let place = place(c)
        return place < sorted.count && sorted[place] == c ? place : nil
    }

    private func place(_ c: UInt32) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low &+ high) &>> 1
            if sorted[middle] < c { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
