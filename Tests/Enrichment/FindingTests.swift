import Reports
import Testing

@testable import Enrichment

/// Invented reports with something wrong, and some with nothing.
@Suite struct FindingTests {
    private static func kinds(_ text: String, kind: ReportKind = .reflection) throws -> [Finding.Kind] {
        try Sample.enrich(text, kind: kind).findings.map(\.kind)
    }

    @Test(arguments: [
        ("我走访了兰州的14个县,记了三本笔记。", true),
        ("成都的21个市州里,我到过九个。", true),
        ("四川的21个市州里,我到过九个。", false),
        ("我走访了河北的12个县,记了三本笔记。", false),
        ("九人分赴安溪、德化、惠安三县报到。", false),
        ("兰州市的14个项目全部开工。", false),
    ])
    func aDivisionHasNoMorePartsThanItEverHad(text: String, isWrong: Bool) throws {
        #expect(try FindingTests.kinds(text).contains(.substitution) == isWrong)
    }

    @Test func spunPhrasesAreNamed() throws {
        let finding = try #require(try Sample.enrich("挂职熬炼以来,我踊跃到场各项活动。").findings.first)
        #expect(finding.kind == .substitution)
        #expect(finding.claim.contains("挂职熬炼"))
        #expect(finding.evidence.count == 2)
    }

    @Test func aMaskIsGivenAwayByTheTownNamedBesideIt() throws {
        let text = "2013年3月,我到盐城市大丰市*镇挂职,任镇党委副书记。草庙镇的滩涂撂着多年。邻近的小海镇也派人来要图。"
        let finding = try #require(try Sample.enrich(text).findings.first { $0.kind == .maskLeak })
        #expect(finding.claim == "*镇 is 草庙镇")
        #expect(finding.certainty == .likely)
        #expect(finding.evidence.map { $0.span.end - $0.span.start } == [2, 3])
        let row = try #require(try Sample.enrich(text).secondments.first)
        #expect(row.hostUnit?.contains("草庙") == false, "nothing is filled in because of a finding")
    }

    @Test func anAreaOfOneCityGivesTheCityAway() throws {
        let finding = try #require(try Sample.enrich("*市通报表扬了我区,我区与江北新区融合发展。").findings.first)
        #expect(finding.kind == .maskLeak)
        #expect(finding.claim.contains("南京市"))
    }

    @Test func masksWithNothingBesideThemStaySo() throws {
        #expect(try FindingTests.kinds("2018年3月,我到XX县**镇挂职,任副镇长。邻近的古城镇派人来学。") == [])
    }

    @Test func signsThatDoNotFitTogetherAreASplice() throws {
        let text = """
            2022年9月,我从齐齐哈尔市水务局来到克山县北联镇,挂任镇党委副书记。十个月过去了,收获很多。
            一、放低身段,重新上学
            刚到镇里,我什么都不懂,老站长带着我转遍了全镇的村子。
            二、找准抓手,帮助增收
            在抓好种植的同时,我还协调市里的几个部门争取项目,硬化道路,新打机井,群众都说好,后来我们又与邻乡联手
            (二)把好东西送出去
            2023年3月起,我在泰顺县雅阳镇挂职副镇长,包了茶叶。
            (三)把好办法引进来
            挂职六个月,我也有遗憾。
            """
        let finding = try #require(try Sample.enrich(text, kind: .exchangeSpeech).findings.first { $0.kind == .splice })
        #expect(finding.certainty == .likely)
        #expect(finding.evidence.count >= 4)
    }

    @Test func oneSignAloneIsNoSplice() throws {
        let text = """
            2022年9月,我从齐齐哈尔市水务局来到克山县北联镇,挂任镇党委副书记。
            一、放低身段
            四个月来,我走遍了全镇。另一方面,我也读了不少书。
            二、找准抓手
            (一)种好地。
            (二)卖好粮。
            """
        #expect(try !FindingTests.kinds(text).contains(.splice))
    }

    /// The parser joins a line that breaks off with the next; where each came from stays in the map.
    @Test(arguments: [("那坡县平孟镇的街上人来人往,镇长龙阿月迎面走来。", true), ("湟源县大华镇的街上人来人往,镇长龙阿月迎面走来。", false)])
    func aSentenceThatGoesOnElsewhereIsASeam(second: String, isSplice: Bool) throws {
        let first = "2019年5月起,挂职干部严松在湟源县任副县长,他跑遍了日月藏族乡的村子,今年夏天,他又为乡里的小学"
        var parsed = Sample.parsed(first + second, kind: .feature)
        let cut = first.unicodeScalars.count
        parsed.report.sightings[0].textMap = [
            TextMapping(textStart: 0, pageStart: 0, length: cut),
            TextMapping(textStart: cut, pageStart: cut + 1, length: second.unicodeScalars.count),
        ]
        let findings = Enricher(lexicons: try Fixture.lexicons.get()).enrich(parsed).findings
        #expect(findings.contains { $0.kind == .splice } == isSplice)
    }

    @Test func clausesOfAnotherPartAreShared() throws {
        let shared = "白天跟着村干部跑田头看庄稼,晚上在灯下一笔一笔记日志,一年写了整整五本笔记本,雨天打着手电看被淹的虾塘,第二天就联系农技站的专家来,"
        let other = String(repeating: "此处说的是另外一个人的事情。", count: 20) + shared
        var parsed = Sample.parsed("我在镇里住了一年。" + shared + "乡亲们都说好。")
        parsed.report.sightings[0].part = Part(index: 1, count: 2, label: nil, compilationTitle: nil)
        parsed.context = PageContext(passages: [PageContext.Passage(start: 500, text: other)])
        let enricher = Enricher(lexicons: try Fixture.lexicons.get())
        let finding = try #require(enricher.enrich(parsed).findings.first { $0.kind == .sharedPassage })
        #expect(finding.certainty == .certain)
        #expect(finding.evidence.map(\.place) == [.text, .page])
        parsed.context = PageContext(passages: [PageContext.Passage(start: 500, text: String(other.dropLast(40)))])
        #expect(!enricher.enrich(parsed).findings.contains { $0.kind == .sharedPassage })
    }

    @Test(arguments: [
        ("我在村里住了整整一年，白天跑田头，晚上记日志，乡亲们有什么事都愿意来找我商量，路通了，人心也就通了，可我更", true),
        ("我在村里住了整整一年，白天跑田头，晚上记日志，乡亲们有什么事都愿意来找我商量，路通了，人心也就通了。", false),
        ("我在村里住了整整一年。\n二〇一九年五月于田间", false),
    ])
    func aTextThatBreaksOffIsTruncated(text: String, breaksOff: Bool) throws {
        #expect(try FindingTests.kinds(text).contains(.truncated) == breaksOff)
    }
}
