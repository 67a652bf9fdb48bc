import Foundation
import Reports
import Testing

@testable import Parsing

/// Invented HTML pages of many styles, each beside the text a reader sees and what the page says of itself.
struct HTMLFixtureTests {
    struct Expected: Decodable {
        var encoding: String
        var encodingFrom: String
        var facts: [String: String]
        /// `role: text`, lines joined by ¶.
        var regions: [String]
        var lines: [String]
    }

    @Test(arguments: Support.files("Tests/Fixtures/html", suffix: ".html"))
    func pageIsReadAsExpected(file: URL) throws {
        let page = try Support.page(Support.bytes(file))
        let expectation = file.deletingPathExtension().appendingPathExtension("expected.json")
        let found = Self.summary(page)
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: expectation))
        #expect(page.mediaType == "text/html")
        #expect(found.lines == expected.lines)
        #expect(found.regions == expected.regions)
        #expect(found.facts == expected.facts)
        #expect((found.encoding, found.encodingFrom) == (expected.encoding, expected.encodingFrom))
    }

    static func summary(_ page: Page) -> Expected {
        let facts = [
            "title": page.stated.title, "site": page.stated.site, "url": page.stated.url,
            "published": page.stated.publishedAt, "updated": page.stated.updatedAt, "author": page.stated.author,
        ]
        return Expected(
            encoding: page.encoding, encodingFrom: page.encodingFrom.rawValue, facts: facts.compactMapValues { $0 },
            regions: page.regions.map { region in
                let text = Scalars.string(page.scalars[region.span.start..<region.span.end])
                return "\(name(region.role)): \(text.replacing("\n", with: "¶").replacing("\t", with: "⇥"))"
            },
            lines: page.text.components(separatedBy: "\n"))
    }

    static func name(_ role: MarkedRegion.Role) -> String {
        if case .heading(let level) = role { return "heading \(level)" }
        return "\(role)"
    }
}
