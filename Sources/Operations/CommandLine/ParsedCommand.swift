/// A command line that has been understood: every value is there in its kind.
public struct ParsedCommand: Hashable, Sendable {
    /// The program's name.
    public let program: String
    /// The subcommands that were named, `["archive", "verify"]`; empty for a program without.
    public let path: [String]
    /// The row of the table that it is.
    public let command: Command
    let options: [Option]
    let values: [String: [Value]]
    let operandValues: [String: [String]]

    /// The subcommand's names in one text, `"archive verify"`: for a switch.
    public var name: String { path.joined(separator: " ") }

    /// Whether a flag is set.
    public func flag(_ name: String) -> Bool { values[name]?.last == .boolean(true) }

    /// A flag's value, or nil where neither it nor its `--no-` form is given.
    public func flagIfGiven(_ name: String) -> Bool? {
        if case .boolean(let value)? = values[name]?.last { value } else { nil }
    }

    /// An option's text, or nil where it is not given.
    public func text(_ name: String) -> String? { texts(name).last }

    /// All texts of a repeatable option, in order.
    public func texts(_ name: String) -> [String] {
        (values[name] ?? []).flatMap { value in
            switch value {
            case .text(let text): [text]
            case .list(let texts): texts
            case .integer(let number): [String(number)]
            case .boolean(let value): [value ? "true" : "false"]
            }
        }
    }

    /// A number; bytes, or milliseconds for a length of time. Nil where the option is not given.
    public func integer(_ name: String) -> Int? {
        if case .integer(let number)? = values[name]?.last { number } else { nil }
    }

    /// A length of time, or nil where the option is not given.
    public func duration(_ name: String) -> Duration? { integer(name).map { .milliseconds($0) } }

    /// An operand, or nil where it is optional and missing.
    public func operand(_ name: String) -> String? { operandValues[name]?.first }

    /// All of an operand that may be repeated.
    public func operands(_ name: String) -> [String] { operandValues[name] ?? [] }

    /// A required operand; the parser has made sure that it is there.
    public func required(_ name: String) throws(Failure) -> String {
        guard let value = operand(name) else { throw Failure(.usage, "\(self.name) needs \(name)") }
        return value
    }
}
