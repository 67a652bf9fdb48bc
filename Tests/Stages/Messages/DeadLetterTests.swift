import Kafka
import Reports
import Testing

@testable import Stages

struct DeadLetterTests {
    private let hash = String(repeating: "c", count: 64)

    private func record(value: [UInt8]?, headers: [Header]? = nil) -> ConsumerRecord {
        ConsumerRecord(
            topicPartition: TopicPartition(topic: "reports.raw", partition: 5), offset: 1207, key: Array("页/a".utf8),
            value: value,
            headers: headers
                ?? DocumentHeaders.encode(
                    DocumentFacts(location: "页/a", sha256: hash, bytes: value?.count ?? 0)),
            timestamp: 1_700_000_000_123)
    }

    private func letter(_ record: ConsumerRecord, message: String = "no report here") -> ProducerRecord {
        DeadLetter.letter(
            for: record, refusedBy: .parse, with: Refusal(.noReport, message), attempt: 2, topic: "reports.dead")
    }

    @Test func itHoldsTheWholeMessageAndWhy() {
        let original = record(value: [0x00, 0xFF, 0x0A])
        let letter = letter(original)
        #expect(letter.topic == "reports.dead" && letter.partition == 5)
        #expect(letter.key == Array("parse/reports.raw/5/1207/cccccccccccccccc".utf8))
        #expect(letter.value == [0x00, 0xFF, 0x0A])
        // Its own time is that of the refusal.
        #expect(letter.timestamp == nil)
        #expect(Array(letter.headers.prefix(original.headers.count)) == original.headers)
        #expect(letter.headers.text(HeaderName.deadStage) == "parse")
        #expect(letter.headers.text(HeaderName.deadCode) == "no_report")
        #expect(letter.headers.text(HeaderName.deadMessage) == "no report here")
        #expect(letter.headers.text(HeaderName.deadAttempt) == "2")
        #expect(letter.headers.text(HeaderName.deadOrigin) == "reports.raw/5/1207")
        #expect(letter.headers.text(HeaderName.deadKey) == "页/a")
        #expect(letter.headers.text(HeaderName.deadTimestamp) == "1700000000123")
        #expect(letter.headers.bytes(HeaderName.deadNull) == nil)
    }

    /// A null would be a tombstone: it would take the letter away.
    @Test func aNullValueIsSentEmptyAndMarked() {
        let letter = letter(record(value: nil))
        #expect(letter.value == [])
        #expect(letter.headers.text(HeaderName.deadNull) == "true")
    }

    @Test func aRecordOfALaterStageKeepsItsRawMessage() {
        let headers = [Header(HeaderName.origin, "reports.raw/5/9"), Header(HeaderName.document, hash)]
        #expect(letter(record(value: [1], headers: headers)).headers.text(HeaderName.deadOrigin) == "reports.raw/5/9")
    }

    @Test func aStrangersMessageHasALetterToo() {
        let letter = letter(record(value: [1], headers: []))
        #expect(letter.key == Array("parse/reports.raw/5/1207/unknown".utf8))
    }

    /// Chinese takes three bytes a character: the cut may fall anywhere in one.
    @Test(arguments: 0..<4)
    func aLongSentenceIsCutBetweenCharacters(shift: Int) throws {
        let message = String(repeating: "x", count: shift) + String(repeating: "挂职", count: 2000)
        let text = try #require(letter(record(value: [1]), message: message).headers.text(HeaderName.deadMessage))
        #expect(text.utf8.count <= DeadLetter.maximumMessageBytes)
        #expect(text.utf8.count > DeadLetter.maximumMessageBytes - 4)
        #expect(text.hasSuffix("…") && message.hasPrefix(text.dropLast()))
    }

    @Test func whatIngestRefusesIsKeyedByLocationAndDocument() {
        let facts = DocumentFacts(location: "pages/big.html", sha256: hash, bytes: 20_000_000)
        let letter = DeadLetter.letter(
            for: facts, value: nil, refusal: Refusal(.tooLarge, "too large"), topic: "reports.dead", partition: 1,
            timestamp: 5)
        #expect(letter.key == Array("ingest/pages/big.html/cccccccccccccccc".utf8))
        #expect(letter.value == [] && letter.headers.text(HeaderName.deadNull) == "true")
        #expect(letter.headers.text(HeaderName.deadStage) == "ingest")
        #expect(letter.headers.text(HeaderName.bytes) == "20000000")
        #expect(letter.headers.text(HeaderName.deadKey) == "pages/big.html")
    }
}
