extension Secondment: RecordMember {
    private enum Member: String, CaseIterable {
        case basis, computed, direction, duration, evidence, finish
        case hostLevel = "host_level"
        case hostPlace = "host_place"
        case hostUnit = "host_unit"
        case missing, person, post, programme
        case sendingPlace = "sending_place"
        case sendingUnit = "sending_unit"
        case start
    }
    private static let members = MemberTable<Member>()
    private static let directions = MemberTable<Direction>()
    private static let missings = MemberTable<Missing>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init()
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .basis: basis = try reader.words(Basis.words)
            case .computed:
                try reader.object { name, reader throws(RecordError) in
                    guard computed.updateValue(try reader.string(), forKey: name) == nil else {
                        throw reader.malformed("the member \(name) is given twice")
                    }
                }
            case .direction: direction = try reader.null() ? nil : try reader.word(Self.directions)
            case .duration: duration = try reader.optionalString()
            case .evidence: evidence = try reader.list()
            case .finish: finish = try reader.optionalString()
            case .hostLevel: hostLevel = try reader.null() ? nil : try reader.word(DivisionLevel.words)
            case .hostPlace: hostPlace = try reader.optional()
            case .hostUnit: hostUnit = try reader.optionalString()
            case .missing: missing = try reader.words(Self.missings)
            case .person: person = try reader.optionalString()
            case .post: post = try reader.optionalString()
            case .programme: programme = try reader.optionalString()
            case .sendingPlace: sendingPlace = try reader.optional()
            case .sendingUnit: sendingUnit = try reader.optionalString()
            case .start: start = try reader.optionalString()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("basis")
        writer.words(basis)
        writer.key("computed")
        writer.strings(computed)
        writer.key("direction")
        writer.string(direction?.rawValue)
        writer.key("duration")
        writer.string(duration)
        writer.key("evidence")
        writer.list(evidence)
        writer.key("finish")
        writer.string(finish)
        writer.key("host_level")
        writer.string(hostLevel?.rawValue)
        writer.key("host_place")
        writer.optional(hostPlace)
        writer.key("host_unit")
        writer.string(hostUnit)
        writer.key("missing")
        writer.words(missing)
        writer.key("person")
        writer.string(person)
        writer.key("post")
        writer.string(post)
        writer.key("programme")
        writer.string(programme)
        writer.key("sending_place")
        writer.optional(sendingPlace)
        writer.key("sending_unit")
        writer.string(sendingUnit)
        writer.key("start")
        writer.string(start)
        writer.endObject()
    }
}

extension Basis {
    static let words = MemberTable<Basis>()
}

extension DivisionLevel {
    static let words = MemberTable<DivisionLevel>()
}

extension DivisionReference: RecordMember {
    private enum Member: String, CaseIterable { case code, name }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(code: "", name: "")
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .code: code = try reader.string()
            case .name: name = try reader.string()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("code")
        writer.string(code)
        writer.key("name")
        writer.string(name)
        writer.endObject()
    }
}

extension Evidence: RecordMember {
    private enum Member: String, CaseIterable {
        case end, fields
        case place = "in"
        case start
    }
    private static let members = MemberTable<Member>()
    private static let places = MemberTable<Place>()

    /// Reads evidence; `fields` may be left out, as findings do.
    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(span: Span(0, 0))
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .fields: fields = try reader.strings()
            case .place: place = try reader.word(Self.places)
            case .start: start = try reader.integer()
            }
        }
        try reader.finish(cursor, optional: 1 << 1)
        span = try reader.span(start, end)
    }

    /// Writes evidence of a secondment.
    package func write(to writer: inout JSONWriter) { write(to: &writer, withFields: true) }

    /// Writes evidence; that of a finding has no `fields`.
    func write(to writer: inout JSONWriter, withFields: Bool) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        if withFields {
            writer.key("fields")
            writer.strings(fields)
        }
        writer.key("in")
        writer.string(place.rawValue)
        writer.key("start")
        writer.integer(span.start)
        writer.endObject()
    }
}

extension Theme: RecordMember {
    private enum Member: String, CaseIterable { case id, weight }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(id: "", weight: .zero)
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .id: id = try reader.string()
            case .weight: weight = try reader.decimal()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.string(id)
        writer.key("weight")
        writer.decimal(weight)
        writer.endObject()
    }
}

extension Finding: RecordMember {
    private enum Member: String, CaseIterable { case certainty, claim, evidence, kind }
    private static let members = MemberTable<Member>()
    private static let kinds = MemberTable<Kind>()
    private static let certainties = MemberTable<Certainty>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(kind: .splice, claim: "", certainty: .certain, evidence: [])
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .certainty: certainty = try reader.word(Self.certainties)
            case .claim: claim = try reader.string()
            case .evidence:
                evidence = try reader.list()
                guard evidence.allSatisfy(\.fields.isEmpty) else {
                    throw reader.malformed("the evidence of a finding names no fields")
                }
            case .kind: kind = try reader.word(Self.kinds)
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("certainty")
        writer.string(certainty.rawValue)
        writer.key("claim")
        writer.string(claim)
        writer.key("evidence")
        writer.beginArray()
        for piece in evidence { piece.write(to: &writer, withFields: false) }
        writer.endArray()
        writer.key("kind")
        writer.string(kind.rawValue)
        writer.endObject()
    }
}
