import Reports
import Testing

@testable import Enrichment

/// Invented texts that say the end, the beginning or the place of a posting elsewhere than in its own sentence.
@Suite struct PostingEndTests {
    typealias Case = PostingTests.Case

    private static func writer(_ name: String?, _ unit: String?) -> Author {
        Author(name: name, unit: unit, post: nil, span: nil)
    }

    static let ends: [Case] = [
        Case(
            text: "2018年3月,我到商洛市柞水县挂职,任副县长。2019年2月我回到南通过年,锅里炖着鱼。2020年3月,我回到南通。",
            rows: ["顾晓岚|江苏省南通市财政局|商洛市柞水县|副县长|-|2018-03|2020-03|-"],
            author: writer("顾晓岚", "江苏省南通市财政局")),
        Case(
            text: "2017年6月,我到喀什地区莎车县人民医院挂职,任副院长,聘期三年。2020年6月聘期一到,我就收拾了行李。",
            rows: ["-|-|喀什地区莎车县人民医院|副院长|-|2017-06|2020-06|P3Y"]),
        Case(
            text: "2016年4月,我到定西市陇西县挂职,任副县长。2018年4月我的任期就满了,乡亲们来送我。",
            rows: ["-|-|定西市陇西县|副县长|-|2016-04|2018-04|-"]),
        Case(
            text: "2021年3月,我到凉山州越西县挂职,任副县长,前后两年。【2022年12月6日 晴】离返杭还有三个月。",
            rows: ["-|-|凉山州越西县|副县长|-|2021-03|-|P2Y"]),
        Case(
            text: "我于2020年12月30日到丽水市景宁畲族自治县挂职,任副县长,现任期届满。",
            rows: ["-|-|丽水市景宁畲族自治县|副县长|-|2020-12-30|-|-"]),
        Case(
            text: "2003年2月,我三十岁。单位派我到安康市紫阳县,挂任副县长,说好一年。",
            rows: ["-|-|安康市紫阳县|副县长|-|2003-02|-|P1Y"]),
        Case(
            text: "2022年5月,我到江苏远舟精密机械有限公司挂职,任副总经理。公司在常熟市梅李镇,有员工三百人。",
            rows: ["-|-|江苏远舟精密机械有限公司|副总经理|-|2022-05|-|-"]),
        Case(
            text: "2015年9月,我由青岛海关缉私处科长任上交流到呼和浩特海关挂职,任办公室副主任。",
            rows: ["-|青岛海关缉私处|呼和浩特海关|办公室副主任|-|2015-09|-|-"]),
        Case(
            text: "按照浙川对口合作的安排,2021年6月,我到广元市青川县挂职,职务是副县长。",
            rows: ["-|-|广元市青川县|副县长|浙川对口合作|2021-06|-|-"]),
        Case(
            text: "2019年7月,我参加组团式援藏医疗队,到林芝市巴宜区人民医院挂职任副院长。",
            rows: ["-|-|林芝市巴宜区人民医院|副院长|援藏|2019-07|-|-"]),
    ]

    static let senders: [Case] = [
        Case(
            text: "2021年9月,学校派我到湘西土家族苗族自治州凤凰县高级中学支教,担任教研室副主任。2022年7月16日,我带着一箱信踏上归途。",
            rows: ["卫知夏|湖南省益阳市银城中学|湘西土家族苗族自治州凤凰县高级中学|教研室副主任|-|2021-09|2022-07-16|-"],
            author: writer("卫知夏", "湖南省益阳市银城中学")),
        Case(
            text: "受分行党委指派,2018年5月,我到甘洛县挂职,任县委常委、副县长。",
            rows: ["-|中国农商贸易银行四川省分行|甘洛县|县委常委、副县长|-|2018-05|-|-"],
            author: writer(nil, "中国农商贸易银行四川省分行")),
        Case(
            text: "2019年3月,我离开工作了八年的安徽省审计厅企业审计处,到霍邱县审计局挂职,任副局长。",
            rows: ["-|安徽省审计厅企业审计处|霍邱县审计局|副局长|-|2019-03|-|-"]),
        Case(
            text: "2021年10月13日,我来到重庆市石柱土家族自治县,挂职县市场监督管理局副局长。2023年10月,两年期满,我又申请延期一年。",
            rows: ["-|-|县市场监督管理局|副局长|-|2021-10-13|2023-10|P2Y"]),
        Case(
            text:
                "公示期为2023年3月1日至3月7日,挂职时间自2023年4月至2024年4月:\n区文旅局副科长陈小满同志,挂任扬州市邗江区公道镇副镇长;\n江苏华赣理工大学讲师许知远,挂任扬州市邗江区方巷镇副镇长。",
            rows: [
                "陈小满|区文旅局|扬州市邗江区公道镇|副镇长|-|2023-04|2024-04|-",
                "许知远|江苏华赣理工大学|扬州市邗江区方巷镇|副镇长|-|2023-04|2024-04|-",
            ], kind: .notice),
    ]

    static let names: [Case] = [
        Case(
            text: "武宁来自天津渤海港务集团,2021年3月挂任岚县交通运输局副局长,任期两年。2023年3月,他的任期就满了。",
            rows: ["武宁|天津渤海港务集团|岚县交通运输局|副局长|-|2021-03|2023-03|P2Y"], kind: .feature),
        Case(
            text: "2020年8月,组织上派我到同德县水务局挂职,任副局长,要待两年。明年八月,我就回去了。",
            rows: ["-|-|同德县水务局|副局长|-|2020-08|2021-08|P2Y"]),
        Case(
            text: "嗓门最大的是安静,福建省闽海渔业研究院工程师,2019年3月挂任霞浦县海洋与渔业局副局长,时间一年。",
            rows: ["安静|福建省闽海渔业研究院|霞浦县海洋与渔业局|副局长|-|2019-03|-|P1Y"], kind: .feature),
        Case(
            text: "经研究决定,选派2名同志挂职锻炼,挂职时间自2018年4月2日起:\n常青(湖南省水利厅建设处主任科员),挂任桃江县水利局副局长;\n成功(女,长沙高新发展有限公司工程师),挂任安化县科技局副局长。",
            rows: [
                "常青|湖南省水利厅建设处|桃江县水利局|副局长|-|2018-04-02|-|-",
                "成功|长沙高新发展有限公司|安化县科技局|副局长|-|2018-04-02|-|-",
            ], kind: .notice),
    ]

    @Test(arguments: ends + senders)
    func whatOtherSentencesAdd(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line) == example.rows)
    }

    @Test(arguments: names)
    func namesThatReadAsWords(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line) == example.rows)
    }

    @Test func theSentenceBehindSaysWhereACompanyLies() throws {
        let report = try Sample.enrich("2022年5月,我到江苏远舟精密机械有限公司挂职,任副总经理。公司在常熟市梅李镇,有员工三百人。")
        let row = try #require(report.secondments.first)
        #expect(row.hostPlace?.code.hasPrefix("320581") == true)
        #expect(row.basis["host_place"] == .inferred)
    }
}
