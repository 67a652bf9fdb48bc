import Reports
import Testing

@testable import Enrichment

@Suite struct PeopleAndUnitTests {
    @Test(arguments: [
        ("村支书王建国说,路修通了。", ["王建国"]),
        ("李白的诗人人会背。", ["李白"]),
        ("牧民扎西次仁告诉我,冬天冷。", ["扎西次仁"]),
        ("周部长讲了话,老杨和小魏也来了。", []),
        ("党员干部要明白责任,成为榜样。", []),
        ("看仓库的叫高山。高山笑着说:“钥匙在我这儿。”", ["高山", "高山"]),
        ("跑得最远的是武安,武安同志每天走二十里。可谁也没去过武安。", ["武安", "武安"]),
        ("我们登上了高山,向往着丰收。", []),
        ("我和施工方约好了日子,最难得的是安静。他问我来不来。", []),
    ])
    func namesAreToldFromWords(text: String, names: [String]) throws {
        #expect(try Sample.enrich(text).mentions.people.map(\.name) == names)
    }

    @Test func aNameOnceSureIsFoundEverywhere() throws {
        let report = try Sample.enrich("记者见到了封丽霞教授。后来封丽霞很少提起此事。", kind: .feature)
        #expect(report.mentions.people.map(\.name) == ["封丽霞", "封丽霞"])
    }

    @Test(arguments: [
        ("我来自山西省水利厅规划计划处。", ["山西省水利厅规划计划处"]),
        ("他在泰州市教育局工作。", ["泰州市教育局"]),
        ("镇党委和区政府很支持,县教育局也来了。", []),
        ("成立了民族工作领导小组。", ["民族工作领导小组"]),
    ])
    func unitsHaveTheirLongestNameAndKindsAreNone(text: String, names: [String]) throws {
        #expect(try Sample.enrich(text).mentions.organisations.map(\.surface) == names)
    }

    @Test(arguments: [
        ("我到XX街道办事处报到。", ["XX街道办事处"]),
        ("技术员张某某和李××来了。", ["张某某", "李××"]),
        ("我在*镇工作,某些事记得。", ["*镇"]),
        ("于20XX年XX月到岗。", []),
        ("街道的宋××书记和刘××主任都在。", ["宋××", "刘××"]),
    ])
    func masksKeepTheirNoun(text: String, surfaces: [String]) throws {
        #expect(try Sample.enrich(text).mentions.placeholders.map(\.surface) == surfaces)
    }

    @Test(arguments: [
        ("他说:“先把人家的事当成自己的事。”", ["先把人家的事当成自己的事。"]),
        ("获评“社区民族工作先进集体”称号。", []),
        ("把文件读“薄”。", []),
    ])
    func quotationsAreSomebodysWords(text: String, surfaces: [String]) throws {
        #expect(try Sample.enrich(text).mentions.quotations.map(\.surface) == surfaces)
    }

    @Test(arguments: [
        ("加快经济.发展的步伐。", ["经济.发展"]), ("钱还还不够,他他又去借。", ["还还", "他他"]), ("她渐渐习惯了,常常笑。", []),
    ])
    func aStrayFullStopOrAWordSaidTwiceIsDamage(text: String, surfaces: [String]) throws {
        #expect(try Sample.enrich(text).mentions.damage.map(\.surface) == surfaces)
    }

    @Test func aNoticeGivesARowForEachPersonOfItsTable() throws {
        let text = """
            到县挂职的时间均为2016年5月至2018年5月。
            序号\t姓名\t派出单位及职务\t挂职单位及职务
            1\t王建国\t山西省财政厅农业处副处长\t岚县县委常委、副县长
            2\t武功成\t山西省水利厅科员\t大宁县水利局副局长
            """
        let rows = try Sample.enrich(text, kind: .notice).secondments
        #expect(rows.map(\.person) == ["王建国", "武功成"])
        #expect(rows.map(\.hostUnit) == ["岚县", "大宁县水利局"])
        #expect(rows.map(\.post) == ["县委常委、副县长", "副局长"])
        #expect(rows.map(\.start) == ["2016-05", "2016-05"])
        #expect(rows.allSatisfy { $0.basis["start"] == .resolved })
    }

    @Test func themesFollowTheirWords() throws {
        let text = String(repeating: "招商引资,洽谈签约,客商投资落户。", count: 3)
        #expect(try Sample.enrich(text).themes.first?.id == "investment_promotion")
    }
}
