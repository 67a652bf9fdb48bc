internal import Reports

extension LexiconBuilder {
    private static let levels: [String: DivisionLevel] = [
        "province": .province, "prefecture": .prefecture, "county": .county,
    ]

    mutating func readDivisions() throws(LexiconError) {
        let table = try table("divisions.tsv")
        divisions.reserveCapacity(47_000)
        names.reserveCapacity(1 << 20)
        var parents: [(range: Range<Int>, code: Int32)] = []
        let columns = [
            "code", "name", "short", "aliases", "level", "parent", "from", "to", "status", "successor",
        ]
        try table.forEachRow(columns) { fields throws(LexiconError) in
            let code = try table.code(fields[0], digits: 6)
            if LexiconBuilder.levels[table.text(fields[4])] == nil {
                try table.refuse(
                    fields[4], "the level must be province, prefecture or county, not “\(table.text(fields[4]))”")
            }
            var parent: Int32 = 0
            if !fields[5].isEmpty {
                parent = try table.code(fields[5], digits: 6)
                if faults.isCollecting { parents.append((fields[5], parent)) }
            }
            var successors: [Int32] = []
            for piece in pieces(table, fields[9]) where !piece.isEmpty {
                successors.append(try table.code(piece, digits: 6))
                if faults.isCollecting { parents.append((piece, successors.last ?? 0)) }
            }
            let from = try table.integer(fields[6], "from", in: 1900...2100)
            let to = try table.integer(fields[7], "to", in: 1900...2100)
            if to < from { try table.refuse(fields[7], "to must not be before from") }
            let isCurrent = table.text(fields[8]) == "current"
            if !isCurrent, table.text(fields[8]) != "former" {
                try table.refuse(
                    fields[8], "the status must be current or former, not “\(table.text(fields[8]))”")
            }
            try table.refuseRepeated(fields[0], fields[1], fields[6])
            guard try field(table, fields[1], "the name") else { return }
            let index = add(
                Division(
                    code: code, nameStart: 0, nameLength: 0,
                    level: LexiconBuilder.levels[table.text(fields[4])] ?? .county, parent: parent,
                    from: Int16(clamping: from), to: Int16(clamping: to), isCurrent: isCurrent, successors: successors),
                name: table.bytes[fields[1]])
            let isLatest = byCode[code].map { divisions[Int($0)].to <= divisions[Int(index)].to } ?? true
            if isLatest { byCode[code] = index }
            var node = insert(.division)
            link(node, index, .division)
            raise(node, frequency: scalars.count > 2 ? 60 : 20, class: WordClass.gazetteer)
            if fields[2].count >= 6, fields[2].count < fields[1].count, try field(table, fields[2], "the short name") {
                node = insert(.shortName)
                link(node, index, .shortName)
                raise(node, frequency: 15, class: WordClass.gazetteer)
            }
            for alias in pieces(table, fields[3]) where !alias.isEmpty {
                guard try field(table, alias, "the alias"), scalars.count > 1 else { continue }
                node = insert(.division)
                link(node, index, .division)
                raise(node, frequency: 30, class: WordClass.gazetteer)
            }
        }
        for (range, code) in parents where code != 0 && byCode[code] == nil {
            try table.refuse(range, "no row has the code \(table.text(range))")
        }
    }

    mutating func readTownships() throws(LexiconError) {
        let table = try table("townships.tsv")
        try table.forEachRow(["code", "name", "base"]) { fields throws(LexiconError) in
            let code = try table.code(fields[0], digits: 9)
            if faults.isCollecting, code != 0, byCode[code / 1000] == nil {
                try table.refuse(fields[0], "divisions.tsv has no county \(Division.text(code / 1000))")
            }
            try table.refuseRepeated(fields[0])
            guard try field(table, fields[1], "the name") else { return }
            let index = add(
                Division(
                    code: code, nameStart: 0, nameLength: 0, level: .township, parent: code / 1000, from: 2025,
                    to: 2025,
                    isCurrent: true, successors: []),
                name: table.bytes[fields[1]])
            var node = insert(.township)
            link(node, index, .township)
            raise(node, frequency: scalars.count > 2 ? 12 : 4, class: WordClass.gazetteer)
            if fields[2].count >= 6, fields[2].count < fields[1].count, try field(table, fields[2], "the base") {
                node = insert(.townshipBase)
                link(node, index, .townshipBase)
            }
        }
    }

    /// Adds a division and its name's UTF-8; gives its place.
    private mutating func add(_ division: Division, name: ArraySlice<UInt8>) -> Int32 {
        var division = division
        division.nameStart = Int32(names.count)
        division.nameLength = Int16(clamping: name.count)
        names += name.prefix(Int(Int16.max))
        divisions.append(division)
        return Int32(divisions.count - 1)
    }

    mutating func readRisks() throws(LexiconError) {
        let table = try table("short-names.tsv")
        try table.forEachRow(["short", "common", "inside"]) { fields throws(LexiconError) in
            let common = try table.integer(fields[1], "common")
            let inside = try table.integer(fields[2], "inside")
            guard try field(table, fields[0], "the short name") else { return }
            try table.refuseRepeated(fields[0])
            guard let node = trie.node(scalars) else {
                if faults.isCollecting {
                    try table.refuse(fields[0], "“\(table.text(fields[0]))” is no name in divisions.tsv")
                }
                return
            }
            // Not a word itself but part of many: worth -1, asked of counties only.
            risks[node] = common > 0 ? Int32(clamping: common) : inside > 50 ? -1 : 0
        }
    }

    /// The stretches between the commas of a field.
    private func pieces(_ table: LexiconTable, _ range: Range<Int>) -> [Range<Int>] {
        if range.isEmpty { return [] }
        var pieces: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where table.bytes[index] == UInt8(ascii: ",") {
            pieces.append(start..<index)
            start = index + 1
        }
        pieces.append(start..<range.upperBound)
        return pieces
    }
}
