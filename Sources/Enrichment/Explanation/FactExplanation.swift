public import Reports

/// One fact of a report and why it is one: what `guazhi inspect --explain` shows.
public struct FactExplanation: Hashable, Sendable {
    /// Where it stands in the report's text; nil for what is said of the whole.
    public let span: Span?
    /// What it is: `place 姜堰区 → 321204 江苏省泰州市姜堰区`.
    public let fact: String
    /// The rule, in words, with the lexicon or the neighbours that decided.
    public let why: String
    /// The stretches it rests on, as they stand.
    public let evidence: [String]
}

extension Enricher {
    /// The facts of ``enrich(_:)`` with their reasons: mentions in text order, then postings, themes and findings.
    public func explain(_ parsed: ParsedReport) -> [FactExplanation] {
        let analysis = Analysis(parsed, store: store)
        return FactExplainer(analysis: analysis, parsed: parsed, report: report(parsed, analysis)).facts()
    }
}
