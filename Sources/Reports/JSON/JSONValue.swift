/// Any JSON value, in the canonical form of RFC 8785.
///
/// Names that Swift holds equal though their scalars differ (`é` in one scalar or two) count as one name here.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The characters RFC 8785 gives the double nearest to what was read: `1.50` is `1.5`, `1E2` is `100`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads one value with nothing but blanks around it.
    ///
    /// - Throws: ``RecordError`` with code `malformed`, also for a name given twice, a number beyond the doubles,
    ///   a lone surrogate, and nesting deeper than ``JSONReader/maximumDepth``.
    public static func parse(_ bytes: [UInt8]) throws(RecordError) -> JSONValue {
        try JSONReader.read(bytes) { reader throws(RecordError) in try reader.value() }
    }

    /// A number that is exact for any whole number up to 2^53 - 1 either way.
    public static func integer(_ value: Int) -> JSONValue { .number(value.description) }

    /// The canonical bytes.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
