import Reports
import Testing

@testable import Parsing

/// Headings of every style, and lines that are none.
struct SectionTests {
    private static let paragraph =
        "我把原来带去的课题放下，先问了六十八户人家今年最头疼什么。问完才知道，他们要的不是产量，是有人收。"

    private func sections(_ lines: [String]) throws -> [Section] {
        let text = "在石桥镇的一年\n\n" + lines.joined(separator: "\n")
        return try #require(try Support.parser().parse(Support.page(Array(text.utf8))).first?.report).sections
    }

    @Test(arguments: [
        ["第一章 总则", "第二章 管理"], ["一、做了什么", "二、学到什么"], ["（一）走下去", "（二）坐下来"], ["(1)走下去", "(2)坐下来"],
        ["1.走下去", "2.坐下来"], ["1、走下去", "2、坐下来"], ["1 问题的提出", "2 三种表现"], ["1.1 身份", "1.2 信息"], ["1)走下去", "2)坐下来"],
        ["①走下去", "②坐下来"], ["首先，题目要从田里来", "其次，方法要学得走"], ["首先 题目从田里来", "最后 结论请群众来评"],
        ["第一，走下去", "第二，坐下来"], ["壹、走下去", "贰、坐下来"], ["第一桩 学会等", "第二桩 学会卖"], ["头一碗茶：先听完", "第二碗茶：说人话"],
        ["第一步：摸底", "第二步：开方"], ["◆走下去", "◆坐下来"], ["■ 走下去", "■ 坐下来"], ["▍学会上树", "▍学会算账"], ["●走下去", "●坐下来"],
        ["——先欠下了一口井", "——后来水就上来了"], ["【走下去】", "【坐下来】"], ["“你会看火吗？”", "“你走了，我们还烧”"],
        ["列车为什么不停？", "人走了车还来吗？"], ["但愿世间人无病", "何妨架上药生尘"], ["木瓜花开", "书箱上山"],
        ["谈来路：“我是被请来的”", "谈将来：“留一个村子”"], ["2几点思考", "3几点建议"], ["其一、走下去", "其二、坐下来"],
    ])
    func headingsAreFound(headings: [String]) throws {
        let found = try sections([Self.paragraph] + headings.flatMap { [$0, Self.paragraph] })
        #expect(found.map(\.title) == headings)
        #expect(Set(found.map(\.level)) == [1])
    }

    @Test(arguments: [
        ["各位同事，大家好！"], ["记者：有没有想过放弃？"], ["问：家里人支持吗？"], ["2013年6月30日 晴"], ["四月三日 小雨"], ["【3月5日】"],
        ["图为石桥镇的晒场"], ["▲茶馆调解现场 供图：综治中心"], ["（图为石桥镇卫生院，白芷摄）"], ["村名\t受益面积\t户数"], ["附件：考核表"],
        ["石头硬，没有咱的镢头硬，", "天上旱，不怕沟里水长流。"], ["12个村", "30户人家"], ["特此通知"], ["——陆游"],
    ])
    func otherLinesAreNone(lines: [String]) throws {
        #expect(try sections([Self.paragraph] + lines + [Self.paragraph]).map(\.title) == [])
    }

    @Test(arguments: [
        (["一、", "（一）", "1.", "2.", "（二）", "二、"], [1, 2, 3, 3, 2, 1]),
        (["第一章 ", "一、", "二、", "第二章 ", "一、"], [1, 2, 2, 1, 2]),
        (["1 ", "2 ", "2.1 ", "2.2 ", "3 "], [1, 1, 2, 2, 1]), (["引言", "一、", "二、"], [1, 1, 1]),
        (["一、", "◆", "◆", "二、"], [1, 2, 2, 1]),
        (["一、", "二、", "结语"], [1, 1, 1]), (["（一）", "①", "②", "（二）"], [1, 2, 2, 1]),
    ])
    func levelsFollowNesting(numbers: [String], levels: [Int]) throws {
        let lines = numbers.flatMap {
            [$0.count > 1 && !$0.hasSuffix("、") && $0.allSatisfy(\.isLetter) ? $0 : $0 + "走下去", Self.paragraph]
        }
        #expect(try sections(lines).map(\.level) == levels)
    }

    @Test func aTableOfTwoDirectionsHasAHeadingOverEach() throws {
        let cells = ["姓名", "现任职务", "拟挂职务"]
        let rows = ["李云舟", "石桥县水利局科员", "滨河市水利局科长助理", "周立", "石桥县财政局科员", "滨河市财政局科长助理"]
        let lines =
            [Self.paragraph, "到市挂职"] + cells + rows + ["来县挂职"] + cells + rows
            + ["说明", "1.挂职期限均为一年。", "2.公示期间可以来信反映情况，信函请署真实姓名。"]
        #expect(try sections(lines).map(\.title) == ["到市挂职", "来县挂职", "说明"])
    }

    @Test(arguments: ["展信如晤！", "见字安好！", "大家早！", "各位前辈，下午好！", "顺颂时祺！"])
    func greetingsOfALetterAreNone(line: String) throws {
        #expect(try sections(["滨河市教育局：", line, Self.paragraph, Self.paragraph]).isEmpty)
    }

    @Test func wordsOverTheRowsOfATableAreHeadings() throws {
        let rows = ["姓名\t原单位\t挂任单位", "李云舟\t石桥县水利局\t滨河市水利局", "周立\t石桥县财政局\t滨河市财政局"]
        #expect(
            try sections([Self.paragraph, "甲表：来市人员"] + rows + ["乙表：去县人员"] + rows + [Self.paragraph]).map(\.title)
                == ["甲表：来市人员", "乙表：去县人员"])
        let posts = ["石桥中学——李云舟（任团委副书记）", "河湾小学——周立（任教务处副主任）", "渡口小学——秦柳（任少先队辅导员）"]
        #expect(try sections(["■ 去处"] + posts + ["■ 嘱咐", Self.paragraph]).map(\.title) == ["■ 去处", "■ 嘱咐"])
    }
}
