/// A trie that grows: over scalars, its edges one open-addressed hash table, with an array for the first scalar.
///
/// Building it from sorted names costs one probe a new scalar. Nodes are numbered as they come, a parent before its
/// children; texts are walked over the ``TermTrie`` made from it.
struct Trie: Sendable {
    struct Edge {
        var node: Int32 = 0
        var scalar: UInt32 = 0
        /// 0 in a free slot.
        var child: Int32 = 0
    }

    /// The node reached by a scalar below U+10000 from the root; 0 where there is none.
    private(set) var first = [Int32](repeating: 0, count: 1 << 16)
    private(set) var edges: [Edge]
    private var mask: Int
    private(set) var nodeCount = 1
    /// The scalars of the name added last, with their nodes.
    private var path: [(scalar: UInt32, node: Int32)] = []

    init(capacity: Int) {
        var size = 1024
        while size * 3 < capacity * 4 { size *= 2 }
        edges = [Edge](repeating: Edge(), count: size)
        mask = size - 1
    }

    /// Adds a name and gives its node; the root (0) for an empty one.
    ///
    /// What the name has in common with the one added before is not looked up again: files are sorted as a rule.
    mutating func insert(_ scalars: [UInt32]) -> Int32 {
        var shared = 0
        while shared < scalars.count, shared < path.count, path[shared].scalar == scalars[shared] { shared += 1 }
        path.removeLast(path.count - shared)
        var node = path.last?.node ?? 0
        for scalar in scalars[shared...] {
            if node == 0, scalar < 1 << 16 {
                if first[Int(scalar)] == 0 {
                    first[Int(scalar)] = Int32(nodeCount)
                    nodeCount += 1
                }
                node = first[Int(scalar)]
            } else {
                node = child(of: node, adding: scalar)
            }
            path.append((scalar, node))
        }
        return node
    }

    /// The node one scalar on; 0 where there is none.
    private func step(_ node: Int32, _ scalar: UInt32) -> Int32 {
        if node == 0, scalar < 1 << 16 { return first[Int(scalar)] }
        return edges[slot(node, scalar)].child
    }

    /// The slot of an edge, or the free one where it would be.
    @inline(__always)
    private func slot(_ node: Int32, _ scalar: UInt32) -> Int {
        var slot = Int(truncatingIfNeeded: Trie.hash(node, scalar)) & mask
        while edges[slot].child != 0, edges[slot].node != node || edges[slot].scalar != scalar {
            slot = (slot + 1) & mask
        }
        return slot
    }

    @inline(__always)
    private static func hash(_ node: Int32, _ scalar: UInt32) -> UInt64 {
        let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
        return (key &* 0x9E37_79B9_7F4A_7C15) >> 32
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
        let free = slot(node, scalar)
        if edges[free].child != 0 { return edges[free].child }
        let child = Int32(nodeCount)
        edges[free] = Edge(node: node, scalar: scalar, child: child)
        nodeCount += 1
        if nodeCount * 4 > edges.count * 3 { grow() }
        return child
    }

    private mutating func grow() {
        let old = edges
        edges = [Edge](repeating: Edge(), count: old.count * 2)
        mask = edges.count - 1
        for edge in old where edge.child != 0 { edges[slot(edge.node, edge.scalar)] = edge }
    }
}
