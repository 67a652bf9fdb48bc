internal import Reports

/// Reads the files into the tables of ``LexiconStore``.
struct LexiconBuilder {
    let directory: String
    let faults: LexiconFaults
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
    var landmarks: [Int32: Int32] = [:]
    var spun: [Int32: Bool] = [:]
    var centralUnits = CentralUnits()
    var themes: [Int32: [ThemeWeight]] = [:]
    var themeNames: [String] = []
    var risks: [Int32: Int32] = [:]
    var surnames: [Int32: Int32] = [:]
    var givenNames: [UInt32: Int32] = [:]
    var fold: [UInt16] = []
    /// Names of the files read, without the folder.
    private(set) var files: [String] = []
    /// The scalars of the field read last.
    var scalars: [UInt32] = []
    private var digest: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)
    /// Sum of the frequencies of the source of the word list.
    private let total: Float = 60_000_000

    init(directory: String, faults: LexiconFaults) {
        self.directory = directory
        self.faults = faults
        let room = 400_000
        kinds = [UInt32](repeating: 0, count: room)
        scores = [Float](repeating: 0, count: room)
        classes = [UInt8](repeating: 0, count: room)
        frequencies = [Int32](repeating: 0, count: room)
        divisionHeads = [Int32](repeating: -1, count: room)
    }

    mutating func build() throws(LexiconError) -> LexiconStore {
        let rules = try read()
        return LexiconStore(self, rules: rules, layout: try layout(), hash: hex(digest.0) + hex(digest.1))
    }

    /// The names as texts are walked over.
    func layout() throws(LexiconError) -> TermTrieLayout {
        var layout = TermTrieLayout(trie, kinds: kinds, scores: scores)
        guard layout.place() else {
            throw LexiconError(
                file: directory, message: "more names than there is room for, about a million: remove some")
        }
        return layout
    }

    /// Reads all files.
    mutating func read() throws(LexiconError) -> Rules {
        try readScript()
        try readWords()
        try readDivisions()
        try readTownships()
        try readRisks()
        try readNames()
        try readTerms()
        try readUnits()
        try readThemes()
        try readFindings()
        return try Rules(&self)
    }

    // MARK: Files

    mutating func table(_ name: String) throws(LexiconError) -> LexiconTable {
        let path = directory + "/" + name
        files.append(name)
        do throws(LexiconError) {
            let bytes = try LexiconFile.read(path)
            hash(bytes)
            return LexiconTable(path, bytes: bytes, faults: faults)
        } catch {
            try faults.add(error)
            return LexiconTable(path, bytes: [], faults: faults)
        }
    }

    /// Two interleaved FNV-1a lanes over eight bytes at a time: names content, guards nothing.
    private mutating func hash(_ content: [UInt8]) {
        var (one, two) = digest
        content.withUnsafeBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
                one = (one ^ word) &* 0x0000_0100_0000_01B3
                two = (two &+ one >> 29 ^ word) &* 0x9E37_79B9_7F4A_7C15
                index += 8
            }
            while index < bytes.count {
                one = (one ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
                two = (two &+ one >> 29 ^ UInt64(bytes[index])) &* 0x9E37_79B9_7F4A_7C15
                index += 1
            }
        }
        digest = (one, two)
    }

    private func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Decodes a field into `scalars`; false where it is a mistake that was kept.
    mutating func field(_ table: LexiconTable, _ range: Range<Int>, _ name: String) throws(LexiconError) -> Bool {
        if range.isEmpty {
            try table.refuse(range, "\(name) is empty: write one or remove the line")
            return false
        }
        guard table.scalars(range, into: &scalars) else {
            try table.refuse(range, "\(name) is not UTF-8: save the file as UTF-8")
            return false
        }
        if scalars.first == 0x20 || scalars.last == 0x20 || scalars.first == 0x3000 || scalars.last == 0x3000 {
            try table.refuse(range, "\(name) begins or ends with a blank: remove it")
        }
        return true
    }

    /// A field that is one character below U+10000; nil where it is a mistake that was kept.
    mutating func character(_ table: LexiconTable, _ range: Range<Int>, _ name: String) throws(LexiconError) -> UInt32?
    {
        guard try field(table, range, name) else { return nil }
        if scalars.count == 1, scalars[0] < 1 << 16 { return scalars[0] }
        try table.refuse(range, "\(name) must be one character, not “\(table.text(range))”")
        return nil
    }

    // MARK: Terms

    /// Adds the name in `scalars`.
    mutating func insert(_ kind: TermKind) -> Int32 {
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

    /// Gives a node the score of a word so frequent.
    mutating func weigh(_ node: Int32, frequency: Int) {
        scores[Int(node)] = Logarithm.natural(Float(max(frequency, 1)) / total)
        frequencies[Int(node)] = Int32(clamping: frequency)
    }

    /// Gives a node at least the score of a word so frequent.
    mutating func raise(_ node: Int32, frequency: Float, class: UInt8) {
        let score = Logarithm.natural(frequency / total)
        if scores[Int(node)] == 0 {
            classes[Int(node)] = `class`
            scores[Int(node)] = score
        } else if scores[Int(node)] < score {
            scores[Int(node)] = score
        }
    }

    mutating func link(_ node: Int32, _ division: Int32, _ kind: TermKind) {
        links.append(DivisionLink(division: division, kind: kind.rawValue, next: divisionHeads[Int(node)]))
        divisionHeads[Int(node)] = Int32(links.count - 1)
    }
}
