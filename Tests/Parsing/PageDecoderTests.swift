import Foundation
import Reports
import Testing

@testable import Parsing

struct PageDecoderTests {
    private static let text = "到村里的第一天下着小雨,老支书在村口等我。我们一起去看了水渠,他说这条水渠修了三年。"

    @Test(arguments: [
        ([0xEF, 0xBB, 0xBF], "UTF-8", EncodingRule.byteOrderMark), ([], "UTF-8", .strictUTF8),
    ])
    func utf8(mark: [UInt8], encoding: String, rule: EncodingRule) throws {
        let page = try Support.page(mark + Array(Self.text.utf8))
        #expect(page.text == Self.text)
        #expect((page.encoding, page.encodingFrom) == (encoding, rule))
        #expect(page.unreadableBytes == 0)
    }

    @Test(arguments: [("gb2312", EncodingRule.declared), ("", .detected), ("iso-8859-1", .detected)])
    func gb18030(charset: String, rule: EncodingRule) throws {
        let page = try Support.page(Support.converted(Array(Self.text.utf8), to: "GB18030"), charset: charset)
        #expect(page.text == Self.text)
        #expect((page.encoding, page.encodingFrom) == ("GB18030", rule))
    }

    @Test func utf16WithAndWithoutMark() throws {
        let bytes = try Support.converted(Array(Self.text.utf8), to: "UTF-16LE")
        #expect(try Support.page([0xFF, 0xFE] + bytes).encodingFrom == .byteOrderMark)
        let unmarked = try Support.page(bytes)
        #expect((unmarked.encoding, unmarked.encodingFrom) == ("UTF-16LE", .detected))
        #expect(unmarked.text == Self.text)
    }

    @Test func big5IsToldFromGB18030() throws {
        // 到村裡的第一天下著小雨，老支書在村口等我。我們一起去看了水渠。 in Big5
        let bytes: [UInt8] = [
            0xA8, 0xEC, 0xA7, 0xF8, 0xB8, 0xCC, 0xAA, 0xBA, 0xB2, 0xC4, 0xA4, 0x40, 0xA4, 0xD1, 0xA4, 0x55, 0xB5, 0xDB,
            0xA4, 0x70, 0xAB, 0x42, 0xA1, 0x41, 0xA6, 0xD1, 0xA4, 0xE4, 0xAE, 0xD1, 0xA6, 0x62, 0xA7, 0xF8, 0xA4, 0x66,
            0xB5, 0xA5, 0xA7, 0xDA, 0xA1, 0x43, 0xA7, 0xDA, 0xAD, 0xCC, 0xA4, 0x40, 0xB0, 0x5F, 0xA5, 0x68, 0xAC, 0xDD,
            0xA4, 0x46, 0xA4, 0xF4, 0xB4, 0xEB, 0xA1, 0x43,
        ]
        let page = try Support.page(bytes)
        #expect((page.encoding, page.encodingFrom) == ("Big5", .detected))
        #expect(page.text == "到村裡的第一天下著小雨，老支書在村口等我。我們一起去看了水渠。")
    }

    @Test func aWrongDeclarationIsPassedOver() throws {
        let page = try Support.page(Array(Self.text.utf8), charset: "utf-16")
        #expect((page.encoding, page.encodingFrom) == ("UTF-8", .strictUTF8))
    }

    @Test func unreadableBytesAreCounted() throws {
        var bytes = Array(String(repeating: Self.text, count: 20).utf8)
        bytes.insert(0xFF, at: 5 * Self.text.utf8.count)
        let page = try Support.page(bytes)
        #expect((page.encoding, page.encodingFrom, page.unreadableBytes) == ("UTF-8", .detected, 1))
        #expect(page.scalars.contains(0xFFFD))
    }

    @Test(arguments: [
        ([], Refusal.Code.empty), (Array(" \n\t\u{3000}\u{FEFF}\n".utf8), .empty),
        (Array("%PDF-1.4\n".utf8), .undecodable), ([0x50, 0x4B, 0x03, 0x04, 0, 0], .undecodable),
        ([0x1F, 0x8B, 8, 0, 0, 0], .unsupportedMediaType),
        (Array("<!DOCTYPE html><html><body><p>&nbsp;</p><script>正文</script></body></html>".utf8), .empty),
        ((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 >> 3) }, .undecodable),
        (Array(repeating: 0, count: 100), .undecodable),
    ])
    func refusals(bytes: [UInt8], code: Refusal.Code) {
        let refusal = #expect(throws: Refusal.self) { try Support.page(bytes) }
        #expect(refusal?.code == code)
        #expect(refusal?.message.contains("test/page") == true)
    }

    @Test(arguments: ["首页 | 新闻 | 评论", "挂职干部心得体会\n版权所有 某某网", "你好"])
    func aPageWithoutAReportIsRefused(text: String) throws {
        let page = try Support.page(Array(text.utf8))
        let refusal = #expect(throws: Refusal.self) { try Support.parser().parse(page) }
        #expect(refusal?.code == .noReport)
    }
}
