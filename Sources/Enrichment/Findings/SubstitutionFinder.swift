internal import Reports

/// A name put in another's place throughout: a division that cannot have as many parts as is said, and phrases of
/// which a program has swapped the words.
struct SubstitutionFinder {
    private let analysis: Analysis
    private let reading: Reading
    private let store: LexiconStore
    private var rules: FindingRules { store.rules.findings }

    init(_ analysis: Analysis) {
        self.analysis = analysis
        reading = analysis.reading
        store = analysis.store
    }

    func findings() -> [Finding] {
        var found: [Finding] = []
        for quantity in analysis.quantities {
            if let finding = impossible(quantity), !found.contains(where: { $0.claim == finding.claim }) {
                found.append(finding)
            }
        }
        if let spun = spinning() { found.append(spun) }
        return found
    }

    // MARK: Counts that cannot be

    /// 乌鲁木齐的12个县: a place, directly followed by a count of divisions it does not have.
    private func impossible(_ quantity: FoundQuantity) -> Finding? {
        let start = quantity.span.start
        guard let noun = noun(quantity) else { return nil }
        let gap = reading.anyOf(rules.links, before: start) ?? 0
        guard let place = analysis.places(in: max(0, start - gap - 12)..<max(0, start - gap)).last,
            place.span.end == start - gap, let division = place.division, place.form != .abbreviation,
            // 安溪、德化、惠安三县: the last of those counted.
            reading.anyOf(["、", "和", "与", "及"], before: place.span.start) == nil
        else { return nil }
        let count = Int(clamping: quantity.millionths / 1_000_000)
        let possible = mostParts(of: division, noun)
        guard count > possible else { return nil }
        let name = store.name(division)
        let said = reading.slice(start, quantity.span.end)
        var claim = "\(reading.slice(place.span.start, place.span.end)) stands for another name: "
        claim += "\(name) has never had \(said) (at most \(possible))"
        let province = store.divisions[Int(division)].province
        if let above = store.byCode[province], above != division, mostParts(of: above, noun) >= count {
            claim += "; \(store.name(above)) may have stood there"
        }
        return Finding(
            kind: .substitution, claim: claim, certainty: .likely,
            evidence: [Evidence(span: Span(place.span.start, quantity.span.end))])
    }

    private enum Parts { case counties, prefectures }

    private func noun(_ quantity: FoundQuantity) -> Parts? {
        let end = quantity.span.end
        for index in quantity.span.start..<end {
            if reading.anyOf(rules.prefectures, at: index) != nil { return .prefectures }
            if reading.anyOf(rules.counties, at: index) != nil { return .counties }
        }
        return nil
    }

    /// The most parts a division has had at one time.
    private func mostParts(of index: Int32, _ parts: Parts) -> Int {
        let whole = store.divisions[Int(index)]
        guard whole.level == .province || whole.level == .prefecture else { return 0 }
        if parts == .prefectures, whole.level != .province { return 0 }
        var counts = [Int](repeating: 0, count: 47)
        store.divisions.withUnsafeBufferPointer { divisions in
            for place in 0..<store.townshipsFrom where divisions[place].level != .township {
                let isPart =
                    switch parts {
                    case .prefectures:
                        divisions[place].level == .prefecture && divisions[place].province == whole.code
                    case .counties:
                        divisions[place].level == .county
                            && (whole.level == .province
                                ? divisions[place].province == whole.code
                                : divisions[place].prefecture == whole.code || divisions[place].parent == whole.code)
                    }
                guard isPart, divisions[place].code != whole.code else { continue }
                let from = max(0, Int(divisions[place].from) - 1980)
                let to = min(counts.count - 1, Int(divisions[place].to) - 1980)
                if from <= to { for year in from...to { counts[year] += 1 } }
            }
        }
        return counts.max() ?? 0
    }

    // MARK: Spinning

    /// 挂职熬炼, 心得领会: phrases nobody writes, each a usual one with a word swapped.
    private func spinning() -> Finding? {
        var evidence: [Evidence] = []
        var phrases: [String] = []
        var index = reading.next(.theme, from: 0)
        while index < reading.count {
            guard let hit = reading.hits(at: index).last(where: { store.spun[$0.node] != nil }) else {
                index = reading.next(.theme, from: index + 1)
                continue
            }
            let end = index + Int(hit.length)
            let phrase = reading.slice(index, end)
            if !phrases.contains(phrase) {
                phrases.append(phrase)
                evidence.append(Evidence(span: Span(index, end)))
            }
            index = reading.next(.theme, from: end)
        }
        guard !phrases.isEmpty else { return nil }
        return Finding(
            kind: .substitution, claim: "synonyms were spun in: " + phrases.joined(separator: ", "),
            certainty: phrases.count > 1 ? .likely : .possible, evidence: evidence)
    }
}
