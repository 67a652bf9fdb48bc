/// A name of the lexicons that begins at a position.
struct Hit: Sendable {
    var length: Int32
    var node: Int32
    /// What the node is and scores, beside it so that no question about it leaves the text's own arrays.
    var kind: TermKind
    var score: Float
}

/// All names of the lexicons in a text, by position.
///
/// Its memory is the reading's, which frees it.
struct NameIndex {
    /// Where the hits of a position begin in `hits`; one more entry than scalars.
    let starts: UnsafeMutablePointer<Int32>
    /// By position, shortest first.
    let hits: UnsafeMutablePointer<Hit>
    /// All kinds of name that begin at a position, and that end there: most questions are answered by their absence.
    let kindsFrom: UnsafeMutablePointer<TermKind>
    let kindsTo: UnsafeMutablePointer<TermKind>

    /// Of no text.
    init() {
        starts = .allocate(capacity: 1)
        starts.initialize(to: 0)
        hits = .allocate(capacity: 1)
        kindsFrom = UnsafeMutableRawPointer(starts).bindMemory(to: TermKind.self, capacity: 1)
        kindsTo = kindsFrom
    }

    /// Of a text whose scalars' numbers are given, with a 0 behind.
    init(_ numbers: UnsafeBufferPointer<UInt16>, _ trie: TermTrie) {
        let count = numbers.count
        // One piece of memory for the three, whose elements are of one size.
        let block = UnsafeMutableRawPointer.allocate(byteCount: 12 * count, alignment: 4)
        starts = block.bindMemory(to: Int32.self, capacity: count)
        kindsFrom = (block + 4 * count).bindMemory(to: TermKind.self, capacity: count)
        kindsTo = (block + 8 * count).bindMemory(to: TermKind.self, capacity: count)
        hits = NameIndex.walk(numbers, trie, starts, kindsFrom, kindsTo)
    }

    /// The hits of a text.
    private static func walk(
        _ numbers: UnsafeBufferPointer<UInt16>, _ trie: TermTrie, _ starts: UnsafeMutablePointer<Int32>,
        _ kindsFrom: UnsafeMutablePointer<TermKind>, _ kindsTo: UnsafeMutablePointer<TermKind>
    ) -> UnsafeMutablePointer<Hit> {
        var room = numbers.count * 2 + 64
        while true {
            let hits = UnsafeMutableBufferPointer<Hit>.allocate(capacity: room)
            kindsTo.initialize(repeating: [], count: numbers.count)
            let isDone = trie.nodes.withUnsafeBufferPointer { nodes in
                var walk = Walk(
                    trie: trie, numbers: numbers, nodes: nodes, starts: starts, hits: hits, kindsFrom: kindsFrom,
                    kindsTo: kindsTo)
                return walk.run()
            }
            if isDone, let start = hits.baseAddress { return start }
            // Texts with more names than there is room for are rare: they are walked again with twice the room.
            hits.deallocate()
            room *= 2
        }
    }

    func deallocate() {
        UnsafeMutableRawPointer(starts).deallocate()
        hits.deallocate()
    }
}

/// One pass over a text: every name that begins at each of its positions.
///
/// Stretches of the text are taken in three steps, of which the first two have no branch that waits for memory: which
/// pairs may begin a name; where those stand in the table; then what is there, in the text's order.
private struct Walk {
    let trie: TermTrie
    let numbers: UnsafeBufferPointer<UInt16>
    let nodes: UnsafeBufferPointer<TermNode>
    let starts: UnsafeMutablePointer<Int32>
    let hits: UnsafeMutableBufferPointer<Hit>
    let kindsFrom: UnsafeMutablePointer<TermKind>
    let kindsTo: UnsafeMutablePointer<TermKind>
    private var found = 0

    init(
        trie: TermTrie, numbers: UnsafeBufferPointer<UInt16>, nodes: UnsafeBufferPointer<TermNode>,
        starts: UnsafeMutablePointer<Int32>, hits: UnsafeMutableBufferPointer<Hit>,
        kindsFrom: UnsafeMutablePointer<TermKind>, kindsTo: UnsafeMutablePointer<TermKind>
    ) {
        self.trie = trie
        self.numbers = numbers
        self.nodes = nodes
        self.starts = starts
        self.hits = hits
        self.kindsFrom = kindsFrom
        self.kindsTo = kindsTo
    }

    private static let stretch = 512

    /// False where the hits do not fit, and nothing else counts then.
    mutating func run() -> Bool {
        let count = numbers.count - 1
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: Walk.stretch + 1) { positions in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: Walk.stretch + 1) { pairs in
                var start = 0
                while start < count {
                    let end = min(start + Walk.stretch, count)
                    let candidates = filter(start..<end, into: positions)
                    lookUp(positions, candidates, into: pairs)
                    guard collect(start..<end, positions, pairs) else { return false }
                    start = end
                }
                (starts + count).initialize(to: Int32(truncatingIfNeeded: found))
                return true
            }
        }
    }

    /// Positions whose pair the filter knows.
    private func filter(_ range: Range<Int>, into positions: UnsafeMutableBufferPointer<Int32>) -> Int {
        trie.filter.withUnsafeBufferPointer { filter in
            var candidates = 0
            var before = UInt32(numbers[range.lowerBound])
            for index in range {
                let next = UInt32(numbers[index &+ 1])
                let bit = TermTrie.filterBit(TermTrie.hash(before &<< 16 | next))
                positions.initializeElement(at: candidates, to: Int32(truncatingIfNeeded: index))
                candidates &+= Int(truncatingIfNeeded: filter[bit &>> 6] &>> UInt64(truncatingIfNeeded: bit & 63) & 1)
                before = next
            }
            positions.initializeElement(at: candidates, to: -1)
            return candidates
        }
    }

    private func lookUp(
        _ positions: UnsafeMutableBufferPointer<Int32>, _ count: Int, into pairs: UnsafeMutableBufferPointer<Int32>
    ) {
        for candidate in 0..<count {
            let index = Int(positions[candidate])
            let pair = UInt32(numbers[index]) &<< 16 | UInt32(numbers[index &+ 1])
            pairs.initializeElement(at: candidate, to: Int32(truncatingIfNeeded: trie.pair(nodes, pair)))
        }
    }

    private mutating func collect(
        _ range: Range<Int>, _ positions: UnsafeMutableBufferPointer<Int32>,
        _ pairs: UnsafeMutableBufferPointer<Int32>
    ) -> Bool {
        var candidate = 0
        for start in range {
            (starts + start).initialize(to: Int32(truncatingIfNeeded: found))
            guard found &+ Walk.mostLevels < hits.count else { return false }
            let number = Int(numbers[start])
            var all: UInt32 = 0
            if nodes[number].kinds != 0 { add(number, start, start &+ 1, &all) }
            if Int(positions[candidate]) == start {
                var node = Int(pairs[candidate])
                candidate &+= 1
                var index = start &+ 2
                while node != 0 {
                    if nodes[node].kinds != 0 {
                        guard found < hits.count else { return false }
                        add(node, start, index, &all)
                    }
                    node = TermTrie.child(nodes, nodes[node], UInt32(numbers[min(index, numbers.count &- 1)]))
                    index &+= 1
                }
            }
            (kindsFrom + start).initialize(to: TermKind(rawValue: all))
        }
        return true
    }

    /// Room that a position with no long names needs.
    private static let mostLevels = 2

    @inline(__always)
    private mutating func add(_ node: Int, _ start: Int, _ end: Int, _ all: inout UInt32) {
        let entry = nodes[node]
        hits.initializeElement(
            at: found,
            to: Hit(
                length: Int32(truncatingIfNeeded: end &- start), node: Int32(truncatingIfNeeded: node),
                kind: TermKind(rawValue: entry.kinds), score: entry.score))
        found &+= 1
        all |= entry.kinds
        kindsTo[end] = TermKind(rawValue: kindsTo[end].rawValue | entry.kinds)
    }
}
