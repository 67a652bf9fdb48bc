/// A name of the lexicons that begins at a position.
struct Hit: Sendable {
    var length: Int32
    var node: Int32
}

/// A word of the most probable segmentation.
struct Token: Sendable {
    var start: Int32
    var end: Int32
    /// 0 where no name of the lexicons covers it.
    var node: Int32
    var wordClass: UInt8
    var count: Int { Int(end - start) }
}

/// A text as the extractors see it: folded scalars, all names of the lexicons in it, and its words.
///
/// Folding is one scalar for one, so every offset is an offset into the report's own text.
struct Reading {
    let store: LexiconStore
    let raw: [UInt32]
    let text: [UInt32]
    /// Where the hits of a position begin in `hits`; one more entry than scalars.
    private(set) var hitStarts: [Int32] = []
    private(set) var hits: [Hit] = []
    private(set) var tokens: [Token] = []
    /// The token that covers each position.
    private(set) var tokenAt: [Int32] = []

    var count: Int { text.count }

    init(_ source: String, store: LexiconStore) {
        self.store = store
        raw = source.unicodeScalars.map(\.value)
        text = raw.map { store.folded($0) }
        findNames()
        segment()
    }

    /// The scalar at a position, a line feed outside the text.
    @inline(__always)
    func at(_ index: Int) -> UInt32 { index >= 0 && index < text.count ? text[index] : 0x0A }

    func slice(_ start: Int, _ end: Int) -> String {
        var result = ""
        guard start >= 0, start < end, end <= raw.count else { return result }
        for scalar in raw[start..<end] {
            if let scalar = Unicode.Scalar(scalar) { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// The folded text of a stretch, for comparing and for looking up.
    func foldedSlice(_ start: Int, _ end: Int) -> String {
        var result = ""
        guard start >= 0, start < end, end <= text.count else { return result }
        for scalar in text[start..<end] {
            if let scalar = Unicode.Scalar(scalar) { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    func hits(at index: Int) -> ArraySlice<Hit> {
        guard index >= 0, index < text.count else { return [] }
        return hits[Int(hitStarts[index])..<Int(hitStarts[index + 1])]
    }

    /// The longest name of a kind that begins here.
    func longest(at index: Int, _ kind: TermKind) -> Hit? {
        hits(at: index).last { !store.kind($0.node).isDisjoint(with: kind) }
    }

    /// The longest name of a kind that ends here, its start.
    func longestEnding(at end: Int, _ kind: TermKind, limit: Int = 12) -> (start: Int, hit: Hit)? {
        var start = max(0, end - limit)
        while start < end {
            for hit in hits(at: start)
            where start + Int(hit.length) == end && !store.kind(hit.node).isDisjoint(with: kind) {
                return (start, hit)
            }
            start += 1
        }
        return nil
    }

    func starts(_ index: Int) -> Bool {
        index >= text.count || index >= 0 && Int(tokens[Int(tokenAt[index])].start) == index
    }

    func ends(_ index: Int) -> Bool { index <= 0 || starts(index) }

    func token(at index: Int) -> Token? {
        guard index >= 0, index < text.count else { return nil }
        return tokens[Int(tokenAt[index])]
    }

    /// Whether the text has these scalars here.
    func has(_ scalars: [UInt32], at index: Int) -> Bool {
        guard index >= 0, index + scalars.count <= text.count else { return false }
        for (offset, scalar) in scalars.enumerated() where text[index + offset] != scalar { return false }
        return true
    }

    func has(_ word: StaticString, at index: Int) -> Bool { matchLength(word, at: index) != nil }

    /// How many scalars a word has, where it stands here.
    func matchLength(_ word: StaticString, at index: Int) -> Int? {
        guard index >= 0 else { return nil }
        return word.withUTF8Buffer { bytes in
            var position = index
            var byte = 0
            while byte < bytes.count {
                let lead = bytes[byte]
                let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
                var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
                for next in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[byte + next] & 0x3F) }
                guard position < text.count, text[position] == value else { return nil }
                position += 1
                byte += length
            }
            return position - index
        }
    }

    /// The first of some words that stands here.
    func anyOf(_ words: [StaticString], at index: Int) -> Int? {
        for word in words {
            if let length = matchLength(word, at: index) { return length }
        }
        return nil
    }

    /// The first of some words that ends here.
    func anyOf(_ words: [StaticString], before end: Int) -> Int? {
        for word in words {
            let length = word.withUTF8Buffer { bytes in bytes.count { $0 & 0xC0 != 0x80 } }
            if end >= length, matchLength(word, at: end - length) != nil { return length }
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

    private mutating func findNames() {
        hitStarts = [Int32](repeating: 0, count: text.count + 1)
        hits.reserveCapacity(text.count * 2)
        let count = text.count
        for start in 0..<count {
            hitStarts[start] = Int32(hits.count)
            var node: Int32 = 0
            var index = start
            while index < count {
                node = store.trie.step(node, text[index])
                if node == 0 { break }
                index += 1
                if store.kinds[Int(node)] != 0 { hits.append(Hit(length: Int32(index - start), node: node)) }
            }
        }
        hitStarts[count] = Int32(hits.count)
    }

    /// The most probable words, from right to left as in a unigram model.
    private mutating func segment() {
        let count = text.count
        var best = [Float](repeating: 0, count: count + 1)
        var next = [Int32](repeating: 0, count: count + 1)
        var via = [Int32](repeating: 0, count: count + 1)
        let unknown: Float = -17.9
        for start in stride(from: count - 1, through: 0, by: -1) {
            let scalar = text[start]
            var end = start + 1
            if Scalars.isLatin(scalar) {
                if start > 0, Scalars.isLatin(text[start - 1]) {
                    best[start] = best[end]
                    next[start] = Int32(end)
                    continue
                }
                while end < count, Scalars.isLatin(text[end]) { end += 1 }
                best[start] = best[end] - 10
                next[start] = Int32(end)
                continue
            }
            best[start] = best[end] + unknown
            next[start] = Int32(end)
            via[start] = 0
            for hit in hits[Int(hitStarts[start])..<Int(hitStarts[start + 1])] {
                let score = store.scores[Int(hit.node)]
                if score == 0 { continue }
                let total = best[start + Int(hit.length)] + score
                if total > best[start] || via[start] == 0 && hit.length == 1 {
                    best[start] = max(total, best[start])
                    next[start] = Int32(start) + hit.length
                    via[start] = hit.node
                }
            }
        }
        tokens.reserveCapacity(count)
        tokenAt = [Int32](repeating: 0, count: count)
        var position = 0
        while position < count {
            let end = max(Int(next[position]), position + 1)
            let node = via[position]
            var wordClass = node > 0 ? store.classes[Int(node)] : WordClass.none
            if Scalars.isLatin(text[position]) {
                wordClass = WordClass.latin
            } else if node == 0, !Scalars.isHan(text[position]) {
                wordClass = WordClass.mark
            }
            for index in position..<end { tokenAt[index] = Int32(tokens.count) }
            tokens.append(Token(start: Int32(position), end: Int32(end), node: node, wordClass: wordClass))
            position = end
        }
    }
}
