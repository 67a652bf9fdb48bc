import Reports
import Testing

@testable import Parsing

/// Input that means harm costs what its length costs: steps are counted, not seconds.
struct HTMLHostileTests {
    /// Pieces that grow with `n`; each is read at two sizes.
    static let attacks: [(name: String, make: @Sendable (Int) -> String)] = [
        ("deep blocks", { String(repeating: "<div>", count: $0) + "文" }),
        (
            "deep blocks, wrong ends",
            { String(repeating: "<div>", count: $0) + String(repeating: "</span>", count: $0) + "文" }
        ),
        ("deep formatting", { String(repeating: "<b><i>", count: $0) + "文" + String(repeating: "</b>", count: $0) }),
        ("misnested formatting", { String(repeating: "<b><p>文</b>", count: $0) }),
        ("deep tables", { String(repeating: "<table><tr><td>文", count: $0) }),
        ("tables without cells", { String(repeating: "<table>", count: $0) + "文" }),
        ("deep lists", { String(repeating: "<ul><li>文", count: $0) }),
        ("lists without ends", { String(repeating: "<li>文", count: $0) }),
        ("deep regions", { String(repeating: "<nav><aside><div class=comment>", count: $0) + "文" }),
        (
            "regions round blanks",
            { String(repeating: "<nav>", count: $0) + String(repeating: "&nbsp;", count: $0) + "文" }
        ),
        (
            "many empty regions",
            { String(repeating: "&nbsp;", count: $0) + String(repeating: "<nav></nav>", count: $0) + "文" }
        ),
        ("deep links", { String(repeating: "<div><a href=x>文</a><a href=x>字</a>", count: $0) }),
        (
            "headings in rows of links",
            { String(repeating: "<h3><a href=x>文</a></h3>", count: $0) + String(repeating: "<div>", count: $0) }
        ),
        (
            "links round headings",
            { String(repeating: "<div>", count: $0) + String(repeating: "<h3><a href=x>文</a></h3>", count: $0) }
        ),
        ("hidden and open", { String(repeating: "<div hidden>", count: $0) + "文" }),
        ("hidden and open, alternating", { String(repeating: "<select><svg><p hidden>", count: $0) + "文" }),
        ("a long attribute", { "<p title='" + String(repeating: "长", count: $0 * 5) + "'>文" }),
        ("an attribute without end", { "文<p title='" + String(repeating: "<p>", count: $0) }),
        ("many attributes", { "<p " + String(repeating: "class=a b ", count: $0) + ">文" }),
        ("a long class", { "<div class='" + String(repeating: "aB-", count: $0) + "'>文" }),
        ("a long style", { "<div style='" + String(repeating: "a:b;", count: $0) + "'>文" }),
        ("a long name", { "<" + String(repeating: "p", count: $0 * 4) + ">文" }),
        ("comments without end", { "文" + String(repeating: "<!--", count: $0) }),
        ("comments with dashes", { "文<!--" + String(repeating: "-", count: $0 * 4) + ">" }),
        ("scripts without end", { "文" + String(repeating: "<script>", count: $0) }),
        ("scripts in scripts", { "文<script><!--" + String(repeating: "<script></script>", count: $0) }),
        ("titles without end", { "文" + String(repeating: "<title>", count: $0) }),
        ("text areas", { String(repeating: "<textarea></textarea>", count: $0) + "文" }),
        ("open angles", { String(repeating: "<", count: $0 * 4) }),
        ("open ends", { String(repeating: "</", count: $0 * 2) }),
        ("ampersands", { String(repeating: "&", count: $0 * 4) }),
        ("a long number", { "&#" + String(repeating: "9", count: $0 * 4) + ";文" }),
        ("a long reference", { "&" + String(repeating: "a", count: $0 * 4) + ";文" }),
        ("CDATA without end", { "文<svg>" + String(repeating: "<![CDATA[", count: $0) }),
        (
            "JSON-LD without end",
            { "文<script type=application/ld+json>" + String(repeating: "\"a\\\":", count: $0) + "</script>" }
        ),
        ("a line of blanks", { "文" + String(repeating: "　", count: $0 * 4) + "<br>文" }),
        ("breaks and blanks", { "文" + String(repeating: "<br>　", count: $0) + "文" }),
        ("meta fields", { String(repeating: "<meta name=pubdate content=x>", count: $0) + "文" }),
        ("many headings", { "<title>文_文_文_文</title>" + String(repeating: "<h1>文文文文</h1>", count: $0) }),
        ("a long title", { "<title>" + String(repeating: "文_", count: $0) + "</title><h1>文文文文</h1>" }),
    ]

    @Test(arguments: attacks.indices)
    func costGrowsWithLength(index: Int) throws {
        let attack = Self.attacks[index]
        let words = try Support.lexicons.get().markup
        for count in [500, 5000] {
            let scalars = Scalars.array(attack.make(count))
            let (text, measure) = HTMLReader.measured(scalars, words: words)
            // Five readings at most, four for what is hidden and never closed and one for what is revealed.
            #expect(measure.steps <= 6 * scalars.count, "\(attack.name): \(measure.steps) steps")
            #expect(text.scalars.count <= scalars.count)
            #expect(text.regions.allSatisfy { $0.span.start < $0.span.end && $0.span.end <= text.scalars.count })
        }
    }

    @Test func fiftyMegabytesInOneAttribute() {
        let scalars = Scalars.array("前<p title='") + [UInt32](repeating: 0x61, count: 50 << 20) + Scalars.array("'>后")
        let (text, measure) = HTMLReader.measured(scalars, words: MarkupWords())
        #expect(Scalars.string(text.scalars[...]) == "前\n\n后")
        #expect(measure.steps <= 2 * scalars.count)
    }

    /// Any bytes in any order: nothing traps, nothing grows.
    @Test(arguments: 0..<300)
    func arbitraryMarkupNeverTraps(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed &+ 77)
        let names = HTMLElement.allCases.map { "\($0)" } + ["x-y", "o:p", "!--", "![CDATA[", "?xml", "/"]
        let rest = [
            "", " hidden", " style='display:none'", " class=nav", " href=a", " role=search", "/", " a='", "  =",
            " open", "\n",
        ]
        let text = ["文", " ", "&nbsp;", "\n", "&", "&#x4e00", "<", ">", "-->", "]]>", "\"", "'", "\u{0}", "题"]
        var html = ""
        for _ in 0..<Int.random(in: 1...400, using: &generator) {
            switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1:
                html +=
                    "<\(names.randomElement(using: &generator) ?? "")\(rest.randomElement(using: &generator) ?? "")>"
            case 2: html += "</\(names.randomElement(using: &generator) ?? "")>"
            default: html += text.randomElement(using: &generator) ?? ""
            }
        }
        let scalars = Scalars.array(html)
        let words = try Support.lexicons.get().markup
        let (read, measure) = HTMLReader.measured(scalars, words: words)
        #expect(measure.steps <= 6 * scalars.count)
        #expect(read.regions.allSatisfy { $0.span.start < $0.span.end && $0.span.end <= read.scalars.count })
        #expect(read == HTMLReader.read(scalars, words: words))
        #expect(!Scalars.string(read.scalars[...]).contains("\n\n\n"))
        // A document cut anywhere is read up to there.
        let cut = Array(scalars.prefix(Int.random(in: 0...scalars.count, using: &generator)))
        #expect(HTMLReader.read(cut, words: words).scalars.count <= cut.count)
    }
}
