import Reports
import Testing

@testable import Parsing

struct HTMLRegionTests {
    private func regions(_ html: String) throws -> [String] {
        let page = try HTMLReader.read(Scalars.array(html), words: Support.lexicons.get().markup)
        #expect(page.regions.map(\.span.start) == page.regions.map(\.span.start).sorted())
        return page.regions.map { region in
            let text = page.scalars[region.span.start..<region.span.end]
            #expect(text.first.map(Scalars.isBlank) == false && text.last.map(Scalars.isBlank) == false)
            return "\(HTMLFixtureTests.name(region.role)) \(HTMLOracle.withoutBlanks(Scalars.string(text)))"
        }
    }

    private static let article = "<p>" + String(repeating: "挂职干部走村入户，修渠引水。", count: 30) + "</p>"

    @Test(arguments: [
        ("<nav>首页</nav>", ["navigation 首页"]), ("<aside><h4>热门</h4>一则</aside>", ["complementary 热门一则", "heading 4 热门"]),
        ("<footer>版权</footer>", ["contentInfo 版权"]), ("<div role=navigation>路径</div>", ["navigation 路径"]),
        ("<section role=' Complementary '>旁</section>", ["complementary 旁"]), ("<search>搜<input></search>", ["form 搜"]),
        ("<form><input>搜索<button>搜</button></form>", ["form 搜索搜"]), ("<form>没有输入框</form>", []),
        ("<h1>题</h1><h6>注</h6>", ["heading 1 题", "heading 6 注"]), ("<nav></nav><aside>&nbsp;</aside><h2></h2>", []),
        ("<nav>甲<nav>乙</nav>丙</nav>", ["navigation 甲乙丙"]), ("<div hidden><nav>暗</nav></div>", []),
        ("<main class=sidebar>文</main><article class=comment>文</article>", []),
    ])
    func elementsAndRoles(html: String, found: [String]) throws { #expect(try regions(html + Self.article) == found) }

    @Test(arguments: [
        ("breadcrumb", "navigation"), ("crumbs w1200", "navigation"), ("pageNav", "navigation"),
        ("prenext", "navigation"),
        ("daohang", "navigation"), ("article_footer", "contentInfo"), ("dibu", "contentInfo"),
        ("banquan-info", "contentInfo"),
        ("xgwz", "complementary"), ("box xiangguan", "complementary"), ("bdsharebuttonbox", "complementary"),
        ("fenxiang2", "complementary"), ("hotNews", "complementary"), ("search-box", "form"),
        ("comment-list", "comments"),
        ("pinglun", "comments"), ("ad-slot-336", "advertisement"), ("TopAd", "advertisement"),
        ("guanggao1", "advertisement"),
        ("has-sidebar content", nil), ("no-comment", nil), ("article-content", nil), ("header2", nil), ("adopt", nil),
        ("download", nil), ("navy", nil), ("has-ad footer", "contentInfo"), ("", nil), ("评论", nil), ("- _ 9", nil),
    ])
    func namesOfBlocks(name: String, role: String?) throws {
        let expected = role.map { ["\($0) 某"] } ?? []
        #expect(try regions("<div class='\(name)'>某</div>" + Self.article) == expected)
        #expect(try regions("<table><tr><td id='\(name)'>某</td></tr></table>" + Self.article) == expected)
        #expect(try regions("<span class='\(name)'>某</span>" + Self.article) == [])
    }

    @Test func aNameThatHoldsMostOfThePageIsNotBelieved() throws {
        #expect(try regions("<div class=comment-page>\(Self.article)<p>尾</p></div>") == [])
    }

    @Test func aFormRoundThePageIsNone() throws {
        let form = "<form id=aspnetForm><input type=hidden><input type=text>\(Self.article)<div>尾</div></form>"
        #expect(try regions(form) == [])
    }

    @Test(arguments: [
        ("<div><a href=a>首页</a> | <a href=b>新闻</a></div>", ["navigation 首页|新闻"]),
        ("<ul><li><a href=a>第一节</a><li><a href=b>第二节</a></ul>", ["navigation 第一节第二节"]),
        ("<header><div><a href=a>甲</a></div><p><a href=b>乙</a><a href=c>丙</a></p></header>", ["navigation 甲乙丙"]),
        ("<table><tr><td><a href=a>甲<td><a href=b>乙</table>", ["navigation 甲乙"]),
        ("<p>详见《<a href=a>办法</a>》，我们照办。<a href=b>注</a></p>", []), ("<p><a href=a>只有一个</a></p>", []),
        ("<p><a name=a>没有地址</a><a name=b>也没有</a></p>", []),
        ("<nav><p><a href=a>甲</a><a href=b>乙</a></p></nav>", ["navigation 甲乙"]),
        ("<div><h3><a href=a>甲</a></h3><a href=b>乙</a></div>", ["navigation 甲乙", "heading 3 甲"]),
    ])
    func rowsOfLinks(html: String, found: [String]) throws { #expect(try regions(html + Self.article) == found) }

    @Test func withoutWordsElementsStillCount() {
        let page = HTMLReader.read(
            Scalars.array("<div class=footer>甲</div><nav>乙</nav>" + Self.article), words: MarkupWords())
        #expect(page.regions.map(\.role) == [.navigation])
    }
}
