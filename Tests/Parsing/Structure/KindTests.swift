import Reports
import Testing

@testable import Parsing

/// What tells the kind of a report.
struct KindTests {
    private static let first = "我在石桥镇挂职一年，我走了十六个村，我认得了三百多户人家，我学会了慢下来听人说话。"
    private static let third = "石桥镇位于滨河市西北部，全镇十六个村，三百多户人家，近年来干部交流成为常态，成效逐步显现出来。"

    @Test(arguments: [
        ("挂职锻炼心得体会", first, ReportKind.reflection), ("渠水流到第九斗", first, .reflection), ("石桥镇挂职有感", first, .reflection),
        ("挂职工作总结", first, .workSummary), ("述职报告", first, .workSummary), ("挂职期间履职情况报告", first, .workSummary),
        ("自我鉴定", first, .workSummary), ("在挂职干部座谈会上的发言", first, .exchangeSpeech), ("挂职干部表态发言", first, .exchangeSpeech),
        ("在挂职干部动员会上的讲话", third, .mobilisationSpeech), ("驻村日记", first, .notes), ("石桥镇周记", first, .notes),
        ("关于选派挂职干部的通知", third, .notice),
        ("双向挂职人员轮换一览", third, .notice), ("挂职干部年度考核结果", third, .notice), ("写给后来人的一封嘱托信", first, .other),
        ("挂职人选公示", third, .notice), ("关于同志任职的决定", third, .notice),
        ("挂职干部管理办法", third, .plan), ("干部双向挂职实施方案", third, .plan), ("个人工作计划", first, .plan),
        ("关于挂职制度的思考", third, .essay), ("挂职干部融入难的成因与对策", third, .essay), ("干部挂职制度研究", third, .essay),
        ("感谢信", first, .other), ("致乡亲们的一封信", first, .other), ("挂职申请书", first, .other),
    ])
    func titleNamesTheKind(title: String, body: String, kind: ReportKind) throws {
        #expect(try self.kind("\(title)\n\n\(body)\n\(body)") == kind)
    }

    @Test(arguments: [
        ("各位同事，大家好！\n\(first)\n我的汇报完了，谢谢大家。", ReportKind.exchangeSpeech),
        ("同志们：\n今天的会开得短，你们就要出发了。你们到了乡镇，大家记住，你们是去做事的。同志们，希望大家弄清三本账，希望你们把心放下去。\n祝大家一路平安！", .mobilisationSpeech),
        ("摘要：挂职制度运行多年。\n\(third)\n参考文献：郑白鹿：《乡镇分工》。", .essay),
        ("本报讯 记者从滨河市获悉，\(third)\n记者看到，村里的路已经修好了，老人说，路好走了。", .feature),
        ("9月1日 晴\n\(first)\n9月9日 多云\n\(first)\n9月20日 小雨\n\(first)", .notes),
        ("第一条 为了规范挂职干部的管理，制定本办法，适用于全市挂职干部。\n第二条 挂职干部由接收单位管理，原单位协助管理。\n第三条 本办法自印发之日起施行，由市委组织部解释。", .plan),
    ])
    func bodyTellsTheKind(body: String, kind: ReportKind) throws {
        #expect(try self.kind("石桥镇的井\n\n\(body)\n\(kind == .notes ? Self.first : "")") == kind)
    }

    @Test func theNearestNameWins() throws {
        #expect(try kind("挂职干部动员会交流发言\n\n\(Self.first)\n\(Self.first)") == .exchangeSpeech)
        #expect(try kind("石桥镇挂职心得总结\n\n\(Self.first)\n\(Self.first)") == .workSummary)
    }

    private func kind(_ text: String) throws -> ReportKind {
        try #require(try Support.parser().parse(Support.page(Array(text.utf8))).first?.report).kind
    }
}
