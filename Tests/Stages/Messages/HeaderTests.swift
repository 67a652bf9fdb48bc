import Kafka
import Operations
import Reports
import Testing

@testable import Stages

struct DocumentHeadersTests {
    private let hash = String(repeating: "ab", count: 32)

    private func facts() -> DocumentFacts {
        DocumentFacts(
            location: "网站/第%25页.html", sha256: hash, bytes: 7545, path: "/pages/a.html", url: "http://example.cn/a",
            retrievedAt: Timestamp(rfc3339: "2026-01-02T03:04:05.123456789Z"),
            ingestedAt: Timestamp(rfc3339: "2026-01-03T00:00:00Z"), mediaType: "text/html",
            charset: "GB18030")
    }

    @Test func factsComeBackAsTheyWere() throws {
        let facts = facts()
        let headers = DocumentHeaders.encode(facts, payload: "sha256/\(hash)")
        #expect(try DocumentHeaders.decode(headers) == facts)
        #expect(headers.text(HeaderName.schema) == "guazhi/document/1")
        #expect(headers.text(HeaderName.payload) == "sha256/\(hash)")
    }

    @Test func whatIsNotKnownHasNoHeader() throws {
        let facts = DocumentFacts(location: "a", sha256: hash, bytes: 0)
        let headers = DocumentHeaders.encode(facts)
        #expect(headers.map(\.name) == ["guazhi-schema", "guazhi-location", "guazhi-document", "guazhi-bytes"])
        #expect(try DocumentHeaders.decode(headers) == facts)
    }

    @Test(arguments: [
        (HeaderName.location, nil), (HeaderName.location, ""), (HeaderName.document, nil),
        (HeaderName.document, "abc"), (HeaderName.bytes, nil), (HeaderName.bytes, "-1"), (HeaderName.bytes, "many"),
        (HeaderName.retrievedAt, "yesterday"), (HeaderName.ingestedAt, "2026-13-01T00:00:00Z"),
    ])
    func aHeaderThatIsNotWhatItShouldBeIsNamed(name: String, value: String?) throws {
        var headers = DocumentHeaders.encode(facts()).filter { $0.name != name }
        if let value { headers.append(Header(name, value)) }
        let refusal = #expect(throws: Refusal.self) { try DocumentHeaders.decode(headers) }
        #expect(refusal?.code == .malformedRecord)
        #expect(refusal?.message.contains(name) == true)
    }

    @Test func theLastHeaderOfANameCounts() {
        let headers = [Header("a", "1"), Header("b", "2"), Header("a", "3"), Header(name: "c", value: nil)]
        #expect(headers.text("a") == "3")
        #expect(headers.text("c") == nil)
        #expect(headers.bytes("d") == nil)
        #expect([Header(name: "x", value: [0x61, 0xFF])].text("x") == "a\u{FFFD}")
    }
}

struct RecordHeadersTests {
    private func headers() -> RecordHeaders {
        RecordHeaders(
            location: "pages/报告.txt", document: String(repeating: "0", count: 64), generation: 3,
            origin: Origin(topic: "north.reports.raw", partition: 3, offset: 1207), part: 2, partCount: 6,
            retrievedAt: Timestamp(rfc3339: "2026-01-02T03:04:05.123456789Z"), ingestedAt: nil)
    }

    @Test func theyComeBackAsTheyWere() throws {
        let headers = headers()
        let encoded = headers.encode(schema: MessageSchema.parsed)
        #expect(try RecordHeaders(encoded) == headers)
        #expect(encoded.text(HeaderName.schema) == "guazhi/parsed/1")
        #expect(encoded.text(HeaderName.origin) == "north.reports.raw/3/1207")
        #expect(encoded.text(HeaderName.part) == "2/6")
    }

    @Test(arguments: [
        (HeaderName.location, ""), (HeaderName.document, "12"), (HeaderName.generation, "one"),
        (HeaderName.origin, "reports.raw/3"), (HeaderName.origin, "/3/4"), (HeaderName.origin, "a/-1/4"),
        (HeaderName.part, "0/1"), (HeaderName.part, "3/2"), (HeaderName.part, "1"), (HeaderName.part, "1/x/2"),
        (HeaderName.part, "/1/2"), (HeaderName.part, "1/2/"),
    ])
    func aHeaderThatIsNotWhatItShouldBeIsNamed(name: String, value: String) throws {
        var encoded = headers().encode(schema: MessageSchema.parsed).filter { $0.name != name }
        let missing = #expect(throws: Refusal.self) { try RecordHeaders(encoded) }
        #expect(missing?.message.contains(name) == true)
        encoded.append(Header(name, value))
        let wrong = #expect(throws: Refusal.self) { try RecordHeaders(encoded) }
        #expect(wrong?.code == .malformedRecord && wrong?.message.contains(name) == true)
    }

    @Test func anOriginIsWrittenAsItIsRead() throws {
        let origin = try #require(Origin("reports.raw/3/1207"))
        #expect(origin == Origin(topic: "reports.raw", partition: 3, offset: 1207))
        #expect(origin.description == "reports.raw/3/1207")
        for text in ["", "reports.raw", "a/1/2/3", "a/b/2", "a/1/-2", "a/99999999999/2"] {
            #expect(Origin(text) == nil, "\(text)")
        }
    }

    @Test func aNewerMajorSchemaStopsAndAnotherIsRefused() throws {
        func fate(_ schema: String?) -> StageError? {
            do throws(StageError) {
                try MessageSchema.check(
                    schema.map { [Header(HeaderName.schema, $0)] } ?? [], is: MessageSchema.parsed, reader: .enrich)
                return nil
            } catch { return error }
        }
        #expect(fate("guazhi/parsed/1") == nil)
        guard case .stop(let failure)? = fate("guazhi/parsed/2") else {
            Issue.record("a newer schema must stop the lane")
            return
        }
        #expect(failure.exitCode == .temporaryFailure && failure.message.contains("guazhi/parsed/2"))
        for schema in [nil, "guazhi/document/1", "guazhi/parsed/0", "guazhi/parsed/x", "guazhi/report/2", "parsed/2"] {
            guard case .refuse(let refusal)? = fate(schema) else {
                Issue.record("\(schema ?? "none") must be refused")
                continue
            }
            #expect(refusal.code == .malformedRecord)
        }
    }
}
