extension Mentions: RecordMember {
    private enum Member: String, CaseIterable {
        case damage, dates, organisations, people, placeholders, places, quantities, quotations
    }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init()
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .damage: damage = try reader.list()
            case .dates: dates = try reader.list()
            case .organisations: organisations = try reader.list()
            case .people: people = try reader.list()
            case .places: places = try reader.list()
            case .placeholders: placeholders = try reader.list()
            case .quantities: quantities = try reader.list()
            case .quotations: quotations = try reader.list()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("damage")
        writer.list(damage)
        writer.key("dates")
        writer.list(dates)
        writer.key("organisations")
        writer.list(organisations)
        writer.key("people")
        writer.list(people)
        writer.key("placeholders")
        writer.list(placeholders)
        writer.key("places")
        writer.list(places)
        writer.key("quantities")
        writer.list(quantities)
        writer.key("quotations")
        writer.list(quotations)
        writer.endObject()
    }
}

extension PlaceMention: RecordMember {
    private enum Member: String, CaseIterable {
        case candidates, code, end, level, name, start, status, successors, surface
    }
    private static let members = MemberTable<Member>()
    private static let statuses = MemberTable<Status>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), code: nil, name: nil, level: nil, status: nil)
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .candidates: candidates = try reader.strings()
            case .code: code = try reader.optionalString()
            case .end: end = try reader.integer()
            case .level: level = try reader.null() ? nil : try reader.word(DivisionLevel.words)
            case .name: name = try reader.optionalString()
            case .start: start = try reader.integer()
            case .status: status = try reader.null() ? nil : try reader.word(Self.statuses)
            case .successors: successors = try reader.strings()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("candidates")
        writer.strings(candidates)
        writer.key("code")
        writer.string(code)
        writer.key("end")
        writer.integer(span.end)
        writer.key("level")
        writer.string(level?.rawValue)
        writer.key("name")
        writer.string(name)
        writer.key("start")
        writer.integer(span.start)
        writer.key("status")
        writer.string(status?.rawValue)
        writer.key("successors")
        writer.strings(successors)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}

extension PersonMention: RecordMember {
    private enum Member: String, CaseIterable { case end, name, role, start, surface }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), name: "")
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .name: name = try reader.string()
            case .role: role = try reader.optionalString()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("name")
        writer.string(name)
        writer.key("role")
        writer.string(role)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}

extension OrganisationMention: RecordMember {
    private enum Member: String, CaseIterable { case end, name, start, surface }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), name: "")
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .name: name = try reader.string()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("name")
        writer.string(name)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}

extension DateMention: RecordMember {
    private enum Member: String, CaseIterable { case basis, end, precision, start, surface, value }
    private static let members = MemberTable<Member>()
    private static let precisions = MemberTable<Precision>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), value: "", precision: .day, basis: .stated)
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .basis: basis = try reader.word(Basis.words)
            case .end: end = try reader.integer()
            case .precision: precision = try reader.word(Self.precisions)
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            case .value: value = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("basis")
        writer.string(basis.rawValue)
        writer.key("end")
        writer.integer(span.end)
        writer.key("precision")
        writer.string(precision.rawValue)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.key("value")
        writer.string(value)
        writer.endObject()
    }
}

extension QuantityMention: RecordMember {
    private enum Member: String, CaseIterable { case approximate, end, start, surface, unit, value }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), value: .zero, unit: "", approximate: false)
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .approximate: approximate = try reader.bool()
            case .end: end = try reader.integer()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            case .unit: unit = try reader.string()
            case .value: value = try reader.decimal()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("approximate")
        writer.bool(approximate)
        writer.key("end")
        writer.integer(span.end)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.key("unit")
        writer.string(unit)
        writer.key("value")
        writer.decimal(value)
        writer.endObject()
    }
}

extension QuotationMention: RecordMember {
    private enum Member: String, CaseIterable { case end, speaker, start, surface }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0))
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .speaker: speaker = try reader.optionalString()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("speaker")
        writer.string(speaker)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}

extension PlaceholderMention: RecordMember {
    private enum Member: String, CaseIterable { case end, start, surface }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0))
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}

extension DamageMention: RecordMember {
    private enum Member: String, CaseIterable { case end, reason, start, surface }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(surface: "", span: Span(0, 0), reason: "")
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .reason: reason = try reader.string()
            case .start: start = try reader.integer()
            case .surface: surface = try reader.string()
            }
        }
        try reader.finish(cursor)
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("reason")
        writer.string(reason)
        writer.key("start")
        writer.integer(span.start)
        writer.key("surface")
        writer.string(surface)
        writer.endObject()
    }
}
