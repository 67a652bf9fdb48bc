internal import Reports

/// An entry's line in a segment.
///
///     {"report":{"generation":1,"location":…,"origin":"reports.raw/3/1207","part":"2/6",
///     "read_from":"reports.enriched/3/88","record":{…},"sha256":…}}
///     {"refusal":{"attempt":1,"bytes":…,"code":…,"generation":…,"ingested_at":…,"location":…,"message":…,"origin":…,
///     "original":BASE64,"part":…,"path":…,"read_from":…,"retrieved_at":…,"sha256":…,"stage":…,"url":…}}
enum EntryLine {
    static func append(_ entry: Entry, from origin: StreamOrigin, to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        writer.beginObject()
        switch entry {
        case .report(let entry):
            writer.key("report")
            write(entry, origin, &writer)
        case .refusal(let entry):
            writer.key("refusal")
            write(entry, origin, &writer)
        }
        writer.endObject()
        bytes += writer.bytes
        bytes.append(0x0A)
    }

    private static func write(_ entry: ReportEntry, _ origin: StreamOrigin, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("generation")
        writer.optional(entry.key.generation)
        writer.key("location")
        writer.string(entry.key.location)
        writer.key("origin")
        writer.string(entry.origin)
        writer.key("part")
        writer.string(entry.key.part?.description)
        writer.key("read_from")
        writer.string(origin.description)
        writer.key("record")
        writer.raw(entry.record)
        writer.key("sha256")
        writer.string(entry.key.sha256)
        writer.endObject()
    }

    private static func write(_ entry: RefusalEntry, _ origin: StreamOrigin, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("attempt")
        writer.integer(entry.attempt)
        writer.key("bytes")
        writer.optional(entry.bytes)
        writer.key("code")
        writer.string(entry.code)
        writer.key("generation")
        writer.optional(entry.key.generation)
        writer.key("ingested_at")
        writer.string(entry.ingestedAt?.description)
        writer.key("location")
        writer.string(entry.key.location)
        writer.key("message")
        writer.string(entry.message)
        writer.key("origin")
        writer.string(entry.origin)
        writer.key("original")
        writer.string(entry.original.map(Bytes.base64))
        writer.key("part")
        writer.string(entry.key.part?.description)
        writer.key("path")
        writer.string(entry.path)
        writer.key("read_from")
        writer.string(origin.description)
        writer.key("retrieved_at")
        writer.string(entry.retrievedAt?.description)
        writer.key("sha256")
        writer.string(entry.key.sha256)
        writer.key("stage")
        writer.string(entry.stage)
        writer.key("url")
        writer.string(entry.url)
        writer.endObject()
    }

    /// Reads a line without its line feed; nil for a kind of line that is no entry.
    ///
    /// - Parameter isTrusted: Whether the record's bytes need not be looked at again, since a checksum vouches for them.
    static func read(
        _ line: ArraySlice<UInt8>, isTrusted: Bool = false
    ) throws(RecordError) -> (entry: Entry, readFrom: String)? {
        let kind = SegmentLine.kind(line)
        guard kind == .report || kind == .refusal else { return nil }
        var envelope = Envelope()
        try line.withUnsafeBufferPointer { bytes throws(RecordError) in
            var cursor = CanonicalCursor(bytes)
            try cursor.object { _, cursor throws(RecordError) in
                try cursor.object { name, cursor throws(RecordError) in
                    try envelope.read(String(decoding: name, as: UTF8.self), &cursor, bytes)
                }
            }
        }
        return (
            try envelope.entry(isReport: kind == .report, isTrusted: isTrusted), envelope.strings["read_from"] ?? ""
        )
    }
}

extension JSONWriter {
    /// Writes a whole number, or `null`.
    mutating func optional(_ value: Int?) {
        if let value { integer(value) } else { null() }
    }
}

/// The members of an entry's line as they are read.
private struct Envelope {
    var strings: [String: String] = [:]
    var integers: [String: Int] = [:]
    var record: [UInt8] = []

    mutating func read(
        _ name: String, _ cursor: inout CanonicalCursor, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(RecordError) {
        switch name {
        case "record":
            let start = cursor.offset
            try cursor.skip()
            record = Array(bytes[start..<cursor.offset])
        case "attempt", "bytes", "generation":
            if cursor.isNull { try cursor.skip() } else { integers[name] = try cursor.integer() }
        case "code", "ingested_at", "location", "message", "origin", "original", "part", "path", "read_from",
            "retrieved_at", "sha256", "stage", "url":
            strings[name] = try cursor.optionalString()
        default: try cursor.skip()
        }
    }

    func entry(isReport: Bool, isTrusted: Bool) throws(RecordError) -> Entry {
        guard let location = strings["location"], let sha256 = strings["sha256"] else {
            throw RecordError(.malformed, "an entry without a location or a document", byteOffset: 0)
        }
        var part: EntryPart?
        if let text = strings["part"] {
            guard let value = EntryPart(text) else {
                throw RecordError(.malformed, "\(text) is no part of a page", byteOffset: 0)
            }
            part = value
        }
        let key = EntryKey(location: location, sha256: sha256, generation: integers["generation"], part: part)
        if isReport {
            return .report(
                try ReportEntry(key: key, origin: strings["origin"] ?? "", record: record, isTrusted: isTrusted))
        }
        guard let stage = strings["stage"], let code = strings["code"] else {
            throw RecordError(.malformed, "a refusal without a stage or a code", byteOffset: 0)
        }
        return .refusal(
            RefusalEntry(
                key: key, bytes: integers["bytes"], stage: stage, code: code, message: strings["message"] ?? "",
                attempt: integers["attempt"] ?? 1, origin: strings["origin"], path: strings["path"],
                url: strings["url"],
                retrievedAt: try time("retrieved_at"), ingestedAt: try time("ingested_at"),
                original: strings["original"].flatMap(Bytes.bytes(base64:))))
    }

    private func time(_ name: String) throws(RecordError) -> Timestamp? {
        guard let text = strings[name] else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw RecordError(.malformed, "\(text) is not an RFC 3339 time", byteOffset: 0)
        }
        return time
    }
}
