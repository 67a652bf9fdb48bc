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

    /// Reads `record`.
    ///
    /// - Parameter isTrusted: Whether a checksum vouches for its bytes; else they are first seen to be JSON throughout.
    init(_ record: [UInt8], isTrusted: Bool = false) throws(RecordError) {
        if !isTrusted { try JSONReader.read(record) { reader throws(RecordError) in try reader.skip() } }
        self = try record.withUnsafeBufferPointer { bytes throws(RecordError) in
            // First, since another version may have other members.
            try Self.checkSchema(bytes)
            var facts = RecordFacts()
            try facts.read(bytes)
            return facts
        }
        guard !retrievedRange.isEmpty, !ingestedRange.isEmpty else {
            throw RecordError(.malformed, "a record without a sighting and its times", byteOffset: 0)
        }
        guard id.hasPrefix("r1:"), Bytes.bytes(hex: id.utf8.dropFirst(3))?.count == 16 else {
            throw RecordError(.malformed, "a record whose id is not r1: and 32 hexadecimal digits", byteOffset: 0)
        }
    }

    private init() {}

    private static func checkSchema(_ record: UnsafeBufferPointer<UInt8>) throws(RecordError) {
        var schema: String?
        var cursor = CanonicalCursor(record)
        try cursor.object { name, cursor throws(RecordError) in
            if name.elementsEqual("schema".utf8) { schema = try cursor.optionalString() } else { try cursor.skip() }
        }
        guard schema != "guazhi/report/1" else { return }
        guard let schema, schema.hasPrefix("guazhi/report/") else {
            throw RecordError(
                .wrongSchema, "a record of schema \(schema ?? "null") where guazhi/report/1 belongs", byteOffset: 0)
        }
        throw RecordError(.newerMajorSchema, "a record of schema \(schema): upgrade this release first", byteOffset: 0)
    }

    private mutating func read(_ record: UnsafeBufferPointer<UInt8>) throws(RecordError) {
        var facts = self
        var cursor = CanonicalCursor(record)
        try cursor.object { name, cursor throws(RecordError) in
            switch String(decoding: name, as: UTF8.self) {
            case "id": facts.id = try cursor.string()
            case "language": facts.language = try cursor.string()
            case "text": facts.textCount = try cursor.scalarCount()
            case "sightings":
                var isFirst = true
                try cursor.array { cursor throws(RecordError) in
                    if isFirst { try facts.readSighting(&cursor) } else { try cursor.skip() }
                    isFirst = false
                }
            default: try cursor.skip()
            }
        }
        self = facts
    }

    private mutating func readSighting(_ cursor: inout CanonicalCursor) throws(RecordError) {
        var facts = self
        try cursor.object { name, cursor throws(RecordError) in
            switch String(decoding: name, as: UTF8.self) {
            case "location": facts.location = try cursor.string()
            case "path": facts.path = try cursor.optionalString()
            case "url": facts.url = try cursor.optionalString()
            case "published_at": facts.publishedAt = try cursor.optionalString()
            case "retrieved_at": (facts.retrievedAt, facts.retrievedRange) = try Self.time(&cursor)
            case "ingested_at": (facts.ingestedAt, facts.ingestedRange) = try Self.time(&cursor)
            case "part":
                if cursor.isNull { return try cursor.skip() }
                try cursor.object { name, cursor throws(RecordError) in
                    if name.elementsEqual("index".utf8) {
                        facts.partIndex = try cursor.integer()
                    } else {
                        try cursor.skip()
                    }
                }
            case "document":
                try cursor.object { name, cursor throws(RecordError) in
                    switch String(decoding: name, as: UTF8.self) {
                    case "sha256": facts.sha256 = try cursor.string()
                    case "bytes": facts.bytes = try cursor.integer()
                    default: try cursor.skip()
                    }
                }
            default: try cursor.skip()
            }
        }
        self = facts
    }

    private static func time(_ cursor: inout CanonicalCursor) throws(RecordError) -> (Timestamp?, Range<Int>) {
        let start = cursor.offset
        guard let text = try cursor.optionalString() else { return (nil, start..<cursor.offset) }
        guard let time = Timestamp(rfc3339: text) else {
            throw RecordError(.malformed, "\(text) is not an RFC 3339 time", byteOffset: start)
        }
        return (time, start..<cursor.offset)
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
