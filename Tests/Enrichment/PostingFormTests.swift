import Reports
import Testing

@testable import Enrichment

/// Forms in which notices, letters and the writers themselves tell of a posting; all invented.
@Suite struct PostingFormTests {
    typealias Case = PostingTests.Case

    static let own: [Case] = [
        Case(
            text: "挂职小记\n2016年3月,信阳市中级人民法院执行局把我派到商城县汪桥镇,挂任镇长助理,时间两年。",
            rows: ["-|信阳市中级人民法院执行局|商城县汪桥镇|镇长助理|-|2016-03|-|P2Y"]),
        Case(
            text: "挂职小记\n2019年5月,我从鹤壁市淇滨区人民法院来到淮滨县人民法院支教,担任研究室副主任,为期一年半。",
            rows: ["-|鹤壁市淇滨区人民法院|淮滨县人民法院|研究室副主任|-|2019-05|-|P1Y6M"]),
        Case(
            text: "驻村小记\n作为一名选调生,我从学校毕业后来到柳林村担任村党总支书记助理,为期两年。",
            rows: ["-|-|柳林村|村党总支书记助理|选调生|-|-|P2Y"]),
        Case(
            text: "挂职小记\n2020年7月,我到平江县人民医院检验中心挂职,任中心副主任,六个月。",
            rows: ["-|-|平江县人民医院检验中心|副主任|-|2020-07|-|P6M"]),
        Case(
            text: "挂职小记\n2014年7月到平江县人民检察院报到的时候,我带了一箱书。我在那里挂职副检察长,一年。",
            rows: ["-|-|平江县人民检察院|副检察长|-|2014-07|-|P1Y"]),
        Case(
            text: "挂职小记\n2021年9月,我告别工作了八年的岳阳市审计局,到平江县挂职,在南江镇挂副镇长。",
            rows: ["-|岳阳市审计局|南江镇|副镇长|-|2021-09|-|-"]),
        Case(
            text: "挂职小记\n2018年4月至2019年3月,我在平江县审计局挂职任副局长;第二段,2019年4月起转到南江镇,挂任镇党委副书记。",
            rows: ["-|-|平江县审计局|副局长|-|2018-04|2019-03|-", "-|-|南江镇|镇党委副书记|-|2019-04|-|-"]),
    ]

    static let others: [Case] = [
        Case(
            text: "选派挂职干部名单公布\n选派张伟、李强到平江县挂职,张伟任副县长,李强任县政府办公室副主任,时间均为一年。",
            rows: ["张伟|-|平江县|副县长|-|-|-|P1Y", "李强|-|县政府办公室|副主任|-|-|-|P1Y"], kind: .notice),
        Case(
            text: "挂职干部见闻\n6月5日,南江镇副镇长(挂职)宋卓群同志带着十名农户去看大棚。宋卓群来自岳阳市审计局,2019年11月到任,挂职两年。",
            rows: ["宋卓群|岳阳市审计局|南江镇|副镇长|-|2019-11|-|P2Y"], kind: .feature),
        Case(
            text: "关于挂职人员的通知\n姓名\t原单位及职务\t挂任职务\t起止\n"
                + "何嘉怡(女)\t岳阳市审计局科长\t平江县审计局副局长\t2021.05—2023.05\n温 小 宁\t岳阳市农业农村局干部\t平江县南江镇副镇长(挂职一年)\t2022.03—\n"
                + "覃××\t岳阳市林业局干部\t平江县林业局局长助理\t2022.03—2023.03",
            rows: [
                "何嘉怡|岳阳市审计局|平江县审计局|副局长|-|2021-05|2023-05|-",
                "温小宁|岳阳市农业农村局|平江县南江镇|副镇长|-|2022-03|-|P1Y",
                "-|岳阳市林业局|平江县林业局|局长助理|-|2022-03|2023-03|-",
            ], kind: .notice),
        Case(
            text: "关于挂职干部任免的通知\n免去陈慕春同志的平江县财政局副局长(挂职)职务,其挂职已于2020年11月30日期满,回岳阳市审计局工作。",
            rows: ["陈慕春|岳阳市审计局|平江县财政局|副局长|-|-|2020-11-30|-"], kind: .notice),
        Case(
            text: "研究生支教团岗位通报\n队员们服务期一年,岗位如下。\n南江镇中学——宋小满(汉语言专业,任团委副书记)\n三市镇中学——周玥(数学专业,任教务处副主任)",
            rows: [
                "宋小满|-|南江镇中学|团委副书记|研究生支教团|-|-|P1Y", "周玥|-|三市镇中学|教务处副主任|研究生支教团|-|-|P1Y",
            ], kind: .notice),
        Case(
            text:
                "选派挂职干部名单公布\n王建国,岳阳市审计局科长,挂任平江县副县长;陈立群,岳阳市林业局干部,挂任平江县林业局副局长。\n挂职时间均为一年,自2020年5月起计算。其中,王建国同志改为两年;陈立群同志已于2020年4月先行到任。",
            rows: [
                "王建国|岳阳市审计局|平江县|副县长|-|2020-05|-|P2Y", "陈立群|岳阳市林业局|平江县林业局|副局长|-|2020-04|-|P1Y",
            ], kind: .notice),
        Case(
            text: "陈立群,规划与自然资源局科长,2021年5月到平江县挂职,任副县长。",
            rows: ["陈立群|规划与自然资源局|平江县|副县长|-|2021-05|-|-"], kind: .feature),
    ]

    @Test(arguments: own + others)
    func formsOfTelling(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line).sorted() == example.rows.sorted())
    }

    @Test func aLeaderWhomAReportQuotesIsNotSent() throws {
        let text = "欢送援藏干部\n习近平总书记多次主持会议研究西藏工作。上一批领队、市交通局的*同志挂任县委副书记,为期三年。"
        let report = try Sample.enrich(text, kind: .mobilisationSpeech)
        #expect(!report.secondments.contains { $0.person == "习近平" })
    }

    @Test(arguments: [
        ("关于挂职人选的公示\n姓名\n派出单位\n挂职单位及职务\n专业特长\n王建国\n岳阳市审计局\n平江县审计局副局长\n工程审计\n陈立群\n岳阳市林业局\n平江县南江镇副镇长\n林下种植", 2),
        ("挂职干部考核结果公示\n序号 姓名(民族) 派出单位 挂任职务 挂职时间\n1 王建国(侗族) 岳阳市审计局 平江县审计局副局长 2021年5月\n2 陈立群 岳阳市林业局 平江县南江镇副镇长 2021年6月", 2),
        ("派驻干部值班安排\n姓名\n值班日期\n联系电话\n王建国\n周一\n无", 0),
    ])
    func tablesWithACellALineOrBlanksBetween(_ text: String, _ rows: Int) throws {
        let report = try Sample.enrich(text, kind: .notice)
        #expect(report.secondments.count == rows)
        #expect(report.secondments.allSatisfy { $0.sendingUnit?.hasPrefix("岳阳市") ?? false && $0.post != nil })
    }

    /// 今年 is that of the report's own date, or of the issue it was printed in, before that of the page.
    @Test func aReportsOwnDateGoesBeforeThePages() throws {
        let text = "述职报告\n(2018年12月28日)\n今年3月,我到平江县挂职,任副县长。"
        #expect(try Sample.enrich(text, publishedAt: "2019-01-21").secondments.map(\.start) == ["2018-03"])
        #expect(DateFinder.issueYear(of: "《廉声》内部通讯 2015年第3期 总第41期") == "2015")
        #expect(DateFinder.issueYear(of: "党建研究 · 2019 年第 3 辑") == "2019")
        #expect(DateFinder.issueYear(of: "2015年全县第3次会议") == nil)
    }

    /// A host that only its level names lies in the county that the text names.
    @Test(arguments: [
        ("挂职小记\n2021年3月,我从岳阳市审计局来到平江县,在县财政局挂职,任副局长。", "430626"),
        ("挂职小记\n2021年3月,我从平江县审计局来到华容县,在县财政局挂职,任副局长。", "430623"),
    ])
    func aHostNamedByItsLevelLiesWhereTheTextIs(_ text: String, _ code: String) throws {
        let report = try Sample.enrich(text, kind: .reflection)
        #expect(report.secondments.map { $0.hostPlace?.code } == [code])
    }

    @Test func aWriterWhoSignsWithTheTownshipIsNotSentByIt() throws {
        let text = "作为选调生,我2022年9月到南江镇凤凰村任职,担任村党总支书记助理,为期两年。"
        let author = Author(name: "罗开明", unit: "平江县南江镇", post: nil, span: Span(0, 10))
        let report = try Sample.enrich("平江县南江镇 罗开明\n" + text, kind: .reflection, author: author)
        #expect(report.secondments.allSatisfy { $0.sendingUnit == nil })
    }
}
