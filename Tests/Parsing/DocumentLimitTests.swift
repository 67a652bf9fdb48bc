import Foundation
import Reports
import Testing

@testable import Parsing

/// What a document may use, and what is said when it wants more.
struct DocumentLimitTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        try Support.bytes(Support.root.appending(path: "Tests/Fixtures/documents/\(name)"))
    }

    private func refusal(_ name: String, _ change: (inout DocumentLimits) -> Void) throws -> Refusal {
        var decoder = PageDecoder()
        change(&decoder.limits)
        let bytes = try bytes(name)
        let facts = DocumentFacts(location: "test/page", sha256: "", bytes: bytes.count)
        return try #require(throws: Refusal.self) { try decoder.decode(bytes, facts: facts) }
    }

    @Test func unpackedBytesAreBounded() throws {
        let refusal = try refusal("words.docx") { $0.unpackedBytes = 1000 }
        #expect(refusal.code == .tooLarge)
        #expect(refusal.message.contains("1000 bytes"))
    }

    @Test func entriesAreBounded() throws {
        let refusal = try refusal("words.docx") { $0.entries = 2 }
        #expect(refusal.code == .tooLarge)
        #expect(refusal.message.contains("more than 2 entries"))
    }

    @Test(arguments: ["words.docx", "open.odt"])
    func textIsBounded(name: String) throws {
        let refusal = try refusal(name) { $0.textScalars = 10 }
        #expect(refusal.code == .tooLarge)
        #expect(refusal.message.contains("more than 10 characters"))
    }

    @Test func linesAreBounded() throws {
        let bytes = Array(String(repeating: "一\n", count: 201_000).utf8)
        let facts = DocumentFacts(location: "test/page", sha256: "", bytes: bytes.count)
        let refusal = try #require(throws: Refusal.self) { try PageDecoder().decode(bytes, facts: facts) }
        #expect(refusal.code == .tooLarge)
        #expect(refusal.message.contains("more than 200000 lines"))
    }

    @Test func aPortableDocumentsOutputIsBounded() throws {
        let refusal = try refusal("named-font.pdf") { $0.outputBytes = 10 }
        #expect(refusal.code == .tooLarge)
    }

    @Test func aMissingConverterIsNamed() throws {
        let bytes = try bytes("named-font.pdf")
        let refusal = try #require(throws: Refusal.self) {
            try PDFText.text(of: bytes, location: "test/page", limits: DocumentLimits(), program: "no-such-converter")
        }
        #expect(refusal.code == .unsupportedMediaType)
        #expect(refusal.message.contains("apt-get install poppler-utils poppler-data"))
    }
}
