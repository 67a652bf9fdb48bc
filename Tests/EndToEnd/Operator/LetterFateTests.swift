import Foundation
import Kafka
import Operations
import Reports
import Stages
import Testing

@testable import guazhi

/// What replay and drop do with a letter.
struct LetterFateTests {
    private let topics = TopicNames(namespace: "")
    private let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private func letter(
        attempt: Int = 1, age hours: Int64 = 1, headers: [Header] = [], maximumValueBytes: Int = .max
    ) -> ConsumerRecord {
        let time = now.nanoseconds / 1_000_000 - hours * 3_600_000
        let original = ConsumerRecord(
            topicPartition: TopicPartition(topic: topics.parsed, partition: 2), offset: 7, key: Array("页/a".utf8),
            value: [1, 2, 3], headers: headers, timestamp: time)
        let letter = DeadLetter.letter(
            for: original, refusedBy: .enrich, with: Refusal(.noReport, "why"), attempt: attempt, topic: topics.dead,
            maximumValueBytes: maximumValueBytes)
        return ConsumerRecord(
            topicPartition: TopicPartition(topic: topics.dead, partition: 2), offset: 0, key: letter.key,
            value: letter.value, headers: letter.headers, timestamp: time)
    }

    private func fates(
        _ change: LetterFates.Change = .replay, isForced: Bool = false, retention: [String: Int64] = [:],
        payloads: PayloadStore? = nil, fetched: [UInt8]? = nil
    ) -> LetterFates {
        LetterFates(
            change: change, topics: topics, maximumAttempts: 3, isForced: isForced, retention: retention, now: now,
            payloads: payloads, fetch: { _ in fetched })
    }

    private func sentence(_ fate: LetterFate) -> String {
        if case .left(let sentence) = fate { sentence } else { "" }
    }

    @Test func theOriginalGoesOutWithTheTombstone() throws {
        let letter = letter()
        guard case .change(let original?, let tombstone) = try fates().fate(of: letter) else {
            Issue.record("it was left")
            return
        }
        #expect(original.topic == topics.parsed && original.partition == 2 && original.value == [1, 2, 3])
        #expect(tombstone == ProducerRecord(topic: topics.dead, partition: 2, key: letter.key, value: nil))
        guard case .change(nil, tombstone) = try fates(.drop).fate(of: letter) else {
            Issue.record("it was not dropped")
            return
        }
    }

    @Test(arguments: [(1, false, true), (2, false, true), (3, false, false), (9, false, false), (9, true, true)])
    func whatWasTriedOftenEnoughIsLeft(attempt: Int, isForced: Bool, isSent: Bool) throws {
        let fate = try fates(isForced: isForced).fate(of: letter(attempt: attempt))
        #expect((fate.target != nil) == isSent)
        if !isSent { #expect(sentence(fate).contains("--force") && sentence(fate).contains("dead.max-attempts")) }
    }

    /// A message keeps its time, and may be deleted by it before it is read.
    @Test(arguments: [(24, true), (7 * 24 - 2, true), (7 * 24, false), (400 * 24, false)] as [(Int64, Bool)])
    func whatItsTopicWouldDeleteIsLeft(age: Int64, isSent: Bool) throws {
        let retention = [topics.parsed: Int64(7 * 24 * 3_600_000)]
        let fate = try fates(retention: retention).fate(of: letter(age: age))
        #expect((fate.target != nil) == isSent, "\(fate)")
        if !isSent { #expect(sentence(fate).contains("keeps messages for 7d")) }
        #expect(try fates(isForced: true, retention: retention).fate(of: letter(age: age)).target != nil)
    }

    @Test func aPayloadByReferenceMustBeThere() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "guazhi-payload-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = PayloadStore(directory: folder.path)
        let name = try store.put([1, 2])
        let there = letter(headers: [Header(HeaderName.payload, name)])
        #expect(try fates(payloads: store).fate(of: there).target != nil)
        let gone = letter(headers: [Header(HeaderName.payload, "sha256/\(String(repeating: "0", count: 64))")])
        #expect(sentence(try fates(payloads: store).fate(of: gone)).contains("guazhi-ingest --resend"))
        // On a machine without the store only the stage can tell.
        #expect(try fates().fate(of: gone).target != nil)
    }

    @Test func aValueThatWasLeftBehindIsFetched() throws {
        let letter = letter(maximumValueBytes: 2)
        guard case .change(let original?, _) = try fates(fetched: [1, 2, 3]).fate(of: letter) else {
            Issue.record("it was left")
            return
        }
        #expect(original.value == [1, 2, 3])
        #expect(sentence(try fates().fate(of: letter)).contains("no longer at reports.parsed/2/7"))
    }

    @Test func whatIngestRefusedIsSentByIngest() throws {
        let facts = DocumentFacts(location: "页/big", sha256: "c", bytes: 9, path: "/srv/big")
        let made = DeadLetter.letter(
            for: facts, value: nil, refusal: Refusal(.tooLarge, "too large"), topic: topics.dead, partition: 1,
            timestamp: nil)
        var letter = letter()
        letter.headers = made.headers
        #expect(sentence(try fates(isForced: true).fate(of: letter)).contains("guazhi-ingest --resend /srv/big"))
        #expect(try fates(.drop).fate(of: letter).target == nil)
        letter.key = nil
        #expect(sentence(try fates(.drop).fate(of: letter)).contains("no key"))
    }
}
