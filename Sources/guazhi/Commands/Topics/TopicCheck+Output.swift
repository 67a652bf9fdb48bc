import Operations
import Reports

extension TopicCheck {
    private static let titles = ["partitions", "replication", "kept", "age", "largest message"]

    /// A row a topic; where there is something else than configured, both, with ≠ between.
    func table() -> TextTable {
        var table = TextTable([.init("topic")] + Self.titles.map { .init($0, .right) } + [.init("")])
        for row in rows {
            guard row.exists else {
                table.append([row.topic] + Self.titles.map { _ in "–" } + ["not there"])
                continue
            }
            let cells = Self.settingNames.map { name in row.setting(name).map { Self.cell($0, in: row) } ?? "–" }
            table.append([row.topic] + cells + [row.differs ? "≠ configured" : ""])
        }
        return table
    }

    private static func cell(_ setting: Setting, in row: Row) -> String {
        // What a compacted topic would keep by age says nothing.
        if setting.name == "retention.ms", setting.wanted == nil { return "–" }
        let found = readable(setting.name, setting.found)
        return setting.differs ? "\(found) ≠ \(readable(setting.name, setting.wanted))" : found
    }

    private static func readable(_ name: String, _ value: String?) -> String {
        guard let value else { return "?" }
        switch (name, Int(value)) {
        case ("retention.ms", .some(let number)): return number < 0 ? "for ever" : DurationText.format(number)
        case ("max.message.bytes", .some(let number)): return Readable.bytes(number)
        default: return value
        }
    }

    /// `{"problems":[…],"topics":[{"name":…,"exists":…,"settings":{NAME:{"found":…,"configured":…}}}]}`
    var json: JSONValue {
        .object([
            "problems": .array(problems.map { .string($0) }),
            "topics": .array(
                rows.map { row in
                    let settings = row.settings.map {
                        ($0.name, JSONValue.object(["found": .text($0.found), "configured": .text($0.wanted)]))
                    }
                    return .object([
                        "name": .string(row.topic), "exists": .bool(row.exists),
                        "differs": .bool(!row.exists || row.differs),
                        "settings": .object(Dictionary(settings) { first, _ in first }),
                    ])
                }),
        ])
    }
}
