/// Which sightings carry `text_map` and `removed`.
public enum PageMaps: Hashable, Sendable {
    /// Each: the form of topics and segments.
    case all
    /// The first alone: the form of `archive.json`.
    case first
}

extension Report {
    private enum Member: String, CaseIterable {
        case author, findings, fingerprint, id, kind, language, mentions, pipeline, schema, secondments, sections
        case sightings, subtitle, text, themes, title
    }
    private static let members = MemberTable<Member>()
    private static let kinds = MemberTable<ReportKind>()
    private static let languages = MemberTable<Language>()

    /// Reads a record of schema `guazhi/report/1`.
    ///
    /// - Throws: ``RecordError``: `newerMajorSchema` for a later major version, `wrongSchema` for another kind of
    ///   record, `malformed` for anything else that is not one.
    public init(json bytes: [UInt8]) throws(RecordError) {
        do throws(RecordError) {
            self = try JSONReader.read(bytes) { reader throws(RecordError) in try Report(reading: &reader) }
        } catch {
            throw RecordSchema.report.explain(error, in: bytes)
        }
    }

    /// The record's bytes in the form of RFC 8785.
    public func json(pageMaps: PageMaps = .all) -> [UInt8] {
        var bytes: [UInt8] = []
        json(into: &bytes, pageMaps: pageMaps)
        return bytes
    }

    /// Appends the record's bytes in the form of RFC 8785.
    public func json(into bytes: inout [UInt8], pageMaps: PageMaps = .all) {
        var writer = JSONWriter(capacity: 3 * text.utf8.count + 8192)
        write(to: &writer, pageMaps: pageMaps)
        writer.append(to: &bytes)
    }

    /// Writes the record as one value.
    package func write(to writer: inout JSONWriter, pageMaps: PageMaps) {
        var record = RecordWriter(self, .report)
        writer.beginObject()
        record.head(to: &writer)
        record.key("mentions", &writer)
        mentions.write(to: &writer)
        record.pipelineAndSchema(to: &writer)
        record.key("secondments", &writer)
        writer.list(secondments)
        record.sectionsToText(to: &writer, pageMaps: pageMaps)
        record.key("themes", &writer)
        writer.list(themes)
        record.tail(to: &writer)
        writer.endObject()
    }
}

extension Report: RecordMember {
    /// Reads one record as part of a larger value.
    package init(reading reader: inout JSONReader) throws(RecordError) {
        var report = Report.blank
        var cursor = MemberCursor(Self.members, keepsUnknown: true)
        while let member = try reader.next(&cursor) {
            switch member {
            case .author: report.author = try reader.optional()
            case .findings: report.findings = try reader.list()
            case .fingerprint: report.fingerprint = try reader.fingerprint()
            case .id: report.id = try reader.string()
            case .kind: report.kind = try reader.word(Self.kinds)
            case .language: report.language = try reader.word(Self.languages)
            case .mentions: report.mentions = try Mentions(reading: &reader)
            case .pipeline: report.pipeline = try Pipeline(reading: &reader)
            case .schema: try reader.schema(.report)
            case .secondments: report.secondments = try reader.list()
            case .sections: report.sections = try reader.list()
            case .sightings: report.sightings = try reader.list()
            case .subtitle: report.subtitle = try reader.optionalString()
            case .text: report.text = try reader.string()
            case .themes: report.themes = try reader.list()
            case .title: report.title = try reader.optionalString()
            }
        }
        try reader.finish(cursor)
        report.unknown = cursor.unknown ?? [:]
        self = report
    }

    /// Writes the record as one value, every sighting with its page map.
    package func write(to writer: inout JSONWriter) { write(to: &writer, pageMaps: .all) }

    fileprivate static let blank = Report(
        id: "", title: nil, kind: .other, sightings: [], text: "", pipeline: Pipeline(generation: 0, parser: ""))
}

extension ParsedReport {
    private enum Member: String, CaseIterable {
        case author, context, fingerprint, id, kind, language, pipeline, schema, sections, sightings, subtitle, text
        case title
        // Not its own: named here so that they are refused, not carried on as a later version's.
        case findings, mentions, secondments, themes
    }
    private static let members = MemberTable<Member>()
    private static let kinds = MemberTable<ReportKind>()
    private static let languages = MemberTable<Language>()

    /// Reads a record of schema `guazhi/parsed/1`.
    ///
    /// - Throws: ``RecordError``: `newerMajorSchema` for a later major version, `wrongSchema` for another kind of
    ///   record, `malformed` for anything else that is not one.
    public init(json bytes: [UInt8]) throws(RecordError) {
        do throws(RecordError) {
            self = try JSONReader.read(bytes) { reader throws(RecordError) in try ParsedReport(reading: &reader) }
        } catch {
            throw RecordSchema.parsed.explain(error, in: bytes)
        }
    }

    /// The record's bytes in the form of RFC 8785.
    public func json() -> [UInt8] {
        var bytes: [UInt8] = []
        json(into: &bytes)
        return bytes
    }

    /// Appends the record's bytes in the form of RFC 8785.
    public func json(into bytes: inout [UInt8]) {
        var writer = JSONWriter(capacity: 3 * report.text.utf8.count + 8192)
        write(to: &writer)
        writer.append(to: &bytes)
    }
}

extension ParsedReport: RecordMember {
    /// Reads one record as part of a larger value.
    package init(reading reader: inout JSONReader) throws(RecordError) {
        var report = Report.blank
        var context = PageContext()
        var cursor = MemberCursor(Self.members, keepsUnknown: true)
        while let member = try reader.next(&cursor) {
            switch member {
            case .author: report.author = try reader.optional()
            case .context: context = try PageContext(reading: &reader)
            case .fingerprint: report.fingerprint = try reader.fingerprint()
            case .id: report.id = try reader.string()
            case .kind: report.kind = try reader.word(Self.kinds)
            case .language: report.language = try reader.word(Self.languages)
            case .pipeline: report.pipeline = try Pipeline(reading: &reader)
            case .schema: try reader.schema(.parsed)
            case .sections: report.sections = try reader.list()
            case .sightings: report.sightings = try reader.list()
            case .subtitle: report.subtitle = try reader.optionalString()
            case .text: report.text = try reader.string()
            case .title: report.title = try reader.optionalString()
            case .findings, .mentions, .secondments, .themes:
                throw reader.malformed("the member \(member.rawValue) has no place before enrichment")
            }
        }
        try reader.finish(cursor, optional: 0b1111 << 13)
        report.unknown = cursor.unknown ?? [:]
        self.init(report: report, context: context)
    }

    /// Writes the record as one value.
    package func write(to writer: inout JSONWriter) {
        var record = RecordWriter(report, .parsed)
        writer.beginObject()
        record.head(context: context, to: &writer)
        record.pipelineAndSchema(to: &writer)
        record.sectionsToText(to: &writer, pageMaps: .all)
        record.tail(to: &writer)
        writer.endObject()
    }
}

/// Writes what the two kinds of record share, and a later version's members where they sort.
private struct RecordWriter {
    private let report: Report
    private let schema: RecordSchema
    private var unknown: ArraySlice<String>
    private static let own: Set<String> = [
        "author", "context", "findings", "fingerprint", "id", "kind", "language", "mentions", "pipeline", "schema",
        "secondments", "sections", "sightings", "subtitle", "text", "themes", "title",
    ]

    init(_ report: Report, _ schema: RecordSchema) {
        self.report = report
        self.schema = schema
        // A later version's member that has become one of ours is ours.
        unknown =
            report.unknown.isEmpty
            ? [] : report.unknown.keys.filter { !Self.own.contains($0) }.sorted(by: JSONScan.precedes)[...]
    }

    @inline(__always)
    mutating func key(_ name: StaticString, _ writer: inout JSONWriter) {
        if !unknown.isEmpty { members(before: name.description, &writer) }
        writer.key(name)
    }

    /// Writes the later version's members that sort before `name`, or all that are left.
    mutating func members(before name: String?, _ writer: inout JSONWriter) {
        while let next = unknown.first, name.map({ JSONScan.precedes(next, $0) }) ?? true {
            unknown.removeFirst()
            writer.key(named: next)
            writer.value(report.unknown[next] ?? .null)
        }
    }

    /// From `author` to `language`, with `findings` or `context`.
    mutating func head(context: PageContext? = nil, to writer: inout JSONWriter) {
        key("author", &writer)
        writer.optional(report.author)
        if let context {
            key("context", &writer)
            context.write(to: &writer)
        } else {
            key("findings", &writer)
            writer.list(report.findings)
        }
        key("fingerprint", &writer)
        writer.fingerprint(report.fingerprint)
        key("id", &writer)
        writer.string(report.id)
        key("kind", &writer)
        writer.string(report.kind.rawValue)
        key("language", &writer)
        writer.string(report.language.rawValue)
    }

    mutating func pipelineAndSchema(to writer: inout JSONWriter) {
        key("pipeline", &writer)
        report.pipeline.write(to: &writer)
        key("schema", &writer)
        writer.string(schema.rawValue)
    }

    mutating func sectionsToText(to writer: inout JSONWriter, pageMaps: PageMaps) {
        key("sections", &writer)
        writer.list(report.sections)
        key("sightings", &writer)
        writer.beginArray()
        for (index, sighting) in report.sightings.enumerated() {
            sighting.write(to: &writer, withPageMap: index == 0 || pageMaps == .all)
        }
        writer.endArray()
        key("subtitle", &writer)
        writer.string(report.subtitle)
        key("text", &writer)
        writer.string(report.text)
    }

    /// `title`, and what sorts behind it.
    mutating func tail(to writer: inout JSONWriter) {
        key("title", &writer)
        writer.string(report.title)
        members(before: nil, &writer)
    }
}

extension JSONReader {
    fileprivate mutating func schema(_ schema: RecordSchema) throws(RecordError) {
        _ = peek()
        let start = offset
        try schema.check(try string(), at: start)
    }

    /// Reads 64-bit hashes of 16 hex digits, which must ascend.
    fileprivate mutating func fingerprint() throws(RecordError) -> [UInt64] {
        var hashes: [UInt64] = []
        try array { reader throws(RecordError) in
            let hash = try reader.hash()
            if hashes.isEmpty { hashes.reserveCapacity(32) }
            if let last = hashes.last, last >= hash { throw reader.malformed("hashes that do not ascend") }
            hashes.append(hash)
        }
        return hashes
    }

    @inline(__always)
    private mutating func hash() throws(RecordError) -> UInt64 {
        skipBlanks()
        guard offset &+ 18 <= input.count, input[offset] == 0x22, input[offset &+ 17] == 0x22,
            let digits = input.baseAddress.map({ UnsafeRawPointer($0) + (offset + 1) }),
            let high = Hexadecimal.number(digits.loadUnaligned(as: UInt64.self)),
            let low = Hexadecimal.number(digits.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        else { throw malformed("expected a hash of 16 hexadecimal digits") }
        offset &+= 18
        return high &<< 32 | low
    }
}

extension JSONWriter {
    fileprivate mutating func fingerprint(_ hashes: [UInt64]) {
        beginArray()
        for value in hashes { hash(value) }
        endArray()
    }
}
