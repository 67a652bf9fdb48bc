internal import Reports

/// What speaks for the kind of a report, and where it must stand to do so.
final class KindCues: Sendable {
    enum Place: String, CaseIterable {
        case title, page, heading, opening, closing, byline
        /// In a title, of a text whose writer does not say 我.
        case sheet

        /// Its place among the cases.
        fileprivate var number: Int {
            switch self {
            case .title: 0
            case .page: 1
            case .heading: 2
            case .opening: 3
            case .closing: 4
            case .byline: 5
            case .sheet: 6
            }
        }
    }

    /// What is counted over the whole body.
    enum Sign: String, CaseIterable {
        case firstPerson = "first_person"
        case noFirstPerson = "no_first_person"
        case littleFirstPerson = "little_first_person"
        case reported, reporter, others, diary, commentator, articles, entries, salutation, audience, speaker, interview
    }

    struct Cue: Sendable {
        /// Place of the kind among all kinds.
        var kind: Int
        var weight: Int
        var phrase: [UInt32]
    }

    private struct Table: Sendable {
        var cues: [Cue]
        var index: PhraseIndex
    }

    /// By place, in the order of its cases.
    private let tables: [Table]
    let signs: [Sign: [Cue]]
    /// Cues that name the kind where a title ends with them.
    private let titleEndings: EndingList

    init(_ file: LexiconFile, folding: Folding) throws(LexiconError) {
        var cues: [Place: [Cue]] = [:]
        var signs: [Sign: [Cue]] = [:]
        for row in file.rows {
            guard let kind = ReportKind(rawValue: row[0]), let number = ReportKind.allCases.firstIndex(of: kind) else {
                throw row.error(0, "unknown kind “\(row[0])”")
            }
            if row[1] == "voice" {
                guard let sign = Sign(rawValue: row[3]) else { throw row.error(3, "unknown sign “\(row[3])”") }
                signs[sign, default: []].append(Cue(kind: number, weight: try row.integer(2), phrase: []))
                continue
            }
            guard let place = Place(rawValue: row[1]) else { throw row.error(1, "unknown place “\(row[1])”") }
            let phrase = folding.fold(row[3])
            guard !phrase.isEmpty else { throw row.error(3, "an empty cue") }
            cues[place, default: []].append(Cue(kind: number, weight: try row.integer(2), phrase: phrase))
        }
        self.signs = signs
        tables = Place.allCases.map { place in
            let cues = cues[place] ?? []
            return Table(cues: cues, index: PhraseIndex(cues.map(\.phrase)))
        }
        var titleEndings = EndingList()
        for cue in (cues[.title] ?? []) + (cues[.sheet] ?? []) where cue.weight >= 10 {
            titleEndings.insert(cue.phrase)
        }
        self.titleEndings = titleEndings
    }

    /// Calls `body` with each cue of a place that stands in a text, and its number there; with a cue that stands there
    /// twice, twice.
    @inline(__always)
    func forEach(in text: UnsafeBufferPointer<UInt32>, at place: Place, _ body: (Int, Cue) -> Void) {
        let table = tables[place.number]
        table.index.forEach(in: text) { body($0, table.cues[$0]) }
    }

    /// The same of a line, at the places where a report's body has cues.
    @inline(__always)
    func forEach(in line: PlacedText, at place: Place, _ body: (Int, Cue) -> Void) {
        let table = tables[place.number]
        table.index.forEach(in: line, .cue) { body($0, table.cues[$0]) }
    }

    /// Notes what the cues of a body begin with.
    func mark(in table: inout HintTable) {
        for place in [Place.heading, .opening, .closing] {
            tables[place.number].index.mark(in: &table) { _, _ in .cue }
        }
    }

    /// How many strong cues for a title end a text.
    func endings(of text: some ScalarText) -> Int { titleEndings.count(ending: text) }
}
