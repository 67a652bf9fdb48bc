import Reports
import Testing

@testable import Enrichment

@Suite struct MentionDetailTests {
    @Test(arguments: [
        ("园里修了大棚,转移职工164人。", "164人", "职工"),
        ("会上提出整改建议21条。", "21条", "整改建议"),
        ("我敲开了17家企业的门。", "17家企业", "企业"),
        ("他带着六名同志扛着仪器上山。", "六名同志", "同志"),
        ("当年招商11次。", "11次", "次"),
        ("为期一年半。", "一年半", "month"),
        ("集团派8名技师轮流来教。", "8名技师", "技师"),
        ("夜里抢救孕产妇30名。", "30名", "孕产妇"),
        ("家里两头跑,圈里有两头毛驴。", "两头毛驴", "毛驴"),
        ("走遍了23个村里的地块。", "23个村", "村"),
    ])
    func countsKeepTheNounThatIsCounted(text: String, surface: String, unit: String) throws {
        let quantity = try #require(try Sample.enrich(text).mentions.quantities.first)
        #expect(quantity.surface == surface)
        #expect(quantity.unit == unit)
    }

    @Test func aCountWithoutItsNounTakesTheSentencesLast() throws {
        let quantities = try Sample.enrich("引进企业31家,落地5家。").mentions.quantities
        #expect(quantities.map(\.unit) == ["企业", "企业"])
    }

    @Test(arguments: [
        ("村支书王建国说:“路修通了,我们也有盼头了。”", "王建国"),
        ("“路修通了,我们也有盼头了。”王建国笑着说。", "王建国"),
        ("我对王建国说:“路修通了,我们也有盼头了。”", nil),
        ("墙上写着“绿水青山就是金山银山”。", nil),
    ])
    func aQuotationHasTheSpeakerItsSentenceNames(text: String, speaker: String?) throws {
        let quotation = try #require(try Sample.enrich(text).mentions.quotations.first)
        #expect(quotation.speaker == speaker)
    }

    @Test func aShortFormIsTiedToTheFullFormOfItsReport() throws {
        let text = "我在天津市宁河区农业农村委员会工作。宁河区农业农村委员会的同事来看我,华岳银行股份有限公司捐了书,华岳银行承德分行也捐了。"
        let names = try Sample.enrich(text).mentions.organisations.map(\.name)
        #expect(names == ["天津市宁河区农业农村委员会", "天津市宁河区农业农村委员会", "华岳银行股份有限公司", "华岳银行承德分行"])
    }

    @Test(arguments: [
        ("借款人叫边境,种百合。", ["边境"]),
        ("我和石勇、吕小鱼等5名协作干部去送菜。", ["石勇", "吕小鱼"]),
        ("厂长苗在田把账本摊在地上。", ["苗在田"]),
        ("镇里的好干部邢路遥同志要走了。", ["邢路遥"]),
        ("村民高兴地说,干部廉政要抓好,老人常说要惜福。", []),
        ("嘎查达宝音德力格尔上下打量我。", ["宝音德力格尔"]),
    ])
    func namesAreToldByWhatTheyStandIn(text: String, names: [String]) throws {
        #expect(try Sample.enrich(text).mentions.people.map(\.name) == names)
    }
}
