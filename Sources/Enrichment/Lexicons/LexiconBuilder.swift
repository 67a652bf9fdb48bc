internal import Reports

/// Reads the files into the tables of ``LexiconStore``.
struct LexiconBuilder {
    let directory: String
    var trie = Trie(capacity: 300_000)
    var kinds: [UInt32] = []
    var scores: [Float] = []
    var classes: [UInt8] = []
    var frequencies: [Int32] = []
    var divisionHeads: [Int32] = []
    var links: [DivisionLink] = []
    var divisions: [Division] = []
    var names: [UInt8] = []
    var byCode: [Int32: Int32] = [:]
    var abbreviations: [UInt32: [Abbreviation]] = [:]
    var units: [Int32: MeasureUnit] = [:]
    var programmes: [Int32: Programme] = [:]
    var themes: [Int32: [ThemeWeight]] = [:]
    var themeNames: [String] = []
    var risks: [Int32: Int32] = [:]
    var surnames: [Int32: Int32] = [:]
    var givenNames: [UInt32: Int32] = [:]
    var fold: [UInt16] = []
    private var digest: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)
    private var scalars: [UInt32] = []
    /// Sum of the frequencies of the source of the word list.
    private let total: Float = 60_000_000

    init(directory: String) {
        self.directory = directory
        let room = 400_000
        kinds = [UInt32](repeating: 0, count: room)
        scores = [Float](repeating: 0, count: room)
        classes = [UInt8](repeating: 0, count: room)
        frequencies = [Int32](repeating: 0, count: room)
        divisionHeads = [Int32](repeating: -1, count: room)
    }

    mutating func build() throws(LexiconError) -> LexiconStore {
        try readScript()
        try readWords()
        try readDivisions()
        try readTownships()
        try readRisks()
        try readNames()
        try readTerms()
        try readThemes()
        return LexiconStore(self, hash: hex(digest.0) + hex(digest.1))
    }

    private mutating func table(_ name: String) throws(LexiconError) -> LexiconTable {
        let table = try LexiconTable(directory + "/" + name)
        // Two interleaved FNV-1a lanes over eight bytes at a time: names content, guards nothing.
        var index = 0
        table.bytes.withUnsafeBytes { bytes in
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                digest.0 = (digest.0 ^ word) &* 0x0000_0100_0000_01B3
                digest.1 = (digest.1 &+ digest.0 >> 29 ^ word) &* 0x9E37_79B9_7F4A_7C15
                index += 8
            }
            while index < bytes.count {
                digest.0 = (digest.0 ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
                digest.1 = (digest.1 &+ digest.0 >> 29 ^ UInt64(bytes[index])) &* 0x9E37_79B9_7F4A_7C15
                index += 1
            }
        }
        return table
    }

    private func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func insert(_ kind: TermKind) -> Int32 {
        let node = trie.insert(scalars)
        reserve(node)
        kinds[Int(node)] |= kind.rawValue
        return node
    }

    private mutating func reserve(_ node: Int32) {
        guard node >= kinds.count else { return }
        let more = kinds.count
        kinds += [UInt32](repeating: 0, count: more)
        scores += [Float](repeating: 0, count: more)
        classes += [UInt8](repeating: 0, count: more)
        frequencies += [Int32](repeating: 0, count: more)
        divisionHeads += [Int32](repeating: -1, count: more)
    }

    /// Gives a node at least the score of a word so frequent.
    private mutating func raise(_ node: Int32, frequency: Float, class: UInt8) {
        let score = log(frequency / total)
        if scores[Int(node)] == 0 {
            classes[Int(node)] = `class`
            scores[Int(node)] = score
        } else if scores[Int(node)] < score {
            scores[Int(node)] = score
        }
    }

    private func log(_ value: Float) -> Float { Logarithm.natural(value) }

    private mutating func field(_ table: LexiconTable, _ range: Range<Int>, line: Int) throws(LexiconError) {
        guard !range.isEmpty, table.scalars(range, into: &scalars) else {
            throw LexiconError(file: table.path, line: line, message: "a name is empty or not UTF-8")
        }
    }

    private mutating func readScript() throws(LexiconError) {
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
        var fold = fold
        var (from, to): ([UInt32], [UInt32]) = ([], [])
        try table.forEachRow(columns: 2) { line, fields throws(LexiconError) in
            guard table.scalars(fields[0], into: &from), table.scalars(fields[1], into: &to), from.count == 1,
                to.count == 1, from[0] < 1 << 16, to[0] < 1 << 16
            else { throw LexiconError(file: table.path, line: line, message: "expected two single characters") }
            fold[Int(from[0])] = UInt16(to[0])
        }
        self.fold = fold
    }

    private mutating func readWords() throws(LexiconError) {
        let table = try table("words.tsv")
        try table.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(table, fields[0], line: line)
            let frequency = try table.integer(fields[1], line: line)
            guard fields[2].count == 1 else {
                throw LexiconError(file: table.path, line: line, message: "a class is one letter")
            }
            let node = Int(insert(.word))
            scores[node] = log(Float(max(frequency, 1)) / total)
            frequencies[node] = Int32(clamping: frequency)
            classes[node] = table.bytes[fields[2].lowerBound]
        }
    }

    private mutating func link(_ node: Int32, _ division: Int32, _ kind: TermKind) {
        links.append(DivisionLink(division: division, kind: kind.rawValue, next: divisionHeads[Int(node)]))
        divisionHeads[Int(node)] = Int32(links.count - 1)
    }

    private mutating func readDivisions() throws(LexiconError) {
        let table = try table("divisions.tsv")
        divisions.reserveCapacity(47_000)
        names.reserveCapacity(1 << 20)
        try table.forEachRow(columns: 10) { line, fields throws(LexiconError) in
            let level: DivisionLevel
            switch table.text(fields[4]) {
            case "province": level = .province
            case "prefecture": level = .prefecture
            case "county": level = .county
            default: throw LexiconError(file: table.path, line: line, message: "unknown level")
            }
            var successors: [Int32] = []
            for piece in table.text(fields[9]).split(separator: ",") {
                if let code = Int32(piece) { successors.append(code) }
            }
            let code = Int32(try table.integer(fields[0], line: line))
            let index = Int32(divisions.count)
            divisions.append(
                Division(
                    code: code, nameStart: Int32(names.count), nameLength: Int16(fields[1].count), level: level,
                    parent: fields[5].isEmpty ? 0 : Int32(try table.integer(fields[5], line: line)),
                    from: Int16(clamping: try table.integer(fields[6], line: line)),
                    to: Int16(clamping: try table.integer(fields[7], line: line)),
                    isCurrent: fields[8].count == 7, successors: successors))
            names += table.bytes[fields[1]]
            if let known = byCode[code], divisions[Int(known)].to > divisions[Int(index)].to {
            } else {
                byCode[code] = index
            }
            try field(table, fields[1], line: line)
            var node = insert(.division)
            link(node, index, .division)
            raise(node, frequency: scalars.count > 2 ? 60 : 20, class: WordClass.gazetteer)
            if fields[2].count >= 6, fields[2].count < fields[1].count {
                try field(table, fields[2], line: line)
                node = insert(.shortName)
                link(node, index, .shortName)
                raise(node, frequency: 15, class: WordClass.gazetteer)
            }
            for alias in table.text(fields[3]).split(separator: ",") where alias.unicodeScalars.count > 1 {
                scalars = alias.unicodeScalars.map(\.value)
                node = insert(.division)
                link(node, index, .division)
                raise(node, frequency: 30, class: WordClass.gazetteer)
            }
        }
    }

    private mutating func readTownships() throws(LexiconError) {
        let table = try table("townships.tsv")
        try table.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            let code = Int32(clamping: try table.integer(fields[0], line: line))
            let index = Int32(divisions.count)
            divisions.append(
                Division(
                    code: code, nameStart: Int32(names.count), nameLength: Int16(fields[1].count), level: .township,
                    parent: code / 1000, from: 2025, to: 2025, isCurrent: true, successors: []))
            names += table.bytes[fields[1]]
            try field(table, fields[1], line: line)
            var node = insert(.township)
            link(node, index, .township)
            raise(node, frequency: scalars.count > 2 ? 12 : 4, class: WordClass.gazetteer)
            if fields[2].count >= 6, fields[2].count < fields[1].count {
                try field(table, fields[2], line: line)
                node = insert(.townshipBase)
                link(node, index, .townshipBase)
            }
        }
    }

    private mutating func readRisks() throws(LexiconError) {
        let table = try table("short-names.tsv")
        try table.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(table, fields[0], line: line)
            let common = try table.integer(fields[1], line: line)
            guard let node = trie.node(scalars) else { return }
            // Not a word itself but part of many: worth -1, asked of counties only.
            let inside = try table.integer(fields[2], line: line)
            risks[node] = common > 0 ? Int32(clamping: common) : inside > 50 ? -1 : 0
        }
    }

    private mutating func readNames() throws(LexiconError) {
        let surnameTable = try table("surnames.tsv")
        try surnameTable.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(surnameTable, fields[0], line: line)
            var share: Int32 = 0
            if let percent = Double(surnameTable.text(fields[1])) { share = Int32(percent * 100) }
            let lists = try surnameTable.integer(fields[2], line: line)
            surnames[insert(.surname)] = max(share, Int32(min(lists, 2)))
        }
        let givenTable = try table("given-names.tsv")
        try givenTable.forEachRow(columns: 2) { line, fields throws(LexiconError) in
            try field(givenTable, fields[0], line: line)
            givenNames[scalars[0]] = Int32(clamping: try givenTable.integer(fields[1], line: line))
        }
        let shortTable = try table("abbreviations.tsv")
        try shortTable.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(shortTable, fields[0], line: line)
            let entry = Abbreviation(
                code: Int32(try shortTable.integer(fields[1], line: line)),
                isProvince: shortTable.text(fields[2]) == "province")
            abbreviations[scalars[0], default: []].append(entry)
            _ = insert(.abbreviation)
        }
    }

    private mutating func readTerms() throws(LexiconError) {
        for (file, classes) in LexiconBuilder.termFiles {
            let table = try table(file)
            try table.forEachRow(columns: file == "organisation-fields.tsv" ? 1 : 2) {
                line, fields throws(LexiconError) in
                try field(table, fields[0], line: line)
                let name = fields.count > 1 ? table.text(fields[1]) : "field"
                guard let kind = classes[name] else {
                    throw LexiconError(file: table.path, line: line, message: "unknown class “\(name)”")
                }
                let node = insert(kind)
                if scalars.count > 1, kind != .field, kind != .nameSyllable {
                    raise(node, frequency: kind == .organisation ? 200 : 30, class: WordClass.noun)
                }
            }
        }
        let unitTable = try table("units.tsv")
        try unitTable.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(unitTable, fields[0], line: line)
            guard let (top, bottom) = Fraction.parse(unitTable.text(fields[2])) else {
                throw LexiconError(
                    file: unitTable.path, line: line, message: "the factor must be a decimal or a fraction")
            }
            let unit = MeasureUnit(name: unitTable.text(fields[1]), numerator: top, denominator: bottom)
            units[insert(.unit)] = unit
        }
        let programmeTable = try table("programmes.tsv")
        try programmeTable.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            try field(programmeTable, fields[0], line: line)
            let host = fields[2].isEmpty ? 0 : Int32(try programmeTable.integer(fields[2], line: line))
            let node = insert(.programme)
            programmes[node] = Programme(name: programmeTable.text(fields[1]), host: host)
            raise(node, frequency: 60, class: WordClass.noun)
        }
    }

    private mutating func readThemes() throws(LexiconError) {
        let table = try table("themes.tsv")
        try table.forEachRow(columns: 3) { line, fields throws(LexiconError) in
            let name = table.text(fields[0])
            let theme = themeNames.firstIndex(of: name) ?? themeNames.count
            if theme == themeNames.count { themeNames.append(name) }
            try field(table, fields[1], line: line)
            guard let weight = Double(table.text(fields[2])) else {
                throw LexiconError(file: table.path, line: line, message: "the weight must be a number")
            }
            themes[insert(.theme), default: []].append(ThemeWeight(theme: theme, weight: weight))
        }
    }

    private static let termFiles: [(String, [String: TermKind])] = [
        ("posts.tsv", ["head": .postHead, "prefix": .postPrefix, "rank": .rank, "address": .address]),
        ("organisation-endings.tsv", ["strong": .strongEnding, "weak": .weakEnding]),
        ("organisation-fields.tsv", ["field": .field]),
        ("organisations.tsv", ["name": .organisation]),
        ("person-contexts.tsv", ["before": .personBefore, "after": .personAfter]),
        ("people.tsv", ["person": .person]),
        ("name-syllables.tsv", ["syllable": .nameSyllable]),
        (
            "measures.tsv",
            ["measure": .measure, "verbal": .verbalMeasure, "noun": .countedNoun, "abstract": .abstractNoun]
        ),
    ]
}
