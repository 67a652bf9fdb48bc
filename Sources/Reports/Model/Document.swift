/// What is known of a document besides its bytes; it travels as the headers of `reports.raw`.
public struct DocumentFacts: Hashable, Sendable {
    /// The source's URL where the source says it, else `NAME/relative/path`.
    public var location: String
    /// Lower-case hex of the bytes' SHA-256.
    public var sha256: String
    public var bytes: Int
    public var path: String?
    public var url: String?
    public var retrievedAt: Timestamp?
    public var ingestedAt: Timestamp?
    public var mediaType: String?
    public var charset: String?

    public init(
        location: String, sha256: String, bytes: Int, path: String? = nil, url: String? = nil,
        retrievedAt: Timestamp? = nil, ingestedAt: Timestamp? = nil, mediaType: String? = nil, charset: String? = nil
    ) {
        self.location = location
        self.sha256 = sha256
        self.bytes = bytes
        self.path = path
        self.url = url
        self.retrievedAt = retrievedAt
        self.ingestedAt = ingestedAt
        self.mediaType = mediaType
        self.charset = charset
    }
}

/// A document that cannot become reports, and why. Its fate is the dead-letter topic.
public struct Refusal: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No bytes, or nothing but blanks.
        case empty
        /// Not text in any encoding we know, or too much of it unreadable.
        case undecodable
        case unsupportedMediaType = "unsupported_media_type"
        case tooLarge = "too_large"
        case recordTooLarge = "record_too_large"
        /// A page without a report.
        case noReport = "no_report"
        /// A file ingest could see but not read.
        case unreadable
        /// A file that was gone, or whose size kept changing, when it was read.
        case vanished
        /// A Kafka message that is not what its headers say.
        case malformedRecord = "malformed_record"
        /// A payload by reference that is not in the payload store, or has another hash.
        case payloadMissing = "payload_missing"
        /// It killed or hung its stage three times.
        case crash
    }
    public var code: Code
    /// One sentence: what, where, what to do.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
