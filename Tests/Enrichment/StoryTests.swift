import Reports
import Testing

@testable import Enrichment

/// Invented stretches of features, notices and lists that tell of postings over several clauses, each with its rows.
@Suite struct StoryTests {
    typealias Case = PostingTests.Case

    static let told: [Case] = [
        Case(
            text: "援疆干部人才风采录\n孟若川是石家庄市长安区人民法院的法官,2020年3月被派到且末县人民法院,担任副院长,为期三年。",
            rows: ["孟若川|石家庄市长安区人民法院|且末县人民法院|副院长|援疆|2020-03|-|P3Y"], kind: .feature),
        Case(
            text: "东西部协作简讯\n杭州市拱墅区财政局王一舟同志受组织委派,2021年6月赴恩施州鹤峰县挂职,任县财政局副局长,时间三年。",
            rows: ["王一舟|杭州市拱墅区财政局|县财政局|副局长|东西部协作|2021-06|-|P3Y"], kind: .feature),
        Case(
            text: "挂职干部去向一览\n姓名:彭小山  原单位:湘西州水利局  挂职单位:怀化市水利局  职务:副局长  时间:2019年6月至2021年6月",
            rows: ["彭小山|湘西州水利局|怀化市水利局|副局长|-|2019-06|2021-06|-"], kind: .notice),
        Case(
            text: "选派干部名册\n姓名|派出单位|挂职单位及职务|到岗|离岗\n彭 山|湘西州水利局|怀化市水利局副局长|2019/6/1|2021/6/1",
            rows: ["彭山|湘西州水利局|怀化市水利局|副局长|-|2019-06-01|2021-06-01|-"], kind: .notice),
        Case(
            text: "苏陕协作挂职干部\n李修远|昆山市财政局→西乡县财政局副局长\n2022年10月8日到岗,合约两年。",
            rows: ["李修远|昆山市财政局|西乡县财政局|副局长|苏陕协作|2022-10-08|-|P2Y"], kind: .feature),
        Case(
            text: "挂职干部的故事\n李修远是昆山市财政局的,2022年10月被西乡县财政局借去充任副局长,说好干满两年。",
            rows: ["李修远|昆山市财政局|西乡县财政局|副局长|-|2022-10|-|P2Y"], kind: .feature),
        Case(
            text: "援疆干部风采\n从河北经贸大学来的副教授庄晓蝶,如今在且末县职业技术学校当教务科科长,合同签到2023年7月。",
            rows: ["庄晓蝶|河北经贸大学|且末县职业技术学校|教务科科长|援疆|-|2023-07|-"], kind: .feature),
        Case(
            text: "选派干部纪实\n市税务局的老科长宋怀瑾主动报名驻村。2021年3月12日,他到了桐柏县黄岗镇,在双河村当第一书记,要干满三年。",
            rows: ["宋怀瑾|市税务局|桐柏县黄岗镇|第一书记|第一书记|2021-03-12|-|P3Y"], kind: .feature),
        Case(
            text:
                "关于选派挂职干部的通知\n挂职时间均为两年,自2022年5月起计算。\n1.汤一谷,市财政局预算科科长,到临泉县财政局挂职,任副局长;\n2.葛晓曼,阜阳师范大学副教授,到颍上县教育局挂职,任局长助理;",
            rows: [
                "汤一谷|市财政局预算科|临泉县财政局|副局长|-|2022-05|-|P2Y", "葛晓曼|阜阳师范大学|颍上县教育局|局长助理|-|2022-05|-|P2Y",
            ], kind: .notice),
        Case(
            text:
                "关于选派干部挂职的通知\n决定选派范仲安等2名同志到攸县挂职,挂职时间为2018年4月至2020年3月。\n1.范仲安(株洲市水利局科员),挂任攸县水利局副局长;\n2.谢春山(株洲市林业局科员),挂任攸县林业局副局长。",
            rows: [
                "范仲安|株洲市水利局|攸县水利局|副局长|-|2018-04|2020-03|-", "谢春山|株洲市林业局|攸县林业局|副局长|-|2018-04|2020-03|-",
            ], kind: .notice),
        Case(
            text:
                "关于互派干部到岗的通报\n本轮互派自2020年5月开始,2021年4月结束。\n姓名|派出单位|接收单位|挂任职务\n范仲安|株洲市水利局|攸县水利局|副局长\n谢春山|攸县林业局|株洲市林业局|办公室副主任",
            rows: [
                "范仲安|株洲市水利局|攸县水利局|副局长|-|2020-05|2021-04|-",
                "谢春山|攸县林业局|株洲市林业局|办公室副主任|-|2020-05|2021-04|-",
            ], kind: .notice),
        Case(
            text: "感谢信\n安徽省地质调查院:\n贵院范仲安同志自2017年6月起担任我们金寨县花石乡大湾村第一书记,任期两年。他办的事我们记得。",
            rows: ["范仲安|安徽省地质调查院|金寨县花石乡大湾村|第一书记|第一书记|2017-06|-|P2Y"], kind: .other),
    ]

    @Test(arguments: told)
    func postingsToldOverSeveralClauses(_ example: Case) throws {
        let report = try Sample.enrich(example.text, kind: example.kind, author: example.author)
        #expect(report.secondments.map(PostingTests.line).sorted() == example.rows.sorted())
    }

    @Test(arguments: [
        "援疆干部座谈会\n县委书记刘远山说,援疆干部帮了大忙。县教育局局长王守田到会讲话,看望了在且末县挂职的干部。",
        "驻村工作会议\n市委副书记周明远到丰宁满族自治县调研驻村工作,县长陈平陪同。",
        "挂职工作的几点做法\n区里每年选派十名干部到江苏省南京市挂职,时间一年,期满考核。",
    ])
    func whoHostsVisitsOrTalksHasNoStory(_ text: String) throws {
        #expect(try Sample.enrich(text, kind: .feature).secondments.map(PostingTests.line) == [])
    }
}
