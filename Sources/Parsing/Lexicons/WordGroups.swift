/// Words by a character that all of a group have at one end, longest first. A class, for lists are handed about.
private final class WordGroups: Sendable {
    private struct Word {
        var start: Int
        var count: Int
    }

    private let keys: CharacterList
    /// Of each key where its words begin, and the end of the last one's.
    private let starts: [Int]
    private let words: [Word]
    private let letters: [UInt32]

    convenience init() { self.init(CharacterList(), [0], [], []) }

    private init(_ keys: CharacterList, _ starts: [Int], _ words: [Word], _ letters: [UInt32]) {
        (self.keys, self.starts, self.words, self.letters) = (keys, starts, words, letters)
    }

    /// The same with one word more.
    func adding(_ word: [UInt32], by key: UInt32) -> WordGroups {
        var (keys, starts, words) = (keys, starts, words)
        if keys.index(of: key) == nil {
            keys.insert(key)
            let place = keys.index(of: key) ?? 0
            starts.insert(starts[place], at: place)
        }
        let group = keys.index(of: key) ?? 0
        let place = words[starts[group]..<starts[group + 1]].firstIndex { $0.count < word.count } ?? starts[group + 1]
        words.insert(Word(start: letters.count, count: word.count), at: place)
        for later in group + 1..<starts.count { starts[later] += 1 }
        return WordGroups(keys, starts, words, letters + word)
    }

    @inline(__always)
    func mayHave(_ key: UInt32) -> Bool { keys.mayContain(key) }

    /// Calls `body` with the length of each word of a key that a text has at one end, the longest first, until it says that
    /// this is enough.
    @inline(__always)
    func visit(
        _ key: UInt32, _ text: some ScalarText, atEnd: Bool, _ body: (Int) -> Bool
    ) {
        guard let group = keys.index(of: key) else { return }
        words.withUnsafeBufferPointer { words in
            letters.withUnsafeBufferPointer { letters in
                for place in starts[group]..<starts[group + 1] {
                    let word = words[place]
                    guard word.count <= text.count else { continue }
                    let from = atEnd ? text.endIndex &- word.count : text.startIndex
                    var k = 0
                    while k < word.count, letters[word.start &+ k] == text[from &+ k] { k &+= 1 }
                    if k == word.count, body(word.count) { return }
                }
            }
        }
    }

    /// Length of the longest word of a key that a text has at one end.
    func longest(_ key: UInt32, _ text: some ScalarText, atEnd: Bool) -> Int? {
        var found: Int?
        visit(key, text, atEnd: atEnd) {
            found = $0
            return true
        }
        return found
    }
}

/// Words by their last character, longest first: what ends here?
struct EndingList: Sendable {
    private var groups = WordGroups()

    mutating func insert(_ word: [UInt32]) {
        guard let last = word.last else { return }
        groups = groups.adding(word, by: last)
    }

    /// Length of the longest word that ends the slice.
    @inline(__always)
    func ending(_ text: some ScalarText) -> Int? {
        guard let last = text.last, groups.mayHave(last) else { return nil }
        return groups.longest(last, text, atEnd: true)
    }

    /// How many of the words end the slice.
    func count(ending text: some ScalarText) -> Int {
        guard let last = text.last, groups.mayHave(last) else { return 0 }
        var found = 0
        groups.visit(last, text, atEnd: true) { _ in
            found += 1
            return false
        }
        return found
    }

    func contains(_ text: some ScalarText) -> Bool { ending(text) == text.count }
}

/// Words by their first character, longest first: what begins here?
struct BeginningList: Sendable {
    private var groups = WordGroups()

    mutating func insert(_ word: [UInt32]) {
        guard let first = word.first else { return }
        groups = groups.adding(word, by: first)
    }

    /// Whether a word may begin with a character; false for most with which none does.
    func mayBegin(_ c: UInt32) -> Bool { groups.mayHave(c) }

    /// Length of the longest word that begins the slice.
    @inline(__always)
    func beginning(_ text: some ScalarText) -> Int? {
        guard let first = text.first, groups.mayHave(first) else { return nil }
        return groups.longest(first, text, atEnd: false)
    }

    /// Where the first of the words begins that stand in the slice, and its length.
    func first(in text: some ScalarText) -> Range<Int>? {
        for i in text.indices where groups.mayHave(text[i]) {
            if let length = groups.longest(text[i], text[i...], atEnd: false) { return i..<i + length }
        }
        return nil
    }

    /// Whether one of the words stands anywhere in the slice.
    func occurs(in text: some ScalarText) -> Bool { first(in: text) != nil }
}
