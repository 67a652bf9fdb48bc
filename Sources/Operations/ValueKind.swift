/// What an option or a configuration key takes: how its text is read, what is in range, and how that is explained.
public enum ValueKind: Hashable, Sendable {
    /// `true` or `false`.
    case boolean
    /// Any text.
    case text
    /// A name that Kafka takes: ASCII letters, digits, `.`, `_`, `-`, at most 100; may be empty.
    case identifier
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A length of time with its unit (`150ms`, `1m30s`); the range and the value are milliseconds.
    case duration(ClosedRange<Int>)
    /// As `duration`, but a plain number counts seconds.
    case seconds(ClosedRange<Int>)
    /// A size (`16MiB`); a plain number counts bytes.
    case bytes(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    /// Texts separated by commas; in YAML a sequence.
    case list
    /// A path of a file.
    case file
    /// A path of a folder.
    case directory
    /// `KEY=VALUE`, KEY being one of the configuration's.
    case assignment

    /// Reads `text`.
    ///
    /// - Throws: ``ValueError``, whose description goes on from the option's or key's name.
    public func parse(_ text: String) throws(ValueError) -> Value {
        switch self {
        case .boolean:
            guard text == "true" || text == "false" else { throw wanted(text) }
            return .boolean(text == "true")
        case .text, .file, .directory:
            guard !text.unicodeScalars.contains("\0") else { throw ValueError("must not hold a NUL") }
            return .text(text)
        case .identifier:
            guard text.utf8.count <= 100, text.utf8.allSatisfy(Self.isNameByte) else { throw wanted(text) }
            return .text(text)
        case .integer(let range):
            guard let number = Int(text), range.contains(number) else { throw wanted(text) }
            return .integer(number)
        case .duration(let range):
            guard let number = DurationText.parse(text), range.contains(number) else { throw wanted(text) }
            return .integer(number)
        case .seconds(let range):
            guard let number = DurationText.parse(text, plainUnit: "s"), range.contains(number) else {
                throw wanted(text)
            }
            return .integer(number)
        case .bytes(let range):
            guard let number = ByteText.parse(text), range.contains(number) else { throw wanted(text) }
            return .integer(number)
        case .choice(let words):
            guard words.contains(text) else {
                let hint = Suggestion.nearest(to: text, among: words).map { ", did you mean \($0)?" } ?? ""
                throw ValueError("takes \(expectation), not \(Self.quoted(text))\(hint)")
            }
            return .text(text)
        case .list:
            return .list(text.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty })
        case .assignment:
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { throw wanted(text) }
            return .text(text)
        }
    }

    /// The value as text that ``parse(_:)`` reads.
    public func format(_ value: Value) -> String {
        switch (self, value) {
        case (.duration, .integer(let number)), (.seconds, .integer(let number)): DurationText.format(number)
        case (.bytes, .integer(let number)): ByteText.format(number)
        case (_, .boolean(let value)): value ? "true" : "false"
        case (_, .integer(let number)): String(number)
        case (_, .text(let text)): text
        case (_, .list(let texts)): texts.joined(separator: ",")
        }
    }

    /// What is taken, as a noun: "a whole number from 1 to 64".
    public var expectation: String {
        switch self {
        case .boolean: "true or false"
        case .text: "a text"
        case .identifier: "a name of at most 100 letters, digits, '.', '_' or '-'"
        case .integer(let range): "a whole number\(Self.limits(range, String.init))"
        case .duration(let range):
            "a length of time such as 150ms, 5s or 1m30s\(Self.limits(range, DurationText.format))"
        case .seconds(let range): "seconds, or a length of time such as 500ms\(Self.limits(range, DurationText.format))"
        case .bytes(let range): "a size such as 384KiB or 16MiB\(Self.limits(range, ByteText.format))"
        case .choice(let words): words.count == 2 ? "\(words[0]) or \(words[1])" : words.joined(separator: ", ")
        case .list: "texts separated by commas"
        case .file: "a file"
        case .directory: "a folder"
        case .assignment: "KEY=VALUE"
        }
    }

    private func wanted(_ text: String) -> ValueError {
        ValueError("takes \(expectation), not \(Self.quoted(text))")
    }

    private static func limits(_ range: ClosedRange<Int>, _ format: (Int) -> String) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): ""
        case (let low, .max): ", at least \(format(low))"
        case (.min, let high): ", at most \(format(high))"
        case (let low, let high): " from \(format(low)) to \(format(high))"
        }
    }

    private static func quoted(_ text: String) -> String {
        "'\(Columns.truncate(Printable.line(text), to: 60))'"
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let bytes = Array(text.utf8).drop(while: isBlank)
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? bytes.startIndex
        return String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
