import Operations
import Reports

extension Letter {
    /// What `--json` says of it, one line a letter.
    var members: [String: JSONValue] {
        [
            "id": .string(id), "place": .string(place), "stage": .string(stage), "code": .string(code),
            "message": .string(message), "attempt": .integer(attempt), "location": .string(location),
            "origin": .text(origin), "time": .time(time), "bytes": .count(size.map { Int64($0) }),
        ]
    }

    /// The same with all headers.
    var json: JSONValue {
        let headers = headers.map { JSONValue.object(["name": .string($0.name), "value": .text($0.text)]) }
        return .object(members.merging(["headers": .array(headers)]) { $1 })
    }

    /// Everything, for a person: one line a fact.
    func page(now: Timestamp) -> String {
        var lines = ["\(Printable.line(id))  (\(place))", ""]
        func add(_ name: String, _ text: String) {
            let gap = String(repeating: " ", count: max(1, 12 - name.utf8.count))
            lines.append("  \(name)\(gap)\(Printable.line(text))")
        }
        add("refused by", "\(stage), at attempt \(attempt): \(code)")
        add("because", message)
        add("location", location)
        if let origin { add("comes from", origin) }
        if let time { add("at", "\(time) (\(time.age(at: now)))") }
        add("value", size.map { Readable.bytes($0) } ?? "none: the bytes were not sent")
        lines.append("")
        for header in headers {
            lines.append("  \(Printable.line(header.name)): \(header.text.map(Printable.line) ?? "(null)")")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row a letter; the widest columns give way on a terminal.
    static func table(_ letters: [Letter], now: Timestamp) -> TextTable {
        var table = TextTable([
            .init("refused", .right), .init("stage"), .init("code"), .init("location"), .init("bytes", .right),
            .init("because"),
        ])
        for letter in letters {
            table.append([
                letter.time.map { $0.age(at: now) } ?? "", letter.stage, letter.code, letter.location,
                letter.size.map { Readable.bytes($0) } ?? "–", letter.message,
            ])
        }
        return table
    }

    /// `3 dead letters: parse no_report 2, ingest too_large 1`
    static func summary(_ letters: [Letter]) -> String {
        let head = Readable.count(letters.count, "dead letter")
        let reasons = reasons(letters)
        return reasons.isEmpty ? head : "\(head): \(reasons)"
    }

    /// The most frequent first.
    static func reasons(_ letters: [Letter]) -> String {
        var counts: [String: Int] = [:]
        for letter in letters { counts["\(letter.stage) \(letter.code)", default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(Readable.count($0.value))" }.joined(separator: ", ")
    }
}

extension Timestamp {
    /// How long ago it was: `3 min ago`.
    func age(at now: Timestamp) -> String {
        Readable.age(seconds: Int((now.nanoseconds / 1_000_000_000) - (nanoseconds / 1_000_000_000)))
    }
}
