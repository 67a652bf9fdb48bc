import Operations
import Reports

/// `--json`: one value a line, canonical.
enum JSONOutput {
    static func line(_ value: JSONValue) throws(Failure) {
        var bytes = value.json()
        bytes.append(0x0A)
        try StandardOutput.write(bytes)
    }
}

extension JSONValue {
    /// A number, or null.
    static func count(_ number: Int64?) -> JSONValue { number.map { .integer(Int($0)) } ?? .null }
    /// A text, or null.
    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    /// A time as RFC 3339, or null.
    static func time(_ time: Timestamp?) -> JSONValue { text(time?.description) }
}
