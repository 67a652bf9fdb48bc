import Foundation
import Reports
import Testing

@testable import Parsing

/// Invented pages in the styles of many sites, each beside what a careful reader finds on it.
///
/// Where the parser is known to fall short of a page, the expectation names the fields under `open`: the test holds every
/// other field to it, and those to falling short, so that the list stays true.
struct PageFixtureTests {
    struct Expected: Decodable {
        struct Author: Decodable, Equatable {
            var name: String?
            var unit: String?
            var post: String?
        }
        struct Report: Decodable {
            var title: String?
            var subtitle: String?
            var kind: String
            var language: String
            var label: String?
            var author: Author?
            var sections: [String]
            /// Paragraphs, one a line.
            var text: String
        }
        var encoding: String
        var removed: [[String]]
        var reports: [Report]
        var facts: [String: String]?
        var open: [String]?
    }

    /// What is held to the expectation, by the name under which it may be left open.
    private static func fields(_ expected: Expected, _ page: Page, _ reports: [Report]) -> [(name: String, holds: Bool)]
    {
        let sightings = reports.compactMap(\.sightings.first)
        let removed = sightings.flatMap(\.removed)
        func same<Value: Equatable>(_ actual: (Report) -> Value, _ wanted: (Expected.Report) -> Value) -> Bool {
            reports.map(actual) == expected.reports.map(wanted)
        }
        return [
            ("encoding", page.encoding == expected.encoding),
            ("reports", reports.count == expected.reports.count),
            ("title", same({ folded($0.title) }, { folded($0.title) })),
            ("subtitle", same({ folded($0.subtitle) }, { folded($0.subtitle) })),
            ("kind", same(\.kind.rawValue, \.kind)),
            ("language", same(\.language.rawValue, \.language)),
            ("label", same({ $0.sightings.first?.part?.label }, \.label)),
            ("sections", same({ $0.sections.map { folded($0.title) } }, { $0.sections.map { folded($0) } })),
            (
                "author",
                same({ $0.author.map { Expected.Author(name: $0.name, unit: $0.unit, post: $0.post) } }, \.author)
            ),
            ("removed", visible(removed.map(\.text)) == visible(expected.removed.map { $0[1] })),
            ("reasons", reasonsAgree(removed, expected)),
            (
                "text",
                reports.count == expected.reports.count
                    && zip(reports, expected.reports).allSatisfy { report, wanted in
                        wanted.text.split(separator: "\n").allSatisfy { report.text.contains($0) }
                    }
            ),
            ("facts", (expected.facts ?? [:]).allSatisfy { agrees($0.key, $0.value, sightings.first) }),
        ]
    }

    @Test(arguments: Support.files("Tests/Fixtures/pages", suffix: ".expected.json"))
    func pageIsTakenApartAsExpected(expectation: URL) throws {
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: expectation))
        let name = expectation.lastPathComponent.replacing(".expected.json", with: "")
        let folder = expectation.deletingLastPathComponent()
        let file = try #require(
            ["txt", "html"].map { folder.appending(path: "\(name).\($0)") }
                .first { FileManager.default.fileExists(atPath: $0.path()) })
        let page = try Support.page(Support.bytes(file))
        let fields = Self.fields(expected, page, try Support.parser().parse(page).map(\.report))
        let short = fields.filter { !$0.holds }.map(\.name)
        #expect(Set(short) == Set(expected.open ?? []), "falls short in \(short), open: \(expected.open ?? [])")
    }

    @Test func mostOfThePagesHaveNothingOpen() throws {
        let expectations = try Support.files("Tests/Fixtures/pages", suffix: ".expected.json").map {
            try JSONDecoder().decode(Expected.self, from: Data(contentsOf: $0))
        }
        #expect(expectations.count >= 60)
        #expect(expectations.count { $0.open?.isEmpty ?? true } * 3 >= expectations.count * 2)
    }

    /// Which reason a line that mixes two has is a matter of taste; most must be as expected.
    private static func reasonsAgree(_ removed: [RemovedBlock], _ expected: Expected) -> Bool {
        guard removed.count == expected.removed.count else { return true }
        return zip(removed, expected.removed).count { $0.reason.rawValue == $1[0] } * 10 >= removed.count * 7
    }

    private static func agrees(_ fact: String, _ wanted: String, _ sighting: Sighting?) -> Bool {
        let known: [String: String?] = [
            "page_title": sighting?.pageTitle, "site": sighting?.site, "url": sighting?.url,
            "published_at": sighting?.publishedAt, "updated_at": sighting?.updatedAt,
        ]
        guard let value = known[fact] ?? nil else { return false }
        return folded(value) == folded(wanted) || value.hasPrefix(wanted)
    }

    private static func visible(_ texts: [String]) -> String {
        String(String.UnicodeScalarView(texts.joined().unicodeScalars.filter { !Scalars.isBlank($0.value) }))
    }

    private static func folded(_ text: String?) -> [UInt32]? { text.map { Fold.version1.fold(text: $0) } }
}
