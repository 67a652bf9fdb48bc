/// What one report says, with the sentence for each fact: the record that `reports.enriched` carries and
/// `archive.json` lists (schema `guazhi/report/1`).
///
/// Every span is half-open and counts Unicode scalars of `text`, unless a member says otherwise.
public struct Report: Hashable, Sendable {
    /// `r1:` and 32 hex digits: see ``ReportIdentity``.
    public var id: String
    /// The report's own, nil for a part without a heading.
    public var title: String?
    /// The line under the title, without its dash.
    public var subtitle: String?
    /// What kind of text it is.
    public var kind: ReportKind
    /// Its script.
    public var language: Language
    /// Nil for an unnamed writer of whom nothing is known.
    public var author: Author?
    /// One from the pipeline; consolidation collects them, and the first is the one whose text the record shows.
    public var sightings: [Sighting]
    /// The report's own words, furniture removed, paragraphs joined by U+000A.
    public var text: String
    /// In text order.
    public var sections: [Section]
    /// One a person and posting.
    public var secondments: [Secondment]
    /// What the text names.
    public var mentions: Mentions
    /// By descending weight.
    public var themes: [Theme]
    /// In text order.
    public var findings: [Finding]
    /// All 64-bit hashes of the folded 8-grams below 2^64/32, ascending and without repeats.
    public var fingerprint: [UInt64]
    /// What made the record.
    public var pipeline: Pipeline
    /// Members a newer minor version added; carried on unread.
    public var unknown: [String: JSONValue]

    /// Makes one of its parts.
    public init(
        id: String, title: String?, subtitle: String? = nil, kind: ReportKind, language: Language = .simplified,
        author: Author? = nil, sightings: [Sighting], text: String, sections: [Section] = [],
        secondments: [Secondment] = [], mentions: Mentions = Mentions(), themes: [Theme] = [],
        findings: [Finding] = [], fingerprint: [UInt64] = [], pipeline: Pipeline, unknown: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.title = title
        self.subtitle = subtitle
        self.kind = kind
        self.language = language
        self.author = author
        self.sightings = sightings
        self.text = text
        self.sections = sections
        self.secondments = secondments
        self.mentions = mentions
        self.themes = themes
        self.findings = findings
        self.fingerprint = fingerprint
        self.pipeline = pipeline
        self.unknown = unknown
    }
}

/// A report before enrichment (schema `guazhi/parsed/1`): written without mentions, secondments, themes and
/// findings, but with the page's context.
public struct ParsedReport: Hashable, Sendable {
    /// Its `mentions`, `secondments`, `themes` and `findings` are empty.
    public var report: Report
    /// What stands around it on its page.
    public var context: PageContext

    /// Makes one of its parts.
    public init(report: Report, context: PageContext) {
        self.report = report
        self.context = context
    }
}

/// What the enricher may know of the page beside the report: evidence that stands in the furniture or in the
/// neighbouring parts.
public struct PageContext: Hashable, Sendable {
    /// A stretch of page text outside the report.
    public struct Passage: Hashable, Sendable {
        /// Scalar offset of the passage's first scalar in the page text.
        public var start: Int
        /// The passage, as on the page.
        public var text: String

        /// Makes one of its parts.
        public init(start: Int, text: String) {
            self.start = start
            self.text = text
        }
    }
    /// In page order, at most 16 KiB of UTF-8 in sum, those nearest to the part preferred.
    public var passages: [Passage]

    /// Makes one of its parts.
    public init(passages: [Passage] = []) { self.passages = passages }
}

/// The kinds of text the genre has; GUIDELINES.md beside the gold says what each is.
public enum ReportKind: String, Hashable, Sendable, CaseIterable {
    case reflection
    case workSummary = "work_summary"
    case exchangeSpeech = "exchange_speech"
    case mobilisationSpeech = "mobilisation_speech"
    case notes, feature, notice, plan, essay, other
}

/// The script a report is written in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"
    case other
}

/// Who wrote a report, as the byline says.
public struct Author: Hashable, Sendable {
    /// As the byline gives it, nil when masked or not given.
    public var name: String?
    /// The writer's unit, as written.
    public var unit: String?
    /// The post the writer holds, as written.
    public var post: String?
    /// The byline's place in the text; nil when it stands in the furniture.
    public var span: Span?

    /// Makes one of its parts.
    public init(name: String?, unit: String?, post: String?, span: Span?) {
        self.name = name
        self.unit = unit
        self.post = post
        self.span = span
    }
}

/// A heading on a line of its own.
public struct Section: Hashable, Sendable {
    /// 1 for the outermost.
    public var level: Int
    /// The report's own, nil for a part without a heading.
    public var title: String
    /// Where it stands.
    public var span: Span

    /// Makes one of its parts.
    public init(level: Int, title: String, span: Span) {
        self.level = level
        self.title = title
        self.span = span
    }
}

/// Which software and which data made a record.
public struct Pipeline: Hashable, Sendable {
    /// A whole number from the configuration; of one document the highest counts.
    public var generation: Int
    /// Version of the parser.
    public var parser: String
    /// Nil before enrichment.
    public var enricher: String?
    /// Hash of the lexicon files.
    public var lexicons: String?

    /// Makes one of its parts.
    public init(generation: Int, parser: String, enricher: String? = nil, lexicons: String? = nil) {
        self.generation = generation
        self.parser = parser
        self.enricher = enricher
        self.lexicons = lexicons
    }
}

/// Half-open, in Unicode scalars.
public struct Span: Hashable, Sendable, Comparable {
    /// The offset of the first scalar.
    public var start: Int
    /// The offset behind the last scalar.
    public var end: Int

    /// Makes one of its parts.
    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// Scalars in it.
    public var count: Int { end - start }
    /// Whether `other` lies within, the ends included.
    public func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }
    /// Whether the two share a scalar.
    public func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }
    /// Orders by value.
    public static func < (a: Span, b: Span) -> Bool { (a.start, a.end) < (b.start, b.end) }
}
