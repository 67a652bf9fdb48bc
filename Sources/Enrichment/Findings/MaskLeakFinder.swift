internal import Reports

/// Masks that the same report gives away: *镇 beside 徐溜, *市 beside 江北新区.
struct MaskLeakFinder {
    private let analysis: Analysis
    private let reading: Reading
    private let store: LexiconStore
    private var rules: FindingRules { store.rules.findings }

    init(_ analysis: Analysis) {
        self.analysis = analysis
        reading = analysis.reading
        store = analysis.store
    }

    /// A masked division: the class of its name and what it lies in.
    private struct Masked {
        var span: Span
        var noun: String
        var level: DivisionLevel
        var inside: Int32?
    }

    func findings() -> [Finding] {
        guard !analysis.masks.isEmpty else { return [] }
        var found: [Finding] = []
        for masked in masked() where !found.contains(where: { $0.claim.hasPrefix(surface(masked) + " ") }) {
            if let finding = leak(masked) ?? landmark(masked) { found.append(finding) }
        }
        return found
    }

    private func surface(_ masked: Masked) -> String { reading.slice(masked.span.start, masked.span.end) }

    /// The masked divisions; one that stands in a named one first, as it says more.
    private func masked() -> [Masked] {
        var list: [Masked] = []
        for span in analysis.masks {
            let index = analysis.maskEnd(span)
            guard index > span.start, index < span.end, let (noun, level) = level(index) else { continue }
            let before = analysis.places(in: max(0, span.start - 12)..<span.start).last
            let inside = before?.span.end == span.start ? before?.division : nil
            list.append(Masked(span: Span(span.start, span.end), noun: noun, level: level, inside: inside))
        }
        let known = list.filter { $0.inside != nil }
        return list.map { masked in
            var masked = masked
            if masked.inside == nil { masked.inside = known.first { $0.noun == masked.noun }?.inside }
            return masked
        }
    }

    private func level(_ index: Int) -> (String, DivisionLevel)? {
        if reading.has("街道", at: index) { return ("街道", .township) }
        switch reading.at(index) {
        case 0x9547: return ("镇", .township)
        case 0x4E61: return ("乡", .township)
        case 0x53BF: return ("县", .county)
        case 0x533A where reading.anyOf(["区域", "区间", "区里"], at: index) == nil: return ("区", .county)
        case 0x65D7: return ("旗", .county)
        case 0x5E02 where reading.anyOf(["市场", "市民"], at: index) == nil: return ("市", .prefecture)
        default: return nil
        }
    }

    // MARK: Named on the page

    private func leak(_ masked: Masked) -> Finding? {
        var candidates: [(key: String, place: FoundPlace, times: Int)] = []
        for place in analysis.places where fits(place, masked) {
            let key = base(place, masked)
            if let position = candidates.firstIndex(where: { $0.key == key }) {
                candidates[position].times += 1
            } else {
                candidates.append((key, place, 1))
            }
        }
        guard let most = candidates.map(\.times).max(),
            let best = candidates.first(where: { $0.times == most })
        else { return nil }
        // Counties and cities are named for many reasons; only one that stands alone gives a mask away.
        if masked.level != .township, candidates.count > 1 { return nil }
        let claim = "\(surface(masked)) is \(best.key)\(best.key.hasSuffix(masked.noun) ? "" : masked.noun)"
        return Finding(
            kind: .maskLeak, claim: claim,
            certainty: masked.level == .township && candidates.count == 1 ? .likely : .possible,
            evidence: [Evidence(span: masked.span), Evidence(span: best.place.span)])
    }

    private func base(_ place: FoundPlace, _ masked: Masked) -> String {
        var name = reading.slice(place.span.start, place.span.end)
        if name.hasSuffix(masked.noun), name.unicodeScalars.count > masked.noun.unicodeScalars.count + 1 {
            name.unicodeScalars.removeLast(masked.noun.unicodeScalars.count)
        }
        return name
    }

    private func fits(_ place: FoundPlace, _ masked: Masked) -> Bool {
        let readings = place.division.map { [$0] } ?? place.candidates
        guard place.form != .abbreviation,
            readings.contains(where: { store.divisions[Int($0)].level == masked.level })
        else { return false }
        let name = reading.slice(place.span.start, place.span.end)
        if place.form == .full || masked.level != .township, !name.hasSuffix(masked.noun) { return false }
        if let inside = masked.inside, !readings.contains(where: { store.lies($0, in: inside) }) {
            // 大丰市*镇 and 草庙镇, of which the list of townships knows today's district only.
            let province = store.divisions[Int(inside)].prefecture
            guard readings.contains(where: { store.divisions[Int($0)].prefecture == province }) else { return false }
        }
        // 邻近的小海镇 is another one; so is one with whom the report says one has to do.
        let start = place.span.start
        if reading.anyOf(rules.elsewhere, before: start) != nil { return false }
        // A chain's part is named for the place that follows.
        return !(masked.level != .township && analysis.places(in: place.span.end..<(place.span.end + 1)).first != nil)
    }

    // MARK: Given away by what lies there

    /// *市 and 江北新区: an area that lies in one city only.
    private func landmark(_ masked: Masked) -> Finding? {
        guard masked.level == .prefecture else { return nil }
        var index = reading.next(.theme, from: 0)
        while index < reading.count {
            guard let hit = reading.hits(at: index).last(where: { store.landmarks[$0.node] != nil }),
                let code = store.landmarks[hit.node],
                let division = store.byCode[code]
            else {
                index = reading.next(.theme, from: index + 1)
                continue
            }
            let end = index + Int(hit.length)
            return Finding(
                kind: .maskLeak,
                claim: "\(surface(masked)) is \(store.name(division)), where \(reading.slice(index, end)) lies",
                certainty: .likely,
                evidence: [Evidence(span: masked.span), Evidence(span: Span(index, end))])
        }
        return nil
    }
}
