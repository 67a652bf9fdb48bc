/// A text as the extractors see it: folded scalars, all names of the lexicons in it, and its words.
///
/// Folding is one scalar for one, so every offset is an offset into the report's own text.
final class Reading: Sendable {
    let store: LexiconStore
    let raw: [UInt32]
    let text: [UInt32]
    private let names: NameIndex
    private let words: Segmentation

    var count: Int { text.count }

    /// Without `names` the text has neither hits nor tokens: enough for dates and numbers, and much faster.
    init(_ source: String, store: LexiconStore, names: Bool = true) {
        self.store = store
        raw = Scalars.decoded(source)
        text = store.folded(raw)
        self.names = names ? NameIndex(text, store: store) : NameIndex()
        words = names ? Segmentation(text, names: self.names, store: store) : Segmentation()
    }

    /// The scalar at a position, a line feed outside the text.
    @inline(__always)
    func at(_ index: Int) -> UInt32 { index >= 0 && index < text.count ? text[index] : 0x0A }

    func slice(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= raw.count else { return "" }
        return Scalars.string(raw, start, end)
    }

    /// A stretch without its line breaks: a name broken over two lines joined.
    func joined(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= raw.count else { return "" }
        if !raw[start..<end].contains(where: { $0 == 0x0A || $0 == 0x0D }) { return Scalars.string(raw, start, end) }
        let joined = raw[start..<end].filter { $0 != 0x0A && $0 != 0x0D }
        return Scalars.string(joined, 0, joined.count)
    }

    /// The folded text of a stretch, for comparing and for looking up.
    func foldedSlice(_ start: Int, _ end: Int) -> String {
        guard start >= 0, start < end, end <= text.count else { return "" }
        return Scalars.string(text, start, end)
    }

    /// The names that begin here, shortest first.
    @inline(__always)
    func hits(at index: Int) -> Hits {
        guard index >= 0, index < text.count else { return Hits(hits: names.hits, range: 0..<0) }
        return Hits(hits: names.hits, range: Int(names.starts[index])..<Int(names.starts[index + 1]))
    }

    /// Whether a name of a kind begins here.
    @inline(__always)
    func begins(_ kind: TermKind, at index: Int) -> Bool {
        index >= 0 && index < names.kindsFrom.count && !names.kindsFrom[index].isDisjoint(with: kind)
    }

    /// Whether a name of a kind ends here.
    @inline(__always)
    func endsName(_ kind: TermKind, at end: Int) -> Bool {
        end >= 0 && end < names.kindsTo.count && !names.kindsTo[end].isDisjoint(with: kind)
    }

    /// The kinds of the name that a word is.
    func kind(of token: Token) -> TermKind { token.node > 0 ? store.kind(token.node) : [] }

    /// The first position of a stretch, up to the text's end unless said, where a name of a kind begins; the stretch's end
    /// where there is none.
    func next(_ kind: TermKind, from index: Int, to end: Int = .max) -> Int {
        names.kindsFrom.withUnsafeBufferPointer { kinds in
            let end = min(end, kinds.count)
            var index = max(index, 0)
            while index < end, kinds[index].isDisjoint(with: kind) { index += 1 }
            return index
        }
    }

    /// The first position of a stretch whose scalar a filter lets through; the stretch's end where there is none.
    func next(_ filter: ScalarFilter, from index: Int, to end: Int = .max) -> Int {
        text.withUnsafeBufferPointer { text in
            let end = min(end, text.count)
            var index = max(index, 0)
            while index < end, !filter.mayContain(text[index]) { index += 1 }
            return index
        }
    }

    /// Whether a name of a kind begins anywhere.
    func contains(_ kind: TermKind) -> Bool { next(kind, from: 0) < names.kindsFrom.count }

    /// The longest name of a kind that begins here.
    @inline(__always)
    func longest(at index: Int, _ kind: TermKind) -> Hit? {
        begins(kind, at: index) ? longestHit(at: index, kind) : nil
    }

    private func longestHit(at index: Int, _ kind: TermKind) -> Hit? {
        let first = Int(names.starts[index])
        var position = Int(names.starts[index + 1]) - 1
        while position >= first {
            if !names.hits[position].kind.isDisjoint(with: kind) { return names.hits[position] }
            position -= 1
        }
        return nil
    }

    /// The longest name of a kind that ends here, its start.
    func longestEnding(at end: Int, _ kind: TermKind, limit: Int = 12) -> (start: Int, hit: Hit)? {
        guard end >= 0, end < names.kindsTo.count, !names.kindsTo[end].isDisjoint(with: kind) else { return nil }
        for start in max(0, end - limit)..<end where begins(kind, at: start) {
            for position in Int(names.starts[start])..<Int(names.starts[start + 1]) {
                let hit = names.hits[position]
                if start + Int(hit.length) == end, !hit.kind.isDisjoint(with: kind) { return (start, hit) }
            }
        }
        return nil
    }

    func starts(_ index: Int) -> Bool {
        index >= text.count || index >= 0 && words.isStart[index]
    }

    func ends(_ index: Int) -> Bool { index <= 0 || starts(index) }

    func token(at index: Int) -> Token? {
        guard index >= 0, index < text.count else { return nil }
        return words.tokens[Int(words.tokenAt[index])]
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
        guard index >= 0, index < text.count, words.first.mayContain(text[index]) else { return nil }
        return match(words, at: index)
    }

    private func match(_ words: Words, at index: Int) -> Int? {
        let initial = text[index]
        for position in words.initials.indices where words.initials[position] == initial {
            if has(words.words[position], at: index) { return words.counts[position] }
        }
        return nil
    }

    private func match(_ words: Words, before end: Int) -> Int? {
        let final = text[end - 1]
        for position in words.finals.indices where words.finals[position] == final {
            let count = words.counts[position]
            if has(words.words[position], at: end - count) { return count }
        }
        return nil
    }

    @inline(__always)
    func anyOf(_ words: Words, before end: Int) -> Int? {
        guard end > 0, end <= text.count, words.last.mayContain(text[end - 1]) else { return nil }
        return match(words, before: end)
    }

    /// Whether one of some words begins in a stretch.
    func anyOf(_ words: Words, in range: Range<Int>) -> Bool {
        var index = next(words.first, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound, index < text.count {
            if match(words, at: index) != nil { return true }
            index = next(words.first, from: index + 1, to: range.upperBound)
        }
        return false
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
