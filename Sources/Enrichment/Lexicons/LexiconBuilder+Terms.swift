internal import Reports

extension LexiconBuilder {
    mutating func readScript() throws(LexiconError) {
        fold = (0...0xFFFF).map { UInt16($0) }
        for scalar in 0xFF01...0xFF5E { fold[scalar] = UInt16(scalar - 0xFEE0) }
        fold[0x3000] = 0x20
        fold[0xA0] = 0x20
        fold[0x2003] = 0x20
        fold[0x2002] = 0x20
        fold[0x30FB] = 0xB7
        fold[0x2022] = 0xB7
        fold[0x25CB] = 0x3007
        let table = try table("script.tsv")
        try table.forEachRow(["traditional", "simplified"]) { fields throws(LexiconError) in
            let from = try character(table, fields[0], "the traditional character")
            let to = try character(table, fields[1], "the simplified character")
            try table.refuseRepeated(fields[0])
            if let from, let to { fold[Int(from)] = UInt16(to) }
        }
    }

    mutating func readWords() throws(LexiconError) {
        let table = try table("words.tsv")
        try table.forEachRow(["word", "frequency", "class"]) { fields throws(LexiconError) in
            let frequency = try table.integer(fields[1], "the frequency")
            let letters = table.bytes[fields[2]]
            if letters.count != 1 || !letters.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
                try table.refuse(fields[2], "a class is one small letter, not “\(table.text(fields[2]))”")
            }
            guard try field(table, fields[0], "the word") else { return }
            try table.refuseRepeated(fields[0])
            let node = insert(.word)
            weigh(node, frequency: frequency)
            classes[Int(node)] = letters.first ?? WordClass.none
        }
    }

    mutating func readNames() throws(LexiconError) {
        let surnameTable = try table("surnames.tsv")
        try surnameTable.forEachRow(["surname", "percent", "lists"]) { fields throws(LexiconError) in
            var share: Int32 = 0
            if !fields[1].isEmpty {
                if let percent = Double(surnameTable.text(fields[1])), percent >= 0, percent <= 100 {
                    share = Int32(percent * 100)
                } else {
                    try surnameTable.refuse(fields[1], "percent must be a number from 0 to 100, or nothing")
                }
            }
            let lists = try surnameTable.integer(fields[2], "lists")
            guard try field(surnameTable, fields[0], "the surname") else { return }
            try surnameTable.refuseRepeated(fields[0])
            surnames[insert(.surname)] = max(share, Int32(min(lists, 2)))
        }
        let givenTable = try table("given-names.tsv")
        try givenTable.forEachRow(["character", "count"]) { fields throws(LexiconError) in
            let count = try givenTable.integer(fields[1], "the count")
            guard let scalar = try character(givenTable, fields[0], "the entry") else { return }
            try givenTable.refuseRepeated(fields[0])
            givenNames[scalar] = Int32(clamping: count)
        }
        let shortTable = try table("abbreviations.tsv")
        try shortTable.forEachRow(["character", "code", "kind"]) { fields throws(LexiconError) in
            let code = try shortTable.code(fields[1], digits: 6)
            if faults.isCollecting, code != 0, byCode[code] == nil {
                try shortTable.refuse(fields[1], "divisions.tsv has no division \(shortTable.text(fields[1]))")
            }
            let kind = shortTable.text(fields[2])
            if kind != "province", kind != "city" {
                try shortTable.refuse(fields[2], "the kind must be province or city, not “\(kind)”")
            }
            guard let scalar = try character(shortTable, fields[0], "the entry") else { return }
            try shortTable.refuseRepeated(fields[0], fields[1])
            abbreviations[scalar, default: []].append(Abbreviation(code: code, isProvince: kind == "province"))
            _ = insert(.abbreviation)
        }
    }

    mutating func readTerms() throws(LexiconError) {
        for (file, columns, classes) in LexiconBuilder.termFiles {
            let table = try table(file)
            try table.forEachRow(columns) { fields throws(LexiconError) in
                let name = fields.count > 1 ? table.text(fields[1]) : "field"
                if classes[name] == nil, let last = fields.last {
                    let known = classes.keys.sorted().joined(separator: ", ")
                    try table.refuse(last, "unknown class “\(name)”: write one of \(known)")
                }
                guard try field(table, fields[0], "the \(columns[0])") else { return }
                try table.refuseRepeated(fields[0], fields[fields.count - 1])
                guard let kind = classes[name] else { return }
                let node = insert(kind)
                if scalars.count > 1, kind.isDisjoint(with: [.field, .nameSyllable, .insideName, .modifier]) {
                    raise(node, frequency: kind == .organisation ? 200 : 30, class: WordClass.noun)
                }
            }
        }
    }

    mutating func readUnits() throws(LexiconError) {
        let unitTable = try table("units.tsv")
        try unitTable.forEachRow(["term", "unit", "factor"]) { fields throws(LexiconError) in
            let factor = Fraction.parse(unitTable.text(fields[2]))
            if factor == nil {
                try unitTable.refuse(
                    fields[2],
                    "the factor must be a decimal or a fraction (0.5, 2000/3), not “\(unitTable.text(fields[2]))”")
            }
            if fields[1].isEmpty { try unitTable.refuse(fields[1], "the unit is empty: write one or remove the line") }
            guard try field(unitTable, fields[0], "the term"), let (top, bottom) = factor else { return }
            try unitTable.refuseRepeated(fields[0])
            let unit = MeasureUnit(name: unitTable.text(fields[1]), numerator: top, denominator: bottom)
            units[insert(.unit)] = unit
        }
        let programmeTable = try table("programmes.tsv")
        try programmeTable.forEachRow(["term", "programme", "host"]) { fields throws(LexiconError) in
            let host = fields[2].isEmpty ? 0 : try programmeTable.code(fields[2], digits: 6)
            if faults.isCollecting, host != 0, byCode[host] == nil {
                try programmeTable.refuse(fields[2], "divisions.tsv has no division \(programmeTable.text(fields[2]))")
            }
            if fields[1].isEmpty {
                try programmeTable.refuse(fields[1], "the programme is empty: write one or remove the line")
            }
            guard try field(programmeTable, fields[0], "the term") else { return }
            try programmeTable.refuseRepeated(fields[0])
            let node = insert(.programme)
            programmes[node] = Programme(name: programmeTable.text(fields[1]), host: host)
            raise(node, frequency: 60, class: WordClass.noun)
        }
    }

    mutating func readThemes() throws(LexiconError) {
        let table = try table("themes.tsv")
        try table.forEachRow(["theme", "term", "weight"]) { fields throws(LexiconError) in
            let name = table.text(fields[0])
            if name.isEmpty { try table.refuse(fields[0], "the theme is empty: write one or remove the line") }
            let weight = Double(table.text(fields[2])).flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
            if weight == nil {
                try table.refuse(fields[2], "the weight must be a number above 0, not “\(table.text(fields[2]))”")
            }
            guard try field(table, fields[1], "the term"), let weight else { return }
            try table.refuseRepeated(fields[1], fields[0])
            let theme = themeNames.firstIndex(of: name) ?? themeNames.count
            if theme == themeNames.count { themeNames.append(name) }
            themes[insert(.theme), default: []].append(ThemeWeight(theme: theme, weight: weight))
        }
    }

    private static let termFiles: [(String, [String], [String: TermKind])] = [
        (
            "posts.tsv", ["term", "class"],
            ["head": .postHead, "prefix": .postPrefix, "rank": .rank, "address": .address]
        ),
        (
            "organisation-endings.tsv", ["ending", "class"],
            [
                "strong": .strongEnding, "weak": .weakEnding, "team": [.strongEnding, .teamEnding],
                "brand": [.strongEnding, .brandEnding],
            ]
        ),
        ("organisation-words.tsv", ["word", "class"], ["inside": .insideName, "modifier": .modifier]),
        ("organisation-fields.tsv", ["field"], ["field": .field]),
        ("organisations.tsv", ["name", "class"], ["name": .organisation, "prefix": .organisationPrefix]),
        ("person-contexts.tsv", ["term", "class"], ["before": .personBefore, "after": .personAfter]),
        ("people.tsv", ["name", "class"], ["person": .person]),
        (
            "name-syllables.tsv", ["syllable", "class"],
            [
                "syllable": .nameSyllable, "name": [.nameSyllable, .person], "character": .nameCharacter,
            ]
        ),
        (
            "measures.tsv", ["term", "class"],
            ["measure": .measure, "verbal": .verbalMeasure, "noun": .countedNoun, "abstract": .abstractNoun]
        ),
    ]
}
