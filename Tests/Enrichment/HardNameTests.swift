import Foundation
import Reports
import Testing

@testable import Enrichment

/// The paragraphs of Tests/Fixtures/names: what stands in braces is found, and nothing else.
@Suite struct HardNameTests {
    @Test(arguments: try HardNameTests.paragraphs("people"))
    func everybodyIsFoundAndNobodyElse(marked: String) throws {
        let text = marked.filter { $0 != "{" && $0 != "}" }
        let people = try Sample.enrich(text, kind: .feature).mentions.people.map(\.surface)
        #expect(people == HardNameTests.braced(marked))
    }

    private static func paragraphs(_ name: String) throws -> [String] {
        let file = Fixture.root + "/Tests/Fixtures/names/\(name).txt"
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    private static func braced(_ marked: String) -> [String] {
        marked.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "}" })
        }
    }
}
