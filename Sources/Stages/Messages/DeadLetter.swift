public import Kafka
public import Reports

/// Builds what goes to `reports.dead`: the original message, byte for byte, and why it is there.
public enum DeadLetter {
    /// A sentence is cut here, so that headers never take the 64 KiB by which dead letters may be larger.
    static let maximumMessageBytes = 2048

    /// The letter of a message that a stage read and could not pass.
    ///
    /// It goes to the partition the message came from, under `stage/topic/partition/offset/first 16 digits of the
    /// document`, so that a repeat of the refusal replaces it. A value of more than `maximumValueBytes` stays where it
    /// was read, and the sentence says where. Its own time is that of the refusal; the original's is among the headers.
    ///
    /// - Parameter attempt: how often it was tried since it was last sent; what a replayed message says of earlier
    ///   attempts is added.
    public static func letter(
        for record: ConsumerRecord, refusedBy stage: StageName, with refusal: Refusal, attempt: Int, topic: String,
        maximumValueBytes: Int = .max
    ) -> ProducerRecord {
        let place = record.topicPartition
        let document = record.headers.text(HeaderName.document).map { String($0.prefix(16)) } ?? "unknown"
        let key = "\(stage.rawValue)/\(place.topic)/\(place.partition)/\(record.offset)/\(document)"
        // A replay's count is no header of the original.
        var headers = record.headers.filter { $0.name != HeaderName.deadAttempt }
        let here = "\(place.topic)/\(place.partition)/\(record.offset)"
        let origin = record.headers.text(HeaderName.origin) ?? here
        var refusal = refusal
        let isTooLarge = (record.value?.count ?? 0) > maximumValueBytes
        if isTooLarge { refusal.message += "; its \(record.value?.count ?? 0) bytes are left at \(here)" }
        headers += reason(stage: stage, refusal: refusal, attempt: attempt + attempts(before: record.headers))
        headers.append(Header(HeaderName.deadOrigin, origin))
        if let original = record.key { headers.append(Header(name: HeaderName.deadKey, value: original)) }
        if let timestamp = record.timestamp { headers.append(Header(HeaderName.deadTimestamp, String(timestamp))) }
        if record.value == nil { headers.append(Header(HeaderName.deadNull, "true")) }
        if isTooLarge { headers.append(Header(HeaderName.deadLeft, here)) }
        return ProducerRecord(
            topic: topic, partition: place.partition, key: Array(key.utf8), value: isTooLarge ? [] : record.value ?? [],
            headers: headers)
    }

    /// The letter of a document that ingest could not send: its bytes where they are at hand and fit, else nothing but
    /// where they are (the location).
    public static func letter(
        for facts: DocumentFacts, value: [UInt8]?, refusal: Refusal, topic: String, partition: Int32, timestamp: Int64?
    ) -> ProducerRecord {
        let key = "\(StageName.ingest.rawValue)/\(facts.location)/\(facts.sha256.prefix(16))"
        var headers = DocumentHeaders.encode(facts)
        headers += reason(stage: .ingest, refusal: refusal, attempt: 1)
        headers.append(Header(HeaderName.deadKey, facts.location))
        if value == nil { headers.append(Header(HeaderName.deadNull, "true")) }
        return ProducerRecord(
            topic: topic, partition: partition, key: Array(key.utf8), value: value ?? [], headers: headers,
            timestamp: timestamp)
    }

    /// How often a message was tried before it was replayed; 0 for one that comes from a stage.
    static func attempts(before headers: [Header]) -> Int {
        min(max(0, headers.text(HeaderName.deadAttempt).flatMap { Int($0) } ?? 0), maximumAttempts)
    }

    /// A count beyond this is no count.
    static let maximumAttempts = 1_000_000

    private static func reason(stage: StageName, refusal: Refusal, attempt: Int) -> [Header] {
        [
            Header(HeaderName.deadStage, stage.rawValue), Header(HeaderName.deadCode, refusal.code.rawValue),
            Header(HeaderName.deadMessage, cut(refusal.message)), Header(HeaderName.deadAttempt, String(attempt)),
        ]
    }

    private static func cut(_ message: String) -> String {
        guard message.utf8.count > maximumMessageBytes else { return message }
        // Where a scalar begins: half a Chinese character would be repaired into something longer.
        var end = message.utf8.index(message.startIndex, offsetBy: maximumMessageBytes - "…".utf8.count)
        while message.utf8[end] & 0xC0 == 0x80 { end = message.utf8.index(before: end) }
        return message[..<end] + "…"
    }
}
