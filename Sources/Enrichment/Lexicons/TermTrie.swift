/// What the walk over a text asks of a node: sixteen bytes, so that a step is one line of the cache.
struct TermNode: Sendable {
    /// The numbers of the scalars that lead here: two for a node of two scalars, else the last one's; 0 where no node is.
    var key: UInt32 = 0
    /// From bit 12 where the children are, from bit 8 the size of their block as a power of two; below, a bit for the low
    /// three bits of each child's number. 0 where there are none.
    var children: UInt32 = 0
    /// `TermKind`.
    var kinds: UInt32 = 0
    /// Logarithm of a word's share, 0 where the node is no word.
    var score: Float = 0
}

/// All names of the lexicons, laid out for walks that hardly leave the cache.
///
/// A scalar that some name has is known by a number, the commonest first. Nodes of one scalar stand at its number. In a
/// text three positions of ten begin a name of two scalars and one of thirty a longer one: two scalars are looked up at
/// once, in a table of buckets of four nodes, where a filter of some bits says that they may be there; longer names hang
/// below in small hash tables, a block each. A node is known by its place in one array.
struct TermTrie: Sendable {
    let nodes: [TermNode]
    /// The numbers of the scalars below U+10000, 0 for those in no name.
    let numbers: [UInt16]
    /// The numbers of the others.
    let rareNumbers: FlatMap<UInt32, UInt16>
    /// A bit for the hash of every pair that begins a name.
    let filter: [UInt64]
    /// Where the buckets of pairs begin, and how many bits of a hash tell the bucket.
    let buckets: Int
    let bucketBits: UInt64

    init(_ layout: TermTrieLayout) {
        nodes = layout.nodes
        numbers = layout.numbers
        rareNumbers = FlatMap(layout.rareNumbers)
        filter = layout.filter
        buckets = layout.buckets
        bucketBits = layout.bucketBits
    }

    /// Bits of a pair's hash that the filter has.
    static let filterBits: UInt64 = 20

    @inline(__always)
    static func hash(_ pair: UInt32) -> UInt64 { UInt64(pair) &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    static func bucket(_ hash: UInt64, _ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (hash &<< filterBits) &>> (64 &- bits))
    }

    /// The place in the filter of a pair that is known by its hash.
    @inline(__always)
    static func filterBit(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> (64 &- filterBits)) }

    @inline(__always)
    static func slot(_ number: UInt32, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (number &* 0x9E37_79B1) &>> 16) & mask
    }

    @inline(__always)
    func number(_ scalar: UInt32) -> UInt16 {
        scalar < 1 << 16 ? numbers[Int(scalar)] : rareNumbers[scalar] ?? 0
    }

    /// The numbers of a text's scalars, with a 0 behind.
    func number(_ text: UnsafeBufferPointer<UInt32>, _ result: UnsafeMutableBufferPointer<UInt16>) {
        numbers.withUnsafeBufferPointer { numbers in
            for (index, scalar) in text.enumerated() {
                let number =
                    scalar < 1 << 16
                    ? numbers[Int(truncatingIfNeeded: scalar)] : rareNumbers[scalar] ?? 0
                result.initializeElement(at: index, to: number)
            }
        }
        result.initializeElement(at: text.count, to: 0)
    }

    /// The node of a whole name; nil where no name begins so.
    func node(_ scalars: some Sequence<UInt32>) -> Int32? {
        nodes.withUnsafeBufferPointer { nodes in
            var node = 0
            var length = 0
            for scalar in scalars {
                let number = UInt32(number(scalar))
                if number == 0 { return nil }
                switch length {
                case 0: node = nodes[Int(number)].key == 0 ? 0 : Int(number)
                case 1: node = pair(nodes, UInt32(node) << 16 | number)
                default: node = TermTrie.child(nodes, nodes[node], number)
                }
                if node == 0 { return nil }
                length += 1
            }
            return node == 0 ? nil : Int32(node)
        }
    }

    /// The node of a pair, 0 where there is none.
    @inline(__always)
    func pair(_ nodes: UnsafeBufferPointer<TermNode>, _ pair: UInt32) -> Int {
        let mask = 1 &<< Int(truncatingIfNeeded: bucketBits) &- 1
        var bucket = TermTrie.bucket(TermTrie.hash(pair), bucketBits)
        for _ in 0...mask {
            let place = buckets &+ bucket &* 4
            // All four are looked at, whichever it is: a branch here could not be foreseen.
            var found = 0
            found = nodes[place].key == pair ? place : found
            found = nodes[place &+ 1].key == pair ? place &+ 1 : found
            found = nodes[place &+ 2].key == pair ? place &+ 2 : found
            found = nodes[place &+ 3].key == pair ? place &+ 3 : found
            if found != 0 || nodes[place &+ 3].key == 0 { return found }
            bucket = (bucket &+ 1) & mask
        }
        return 0
    }

    /// The node one scalar on from a node of two or more; 0 where there is none.
    @inline(__always)
    static func child(_ nodes: UnsafeBufferPointer<TermNode>, _ node: TermNode, _ number: UInt32) -> Int {
        guard node.children &>> (number & 7) & 1 != 0 else { return 0 }
        let block = Int(truncatingIfNeeded: node.children &>> 12)
        let mask = 1 &<< Int(truncatingIfNeeded: node.children &>> 8 & 15) &- 1
        var slot = TermTrie.slot(number, mask)
        var left = mask
        while true {
            let key = nodes[block &+ slot].key
            if key == number { return block &+ slot }
            if key == 0 || left == 0 { return 0 }
            slot = (slot &+ 1) & mask
            left &-= 1
        }
    }
}
