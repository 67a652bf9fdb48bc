/// A word of the most probable segmentation.
struct Token: Sendable {
    var start: Int32
    var end: Int32
    /// 0 where no name of the lexicons covers it.
    var node: Int32
    var wordClass: UInt8
    var count: Int { Int(end - start) }
}

/// The most probable words of a text, found from right to left as in a unigram model.
struct Segmentation: Sendable {
    let tokens: [Token]
    /// The token that covers each position.
    let tokenAt: [Int32]

    /// Of no text.
    init() {
        (tokens, tokenAt) = ([], [])
    }

    init(_ text: [UInt32], names: NameIndex, store: LexiconStore) {
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
            for position in Int(names.starts[start])..<Int(names.starts[start + 1]) {
                let hit = names.hits[position]
                if hit.score == 0 { continue }
                let total = best[start + Int(hit.length)] + hit.score
                if total > best[start] || via[start] == 0 && hit.length == 1 {
                    best[start] = max(total, best[start])
                    next[start] = Int32(start) + hit.length
                    via[start] = hit.node
                }
            }
        }
        var tokens: [Token] = []
        tokens.reserveCapacity(count)
        var tokenAt = [Int32](repeating: 0, count: count)
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
        self.tokens = tokens
        self.tokenAt = tokenAt
    }
}
