/// Text made safe to print: a page's title must not move the cursor, change colours or forge a log line.
public enum Printable {
    /// `text` on one line: control characters and those that reorder or end lines become escapes such as `\n` or
    /// `\u{1b}`.
    public static func line(_ text: String) -> String { escape(text, keepingLines: false) }

    /// As ``line(_:)``, but line feeds stay.
    public static func lines(_ text: String) -> String { escape(text, keepingLines: true) }

    /// Whether `scalar` would do something other than appear.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0: true
        // Line and paragraph separator; marks, embeddings, overrides and isolates of direction.
        case 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ text: String, keepingLines: Bool) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where keepingLines: result.unicodeScalars.append(scalar)
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isUnsafe(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
