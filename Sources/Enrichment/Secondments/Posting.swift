internal import Reports

/// Names of fields, each once: so few that a list is quicker than a table.
struct FieldNames {
    private(set) var names: [String] = []

    func contains(_ name: String) -> Bool { names.contains(name) }

    mutating func insert(_ more: [String]) { for name in more where !names.contains(name) { names.append(name) } }

    func union(_ other: FieldNames) -> FieldNames {
        var all = self
        all.insert(other.names)
        return all
    }
}

/// One posting on its way to a row: each field with its label and the sentences that say it.
struct Posting {
    struct Field {
        var value: String
        var basis: Basis
    }
    var person: Field?
    var sendingUnit: Field?
    var sendingPlace: Int32?
    var hostUnit: Field?
    var hostPlace: (division: Int32, basis: Basis)?
    var post: Field?
    var programme: Field?
    var start: Field?
    var finish: Field?
    var duration: Field?
    /// Why fields that are nil are so, by their name in the record.
    var missing: [String: Missing] = [:]
    /// Sentences and what they say.
    var evidence: [Span: FieldNames] = [:]
    /// Both ends are said at once of all whom a text lists.
    var isSpanned = false
    /// From a title before a name, which a sentence with a verb outweighs.
    var isTitle = false

    /// Where it is, for telling postings apart.
    var host: String { hostUnit?.value ?? "" }

    mutating func attest(_ span: Range<Int>, _ fields: String...) {
        guard !span.isEmpty else { return }
        evidence[Span(span.lowerBound, span.upperBound), default: FieldNames()].insert(fields)
    }

    /// Takes from another posting of the same person what this one leaves open.
    mutating func fill(from other: Posting) {
        var taken = false
        func pick(_ mine: Field?, _ theirs: Field?, _ name: String) -> Field? {
            if mine != nil || theirs == nil || missing[name] == .masked { return mine }
            taken = true
            return theirs
        }
        if hostUnit == nil, hostPlace == nil, missing["host_unit"] != .masked {
            if other.hostUnit != nil || other.hostPlace != nil { taken = true }
            hostUnit = other.hostUnit
            hostPlace = other.hostPlace
        } else if hostPlace == nil, missing["host_place"] != .masked, other.hostPlace != nil {
            hostPlace = other.hostPlace
            taken = true
        }
        person = pick(person, other.person, "person")
        sendingUnit = pick(sendingUnit, other.sendingUnit, "sending_unit")
        sendingPlace = sendingPlace ?? other.sendingPlace
        post = pick(post, other.post, "post")
        programme = pick(programme, other.programme, "programme")
        start = pick(start, other.start, "start")
        finish = pick(finish, other.finish, "finish")
        duration = pick(duration, other.duration, "duration")
        missing.merge(other.missing) { mine, _ in mine }
        if taken { evidence.merge(other.evidence) { $0.union($1) } }
    }

    func row(_ analysis: Analysis) -> Secondment {
        let store = analysis.store
        var row = Secondment()
        var basis = [String: Basis](minimumCapacity: 12)
        var missing = [String: Missing](minimumCapacity: 12)
        func take(_ name: String, _ field: Field?) -> String? {
            if let field { basis[name] = field.basis } else { missing[name] = self.missing[name] ?? .notStated }
            return field?.value
        }
        row.person = take("person", person)
        // Nobody is sent to where he comes from: one of the two was misread, and what a verb leads to is the surer.
        let isSame = sendingUnit != nil && sendingUnit?.value == hostUnit?.value
        row.sendingUnit = take("sending_unit", isSame ? nil : sendingUnit)
        row.hostUnit = take("host_unit", hostUnit)
        row.post = take("post", post)
        row.programme = take("programme", programme)
        row.start = take("start", start)
        row.finish = take("finish", finish)
        row.duration = take("duration", duration)
        if let sendingPlace, !isSame {
            row.sendingPlace = store.reference(sendingPlace)
            basis["sending_place"] = sendingUnit?.basis ?? .stated
        } else {
            missing["sending_place"] = self.missing["sending_unit"] ?? .notStated
        }
        if let hostPlace {
            row.hostPlace = store.reference(hostPlace.division)
            row.hostLevel = store.divisions[Int(hostPlace.division)].level
            basis["host_place"] = hostPlace.basis
            basis["host_level"] = hostPlace.basis
        } else {
            missing["host_place"] = self.missing["host_place"] ?? .notStated
            missing["host_level"] = self.missing["host_place"] ?? .notStated
        }
        row.direction = direction(store)
        if row.direction != nil { basis["direction"] = .inferred } else { missing["direction"] = .notStated }
        if row.duration == nil, let computed = computedDuration { row.computed["duration"] = computed }
        row.basis = basis
        row.missing = missing
        row.evidence = evidence.sorted { $0.key < $1.key }
            .map { Evidence(place: .text, span: $0.key, fields: $0.value.names.sorted()) }
        if isSame {
            for index in row.evidence.indices { row.evidence[index].fields.removeAll { $0 == "sending_unit" } }
            row.evidence.removeAll(where: \.fields.isEmpty)
        }
        return row
    }

    /// From the levels of sender and host; a unit of the centre stands above the provinces.
    private func direction(_ store: LexiconStore) -> Direction? {
        func rank(_ division: Int32?, _ unit: String?) -> Int? {
            if let unit, store.centralUnits.isOrgan(unit) { return -1 }
            guard let division else { return unit.map(store.centralUnits.isCentral) ?? false ? -1 : nil }
            switch store.divisions[Int(division)].level {
            case .province: return 0
            case .prefecture: return 1
            case .county: return 2
            case .township: return 3
            }
        }
        guard let to = rank(hostPlace?.division, hostUnit?.value), let from = rank(sendingPlace, sendingUnit?.value)
        else { return nil }
        return from < to ? .down : from > to ? .up : .lateral
    }

    /// From start to finish, where both name a month of a known year.
    private var computedDuration: String? {
        guard let from = Posting.months(start?.value), let to = Posting.months(finish?.value), to > from else {
            return nil
        }
        let months = to - from
        return "P" + (months >= 12 ? "\(months / 12)Y" : "") + (months % 12 > 0 ? "\(months % 12)M" : "")
    }

    private static func months(_ value: String?) -> Int? {
        guard let value, value.utf8.count >= 7, let year = Int(value.prefix(4)),
            let month = Int(value.dropFirst(5).prefix(2))
        else { return nil }
        return year * 12 + month
    }
}
