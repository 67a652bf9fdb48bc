internal import Reports

/// The words of one file by their classes: a rule takes the classes that it goes by, and every class is some rule's.
struct WordLists {
    private struct Row {
        var word: Range<Int>
        var `class`: Range<Int>
        var scalars: [UInt32]
    }

    private let table: LexiconTable
    /// Whether there was a file to read: no class is missing from one that is missing itself.
    private let isRead: Bool
    private var rows: [String: [Row]] = [:]
    private var taken: [String] = []
    private var long: [Range<Int>] = []

    init(_ table: LexiconTable, isRead: Bool) {
        self.table = table
        self.isRead = isRead
    }

    /// Adds a row, by its fields and the word's folded scalars.
    mutating func add(_ word: Range<Int>, _ class: Range<Int>, _ scalars: [UInt32]) {
        rows[table.text(`class`), default: []].append(Row(word: word, class: `class`, scalars: scalars))
    }

    /// The words of a class in the file's order.
    mutating func words(_ class: String) -> Words { Words(take(`class`)) }

    /// The characters of a class, all of whose words are of one.
    mutating func characters(_ class: String) -> ScalarSet {
        let words = take(`class`)
        long += (rows[`class`] ?? []).filter { $0.scalars.count > 1 }.map(\.word)
        return ScalarSet(words.map { $0[0] })
    }

    /// The words of a class, to be asked for whole texts.
    mutating func strings(_ class: String) -> Set<String> { Set(take(`class`).map { Scalars.string($0) }) }

    /// The words of a class, to be asked for whole stretches.
    mutating func set(_ class: String) -> Set<[UInt32]> { Set(take(`class`)) }

    private mutating func take(_ class: String) -> [[UInt32]] {
        taken.append(`class`)
        return (rows[`class`] ?? []).map(\.scalars)
    }

    /// Refuses classes that no rule took, those without a word, and words that are longer than their class allows.
    func check() throws(LexiconError) {
        let known = taken.sorted().joined(separator: ", ")
        let others = rows.filter { !taken.contains($0.key) }.flatMap(\.value)
        for row in others.sorted(by: { $0.word.lowerBound < $1.word.lowerBound }) {
            try table.refuse(row.class, "unknown class “\(table.text(row.class))”: write one of \(known)")
        }
        for word in long { try table.refuse(word, "a word of this class is one character, not “\(table.text(word))”") }
        for `class` in taken where isRead && rows[`class`] == nil {
            try table.refuse("no word of the class “\(`class`)”: its rule needs at least one")
        }
    }
}
