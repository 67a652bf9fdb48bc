import Reports
import Testing

@testable import Parsing

/// What a reader sees: white space, blocks, lists, tables.
struct HTMLTextTests {
    private func read(_ html: String) -> String {
        Scalars.string(HTMLReader.read(Scalars.array(html), words: MarkupWords()).scalars[...])
    }

    @Test(arguments: [
        ("  <p>  挂职 \n\t 锻炼 \n and </p>  ", "挂职锻炼 and"), ("<p>一</p><p>二</p>", "一\n\n二"), ("一<br>二<BR/>三", "一\n二\n三"),
        ("一<br><br><br><br>二", "一\n\n二"), ("<p>一<br></p><p><br></p><div></div><p>二", "一\n\n二"),
        ("<p>一</p>&nbsp;<p>&nbsp;</p><p>　</p><p>二</p>", "一\n\n二"),
        ("<p>&nbsp;&nbsp;一　二&nbsp;</p><p>　　三</p>", "\u{A0}\u{A0}一　二\n\n　　三"),
        ("江<b>孜</b><a href=x>县</a><!-- 注 -->委", "江孜县委"), ("<div>甲<span>乙</span></div>丙", "甲乙\n\n丙"),
        ("一<hr>二", "一\n\n二"), ("一<p/>二</p>三", "一\n\n二\n\n三"), ("一</br>二", "一\n二"), ("长<wbr>词&shy;尾", "长词\u{AD}尾"),
        ("<span style='display: block'>甲</span><span style=DISPLAY:BLOCK>乙</span>丙", "甲\n\n乙\n\n丙"),
        ("a < b <> c </> d <3 e <中> f", "a < b <> c d <3 e <中> f"), ("a\u{0}b\u{1}c", "ab\u{1}c"), ("<p>一<", "一<"),
        ("一</", "一</"), ("<img alt='图'>一<area alt=x>", "一"),
    ])
    func blocksAndBlanks(html: String, text: String) { #expect(read(html) == text) }

    /// A line break of the source within Chinese text is none for the reader; beside a tag or a Latin word it is a space.
    @Test(arguments: [
        ("<p>共同\n    富裕，\n“同心”\nABC\n路", "共同富裕，“同心” ABC 路"), ("<i>来源</i>\n<i>时间</i>", "来源 时间"), ("共同 富裕", "共同 富裕"),
        ("한국\n어", "한국 어"),
    ])
    func sourceLines(html: String, text: String) { #expect(read(html) == text) }

    @Test(arguments: [
        ("<pre>\n一\n  二\t三\r\n\n\n四</pre>五", "一\n  二\t三\n\n四\n\n五"),
        ("<div style='white-space:pre-wrap'>一\n　二</div>", "一\n　二"), ("<pre>一<br>二&#10;三</pre>", "一\n二\n三"),
        ("<xmp><b>&amp;</b></xmp>后", "<b>&amp;</b>\n\n后"),
    ])
    func preformatted(html: String, text: String) { #expect(read(html) == text) }

    @Test(arguments: [
        ("<ul><li>一<li>二<ul><li>三</li></ul><li>四</ul>五", "一\n二\n三\n四\n\n五"),
        ("<ol><li><p>一</p></li><li>二</ol>", "一\n\n二"),
        ("<dl><dt>甲<dd>乙<dt>丙<dd>丁</dl>", "甲\n乙\n丙\n丁"), ("前<ul><li>一</ul>后", "前\n\n一\n\n后"),
    ])
    func lists(html: String, text: String) { #expect(read(html) == text) }

    @Test(arguments: [
        ("<table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td> 1 </td></tr></table>", "名\t数\n甲\t1"),
        ("<table><tbody><tr><td><p>甲</p><td><div>乙</div><tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁"),
        ("<table><tr><td>甲</td><td></td><td>&nbsp;</td><td>乙</td></tr></table>", "甲\t乙"),
        // A cell of several lines is no cell of a row, and neither is the one before it.
        ("<table><tr><td>栏目</td><td>题<br>文一<p>文二</td><td>右</td></tr></table>", "栏目\n题\n文一\n\n文二\n\n右"),
        ("<table><tr><td>一<br>二</td><td>三</td></tr><tr><td>四<td>五</table>", "一\n二\n\n三\n\n四\t五"),
        ("<table><tr><td>左</td><td><table><tr><td>甲<td>乙</table></td></tr></table>", "左\n\n甲\t乙"),
        ("<table><caption>表一</caption><tr><td>甲</table>后", "表一\n\n甲\n\n后"), ("<td>甲</td><td>乙</td>", "甲乙"),
        ("<table><tr><td>甲<table><tr><td>乙</table>", "甲\n\n乙"),
    ])
    func tables(html: String, text: String) { #expect(read(html) == text) }

    @Test(arguments: [
        ("<p>一<p>二<div>三<p>四</div>五", "一\n\n二\n\n三\n\n四\n\n五"), ("<b>一<p>二</b>三</p>四", "一\n\n二三\n\n四"),
        ("<div>一</span></p></td>二</div>三", "一\n\n二\n\n三"), ("<h2>一<h3>二</h2>三", "一\n\n二\n\n三"),
        ("<a href=a>一<a href=b>二</a>三", "一二三"), ("<form>一<form>二</form>三</form>四", "一二\n\n三四"),
        ("<p title='a>b' class=\"x'\" id=y/z data-q='\"' hidden2>一", "一"), ("<p class=a class='b' =x ==>一", "一"),
        ("<P\nCLASS\n=\n'x'\n>一</P\n>二", "一\n\n二"),
        ("<!DOCTYPE x><?php echo '<p>' ?>一<!-->二<!--->三<!--x--!>四<!x>五", "' ?>一二三四五"),
        ("<!--[if IE]><p>旧</p><![endif]--><![if !IE]>新<![endif]>", "新"),
    ])
    func tagSoup(html: String, text: String) { #expect(read(html) == text) }

    @Test(arguments: [
        "<script>一", "<style>一", "<!-- 一", "<p class='一", "<textarea>一", "<p 一", "<iframe>一", "</p 一", "<!一",
        "<svg><![CDATA[一",
    ])
    func whatIsCutOffInMarkupIsNotSeen(html: String) {
        #expect(read("前" + html) == "前")
    }

    @Test func aTitleThatNeverEndsEndsAtTheNextTag() throws {
        let text = HTMLReader.read(Scalars.array("<title>挂职日记<body><p>正文</p><title>又<p>文"), words: MarkupWords())
        #expect(Scalars.string(text.scalars[...]) == "正文\n\n文")
        #expect(text.stated.title == "挂职日记")
    }
}
