import Kafka
import Operations
import Reports
import Stages
import Testing

@testable import guazhi

/// Which letters count, and which are asked for.
struct LetterTests {
    private func record(
        _ offset: Int64, key: String?, value: [UInt8]?, code: String = "no_report", location: String = "pages/a",
        partition: Int32 = 0, time: Int64? = 1_000
    ) -> ConsumerRecord {
        ConsumerRecord(
            topicPartition: TopicPartition(topic: "reports.dead", partition: partition), offset: offset,
            key: key.map { Array($0.utf8) }, value: value,
            headers: [
                Header(HeaderName.location, location), Header(HeaderName.deadStage, "parse"),
                Header(HeaderName.deadCode, code), Header(HeaderName.deadMessage, "why"),
                Header(HeaderName.deadAttempt, "3"),
            ], timestamp: time)
    }

    @Test func theLatestMessageOfAKeyCountsAndATombstoneTakesItAway() {
        var letters = LatestLetters()
        for record in [
            record(1, key: "a", value: [1]), record(2, key: "b", value: [2]), record(3, key: "a", value: [3, 3]),
            record(4, key: "b", value: nil), record(5, key: nil, value: [4]),
            record(0, key: "c", value: [], partition: 1),
        ] { letters.add(record, LetterFilter()) }
        let found = letters.inOrder
        #expect(found.map(\.place) == ["reports.dead/0/3", "reports.dead/0/5", "reports.dead/1/0"])
        #expect(found.map(\.id) == ["a", "reports.dead/0/5", "c"])
        #expect(found.map(\.size) == [2, 1, 0])
        #expect(found.allSatisfy { $0.bytes == nil && $0.attempt == 3 && $0.message == "why" })
    }

    /// What is filtered out still replaces what was there before.
    @Test func aLetterThatChangedItsReasonIsNotFoundUnderTheOldOne() {
        var letters = LatestLetters()
        let filter = LetterFilter(code: "no_report")
        letters.add(record(1, key: "a", value: [1]), filter)
        #expect(letters.inOrder.count == 1)
        letters.add(record(2, key: "a", value: [1], code: "crash"), filter)
        #expect(letters.inOrder.isEmpty)
    }

    @Test func bytesAreKeptWhereTheyAreAskedFor() {
        var letters = LatestLetters()
        letters.add(record(1, key: "a", value: [1]), LetterFilter()) { $0.id == "a" }
        letters.add(record(2, key: "b", value: [2]), LetterFilter()) { $0.id == "a" }
        #expect(letters.inOrder.map(\.bytes) == [[1], nil])
    }

    @Test(arguments: [
        (LetterFilter(), true), (LetterFilter(stage: "parse"), true), (LetterFilter(stage: "enrich"), false),
        (LetterFilter(code: "no_report"), true), (LetterFilter(code: "crash"), false),
        (LetterFilter(location: "pages/"), true), (LetterFilter(location: "page/"), false),
        (LetterFilter(since: Timestamp(nanoseconds: 1_000_000_000)), true),
        (LetterFilter(since: Timestamp(nanoseconds: 1_000_000_001)), false),
        (LetterFilter(stage: "parse", code: "crash", location: "pages/"), false),
    ])
    func everyFilterMustLetItThrough(filter: LetterFilter, passes: Bool) {
        #expect(filter.matches(Letter(record(1, key: "a", value: [1]), value: [1])) == passes)
    }

    @Test func aLetterWithoutATimeIsNotKnownToBeNew() {
        let letter = Letter(record(1, key: "a", value: [1], time: nil), value: [1])
        #expect(!LetterFilter(since: Timestamp(nanoseconds: .min)).matches(letter))
        #expect(LetterFilter().matches(letter))
    }

    @Test func sinceIsALengthOfTimeOrATime() throws {
        let now = try #require(Timestamp(rfc3339: String("2026-01-02T12:00:00Z")))
        #expect(try LetterFilter.time("2h30m", now: now).description == "2026-01-02T09:30:00.000000000Z")
        #expect(
            try LetterFilter.time("2025-12-31T23:59:59+08:00", now: now).description == "2025-12-31T15:59:59.000000000Z"
        )
        #expect(try LetterFilter.time("30000000000d", now: now) == Timestamp(nanoseconds: .min))
        for text in ["", "yesterday", "2h later", "2026-01-02"] {
            let failure = #expect(throws: Failure.self) { try LetterFilter.time(text, now: now) }
            #expect(failure?.exitCode == .usage)
        }
    }

    @Test func reasonsAreCountedTheMostFrequentFirst() {
        let letters = ["no_report", "crash", "no_report"].enumerated().map { index, code in
            Letter(record(Int64(index), key: "\(index)", value: [], code: code), value: [])
        }
        #expect(Letter.summary(letters) == "3 dead letters: parse no_report 2, parse crash 1")
        #expect(Letter.summary([]) == "0 dead letters")
    }
}

struct ArchiveCountsTests {
    @Test(arguments: [
        (
            #"{"schema":"guazhi/archive/1","generator":{"name":"guazhi"},"counts":{"documents":5,"reports":11},"documents":[{"#,
            ["documents": 5, "reports": 11] as [String: Int]?
        ),
        (#"{"counts":{}}"#, [:]),
        (#"{"schema":"guazhi/archive/1","counts":{"documents":5"#, nil),
        (#"{"documents":[]}"#, nil), ("", nil), ("[]", nil), (#"{"counts":{"documents":"five"}}"#, nil),
    ])
    func theHeadIsEnough(head: String, counts: [String: Int]?) {
        #expect(ArchiveCounts.counts(inHead: Array(head.utf8)) == counts)
    }
}
