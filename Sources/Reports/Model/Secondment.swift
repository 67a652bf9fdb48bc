/// One person (or named group) and one posting.
public struct Secondment: Hashable, Sendable {
    /// Nil when the writer is unnamed or masked.
    public var person: String?
    /// As written, the longest form on the page.
    public var sendingUnit: String?
    /// The division the person was sent from.
    public var sendingPlace: DivisionReference?
    /// As written, the longest form on the page.
    public var hostUnit: String?
    /// The most specific division the posting is at.
    public var hostPlace: DivisionReference?
    /// The level of the host.
    public var hostLevel: DivisionLevel?
    /// The post held there.
    public var post: String?
    /// Only if named (援疆, 西部计划 …).
    public var programme: String?
    /// Up, down or across.
    public var direction: Direction?
    /// EDTF, as are `finish` (`2024-01-17`, `2011-12`, `XXXX-05`).
    public var start: String?
    /// As stated, never computed.
    public var finish: String?
    /// ISO 8601 (`P1Y`), as stated; a computed one is in `computed`.
    public var duration: String?
    /// What follows from stated fields (`duration`), by field name.
    public var computed: [String: String]
    /// A label for each field that is not nil, by the field's name in the JSON.
    public var basis: [String: Basis]
    /// A label for each field that is nil.
    public var missing: [String: Missing]
    /// The sentences that say so.
    public var evidence: [Evidence]

    /// Makes one of its parts.
    public init(
        person: String? = nil, sendingUnit: String? = nil, sendingPlace: DivisionReference? = nil,
        hostUnit: String? = nil, hostPlace: DivisionReference? = nil, hostLevel: DivisionLevel? = nil,
        post: String? = nil, programme: String? = nil, direction: Direction? = nil, start: String? = nil,
        finish: String? = nil, duration: String? = nil, computed: [String: String] = [:],
        basis: [String: Basis] = [:], missing: [String: Missing] = [:], evidence: [Evidence] = []
    ) {
        self.person = person
        self.sendingUnit = sendingUnit
        self.sendingPlace = sendingPlace
        self.hostUnit = hostUnit
        self.hostPlace = hostPlace
        self.hostLevel = hostLevel
        self.post = post
        self.programme = programme
        self.direction = direction
        self.start = start
        self.finish = finish
        self.duration = duration
        self.computed = computed
        self.basis = basis
        self.missing = missing
        self.evidence = evidence
    }
}

/// A division by code and full name.
public struct DivisionReference: Hashable, Sendable {
    /// GB/T 2260 (six digits), or nine digits for a township.
    public var code: String
    /// From the province down: 江苏省泰州市姜堰区.
    public var name: String

    /// Makes one of its parts.
    public init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// The level of an administrative division.
public enum DivisionLevel: String, Hashable, Sendable, CaseIterable {
    case province, prefecture, county, township
}

/// Which way a posting goes: to a lower level, a higher one, or across.
public enum Direction: String, Hashable, Sendable, CaseIterable { case down, up, lateral }

/// How a field is known. `resolved`: brought from elsewhere by a fixed rule; `inferred`: concluded, not said.
public enum Basis: String, Hashable, Sendable, CaseIterable { case stated, resolved, inferred }

/// Why a field is null.
public enum Missing: String, Hashable, Sendable, CaseIterable {
    case notStated = "not_stated"
    case masked, ambiguous
}

/// A stretch that says something: where it stands, and what of.
public struct Evidence: Hashable, Sendable {
    /// Where evidence stands.
    public enum Place: String, Hashable, Sendable, CaseIterable {
        /// In the record's text.
        case text
        /// In the page text, outside the report.
        case page
    }
    /// Text or page.
    public var place: Place
    /// Where it stands, in what `place` names.
    public var span: Span
    /// Names of the fields it attests, sorted; empty in findings.
    public var fields: [String]

    /// Makes one of its parts.
    public init(place: Place = .text, span: Span, fields: [String] = []) {
        self.place = place
        self.span = span
        self.fields = fields
    }
}

/// What the report is about, from the closed list of GUIDELINES.md.
public struct Theme: Hashable, Sendable {
    /// A name of that list.
    public var id: String
    /// Share of the evidence, 0 to 1.
    public var weight: DecimalValue

    /// Makes one of its parts.
    public init(id: String, weight: DecimalValue) {
        self.id = id
        self.weight = weight
    }
}

/// What a careful reader notices; a claim, never a correction.
public struct Finding: Hashable, Sendable {
    /// What was noticed.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case splice, substitution, truncated, template
        case maskLeak = "mask_leak"
        case sharedPassage = "shared_passage"
    }
    /// How sure a reader can be.
    public enum Certainty: String, Hashable, Sendable, CaseIterable { case certain, likely, possible }
    /// What was noticed.
    public var kind: Kind
    /// One sentence.
    public var claim: String
    /// How sure a reader can be.
    public var certainty: Certainty
    /// The sentences that say so.
    public var evidence: [Evidence]

    /// Makes one of its parts.
    public init(kind: Kind, claim: String, certainty: Certainty, evidence: [Evidence]) {
        self.kind = kind
        self.claim = claim
        self.certainty = certainty
        self.evidence = evidence
    }
}
