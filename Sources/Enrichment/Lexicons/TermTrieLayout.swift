/// Lays out a ``TermTrie`` from a trie that is complete.
struct TermTrieLayout {
    private let trie: Trie
    private let kinds: [UInt32]
    private let scores: [Float]
    private(set) var nodes: [TermNode] = []
    /// Where each node of the trie went.
    private(set) var places: [Int32]
    private(set) var numbers = [UInt16](repeating: 0, count: 1 << 16)
    private(set) var rareNumbers: [UInt32: UInt16] = [:]
    private(set) var filter = [UInt64](repeating: 0, count: 1 << Int(TermTrie.filterBits - 6))
    private(set) var buckets = 0
    private(set) var bucketBits: UInt64 = 4
    /// The children of a node of the trie are those from `starts[node]` on.
    private var starts: [Int32]
    private var children: [(scalar: UInt32, node: Int32)]

    /// Places of children have twenty bits.
    static let mostNodes = 1 << 20

    /// With the kinds and scores by the trie's nodes.
    init(_ trie: Trie, kinds: [UInt32], scores: [Float]) {
        self.trie = trie
        self.kinds = kinds
        self.scores = scores
        let count = trie.nodeCount
        places = [Int32](repeating: 0, count: count)
        var starts = [Int32](repeating: 0, count: count + 1)
        for edge in trie.edges where edge.child != 0 { starts[Int(edge.node) + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        children = [(scalar: UInt32, node: Int32)](repeating: (0, 0), count: Int(starts[count]))
        for edge in trie.edges where edge.child != 0 {
            children[Int(next[Int(edge.node)])] = (edge.scalar, edge.child)
            next[Int(edge.node)] += 1
        }
        self.starts = starts
    }

    /// Places all nodes; false where there are more than places have room for.
    mutating func place() -> Bool {
        guard number() else { return false }
        var pairs: [Int32] = []
        var initials: [(scalar: UInt32, node: Int32)] = []
        for scalar in trie.first.indices where trie.first[scalar] != 0 {
            initials.append((UInt32(scalar), trie.first[scalar]))
        }
        initials += children(of: 0)
        for initial in initials {
            let number = Int(number(initial.scalar))
            put(initial.node, at: number, key: UInt32(number))
            for child in children(of: initial.node) { pairs.append(child.node) }
        }
        placePairs(initials, count: pairs.count)
        // Parents come before their children, so a node has its place when its children are given theirs.
        for node in pairs { placeChildren(of: node) }
        return nodes.count < TermTrieLayout.mostNodes
    }

    private func children(of node: Int32) -> ArraySlice<(scalar: UInt32, node: Int32)> {
        children[Int(starts[Int(node)])..<Int(starts[Int(node) + 1])]
    }

    private func number(_ scalar: UInt32) -> UInt16 {
        scalar < 1 << 16 ? numbers[Int(scalar)] : rareNumbers[scalar] ?? 0
    }

    /// Numbers the scalars from 1 on, those first that are frequent words by themselves.
    private mutating func number() -> Bool {
        var known = [Bool](repeating: false, count: 1 << 16)
        var scalars: [UInt32] = []
        var rare: Set<UInt32> = []
        for scalar in trie.first.indices where trie.first[scalar] != 0 { known[scalar] = true }
        for child in children {
            if child.scalar < 1 << 16 { known[Int(child.scalar)] = true } else { rare.insert(child.scalar) }
        }
        for scalar in known.indices where known[scalar] { scalars.append(UInt32(scalar)) }
        func score(_ scalar: UInt32) -> Float {
            let score = scores[Int(trie.first[Int(scalar)])]
            return trie.first[Int(scalar)] == 0 || score == 0 ? -.infinity : score
        }
        let ranked = scalars.map { (score($0), $0) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.1) + rare.sorted()
        guard ranked.count < 1 << 16 else { return false }
        for (place, scalar) in ranked.enumerated() {
            if scalar < 1 << 16 {
                numbers[Int(scalar)] = UInt16(place + 1)
            } else {
                rareNumbers[scalar] = UInt16(place + 1)
            }
        }
        nodes = [TermNode](repeating: TermNode(), count: (ranked.count + 4) / 4 * 4)
        return true
    }

    private mutating func put(_ node: Int32, at place: Int, key: UInt32) {
        places[Int(node)] = Int32(place)
        nodes[place] = TermNode(key: key, children: 0, kinds: kinds[Int(node)], score: scores[Int(node)])
    }

    private mutating func placePairs(_ initials: [(scalar: UInt32, node: Int32)], count: Int) {
        buckets = nodes.count
        while (4 << Int(bucketBits)) * 4 < count * 5 { bucketBits += 1 }
        nodes += [TermNode](repeating: TermNode(), count: 4 << Int(bucketBits))
        let mask = 1 << Int(bucketBits) - 1
        for initial in initials {
            let first = UInt32(number(initial.scalar)) << 16
            for child in children(of: initial.node) {
                let pair = first | UInt32(number(child.scalar))
                let hash = TermTrie.hash(pair)
                let bit = TermTrie.filterBit(hash)
                filter[bit >> 6] |= 1 << UInt64(bit & 63)
                var place = buckets + TermTrie.bucket(hash, bucketBits) * 4
                while nodes[place].key != 0 {
                    place += 1
                    if place == buckets + (mask + 1) * 4 { place = buckets }
                }
                put(child.node, at: place, key: pair)
            }
        }
    }

    private mutating func placeChildren(of parent: Int32) {
        var open = [parent]
        while let node = open.popLast() {
            let children = children(of: node)
            if children.isEmpty { continue }
            var power = 0
            while 1 << power < children.count * 4 / 3 { power += 1 }
            let block = nodes.count
            nodes.append(contentsOf: repeatElement(TermNode(), count: 1 << power))
            var link = UInt32(truncatingIfNeeded: block) << 12 | UInt32(power) << 8
            for child in children {
                let number = UInt32(number(child.scalar))
                link |= 1 << (number & 7)
                var slot = TermTrie.slot(number, 1 << power - 1)
                while nodes[block + slot].key != 0 { slot = (slot + 1) & (1 << power - 1) }
                put(child.node, at: block + slot, key: number)
                open.append(child.node)
            }
            nodes[Int(places[Int(node)])].children = link
        }
    }
}
