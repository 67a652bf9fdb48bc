/// A part of a record with its own JSON object.
///
/// Reading is strict: every member the schema names must be there once, and no other, but for the top level of a
/// record, where a newer minor version may add some.
package protocol RecordMember: Sendable {
    /// Reads one value.
    init(reading reader: inout JSONReader) throws(RecordError)
    /// Writes one value, its members sorted.
    func write(to writer: inout JSONWriter)
}

extension JSONReader {
    /// Reads an array of records' parts.
    package mutating func list<Element: RecordMember>(_: Element.Type = Element.self) throws(RecordError) -> [Element] {
        var elements: [Element] = []
        try array { reader throws(RecordError) in
            if elements.isEmpty { elements.reserveCapacity(4) }
            elements.append(try Element(reading: &reader))
        }
        return elements
    }

    /// Reads a part or `null`.
    package mutating func optional<Value: RecordMember>(_: Value.Type = Value.self) throws(RecordError) -> Value? {
        try null() ? nil : try Value(reading: &self)
    }

    /// Reads an array of strings.
    public mutating func strings() throws(RecordError) -> [String] {
        var elements: [String] = []
        try array { reader throws(RecordError) in elements.append(try reader.string()) }
        return elements
    }

    /// Reads a string or `null`.
    @inline(__always)
    public mutating func optionalString() throws(RecordError) -> String? {
        try null() ? nil : try string()
    }

    /// Reads a decimal, rounded where it is longer than a ``DecimalValue`` can be.
    public mutating func decimal() throws(RecordError) -> DecimalValue {
        _ = peek()
        let start = offset
        if let value = shortDecimal() { return value }
        guard let value = DecimalValue(try numberText()) else {
            throw malformed("a number beyond the range of a decimal", at: start)
        }
        return value
    }

    /// A decimal of at most fifteen digits without an exponent, as all are but for very large ones; nil, and nothing read,
    /// for any other.
    @inline(__always)
    private mutating func shortDecimal() -> DecimalValue? {
        var at = offset
        let isNegative = at < input.count && input[at] == 0x2D
        if isNegative { at &+= 1 }
        let first = at
        var value: Int64 = 0
        var point: Int?
        while at < input.count, at &- first < 16 {
            let byte = input[at]
            if byte == 0x2E, point == nil {
                point = at
            } else if byte &- 0x30 < 10 {
                value = value &* 10 &+ Int64(byte &- 0x30)
            } else {
                break
            }
            at &+= 1
        }
        let whole = (point ?? at) &- first
        let places = point.map { at &- $0 &- 1 } ?? 0
        guard at < input.count, whole > 0, whole == 1 || input[first] != 0x30, point == nil || places > 0, places <= 6,
            whole &+ places <= 15, input[at] == 0x2C || input[at] == 0x7D || input[at] == 0x5D
        else { return nil }
        offset = at
        var millionths = Int128(value)
        for _ in places..<6 { millionths *= 10 }
        return DecimalValue(exactly: isNegative ? -millionths : millionths)
    }

    /// Reads an RFC 3339 time or `null`.
    public mutating func optionalTimestamp() throws(RecordError) -> Timestamp? {
        if try null() { return nil }
        let start = offset
        guard let time = Timestamp(rfc3339: try string()) else { throw malformed("not an RFC 3339 time", at: start) }
        return time
    }

    /// Reads a whole number from 0.
    @inline(__always)
    mutating func count() throws(RecordError) -> Int {
        let value = try integer()
        guard value >= 0 else { throw malformed("a number below 0") }
        return value
    }

    /// Makes the span that the members `start` and `end` of an object just read give.
    @inline(__always)
    func span(_ start: Int, _ end: Int) throws(RecordError) -> Span {
        guard 0 <= start, start <= end else { throw malformed("a span that ends before it starts") }
        return Span(start, end)
    }

    /// Reads an object whose members are words of one enumeration.
    mutating func words<Name>(_ table: MemberTable<Name>) throws(RecordError) -> [String: Name] {
        var words: [String: Name] = [:]
        words.reserveCapacity(12)
        try object { name, reader throws(RecordError) in
            guard words.updateValue(try reader.word(table), forKey: name) == nil else {
                throw reader.malformed("the member \(name) is given twice")
            }
        }
        return words
    }
}

extension JSONWriter {
    /// Writes an array of records' parts.
    package mutating func list(_ elements: [some RecordMember]) {
        beginArray()
        for element in elements { element.write(to: &self) }
        endArray()
    }

    /// Writes a part or `null`.
    package mutating func optional(_ value: (some RecordMember)?) {
        guard let value else { return null() }
        value.write(to: &self)
    }

    /// Writes an array of strings.
    public mutating func strings(_ elements: [String]) {
        beginArray()
        for element in elements { string(element) }
        endArray()
    }

    /// Writes an object of words, its members sorted.
    mutating func words<Word: RawRepresentable<String>>(_ members: [String: Word]) {
        beginObject()
        if !members.isEmpty {
            for (name, value) in members.sorted(by: { JSONScan.precedes($0.key, $1.key) }) {
                key(named: name)
                string(value.rawValue)
            }
        }
        endObject()
    }

    /// Writes an object of strings, its members sorted.
    mutating func strings(_ members: [String: String]) {
        beginObject()
        if !members.isEmpty {
            for (name, value) in members.sorted(by: { JSONScan.precedes($0.key, $1.key) }) {
                key(named: name)
                string(value)
            }
        }
        endObject()
    }
}
