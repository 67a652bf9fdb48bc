internal import Reports

/// Everything found in one report, typed and in text order, from which mentions and secondments are made.
///
/// A class, for what is made of it holds it in many places.
final class Analysis {
    let reading: Reading
    let store: LexiconStore
    let report: Report
    let dates: [FoundDate]
    let maskedDates: [Span]
    let masks: [Span]
    let places: [FoundPlace]
    let people: [FoundPerson]
    let organisations: [FoundOrganisation]
    /// Of each organisation the span with the department behind it.
    let units: [Span]
    let quantities: [FoundQuantity]
    let quotations: [Span]
    let damage: [(span: Span, reason: String)]

    init(_ parsed: ParsedReport, store: LexiconStore) {
        let found = Extraction(parsed, store: store)
        self.store = store
        report = parsed.report
        reading = found.reading
        dates = found.dates
        maskedDates = found.maskedDates
        masks = found.masks
        places = found.places
        people = found.people
        organisations = found.organisations
        units = found.units
        quantities = found.quantities
        quotations = found.quotations
        damage = found.damage
    }

    // MARK: As the record lists it

    func mentions() -> Mentions {
        let speakers = SpeakerFinder(reading: reading, people: people)
        let forms = FullForms(reading, organisations)
        return Mentions(
            places: places.map(mention),
            people: people.map {
                PersonMention(
                    surface: reading.slice($0.span.start, $0.span.end), span: $0.span, name: $0.name, role: $0.role)
            },
            organisations: zip(organisations, units).map { organisation, span in
                let surface = reading.slice(span.start, span.end)
                let full = span == organisation.span ? forms.full(of: reading.text[span.start..<span.end]) : nil
                return OrganisationMention(surface: surface, span: span, name: full ?? surface)
            },
            dates: dates.map {
                DateMention(
                    surface: reading.slice($0.span.start, $0.span.end), span: $0.span, value: $0.value,
                    precision: $0.precision, basis: $0.basis)
            },
            quantities: quantities.map {
                QuantityMention(
                    surface: reading.slice($0.span.start, $0.span.end), span: $0.span,
                    value: DecimalValue(millionths: $0.millionths), unit: $0.unit, approximate: $0.isApproximate)
            },
            quotations: quotations.map {
                QuotationMention(
                    surface: reading.slice($0.start, $0.end), span: $0, speaker: speakers.speaker(of: $0))
            },
            placeholders: masks.map { PlaceholderMention(surface: reading.slice($0.start, $0.end), span: $0) },
            damage: damage.map {
                DamageMention(surface: reading.slice($0.span.start, $0.span.end), span: $0.span, reason: $0.reason)
            })
    }

    private func mention(_ place: FoundPlace) -> PlaceMention {
        let surface = reading.slice(place.span.start, place.span.end)
        guard let division = place.division else {
            return PlaceMention(
                surface: surface, span: place.span, code: nil, name: nil, level: nil, status: nil,
                candidates: place.candidates.map { store.divisions[Int($0)].text }.sorted())
        }
        let entry = store.divisions[Int(division)]
        return PlaceMention(
            surface: surface, span: place.span, code: entry.text, name: store.fullName(division), level: entry.level,
            status: entry.isCurrent ? .current : .abolished,
            successors: entry.isCurrent ? [] : entry.successors.map(Division.text).sorted())
    }
}
