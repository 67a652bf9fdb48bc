import Operations
import Reports
import Testing

@testable import Stages

/// When a stage stops refusing, and when not.
struct BrakeTests {
    private static let limits = Brake.Limits(window: 20, minimum: 5, share: 50, ordinary: [.noReport])

    private func time(_ seconds: Int) -> Timestamp { Timestamp(nanoseconds: Int64(seconds) * 1_000_000_000) }

    /// A letter a document: `.` passed, `u` undecodable, `m` payload missing, `n` no report. The time is its index.
    private func brake(_ script: String, _ limits: Brake.Limits = Self.limits) -> Brake {
        var brake = Brake(limits: limits)
        for (index, letter) in script.enumerated() {
            switch letter {
            case "u": brake.refused(.undecodable, at: time(index))
            case "m": brake.refused(.payloadMissing, at: time(index))
            case "n": brake.refused(.noReport, at: time(index))
            default: brake.passed()
            }
        }
        return brake
    }

    @Test(arguments: [
        ("", false), ("uuuu", false), ("uuuuu", true), ("....uuuuu", true), ("......uuuuu", false),
        ("......uuuuuu", true), ("nnnnnnnnnnnnnnnnnnnn", false), ("nnnnuuuuu", true), ("umumumumu", true),
        ("umumumum", false), ("ummuummu.........u", false),
        // Half of the last twenty, however many passed before.
        ("........................................uuuuuuuuu", false),
        ("........................................uuuuuuuuuu", true),
        (".u.u.u.u.u.u.u.u.u.u", true), ("..u..u..u..u..u..u..u..u..u..u..u..u..u..u", false),
    ])
    func half(script: String, stops: Bool) { #expect((brake(script).trip != nil) == stops) }

    @Test func itSaysWhatHowOftenAndSinceWhen() {
        #expect(
            brake("..u.uuuu").trip == Brake.Trip(code: .undecodable, refused: 5, documents: 8, since: time(2)))
        // Those that have left the window are of no account.
        let later = brake("u...........................................................uuuuuuuuuu")
        #expect(later.trip == Brake.Trip(code: .undecodable, refused: 10, documents: 20, since: time(60)))
    }

    @Test func itDoesNotLetGoByItself() {
        var brake = brake("uuuuu")
        for _ in 0..<100 { brake.passed() }
        #expect(brake.trip?.refused == 5)
    }

    @Test func withoutAShareItNeverTakesHold() {
        var off = Self.limits
        off.share = 0
        #expect(brake(String(repeating: "u", count: 500), off).trip == nil)
        #expect(brake(String(repeating: "u", count: 500), .off).trip == nil)
    }

    /// A batch that is read again must not count twice.
    @Test func aCopyIsWhatItWasBefore() {
        let before = brake("uuuu")
        var after = before
        after.refused(.undecodable, at: time(9))
        #expect(after.trip != nil && before.trip == nil)
        var again = before
        again.passed()
        #expect(again.trip == nil)
    }

    /// Against the plainest way to count, on random scripts.
    @Test(arguments: UInt64(1)...40)
    func itCountsAsByHand(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let limits = Brake.Limits(
            window: Int.random(in: 1...30, using: &generator), minimum: Int.random(in: 1...10, using: &generator),
            share: Int.random(in: 1...100, using: &generator), ordinary: [.noReport])
        let letters = (0..<200).map { _ in "....unm".randomElement(using: &generator) ?? "." }
        var tripped: Int?
        for end in 1...letters.count where tripped == nil {
            let window = letters[..<end].suffix(limits.window)
            let last = letters[end - 1]
            guard last == "u" || last == "m" else { continue }
            let count = window.count { $0 == last }
            if count >= limits.minimum, count * 100 >= limits.share * window.count { tripped = end }
        }
        var brake = Brake(limits: limits)
        var found: Int?
        for (index, letter) in letters.enumerated() where found == nil {
            switch letter {
            case "u": brake.refused(.undecodable, at: time(index))
            case "m": brake.refused(.payloadMissing, at: time(index))
            case "n": brake.refused(.noReport, at: time(index))
            default: brake.passed()
            }
            if brake.trip != nil { found = index + 1 }
        }
        #expect(found == tripped)
    }

    @Test func theNoteComesBackFromTheMetadata() throws {
        let trip = Brake.Trip(code: .payloadMissing, refused: 112, documents: 200, since: time(1_700_000_000))
        let note = BrakeNote(trip)
        #expect(note.metadata == "brake payload_missing 112 200 2023-11-14T22:13:20.000000000Z")
        #expect(BrakeNote(metadata: note.metadata) == note)
        #expect(AssignmentMarker(metadata: note.metadata) == .none)
        let time = "2023-11-14T22:13:20Z"
        for text in [
            "", "assigned 2", "brake", "brake odd 1 2 \(time)", "brake crash x 2 \(time)", "brake crash 1 2 3",
        ] {
            #expect(BrakeNote(metadata: text) == nil)
        }
    }

    @Test func theSentenceSaysWhatToDo() {
        let trip = Brake.Trip(code: .undecodable, refused: 112, documents: 200, since: time(1_700_000_000))
        let sentence = trip.sentence(of: .parse)
        for words in [
            "the parse stage stands still", "112 of its last 200 documents were refused as undecodable",
            "guazhi dead list --stage parse --code undecodable",
            "guazhi dead replay --stage parse --code undecodable --since 2023-11-14T22:13:20Z",
        ] { #expect(sentence.contains(words), "\(sentence)") }
    }

    @Test func reasonsThatAreNoneAreAMistakeOfTheConfiguration() throws {
        func limits(_ ordinary: String, window: Int = 1000) throws -> Brake.Limits {
            let values = ["brake.ordinary": ordinary, "brake.window": "\(window)"]
            return try Brake.Limits(
                settings: Settings.load(
                    file: nil, environment: [:],
                    overrides: values.map { .init(key: $0.key, value: $0.value, flag: "--set") }))
        }
        #expect(try limits("no_report,crash").ordinary == [.noReport, .crash])
        #expect(try limits("").ordinary == [])
        let failure = #expect(throws: Failure.self) { try limits("no_reprot") }
        #expect(failure?.exitCode == .configuration && failure?.message.contains("'no_reprot'") == true)
        let never = #expect(throws: Failure.self) { try limits("", window: 99) }
        #expect(never?.exitCode == .configuration && never?.message.contains("brake.minimum (100)") == true)
    }
}
