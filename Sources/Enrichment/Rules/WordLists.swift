internal import Reports

/// The words of one file by their classes: a rule takes the classes that it goes by, and every class is some rule's.
struct WordLists {
    /// A class with its rows, in the file's order.
    private struct List {
        let name: String
        /// Where the fields of each row stand.
        var rows: [(word: Range<Int>, class: Range<Int>)] = []
        var words: [[UInt32]] = []
        var isTaken = false
        /// Whether its words are characters.
        var isOfCharacters = false
    }

    private let table: LexiconTable
    /// Whether there was a file to read: no class is missing from one that is missing itself.
    private let isRead: Bool
    private var lists: [List] = []
    /// The list of the row before: the next one is of the same class as a rule.
    private var last = -1
    /// Classes that a rule asked for and the file does not have.
    private var missing: [String] = []

    init(_ table: LexiconTable, isRead: Bool) {
        self.table = table
        self.isRead = isRead
    }

    /// Adds a row, by its fields and the word's folded scalars.
    mutating func add(_ word: Range<Int>, _ class: Range<Int>, _ scalars: [UInt32]) {
        if last < 0 || !isOf(lists[last], `class`) {
            last = lists.firstIndex { isOf($0, `class`) } ?? lists.count
            if last == lists.count { lists.append(List(name: table.text(`class`))) }
        }
        lists[last].rows.append((word, `class`))
        lists[last].words.append(scalars)
    }

    private func isOf(_ list: List, _ class: Range<Int>) -> Bool {
        table.bytes[`class`].elementsEqual(table.bytes[list.rows[0].class])
    }

    // MARK: For the rules

    /// The words of classes, one after the other, each in the file's order.
    mutating func words(_ classes: String...) -> Words { Words(classes.flatMap { take($0) }) }

    /// The characters of a class, all of whose words are of one.
    mutating func characters(_ class: String) -> ScalarSet {
        ScalarSet(take(`class`, isOfCharacters: true).map { $0[0] })
    }

    /// The words of classes in the file's order, to be compared with strings.
    mutating func strings(_ classes: String...) -> [String] { classes.flatMap { take($0) }.map { Scalars.string($0) } }

    /// The words of a class, to be asked for whole stretches.
    mutating func set(_ class: String) -> Set<[UInt32]> { Set(take(`class`)) }

    private mutating func take(_ class: String, isOfCharacters: Bool = false) -> [[UInt32]] {
        guard let place = lists.firstIndex(where: { $0.name == `class` }) else {
            if !missing.contains(`class`) { missing.append(`class`) }
            return []
        }
        lists[place].isTaken = true
        if isOfCharacters { lists[place].isOfCharacters = true }
        return lists[place].words
    }

    // MARK: Mistakes

    private func known() -> String {
        (lists.filter(\.isTaken).map(\.name) + missing).sorted().joined(separator: ", ")
    }

    /// Refuses classes that no rule took, words that are longer than their class allows, and classes without a word.
    func check() throws(LexiconError) {
        for list in lists where !list.isTaken {
            for row in list.rows {
                try table.refuse(row.class, "unknown class “\(list.name)”: write one of \(known())")
            }
        }
        for list in lists where list.isOfCharacters {
            for (row, word) in zip(list.rows, list.words) where word.count > 1 {
                try table.refuse(row.word, "a word of this class is one character, not “\(table.text(row.word))”")
            }
        }
        for `class` in missing where isRead {
            try table.refuse("no word of the class “\(`class`)”: its rule needs at least one")
        }
    }
}
