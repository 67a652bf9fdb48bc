/// The names an object of the record has, or the words an enumeration is written with.
struct MemberTable<Name: RawRepresentable & CaseIterable & Sendable>: Sendable where Name.RawValue == String {
    let names: [Name]
    /// Each name in UTF-8 with the quote that ends it, one after another.
    private let text: [UInt8]
    private let starts: [Int]

    init() {
        names = Array(Name.allCases)
        var text: [UInt8] = []
        var starts: [Int] = []
        for name in names {
            starts.append(text.count)
            text += name.rawValue.utf8
            text.append(0x22)
        }
        starts.append(text.count)
        self.text = text
        self.starts = starts
    }

    /// Whether `input` goes on, just behind an opening quote, with the name at `index`; its length with the quote.
    @inline(__always)
    func match(_ index: Int, _ input: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
        let start = starts[index]
        let count = starts[index &+ 1] &- start
        guard offset &+ count <= input.count else { return nil }
        return text.withUnsafeBufferPointer { text in
            var at = 0
            while at < count {
                if text[start &+ at] != input[offset &+ at] { return nil }
                at &+= 1
            }
            return count
        }
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
        try colon()
        return cursor.table.names[index]
    }
}
