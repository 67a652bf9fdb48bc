internal import Reports

/// A division's mention on its way to a code.
struct FoundPlace {
    enum Form { case full, short, base, abbreviation }
    var span: Span
    var form: Form
    var node: Int32
    /// Divisions it may be.
    var candidates: [Int32]
    /// The one it is, once decided.
    var division: Int32?
}

/// Decides which division a mention is, from the chain it stands in and from what else the report names.
struct PlaceResolver {
    let store: LexiconStore
    /// The year the report speaks of, where known: an older name is then read in its time.
    let year: Int?
    /// Mentions of divisions decided so far, by index.
    private var named: [Int32: Int] = [:]
    /// Codes of the decided ones' provinces, prefectures and counties, with how often.
    private var weights: [Int32: Double] = [:]

    init(store: LexiconStore, year: Int?) {
        self.store = store
        self.year = year
    }

    /// Says that a division is named in the report (1) or elsewhere on the page (less).
    mutating func note(_ division: Int32, weight: Double = 1) {
        if weight >= 1 { named[division, default: 0] += 1 }
        let entry = store.divisions[Int(division)]
        weights[entry.province, default: 0] += weight
        if entry.level != .province { weights[entry.prefecture, default: 0] += weight }
        if entry.level == .county || entry.level == .township { weights[entry.county, default: 0] += weight }
        if entry.parent != entry.prefecture, entry.level == .county { weights[entry.parent, default: 0] += weight }
    }

    func isNamed(_ division: Int32) -> Bool { named[division] != nil }

    /// Today's divisions of that name, or the last that had it, one a province.
    func readings(_ divisions: [Int32]) -> [Int32] {
        let current = divisions.filter { store.divisions[Int($0)].isCurrent }
        if !current.isEmpty { return current }
        var latest: [Int32: Int32] = [:]
        for index in divisions {
            let entry = store.divisions[Int(index)]
            if let other = latest[entry.province], store.divisions[Int(other)].to >= entry.to { continue }
            latest[entry.province] = index
        }
        return latest.values.sorted()
    }

    /// Short forms: a name of the report's own time before today's.
    func shortReadings(_ divisions: [Int32]) -> [Int32] {
        let current = readings(divisions)
        guard let year else { return current }
        return current.map { index in
            let entry = store.divisions[Int(index)]
            guard entry.isCurrent, Int(entry.from) > year else { return index }
            return divisions.first { other in
                let older = store.divisions[Int(other)]
                return !older.isCurrent && store.name(other) != store.name(index) && Int(older.from) <= year
                    && year <= Int(older.to)
                    && older.province == entry.province && older.successors.contains(entry.code)
            } ?? index
        }
    }

    /// The most likely candidate; nil where the page does not decide.
    func choose(_ candidates: [Int32], after parent: Int32?, inSentenceWith near: [Int32], short: Bool) -> Int32? {
        if candidates.count == 1 { return candidates[0] }
        var best: (index: Int32, score: Double)?
        var second = -100.0
        for index in candidates {
            let score = score(index, after: parent, near: near, short: short)
            if let top = best, score <= top.score {
                second = max(second, score)
            } else {
                second = best?.score ?? second
                best = (index, score)
            }
        }
        guard let best, best.score - second >= 0.75 else { return nil }
        return best.index
    }

    private func score(_ index: Int32, after parent: Int32?, near: [Int32], short: Bool) -> Double {
        let entry = store.divisions[Int(index)]
        var score = 0.0
        switch entry.level {
        case .province: score += short ? 6 : 1
        case .prefecture: score += short ? 4 : 1
        case .county, .township: break
        }
        if let parent, store.lies(index, in: parent) { score += 12 }
        if named[index] != nil { score += 4 }
        for other in near where other != index {
            let neighbour = store.divisions[Int(other)]
            if store.lies(index, in: other) {
                score += neighbour.level == .province ? 1.5 : 3
            } else if neighbour.county == entry.county {
                score += 3
            } else if neighbour.prefecture == entry.prefecture {
                score += 1.5
            }
        }
        func weight(_ code: Int32, _ factor: Double, _ limit: Double) -> Double {
            min(limit, (weights[code] ?? 0) * factor)
        }
        score += weight(entry.province, 0.8, 2)
        if entry.level != .province { score += weight(entry.prefecture, 1, 3) }
        if entry.level == .township { score += weight(entry.county, 1.5, 5) }
        return score
    }
}
