import Testing

@testable import Enrichment

/// The lexicons of the package, read once for all tests.
enum Fixture {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    static let lexicons = Result { try Lexicons(directory: root + "/config/lexicons") }
}

@Suite struct LexiconTests {
    @Test func divisionsKnowTheirFullNames() throws {
        let store = try Fixture.lexicons.get().store
        let index = try #require(store.byCode[321204])
        #expect(store.fullName(index) == "江苏省泰州市姜堰区")
    }

    @Test func waysAreThoseOfSendingAndWhatElseLeadsToAHost() throws {
        let words = try Fixture.lexicons.get().store.rules.stories
        #expect(words.ways.initials.starts(with: words.sendingWays.initials))
        #expect(words.ways.initials.count > words.sendingWays.initials.count)
    }

    @Test func aMissingFolderIsNamedInTheError() throws {
        let error = try #require(throws: (any Error).self) { _ = try Lexicons(directory: "/nowhere") }
        #expect("\(error)".contains("/nowhere/script.tsv"))
    }

    @Test(arguments: [("0.5", 1, 2), ("2000/3", 2000, 3), ("1000000", 1_000_000, 1)])
    func unitFactorsAreExact(text: String, top: Int64, bottom: Int64) throws {
        let fraction = try #require(Fraction.parse(text))
        #expect(fraction.0 * bottom == fraction.1 * top)
    }
}
