internal import Reports

/// Weighs the themes of a report by the words that speak for them.
struct ThemeWeigher {
    let reading: Reading

    /// The one to four themes with the largest share of the evidence, largest first.
    func themes() -> [Theme] {
        let store = reading.store
        var weights = [Double](repeating: 0, count: store.themeNames.count)
        var seen = NodeCounts()
        let title = reading.lineEnd(0)
        forEachWord { node, entries, span in
            // A word counts less each time it comes back.
            let times = Double(seen.count(node))
            // A title says more of it than the text.
            let share = span.start < title ? 2 : 1 / (1 + times * 0.5)
            for entry in entries { weights[entry.theme] += entry.weight * share }
        }
        let total = weights.reduce(0, +)
        guard total > 0 else { return [] }
        let ranked = weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        var chosen: [Theme] = []
        for theme in ranked.prefix(4) {
            let share = weights[theme] / total
            if weights[theme] < 1.5 || share < 0.07 || weights[theme] < weights[ranked[0]] * 0.25 { break }
            chosen.append(
                Theme(id: store.themeNames[theme], weight: DecimalValue(millionths: Int128(share * 10_000) * 100)))
        }
        return chosen
    }

    /// Of each theme the words that speak for it, in text order, each once.
    func words() -> [String: [String]] {
        var words: [String: [String]] = [:]
        forEachWord { _, entries, span in
            let word = reading.slice(span.start, span.end)
            for entry in entries {
                let theme = reading.store.themeNames[entry.theme]
                if !(words[theme]?.contains(word) ?? false) { words[theme, default: []].append(word) }
            }
        }
        return words
    }

    /// Calls `body` with each word that speaks for themes.
    private func forEachWord(_ body: (Int32, [ThemeWeight], Span) -> Void) {
        var next = reading.next(.theme, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(.theme, from: index + 1)
            guard let hit = reading.longest(at: index, .theme), let entries = reading.store.themes[hit.node],
                hit.length > 1 || reading.starts(index)
            else { continue }
            // 矛盾纠纷 is not 纠纷 besides.
            next = reading.next(.theme, from: index + Int(hit.length))
            body(hit.node, entries, Span(index, index + Int(hit.length)))
        }
    }
}

/// How often nodes were met, in a table of their own size.
private struct NodeCounts {
    private var nodes = [Int32](repeating: 0, count: 128)
    private var counts = [Int32](repeating: 0, count: 128)
    private var used = 0

    /// How often a node was met before; it is once more now.
    mutating func count(_ node: Int32) -> Int32 {
        let slot = slot(node)
        if counts[slot] == 0 {
            nodes[slot] = node
            used += 1
            if used * 2 > nodes.count {
                counts[slot] = 1
                grow()
                return 0
            }
        }
        counts[slot] += 1
        return counts[slot] - 1
    }

    private func slot(_ node: Int32) -> Int {
        let mask = nodes.count - 1
        var slot = Int((UInt32(bitPattern: node) &* 0x9E37_79B1) >> 16) & mask
        while counts[slot] > 0, nodes[slot] != node { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let known = zip(nodes, counts).filter { $0.1 > 0 }
        nodes = [Int32](repeating: 0, count: nodes.count * 2)
        counts = [Int32](repeating: 0, count: nodes.count)
        for (node, count) in known {
            let slot = slot(node)
            (nodes[slot], counts[slot]) = (node, count)
        }
    }
}
