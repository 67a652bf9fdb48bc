/// Documents made to cost as much as they can, at any size.
enum WorstCases {
    /// Names and makers; a maker is given how many bytes to make, about.
    static let all: [(name: String, make: @Sendable (Int) -> [UInt8])] = [
        ("one line", { repeated("我们一起去看了水渠,他说", $0) }),
        ("one sentence a line", { repeated("我们一起去看了水渠。\n", $0) }),
        ("blank lines", { [UInt8]("挂职\n".utf8) + repeated("\n", $0) }),
        ("blanks", { [UInt8]("挂职".utf8) + repeated("\u{3000} ", $0) + [UInt8]("锻炼".utf8) }),
        ("one character a line", { repeated("村\n", $0) }),
        ("brackets", { repeated("(", $0 / 2) + repeated(")", $0 / 2) }),
        ("brackets on lines", { repeated("((((((((((\n【【【【【\n", $0) }),
        ("digits", { repeated("1234567890", $0) }),
        ("digits on lines", { repeated("1\n22\n333\n", $0) }),
        ("Chinese digits", { repeated("一百二十三", $0) }),
        ("a marker on each line", { numbered($0) { "范文\($0 % 60 + 1)\n" } }),
        ("a marker and a paragraph", { numbered($0) { "第\($0 % 60 + 1)篇:\n\(paragraph)\n" } }),
        ("markers far on", { numbered($0) { "范文\(min($0, 59) + 1)\n\(paragraph)\n" } }),
        ("marker series", { numbered($0) { "\(["一", "二", "三"][$0 % 3])、总结\($0)【篇\($0 % 7)】(\($0 % 9))\n" } }),
        ("titles and bylines", { numbered($0) { "在实践中成长\($0)\n泰州市水利局局长 林毅\n\(paragraph)\n" } }),
        ("titles and subtitles", { numbered($0) { "在实践中成长\($0)\n——在座谈会上的发言\n\(paragraph)\n谢谢大家!\n" } }),
        ("dates", { repeated("2018年9月25日\n2018-09-25 10:30:00\n", $0) }),
        ("furniture", { repeated("上一篇:挂职\n来源:网络 作者:佚名\n相关推荐\nCopyright © 2020\n", $0) }),
        ("colons", { repeated("作者:来源:编辑:", $0) }),
        ("stars", { repeated("* ", $0) }),
        ("salutations", { repeated("各位领导、同志们:\n", $0) }),
        ("headings", { repeated("一、认识\n(一)提高\n1.学习\n", $0) }),
        ("short lines", { repeated("挂职锻炼\n心得体会\n", $0) }),
        ("tags", { html(repeated("<b><i><p>", $0)) }),
        ("closing tags", { html(repeated("</div></p></x>", $0)) }),
        ("open angles", { html(repeated("<", $0)) }),
        ("attributes", { html([UInt8]("<p ".utf8) + repeated("a='b' c=d ", $0) + [UInt8](">挂职".utf8)) }),
        ("entities", { html(repeated("&amp;&#20013;&nbsp;&notit;", $0)) }),
        ("ampersands", { html(repeated("&", $0)) }),
        ("comments", { html(repeated("<!--->", $0)) }),
        ("open comment", { html([UInt8]("<!--".utf8) + repeated("-- >", $0)) }),
        ("open script", { html([UInt8]("<script>".utf8) + repeated("</scrip", $0)) }),
        ("deep nesting", { html(repeated("<div>", $0 / 2) + repeated("</div>", $0 / 2)) }),
        ("deep tables", { html(repeated("<table><tr><td>", $0)) }),
        ("deep lists", { html(repeated("<ul><li>挂职", $0)) }),
        ("GB18030 of four bytes", { [UInt8](repeating: 0x81, count: 3) + cycle([0x81, 0x30, 0x81, 0x30], $0) }),
        ("UTF-16 without a mark", { cycle([0x2F, 0x66, 0x0A, 0x00, 0x84, 0x76, 0x00, 0x4E], $0) }),
        ("UTF-16 surrogates", { [0xFF, 0xFE] + cycle([0x00, 0xD8, 0x00, 0xDC], $0) }),
        ("invalid UTF-8", { repeated("我们一起去看了水渠,他说。\n", $0 / 2) + cycle([0xE6, 0x88], $0 / 2) }),
    ]

    private static let paragraph = String(repeating: "到村里的第一天下着小雨,老支书在村口等我,我们一起去看了水渠。", count: 4)

    private static func repeated(_ text: String, _ bytes: Int) -> [UInt8] { cycle(Array(text.utf8), bytes) }

    private static func cycle(_ unit: [UInt8], _ bytes: Int) -> [UInt8] {
        var made: [UInt8] = []
        made.reserveCapacity(bytes + unit.count)
        while made.count < bytes { made += unit }
        return made
    }

    private static func numbered(_ bytes: Int, _ line: (Int) -> String) -> [UInt8] {
        var made: [UInt8] = []
        var number = 0
        while made.count < bytes {
            made += Array(line(number).utf8)
            number += 1
        }
        return made
    }

    private static func html(_ body: [UInt8]) -> [UInt8] {
        Array("<!DOCTYPE html><html><head><title>挂职</title></head><body>".utf8) + body
    }
}
