public import Reports

/// Finds what a report says: a pure function of the parsed report and the lexicons.
public struct Enricher: Sendable {
    /// Version of the rules, as records carry it.
    public static let version = "1.0.0"

    private let lexicons: Lexicons
    var store: LexiconStore { lexicons.store }

    /// Works with lexicons that were read before.
    public init(lexicons: Lexicons) { self.lexicons = lexicons }

    /// The report with its mentions, secondments, themes and findings; never traps, whatever the text.
    public func enrich(_ parsed: ParsedReport) -> Report {
        report(parsed, Analysis(parsed, store: store))
    }

    /// The same from what was found in the report already.
    func report(_ parsed: ParsedReport, _ analysis: Analysis) -> Report {
        var report = parsed.report
        report.pipeline.enricher = Enricher.version
        report.pipeline.lexicons = lexicons.hash
        report.mentions = analysis.mentions()
        var secondments = SecondmentFinder(analysis)
        report.secondments = secondments.find()
        report.findings =
            FindingFinder(analysis: analysis, context: parsed.context, secondments: report.secondments).findings()
        report.themes = ThemeWeigher(reading: analysis.reading).themes()
        return report
    }
}
