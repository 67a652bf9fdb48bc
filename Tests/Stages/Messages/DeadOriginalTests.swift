import Kafka
import Reports
import Testing

@testable import Stages

/// A letter gives back what it was made of.
struct DeadOriginalTests {
    private let topics = TopicNames(namespace: "n")

    private func record(
        key: [UInt8]? = [1, 0xFF], value: [UInt8]? = [0x00, 0x0A, 0xFF], headers: [Header] = [],
        timestamp: Int64? = 1_700_000_000_123
    ) -> ConsumerRecord {
        ConsumerRecord(
            topicPartition: TopicPartition(topic: "n.reports.parsed", partition: 5), offset: 1207, key: key,
            value: value, headers: headers, timestamp: timestamp)
    }

    /// As `reports.dead` gives a letter back.
    private func read(
        _ record: ConsumerRecord, by stage: StageName = .enrich, attempt: Int = 1, maximumValueBytes: Int = .max
    ) -> ConsumerRecord {
        let letter = DeadLetter.letter(
            for: record, refusedBy: stage, with: Refusal(.noReport, "why"), attempt: attempt, topic: topics.dead,
            maximumValueBytes: maximumValueBytes)
        return ConsumerRecord(
            topicPartition: TopicPartition(topic: letter.topic, partition: letter.partition ?? -1), offset: 3,
            key: letter.key, value: letter.value, headers: letter.headers, timestamp: 1_800_000_000_000)
    }

    /// What the stage reads when the original is sent again.
    private func sent(_ message: ProducerRecord, offset: Int64 = 2000) -> ConsumerRecord {
        ConsumerRecord(
            topicPartition: TopicPartition(topic: message.topic, partition: message.partition ?? -1), offset: offset,
            key: message.key, value: message.value, headers: message.headers, timestamp: message.timestamp)
    }

    @Test(arguments: [StageName.parse, .enrich])
    func itGoesBackToTheStageThatRefusedIt(stage: StageName) throws {
        let original = try DeadOriginal(of: read(record(), by: stage), topics: topics)
        #expect(original.stage == stage && original.attempts == 1)
        #expect(original.message.topic == (stage == .parse ? "n.reports.raw" : "n.reports.parsed"))
        #expect(original.message.partition == 5)
    }

    @Test(
        arguments: [
            (key: nil, value: nil, timestamp: nil), (key: [], value: [], timestamp: 1),
            (key: [0], value: [0xFF, 0x00], timestamp: 1_700_000_000_123),
        ] as [(key: [UInt8]?, value: [UInt8]?, timestamp: Int64?)])
    func nullsEmptiesAndBytesComeBackAsTheyWere(key: [UInt8]?, value: [UInt8]?, timestamp: Int64?) throws {
        let headers = [
            Header("a", "1"), Header(name: "a", value: nil), Header(name: "", value: []),
            Header(name: "b", value: [0xFF, 0x00]), Header(HeaderName.payload, "sha256/x"),
        ]
        let message = try DeadOriginal(
            of: read(record(key: key, value: value, headers: headers, timestamp: timestamp)), topics: topics
        ).message
        #expect(message.key == key && message.value == value && message.timestamp == timestamp)
        #expect(message.headers == headers + [Header(HeaderName.deadAttempt, "1")])
    }

    /// A reason that a stranger wrote into the original is the original's own.
    @Test func headersThatLookLikeAReasonStayTheOriginals() throws {
        let headers = [
            Header(HeaderName.deadStage, "parse"), Header(HeaderName.deadNull, "true"),
            Header(HeaderName.deadKey, "other"), Header(HeaderName.deadTimestamp, "7"),
        ]
        let original = try DeadOriginal(of: read(record(key: nil, headers: headers, timestamp: nil)), topics: topics)
        #expect(original.stage == .enrich)
        #expect(original.message.key == nil && original.message.timestamp == nil && original.message.value != nil)
        #expect(original.message.headers == headers + [Header(HeaderName.deadAttempt, "1")])
    }

    /// However often it goes round, only the count changes.
    @Test func everyRefusalCountsOneMoreAndNothingElseGrows() throws {
        let first = record(headers: [Header(HeaderName.location, "页/a"), Header(HeaderName.document, "c")])
        var current = first
        for round in 1...5 {
            let letter = read(current)
            #expect(letter.headers.text(HeaderName.deadAttempt) == String(round))
            let original = try DeadOriginal(of: letter, topics: topics)
            #expect(original.attempts == round)
            #expect(original.message.headers == first.headers + [Header(HeaderName.deadAttempt, String(round))])
            #expect(original.message.key == first.key && original.message.value == first.value)
            #expect(original.message.timestamp == first.timestamp)
            current = sent(original.message, offset: first.offset + Int64(round))
        }
    }

    @Test func aCrashCountsAsOftenAsItKilled() throws {
        let again = try DeadOriginal(of: read(record(), attempt: 3), topics: topics).message
        #expect(try DeadOriginal(of: read(sent(again)), topics: topics).attempts == 4)
    }

    @Test(arguments: ["", "-5", "9223372036854775807", "99999999999999999999", "many"])
    func aCountThatIsNoneIsNotTrusted(count: String) throws {
        let letter = read(record(headers: [Header(HeaderName.deadAttempt, count)]))
        let attempts = try DeadOriginal(of: letter, topics: topics).attempts
        #expect((1...DeadLetter.maximumAttempts).contains(attempts))
    }

    @Test func aValueThatWasTooLargeIsFoundWhereItWasLeft() throws {
        let original = try DeadOriginal(of: read(record(), maximumValueBytes: 2), topics: topics)
        #expect(original.valueLeft == Origin("n.reports.parsed/5/1207"))
        #expect(try DeadOriginal(of: read(record(), maximumValueBytes: 3), topics: topics).valueLeft == nil)
    }

    @Test func whatNoStageReadCannotGoBack() {
        let ingest = DeadLetter.letter(
            for: DocumentFacts(location: "页/big", sha256: "c", bytes: 9), value: nil,
            refusal: Refusal(.tooLarge, "too large"), topic: topics.dead, partition: 1, timestamp: nil)
        var letter = read(record())
        letter.headers = ingest.headers
        #expect(throws: DeadOriginal.Obstacle.neverSent) { try DeadOriginal(of: letter, topics: topics) }
        letter.headers = [Header(HeaderName.deadStage, "translate")]
        #expect(throws: DeadOriginal.Obstacle.unknownStage("translate")) {
            try DeadOriginal(of: letter, topics: topics)
        }
        letter.headers = [Header(HeaderName.location, "页/a")]
        #expect(throws: DeadOriginal.Obstacle.foreign) { try DeadOriginal(of: letter, topics: topics) }
    }
}
