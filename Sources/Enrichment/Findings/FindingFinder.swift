internal import Reports

/// What a careful reader notices of a report as a whole: claims with their evidence, nothing filled in.
struct FindingFinder {
    let analysis: Analysis
    /// What else the page has.
    let context: PageContext
    let secondments: [Secondment]

    /// In the order of their first evidence.
    func findings() -> [Finding] {
        var found: [Finding] = []
        found += SpliceFinder(analysis, secondments).findings()
        found += MaskLeakFinder(analysis).findings()
        found += SubstitutionFinder(analysis).findings()
        found += SharedPassageFinder(analysis, context).findings()
        if let cut = truncation() { found.append(cut) }
        return found.sorted { first, second in
            guard let one = first.evidence.first?.span, let other = second.evidence.first?.span, one != other else {
                return first.claim < second.claim
            }
            return one < other
        }
    }

    /// The last paragraph breaks off in mid-sentence.
    private func truncation() -> Finding? {
        let reading = analysis.reading
        var end = reading.count
        while end > 0, Scalars.isBlank(reading.at(end - 1)) { end -= 1 }
        let start = reading.lineStart(max(0, end - 1))
        guard end - start >= 40, Scalars.isHan(reading.at(end - 1)) || reading.at(end - 1) == 0x2C else { return nil }
        let sentence = reading.sentence(end - 1)
        return Finding(
            kind: .truncated, claim: "the text breaks off in mid-sentence", certainty: .likely,
            evidence: [Evidence(span: Span(sentence.lowerBound, max(end, sentence.lowerBound)))])
    }
}
