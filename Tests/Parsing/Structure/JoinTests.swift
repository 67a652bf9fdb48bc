import Reports
import Testing

@testable import Parsing

/// Lines that were broken at the width of a page.
struct JoinTests {
    private static let paragraphs = [
        "我从机关来到石桥镇挂职一晃已经一年，这一年里我走遍了全镇十六个村，认得了三百多户人家的门，也学会了听懂当地人说话，知道哪一家的老人一个人住，哪一家的孩子在外面读书。",
        "镇上的人说话慢，办事也慢，可是一件事说定了就一定办成，我把这一条记在本子上，回去以后也不敢忘记，因为这是他们教给我的第一课，也是机关里没有人教过我的一课。",
        "临走那天乡亲们送我到村口，七十二岁的老支书握着我的手不放，他说你是吃过我们豆腐的人要常回来看看，我说一定，车子开出去很远，回头还看得见他站在那棵老槐树下面。",
    ]

    private static let marks = Set("，。、；：！？”》）")

    private static func wrapped(_ text: String, _ width: Int, indent: String) -> [String] {
        var lines: [String] = []
        var line = indent
        var rest = Substring(text)
        while let next = rest.first {
            if line.count >= width, !marks.contains(next) {
                lines.append(line)
                line = ""
            }
            line.append(next)
            rest = rest.dropFirst()
        }
        return lines + [line]
    }

    private func text(_ lines: [String]) throws -> String {
        let page = "在石桥镇的一年\n\n" + lines.joined(separator: "\n")
        return try #require(try Support.parser().parse(Support.page(Array(page.utf8))).first?.report).text
    }

    @Test(arguments: [30, 34, 36, 38, 40, 42], ["", "　　", "    "])
    func paragraphsAreJoinedAtAnyWidth(width: Int, indent: String) throws {
        let text = try text(Self.paragraphs.flatMap { Self.wrapped($0, width, indent: indent) })
        for paragraph in Self.paragraphs { #expect(text.contains(paragraph)) }
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func blankLinesDivideParagraphs() throws {
        let lines = Self.paragraphs.flatMap { Self.wrapped($0, 34, indent: "") + [""] }
        let text = try text(lines)
        for paragraph in Self.paragraphs { #expect(text.contains(paragraph)) }
    }

    @Test func pageNumbersDoNotPartSentences() throws {
        var lines = Self.paragraphs.flatMap { Self.wrapped($0, 34, indent: "　　") }
        lines.insert(contentsOf: ["", "- 2 -", ""], at: 4)
        let text = try text(lines)
        for paragraph in Self.paragraphs { #expect(text.contains(paragraph)) }
    }

    @Test func headingsAreNeverJoined() throws {
        let lines = Self.paragraphs.enumerated().flatMap { number, paragraph in
            ["\(["一", "二", "三"][number])、第\(number + 1)件事情怎么办"] + Self.wrapped(paragraph, 34, indent: "　　")
        }
        let text = try text(lines).split(separator: "\n")
        #expect(text.count == 7)
        #expect(text[1] == "一、第1件事情怎么办")
    }

    @Test func wholeParagraphsStayApart() throws {
        #expect(try text(Self.paragraphs).split(separator: "\n").count == 4)
        let items = ["修好了十四座闸门的启闭机，", "补齐了六十个村的雨量站，", "更换了两条干渠的测流设备。"]
        #expect(try text(Self.paragraphs + items).split(separator: "\n").count == 7)
    }
}
