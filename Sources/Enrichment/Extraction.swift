internal import Reports

/// Finds everything in one report, each finder in its turn.
struct Extraction {
    let reading: Reading
    let store: LexiconStore
    private(set) var dates: [FoundDate] = []
    private(set) var maskedDates: [Span] = []
    private(set) var masks: [Span] = []
    private(set) var places: [FoundPlace] = []
    private(set) var people: [FoundPerson] = []
    private(set) var organisations: [FoundOrganisation] = []
    /// Of each organisation the span with the department behind it.
    private(set) var units: [Span] = []
    private(set) var quantities: [FoundQuantity] = []
    private(set) var quotations: [Span] = []
    private(set) var damage: [(span: Span, reason: String)] = []

    init(_ parsed: ParsedReport, store: LexiconStore) {
        self.store = store
        reading = Reading(parsed.report.text, store: store)
        let sighting = parsed.report.sightings.first
        let issue = { parsed.context.passages.lazy.compactMap { DateFinder.issueYear(of: $0.text) }.first }
        var dateFinder = DateFinder(reading, published: sighting?.publishedAt ?? sighting?.updatedAt ?? issue())
        dateFinder.find()
        dates = dateFinder.dates
        maskedDates = dateFinder.masked
        var taken = [Bool](repeating: false, count: reading.count)
        mark(&taken, dates.map(\.span))
        mark(&taken, maskedDates)
        var maskFinder = MaskFinder(reading)
        maskFinder.find(outside: maskedDates)
        masks = maskFinder.masks
        mark(&taken, masks)
        var blocked = [Bool](repeating: false, count: reading.count)
        mark(&blocked, masks)
        var placeFinder = PlaceFinder(reading, blocked: blocked, year: year(parsed))
        placeFinder.find(page: pagePlaces(parsed))
        places = placeFinder.places
        var personFinder = PersonFinder(reading, places: places, blocked: taken)
        personFinder.find(known: [parsed.report.author?.name].compactMap(\.self))
        people = personFinder.people
        dropPlacesInNames()
        var stop = taken
        mark(&stop, people.map(\.span))
        var organisationFinder = OrganisationFinder(reading, places: places, stop: stop)
        organisationFinder.find()
        organisations = organisationFinder.organisations
        units = organisations.map { organisationFinder.withDepartment($0.span) }
        for place in places where place.form == .full { mark(&taken, [place.span]) }
        mark(&taken, units)
        var quantityFinder = QuantityFinder(reading, taken: taken)
        quantityFinder.find()
        quantities = quantityFinder.quantities
        var quotationFinder = QuotationFinder(reading)
        quotationFinder.find()
        quotations = quotationFinder.quotations.map(\.span)
        var damageFinder = DamageFinder(reading)
        damageFinder.find()
        damage = damageFinder.damage
    }

    /// 和平川, 武功成: a short name inside a person's is none.
    private mutating func dropPlacesInNames() {
        var index = 0
        places.removeAll { place in
            while index < people.count, people[index].span.end <= place.span.start { index += 1 }
            return index < people.count && people[index].span.overlaps(place.span) && place.form != .full
        }
    }

    private func mark(_ flags: inout [Bool], _ spans: [Span]) {
        for span in spans {
            for index in span.start..<min(span.end, flags.count) { flags[index] = true }
        }
    }

    /// The year the report speaks of: its last absolute one, else the page's.
    private func year(_ parsed: ParsedReport) -> Int? {
        let stated = dates.filter { $0.basis == .stated }.compactMap { ($0.finish ?? $0.start).year }
        if let last = stated.filter({ (1900...2100).contains($0) }).max() { return last }
        if let sighting = parsed.report.sightings.first, let date = sighting.publishedAt ?? sighting.updatedAt {
            return Int(date.prefix(4))
        }
        let around = parsed.context.passages.flatMap { passage -> [Int] in
            var finder = DateFinder(Reading(passage.text, store: store, names: false), published: nil)
            finder.find()
            return finder.dates.filter { $0.basis == .stated }.compactMap { ($0.finish ?? $0.start).year }
        }
        return around.filter { (1980...2100).contains($0) }.max()
    }

    /// Divisions that the page names outside the report, for what the report leaves open.
    private func pagePlaces(_ parsed: ParsedReport) -> [Int32] {
        var texts = [parsed.report.title, parsed.report.author?.unit].compactMap(\.self)
        if let sighting = parsed.report.sightings.first {
            texts += [sighting.site, sighting.pageTitle, sighting.part?.compilationTitle].compactMap(\.self)
        }
        // A page's title is most often the report's too.
        var known: [(text: String, found: [Int32])] = []
        for text in texts {
            let found =
                known.first { $0.text.utf8.count == text.utf8.count && $0.text.utf8.elementsEqual(text.utf8) }?.found
                ?? PlaceFinder.fullNames(of: text, store: store)
            known.append((text, found))
        }
        return known.flatMap(\.found)
    }
}
