import Foundation
import Reports
import Testing

@testable import Parsing

/// What tells HTML, and the encoding it declares.
struct HTMLDecodingTests {
    private static let text = "到村里的第一天下着小雨，老支书在村口等我。我们一起去看了水渠，他说这条水渠修了三年。"

    private static func bytes(_ head: String, _ encoding: String) throws -> [UInt8] {
        let page = Array("<html><head>\(head)<title>题</title></head><body><p>\(text)</p></body></html>".utf8)
        return encoding == "UTF-8" ? page : try Support.converted(page, to: encoding)
    }

    @Test(arguments: [
        ("<meta charset=gb2312>", "GB18030", "GB18030", EncodingRule.declared),
        ("<meta charset=\"GBK\"/>", "GB18030", "GB18030", .declared),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=gb18030'>", "GB18030", "GB18030", .declared),
        ("<meta content=\"text/html;charset=utf-8\" http-equiv=\"content-type\">", "UTF-8", "UTF-8", .declared),
        ("<meta charset=utf-16>", "UTF-8", "UTF-8", .declared),
        // Re-encoded by a tool, or declared by a careless template.
        ("<meta charset=gb2312>", "UTF-8", "UTF-8", .strictUTF8),
        ("<meta charset=utf-8>", "GB18030", "GB18030", .detected),
        ("<meta charset=big5>", "GB18030", "GB18030", .detected),
        ("<meta charset=iso-8859-1>", "UTF-8", "UTF-8", .strictUTF8),
        ("<meta charset=x-nonsense>", "GB18030", "GB18030", .detected),
        ("<!-- <meta charset=gbk> -->", "GB18030", "GB18030", .detected),
        ("<script>'<meta charset=gbk>'</script>", "UTF-8", "UTF-8", .strictUTF8),
        ("<meta name=description content='charset=gbk'>", "GB18030", "GB18030", .detected),
        ("", "UTF-8", "UTF-8", .strictUTF8),
    ])
    func charset(head: String, written: String, encoding: String, rule: EncodingRule) throws {
        let page = try Support.page(Self.bytes(head, written))
        #expect((page.encoding, page.encodingFrom) == (encoding, rule))
        #expect(page.text == Self.text)
        #expect((page.mediaType, page.unreadableBytes) == ("text/html", 0))
    }

    @Test func aHeaderComesBeforeTheDeclarationAndAMarkBeforeBoth() throws {
        let page = try Support.page(Self.bytes("<meta charset=utf-8>", "GB18030"), charset: "gbk")
        #expect((page.encoding, page.encodingFrom) == ("GB18030", .declared))
        let marked = try Support.page([0xEF, 0xBB, 0xBF] + Self.bytes("<meta charset=gbk>", "UTF-8"))
        #expect((marked.encoding, marked.encodingFrom, marked.text) == ("UTF-8", .byteOrderMark, Self.text))
        let wide = try Support.page([0xFF, 0xFE] + Self.bytes("<meta charset=gbk>", "UTF-16LE"))
        #expect((wide.encoding, wide.encodingFrom, wide.text) == ("UTF-16LE", .byteOrderMark, Self.text))
    }

    @Test(arguments: [
        ("<?xml version='1.0' encoding='GBK'?><html>", "GBK"), ("<?xml version=\"1.0\" encoding=\"big5\" ?>", "big5"),
        ("<meta charset>", nil), ("<meta charset=''>", nil),
        ("<meta http-equiv=refresh content='0; charset=gbk'>", nil),
        ("<p title='<meta charset=gbk>'>", nil), ("<meta charset='gbk", nil), ("plain", nil), ("", nil), ("<", nil),
        ("<!--", nil),
        (String(repeating: " ", count: 4090) + "<meta charset=gbk>", nil), ("</meta charset=gbk>", nil),
    ])
    func prescan(head: String, label: String?) { #expect(HTMLCharset.declared(in: Array(head.utf8)) == label) }

    @Test(arguments: [
        ("\u{FEFF}\n<!doctype html>\n文", true), ("<!-- saved from url -->\n<HTML><p>文", true),
        ("挂职手记\n<html><body>文</body></html>", true), ("<?xml version='1.0'?><!DOCTYPE html><p>文</p>", true),
        (String(repeating: "<p>挂职干部走村入户。</p>\n", count: 12), true), (String(repeating: "走村入户。<br>\n", count: 12), true),
        ("挂职干部<br>走村入户&nbsp;。<br />", false), ("标签<p>的用法：以</p>结束，<b>加粗</b>。", false),
        ("书名《<数据结构>》、<a>与<b>，x<y", false), (String(repeating: "挂<职>干部<张三>，", count: 60), false),
        (String(repeating: String(repeating: "走村入户。", count: 200) + "<br>", count: 12), false), ("<", false),
        ("<!doctype", false),
        ("<!DOCTYPE note><note>文</note>", false), (String(repeating: "<a ", count: 400), false),
    ])
    func recognition(text: String, isHTML: Bool) { #expect(HTMLRecognition.isHTML(Scalars.array(text)) == isHTML) }

    @Test func theNameOfAFileDecidesNothing() throws {
        let html = try Support.page(Self.bytes("", "UTF-8"), location: "a/b.txt")
        #expect((html.mediaType, html.text) == ("text/html", Self.text))
        let plain = try Support.page(Array("<br>到村里的第一天。".utf8), location: "a/b.html")
        #expect((plain.mediaType, plain.text) == ("text/plain", "<br>到村里的第一天。"))
    }

    @Test(arguments: [
        ("<html><body></body></html>", Refusal.Code.empty),
        ("<html><p>&nbsp;　</p><script>文</script><img alt=文>", .empty),
        ("<html><!-- 没有结尾", .empty), ("<?xml version=\"1.0\"?><rss><title>文</title></rss>", .unsupportedMediaType),
    ])
    func refusals(html: String, code: Refusal.Code) {
        let refusal = #expect(throws: Refusal.self) { try Support.page(Array(html.utf8)) }
        #expect(refusal?.code == code)
    }
}
