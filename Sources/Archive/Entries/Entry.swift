public import Reports

/// What an archive holds of a document or a part of it: a report, or why there is none.
public enum Entry: Hashable, Sendable {
    /// A report.
    case report(ReportEntry)
    /// Why there is none.
    case refusal(RefusalEntry)

    /// What it is an entry of.
    public var key: EntryKey {
        switch self {
        case .report(let entry): entry.key
        case .refusal(let entry): entry.key
        }
    }

    /// When the document's bytes were last found there.
    public var retrievedAt: Timestamp? {
        switch self {
        case .report(let entry): entry.facts.retrievedAt
        case .refusal(let entry): entry.retrievedAt
        }
    }

    /// When ingest first sent the document.
    public var ingestedAt: Timestamp? {
        switch self {
        case .report(let entry): entry.facts.ingestedAt
        case .refusal(let entry): entry.ingestedAt
        }
    }
}

/// A report as it came over `reports.enriched`.
public struct ReportEntry: Hashable, Sendable {
    /// From the message's headers.
    public let key: EntryKey
    /// The raw message it comes from: `reports.raw/3/1207`.
    public let origin: String
    /// The message's value, canonical JSON of schema `guazhi/report/1`, byte for byte.
    public let record: [UInt8]
    /// What the archive reads of the record without decoding all of it.
    let facts: RecordFacts

    /// Makes an entry of a record.
    ///
    /// - Throws: ``RecordError``: `malformed`; `newerMajorSchema`, where this release must be upgraded first;
    ///   `wrongSchema`.
    public init(key: EntryKey, origin: String, record: [UInt8]) throws(RecordError) {
        try self.init(key: key, origin: origin, record: record, isTrusted: false)
        guard !record.contains(0x0A) else {
            throw RecordError(.malformed, "a record with a line break is not canonical", byteOffset: 0)
        }
    }

    /// Makes an entry of a record whose bytes a checksum vouches for, if `isTrusted` is set.
    init(key: EntryKey, origin: String, record: [UInt8], isTrusted: Bool) throws(RecordError) {
        self.key = key
        self.origin = origin
        self.record = record
        facts = try RecordFacts(record, isTrusted: isTrusted)
    }

    private init(_ entry: ReportEntry, record: [UInt8], facts: RecordFacts) {
        key = entry.key
        origin = entry.origin
        self.record = record
        self.facts = facts
    }

    /// The entry with these times in its sighting.
    func with(retrievedAt: Timestamp?, ingestedAt: Timestamp?) -> ReportEntry {
        guard retrievedAt != facts.retrievedAt || ingestedAt != facts.ingestedAt else { return self }
        let (record, facts) = facts.replacingTimes(in: record, retrievedAt: retrievedAt, ingestedAt: ingestedAt)
        return ReportEntry(self, record: record, facts: facts)
    }

    /// The record without the times, which differ when the same document is sent again.
    var timelessRecord: [UInt8] { facts.replacingTimes(in: record, retrievedAt: nil, ingestedAt: nil).record }
}

/// A document, or a part of one, that could not become a report.
public struct RefusalEntry: Hashable, Sendable {
    /// Original bytes beyond this are not kept.
    public static let maximumOriginalBytes = 1 << 20

    /// What was refused; its part is nil where it is the whole document.
    public var key: EntryKey
    /// The document's size, where it is known.
    public var bytes: Int?
    /// The stage that refused it: `ingest`, `parse`, `enrich`.
    public var stage: String
    /// See `Refusal.Code`; a later release may have others.
    public var code: String
    /// One sentence: what, where, what to do.
    public var message: String
    /// How often it was tried.
    public var attempt: Int
    /// The raw message it comes from, where there is one.
    public var origin: String?
    /// The path as ingest read it.
    public var path: String?
    /// The source's URL.
    public var url: String?
    /// When the document was found.
    public var retrievedAt: Timestamp?
    /// When ingest sent it.
    public var ingestedAt: Timestamp?
    /// The document's bytes; nil where they are unreadable, travel by reference, or are more than
    /// ``maximumOriginalBytes``.
    public var original: [UInt8]?

    /// Makes a refusal; an `original` that is too large is left out.
    public init(
        key: EntryKey, bytes: Int? = nil, stage: String, code: String, message: String, attempt: Int = 1,
        origin: String? = nil, path: String? = nil, url: String? = nil, retrievedAt: Timestamp? = nil,
        ingestedAt: Timestamp? = nil, original: [UInt8]? = nil
    ) {
        self.key = key
        self.bytes = bytes
        self.stage = stage
        self.code = code
        self.message = message
        self.attempt = attempt
        self.origin = origin
        self.path = path
        self.url = url
        self.retrievedAt = retrievedAt
        self.ingestedAt = ingestedAt
        self.original = original.flatMap { $0.count <= Self.maximumOriginalBytes ? $0 : nil }
    }
}
