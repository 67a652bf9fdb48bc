public import Reports

/// Takes a page apart into its reports.
///
/// A pure function of the page, the lexicons and the generation: it reads no clock and no file, and the records of one
/// page account for every non-blank character of its text, as kept or as removed.
public struct PageParser: Sendable {
    /// Version of the parser, written into every record.
    public static let version = "1.0.0"

    let lexicons: ParsingLexicons
    private let generation: Int

    /// - Parameter generation: From the configuration; of one document the highest counts.
    public init(lexicons: ParsingLexicons, generation: Int) {
        self.lexicons = lexicons
        self.generation = generation
    }

    /// The page's reports, in page order.
    ///
    /// - Throws: ``Refusal`` with `no_report` where the page holds none.
    public func parse(_ page: Page) throws(Refusal) -> [ParsedReport] {
        var structure = PageStructure(page, lexicons: lexicons)
        structure.dropEmptyParts()
        guard !structure.parts.isEmpty else {
            throw Refusal(
                .noReport,
                "\(page.facts.location) has no report: nothing in it is more than headings and site furniture.")
        }
        return RecordBuilder(structure: structure, generation: generation).records()
    }
}
