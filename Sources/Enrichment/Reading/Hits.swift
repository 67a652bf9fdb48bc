/// The names that begin at one position, shortest first: a window on the reading's memory.
struct Hits: RandomAccessCollection {
    let hits: UnsafeMutablePointer<Hit>
    let range: Range<Int>

    var startIndex: Int { range.lowerBound }
    var endIndex: Int { range.upperBound }

    @inline(__always)
    subscript(position: Int) -> Hit { hits[position] }
}
