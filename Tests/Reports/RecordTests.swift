import Foundation
import Reports
import Testing

struct RecordTests {
    /// The record of design, with one of everything.
    static func sample() throws -> Report { try Report(json: Fixtures.bytes("records/report-1.json")) }

    static func text(_ report: Report) -> String { String(decoding: report.json(), as: UTF8.self) }

    @Test(arguments: seeds)
    func readingWhatWasWrittenGivesTheReport(seed: UInt64) throws {
        var random = RandomReports(seed: seed)
        for _ in 0..<150 {
            let report = try random.report()
            let bytes = report.json()
            #expect(try Report(json: bytes) == report, "seed \(seed)")
            #expect(try Report(json: bytes).json() == bytes, "seed \(seed)")
            let parsed = try random.parsed()
            #expect(try ParsedReport(json: parsed.json()) == parsed, "seed \(seed)")
            #expect(try ParsedReport(json: parsed.json()).json() == parsed.json(), "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func recordsAreCanonicalAndFoundationReadsTheSame(seed: UInt64) throws {
        var random = RandomReports(seed: seed)
        for _ in 0..<100 {
            for bytes in [try random.report().json(), try random.parsed().json()] {
                #expect(try JSONValue.parse(bytes).json() == bytes, "seed \(seed)")
                let oracle = try JSONSerialization.jsonObject(with: Data(bytes))
                let other = try JSONSerialization.data(withJSONObject: oracle, options: .prettyPrinted)
                #expect(try JSONValue.parse([UInt8](other)).json() == bytes, "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds)
    func membersMayComeInAnyOrderAndWithBlanks(seed: UInt64) throws {
        var random = RandomReports(seed: seed)
        for _ in 0..<50 {
            let report = try random.report()
            let oracle = try JSONSerialization.jsonObject(with: Data(report.json()))
            let shuffled = try JSONSerialization.data(withJSONObject: oracle, options: .prettyPrinted)
            #expect(try Report(json: [UInt8](shuffled)) == report, "seed \(seed)")
        }
    }

    @Test func aRecordIsWrittenAsTheReferenceWritesIt() throws {
        let bytes = try Fixtures.bytes("records/report-1.json")
        let sample = try Self.sample()
        #expect(sample.json() == bytes)
        #expect(sample.author?.name == "林毅")
        #expect(sample.secondments.first?.computed == ["duration": "P1Y"])
        #expect(sample.mentions.quantities.first?.value == DecimalValue(5_500_000_000))
        #expect(sample.themes.first?.weight == DecimalValue("0.31"))
        #expect(sample.fingerprint.first == 0x0001_0203_0405_0607)
        let parsed = try Fixtures.bytes("records/parsed-1.json")
        #expect(try ParsedReport(json: parsed).json() == parsed)
    }

    @Test func inTheArchiveOnlyTheFirstSightingHasAPageMap() throws {
        var report = try Self.sample()
        report.sightings += report.sightings
        let bytes = report.json(pageMaps: .first)
        guard case .object(let record) = try JSONValue.parse(bytes), case .array(let sightings)? = record["sightings"],
            case .object(let first)? = sightings.first, case .object(let second)? = sightings.last
        else {
            Issue.record("no sightings")
            return
        }
        #expect(first["text_map"] != nil && first["removed"] != nil)
        #expect(Set(first.keys).subtracting(second.keys) == ["text_map", "removed"])
        report.sightings[1].textMap = []
        report.sightings[1].removed = []
        #expect(try Report(json: bytes) == report)
    }

    @Test func appendingLeavesWhatWasThere() throws {
        var bytes = Array("x\n".utf8)
        let report = try Self.sample()
        report.json(into: &bytes)
        #expect(bytes == Array("x\n".utf8) + report.json())
    }

    @Test func membersOfALaterMinorVersionAreCarriedOn() throws {
        let text = try Self.text(Self.sample())
        let later = text.replacing("\"themes\":", with: "\"theatre\":{\"a\":[1.5,null]},\"themes\":").replacing(
            "{\"author\":", with: "{\"Zone\":\"\",\"author\":", maxReplacements: 1)
        var report = try Report(json: Array(later.utf8))
        #expect(report.unknown["theatre"] == .object(["a": .array([.number("1.5"), .null])]))
        #expect(report.unknown["Zone"] == .string(""))
        #expect(Self.text(report) == later)
        report.unknown["title"] = .null
        #expect(Self.text(report) == later)
    }

    @Test(arguments: ["guazhi/report/2", "guazhi/report/11"])
    func aLaterMajorVersionIsToldApart(schema: String) throws {
        let text = try Self.text(Self.sample()).replacing("guazhi/report/1", with: schema)
        for variant in [
            text, text.replacing("\"kind\":\"reflection\"", with: "\"kind\":{\"new\":[1]}"),
            "{\"schema\":\"\(schema)\"}",
        ] {
            let error = #expect(throws: RecordError.self) { try Report(json: Array(variant.utf8)) }
            #expect(error?.code == .newerMajorSchema)
            #expect(error?.message.contains("upgrade this stage first") == true)
        }
    }

    @Test(arguments: ["guazhi/parsed/1", "guazhi/report/0", "guazhi/report/1.2", "guazhi/report", "", "report/2"])
    func anotherKindOfRecordIsToldApart(schema: String) throws {
        let text = try Self.text(Self.sample()).replacing("guazhi/report/1", with: schema)
        let error = #expect(throws: RecordError.self) { try Report(json: Array(text.utf8)) }
        #expect(error?.code == .wrongSchema)
    }

    @Test func theTwoKindsOfRecordAreNotTakenForOneAnother() throws {
        let report = try Fixtures.bytes("records/report-1.json")
        let parsed = try Fixtures.bytes("records/parsed-1.json")
        #expect(#expect(throws: RecordError.self) { try Report(json: parsed) }?.code == .wrongSchema)
        #expect(#expect(throws: RecordError.self) { try ParsedReport(json: report) }?.code == .wrongSchema)
    }

    @Test(arguments: [
        ("\"id\":", "\"jd\":", "the member id is missing"),
        ("\"level\":1", "\"level\":0", "a section's level is 1 or more"),
        ("\"level\":1", "\"level\":1.0", "expected a whole number"),
        ("\"level\":1", "\"level\":1,\"level\":1", "the member level is given twice"),
        ("\"level\":1", "\"level\":1,\"depth\":1", "an unknown member depth"),
        ("\"kind\":\"reflection\"", "\"kind\":\"poem\"", "poem is none of the known words"),
        ("\"language\":\"zh-Hans\"", "\"language\":null", "expected a string"),
        ("\"0001020304050607\"", "\"000102030405060G\"", "expected a hash of 16 hexadecimal digits"),
        ("\"0001020304050607\"", "\"ff01020304050607\"", "hashes that do not ascend"),
        ("\"retrieved_at\":\"2026", "\"retrieved_at\":\"2026-", "not an RFC 3339 time"),
        ("\"approximate\":false", "\"approximate\":0", "expected true or false"),
        ("\"generation\":1", "\"generation\":9007199254740992", "a whole number beyond 2^53 - 1"),
        ("\"extent\":{\"end\":", "\"extent\":{\"end\":-", "a span that ends before it starts"),
        ("\"index\":1", "\"index\":3", "a part beyond the count of its page"),
        ("\"text_map\":[[0,", "\"text_map\":[[0,0,", "a text_map entry has three numbers"),
        (
            "\"findings\":[{\"certainty\":\"likely\",\"claim\":\"*镇 is 徐溜镇\",\"evidence\":[{",
            "\"findings\":[{\"certainty\":\"likely\",\"claim\":\"*镇 is 徐溜镇\",\"evidence\":[{\"fields\":[\"post\"],",
            "the evidence of a finding names no fields"
        ),
        ("\"themes\":[", "\"themes\":[null,", "expected an object"),
    ])
    func refuses(found: String, replacement: String, message: String) throws {
        let text = try Self.text(Self.sample())
        let changed = text.replacing(found, with: replacement, maxReplacements: 1)
        #expect(changed != text)
        let error = #expect(throws: RecordError.self) { try Report(json: Array(changed.utf8)) }
        #expect(error?.code == .malformed)
        #expect(error?.message == message)
    }

    @Test func anAuthorInTheFurnitureHasNoSpan() throws {
        var report = try Self.sample()
        report.author = Author(name: nil, unit: nil, post: nil, span: nil)
        let text = Self.text(report)
        #expect(text.hasPrefix("{\"author\":{\"end\":null,\"name\":null,\"post\":null,\"start\":null,\"unit\":null},"))
        #expect(try Report(json: Array(text.utf8)) == report)
        let half = text.replacing("\"end\":null", with: "\"end\":1", maxReplacements: 1)
        #expect(throws: RecordError.self) { try Report(json: Array(half.utf8)) }
    }

    @Test func everyPrefixOfARecordIsRefused() throws {
        let bytes = try Self.sample().json()
        for count in 0..<bytes.count {
            let error = #expect(throws: RecordError.self) { try Report(json: Array(bytes[..<count])) }
            #expect((error?.byteOffset ?? -1) <= count)
        }
    }

    @Test(arguments: seeds)
    func anyChangedByteGivesARecordOrAnError(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = try Self.sample().json()
        var refused = 0
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = random.chance(2) ? try random.pick(Array("{}[]\",:0".utf8)) : UInt8(random.next() & 0xFF)
            }
            do throws(RecordError) {
                let report = try Report(json: bytes)
                #expect(try Report(json: report.json()) == report, "seed \(seed)")
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
