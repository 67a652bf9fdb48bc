import Foundation
import Reports
import Testing

@testable import Parsing

/// Invented pages in the styles of many sites, each beside what a careful reader finds on it.
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
            /// Without head and signature lines that are the byline's.
            var text: String
        }
        var encoding: String
        var removed: [[String]]
        var reports: [Report]
    }

    @Test(arguments: Support.files("Tests/Fixtures/pages", suffix: ".txt"))
    func pageIsTakenApartAsExpected(file: URL) throws {
        let expectation = file.deletingPathExtension().appendingPathExtension("expected.json")
        let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: expectation))
        let page = try Support.page(Support.bytes(file))
        let reports = try Support.parser().parse(page).map(\.report)

        #expect(page.encoding == expected.encoding)
        #expect(reports.map(\.title) == expected.reports.map(\.title))
        #expect(reports.map(\.subtitle) == expected.reports.map(\.subtitle))
        #expect(reports.map(\.kind.rawValue) == expected.reports.map(\.kind))
        #expect(reports.map(\.language.rawValue) == expected.reports.map(\.language))
        #expect(reports.map { $0.sightings.first?.part?.label } == expected.reports.map(\.label))
        #expect(reports.map { $0.sections.map(\.title) } == expected.reports.map(\.sections))
        #expect(reports.map { $0.author.map(Self.author) } == expected.reports.map(\.author))
        let removed = reports.flatMap { $0.sightings.flatMap(\.removed) }.map(\.text)
        #expect(removed == expected.removed.map { $0[1] })
        let reasons = reports.flatMap { $0.sightings.flatMap(\.removed) }.map(\.reason.rawValue)
        let right = zip(reasons, expected.removed).count { $0 == $1[0] }
        // Which reason a line that mixes two has is a matter of taste; most must be as expected.
        #expect(right * 10 >= expected.removed.count * 7, "reasons \(reasons)")
        for (report, wanted) in zip(reports, expected.reports) {
            for paragraph in wanted.text.split(separator: "\n") {
                #expect(report.text.contains(paragraph))
            }
        }
    }

    private static func author(_ author: Author) -> Expected.Author {
        Expected.Author(name: author.name, unit: author.unit, post: author.post)
    }
}
