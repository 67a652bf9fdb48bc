internal import Reports

/// The tables `people`, `units` and `places`: what the reports mention, by name or code, with the reports that do.
struct MentionTables {
    enum Table: UInt8, CaseIterable { case people, units, places }

    private let sorter: ExternalSorter

    init(path: String, budget: Int) { sorter = ExternalSorter(path: path, budget: budget) }

    private struct Mention {
        var count = 0
        var roles: Set<String> = []
        var name = ""
        var level: String?
        var status: String?
    }

    /// Adds what one report mentions. A place that the page does not decide has no code and is left out.
    func add(_ id: ReportIdentifier, _ mentions: Mentions) throws(ArchiveError) {
        var people: [String: Mention] = [:]
        for person in mentions.people {
            people[person.name, default: Mention()].count += 1
            if let role = person.role { people[person.name]?.roles.insert(role) }
        }
        var units: [String: Mention] = [:]
        for unit in mentions.organisations { units[unit.name, default: Mention()].count += 1 }
        var places: [String: Mention] = [:]
        for place in mentions.places {
            guard let code = place.code else { continue }
            var mention =
                places[code]
                ?? Mention(
                    name: place.name ?? "", level: place.level?.rawValue, status: place.status?.rawValue)
            mention.count += 1
            places[code] = mention
        }
        for (table, found) in [(Table.people, people), (.units, units), (.places, places)] {
            for (name, mention) in found { try add(table, name, id, mention) }
        }
    }

    private func add(
        _ table: Table, _ name: String, _ id: ReportIdentifier, _ mention: Mention
    ) throws(ArchiveError) {
        var key = SortKey()
        key.byte(table.rawValue)
        key.text(name)
        for byte in id.bytes { key.byte(byte) }
        var packer = Packer()
        packer.text(name)
        packer.raw(id.bytes)
        packer.integer(mention.count)
        packer.text(mention.name)
        packer.optional(mention.level)
        packer.optional(mention.status)
        packer.integer(mention.roles.count)
        for role in mention.roles.sorted(by: Bytes.precedes) { packer.text(role) }
        try sorter.add(key.bytes, packer.bytes)
    }

    /// Writes the rows of all three tables, by name or code.
    ///
    /// In canonical form:
    /// - people: `clusters` (how many of the reports are no copies of one another), `mentions` (how many), `name`,
    ///   `reports` (ids), `roles` (posts and forms of address beside the name);
    /// - units: `clusters`, `mentions`, `name`, `reports`;
    /// - places: `clusters`, `code`, `level`, `mentions`, `name`, `reports`, `status`.
    func write(
        clusters: ReportClusters, people: SectionWriter, units: SectionWriter, places: SectionWriter
    ) throws(ArchiveError) {
        let items = try sorter.sorted()
        var row = Row()
        while let item = try items.next() {
            guard let table = item.key.first.flatMap(Table.init(rawValue:)) else { continue }
            var unpacker = Unpacker(item.payload)
            let name = unpacker.text()
            guard let id = ReportIdentifier(bytes: unpacker.raw()) else { continue }
            if row.table != table || !Bytes.same(row.key, name) {
                try row.write(people, units, places)
                row = Row(table: table, key: name)
            }
            row.reports.append(id)
            row.clusters.insert(clusters.representative(of: id))
            row.mentions += unpacker.integer()
            let full = unpacker.text()
            let level = unpacker.optionalText()
            let status = unpacker.optionalText()
            if row.reports.count == 1 || Bytes.precedes(full, row.name) {
                (row.name, row.level, row.status) = (full, level, status)
            }
            for _ in 0..<max(0, unpacker.integer()) { row.roles.insert(unpacker.text()) }
        }
        try row.write(people, units, places)
    }

    private struct Row {
        var table: Table?
        var key = ""
        var name = ""
        var level: String?
        var status: String?
        var mentions = 0
        var reports: [ReportIdentifier] = []
        var clusters: Set<ReportIdentifier> = []
        var roles: Set<String> = []

        func write(
            _ people: SectionWriter, _ units: SectionWriter, _ places: SectionWriter
        ) throws(ArchiveError) {
            guard let table else { return }
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("clusters")
            writer.integer(clusters.count)
            if table == .places {
                writer.key("code")
                writer.string(key)
                writer.key("level")
                writer.string(level)
            }
            writer.key("mentions")
            writer.integer(mentions)
            writer.key("name")
            writer.string(table == .places ? name : key)
            writer.key("reports")
            writer.beginArray()
            for report in reports { writer.string(report.text) }
            writer.endArray()
            if table == .people {
                writer.key("roles")
                writer.beginArray()
                for role in roles.sorted(by: Bytes.precedes) { writer.string(role) }
                writer.endArray()
            }
            if table == .places {
                writer.key("status")
                writer.string(status)
            }
            writer.endObject()
            switch table {
            case .people: try people.add(writer.bytes)
            case .units: try units.add(writer.bytes)
            case .places: try places.add(writer.bytes)
            }
        }
    }
}
