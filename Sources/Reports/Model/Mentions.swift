/// What a report mentions, each list in text order. `surface` always equals the slice of `text` at `span`.
public struct Mentions: Hashable, Sendable {
    /// Administrative divisions.
    public var places: [PlaceMention]
    /// Personal names.
    public var people: [PersonMention]
    /// Named units.
    public var organisations: [OrganisationMention]
    /// Calendar expressions.
    public var dates: [DateMention]
    /// Numbers with units.
    public var quantities: [QuantityMention]
    /// Verse, mottos and speech within marks.
    public var quotations: [QuotationMention]
    /// Masks.
    public var placeholders: [PlaceholderMention]
    /// Characters lost or put in.
    public var damage: [DamageMention]

    /// Makes one of its parts.
    public init(
        places: [PlaceMention] = [], people: [PersonMention] = [], organisations: [OrganisationMention] = [],
        dates: [DateMention] = [], quantities: [QuantityMention] = [], quotations: [QuotationMention] = [],
        placeholders: [PlaceholderMention] = [], damage: [DamageMention] = []
    ) {
        self.places = places
        self.people = people
        self.organisations = organisations
        self.dates = dates
        self.quantities = quantities
        self.quotations = quotations
        self.placeholders = placeholders
        self.damage = damage
    }
}

/// A mention of an administrative division.
public struct PlaceMention: Hashable, Sendable {
    /// Whether the division still exists.
    public enum Status: String, Hashable, Sendable, CaseIterable { case current, abolished }
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// Nil where the page does not decide; then `candidates` has the possible ones.
    public var code: String?
    /// Full name from the province down; nil with `code`.
    public var name: String?
    /// Nil with `code`.
    public var level: DivisionLevel?
    /// Nil with `code`.
    public var status: Status?
    /// Codes of what the division became, sorted.
    public var successors: [String]
    /// Codes it may stand for where the page does not decide, sorted.
    public var candidates: [String]

    /// Makes one of its parts.
    public init(
        surface: String, span: Span, code: String?, name: String?, level: DivisionLevel?, status: Status?,
        successors: [String] = [], candidates: [String] = []
    ) {
        self.surface = surface
        self.span = span
        self.code = code
        self.name = name
        self.level = level
        self.status = status
        self.successors = successors
        self.candidates = candidates
    }
}

/// A personal name.
public struct PersonMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// The name without form of address.
    public var name: String
    /// The post or form of address beside it (部长, 同志), where there is one.
    public var role: String?

    /// Makes one of its parts.
    public init(surface: String, span: Span, name: String, role: String? = nil) {
        self.surface = surface
        self.span = span
        self.name = name
        self.role = role
    }
}

/// A named unit.
public struct OrganisationMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// Its full form on the page.
    public var name: String

    /// Makes one of its parts.
    public init(surface: String, span: Span, name: String) {
        self.surface = surface
        self.span = span
        self.name = name
    }
}

/// A calendar expression.
public struct DateMention: Hashable, Sendable {
    /// How much of a date is given.
    public enum Precision: String, Hashable, Sendable, CaseIterable { case day, month, year }
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// EDTF.
    public var value: String
    /// How much is given.
    public var precision: Precision
    /// How the value is known.
    public var basis: Basis

    /// Makes one of its parts.
    public init(surface: String, span: Span, value: String, precision: Precision, basis: Basis) {
        self.surface = surface
        self.span = span
        self.value = value
        self.precision = precision
        self.basis = basis
    }
}

/// A number with a unit that measures something.
public struct QuantityMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// In `unit`.
    public var value: DecimalValue
    /// `CNY`, `m2`, `m`, `kg`, `year`, `month` …, or the counted noun as written.
    public var unit: String
    /// Whether 近, 多, 余, 约 or the like stands with it.
    public var approximate: Bool

    /// Makes one of its parts.
    public init(surface: String, span: Span, value: DecimalValue, unit: String, approximate: Bool) {
        self.surface = surface
        self.span = span
        self.value = value
        self.unit = unit
        self.approximate = approximate
    }
}

/// Somebody's words within marks; the span is the text inside them.
public struct QuotationMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// Who said it, where the page says so.
    public var speaker: String?

    /// Makes one of its parts.
    public init(surface: String, span: Span, speaker: String? = nil) {
        self.surface = surface
        self.span = span
        self.speaker = speaker
    }
}

/// A run that masks a name, with the masked noun.
public struct PlaceholderMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span

    /// Makes one of its parts.
    public init(surface: String, span: Span) {
        self.surface = surface
        self.span = span
    }
}

/// Characters lost or put in by a scraper or filter.
public struct DamageMention: Hashable, Sendable {
    /// The characters at `span`.
    public var surface: String
    /// Where it stands.
    public var span: Span
    /// Such as `inserted_period`.
    public var reason: String

    /// Makes one of its parts.
    public init(surface: String, span: Span, reason: String) {
        self.surface = surface
        self.span = span
        self.reason = reason
    }
}
