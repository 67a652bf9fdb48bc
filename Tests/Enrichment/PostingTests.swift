import Reports
import Testing

@testable import Enrichment

/// Invented sentences, each with the rows a reader would write down.
@Suite struct PostingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// person, sender, host, post, programme, start, finish, duration; `-` for null.
        var rows: [String]
        var kind = ReportKind.reflection
        var author: Author?
        var testDescription: String { String(text.prefix(24)) }
    }

    private static func writer(_ name: String?, _ unit: String?) -> Author {
        Author(name: name, unit: unit, post: nil, span: nil)
    }

    static func line(_ row: Secondment) -> String {
        [
            row.person, row.sendingUnit, row.hostUnit, row.post, row.programme, row.start, row.finish, row.duration,
        ].map { $0 ?? "-" }.joined(separator: "|")
    }

    static let own: [Case] = [
        Case(
            text: "2019年5月,组织选派我到遵义市正安县土坪镇石井村担任驻村第一书记。2021年5月,我的驻村任期结束。",
            rows: ["周启明|贵州省遵义市税务局|遵义市正安县土坪镇石井村|驻村第一书记|第一书记|2019-05|2021-05|-"],
            author: writer("周启明", "贵州省遵义市税务局")),
        Case(
            text: "今年3月,经县委组织部推荐,我赴国家发展和改革委员会地区经济司跟班学习锻炼,为期半年。",
            rows: ["-|-|国家发展和改革委员会地区经济司|-|-|XXXX-03|-|P6M"]),
        Case(
            text: "作为中国航天科工集团第三研究院选派的挂职干部,我于2018年9月到云南省富源县挂职,担任县委常委、副县长,至2020年9月结束。",
            rows: ["-|中国航天科工集团第三研究院|云南省富源县|县委常委、副县长|-|2018-09|2020-09|-"]),
        Case(
            text: "我是湖北省第十二批博士服务团成员。2023年12月,受省委组织部选派,我到恩施土家族苗族自治州建始县人民政府挂职,任副县长,挂职一年。",
            rows: ["-|-|恩施土家族苗族自治州建始县人民政府|副县长|博士服务团|2023-12|-|P1Y"]),
        Case(
            text: "我于2022年5月前往承德市丰宁满族自治县中医院挂职副院长,挂职期为1年。2023年5月,我完成挂职任务返回唐山。",
            rows: ["-|-|承德市丰宁满族自治县中医院|副院长|-|2022-05|2023-05|P1Y"]),
        Case(
            text: "2018年11月,我由鞍山市千山区文化旅游局交流到大连市旅顺口区文化旅游局挂职,任副局长,2019年11月挂职结束。",
            rows: ["-|鞍山市千山区文化旅游局|大连市旅顺口区文化旅游局|副局长|-|2018-11|2019-11|-"]),
        Case(
            text: "本人自2018年4月起任砀山县唐寨镇范套楼村党支部第一书记、驻村扶贫工作队队长,任期三年,2021年4月到期。",
            rows: ["-|-|砀山县唐寨镇范套楼村|党支部第一书记、驻村扶贫工作队队长|第一书记|2018-04|2021-04|P3Y"]),
        Case(
            text: "我叫宋知夏,2021年7月参加大学生志愿服务西部计划,来到新疆克孜勒苏柯尔克孜自治州阿图什市支教,服务期两年。",
            rows: ["宋知夏|-|新疆克孜勒苏柯尔克孜自治州阿图什市|-|西部计划|2021-07|-|P2Y"]),
        Case(
            text: "2020年3月,我从福州的福建省山海档案馆下派到宁德市寿宁县下党乡,挂任乡党委副书记,为期三年。三年里我没有回过几次家。",
            rows: ["-|福建省山海档案馆|宁德市寿宁县下党乡|乡党委副书记|-|2020-03|-|P3Y"]),
        Case(
            text: "按照市委“皖北青年到江南”的安排,我于2022年3月到无锡市滨湖区蠡园街道挂职,任主任助理,为期半年。",
            rows: ["-|-|无锡市滨湖区蠡园街道|主任助理|皖北青年到江南|2022-03|-|P6M"]),
        Case(
            text: "按照对口支援工作的统一安排,我于2019年3月到云阳县移民局挂职,任副局长,一年后返回。",
            rows: ["-|-|云阳县移民局|副局长|对口支援|2019-03|-|P1Y"]),
        Case(
            text: "2020年5月,按照鲁渝健康帮扶的安排,我到巫溪县人民医院挂职,任副院长。",
            rows: ["-|-|巫溪县人民医院|副院长|鲁渝健康帮扶|2020-05|-|-"]),
        Case(
            text: "2018年8月,我作为组团式教育援藏人才到嘉黎县中学挂职,担任教导主任,期满以后,想把今年毕业的孩子送到拉萨。",
            rows: ["-|-|嘉黎县中学|教导主任|组团式教育援藏|2018-08|-|-"]),
        Case(
            text: "为推进山海协作,2021年9月,我作为科技特派员到寿宁县平溪镇人民政府挂职,任副镇长。",
            rows: ["-|-|寿宁县平溪镇人民政府|副镇长|科技特派员|2021-09|-|-"]),
        Case(
            text: "2019年3月,我由曲靖市第二人民医院来到富源县人民医院挂职,任副院长。",
            rows: ["-|曲靖市第二人民医院|富源县人民医院|副院长|-|2019-03|-|-"]),
        Case(
            text: "2023年3月,我到富源县挂职,任县文化局副局长,我原来的单位是曲靖市图书馆。",
            rows: ["-|曲靖市图书馆|县文化局|副局长|-|2023-03|-|-"]),
    ]

    static let others: [Case] = [
        Case(
            text: "2017年8月,东南大学机械工程学院副教授韩予安加入江苏省第十批科技镇长团,挂任常州市武进区雪堰镇党委委员、副镇长,任期一年。",
            rows: ["韩予安|东南大学机械工程学院|常州市武进区雪堰镇|镇党委委员、副镇长|科技镇长团|2017-08|-|P1Y"],
            kind: .feature),
        Case(
            text: "一、江南大学食品学院副教授徐知遥,挂任无锡市云栖食品有限公司科技副总;\n二、扬州大学兽医学院教授顾长卿,挂任泰州市兴化市水乡牧业有限公司技术副总。",
            rows: [
                "徐知遥|江南大学食品学院|无锡市云栖食品有限公司|科技副总|科技副总|-|-|-",
                "顾长卿|扬州大学兽医学院|泰州市兴化市水乡牧业有限公司|技术副总|-|-|-|-",
            ], kind: .notice),
        Case(
            text: "李沐风,男,1983年4月生,现任中国农业银行湖南省分行三农业务部副总经理,拟挂任湘西土家族苗族自治州花垣县委常委、副县长,挂职时间两年。",
            rows: ["李沐风|中国农业银行湖南省分行三农业务部|湘西土家族苗族自治州花垣县|县委常委、副县长|-|-|-|P2Y"],
            kind: .notice),
        Case(
            text: "黎雪峰同志挂任桂林市恭城瑶族自治县人民政府党组成员、副县长(挂职时间2年);\n宋婉同志挂任恭城瑶族自治县莲花镇党委副书记(挂职时间1年)。",
            rows: [
                "黎雪峰|-|桂林市恭城瑶族自治县人民政府|党组成员、副县长|-|-|-|P2Y",
                "宋婉|-|恭城瑶族自治县莲花镇|镇党委副书记|-|-|-|P1Y",
            ], kind: .notice),
        Case(
            text: "厦门市湖里区禾山街道干部庄文博、湖里区江头街道干部蓝若溪分别赴泾源县水务局、泾源县乡村振兴局挂职,分别任副局长、副局长,时间均为两年。",
            rows: [
                "庄文博|厦门市湖里区禾山街道|泾源县水务局|副局长|-|-|-|P2Y",
                "蓝若溪|湖里区江头街道|泾源县乡村振兴局|副局长|-|-|-|P2Y",
            ], kind: .feature),
        Case(
            text: "2016年2月,他从国务院扶贫办来到甘肃省渭源县田家河乡元古堆村,任驻村第一书记。他叫傅南星。",
            rows: ["傅南星|国务院扶贫办|甘肃省渭源县田家河乡元古堆村|驻村第一书记|第一书记|2016-02|-|-"],
            kind: .feature),
        Case(
            text:
                "姓名\t原单位及职务\t挂职单位及职务\t挂职时间\n吕敬亭\t南宁市青秀区财政局副局长\t马山县财政局副局长\t2020年4月至2022年4月\n韦若兰\t南宁市第十中学教师\t马山县中学副校长\t2020年4月至2021年4月",
            rows: [
                "吕敬亭|南宁市青秀区财政局|马山县财政局|副局长|-|2020-04|2022-04|-",
                "韦若兰|南宁市第十中学|马山县中学|副校长|-|2020-04|2021-04|-",
            ], kind: .notice),
        Case(
            text:
                "下列同志2021年9月起在富源县挂职:\n韩予安(曲靖市图书馆),挂任富源县文化和旅游局副局长\n庄文博(曲靖市第二人民医院),挂任富源县人民医院副院长,2021年11月到任",
            rows: [
                "韩予安|曲靖市图书馆|富源县文化和旅游局|副局长|-|2021-09|-|-",
                "庄文博|曲靖市第二人民医院|富源县人民医院|副院长|-|2021-11|-|-",
            ], kind: .notice),
        Case(
            text: "韩予安在富源县第一中学挂职教研室主任,原为曲靖市图书馆馆员。庄文博挂任富源县人民医院副院长,计划干满两年。他原是曲靖市第二人民医院的医生。",
            rows: [
                "韩予安|曲靖市图书馆|富源县第一中学|教研室主任|-|-|-|-",
                "庄文博|曲靖市第二人民医院|富源县人民医院|副院长|-|-|-|P2Y",
            ], kind: .feature),
        Case(
            text: "2020年3月,韩予安参加援藏,到林芝市人民医院挂职,任副院长。跟他一起来的庄文博,曲靖市图书馆的,挂任林芝市图书馆副馆长。",
            rows: [
                "韩予安|-|林芝市人民医院|副院长|援藏|2020-03|-|-",
                "庄文博|曲靖市图书馆|林芝市图书馆|副馆长|援藏|2020-03|-|-",
            ], kind: .feature),
        Case(
            text: "选派韩予安等2名同志挂职锻炼,挂职时间自2018年5月起,期限均为一年:\n韩予安(曲靖市图书馆馆员),挂任富源县文化局副局长;\n庄文博(曲靖市审计局干部),挂任富源县审计局副局长。",
            rows: [
                "韩予安|曲靖市图书馆|富源县文化局|副局长|-|2018-05|-|P1Y",
                "庄文博|曲靖市审计局|富源县审计局|副局长|-|2018-05|-|P1Y",
            ], kind: .notice),
        Case(
            text: "2018年9月,江阴市第六批科技镇长团到岗,团员任期一年。团员韩予安,江南大学副教授,挂任徐霞客镇副镇长;团员庄文博,扬州大学讲师,挂任长泾镇镇长助理。",
            rows: [
                "韩予安|江南大学|徐霞客镇|副镇长|科技镇长团|2018-09|-|P1Y",
                "庄文博|扬州大学|长泾镇|镇长助理|科技镇长团|2018-09|-|P1Y",
            ], kind: .workSummary),
        Case(
            text:
                "选派下列同志挂职,挂职时间除另有注明外,均自2019年4月至2021年3月。\n韩予安(曲靖市图书馆馆员)挂任富源县文化局副局长;\n庄文博(曲靖市审计局科员)挂任富源县审计局副局长,挂职时间自2019年6月起,为期一年。",
            rows: [
                "韩予安|曲靖市图书馆|富源县文化局|副局长|-|2019-04|2021-03|-",
                "庄文博|曲靖市审计局|富源县审计局|副局长|-|2019-06|-|P1Y",
            ], kind: .notice),
        Case(
            text:
                "我市干部双向挂职名单\n姓名\t单位及职务\t挂职单位\t挂职职务\n韩予安\t曲靖市图书馆高级馆员\t墨红镇\t副镇长\n庄文博\t曲靖市审计局科员\t富源县审计局\t法制股股长助理\n任期均为两年,自2019年4月至2021年3月。",
            rows: [
                "韩予安|曲靖市图书馆|墨红镇|副镇长|-|2019-04|2021-03|P2Y",
                "庄文博|曲靖市审计局|富源县审计局|法制股股长助理|-|2019-04|2021-03|P2Y",
            ], kind: .notice),
        Case(
            text: "我县启动“雏雁”年轻干部双向挂职。韩予安,曲靖市图书馆馆员,2019年4月挂任富源县文化局副局长。庄文博,曲靖市审计局干部,2019年4月挂任富源县审计局副局长。",
            rows: [
                "韩予安|曲靖市图书馆|富源县文化局|副局长|-|2019-04|-|-",
                "庄文博|曲靖市审计局|富源县审计局|副局长|-|2019-04|-|-",
            ], kind: .feature),
        Case(
            text:
                "2016年5月,来自曲靖市图书馆的韩予安同志挂任富源县文化局副局长,来自曲靖市审计局的庄文博同志挂任富源县审计局副局长。两年来,他们走村串户,2018年5月期满返回。韩予安同志29岁。",
            rows: [
                "韩予安|曲靖市图书馆|富源县文化局|副局长|-|2016-05|2018-05|-",
                "庄文博|曲靖市审计局|富源县审计局|副局长|-|2016-05|2018-05|-",
            ], kind: .feature),
        Case(
            text: "韩予安,曲靖市审计局科员,2017年4月起在富源县中安街道挂任主任助理,因长期不在岗,自2018年9月10日起召回。",
            rows: ["韩予安|曲靖市审计局|富源县中安街道|主任助理|-|2017-04|2018-09-10|-"], kind: .notice),
    ]

    @Test(arguments: own)
    func theWritersPosting(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line) == example.rows)
    }

    @Test(arguments: others)
    func thePostingsOfOthers(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line) == example.rows)
    }

    @Test(arguments: [
        ("近年来,我县先后选派68名干部到江苏省南京市挂职锻炼。各单位要高度重视,选派优秀年轻干部到基层挂职。", ReportKind.mobilisationSpeech),
        ("挂职干部要珍惜机会,挂职单位要关心爱护,挂职锻炼基地要用好。", .essay),
        ("昨天,县委书记刘远山到临洮县调研,看望了在那里挂职的干部。", .feature),
        ("挂职期间,派出单位每年到接收单位考察两次。", .plan),
        ("村支书王守田陪我走遍了全村,村民杨再兴讲起第一书记的好处。", .reflection),
    ])
    func whoHostsVisitsOrTalksIsNotPosted(text: String, kind: ReportKind) throws {
        #expect(try Sample.enrich(text, kind: kind).secondments.map(PostingTests.line) == [])
    }

    @Test(arguments: [
        ("2018年11月,我由鞍山市千山区文化旅游局交流到大连市旅顺口区文化旅游局挂职,任副局长。", Direction.lateral),
        ("2020年3月,我从福建省山海档案馆下派到宁德市寿宁县下党乡,挂任乡党委副书记。", .down),
        ("2015年9月,我由咸丰县水利和湖泊局选派到水利部农村水利水电司挂职锻炼,任副处长。", .up),
    ])
    func directionFollowsFromTheLevels(text: String, direction: Direction) throws {
        let row = try #require(try Sample.enrich(text).secondments.first)
        #expect(row.direction == direction)
        #expect(row.basis["direction"] == .inferred)
    }

    @Test func whereTheWriterGoesBackToIsInferred() throws {
        let row = try #require(
            try Sample.enrich("2021年3月,我到苏州市吴江区挂职,参加挂职街道办的各项活动。在今后的工作中,我将为会宁县的发展出力。").secondments.first)
        #expect(row.sendingUnit == "会宁县")
        #expect(row.basis["sending_unit"] == .inferred)
    }

    @Test func aLengthThatFollowsFromTheDatesStandsApart() throws {
        let row = try #require(
            try Sample.enrich("2021年7月至2022年10月,我在毕节市威宁县草海镇挂职锻炼,任副镇长。").secondments.first)
        #expect(row.duration == nil)
        #expect(row.computed["duration"] == "P1Y3M")
        #expect(row.missing["duration"] == .notStated)
    }
}
