import Foundation
import Reports
import Testing

@testable import Parsing

/// Office documents and PDFs, each beside what a careful reader finds in it (`generate.py` writes both).
struct DocumentFixtureTests {
    struct Expected: Decodable {
        /// One code, or those that fit where the converter's version decides.
        enum Codes: Decodable {
            case any([String])

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let one = try? container.decode(String.self) {
                    self = .any([one])
                } else {
                    self = .any(try container.decode([String].self))
                }
            }
        }
        struct Heading: Decodable, Equatable {
            var level: Int
            var text: String

            init(level: Int, text: String) { (self.level, self.text) = (level, text) }

            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                (level, text) = (try container.decode(Int.self), try container.decode(String.self))
            }
        }
        var refusal: Codes?
        var says: String?
        var media_type: String?
        var text: String?
        var headings: [Heading]?
        var title: String?
        var updated_at: String?
    }

    @Test(arguments: Support.files("Tests/Fixtures/documents", suffix: ".expected.json"))
    func documentIsReadAsExpected(file: URL) throws {
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
        let bytes = try Support.bytes(URL(filePath: file.path().replacing(".expected.json", with: "")))
        if case .any(let codes) = expected.refusal {
            let refusal = try #require(throws: Refusal.self) { try Support.page(bytes) }
            #expect(codes.contains(refusal.code.rawValue), "\(refusal.message)")
            #expect(refusal.message.contains(try #require(expected.says)), "\(refusal.message)")
            #expect(refusal.message.hasPrefix("test/page ") && refusal.message.hasSuffix("."))
            return
        }
        let page = try Support.page(bytes)
        #expect(page.text == expected.text)
        #expect(page.mediaType == expected.media_type)
        #expect((page.encoding, page.encodingFrom, page.unreadableBytes) == ("UTF-8", .declared, 0))
        #expect((page.stated.title, page.stated.updatedAt) == (expected.title, expected.updated_at))
        #expect((page.stated.author, page.stated.publishedAt) == (nil, nil))
        let headings = page.regions.compactMap { region -> Expected.Heading? in
            guard case .heading(let level) = region.role else { return nil }
            return .init(level: level, text: Scalars.string(page.scalars[region.span.start..<region.span.end]))
        }
        #expect(headings == expected.headings)
    }

    /// Cut anywhere, with any byte changed: text or a refusal, never a crash.
    @Test(arguments: ["words.docx", "boxes.docx", "tables.docx", "lists.docx", "open.odt"], 0..<40)
    func damagedPackagesNeverTrap(name: String, seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        var bytes = try Support.bytes(Support.root.appending(path: "Tests/Fixtures/documents/\(name)"))
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            bytes[Int.random(in: 4..<bytes.count, using: &generator)] = .random(in: .min ... .max, using: &generator)
        }
        if seed % 4 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count - 4, using: &generator)) }
        do {
            let page = try Support.page(bytes)
            #expect(page.regions.allSatisfy { $0.span.end <= page.scalars.count })
        } catch let refusal as Refusal {
            #expect([.undecodable, .empty, .unsupportedMediaType, .tooLarge].contains(refusal.code))
        }
    }

    /// The XML itself mixed up: elements in places where Word never has them.
    @Test(arguments: 0..<120)
    func shuffledElementsNeverTrap(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed ^ 0x5EED)
        let names = [
            "p", "pPr", "r", "rPr", "t", "tbl", "tr", "tc", "trPr", "del", "txbxContent", "footnote", "fldSimple",
            "tab",
            "br", "vanish", "numPr", "ilvl", "numId", "outlineLvl", "pStyle", "sym", "instrText", "footnoteReference",
            "fldChar",
        ]
        func element(_ depth: Int) -> String {
            guard depth < 9, let name = names.randomElement(using: &generator) else { return "文" }
            let inner = (0..<Int.random(in: 0...3, using: &generator)).map { _ in element(depth + 1) }.joined()
            let value = ["1", "-7", "99999999999999999999", "F0FC", "x"].randomElement(using: &generator) ?? ""
            return
                "<w:\(name) w:val=\"\(value)\" w:id=\"\(value)\" w:char=\"\(value)\" w:fldCharType=\"begin\">\(inner)</w:\(name)>"
        }
        let body = WordBody(styles: WordStyles(), numbering: WordNumbering(), maximumScalars: 1000)
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        let xml = "<w:body xmlns:w=\"\(space)\">\((0..<9).map { _ in element(0) }.joined())</w:body>"
        try XMLReader.read(Array(xml.utf8), maximumDepth: 64, into: body)
        let (scalars, regions) = body.finished()
        #expect(regions.allSatisfy { $0.span.end <= scalars.count })
    }
}
