import Reports
import Testing

/// Reports of every shape the model allows; what they say makes no sense.
struct RandomReports {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let words = [
        "挂职", "锻炼", "副局长", "二〇一八年", "\"", "\\", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{80}", "𠮷", "😀", "\u{FFFD}",
        "\u{FFFF}", "\u{2028}", "a", "Zürich ", "e\u{301}", "/", "</script>", "«»", "", "姜堰区", "0", " ",
        "这是一句不长也不短的话,没有别的意思。",
    ]

    mutating func text(_ most: Int = 6) throws -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...most, using: &random) { text += try random.pick(Self.words) }
        return text
    }

    mutating func optionalText() throws -> String? { random.chance(3) ? nil : try text() }

    mutating func list<Element>(_ most: Int = 3, _ element: (inout Self) throws -> Element) rethrows -> [Element] {
        var list: [Element] = []
        for _ in 0..<Int.random(in: 0...most, using: &random) { list.append(try element(&self)) }
        return list
    }

    mutating func number() -> Int { random.chance(9) ? (1 << 53) - 1 : Int.random(in: 0...9999, using: &random) }

    mutating func span() -> Span {
        let (a, b) = (number(), number())
        return Span(min(a, b), max(a, b))
    }

    mutating func decimal() -> DecimalValue {
        let magnitude = Int.random(in: 0...60, using: &random)
        let whole = Int.random(in: -(1 << magnitude)...(1 << magnitude), using: &random)
        return DecimalValue(millionths: Int128(whole) << Int128(Int.random(in: 0...60, using: &random)))
    }

    mutating func timestamp() -> Timestamp? {
        random.chance(3) ? nil : Timestamp(nanoseconds: Int64.random(in: .min ... .max, using: &random))
    }

    mutating func digest() throws -> DocumentDigest {
        DocumentDigest(
            sha256: try text(), bytes: number(), mediaType: try text(), encoding: try text(),
            encodingFrom: try random.pick(EncodingRule.allCases), unreadableBytes: number())
    }

    mutating func sighting() throws -> Sighting {
        var part: Part?
        if random.chance(2) {
            let index = Int.random(in: 1...9, using: &random)
            part = Part(
                index: index, count: index + 3, label: try optionalText(), compilationTitle: try optionalText())
        }
        return Sighting(
            title: try optionalText(), location: try text(), path: try optionalText(), url: try optionalText(),
            host: try optionalText(), site: try optionalText(), pageTitle: try optionalText(),
            publishedAt: try optionalText(), updatedAt: try optionalText(), retrievedAt: timestamp(),
            ingestedAt: timestamp(), document: try digest(), part: part, extent: span(),
            textMap: list { TextMapping(textStart: $0.number(), pageStart: $0.number(), length: $0.number()) },
            removed: try list {
                RemovedBlock(
                    reason: try $0.random.pick(RemovalReason.allCases), span: $0.span(), text: try $0.text())
            })
    }

    mutating func evidence(withFields: Bool) throws -> Evidence {
        Evidence(
            place: random.chance(2) ? .page : .text, span: span(),
            fields: withFields ? try list { try $0.text() } : [])
    }

    mutating func place() throws -> DivisionReference? {
        random.chance(2) ? nil : DivisionReference(code: try text(), name: try text())
    }

    /// Names that Swift holds different: equal ones would be one member.
    mutating func members<Value>(_ value: (inout Self) throws -> Value) throws -> [String: Value] {
        var members: [String: Value] = [:]
        for _ in 0..<Int.random(in: 0...4, using: &random) { members[try text()] = try value(&self) }
        return members
    }

    mutating func secondment() throws -> Secondment {
        Secondment(
            person: try optionalText(), sendingUnit: try optionalText(), sendingPlace: try place(),
            hostUnit: try optionalText(), hostPlace: try place(),
            hostLevel: random.chance(2) ? nil : try random.pick(DivisionLevel.allCases), post: try optionalText(),
            programme: try optionalText(), direction: random.chance(2) ? nil : try random.pick(Direction.allCases),
            start: try optionalText(), finish: try optionalText(), duration: try optionalText(),
            computed: try members { try $0.text() },
            basis: try members { try $0.random.pick(Basis.allCases) },
            missing: try members { try $0.random.pick(Missing.allCases) },
            evidence: try list { try $0.evidence(withFields: true) })
    }

    mutating func mentions() throws -> Mentions {
        Mentions(
            places: try list {
                PlaceMention(
                    surface: try $0.text(), span: $0.span(), code: try $0.optionalText(), name: try $0.optionalText(),
                    level: $0.random.chance(2) ? nil : .county, status: $0.random.chance(2) ? nil : .abolished,
                    successors: try $0.list { try $0.text() }, candidates: try $0.list { try $0.text() })
            },
            people: try list {
                PersonMention(surface: try $0.text(), span: $0.span(), name: try $0.text(), role: try $0.optionalText())
            },
            organisations: try list {
                OrganisationMention(surface: try $0.text(), span: $0.span(), name: try $0.text())
            },
            dates: try list {
                DateMention(
                    surface: try $0.text(), span: $0.span(), value: try $0.text(),
                    precision: try $0.random.pick(DateMention.Precision.allCases),
                    basis: try $0.random.pick(Basis.allCases))
            },
            quantities: try list {
                QuantityMention(
                    surface: try $0.text(), span: $0.span(), value: $0.decimal(), unit: try $0.text(),
                    approximate: $0.random.chance(2))
            },
            quotations: try list {
                QuotationMention(surface: try $0.text(), span: $0.span(), speaker: try $0.optionalText())
            },
            placeholders: try list { PlaceholderMention(surface: try $0.text(), span: $0.span()) },
            damage: try list { DamageMention(surface: try $0.text(), span: $0.span(), reason: try $0.text()) })
    }

    mutating func value(depth: Int = 3) throws -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 5 : 3), using: &random) {
        case 0: .null
        case 1: .bool(random.chance(2))
        case 2: .number(decimal().description)
        case 3: .string(try text())
        case 4: .array(try list { try $0.value(depth: depth - 1) })
        default: .object(try members { try $0.value(depth: depth - 1) })
        }
    }

    /// Members of a later minor version, under names that sort before, between and behind ours.
    mutating func unknown() throws -> [String: JSONValue] {
        guard random.chance(3) else { return [:] }
        var unknown: [String: JSONValue] = [:]
        for name in ["", "a", "fine", "schematic", "sightings2", "zeta", "挂", "\u{1F600}", "\u{E000}"] {
            if random.chance(2) { unknown[name] = try value() }
        }
        return unknown
    }

    mutating func parsed() throws -> ParsedReport {
        var author: Author?
        if random.chance(2) {
            author = Author(
                name: try optionalText(), unit: try optionalText(), post: try optionalText(),
                span: random.chance(2) ? nil : span())
        }
        let report = Report(
            id: try text(), title: try optionalText(), subtitle: try optionalText(),
            kind: try random.pick(ReportKind.allCases), language: try random.pick(Language.allCases), author: author,
            sightings: try list { try $0.sighting() }, text: try text(60),
            sections: try list {
                Section(level: Int.random(in: 1...9, using: &$0.random), title: try $0.text(), span: $0.span())
            },
            fingerprint: Set(list(20) { UInt64.random(in: 0...UInt64.max, using: &$0.random) }).sorted(),
            pipeline: Pipeline(
                generation: number(), parser: try text(), enricher: try optionalText(), lexicons: try optionalText()),
            unknown: try unknown())
        let passages = try list { PageContext.Passage(start: $0.number(), text: try $0.text()) }
        return ParsedReport(report: report, context: PageContext(passages: passages))
    }

    mutating func report() throws -> Report {
        var report = try parsed().report
        report.secondments = try list { try $0.secondment() }
        report.mentions = try mentions()
        report.themes = try list { Theme(id: try $0.text(), weight: $0.decimal()) }
        report.findings = try list {
            Finding(
                kind: try $0.random.pick(Finding.Kind.allCases), claim: try $0.text(),
                certainty: try $0.random.pick(Finding.Certainty.allCases),
                evidence: try $0.list { try $0.evidence(withFields: false) })
        }
        return report
    }
}
