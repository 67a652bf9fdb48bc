import Reports
import Testing

@testable import Archive

/// Merging is a union of sets, whatever comes in which order and however often.
@Suite("Merging entries")
struct EntrySetTests {
    /// Entries of a few keys with many ties: same key, same content, other times, other content, refusals.
    private static func entries(_ generator: inout SeededGenerator, count: Int) -> [Entry] {
        (0..<count).map { _ in
            let location = "p\(Int.random(in: 0..<3, using: &generator))"
            let document = "d\(Int.random(in: 0..<2, using: &generator))"
            let retrieved = Int.random(in: 1..<4, using: &generator)
            let ingested = Int.random(in: 1..<4, using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                return .refusal(
                    Sample.refusal(
                        at: location, document: document, code: Bool.random(using: &generator) ? "crash" : "no_report",
                        retrieved: Bool.random(using: &generator) ? retrieved : nil,
                        ingested: Bool.random(using: &generator) ? ingested : nil,
                        part: Bool.random(using: &generator) ? EntryPart(index: 1, count: 1) : nil,
                        original: Bool.random(using: &generator) ? [1, 2] : nil))
            }
            return .report(
                Sample.report(
                    "正文\(Int.random(in: 0..<2, using: &generator))", at: location, document: document,
                    retrieved: retrieved, ingested: ingested, generation: Int.random(in: 1..<3, using: &generator)))
        }
    }

    @Test("Commutative, associative, idempotent", arguments: UInt64(1)...60)
    func laws(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let a = EntrySet(Self.entries(&generator, count: 8))
        let b = EntrySet(Self.entries(&generator, count: 8))
        let c = EntrySet(Self.entries(&generator, count: 8))
        #expect(merge(a, b) == merge(b, a))
        #expect(merge(merge(a, b), c) == merge(a, merge(b, c)))
        #expect(merge(a, a) == a)
        #expect(merge(merge(a, b), b) == merge(a, b))
        #expect(merge(a, EntrySet([])) == a)
    }

    @Test("The samples do tie, so that the laws are put to work")
    func ties() {
        var generator = SeededGenerator(seed: 1)
        let entries = Self.entries(&generator, count: 60)
        #expect(EntrySet(entries).entries.count < 40)
    }

    @Test("A report outranks a refusal of the same part")
    func rank() {
        let report = Sample.report("正文", at: "p", document: "d")
        let refusal = Sample.refusal(at: "p", document: "d", part: EntryPart(index: 1, count: 1))
        let merged = EntrySet([.refusal(refusal), .report(report)])
        #expect(merged.entries.count == 1)
        guard case .report? = merged.entries[report.key] else {
            Issue.record("the refusal stands")
            return
        }
    }

    @Test("Sent again, a document keeps its first ingest time and takes the latest retrieval")
    func times() throws {
        let first = Sample.report("正文", at: "p", retrieved: 5, ingested: 10)
        let second = Sample.report("正文", at: "p", retrieved: 7, ingested: 20)
        let merged = try #require(EntrySet([.report(second), .report(first)]).entries[first.key])
        #expect(merged.ingestedAt == Sample.time(10))
        #expect(merged.retrievedAt == Sample.time(7))
        guard case .report(let entry) = merged else { return }
        let record = try Report(json: entry.record)
        #expect(record.sightings.first?.ingestedAt == Sample.time(10))
        #expect(record.sightings.first?.retrievedAt == Sample.time(7))
        #expect(record.json() == entry.record)
    }

    @Test("An entry survives its line in a segment", arguments: UInt64(1)...20)
    func lines(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for entry in Self.entries(&generator, count: 10) {
            var line: [UInt8] = []
            EntryLine.append(entry, from: StreamOrigin(topic: "t", partition: 2, offset: 7), to: &line)
            #expect(line.last == 0x0A && !line.dropLast().contains(0x0A))
            let read = try #require(try EntryLine.read(line.dropLast()[...]))
            #expect(read.entry == entry)
            #expect(read.readFrom == "t/2/7")
            #expect(try JSONValue.parse(line.dropLast()).json() == Array(line.dropLast()))
        }
    }

    @Test(
        "A record of another schema is refused by its kind",
        arguments: [
            ("guazhi/report/2", RecordError.Code.newerMajorSchema), ("guazhi/parsed/1", .wrongSchema),
        ])
    func schemas(schema: String, code: RecordError.Code) throws {
        let entry = Sample.report("正文", at: "p")
        let text = String(decoding: entry.record, as: UTF8.self)
        let other = text.replacing("guazhi/report/1", with: schema)
        let error = #expect(throws: RecordError.self) {
            try ReportEntry(key: entry.key, origin: "", record: Array(other.utf8))
        }
        #expect(error?.code == code)
    }

    @Test("Originals beyond 1 MiB are left out", arguments: [(1 << 20, true), (1 << 20 + 1, false)])
    func originals(count: Int, isKept: Bool) {
        let refusal = Sample.refusal(at: "p", original: [UInt8](repeating: 7, count: count))
        #expect((refusal.original != nil) == isKept)
    }

    @Test(
        "Base64 is RFC 4648's",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, coded: String) {
        #expect(Bytes.base64(Array(plain.utf8)) == coded)
        #expect(Bytes.bytes(base64: coded) == Array(plain.utf8))
    }

    @Test("What is not base64 is not read", arguments: ["Zg", "Zg=", "Z===", "Zm8=Zg==", "Zm 8="])
    func wrongBase64(text: String) { #expect(Bytes.bytes(base64: text) == nil) }
}
