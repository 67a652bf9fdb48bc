import Kafka
import Reports
import Stages

/// A dead letter, from the topic or from an archive's segments.
struct Letter: Hashable {
    /// The message's key, or what stands for it in an archive.
    var id: String
    /// Where it was read: `reports.dead/3/17`.
    var place: String
    var stage: String
    /// See `Refusal.Code`; a later release may have others.
    var code: String
    var message: String
    var attempt: Int
    /// Empty where a stranger's message did not say.
    var location: String
    /// The raw message it comes from, where there is one.
    var origin: String?
    /// When it was refused; in an archive, which does not keep that, when its document was sent.
    var time: Timestamp?
    /// Size of the original value; nil where there was none.
    var size: Int?
    /// Everything the message says beside its value, in order.
    var headers: [NamedText]
    /// The original value, where it was asked for and there is one.
    var bytes: [UInt8]?

    /// A header for a reader.
    struct NamedText: Hashable {
        let name: String
        /// Repaired where it is not UTF-8; nil for a null.
        let text: String?
    }

    /// A message of `reports.dead` that is no tombstone. Its ``bytes`` are left out.
    init(_ record: ConsumerRecord, value: [UInt8]) {
        let headers = record.headers
        let place = "\(record.topicPartition)/\(record.offset)"
        id = record.key.map { String(decoding: $0, as: UTF8.self) } ?? place
        self.place = place
        stage = headers.text(HeaderName.deadStage) ?? "unknown"
        code = headers.text(HeaderName.deadCode) ?? "unknown"
        message = headers.text(HeaderName.deadMessage) ?? "the message does not say why it is here"
        attempt = headers.text(HeaderName.deadAttempt).flatMap { Int($0) } ?? 1
        location = headers.text(HeaderName.location) ?? ""
        origin = headers.text(HeaderName.deadOrigin)
        time = record.timestamp.flatMap(Self.time)
        size = headers.bytes(HeaderName.deadNull) == nil ? value.count : nil
        self.headers = headers.map { NamedText(name: $0.name, text: $0.text) }
    }

    private static func time(_ milliseconds: Int64) -> Timestamp? {
        let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
    }

    /// Whether `name` means this letter: its id, its location, or where it was read.
    func isMeant(by name: String) -> Bool { name == id || name == location || name == place }
}
