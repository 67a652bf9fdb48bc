import Reports
import Testing

@testable import Enrichment

/// Reports made for tests.
enum Sample {
    static func parsed(
        _ text: String, kind: ReportKind = .reflection, author: Author? = nil, publishedAt: String? = nil
    ) -> ParsedReport {
        let document = DocumentDigest(
            sha256: String(repeating: "0", count: 64), bytes: text.utf8.count, mediaType: "text/plain",
            encoding: "UTF-8", encodingFrom: .strictUTF8, unreadableBytes: 0)
        let sighting = Sighting(
            title: nil, location: "test/page.txt", publishedAt: publishedAt, document: document,
            extent: Span(0, text.unicodeScalars.count))
        let report = Report(
            id: "r1:00000000000000000000000000000000", title: nil, kind: kind, author: author, sightings: [sighting],
            text: text, pipeline: Pipeline(generation: 1, parser: "test"))
        return ParsedReport(report: report, context: PageContext())
    }

    static func enrich(
        _ text: String, kind: ReportKind = .reflection, author: Author? = nil, publishedAt: String? = nil
    ) throws -> Report {
        let enricher = Enricher(lexicons: try Fixture.lexicons.get())
        return enricher.enrich(parsed(text, kind: kind, author: author, publishedAt: publishedAt))
    }
}

@Suite struct DateTests {
    @Test(arguments: [
        ("2018年9月25日,我到了园区。", ["2018-09-25"]),
        ("二〇一六年四月十八日", ["2016-04-18"]),
        ("2011年底至2013年初,两批干部先后到岗。", ["2011-12/2013-01"]),
        ("2016年4月18日至4月22日公示。", ["2016-04-18/2016-04-22"]),
        ("2023年3月8日至11日外出。", ["2023-03-08/2023-03-11"]),
        ("规划(2019-2020年)", ["2019/2020"]),
        ("任期2016.06—2016.12。", ["2016-06/2016-12"]),
        ("2021年6月上任,8月20日通水。", ["2021-06", "2021-08-20"]),
        ("20XX年3月到岗,x月1日至14日考核。", []),
        ("第十一批干部,三个月后回来。", []),
        ("2016 年 5 月报到,09年3月入党。", ["2016-05", "2009-03"]),
        ("一条山路\n2021年4月9日\n上个月她到了镇里。", ["2021-04-09", "2021-03"]),
        ("(2016.5-2018.5),版本2.5。", ["2016-05/2018-05"]),
        ("2012年元月到任,元月5日开会。", ["2012-01", "2012-01-05"]),
        ("2014年6月到任,当月18日开会,同月底下乡,当年年底总结,次年5月回来。", ["2014-06", "2014-06-18", "2014-06", "2014-12", "2015-05"]),
        ("来去\n二〇〇三年三月出发。\n九月二日 晴\n挖渠。\n一月五日 雪\n回去。", ["2003-03", "2003-09-02", "2004-01-05"]),
        ("某队2021年度工作总结\n自2021年4月至2022年3月驻村。\n6月9日通水。", ["2021", "2021-04/2022-03", "2021-06-09"]),
        ("2014年的三月三、六月六都赛歌,大前年没有。", ["2014"]),
    ])
    func datesAreReadByTheirGrammar(text: String, values: [String]) throws {
        #expect(try Sample.enrich(text).mentions.dates.map(\.value) == values)
    }

    @Test func relativeYearsTakeThePagesYear() throws {
        let report = try Sample.enrich("今年5月开工,去年10月定下,明年完工。", publishedAt: "2023-06-01")
        #expect(report.mentions.dates.map(\.value) == ["2023-05", "2022-10", "2024"])
        #expect(report.mentions.dates.allSatisfy { $0.basis == .resolved })
    }

    @Test func aYearNothingResolvesStaysUnknown() throws {
        #expect(try Sample.enrich("今年5月,我到镇里挂职。").mentions.dates.map(\.value) == ["XXXX-05"])
    }
}

@Suite struct QuantityTests {
    @Test(arguments: [
        ("投资55亿元建厂。", "5500000000", "CNY", "55亿元"),
        ("两万一千元的补贴。", "21000", "CNY", "两万一千元"),
        ("面积16平方公里。", "16000000", "m2", "16平方公里"),
        ("流转600亩。", "400000", "m2", "600亩"),
        ("瘦了八斤。", "4", "kg", "八斤"),
        ("挂职四个月,收获很大。", "4", "month", "四个月"),
        ("走访企业12家。", "12", "企业", "12家"),
        ("走遍了12个县。", "12", "县", "12个县"),
        ("争取资金1,850万元。", "18500000", "CNY", "1,850万元"),
        ("比例达到98.2%。", "98.2", "%", "98.2%"),
    ])
    func valuesAreExactAndInTheRecordsUnit(text: String, value: String, unit: String, surface: String) throws {
        let quantity = try #require(try Sample.enrich(text).mentions.quantities.first)
        #expect(quantity.value == DecimalValue(value))
        #expect(quantity.unit == unit)
        #expect(quantity.surface == surface)
    }

    @Test(arguments: ["第三批人员", "十年树木,百年树人", "一是学习,二是调研", "千方百计求发展", "一次难忘的经历"])
    func ordinalsIdiomsAndEnumerationsAreNone(text: String) throws {
        #expect(try Sample.enrich(text).mentions.quantities.map(\.surface) == [])
    }
}

@Suite struct PlaceTests {
    @Test(arguments: [
        ("江苏省泰州市姜堰区", ["320000", "321200", "321204"]),
        ("我在福建莆田工作。", ["350000", "350300"]),
        ("从上海到昭苏。", ["310000", "654026"]),
        ("南京市鼓楼区的同事", ["320100", "320106"]),
        ("盘县的干部", ["520222"]),
    ])
    func placesGetTheirCodes(text: String, codes: [String]) throws {
        #expect(try Sample.enrich(text).mentions.places.map(\.code) == codes)
    }

    @Test(arguments: ["要加强交流合作,解放思想。", "江山就是人民", "他毕业于浙江大学。", "拆迁安置是难题。", "平安建设人人有责"])
    func ordinaryWordsAreNoPlaces(text: String) throws {
        #expect(try Sample.enrich(text).mentions.places.map(\.surface) == [])
    }

    @Test func whatThePageDoesNotDecideHasCandidates() throws {
        let place = try #require(try Sample.enrich("我来到鼓楼区。").mentions.places.first)
        #expect(place.code == nil)
        #expect(place.candidates.count > 1)
    }

    @Test func anAbolishedDivisionNamesItsSuccessor() throws {
        let place = try #require(try Sample.enrich("原盘县的老干部").mentions.places.first)
        #expect(place.status == .abolished)
        #expect(place.successors == ["520281"])
    }
}

@Suite struct SecondmentTests {
    @Test func theWritersOwnPostingComesFromItsSentence() throws {
        let author = Author(name: "林向阳", unit: "柳州市水利局", post: "科员", span: nil)
        let report = try Sample.enrich(
            "2017年3月,我从柳州市水利局来到融水苗族自治县杆洞乡,挂任乡长助理,为期一年。", author: author)
        let row = try #require(report.secondments.first)
        #expect(report.secondments.count == 1)
        #expect(row.person == "林向阳")
        #expect(row.sendingUnit == "柳州市水利局")
        #expect(row.hostUnit == "融水苗族自治县杆洞乡")
        #expect(row.hostPlace?.code == "450225209")
        #expect(row.post == "乡长助理")
        #expect(row.start == "2017-03")
        #expect(row.duration == "P1Y")
        #expect(row.direction == .down)
        #expect(row.basis["person"] == .resolved)
        #expect(row.missing["finish"] == .notStated)
        #expect(!row.evidence.isEmpty)
    }

    @Test func masksAreSaidAndNotFilledIn() throws {
        let row = try #require(
            try Sample.enrich("20XX年3月,我到XX县**镇挂职锻炼,任镇党委副书记。", kind: .workSummary).secondments.first)
        #expect(row.hostUnit == nil)
        #expect(row.missing["host_unit"] == .masked)
        #expect(row.missing["start"] == .masked)
        #expect(row.post == "镇党委副书记")
    }
}
