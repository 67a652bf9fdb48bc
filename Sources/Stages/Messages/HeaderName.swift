public import Kafka

/// The headers of Guazhi's messages; all values are UTF-8.
public enum HeaderName {
    /// One of ``MessageSchema``.
    public static let schema = "guazhi-schema"
    /// Where the document was found.
    public static let location = "guazhi-location"
    /// Lower-case hex of the document's SHA-256.
    public static let document = "guazhi-document"
    /// The document's size, decimal.
    public static let bytes = "guazhi-bytes"
    /// The file it was read from, where known.
    public static let path = "guazhi-path"
    /// Where a scraper got it, where known.
    public static let url = "guazhi-url"
    /// Since when the source has these bytes (a file: its modification time), RFC 3339; where known.
    public static let retrievedAt = "guazhi-retrieved-at"
    /// When ingest sent it, RFC 3339; where known.
    public static let ingestedAt = "guazhi-ingested-at"
    /// As the source says, where it does.
    public static let mediaType = "guazhi-media-type"
    /// As the source says, where it does.
    public static let charset = "guazhi-charset"
    /// Where the bytes are, when they travel by reference.
    public static let payload = "guazhi-payload"
    /// The configuration's `generation`, decimal.
    public static let generation = "guazhi-generation"
    /// The raw message a record comes from: `reports.raw/3/1207`.
    public static let origin = "guazhi-origin"
    /// `2/6`; a lone report is `1/1`.
    public static let part = "guazhi-part"

    /// The stage that refused the message, one of ``StageName``.
    public static let deadStage = "guazhi-dead-stage"
    /// The reason as a code: `Refusal.Code` of Reports.
    public static let deadCode = "guazhi-dead-code"
    /// The reason as a sentence, at most 2 KiB.
    public static let deadMessage = "guazhi-dead-message"
    /// How often it was tried, decimal, from 1. A replayed message carries it back to its stage, so that the next refusal
    /// goes on counting.
    public static let deadAttempt = "guazhi-dead-attempt"
    /// The raw message the refused one comes from: `reports.raw/3/1207`; none where ingest refused.
    public static let deadOrigin = "guazhi-dead-origin"
    /// The original message's key.
    public static let deadKey = "guazhi-dead-key"
    /// Milliseconds since 1970 of the original message.
    public static let deadTimestamp = "guazhi-dead-timestamp"
    /// Present when the original value was null, which a dead letter cannot be: it would be a tombstone.
    public static let deadNull = "guazhi-dead-null"
    /// Where the original value was left, when it would have made the dead letter too large: `reports.raw/3/1207`.
    public static let deadLeft = "guazhi-dead-left"
}

/// The schemas of what the topics carry.
public enum MessageSchema {
    /// Of `reports.raw`.
    public static let document = "guazhi/document/1"
    /// Of `reports.parsed`.
    public static let parsed = "guazhi/parsed/1"
    /// Of `reports.enriched`.
    public static let report = "guazhi/report/1"
}

extension Array where Element == Header {
    /// The last header of that name, as Kafka readers do; nil where there is none, or its value is null.
    public func bytes(_ name: String) -> [UInt8]? {
        last { $0.name == name }?.value
    }

    /// The last header of that name as text; invalid UTF-8 is repaired.
    public func text(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }
}
