internal import Reports

/// Says of each fact of an enriched report which rule made it one.
struct FactExplainer {
    let analysis: Analysis
    let parsed: ParsedReport
    let report: Report

    private var reading: Reading { analysis.reading }
    private var store: LexiconStore { analysis.store }

    func facts() -> [FactExplanation] {
        var mentions = zip(analysis.places, report.mentions.places).map(place)
        mentions += report.mentions.people.map(person)
        mentions += report.mentions.organisations.map(organisation)
        mentions += report.mentions.dates.map(date)
        mentions += report.mentions.quantities.map(quantity)
        mentions += report.mentions.quotations.map {
            fact("quotation", $0.surface, $0.span, why: $0.speaker.map { "said by \($0)" } ?? "no speaker is stated")
        }
        mentions += report.mentions.placeholders.map {
            fact("placeholder", $0.surface, $0.span, why: "characters that mask a name, with the noun beside them")
        }
        mentions += report.mentions.damage.map { fact("damage", $0.surface, $0.span, why: $0.reason) }
        mentions.sort { ($0.span?.start ?? 0, $0.span?.end ?? 0) < ($1.span?.start ?? 0, $1.span?.end ?? 0) }
        return mentions + report.secondments.flatMap(posting) + themes() + report.findings.map(finding)
    }

    private func fact(_ kind: String, _ surface: String, _ span: Span, why: String) -> FactExplanation {
        FactExplanation(span: span, fact: "\(kind) \(surface)", why: why, evidence: [])
    }

    // MARK: Mentions

    private func place(_ found: FoundPlace, _ mention: PlaceMention) -> FactExplanation {
        let form =
            switch found.form {
            case .full: "a full name (divisions.tsv, townships.tsv)"
            case .short: "a short name (short-names.tsv)"
            case .base: "a township's name without its suffix (townships.tsv)"
            case .abbreviation: "a one-character name (abbreviations.tsv)"
            }
        guard let code = mention.code, let name = mention.name, let division = found.division else {
            return fact(
                "place", "\(mention.surface) → undecided", mention.span,
                why: "\(form); the page does not decide between \(mention.candidates.joined(separator: ", "))")
        }
        let decision =
            found.candidates.count <= 1
            ? "the only one of that name in its time"
            : "one of \(found.candidates.count) of that name" + (decider(of: division, found).map { ": \($0)" } ?? "")
        return fact("place", "\(mention.surface) → \(code) \(name)", mention.span, why: "\(form); \(decision)")
    }

    /// The nearest mention whose division holds this one, is held by it, or lies in the same prefecture.
    private func decider(of division: Int32, _ found: FoundPlace) -> String? {
        let own = store.divisions[Int(division)]
        let near = analysis.places.filter { other in
            guard other.span != found.span, let index = other.division, index != division else { return false }
            let entry = store.divisions[Int(index)]
            return entry.code == own.parent || entry.parent == own.code || entry.prefecture == own.prefecture
                || entry.level == .province && entry.code == own.province
        }.min { abs($0.span.start - found.span.start) < abs($1.span.start - found.span.start) }
        if let near { return "“\(reading.slice(near.span.start, near.span.end))” stands in the report" }
        let same = analysis.places.contains { $0.division == division && $0.span != found.span && $0.form == .full }
        if same { return "its full name stands in the report" }
        return "what the page names outside the report, or the likelier of them"
    }

    private func person(_ mention: PersonMention) -> FactExplanation {
        var reasons: [String] = []
        if parsed.report.author?.name == mention.name { reasons.append("the byline names the writer so") }
        if let role = mention.role { reasons.append("beside “\(role)”") }
        if let surname = surname(of: mention) { reasons.append("“\(surname)” is a surname (surnames.tsv)") }
        if mention.surface.contains("·") || mention.surface.contains("・") {
            reasons.append("parts joined by a dot")
        }
        let times = report.mentions.people.count { $0.name == mention.name }
        if times > 1 { reasons.append("named \(times) times") }
        let why = reasons.isEmpty ? "by what stands round it (person-contexts.tsv)" : reasons.joined(separator: "; ")
        return fact("person", mention.surface, mention.span, why: why)
    }

    private func surname(of mention: PersonMention) -> String? {
        reading.longest(at: mention.span.start, .surname).map {
            reading.slice(mention.span.start, mention.span.start + Int($0.length))
        }
    }

    private func organisation(_ mention: OrganisationMention) -> FactExplanation {
        let kinds: TermKind = [.strongEnding, .weakEnding, .teamEnding, .brandEnding]
        var reasons: [String] = []
        if let ending = reading.longestEnding(at: mention.span.end, kinds) {
            reasons.append("ends in “\(reading.slice(ending.start, mention.span.end))” (organisation-endings.tsv)")
        } else if reading.longest(at: mention.span.start, .organisation) != nil {
            reasons.append("a known unit (organisations.tsv)")
        }
        if let first = analysis.places.first(where: { mention.span.contains($0.span) }) {
            reasons.append("“\(reading.slice(first.span.start, first.span.end))” in it is a division")
        }
        let isShort = mention.name != mention.surface
        return fact(
            "organisation", mention.surface + (isShort ? " → \(mention.name)" : ""), mention.span,
            why: (reasons + (isShort ? ["a short form of what the report names in full"] : [])).joined(separator: "; "))
    }

    private func date(_ mention: DateMention) -> FactExplanation {
        let why =
            switch mention.basis {
            case .stated: "as it stands"
            case .resolved: "what it leaves out is taken from a date before it, or from the page's"
            case .inferred: "concluded from the report's other dates"
            }
        return fact(
            "date", "\(mention.surface) → \(mention.value)", mention.span,
            why: "\(why); to the \(mention.precision.rawValue)")
    }

    private func quantity(_ mention: QuantityMention) -> FactExplanation {
        let isMeasure = mention.unit.utf8.allSatisfy { $0 < 0x80 }
        return fact(
            "quantity", "\(mention.surface) → \(mention.value) \(mention.unit)", mention.span,
            why: (isMeasure ? "a measure (units.tsv)" : "a count of “\(mention.unit)”")
                + (mention.approximate ? "; only about so much" : ""))
    }

    // MARK: Postings, themes, findings

    private func posting(_ posting: Secondment) -> [FactExplanation] {
        let fields: [(name: String, value: String?)] = [
            ("person", posting.person), ("sending_unit", posting.sendingUnit),
            ("sending_place", posting.sendingPlace.map { "\($0.code) \($0.name)" }), ("host_unit", posting.hostUnit),
            ("host_place", posting.hostPlace.map { "\($0.code) \($0.name)" }),
            ("host_level", posting.hostLevel?.rawValue), ("post", posting.post), ("programme", posting.programme),
            ("direction", posting.direction?.rawValue), ("start", posting.start), ("finish", posting.finish),
            ("duration", posting.duration),
        ]
        return fields.map { field in
            let evidence = posting.evidence.filter { $0.fields.contains(field.name) }
            return FactExplanation(
                span: evidence.first { $0.place == .text }?.span,
                fact: "secondment \(field.name): \(field.value ?? "null")",
                why: posting.basis[field.name]?.rawValue
                    ?? posting.missing[field.name]?.rawValue ?? "follows from the other fields",
                evidence: evidence.map(text))
        }
    }

    private func text(_ evidence: Evidence) -> String {
        guard evidence.place == .page else { return reading.slice(evidence.span.start, evidence.span.end) }
        for passage in parsed.context.passages {
            let scalars = Array(passage.text.unicodeScalars)
            let start = evidence.span.start - passage.start
            let end = evidence.span.end - passage.start
            if start >= 0, start <= end, end <= scalars.count {
                return String(String.UnicodeScalarView(scalars[start..<end]))
            }
        }
        return "in the page's furniture, \(evidence.span.start)–\(evidence.span.end)"
    }

    private func themes() -> [FactExplanation] {
        let words = ThemeWeigher(reading: reading).words()
        return report.themes.map { theme in
            FactExplanation(
                span: nil, fact: "theme \(theme.id), \(theme.weight) of the evidence",
                why: "words that speak for it (themes.tsv)", evidence: words[theme.id] ?? [])
        }
    }

    private func finding(_ finding: Finding) -> FactExplanation {
        FactExplanation(
            span: finding.evidence.first { $0.place == .text }?.span,
            fact: "\(finding.kind.rawValue): \(finding.claim)",
            why: finding.certainty.rawValue, evidence: finding.evidence.map(text))
    }
}
