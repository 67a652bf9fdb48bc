/// A stretch of a text that a ``LineTable`` owns, by its places there.
///
/// Lent: it counts no reference, so that asking for a line's text costs nothing, and must not outlive the table.
struct TextSlice: ScalarText {
    private let base: UnsafePointer<UInt32>
    let startIndex: Int
    let endIndex: Int

    init(_ base: UnsafePointer<UInt32>, _ range: Range<Int>) {
        self.base = base
        (startIndex, endIndex) = (range.lowerBound, range.upperBound)
    }

    @inline(__always)
    subscript(position: Int) -> UInt32 {
        assert(position >= startIndex && position < endIndex)
        return base[position]
    }

    @inline(__always)
    subscript(range: Range<Int>) -> TextSlice {
        assert(range.lowerBound >= startIndex && range.upperBound <= endIndex)
        return TextSlice(base, range)
    }

    typealias Indices = Range<Int>

    @inline(__always) var indices: Range<Int> { Range(uncheckedBounds: (startIndex, endIndex)) }
    @inline(__always) var count: Int { endIndex &- startIndex }
    @inline(__always) var isEmpty: Bool { startIndex == endIndex }
    @inline(__always) var first: UInt32? { startIndex < endIndex ? base[startIndex] : nil }
    @inline(__always) var last: UInt32? { startIndex < endIndex ? base[endIndex &- 1] : nil }

    func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt32>) throws -> Result
    ) rethrows -> Result? {
        try body(UnsafeBufferPointer(start: base + startIndex, count: count))
    }
}

/// A few characters by themselves, with no storage elsewhere.
struct ShortText: ScalarText {
    /// How many there may be.
    static let capacity = 16

    private var letters = SIMD16<UInt32>(repeating: 0)
    let startIndex: Int
    private(set) var endIndex: Int

    init() { (startIndex, endIndex) = (0, 0) }

    /// Of a longer text its beginning.
    init(_ text: some ScalarText) {
        self.init()
        for c in text.prefix(Self.capacity) { append(c) }
    }

    private init(_ letters: SIMD16<UInt32>, _ range: Range<Int>) {
        self.letters = letters
        (startIndex, endIndex) = (range.lowerBound, range.upperBound)
    }

    /// There must be room.
    mutating func append(_ c: UInt32) {
        letters[endIndex] = c
        endIndex += 1
    }

    func mapped(_ transform: (UInt32) -> UInt32) -> ShortText {
        var result = self
        for i in indices { result.letters[i] = transform(letters[i]) }
        return result
    }

    @inline(__always) subscript(position: Int) -> UInt32 { letters[position] }
    subscript(range: Range<Int>) -> ShortText { ShortText(letters, range) }

    typealias Indices = Range<Int>

    @inline(__always) var indices: Range<Int> { Range(uncheckedBounds: (startIndex, endIndex)) }
}

/// A line as what is asked of every line takes it; lent as ``TextSlice`` is.
struct PlacedText {
    /// Folded, without blanks.
    let text: UnsafeBufferPointer<UInt32>
    /// Of each character where it stands in the page text.
    let places: UnsafeBufferPointer<Int32>
    /// Of each character what may begin there, with room for three more behind the last.
    let hints: UnsafePointer<UInt16>

    /// Part of the line.
    subscript(range: Range<Int>) -> PlacedText {
        PlacedText(
            text: UnsafeBufferPointer(rebasing: text[range]), places: UnsafeBufferPointer(rebasing: places[range]),
            hints: hints + range.lowerBound)
    }

    /// Calls `body` with each place that has one of some hints, and its hints.
    @inline(__always)
    func forEach(_ wanted: Hint, _ body: (Int, Hint) -> Void) {
        forEachUntil(wanted) {
            body($0, $1)
            return true
        }
    }

    /// The same until `body` says no.
    @inline(__always)
    func forEachUntil(_ wanted: Hint, _ body: (Int, Hint) -> Bool) {
        let mask = UInt64(wanted.rawValue) &* 0x0001_0001_0001_0001
        let raw = UnsafeRawPointer(hints)
        var i = 0
        while i < text.count {
            var four = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i &* 2, as: UInt64.self)) & mask
            while four != 0 {
                let k = four.trailingZeroBitCount &>> 4
                let place = i &+ k
                if place >= text.count { return }
                if !body(place, Hint(rawValue: hints[place])) { return }
                four &= ~(0xFFFF &<< UInt64(k &* 16))
            }
            i &+= 4
        }
    }
}
