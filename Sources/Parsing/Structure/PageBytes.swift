internal import Reports

/// The page text in UTF-8, cut by scalar offsets: strings of a record are copies of stretches of it.
struct PageBytes {
    let bytes: [UInt8]
    private let table: LineTable

    /// - Parameter utf8: The page text in UTF-8, if there is such a copy already.
    init(_ table: LineTable, utf8: [UInt8]?) {
        self.table = table
        bytes = utf8 ?? Scalars.utf8(table.scalars[...])
    }

    func string(line: Int) -> String {
        string(bytes: table.lines[line].firstByte..<table.lines[line].endByte)
    }

    /// - Parameter place: Scalar offsets.
    func string(_ place: Range<Int>) -> String { string(bytes: range(of: place)) }

    func string(bytes place: Range<Int>) -> String {
        // The decoder has made the bytes of whole scalars, and a place begins and ends between two of them.
        String(copying: UTF8Span(unchecked: bytes.span.extracting(place)))
    }

    func range(of place: Range<Int>) -> Range<Int> {
        let start = byte(ofScalar: place.lowerBound)
        return start..<(place.isEmpty ? start : byte(ofScalar: place.upperBound))
    }

    /// The byte at which a scalar begins.
    func byte(ofScalar offset: Int) -> Int {
        var (scalar, byte) = anchor { $0.start <= offset }
        while scalar < offset {
            byte += Scalars.utf8Width(table.scalars[scalar])
            scalar += 1
        }
        return byte
    }

    /// The scalar that begins at a byte.
    func scalar(ofByte offset: Int) -> Int {
        var (scalar, byte) = anchor { $0.firstByte <= offset }
        while byte < offset {
            byte += Scalars.utf8Width(table.scalars[scalar])
            scalar += 1
        }
        return scalar
    }

    /// The first byte at or after `offset` that begins a scalar.
    func boundary(from offset: Int) -> Int {
        var offset = offset
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        return offset
    }

    /// The last byte up to `offset` that begins a scalar, or the end.
    func boundary(upTo offset: Int) -> Int {
        var offset = offset
        while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    /// Where the last line begins that is not past what is sought.
    private func anchor(_ isBefore: (Line) -> Bool) -> (scalar: Int, byte: Int) {
        var (low, high) = (0, table.lines.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(table.lines[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? (0, 0) : (table.lines[low - 1].start, table.lines[low - 1].firstByte)
    }
}
