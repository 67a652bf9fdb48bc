import Reports
import Testing

@testable import Parsing

struct HTMLEntityTests {
    private func read(_ html: String) -> String {
        Scalars.string(HTMLReader.read(Scalars.array(html), words: MarkupWords()).scalars[...])
    }

    @Test(arguments: HTMLEntities.list.map(\.name))
    func everyNameStandsForWhatTheTreeSays(name: String) {
        for markup in ["&\(name);", "&\(name) a", "&\(name)x", "&amp;\(name);"] {
            // A pre keeps what a paragraph would collapse; marks keep it from the ends.
            let html = "<pre>[\(markup)]</pre>"
            let ours = HTMLOracle.withoutBlanks(read(html))
            #expect(ours == HTMLOracle.visibleText(html), "\(markup)")
        }
        let button = "<input type=submit value='[&\(name);|&\(name)=|&\(name)x]'>"
        #expect(HTMLOracle.withoutBlanks(read(button)) == HTMLOracle.visibleText(button))
    }

    @Test func theTableIsWhole() {
        #expect(HTMLEntities.list.count(where: \.isOpen) == 106)
        #expect(Set(HTMLEntities.list.map(\.name)).count == HTMLEntities.list.count)
        #expect(HTMLEntities.list.count > 300)
        #expect(HTMLEntities.list.allSatisfy { $0.name.count <= HTMLEntities.longest })
        #expect(
            HTMLEntities.list.allSatisfy { !$0.isOpen || $0.name.count <= HTMLEntities.longestOpen })
    }

    @Test(arguments: [
        ("&#25346;&#32844;", "挂职"), ("&#x6302;&#X804c;", "挂职"), ("&#25346&#32844 x", "挂职 x"),
        ("&#150;&#8212;&#x93;引&#x94;", "–—“引”"), ("a&#0;b&#xD800;c&#1114112;d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"),
        ("&#99999999999999999999;x", "\u{FFFD}x"), ("&#;&#x;&#xg;&;& &", "&#;&#x;&#xg;&;& &"),
        ("&amp;nbsp;&amp;lt;", "&nbsp;&lt;"), ("&nosuch;&NBSP;", "&nosuch;&NBSP;"),
        ("甲&nbsp;乙&emsp;丙", "甲\u{A0}乙\u{2003}丙"),
        ("a&#10;b&#32;&#9;c", "a b c"), ("&notit;&timesx", "¬it;×x"),
    ])
    func references(html: String, text: String) {
        #expect(read("<p>\(html)") == text)
    }

    @Test func anAddressKeepsItsAmpersands() throws {
        let html = "<meta property='og:url' content='http://a.example/?x=1&copy=2&amp;lang=zh&reg;'><p>文"
        #expect(
            try HTMLReader.read(Scalars.array(html), words: Support.lexicons.get().markup).stated.url
                == "http://a.example/?x=1&copy=2&lang=zh®")
    }
}
