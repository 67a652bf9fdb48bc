/// A trie over scalars whose edges are one open-addressed hash table, with an array for the first scalar.
///
/// Building it from sorted names costs one probe a new scalar; a look-up one probe a scalar, and none at all where the
/// first scalar begins no entry.
struct Trie: Sendable {
    /// The node reached by a scalar below U+10000 from the root; 0 where there is none.
    private(set) var first = [Int32](repeating: 0, count: 1 << 16)
    private var keys: [UInt64]
    private var children: [Int32]
    private var mask: Int
    private(set) var nodeCount = 1

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        children = [Int32](repeating: 0, count: size)
        mask = size - 1
    }

    /// Adds a name and gives its node; the root (0) for an empty one.
    mutating func insert(_ scalars: [UInt32]) -> Int32 {
        var node: Int32 = 0
        for scalar in scalars {
            if node == 0, scalar < 1 << 16 {
                if first[Int(scalar)] == 0 {
                    first[Int(scalar)] = Int32(nodeCount)
                    nodeCount += 1
                }
                node = first[Int(scalar)]
                continue
            }
            node = child(of: node, adding: scalar)
        }
        return node
    }

    /// The node one scalar on; 0 where there is none.
    @inline(__always)
    func step(_ node: Int32, _ scalar: UInt32) -> Int32 {
        if node == 0, scalar < 1 << 16 { return first[Int(scalar)] }
        let key = Trie.key(node, scalar)
        var slot = Trie.hash(key) & mask
        while true {
            let found = keys[slot]
            if found == key { return children[slot] }
            if found == 0 { return 0 }
            slot = (slot + 1) & mask
        }
    }

    /// The node of a whole name; nil where it is not in the trie.
    func node(_ scalars: some Sequence<UInt32>) -> Int32? {
        var node: Int32 = 0
        for scalar in scalars {
            node = step(node, scalar)
            if node == 0 { return nil }
        }
        return node == 0 ? nil : node
    }

    private mutating func child(of node: Int32, adding scalar: UInt32) -> Int32 {
        let key = Trie.key(node, scalar)
        var slot = Trie.hash(key) & mask
        while keys[slot] != 0 {
            if keys[slot] == key { return children[slot] }
            slot = (slot + 1) & mask
        }
        keys[slot] = key
        children[slot] = Int32(nodeCount)
        nodeCount += 1
        if nodeCount * 2 > keys.count { grow() }
        return Int32(nodeCount - 1)
    }

    private mutating func grow() {
        let (oldKeys, oldChildren) = (keys, children)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        children = [Int32](repeating: 0, count: oldKeys.count * 2)
        mask = keys.count - 1
        for (index, key) in oldKeys.enumerated() where key != 0 {
            var slot = Trie.hash(key) & mask
            while keys[slot] != 0 { slot = (slot + 1) & mask }
            keys[slot] = key
            children[slot] = oldChildren[index]
        }
    }

    @inline(__always)
    private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar) | 1 << 31
    }

    @inline(__always)
    private static func hash(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
