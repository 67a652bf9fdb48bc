import Reports
import Testing

@testable import Parsing

struct HTMLHiddenTests {
    private func read(_ html: String) -> String {
        Scalars.string(HTMLReader.read(Scalars.array(html), words: MarkupWords()).scalars[...])
    }

    @Test(arguments: [
        "<p hidden>暗</p>", "<p hidden=''>暗<p>", "<div style=\"color:red; DISPLAY : none !important\">暗<p>暗</div>",
        "<span style='visibility:hidden'>暗</span>", "<font style=display:none>暗<b>暗</font>",
        "<ul style='display:none'><li>暗<li>暗</ul>", "<table hidden><tr><td>暗<table><tr><td>暗</table>暗</table>",
        "<div hidden><div>暗</div>暗<p>暗</div>", "<template>暗<div>暗</template>", "<select><option>暗<option>暗</select>",
        "<svg><title>暗</title><g/><text>暗</text></svg>", "<math>暗</math>", "<object><embed>暗</object>",
        "<video>暗</video>",
        "<noscript>暗<p>暗</noscript>", "<iframe>暗</iframe>", "<input type=hidden value=暗>", "<input type=text value=暗>",
        "<input type=submit hidden value=暗>", "<dialog>暗</dialog>", "<script>暗</script >", "<STYLE>暗</STYLE>",
        "<script><!-- <script>暗</script> 暗 --></script>", "<noframes>暗</noframes>", "<datalist><option>暗</datalist>",
        "<textarea>暗</p></textarea>", "<!-- 暗 -- 暗 -->", "<svg><![CDATA[ 暗>暗 ]]></svg>", "<div hidden><p>暗</div>",
    ])
    func hiddenContentIsNotSeen(html: String) {
        #expect(read("前文\(html)后文").replacing("\n", with: "") == "前文后文")
    }

    @Test(arguments: [
        "<p aria-hidden=true>明</p>", "<p style='display:block'>明</p>", "<p style='background:url(none)'>明</p>",
        "<p data-hidden>明</p>", "<p class=hidden>明</p>", "<dialog open>明</dialog>", "<input type=button value=明>",
        "<input type=submit value='&#26126;'>", "<button>明</button>", "<label>明<input></label>", "<details>明</details>",
        "<p style='overflow:hidden'>明</p>", "<center>明</center>", "<marquee>明</marquee>", "<xyz>明</xyz>",
        "<ruby>明<rp hidden></ruby>", "<object>暗</object>明", "<select><option>暗<select>明",
    ])
    func whatIsNotHiddenIsSeen(html: String) {
        #expect(HTMLOracle.withoutBlanks(read("前\(html)后")) == "前明后")
    }

    /// A tag that was forgotten costs its own element, not the page.
    @Test(arguments: [
        ("<div style='display:none'>甲<p>乙", "前甲乙"), ("<p hidden>暗<div>明</div>", "前明"), ("<p hidden>暗<p>明", "前明"),
        ("<li hidden>暗<li>明", "前明"), ("<div><span hidden>暗</div>明", "前明"),
        ("<table><tr><td hidden>暗<td>明</table>", "前明"),
        ("<select><option>甲<p>乙</p>", "前甲乙"), ("<div hidden>甲<div hidden>暗</div>乙", "前甲乙"),
        ("<object><p>甲</p>", "前甲"), ("<svg><path d=x>甲<p>乙</p>", "前甲乙"),
        ("<b hidden>甲<div>乙</b>丙</div>丁", "前丙丁"),
    ])
    func aHiddenElementThatIsNotClosedHidesLittle(html: String, text: String) {
        #expect(HTMLOracle.withoutBlanks(read("前\(html)")) == text)
    }

    @Test func anArticleThatAScriptRevealsIsSeen() {
        let article = String(repeating: "挂职干部走村入户。", count: 40)
        let html =
            "<h1>题</h1><div id=js_content style='visibility: hidden'><p>\(article)</p><p hidden>暗</p></div><p hidden>暗</p>"
        #expect(read(html) == "题\n\n\(article)")
        // What is shown outweighs what is hidden: a menu behind a button stays hidden.
        #expect(read("<p>\(article)</p><p>\(article)</p><div hidden>\(article)</div>") == "\(article)\n\n\(article)")
    }
}
