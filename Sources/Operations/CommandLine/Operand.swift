/// What a command takes besides options.
public struct Operand: Hashable, Sendable {
    /// How many there may be.
    public enum Count: Hashable, Sendable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// At least one.
        case oneOrMore
        /// Any number.
        case any
    }

    /// What the help calls it, and what ``ParsedCommand/operands(_:)`` is asked for: PATH.
    public let name: String
    /// How many there may be; only the last operand of a command may take several.
    public let count: Count
    /// What it takes: for completion, and checked.
    public let kind: ValueKind
    /// What it is, without a full stop.
    public let summary: String

    /// An operand.
    public init(_ name: String, _ count: Count = .one, _ kind: ValueKind = .text, _ summary: String) {
        self.name = name
        self.count = count
        self.kind = kind
        self.summary = summary
    }

    var isRequired: Bool { count == .one || count == .oneOrMore }
    var isMany: Bool { count == .oneOrMore || count == .any }

    /// `PATH…`, `[ID]`
    var usage: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .oneOrMore: "\(name)…"
        case .any: "[\(name)…]"
        }
    }
}
