/// The names an object of the record has, or the words an enumeration is written with.
///
/// Unchecked: the memory is written by `init` alone.
final class MemberTable<Name: RawRepresentable & CaseIterable & Sendable>: @unchecked Sendable
where Name.RawValue == String {
    /// A name as it stands in the input: the first sixteen bytes of it and of the quote that ends it, as two words.
    private struct Pattern {
        var words: (UInt64, UInt64) = (0, 0)
        /// The bits of `words` that count.
        var masks: (UInt64, UInt64) = (0, 0)
        /// Bytes of the name and its quote; more than sixteen only where no fast look is possible.
        var length = 0
    }

    let names: [Name]
    private let patterns: UnsafeMutablePointer<Pattern>

    init() {
        let names = Array(Name.allCases)
        self.names = names
        patterns = .allocate(capacity: names.count)
        for (index, name) in names.enumerated() {
            let bytes = Array(name.rawValue.utf8) + [0x22]
            var pattern = Pattern(length: bytes.count)
            for (place, byte) in bytes.prefix(16).enumerated() {
                let shift = UInt64(place % 8 * 8)
                if place < 8 {
                    pattern.words.0 |= UInt64(byte) << shift
                    pattern.masks.0 |= 0xFF << shift
                } else {
                    pattern.words.1 |= UInt64(byte) << shift
                    pattern.masks.1 |= 0xFF << shift
                }
            }
            (patterns + index).initialize(to: pattern)
        }
    }

    deinit { patterns.deallocate() }

    /// Whether `input` goes on, just behind an opening quote, with the name at `index`; its length with the quote.
    ///
    /// A look at sixteen bytes; nil too where those are not all there, or where the name is longer, and the name is then
    /// found by its string.
    @inline(__always)
    func match(_ index: Int, _ input: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
        let pattern = patterns[index]
        guard offset &+ 16 <= input.count, pattern.length <= 16, let base = input.baseAddress else { return nil }
        let raw = UnsafeRawPointer(base) + offset
        let first = raw.loadUnaligned(as: UInt64.self) & pattern.masks.0
        let second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & pattern.masks.1
        return (first ^ pattern.words.0) | (second ^ pattern.words.1) == 0 ? pattern.length : nil
    }

    func index(of name: String) -> Int? { names.firstIndex { $0.rawValue == name } }
}

/// What of one object has been read.
struct MemberCursor<Name: RawRepresentable & CaseIterable & Sendable>: Sendable where Name.RawValue == String {
    let table: MemberTable<Name>
    /// Members the table does not have; nil where they are refused.
    fileprivate(set) var unknown: [String: JSONValue]?
    fileprivate var seen: UInt64 = 0
    fileprivate var expected = 0
    fileprivate var started = false

    init(_ table: MemberTable<Name>, keepsUnknown: Bool = false) {
        self.table = table
        unknown = keepsUnknown ? [:] : nil
    }
}

extension JSONReader {
    /// Reads up to the value of the next member the table has; nil when the object has ended.
    ///
    /// Members not in the table go to the cursor's `unknown`, or are refused. Canonical input has its members
    /// in the table's order, so the first look is nearly always right.
    @inline(__always)
    mutating func next<Name>(
        _ cursor: inout MemberCursor<Name>
    ) throws(RecordError) -> Name? {
        // Canonical: a comma and the next name without a blank.
        if cursor.started, cursor.expected < cursor.table.names.count, offset &+ 1 < input.count,
            input[offset] == 0x2C, input[offset &+ 1] == 0x22,
            let length = cursor.table.match(cursor.expected, input, at: offset &+ 2)
        {
            let start = offset &+ 1
            offset = start &+ 1 &+ length
            return try accept(cursor.expected, &cursor, at: start)
        }
        return try nextOfAny(&cursor)
    }

    /// The same for an object's beginning and end, and for members out of order.
    private mutating func nextOfAny<Name>(
        _ cursor: inout MemberCursor<Name>
    ) throws(RecordError) -> Name? {
        if cursor.started {
            if !take(0x2C) {
                try endObject()
                return nil
            }
        } else {
            cursor.started = true
            try beginObject()
            if take(0x7D) {
                offset &-= 1
                try endObject()
                return nil
            }
        }
        skipBlanks()
        let table = cursor.table
        let start = offset
        if start < input.count, input[start] == 0x22, cursor.expected < table.names.count,
            let length = table.match(cursor.expected, input, at: start &+ 1)
        {
            offset = start &+ 1 &+ length
            return try accept(cursor.expected, &cursor, at: start)
        }
        return try search(&cursor)
    }

    /// Ends an object: every member but `optional` must have come.
    @inline(__always)
    func finish<Name>(_ cursor: MemberCursor<Name>, optional: UInt64 = 0) throws(RecordError) {
        let all: UInt64 = (1 &<< UInt64(cursor.table.names.count)) &- 1
        guard cursor.seen | optional == all else {
            let missing = cursor.table.names.indices.first { (cursor.seen | optional) & (1 << UInt64($0)) == 0 } ?? 0
            throw malformed("the member \(cursor.table.names[missing].rawValue) is missing")
        }
    }

    /// Reads a string that must be one of an enumeration's words.
    @inline(__always)
    mutating func word<Name>(_ table: MemberTable<Name>) throws(RecordError) -> Name {
        skipBlanks()
        let start = offset
        if start < input.count, input[start] == 0x22 {
            for index in table.names.indices {
                if let length = table.match(index, input, at: start &+ 1) {
                    offset = start &+ 1 &+ length
                    return table.names[index]
                }
            }
        }
        let text = try string()
        guard let index = table.index(of: text) else {
            throw malformed("\(text) is none of the known words", at: start)
        }
        return table.names[index]
    }

    private mutating func search<Name>(
        _ cursor: inout MemberCursor<Name>
    ) throws(RecordError) -> Name? {
        while true {
            let start = offset
            let name = try string()
            if let index = cursor.table.index(of: name) { return try accept(index, &cursor, at: start) }
            guard cursor.unknown != nil else { throw malformed("an unknown member \(name)", at: start) }
            try colon()
            guard cursor.unknown?.updateValue(try value(), forKey: name) == nil else {
                throw malformed("the member \(name) is given twice", at: start)
            }
            if !take(0x2C) {
                try endObject()
                return nil
            }
            skipBlanks()
        }
    }

    @inline(__always)
    private mutating func accept<Name>(
        _ index: Int, _ cursor: inout MemberCursor<Name>, at start: Int
    ) throws(RecordError) -> Name {
        let bit: UInt64 = 1 &<< UInt64(index)
        guard cursor.seen & bit == 0 else {
            throw malformed("the member \(cursor.table.names[index].rawValue) is given twice", at: start)
        }
        cursor.seen |= bit
        cursor.expected = index &+ 1
        if offset < input.count, input[offset] == 0x3A { offset &+= 1 } else { try colon() }
        return cursor.table.names[index]
    }
}
