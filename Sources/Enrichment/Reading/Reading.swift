/// A text as the extractors see it: folded scalars, all names of the lexicons in it, and its words.
///
/// Folding is one scalar for one, so every offset is an offset into the report's own text. Every question asked of a text
/// many times a position ends here, so what answers it is plain memory of the reading's own.
///
/// Unchecked: the memory is written by `init` alone and freed by `deinit`.
final class Reading: @unchecked Sendable {
    let store: LexiconStore
    let count: Int
    /// The scalars as the report has them, and folded.
    let raw: UnsafeBufferPointer<UInt32>
    let text: UnsafeBufferPointer<UInt32>
    private let names: NameIndex
    private let words: Segmentation
    /// How many positions have names, and how many words: all or none.
    private let named: Int
    private let worded: Int

    /// Without `names` the text has neither hits nor tokens: enough for dates and numbers, and much faster. With
    /// `wordsFor` it has tokens only where a name of one of those kinds begins somewhere.
    init(_ source: String, store: LexiconStore, names: Bool = true, wordsFor: TermKind? = nil) {
        self.store = store
        var source = source
        (raw, text, self.names) = source.withUTF8 { bytes in
            let count = Scalars.count(bytes)
            let both = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * count)
            let raw = UnsafeMutableBufferPointer(start: both, count: count)
            let text = UnsafeMutableBufferPointer(start: both + count, count: count)
            store.decode(bytes, raw, text)
            let folded = UnsafeBufferPointer(text)
            guard names else { return (UnsafeBufferPointer(raw), folded, NameIndex()) }
            let index = withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count + 1) { numbers in
                store.trie.number(folded, numbers)
                return NameIndex(UnsafeBufferPointer(numbers), store.trie)
            }
            return (UnsafeBufferPointer(raw), folded, index)
        }
        count = text.count
        named = names ? count : 0
        worded = wordsFor.map({ [names = self.names, named] in Reading.has($0, names, named) }) ?? true ? named : 0
        words = worded > 0 ? Segmentation(text, names: self.names, store: store) : Segmentation()
    }

    deinit {
        // The folded scalars lie behind the others.
        raw.deallocate()
        names.deallocate()
        words.deallocate()
    }

    private static func has(_ kind: TermKind, _ names: NameIndex, _ count: Int) -> Bool {
        (0..<count).contains { !names.kindsFrom[$0].isDisjoint(with: kind) }
    }

    /// The scalar at a position, a line feed outside the text.
    @inline(__always)
    func at(_ index: Int) -> UInt32 { UInt(bitPattern: index) < UInt(bitPattern: count) ? text[index] : 0x0A }

    func slice(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= raw.count else { return "" }
        return Scalars.string(raw, start, end)
    }

    /// A stretch without its line breaks: a name broken over two lines joined.
    func joined(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= raw.count else { return "" }
        var isBroken = false
        for index in start..<end where raw[index] == 0x0A || raw[index] == 0x0D { isBroken = true }
        if !isBroken { return Scalars.string(raw, start, end) }
        let joined = raw[start..<end].filter { $0 != 0x0A && $0 != 0x0D }
        return Scalars.string(joined)
    }

    /// The folded text of a stretch, for comparing and for looking up.
    func foldedSlice(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= text.count else { return "" }
        return Scalars.string(text, start, end)
    }

    /// The names that begin here, shortest first.
    @inline(__always)
    func hits(at index: Int) -> Hits {
        guard UInt(bitPattern: index) < UInt(bitPattern: named) else { return Hits(hits: names.hits, range: 0..<0) }
        return Hits(hits: names.hits, range: Int(names.starts[index])..<Int(names.starts[index &+ 1]))
    }

    /// All kinds of name that begin here.
    @inline(__always)
    func kinds(at index: Int) -> TermKind {
        UInt(bitPattern: index) < UInt(bitPattern: named) ? names.kindsFrom[index] : []
    }

    /// Whether a name of a kind begins here.
    @inline(__always)
    func begins(_ kind: TermKind, at index: Int) -> Bool { !kinds(at: index).isDisjoint(with: kind) }

    /// Whether a name of a kind ends here.
    @inline(__always)
    func endsName(_ kind: TermKind, at end: Int) -> Bool {
        UInt(bitPattern: end) <= UInt(bitPattern: named) && !names.kindsTo[end].isDisjoint(with: kind)
    }

    /// The kinds of the name that a word is.
    @inline(__always)
    func kind(of token: Token) -> TermKind { token.node > 0 ? store.kind(token.node) : [] }

    /// The first position of a stretch, up to the text's end unless said, where a name of a kind begins; the stretch's end
    /// where there is none.
    func next(_ kind: TermKind, from index: Int, to end: Int = .max) -> Int {
        let end = min(end, named)
        var index = max(index, 0)
        while index < end, names.kindsFrom[index].isDisjoint(with: kind) { index &+= 1 }
        return index
    }

    /// The first position of a stretch whose scalar a filter lets through; the stretch's end where there is none.
    func next(_ filter: ScalarFilter, from index: Int, to end: Int = .max) -> Int {
        let end = min(end, count)
        var index = max(index, 0)
        while index < end, !filter.mayContain(text[index]) { index &+= 1 }
        return index
    }

    /// The first position of a stretch where a name of a kind begins, whose scalar a filter lets through or behind which a
    /// blank stands; the stretch's end where there is none.
    func next(
        _ kind: TermKind, or filter: ScalarFilter, beforeBlank: Bool, from index: Int, to end: Int = .max
    ) -> Int {
        let end = min(end, named)
        var index = max(index, 0)
        while index < end, names.kindsFrom[index].isDisjoint(with: kind), !filter.mayContain(text[index]) {
            index &+= 1
            if beforeBlank, index < named, text[index] == 0x20 { return index &- 1 }
        }
        return index
    }

    /// Whether a name of a kind begins anywhere.
    func contains(_ kind: TermKind) -> Bool { next(kind, from: 0) < named }

    /// The longest name of a kind that begins here.
    @inline(__always)
    func longest(at index: Int, _ kind: TermKind) -> Hit? {
        begins(kind, at: index) ? longestHit(at: index, kind) : nil
    }

    private func longestHit(at index: Int, _ kind: TermKind) -> Hit? {
        let first = Int(names.starts[index])
        var position = Int(names.starts[index &+ 1]) &- 1
        while position >= first {
            if !names.hits[position].kind.isDisjoint(with: kind) { return names.hits[position] }
            position &-= 1
        }
        return nil
    }

    /// The longest name of a kind that ends here, its start.
    @inline(__always)
    func longestEnding(at end: Int, _ kind: TermKind, limit: Int = 12) -> (start: Int, hit: Hit)? {
        endsName(kind, at: end) ? longestHit(endingAt: end, kind, limit) : nil
    }

    private func longestHit(endingAt end: Int, _ kind: TermKind, _ limit: Int) -> (start: Int, hit: Hit)? {
        var start = max(0, end &- limit)
        while start < end {
            if !names.kindsFrom[start].isDisjoint(with: kind) {
                var position = Int(names.starts[start])
                let last = Int(names.starts[start &+ 1])
                while position < last {
                    let hit = names.hits[position]
                    if start &+ Int(hit.length) == end, !hit.kind.isDisjoint(with: kind) { return (start, hit) }
                    position &+= 1
                }
            }
            start &+= 1
        }
        return nil
    }

    /// Whether a word begins here; nowhere but at the end in a text without words.
    @inline(__always)
    func starts(_ index: Int) -> Bool {
        UInt(bitPattern: index) < UInt(bitPattern: worded) ? words.starts(index) : index >= count
    }

    func ends(_ index: Int) -> Bool { index <= 0 || starts(index) }

    @inline(__always)
    func token(at index: Int) -> Token? {
        UInt(bitPattern: index) < UInt(bitPattern: worded) ? words.token(at: index) : nil
    }

    /// Whether the text has these scalars here.
    func has(_ scalars: [UInt32], at index: Int) -> Bool {
        guard index >= 0, index + scalars.count <= text.count else { return false }
        for (offset, scalar) in scalars.enumerated() where text[index + offset] != scalar { return false }
        return true
    }

    @inline(__always)
    func has(_ word: StaticString, at index: Int) -> Bool {
        guard index >= 0 else { return false }
        return word.withUTF8Buffer { bytes in
            var (offset, position) = (0, index)
            while offset < bytes.count {
                guard position < text.count, text[position] == Scalars.next(bytes, &offset) else { return false }
                position += 1
            }
            return position <= text.count
        }
    }

    /// How many scalars a word has, where it stands here.
    func matchLength(_ word: StaticString, at index: Int) -> Int? {
        has(word, at: index) ? word.scalarCount : nil
    }

    /// The first of some words that stands here.
    func anyOf(_ words: [StaticString], at index: Int) -> Int? {
        guard index >= 0, index < text.count else { return nil }
        let initial = EncodedScalar(text[index])
        for word in words where initial.begins(word) && has(word, at: index) { return word.scalarCount }
        return nil
    }

    @inline(__always)
    func anyOf(_ words: Words, at index: Int) -> Int? {
        guard UInt(bitPattern: index) < UInt(bitPattern: count), words.first.mayContain(text[index]) else { return nil }
        return words.length(in: text, at: index)
    }

    @inline(__always)
    func anyOf(_ words: Words, before end: Int) -> Int? {
        guard end > 0, end <= count, words.last.mayContain(text[end &- 1]) else { return nil }
        return words.length(in: text, before: end)
    }

    /// Whether one of some words stands here by itself: not the 任教 of 任|教育局.
    func isWhole(_ words: Words, at index: Int) -> Bool {
        guard let length = anyOf(words, at: index) else { return false }
        guard length > 1, let next = token(at: index + 1), Int(next.start) == index + 1 else { return true }
        return Int(next.end) <= index + length
    }

    /// Whether one of some words begins in a stretch.
    func anyOf(_ words: Words, in range: Range<Int>) -> Bool {
        var index = next(words.first, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound, index < text.count {
            if words.length(in: text, at: index) != nil { return true }
            index = next(words.first, from: index + 1, to: range.upperBound)
        }
        return false
    }

    func anyOf(_ words: [StaticString], in range: Range<Int>) -> Bool {
        let first = ScalarFilter(words.lazy.map { $0.withUTF8Buffer { Scalars.first($0) } })
        var index = next(first, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound, index < count {
            if anyOf(words, at: index) != nil { return true }
            index = next(first, from: index + 1, to: range.upperBound)
        }
        return false
    }

    /// The first position of a stretch where a name of a kind ends; one behind the stretch where none does.
    func nextEnding(_ kind: TermKind, from end: Int, to last: Int) -> Int {
        var end = max(end, 0)
        let last = min(last, named)
        while end <= last, names.kindsTo[end].isDisjoint(with: kind) { end &+= 1 }
        return end
    }

    /// The first of some words that ends here.
    func anyOf(_ words: [StaticString], before end: Int) -> Int? {
        guard end > 0, end <= text.count else { return nil }
        let final = EncodedScalar(text[end - 1])
        for word in words where final.ends(word) {
            let count = word.scalarCount
            if has(word, at: end - count) { return count }
        }
        return nil
    }

    func lineStart(_ index: Int) -> Int {
        var start = min(max(index, 0), text.count)
        while start > 0, text[start - 1] != 0x0A { start -= 1 }
        return start
    }

    func lineEnd(_ index: Int) -> Int {
        var end = max(0, index)
        while end < text.count, text[end] != 0x0A { end += 1 }
        return min(end, text.count)
    }

    /// The sentences of the text, one after the other.
    var sentences: some Sequence<Range<Int>> {
        sequence(state: 0) { [self] index -> Range<Int>? in
            guard index < count else { return nil }
            let sentence = sentence(index)
            index = max(sentence.upperBound, index + 1)
            return sentence
        }
    }

    /// The sentence around a position, its final mark and closing quotation mark in.
    func sentence(_ index: Int) -> Range<Int> {
        var start = min(max(index, 0), text.count)
        while start > 0, !Scalars.endsSentence(text[start - 1]) { start -= 1 }
        while start < index, Scalars.closes(text[start]) || Scalars.isBlank(text[start]) { start += 1 }
        var end = max(index, start)
        while end < text.count, !Scalars.endsSentence(text[end]) { end += 1 }
        if end < text.count, text[end] != 0x0A {
            end += 1
            while end < text.count, Scalars.closes(text[end]) { end += 1 }
        }
        return start..<max(start, end)
    }
}
