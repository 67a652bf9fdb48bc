import Reports
import Testing

@testable import Enrichment

/// Sentences invented for the rules of counts, dates, entries and parts of units.
@Suite struct MentionTableTests {
    @Test(arguments: [
        ("书架上放着“三农”读本,我们逐页抄了120页教案。", "120页教案", "教案"),
        ("河道上的水闸坏了三扇,等着换。", "三扇", "水闸"),
        ("评议会上,反对0票。", "0票", "票"),
        ("村口种下六棵柳树,荫凉了一条街。", "六棵柳树", "柳树"),
        ("乡卫生院添置了两台低温冰柜。", "两台低温冰柜", "低温冰柜"),
        ("驻村工作组每周开一次碰头会。", "一次", "次"),
        ("她一共办理案件93件。", "93件", "案件"),
        ("大家参与化解纠纷57起。", "57起", "纠纷"),
        ("煤只剩半吨,要撑到开春。", "半吨", "kg"),
        ("苹果每袋卖八块,果农高兴。", "八块", "CNY"),
        ("夜里零下二十度,水管冻住了。", "二十度", "度"),
        ("全校师生捐来50名高中生的学费。", "50名高中生", "高中生"),
        ("车间里装好了七部对讲机。", "七部对讲机", "对讲机"),
        ("期满考核,我给自己打七十分。", "七十分", "分"),
        ("他守了三个晚上,雨才停。", "三个晚上", "晚上"),
        ("我讲了五讲,听的人越来越多。", "五讲", "讲"),
        ("山路要走两个半小时。", "两个半小时", "hour"),
        ("这篇稿子只有600来字。", "600来字", "字"),
        ("晒谷场上站了三百来人。", "三百来人", "人"),
        ("他家有四亩三分水田。", "四亩三分", "m2"),
        ("花生每斤两元四角。", "两元四角", "CNY"),
        ("他守着大坝一百七十多个日夜。", "一百七十多个日夜", "日夜"),
        ("全村206户都搬了家。", "206户", "户"),
        ("年内改造危房41户。", "41户", "户"),
        ("其中33户是脱贫户,干劲最足。", "33户", "脱贫户"),
        ("圈里有黄牛260头。", "260头", "黄牛"),
        ("请来6名师傅,从早干到晚。", "6名师傅", "师傅"),
        ("她走坏布鞋4双。", "4双", "布鞋"),
    ])
    func aCountIsFoundWithItsUnit(text: String, surface: String, unit: String) throws {
        let quantities = try Sample.enrich(text).mentions.quantities
        #expect(quantities.map(\.surface) == [surface])
        #expect(quantities.map(\.unit) == [unit])
    }

    @Test(arguments: [
        "“三支一扶”队员到了。", "他招了半天手。我等了半天。", "关键是“落实”两个字。", "最后一天我没有睡。", "屋后种着八角和花椒。",
        "会后我们做了三件事:一早出工,按时记账,当面说清。", "谈谈三个“没料到”。",
    ])
    func whatOnlyLooksLikeACountIsNone(text: String) throws {
        #expect(try Sample.enrich(text).mentions.quantities.isEmpty)
    }

    @Test(arguments: [
        ("大事记\n2015年\n3月,修路。\n2016年\n8月,通车,至次年5月验收。", ["2015", "2015-03", "2016", "2016-08", "2017-05"]),
        ("家书\n今年3月我到了县里。\n上个月底下了雪。\n2022年5月6日夜于招待所", ["2022-03", "2022-04", "2022-05-06"]),
        ("村务公开栏(2024年2月)\n第一书记今年1月来。", ["2024-02", "2024-01"]),
        ("茶山纪事\n去年收成好。\n他3月来,下个月走,后年再来。\n(2021年5月4日)", ["2020", "2021-03", "2021-06", "2023", "2021-05-04"]),
        ("修路\n2016年10月开工,预计8月通车。\n2017年3月2日\n[留言]盼着", ["2016-10", "2017-08", "2017-03-02"]),
        ("小结\n现将2019年4月至今的情况报告如下。\n2020年9月1日", ["2019-04/2020-09", "2020-09-01"]),
        ("手记\n他念道:“春城三月花如海,江岸千家柳似烟。”去年腊月的雪还没化。\n2022年2月3日", ["2022-02-03"]),
    ])
    func aBareDateTakesTheYearItsPageGives(text: String, values: [String]) throws {
        #expect(try Sample.enrich(text).mentions.dates.map(\.value) == values)
    }

    @Test(arguments: [
        ("先进名单\n★洪涛,原岗位:衢州市水利局科员。\n★白云,原岗位:衢州市供销社干部。", ["洪涛", "白云"]),
        ("任免通知\n郑重同志为东乡县人民医院副院长;\n向阳同志任达板镇副镇长。", ["郑重", "向阳"]),
        ("台账\n甲、丁香,茶陵县文化馆馆员。\n乙、沈默,株洲市图书馆副馆长。", ["丁香", "沈默"]),
        ("家信\n此致\n敬礼\n各位同志为先。", []),
        ("半年汇报\n我局又有丁香同志(县林业局干部)赴外地学习。", ["丁香"]),
        ("讲给乡亲听\n我是石榴花,来自徐州市泉山区图书馆。", ["石榴花"]),
        ("深山问诊\n本报驻川记者  安朝阳  通讯员  毛峰\n雾散了。", ["安朝阳", "毛峰"]),
        ("通讯\n禚清和原在县林业局工作。后来禚清和说,路通了。", ["禚清和", "禚清和"]),
    ])
    func anEntryOrAnAppointmentMakesAWordAName(text: String, people: [String]) throws {
        #expect(try Sample.enrich(text).mentions.people.map(\.surface) == people)
    }

    @Test(arguments: [
        ("他在国家能源局电力监管司任副处长。", "国家能源局电力监管司"),
        ("后来到上饶银行信州支行跟岗。", "上饶银行信州支行"),
        ("老师来自冀北工业大学。", "冀北工业大学"),
    ])
    func aPartIsNamedWithItsUnit(text: String, organisation: String) throws {
        #expect(try Sample.enrich(text).mentions.organisations.map(\.surface) == [organisation])
    }
}
