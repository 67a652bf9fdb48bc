/// A name of the lexicons that begins at a position.
struct Hit: Sendable {
    var length: Int32
    var node: Int32
    /// What the node is and scores, beside it so that no question about it leaves the text's own arrays.
    var kind: TermKind
    var score: Float
}

/// All names of the lexicons in a text, by position.
struct NameIndex: Sendable {
    /// Where the hits of a position begin in `hits`; one more entry than scalars.
    let starts: [Int32]
    /// By position, shortest first.
    let hits: [Hit]
    /// All kinds of name that begin at a position, and that end there: most questions are answered by their absence.
    let kindsFrom: [TermKind]
    let kindsTo: [TermKind]

    /// Of no text.
    init() {
        (starts, hits, kindsFrom, kindsTo) = ([0], [], [], [])
    }

    init(_ text: [UInt32], store: LexiconStore) {
        let count = text.count
        var starts = [Int32](repeating: 0, count: count + 1)
        var kindsFrom = [TermKind](repeating: [], count: count)
        var kindsTo = [TermKind](repeating: [], count: count + 1)
        var hits: [Hit] = []
        hits.reserveCapacity(count * 2)
        let trie = store.trie
        let nodes = store.nodes
        for start in 0..<count {
            starts[start] = Int32(hits.count)
            var node = trie.step(0, text[start])
            var index = start + 1
            var all: TermKind = []
            while node != 0 {
                let entry = nodes[Int(node)]
                let kind = TermKind(rawValue: entry.kinds)
                if !kind.isEmpty {
                    hits.append(Hit(length: Int32(index - start), node: node, kind: kind, score: entry.score))
                    all.formUnion(kind)
                    kindsTo[index].formUnion(kind)
                }
                guard index < count, entry.follow & Trie.bit(text[index]) != 0 else { break }
                node = trie.step(node, text[index])
                index += 1
            }
            kindsFrom[start] = all
        }
        starts[count] = Int32(hits.count)
        self.starts = starts
        self.hits = hits
        self.kindsFrom = kindsFrom
        self.kindsTo = kindsTo
    }
}
