public import Kafka
import Operations
public import Reports

/// The headers of a record in `reports.parsed` and `reports.enriched`: what it is, and where it comes from.
public struct RecordHeaders: Hashable, Sendable {
    /// Where the document was found.
    public var location: String
    /// Lower-case hex of the document's SHA-256.
    public var document: String
    /// The configuration's `generation` when it was parsed.
    public var generation: Int
    /// The raw message.
    public var origin: Origin
    /// From 1, of `partCount`.
    public var part: Int
    /// Reports found in the document, at least 1.
    public var partCount: Int
    /// Carried on, so that a dead letter of a later stage can be told newer or older than another document.
    public var retrievedAt: Timestamp?
    /// When ingest sent the document.
    public var ingestedAt: Timestamp?

    /// Headers of exactly that.
    public init(
        location: String, document: String, generation: Int, origin: Origin, part: Int, partCount: Int,
        retrievedAt: Timestamp?, ingestedAt: Timestamp?
    ) {
        self.location = location
        self.document = document
        self.generation = generation
        self.origin = origin
        self.part = part
        self.partCount = partCount
        self.retrievedAt = retrievedAt
        self.ingestedAt = ingestedAt
    }

    /// The headers of a message of that schema, one of ``MessageSchema``.
    public func encode(schema: String) -> [Header] {
        var headers = [
            Header(HeaderName.schema, schema), Header(HeaderName.location, location),
            Header(HeaderName.document, document), Header(HeaderName.generation, String(generation)),
            Header(HeaderName.origin, origin.description), Header(HeaderName.part, "\(part)/\(partCount)"),
        ]
        if let retrievedAt { headers.append(Header(HeaderName.retrievedAt, retrievedAt.description)) }
        if let ingestedAt { headers.append(Header(HeaderName.ingestedAt, ingestedAt.description)) }
        return headers
    }

    /// - Throws: `malformed_record` naming the header that is missing or is not what it should be.
    public init(_ headers: [Header]) throws(Refusal) {
        func required(_ name: String) throws(Refusal) -> String {
            guard let text = headers.text(name), !text.isEmpty else { throw Self.unusable(name) }
            return text
        }
        location = try required(HeaderName.location)
        document = try required(HeaderName.document)
        guard document.utf8.count == 64 else { throw Self.unusable(HeaderName.document) }
        guard let generation = Int(try required(HeaderName.generation)) else {
            throw Self.unusable(HeaderName.generation)
        }
        self.generation = generation
        guard let origin = Origin(try required(HeaderName.origin)) else { throw Self.unusable(HeaderName.origin) }
        self.origin = origin
        let halves = try required(HeaderName.part).split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let part = Int(halves[0]), let count = Int(halves[1]), part >= 1, part <= count else {
            throw Self.unusable(HeaderName.part)
        }
        self.part = part
        partCount = count
        retrievedAt = headers.text(HeaderName.retrievedAt).flatMap { Timestamp(rfc3339: $0) }
        ingestedAt = headers.text(HeaderName.ingestedAt).flatMap { Timestamp(rfc3339: $0) }
    }

    private static func unusable(_ name: String) -> Refusal {
        Refusal(
            .malformedRecord,
            "the message has no usable header \(name); only Guazhi's stages should write to this topic")
    }
}

extension MessageSchema {
    /// Whether a message is of the schema a reader knows.
    ///
    /// - Throws: refusal of another schema; a stop (75) for a newer major version, which no message after it would be
    ///   read with either.
    public static func check(_ headers: [Header], is known: String, reader: StageName) throws(StageError) {
        guard let schema = headers.text(HeaderName.schema) else {
            throw .refuse(
                Refusal(.malformedRecord, "the message has no header \(HeaderName.schema), and should say \(known)"))
        }
        if schema == known { return }
        guard let slash = known.lastIndex(of: "/"), schema.hasPrefix(known[...slash]),
            let version = Int(schema[known.index(after: slash)...]),
            let mine = Int(known[known.index(after: slash)...]),
            version > mine
        else {
            throw .refuse(Refusal(.malformedRecord, "the message is of schema \(schema.prefix(80)), not \(known)"))
        }
        throw .stop(
            Failure(
                .temporaryFailure,
                "a message of schema \(schema) is waiting and this \(reader.rawValue) stage knows \(known): upgrade this stage first"
            ))
    }
}
