extension Author: RecordMember {
    private enum Member: String, CaseIterable { case end, name, post, start, unit }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(name: nil, unit: nil, post: nil, span: nil)
        var start: Int?
        var end: Int?
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.null() ? nil : try reader.integer()
            case .name: name = try reader.optionalString()
            case .post: post = try reader.optionalString()
            case .start: start = try reader.null() ? nil : try reader.integer()
            case .unit: unit = try reader.optionalString()
            }
        }
        try reader.finish(cursor)
        switch (start, end) {
        case (let start?, let end?): span = try reader.span(start, end)
        case (nil, nil): span = nil
        default: throw reader.malformed("an author's start and end are both numbers or both null")
        }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span?.end)
        writer.key("name")
        writer.string(name)
        writer.key("post")
        writer.string(post)
        writer.key("start")
        writer.integer(span?.start)
        writer.key("unit")
        writer.string(unit)
        writer.endObject()
    }
}

extension Section: RecordMember {
    private enum Member: String, CaseIterable { case end, level, start, title }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(level: 1, title: "", span: Span(0, 0))
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .level: level = try reader.count()
            case .start: start = try reader.integer()
            case .title: title = try reader.string()
            }
        }
        try reader.finish(cursor)
        guard level > 0 else { throw reader.malformed("a section's level is 1 or more") }
        span = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(span.end)
        writer.key("level")
        writer.integer(level)
        writer.key("start")
        writer.integer(span.start)
        writer.key("title")
        writer.string(title)
        writer.endObject()
    }
}

extension Pipeline: RecordMember {
    private enum Member: String, CaseIterable { case enricher, generation, lexicons, parser }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(generation: 0, parser: "")
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .enricher: enricher = try reader.optionalString()
            case .generation: generation = try reader.integer()
            case .lexicons: lexicons = try reader.optionalString()
            case .parser: parser = try reader.string()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("enricher")
        writer.string(enricher)
        writer.key("generation")
        writer.integer(generation)
        writer.key("lexicons")
        writer.string(lexicons)
        writer.key("parser")
        writer.string(parser)
        writer.endObject()
    }
}

extension PageContext: RecordMember {
    private enum Member: String, CaseIterable { case passages }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init()
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .passages: passages = try reader.list()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("passages")
        writer.list(passages)
        writer.endObject()
    }
}

extension PageContext.Passage: RecordMember {
    private enum Member: String, CaseIterable { case start, text }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(start: 0, text: "")
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .start: start = try reader.count()
            case .text: text = try reader.string()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("start")
        writer.integer(start)
        writer.key("text")
        writer.string(text)
        writer.endObject()
    }
}
