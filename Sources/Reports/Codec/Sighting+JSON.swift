extension Sighting: RecordMember {
    private enum Member: String, CaseIterable {
        case document, extent, host
        case ingestedAt = "ingested_at"
        case location
        case pageTitle = "page_title"
        case part, path
        case publishedAt = "published_at"
        case removed
        case retrievedAt = "retrieved_at"
        case site
        case textMap = "text_map"
        case title
        case updatedAt = "updated_at"
        case url
    }
    private static let members = MemberTable<Member>()
    /// `removed` and `text_map`, by their places in ``Member``.
    private static let pageMap: UInt64 = 1 << 9 | 1 << 12

    /// Reads a sighting; `text_map` and `removed` may be left out, as `archive.json` does.
    package init(reading reader: inout JSONReader) throws(RecordError) {
        var document: DocumentDigest?
        var extent = Span(0, 0)
        var location = ""
        var title: String?
        var path: String?
        var url: String?
        var host: String?
        var site: String?
        var pageTitle: String?
        var publishedAt: String?
        var updatedAt: String?
        var retrievedAt: Timestamp?
        var ingestedAt: Timestamp?
        var part: Part?
        var textMap: [TextMapping] = []
        var removed: [RemovedBlock] = []
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .document: document = try DocumentDigest(reading: &reader)
            case .extent: extent = try Span(reading: &reader)
            case .host: host = try reader.optionalString()
            case .ingestedAt: ingestedAt = try reader.optionalTimestamp()
            case .location: location = try reader.string()
            case .pageTitle: pageTitle = try reader.optionalString()
            case .part: part = try reader.optional()
            case .path: path = try reader.optionalString()
            case .publishedAt: publishedAt = try reader.optionalString()
            case .removed: removed = try reader.list()
            case .retrievedAt: retrievedAt = try reader.optionalTimestamp()
            case .site: site = try reader.optionalString()
            case .textMap: textMap = try reader.list()
            case .title: title = try reader.optionalString()
            case .updatedAt: updatedAt = try reader.optionalString()
            case .url: url = try reader.optionalString()
            }
        }
        try reader.finish(cursor, optional: Self.pageMap)
        guard let document else { throw reader.malformed("the member document is missing") }
        self.init(
            title: title, location: location, path: path, url: url, host: host, site: site, pageTitle: pageTitle,
            publishedAt: publishedAt, updatedAt: updatedAt, retrievedAt: retrievedAt, ingestedAt: ingestedAt,
            document: document, part: part, extent: extent, textMap: textMap, removed: removed)
    }

    /// Writes a sighting with its page map.
    package func write(to writer: inout JSONWriter) { write(to: &writer, withPageMap: true) }

    /// Writes a sighting.
    ///
    /// - Parameter withPageMap: Whether `text_map` and `removed` are written; without it the members are left out.
    package func write(to writer: inout JSONWriter, withPageMap: Bool) {
        writer.beginObject()
        writer.key("document")
        document.write(to: &writer)
        writer.key("extent")
        extent.write(to: &writer)
        writer.key("host")
        writer.string(host)
        writer.key("ingested_at")
        writer.string(ingestedAt?.description)
        writer.key("location")
        writer.string(location)
        writer.key("page_title")
        writer.string(pageTitle)
        writer.key("part")
        writer.optional(part)
        writer.key("path")
        writer.string(path)
        writer.key("published_at")
        writer.string(publishedAt)
        if withPageMap {
            writer.key("removed")
            writer.list(removed)
        }
        writer.key("retrieved_at")
        writer.string(retrievedAt?.description)
        writer.key("site")
        writer.string(site)
        if withPageMap {
            writer.key("text_map")
            writer.list(textMap)
        }
        writer.key("title")
        writer.string(title)
        writer.key("updated_at")
        writer.string(updatedAt)
        writer.key("url")
        writer.string(url)
        writer.endObject()
    }
}

extension DocumentDigest: RecordMember {
    private enum Member: String, CaseIterable {
        case bytes, encoding
        case encodingFrom = "encoding_from"
        case mediaType = "media_type"
        case sha256
        case unreadableBytes = "unreadable_bytes"
    }
    private static let members = MemberTable<Member>()
    private static let rules = MemberTable<EncodingRule>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(sha256: "", bytes: 0, mediaType: "", encoding: "", encodingFrom: .declared, unreadableBytes: 0)
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .bytes: bytes = try reader.count()
            case .encoding: encoding = try reader.string()
            case .encodingFrom: encodingFrom = try reader.word(Self.rules)
            case .mediaType: mediaType = try reader.string()
            case .sha256: sha256 = try reader.string()
            case .unreadableBytes: unreadableBytes = try reader.count()
            }
        }
        try reader.finish(cursor)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("bytes")
        writer.integer(bytes)
        writer.key("encoding")
        writer.string(encoding)
        writer.key("encoding_from")
        writer.string(encodingFrom.rawValue)
        writer.key("media_type")
        writer.string(mediaType)
        writer.key("sha256")
        writer.string(sha256)
        writer.key("unreadable_bytes")
        writer.integer(unreadableBytes)
        writer.endObject()
    }
}

extension Part: RecordMember {
    private enum Member: String, CaseIterable {
        case compilationTitle = "compilation_title"
        case count, index, label
    }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(index: 0, count: 0)
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .compilationTitle: compilationTitle = try reader.optionalString()
            case .count: count = try reader.count()
            case .index: index = try reader.count()
            case .label: label = try reader.optionalString()
            }
        }
        try reader.finish(cursor)
        guard 1...max(1, count) ~= index else { throw reader.malformed("a part beyond the count of its page") }
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("compilation_title")
        writer.string(compilationTitle)
        writer.key("count")
        writer.integer(count)
        writer.key("index")
        writer.integer(index)
        writer.key("label")
        writer.string(label)
        writer.endObject()
    }
}

extension Span: RecordMember {
    private enum Member: String, CaseIterable { case end, start }
    private static let members = MemberTable<Member>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .start: start = try reader.integer()
            }
        }
        try reader.finish(cursor)
        self = try reader.span(start, end)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("end")
        writer.integer(end)
        writer.key("start")
        writer.integer(start)
        writer.endObject()
    }
}

extension TextMapping: RecordMember {
    package init(reading reader: inout JSONReader) throws(RecordError) {
        var numbers = (0, 0, 0)
        var count = 0
        try reader.array { reader throws(RecordError) in
            let number = try reader.count()
            switch count {
            case 0: numbers.0 = number
            case 1: numbers.1 = number
            default: numbers.2 = number
            }
            count += 1
        }
        guard count == 3 else { throw reader.malformed("a text_map entry has three numbers") }
        self.init(textStart: numbers.0, pageStart: numbers.1, length: numbers.2)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        writer.integer(textStart)
        writer.integer(pageStart)
        writer.integer(length)
        writer.endArray()
    }
}

extension RemovedBlock: RecordMember {
    private enum Member: String, CaseIterable { case end, reason, start, text }
    private static let members = MemberTable<Member>()
    private static let reasons = MemberTable<RemovalReason>()

    package init(reading reader: inout JSONReader) throws(RecordError) {
        self.init(reason: .other, span: Span(0, 0), text: "")
        var start = 0
        var end = 0
        var cursor = MemberCursor(Self.members)
        while let member = try reader.next(&cursor) {
            switch member {
            case .end: end = try reader.integer()
            case .reason: reason = try reader.word(Self.reasons)
            case .start: start = try reader.integer()
            case .text: text = try reader.string()
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
        writer.string(reason.rawValue)
        writer.key("start")
        writer.integer(span.start)
        writer.key("text")
        writer.string(text)
        writer.endObject()
    }
}
