import Reports
import Testing

@testable import Stages

@Suite struct LedgerTests {
    private static let second: Int64 = 1_000_000_000

    private func state(size: Int64 = 10, modified: Int64 = 100, changed: Int64? = nil, inode: UInt64 = 7) -> FileState {
        FileState(
            kind: .file, inode: inode, size: size, modified: modified * Self.second,
            changed: (changed ?? modified) * Self.second)
    }

    private func time(_ seconds: Int64, plus nanoseconds: Int64 = 0) -> Timestamp {
        Timestamp(nanoseconds: seconds * Self.second + nanoseconds)
    }

    private func entry(_ hash: String = "aa", read: Int64 = 200, retrieved: Int64 = 100, refused: Refusal.Code? = nil)
        -> LedgerEntry
    {
        LedgerEntry(
            sha256: hash, state: state(), readAt: time(read), retrievedAt: time(retrieved), ingestedAt: time(read),
            refused: refused)
    }

    private func ledger(_ entry: LedgerEntry, resends: Bool = false) throws -> Ledger {
        var ledger = Ledger(resends: resends)
        try ledger.apply(key: Array("l".utf8), value: entry.json())
        return ledger
    }

    @Test(arguments: [Refusal.Code?.none, .tooLarge, .unreadable])
    func anEntrySurvivesItsJSON(refused: Refusal.Code?) throws {
        var entry = entry("ab", refused: refused)
        entry.inode = .max
        entry.modified = Timestamp(nanoseconds: 1_700_000_000_123_456_789)
        #expect(try LedgerEntry(json: entry.json()) == entry)
    }

    @Test(arguments: [
        ("[]", RecordError.Code.malformed), ("{", .malformed), (#"{"schema":"guazhi/ledger/1"}"#, .malformed),
        (#"{"schema":"guazhi/ledger/2"}"#, .newerMajorSchema), (#"{"schema":"guazhi/report/1"}"#, .wrongSchema),
    ])
    func whatIsNoEntryIsRefused(text: String, code: RecordError.Code) {
        let error = #expect(throws: RecordError.self) { try LedgerEntry(json: Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test func aMemberOfALaterVersionIsPassedOver() throws {
        let text = String(decoding: entry().json(), as: UTF8.self).replacing(
            "{\"bytes\"", with: "{\"aim\":[1],\"bytes\"")
        #expect(try LedgerEntry(json: Array(text.utf8)) == entry())
    }

    @Test func theLastRecordOfALocationCounts() throws {
        var ledger = Ledger()
        try ledger.apply(key: Array("l".utf8), value: entry("aa").json())
        try ledger.apply(key: Array("l".utf8), value: entry("bb").json())
        try ledger.apply(key: Array("m".utf8), value: entry("cc").json())
        try ledger.apply(key: Array("m".utf8), value: nil)
        #expect(ledger.entries.mapValues(\.sha256) == ["l": "bb"])
        #expect(throws: RecordError.self) { try ledger.apply(key: [0xFF], value: nil) }
    }

    @Test func onlyWhatHasTheSameStateAndWasOldWhenReadNeedNotBeRead() throws {
        let known = try ledger(entry())
        #expect(known.isUntouched("l", state()))
        #expect(!known.isUntouched("m", state()))
        #expect(!known.isUntouched("l", state(size: 11)))
        #expect(!known.isUntouched("l", state(modified: 101)))
        #expect(!known.isUntouched("l", state(changed: 101)))
        #expect(!known.isUntouched("l", state(inode: 8)))
        #expect(try !ledger(entry(), resends: true).isUntouched("l", state()))
        #expect(try !ledger(entry(refused: .tooLarge)).isUntouched("l", state()))
        // Read within two seconds of its last change: it may have been written once more since.
        #expect(try !ledger(entry(read: 101)).isUntouched("l", state()))
        #expect(try ledger(entry(read: 102)).isUntouched("l", state()))
    }

    @Test func newBytesAreSentWithALaterTimeThanTheOld() throws {
        let known = try ledger(entry("aa", retrieved: 100))
        func decide(_ hash: String, _ time: Timestamp, stated: Bool = false) -> Ledger.Decision {
            known.decide("l", sha256: hash, retrievedAt: time, isStated: stated)
        }
        #expect(decide("aa", time(500)) == .unchanged)
        #expect(decide("bb", time(500)) == .send(retrievedAt: time(500)))
        #expect(decide("bb", time(100)) == .send(retrievedAt: time(100, plus: 1)))
        #expect(decide("bb", time(50)) == .send(retrievedAt: time(100, plus: 1)))
        #expect(decide("bb", time(100), stated: true) == .send(retrievedAt: time(100, plus: 1)))
        #expect(decide("bb", time(50), stated: true) == .superseded)
        #expect(known.decide("new", sha256: "aa", retrievedAt: time(5), isStated: false) == .send(retrievedAt: time(5)))
    }

    @Test func resendingRepeatsWhatWasSent() throws {
        let known = try ledger(entry("aa", retrieved: 300), resends: true)
        #expect(
            known.decide("l", sha256: "aa", retrievedAt: time(100), isStated: false) == .send(retrievedAt: time(300)))
        #expect(
            known.decide("l", sha256: "bb", retrievedAt: time(100), isStated: false)
                == .send(retrievedAt: time(300, plus: 1)))
    }

    @Test func whatWasResentIsNotSentAgain() throws {
        var known = try ledger(entry("aa"), resends: true)
        known.apply("l", entry("aa"))
        #expect(known.isUntouched("l", state()))
        #expect(known.decide("l", sha256: "aa", retrievedAt: time(100), isStated: false) == .unchanged)
    }

    @Test func whatWasFoundAgainUnderOtherTimesNeedNotBeReadAgain() throws {
        var known = try ledger(entry("aa"))
        let touched = state(modified: 150, inode: 9)
        #expect(!known.isUntouched("l", touched))
        known.refresh("l", touched, readAt: time(200))
        #expect(known.isUntouched("l", touched))
    }

    @Test func aRefusalIsSentOnceAndADocumentInItsPlaceSupersedesIt() throws {
        let known = try ledger(entry("", refused: .unreadable))
        #expect(known.isKnownRefusal("l", state(), .unreadable))
        #expect(!known.isKnownRefusal("l", state(size: 11), .unreadable))
        #expect(!known.isKnownRefusal("l", state(), .tooLarge))
        #expect(!known.isKnownRefusal("m", state(), .unreadable))
        #expect(
            known.decide("l", sha256: "aa", retrievedAt: time(100), isStated: true)
                == .send(retrievedAt: time(100, plus: 1)))
    }

    @Test func noTimeOverflows() throws {
        var last = entry("aa")
        last.retrievedAt = Timestamp(nanoseconds: .max)
        #expect(
            try ledger(last).decide("l", sha256: "bb", retrievedAt: time(1), isStated: false)
                == .send(retrievedAt: time(1))
        )
    }
}
