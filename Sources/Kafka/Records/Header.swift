/// A named value that travels beside a record's key and value. Names may repeat and their order is kept.
public struct Header: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value; null and empty are two different things in Kafka.
    public var value: [UInt8]?

    /// A header of bytes, or a null one.
    public init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    /// A header of UTF-8 text.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = Array(value.utf8)
    }

    /// The value as text, repaired where it is not UTF-8; nil for a null.
    public var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
}

extension Sequence where Element == Header {
    /// The last header of that name: the one that counts where a name repeats.
    public func last(named name: String) -> Header? {
        var found: Header?
        for header in self where header.name == name { found = header }
        return found
    }
}
