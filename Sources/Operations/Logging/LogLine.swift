import Glibc

/// A metadata value: numbers and truth values stay so in JSON, all else is text.
enum LogValue: Hashable, Sendable {
    case number(String)
    case boolean(Bool)
    case text(String)

    init(_ value: any CustomStringConvertible & Sendable) {
        switch value {
        case let value as Bool: self = .boolean(value)
        case let value as any BinaryInteger: self = .number(value.description)
        case let value as Double where value.isFinite: self = .number(value.description)
        default: self = .text(value.description)
        }
    }

    var text: String {
        switch self {
        case .number(let text), .text(let text): text
        case .boolean(let value): value ? "true" : "false"
        }
    }
}

/// One line of the log, before it is written.
struct LogLine {
    let time: (seconds: Int, nanoseconds: Int)
    let level: LogLevel
    let component: String
    let message: String
    let metadata: [(key: String, value: LogValue)]

    /// The bytes, line end included.
    func render(_ format: LogFormat, isColoured: Bool) -> [UInt8] {
        switch format {
        case .text: Array(text(isColoured: isColoured).utf8)
        case .json: json()
        }
    }

    /// `2026-11-21 17:01:51.123 notice  parse: document refused  code=no_report location="a b"`
    private func text(isColoured: Bool) -> String {
        var seconds = time.seconds
        var local = tm()
        localtime_r(&seconds, &local)
        let name = Columns.pad(level.rawValue, to: 7)
        let stamp = "\(Self.stamp(local, separator: " ")).\(Self.digits(time.nanoseconds / 1_000_000, 3))"
        var line = "\(stamp) \(isColoured ? Self.colour(level) + name + "\u{1B}[0m" : name) \(component): "
        line += Printable.line(message)
        for (index, entry) in metadata.enumerated() {
            line += "\(index == 0 ? "  " : " ")\(Printable.line(entry.key))=\(Self.quotedIfNeeded(entry.value.text))"
        }
        return line + "\n"
    }

    private func json() -> [UInt8] {
        var seconds = time.seconds
        var utc = tm()
        gmtime_r(&seconds, &utc)
        var line = Array(
            "{\"time\":\"\(Self.stamp(utc, separator: "T")).\(Self.digits(time.nanoseconds / 1_000, 6))Z\"".utf8)
        append("level", .text(level.rawValue), to: &line)
        append("component", .text(component), to: &line)
        append("message", .text(message), to: &line)
        var seen: Set<String> = ["time", "level", "component", "message"]
        for (key, value) in metadata {
            // A name that occurs twice makes JSON that readers disagree about.
            var key = key
            while !seen.insert(key).inserted { key += "_" }
            append(key, value, to: &line)
        }
        return line + Array("}\n".utf8)
    }

    private func append(_ key: String, _ value: LogValue, to line: inout [UInt8]) {
        line.append(UInt8(ascii: ","))
        JSONText.append(key, to: &line)
        line.append(UInt8(ascii: ":"))
        switch value {
        case .text(let text): JSONText.append(text, to: &line)
        case .number, .boolean: line += Array(value.text.utf8)
        }
    }

    private static func stamp(_ time: tm, separator: String) -> String {
        "\(digits(Int(time.tm_year) + 1900, 4))-\(digits(Int(time.tm_mon) + 1, 2))-\(digits(Int(time.tm_mday), 2))"
            + "\(separator)\(digits(Int(time.tm_hour), 2)):\(digits(Int(time.tm_min), 2)):\(digits(Int(time.tm_sec), 2))"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let safe = Printable.line(text)
        guard safe.isEmpty || safe.utf8.contains(where: { [0x20, 0x22, 0x3D].contains($0) }) else { return safe }
        return "\"\(safe.replacing("\"", with: "\\\""))\""
    }

    private static func colour(_ level: LogLevel) -> String {
        switch level {
        case .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error: "\u{1B}[31m"
        }
    }
}
