import Foundation
import Reports
import Testing

@testable import Parsing

/// Our reading of HTML against libgumbo's, which builds the tree the standard prescribes.
struct HTMLOracleTests {
    static let pages =
        Support.files("Tests/Fixtures/html", suffix: ".html")
        + Support.files("Tests/Fixtures/gold/more", suffix: ".html")

    /// A page's markup as text, whatever it was encoded in.
    static func markup(_ file: URL) throws -> String {
        let bytes = try Support.bytes(file)
        let decoded = try #require(TextCodec.decode(bytes[...], as: Support.page(bytes).encoding))
        return Scalars.string(decoded.scalars[...])
    }

    @Test(arguments: pages)
    func aPageShowsWhatTheTreeShows(file: URL) throws {
        let markup = try Self.markup(file)
        let ours = HTMLReader.read(Scalars.array(markup), words: MarkupWords())
        #expect(HTMLOracle.withoutBlanks(Scalars.string(ours.scalars[...])) == HTMLOracle.visibleText(markup))
    }

    /// Mutilated pages show the same characters. Their order may differ where a page has tables: what stands in a table
    /// outside its cells the standard moves before it, while we leave it where it stands.
    ///
    /// Left out is what we mean to read otherwise: pages that hide something, for a tag that is lost there hides or shows
    /// other things (see `HTMLHiddenTests`), and those with a title that is never closed, which for the standard swallows
    /// the rest of the page and for us ends at the next tag.
    @Test(arguments: 0..<300)
    func aMutilatedPageShowsTheSameCharacters(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let pages = try Self.openPages.get()
        #expect(pages.count >= 10)
        let markup = Self.mutated(try #require(pages.randomElement(using: &generator)), using: &generator)
        if Self.hasOpenTitle(markup) { return }
        let read = HTMLReader.read(Scalars.array(markup), words: MarkupWords())
        let ours = HTMLOracle.withoutBlanks(Scalars.string(read.scalars[...]))
        let theirs = HTMLOracle.visibleText(markup)
        if markup.lowercased().contains("<table") {
            #expect(ours.unicodeScalars.sorted() == theirs.unicodeScalars.sorted())
        } else {
            #expect(ours == theirs)
        }
    }

    private static let openPages = Result { try pages.map(markup).filter { !hidesSomething($0) } }

    private static func hidesSomething(_ markup: String) -> Bool {
        let lower = markup.lowercased()
        return ["display:none", "display: none", "hidden", "<select", "<object", "<noscript", "<textarea", "<xmp"]
            .contains { lower.contains($0) }
    }

    private static func hasOpenTitle(_ markup: String) -> Bool {
        let lower = markup.lowercased()
        guard let open = lower.range(of: "<title", options: .backwards) else { return false }
        return lower.range(of: "</title", range: open.upperBound..<lower.endIndex) == nil
    }

    /// Tags dropped, doubled and swapped, and attributes cut.
    static func mutated(_ markup: String, using generator: inout SeededGenerator) -> String {
        var pieces: [Substring] = []
        var rest = markup[...]
        while let start = rest.firstIndex(of: "<") {
            if start > rest.startIndex { pieces.append(rest[..<start]) }
            let end = rest[start...].firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex
            pieces.append(rest[start..<end])
            rest = rest[end...]
        }
        pieces.append(rest)
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let tags = pieces.indices.filter { pieces[$0].hasPrefix("<") }
            guard let one = tags.randomElement(using: &generator), let other = tags.randomElement(using: &generator)
            else { break }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: pieces.remove(at: one)
            case 1: pieces.insert(pieces[one], at: other)
            case 2: pieces.swapAt(one, other)
            default: pieces.insert("</\(pieces[one].dropFirst())", at: other)
            }
        }
        return pieces.joined()
    }
}
