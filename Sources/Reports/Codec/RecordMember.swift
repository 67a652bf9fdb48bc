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
        try array { reader throws(RecordError) in elements.append(try Element(reading: &reader)) }
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
        guard let value = DecimalValue(try numberText()) else {
            throw malformed("a number beyond the range of a decimal", at: start)
        }
        return value
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

    /// Writes an object of strings, its members sorted.
    mutating func strings(_ members: [String: String]) {
        beginObject()
        for (name, value) in members.sorted(by: { JSONScan.precedes($0.key, $1.key) }) {
            key(name)
            string(value)
        }
        endObject()
    }
}
