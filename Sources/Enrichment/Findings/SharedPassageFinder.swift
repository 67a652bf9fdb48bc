internal import Reports

/// Clauses that a report of a page has in common with what else the page has, where the two are otherwise different.
struct SharedPassageFinder {
    private let reading: Reading
    private let analysis: Analysis
    private let parsed: ParsedReport

    init(_ analysis: Analysis, _ parsed: ParsedReport) {
        self.analysis = analysis
        reading = analysis.reading
        self.parsed = parsed
    }

    /// Scalars from which on a clause is nobody's by chance.
    private static let leastLength = 8
    private static let leastClauses = 5
    private static let leastScalars = 60

    func findings() -> [Finding] {
        guard let part = parsed.report.sightings.first?.part, part.count > 1 else { return [] }
        var elsewhere: [UInt64: Span] = [:]
        for passage in parsed.context.passages {
            // Furniture is short; a neighbouring part is not.
            let text = passage.text.unicodeScalars.map { analysis.store.folded($0.value) }
            guard text.count >= 200 else { continue }
            SharedPassageFinder.clauses(text) { hash, span in
                if elsewhere[hash] == nil {
                    elsewhere[hash] = Span(passage.start + span.start, passage.start + span.end)
                }
            }
        }
        guard !elsewhere.isEmpty else { return [] }
        var shared: [(own: Span, other: Span)] = []
        var all = 0
        SharedPassageFinder.clauses(reading.text) { hash, span in
            all += 1
            guard let other = elsewhere[hash], !analysis.isQuoted(span.start) else { return }
            shared.append((span, other))
        }
        let length = shared.reduce(0) { $0 + $1.own.count }
        guard shared.count >= SharedPassageFinder.leastClauses, length >= SharedPassageFinder.leastScalars else {
            return []
        }
        let evidence =
            joined(shared.map(\.own)).map { Evidence(span: $0) }
            + joined(shared.map(\.other).sorted()).map { Evidence(place: .page, span: $0) }
        return [
            Finding(
                kind: .sharedPassage,
                claim: "\(shared.count) of \(all) clauses stand word for word in another part of the page",
                certainty: .certain, evidence: evidence)
        ]
    }

    /// Neighbouring clauses as one stretch.
    private func joined(_ spans: [Span]) -> [Span] {
        var list: [Span] = []
        for span in spans {
            if let last = list.last, span.start <= last.end + 2 {
                list[list.count - 1].end = max(last.end, span.end)
            } else {
                list.append(span)
            }
        }
        return list
    }

    /// Each clause of some length, with an FNV-1a hash of its characters.
    private static func clauses(_ text: [UInt32], _ body: (UInt64, Span) -> Void) {
        var start = 0
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0...text.count {
            if index < text.count, Scalars.isHan(text[index]) || Scalars.isLatin(text[index]) {
                hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3
                continue
            }
            if index - start >= leastLength { body(hash, Span(start, index)) }
            start = index + 1
            hash = 0xCBF2_9CE4_8422_2325
        }
    }
}
