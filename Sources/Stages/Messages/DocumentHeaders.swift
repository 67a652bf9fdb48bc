public import Kafka
public import Reports

/// A document's facts as the headers of its message in `reports.raw`.
public enum DocumentHeaders {
    /// The headers of a raw message.
    ///
    /// - Parameter payload: where the bytes are, when they travel by reference.
    public static func encode(_ facts: DocumentFacts, payload: String? = nil) -> [Header] {
        var headers = [
            Header(HeaderName.schema, MessageSchema.document), Header(HeaderName.location, facts.location),
            Header(HeaderName.document, facts.sha256), Header(HeaderName.bytes, String(facts.bytes)),
        ]
        let known: [(String, String?)] = [
            (HeaderName.path, facts.path), (HeaderName.url, facts.url),
            (HeaderName.retrievedAt, facts.retrievedAt?.description),
            (HeaderName.ingestedAt, facts.ingestedAt?.description), (HeaderName.mediaType, facts.mediaType),
            (HeaderName.charset, facts.charset), (HeaderName.payload, payload),
        ]
        for (name, value) in known {
            if let value { headers.append(Header(name, value)) }
        }
        return headers
    }

    /// The facts of a raw message.
    ///
    /// - Throws: `malformed_record` where a header that every document has is missing or is not what it should be.
    public static func decode(_ headers: [Header]) throws(Refusal) -> DocumentFacts {
        guard let location = headers.text(HeaderName.location), !location.isEmpty else {
            throw missing(HeaderName.location)
        }
        guard let document = headers.text(HeaderName.document), document.utf8.count == 64 else {
            throw missing(HeaderName.document)
        }
        guard let bytes = headers.text(HeaderName.bytes).flatMap({ Int($0) }), bytes >= 0 else {
            throw missing(HeaderName.bytes)
        }
        return DocumentFacts(
            location: location, sha256: document, bytes: bytes, path: headers.text(HeaderName.path),
            url: headers.text(HeaderName.url),
            retrievedAt: try timestamp(headers, HeaderName.retrievedAt),
            ingestedAt: try timestamp(headers, HeaderName.ingestedAt),
            mediaType: headers.text(HeaderName.mediaType), charset: headers.text(HeaderName.charset))
    }

    private static func timestamp(_ headers: [Header], _ name: String) throws(Refusal) -> Timestamp? {
        guard let text = headers.text(name) else { return nil }
        guard let timestamp = Timestamp(rfc3339: text) else {
            throw Refusal(
                .malformedRecord,
                "the header \(name) is not an RFC 3339 time; send the document again with guazhi-ingest")
        }
        return timestamp
    }

    private static func missing(_ name: String) -> Refusal {
        Refusal(
            .malformedRecord,
            "the message has no usable header \(name); only guazhi-ingest should write to this topic, send the document again with it"
        )
    }
}
