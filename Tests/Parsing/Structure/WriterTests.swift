import Reports
import Testing

@testable import Parsing

/// Who wrote a page: each of the ways in which sites say it, with writers whose names are of every sort.
struct WriterTests {
    struct Writer: Sendable {
        var name: String
        var unit: String
        var post: String
    }

    struct Form: CustomTestStringConvertible, Sendable {
        /// The page, with `N`, `U` and `P` for the writer, and `B` for the text.
        var page: String
        var says: Set<Character>
        var testDescription: String { page }

        init(_ page: String, _ says: String) { (self.page, self.says) = (page, Set(says)) }
    }

    private static let text = """
        去年三月,我到南坪县石桥镇挂职,任镇党委副书记,为期一年。石桥镇离县城六十多公里,全镇有十二个行政村。
        刚到镇里的时候,老百姓说的方言我听不太懂。同事带着我走村串户,一个月下来,我把十二个村跑了个遍。
        一年的时间很短,可是留给我的东西很多。今后不管走到哪里,我都会记得这段日子。
        """

    private static let writers = [
        Writer(name: "王建国", unit: "西湖市财政局", post: "副局长"),
        Writer(name: "查良河", unit: "清河供电公司", post: "高级工程师"),
        Writer(name: "尉迟恭敏", unit: "省药品检验研究院", post: "主管药师"),
        Writer(name: "折永康", unit: "华东理工职业技术学院", post: "团委副书记"),
        Writer(name: "水建邦", unit: "陇原农商银行", post: "信贷经理"),
        Writer(name: "扎西顿珠", unit: "高新区管委会", post: "四级调研员"),
        Writer(name: "乌云其木格", unit: "临川县人民法院", post: "法官助理"),
        Writer(name: "阿苦伍各", unit: "县总工会", post: "选调生"),
        Writer(name: "阿不都热合曼·买买提", unit: "云岭大学第一附属医院", post: "主治医师"),
    ]

    private static let forms = [
        Form("U N\nB", "UN"), Form("\nU　N\n\nB", "UN"), Form("UP N\nB", "UPN"), Form("N　UP\nB", "UPN"),
        Form("N U\nB", "UN"),
        Form("（U N）\nB", "UN"), Form("(UP　N)\nB", "UPN"), Form("N（U）\nB", "UN"), Form("N（UP）\nB", "UPN"),
        Form("U：N\nB", "UN"),
        Form("作者：N\nB", "N"), Form("作者：U N\nB", "UN"), Form("作者：N（U）\nB", "UN"), Form("文/N\nB", "N"),
        Form("文｜U N\nB", "UN"),
        Form("撰稿：N\nB", "N"), Form("□U N\nB", "UN"), Form("■ N\nB", "N"), Form("——U N\nB", "UN"), Form("N\nB", "N"),
        Form("\nN\n\nB", "N"), Form("（2022年11月3日）\nN\n各位领导：\nB", "N"), Form("N\n尊敬的各位领导：\nB", "N"),
        Form("U\nN\nB", "UN"), Form("N\n（U）\nB", "UN"), Form("汇报人：U N\nB", "UN"), Form("学员：U N\nB", "UN"),
        Form("单位：U\n姓名：N\nB", "UN"),
        Form("B\n（U N）", "UN"), Form("B\n（UP N）", "UPN"), Form("B\nU N\n2022年11月3日", "UN"),
        Form("B\nN\n2022年11月3日", "N"),
        Form("B\nU\nN\n2022年11月3日", "UN"), Form("B\n（作者单位：U）", "U"), Form("N\nB\n（作者系UP）", "UPN"),
        Form("B\n（作者N，系UP）", "UPN"), Form("B\n（作者：N）", "N"), Form("B\n（N，UP）", "UPN"),
        Form("我叫N，2020年9月从U到南坪县挂职。B", "UN"), Form("各位领导：\n我叫N，分配在U。B", "UN"),
    ]

    @Test(arguments: forms) func aPageNamesItsWriter(_ form: Form) throws {
        for writer in Self.writers {
            let body = form.page.replacing("N", with: writer.name).replacing("U", with: writer.unit)
                .replacing("P", with: writer.post).replacing("B", with: Self.text)
            let page = try Support.page([UInt8]("把日子过成一条河\n\(body)\n".utf8))
            let reports = try Support.parser().parse(page)
            let report = try #require(reports.first?.report)
            let expected = [
                form.says.contains("N") ? writer.name : nil, form.says.contains("U") ? writer.unit : nil,
                form.says.contains("P") ? writer.post : nil,
            ]
            #expect([report.author?.name, report.author?.unit, report.author?.post] == expected, "\(body.prefix(60))")
            #expect(report.title == "把日子过成一条河", "\(body.prefix(60))")
        }
    }

    /// The same word alone is no name where a heading stands, and none of a unit's words is one.
    @Test(arguments: ["开场白", "写在前", "水利局", "第一站", "老支书", "主持词"]) func aWordUnderATitleIsNoName(_ word: String) throws {
        let page = try Support.page([UInt8]("把日子过成一条河\n\(word)\n\(Self.text)\n".utf8))
        let report = try #require(try Support.parser().parse(page).first?.report)
        #expect(report.author?.name == nil)
    }
}
