/// The words of a line that may be a byline, one after the other without the blanks between; lent for one reading.
struct BylineTokens {
    private let letters: UnsafePointer<UInt32>
    private let foldedLetters: UnsafePointer<UInt32>
    /// Where each word stands among the letters.
    var places: [Range<Int>] = []

    init(letters: UnsafePointer<UInt32>, folded: UnsafePointer<UInt32>) {
        self.letters = letters
        foldedLetters = folded
        places.reserveCapacity(8)
    }

    func raw(_ place: Range<Int>) -> TextSlice { TextSlice(letters, place) }
    func folded(_ place: Range<Int>) -> TextSlice { TextSlice(foldedLetters, place) }

    /// Makes one word of two.
    mutating func join(_ number: Int) {
        places[number] = places[number].lowerBound..<places[number + 1].upperBound
        places.remove(at: number + 1)
    }

    mutating func removeAll(where isUnwanted: (BylineTokens, Range<Int>) -> Bool) {
        var kept = 0
        for number in places.indices where !isUnwanted(self, places[number]) {
            places[kept] = places[number]
            kept += 1
        }
        places.removeLast(places.count - kept)
    }

    /// Words with blanks between.
    func text(of places: [Range<Int>]) -> String {
        places.count == 1
            ? Scalars.string(raw(places[0])) : places.map { Scalars.string(raw($0)) }.joined(separator: " ")
    }

    /// All words that are left, without anything between.
    var joined: [UInt32] {
        var joined: [UInt32] = []
        joined.reserveCapacity(places.reduce(0) { $0 + $1.count })
        for place in places { joined += raw(place) }
        return joined
    }
}
