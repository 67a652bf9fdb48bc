internal import Reports

/// The few members of a record that merging and sorting need, and where the times stand in its bytes.
struct RecordFacts: Hashable, Sendable {
    var id = ""
    var language = ""
    /// Length of the text in Unicode scalars.
    var textCount = 0
    /// Of the first sighting, as are the members below.
    var location = ""
    var sha256 = ""
    /// The document's size.
    var bytes: Int?
    var path: String?
    var url: String?
    var publishedAt: String?
    var partIndex: Int?
    var retrievedAt: Timestamp?
    var ingestedAt: Timestamp?
    /// The values' bytes in the record.
    private var retrievedRange = 0..<0
    private var ingestedRange = 0..<0

    /// Reads `record`, which must be JSON throughout.
    init(_ record: [UInt8]) throws(RecordError) {
        var facts = RecordFacts()
        var schema: String?
        var sightings = 0
        try JSONReader.read(record) { reader throws(RecordError) in
            try reader.object { name, reader throws(RecordError) in
                switch name {
                case "schema": schema = try reader.string()
                case "id": facts.id = try reader.string()
                case "language": facts.language = try reader.string()
                case "text": facts.textCount = try reader.string().unicodeScalars.count
                case "sightings":
                    try reader.array { reader throws(RecordError) in
                        sightings += 1
                        if sightings == 1 { try facts.readSighting(&reader) } else { try reader.skip() }
                    }
                default: try reader.skip()
                }
            }
        }
        try Self.check(schema: schema)
        guard sightings > 0, !facts.retrievedRange.isEmpty, !facts.ingestedRange.isEmpty else {
            throw RecordError(.malformed, "a record without a sighting and its times", byteOffset: 0)
        }
        guard facts.id.hasPrefix("r1:"), Bytes.bytes(hex: facts.id.utf8.dropFirst(3))?.count == 16 else {
            throw RecordError(.malformed, "a record whose id is not r1: and 32 hexadecimal digits", byteOffset: 0)
        }
        self = facts
    }

    private init() {}

    private static func check(schema: String?) throws(RecordError) {
        guard schema != "guazhi/report/1" else { return }
        guard let schema, schema.hasPrefix("guazhi/report/") else {
            throw RecordError(
                .wrongSchema, "a record of schema \(schema ?? "null") where guazhi/report/1 belongs", byteOffset: 0)
        }
        throw RecordError(.newerMajorSchema, "a record of schema \(schema): upgrade this release first", byteOffset: 0)
    }

    private mutating func readSighting(_ reader: inout JSONReader) throws(RecordError) {
        var facts = self
        try reader.object { name, reader throws(RecordError) in
            switch name {
            case "location": facts.location = try reader.string()
            case "path": facts.path = try reader.null() ? nil : try reader.string()
            case "url": facts.url = try reader.null() ? nil : try reader.string()
            case "published_at": facts.publishedAt = try reader.null() ? nil : try reader.string()
            case "retrieved_at": (facts.retrievedAt, facts.retrievedRange) = try Self.time(&reader)
            case "ingested_at": (facts.ingestedAt, facts.ingestedRange) = try Self.time(&reader)
            case "part":
                if try reader.null() { return }
                try reader.object { name, reader throws(RecordError) in
                    if name == "index" { facts.partIndex = try reader.integer() } else { try reader.skip() }
                }
            case "document":
                try reader.object { name, reader throws(RecordError) in
                    switch name {
                    case "sha256": facts.sha256 = try reader.string()
                    case "bytes": facts.bytes = try reader.integer()
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
        self = facts
    }

    private static func time(_ reader: inout JSONReader) throws(RecordError) -> (Timestamp?, Range<Int>) {
        let kind = reader.peek()
        let start = reader.offset
        if kind == .null {
            try reader.skip()
            return (nil, start..<reader.offset)
        }
        let text = try reader.string()
        guard let time = Timestamp(rfc3339: text) else {
            throw RecordError(.malformed, "\(text) is not an RFC 3339 time", byteOffset: start)
        }
        return (time, start..<reader.offset)
    }

    /// `record`, whose facts these are, with other times.
    func replacingTimes(
        in record: [UInt8], retrievedAt: Timestamp?, ingestedAt: Timestamp?
    ) -> (record: [UInt8], facts: RecordFacts) {
        var facts = self
        var bytes: [UInt8] = []
        bytes.reserveCapacity(record.count + 64)
        var from = 0
        let retrieved = (range: retrievedRange, value: Self.json(retrievedAt), field: \RecordFacts.retrievedRange)
        let ingested = (range: ingestedRange, value: Self.json(ingestedAt), field: \RecordFacts.ingestedRange)
        let isInOrder = retrieved.range.lowerBound < ingested.range.lowerBound
        for edit in isInOrder ? [retrieved, ingested] : [ingested, retrieved] {
            bytes += record[from..<edit.range.lowerBound]
            facts[keyPath: edit.field] = bytes.count..<(bytes.count + edit.value.count)
            bytes += edit.value
            from = edit.range.upperBound
        }
        bytes += record[from...]
        facts.retrievedAt = retrievedAt
        facts.ingestedAt = ingestedAt
        return (bytes, facts)
    }

    private static func json(_ time: Timestamp?) -> [UInt8] {
        guard let time else { return Array("null".utf8) }
        return Array("\"\(time)\"".utf8)
    }
}
