internal import Reports

/// A unit of measure: what the record calls it and the exact factor to it.
struct MeasureUnit: Sendable {
    var name: String
    var numerator: Int64
    var denominator: Int64
}

/// A programme under which people are sent.
struct Programme: Sendable {
    var name: String
    var host: Int32
}

/// A word that speaks for themes, with the weight for each.
struct ThemeWeight: Sendable {
    var theme: Int
    var weight: Double
}

/// The tables in the form they are asked in: everything is found through the node of one trie.
final class LexiconStore: Sendable {
    let trie: TermTrie
    /// Classes of the word list, and frequencies in it, by node.
    let classes: [UInt8]
    let frequencies: [Int32]
    /// First link of the divisions of a node, -1 where there is none.
    let divisionHeads: [Int32]
    let links: [DivisionLink]
    let divisions: [Division]
    /// All divisions above the townships are before this place.
    let townshipsFrom: Int
    /// Names of `divisions`, UTF-8.
    let names: [UInt8]
    /// The division that has a six-digit code today, or had it last.
    let byCode: FlatMap<Int32, Int32>
    let abbreviations: FlatMap<UInt32, [Abbreviation]>
    let units: FlatMap<Int32, MeasureUnit>
    let programmes: FlatMap<Int32, Programme>
    /// The city that an area lies in.
    let landmarks: FlatMap<Int32, Int32>
    /// Phrases that a program spun.
    let spun: FlatMap<Int32, Bool>
    let centralUnits: CentralUnits
    let rules: Rules
    let themes: FlatMap<Int32, [ThemeWeight]>
    let themeNames: [String]
    /// How much a short name is used as an ordinary word, 0 where it is not.
    let risks: FlatMap<Int32, Int32>
    /// Per cent of the population with the surname, in hundredths; by node.
    let surnames: FlatMap<Int32, Int32>
    /// Logarithms of the shares of surnames in the population; by node.
    private let surnameScores: FlatMap<Int32, Double>
    let givenNames: FlatMap<UInt32, Int32>
    /// Logarithm of the share of a scalar below U+10000 among the characters of given names.
    private let givenNameScores: [Float]
    /// What each scalar below U+10000 is read as.
    let fold: [UInt16]
    let hash: String

    init(_ builder: LexiconBuilder, rules: Rules, layout: TermTrieLayout, hash: String) {
        let places = layout.places
        trie = TermTrie(layout)
        var classes = [UInt8](repeating: WordClass.none, count: trie.nodes.count)
        var frequencies = [Int32](repeating: 0, count: trie.nodes.count)
        var heads = [Int32](repeating: -1, count: trie.nodes.count)
        for (node, place) in places.enumerated() {
            classes[Int(place)] = builder.classes[node]
            frequencies[Int(place)] = builder.frequencies[node]
            heads[Int(place)] = builder.divisionHeads[node]
        }
        self.classes = classes
        self.frequencies = frequencies
        divisionHeads = heads
        links = builder.links
        divisions = builder.divisions
        townshipsFrom = (builder.divisions.lastIndex { $0.level != .township } ?? -1) + 1
        names = builder.names
        byCode = FlatMap(builder.byCode)
        abbreviations = FlatMap(builder.abbreviations)
        func byPlace<Value>(_ values: [Int32: Value]) -> FlatMap<Int32, Value> {
            FlatMap(values.lazy.map { (places[Int($0.key)], $0.value) })
        }
        units = byPlace(builder.units)
        programmes = byPlace(builder.programmes)
        landmarks = byPlace(builder.landmarks)
        spun = byPlace(builder.spun)
        centralUnits = builder.centralUnits
        self.rules = rules
        themes = byPlace(builder.themes)
        themeNames = builder.themeNames
        risks = byPlace(builder.risks)
        surnames = byPlace(builder.surnames)
        surnameScores = byPlace(builder.surnames.mapValues { LexiconStore.surnameScore(share: $0) })
        givenNames = FlatMap(builder.givenNames)
        var scores = [Float](repeating: LexiconStore.rareGivenNameScore, count: 1 << 16)
        for (scalar, frequency) in builder.givenNames where scalar < 1 << 16 {
            scores[Int(scalar)] = LexiconStore.givenNameScore(frequency: frequency)
        }
        givenNameScores = scores
        fold = builder.fold
        self.hash = hash
    }

    /// What the walk over a text asks of the nodes.
    var nodes: [TermNode] { trie.nodes }

    func kind(_ node: Int32) -> TermKind { TermKind(rawValue: nodes[Int(node)].kinds) }

    func surnameScore(_ node: Int32) -> Double { surnameScores[node] ?? LexiconStore.rareSurnameScore }

    /// What a surname scores that the list does not have.
    private static let rareSurnameScore = surnameScore(share: 1)

    private static func surnameScore(share: Int32) -> Double { Logarithm.double(Double(share) / 10_000) }

    func givenNameScore(_ scalar: UInt32) -> Double {
        Double(scalar < 1 << 16 ? givenNameScores[Int(scalar)] : LexiconStore.rareGivenNameScore)
    }

    /// What a character scores that the list does not have.
    private static let rareGivenNameScore = givenNameScore(frequency: 20)

    private static func givenNameScore(frequency: Int32) -> Float {
        Logarithm.natural(Float(Double(frequency) / 32_067_566))
    }

    /// The scalars of valid UTF-8, for which there is room, and the same folded.
    func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ raw: UnsafeMutableBufferPointer<UInt32>,
        _ text: UnsafeMutableBufferPointer<UInt32>
    ) {
        fold.withUnsafeBufferPointer { fold in
            var scalars = ScalarCursor(bytes)
            var index = 0
            while let scalar = scalars.next() {
                raw.initializeElement(at: index, to: scalar)
                text.initializeElement(
                    at: index, to: scalar < 1 << 16 ? UInt32(fold[Int(truncatingIfNeeded: scalar)]) : scalar)
                index &+= 1
            }
        }
    }

    func folded(_ scalar: UInt32) -> UInt32 { scalar < 1 << 16 ? UInt32(fold[Int(scalar)]) : scalar }

    /// The node of a text's stretch, nil where it is no name we know.
    func node(_ scalars: some Sequence<UInt32>) -> Int32? { trie.node(scalars) }

    func node(_ text: String) -> Int32? { trie.node(text.unicodeScalars.lazy.map(\.value)) }

    /// Divisions of a node through the kinds of link given.
    func divisions(_ node: Int32, _ wanted: TermKind) -> [Int32] {
        var found: [Int32] = []
        var link = divisionHeads[Int(node)]
        while link >= 0 {
            let entry = links[Int(link)]
            if wanted.rawValue & entry.kind != 0 { found.append(entry.division) }
            link = entry.next
        }
        return found
    }

    func name(_ index: Int32) -> String {
        let division = divisions[Int(index)]
        let start = Int(division.nameStart)
        return String(decoding: names[start..<(start + Int(division.nameLength))], as: UTF8.self)
    }

    /// The division's name with those it lies in before it: 江苏省泰州市姜堰区.
    func fullName(_ index: Int32) -> String {
        var chain: InlineArray<4, Int32> = [index, 0, 0, 0]
        var count = 1
        var bytes = Int(divisions[Int(index)].nameLength)
        var parent = divisions[Int(index)].parent
        while parent != 0, count < 4, let above = byCode[parent] {
            chain[count] = above
            count += 1
            bytes += Int(divisions[Int(above)].nameLength)
            parent = divisions[Int(above)].parent
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes) { text in
            names.withUnsafeBufferPointer { names in
                var end = 0
                for place in stride(from: count - 1, through: 0, by: -1) {
                    let index = Int(chain[place])
                    let start = Int(divisions[index].nameStart)
                    for byte in start..<(start + Int(divisions[index].nameLength)) {
                        text.initializeElement(at: end, to: names[byte])
                        end += 1
                    }
                }
                return String(decoding: UnsafeBufferPointer(start: text.baseAddress, count: end), as: UTF8.self)
            }
        }
    }

    func reference(_ index: Int32) -> DivisionReference {
        DivisionReference(code: divisions[Int(index)].text, name: fullName(index))
    }

    /// Whether a division lies in another, by the chain of parents or by its digits.
    func lies(_ inner: Int32, in outer: Int32) -> Bool {
        let (a, b) = (divisions[Int(inner)], divisions[Int(outer)])
        if a.code == b.code { return false }
        if b.level == .province { return a.province == b.code && a.level != .province }
        var parent = a.parent
        for _ in 0..<3 where parent != 0 {
            if parent == b.code { return true }
            guard let above = byCode[parent] else { break }
            parent = divisions[Int(above)].parent
        }
        if b.level == .prefecture { return a.prefecture == b.code && a.level != .prefecture }
        return false
    }
}

/// One name of a division in the trie.
struct DivisionLink: Sendable {
    var division: Int32
    var kind: UInt32
    var next: Int32
}

/// A one-character name.
struct Abbreviation: Sendable {
    var code: Int32
    var isProvince: Bool
}
