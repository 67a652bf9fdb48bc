import Archive
import Operations

extension ConsolidationSummary {
    /// What a person wants to know first, as the short table has it.
    var rows: [(String, Int)] {
        [
            ("pages", documents), ("reports", reports), ("places", places), ("secondments", secondments),
            ("refused", refused),
        ]
    }

    /// The short table.
    var table: String {
        var table = TextTable([.init("archive"), .init("count", .right)])
        for row in rows { table.append([row.0, Readable.count(row.1)]) }
        return table.render()
    }
}
