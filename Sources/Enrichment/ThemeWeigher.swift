internal import Reports

/// Weighs the themes of a report by the words that speak for them.
struct ThemeWeigher {
    let reading: Reading

    /// The one to four themes with the largest share of the evidence, largest first.
    func themes() -> [Theme] {
        let store = reading.store
        var weights = [Double](repeating: 0, count: store.themeNames.count)
        var seen: [Int32: Double] = [:]
        let title = reading.lineEnd(0)
        forEachWord { node, entries, span in
            // A word counts less each time it comes back.
            let times = seen[node, default: 0]
            seen[node] = times + 1
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
