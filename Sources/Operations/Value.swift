/// What a ``ValueKind`` reads.
public enum Value: Hashable, Sendable {
    /// True or false.
    case boolean(Bool)
    /// A number, milliseconds or bytes.
    case integer(Int)
    /// A text, path, name or word.
    case text(String)
    /// Texts in order.
    case list([String])
}

/// Why a text is no value of its kind: "takes a whole number from 1 to 64, not 'x'".
public struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without the name of what it is the value of.
    public let description: String

    init(_ description: String) { self.description = description }
}
