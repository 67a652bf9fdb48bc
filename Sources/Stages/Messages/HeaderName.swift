public import Kafka

/// The headers of Guazhi's messages; all values are UTF-8.
public enum HeaderName {
    public static let schema = "guazhi-schema"
    public static let location = "guazhi-location"
    public static let document = "guazhi-document"
    public static let bytes = "guazhi-bytes"
    public static let path = "guazhi-path"
    public static let url = "guazhi-url"
    public static let retrievedAt = "guazhi-retrieved-at"
    public static let ingestedAt = "guazhi-ingested-at"
    public static let mediaType = "guazhi-media-type"
    public static let charset = "guazhi-charset"
    /// Where the bytes are, when they travel by reference.
    public static let payload = "guazhi-payload"
    public static let generation = "guazhi-generation"
    public static let origin = "guazhi-origin"
    /// `2/6`; a lone report is `1/1`.
    public static let part = "guazhi-part"

    public static let deadStage = "guazhi-dead-stage"
    public static let deadCode = "guazhi-dead-code"
    public static let deadMessage = "guazhi-dead-message"
    public static let deadAttempt = "guazhi-dead-attempt"
    public static let deadOrigin = "guazhi-dead-origin"
    public static let deadKey = "guazhi-dead-key"
    /// Milliseconds since 1970 of the original message.
    public static let deadTimestamp = "guazhi-dead-timestamp"
    /// Present when the original value was null, which a dead letter cannot be: it would be a tombstone.
    public static let deadNull = "guazhi-dead-null"
}

/// The schemas of what the topics carry.
public enum MessageSchema {
    public static let document = "guazhi/document/1"
    public static let parsed = "guazhi/parsed/1"
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
