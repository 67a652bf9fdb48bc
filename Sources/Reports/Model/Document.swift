/// What is known of a document besides its bytes; it travels as the headers of `reports.raw`.
public struct DocumentFacts: Hashable, Sendable {
    /// The source's URL where the source says it, else `NAME/relative/path`.
    public var location: String
    /// Lower-case hex of the bytes' SHA-256.
    public var sha256: String
    /// How many there are.
    public var bytes: Int
    /// The path as ingest read it, where the source is a file.
    public var path: String?
    /// Where the source says it.
    public var url: String?
    /// When the source was read: a file's modification time unless the source says otherwise.
    public var retrievedAt: Timestamp?
    /// When ingest first sent these bytes.
    public var ingestedAt: Timestamp?
    /// As the source says.
    public var mediaType: String?
    /// As the source says, unchecked.
    public var charset: String?

    /// Makes one of its parts.
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
    /// Reasons, as dead letters and `archive.json` spell them.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No bytes, or nothing but blanks.
        case empty
        /// Not text in any encoding we know, or too much of it unreadable; an Office file or PDF damaged or locked.
        case undecodable
        /// Not a kind of document that can be read, or not on this machine.
        case unsupportedMediaType = "unsupported_media_type"
        /// More than the limits on a document, its unpacked text or the time to read it.
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
    /// The reason.
    public var code: Code
    /// One sentence: what, where, what to do.
    public var message: String

    /// Makes one of its parts.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
