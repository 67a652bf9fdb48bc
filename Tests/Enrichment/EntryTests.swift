import Reports
import Testing

@testable import Enrichment

/// Invented lists, tables and diaries: what the shape of a line tells.
@Suite struct EntryTests {
    @Test func namesOfEntriesAreNamesWhateverWordTheyAre() throws {
        let report = try Sample.enrich(
            "名单如下：\n1.高原，男，汉族，某局职员。\n2.常青藤，女，汉族，某院医师。\n石榴红(岚县统计局科员)挂任岚县教育局副局长；\n成员(岚县统计局科员)不计。")
        let names = report.mentions.people.map(\.name)
        #expect(names.contains("高原"))
        #expect(names.contains("常青藤"))
        #expect(names.contains("石榴红"))
        #expect(!names.contains("成员"))
    }

    @Test func theColumnOfNamesHoldsNames() throws {
        let report = try Sample.enrich(
            "序号\t姓名\t单位及职务\n1\t春  晓\t岚县统计局科员\n2\t温暖\t岚县教育局科员\n3\t令狐安然\t岚县财政局科员")
        #expect(report.mentions.people.map(\.name) == ["春晓", "温暖", "令狐安然"])
    }

    @Test func aDiarysLaterLinesTakeTheYearOfTheFirst() throws {
        let report = try Sample.enrich("2021.4.12 晴 到镇里报到。\n5.3 雨 他说明年3月还来。\n6.18 晴 收麦。")
        #expect(report.mentions.dates.map(\.value) == ["2021-04-12", "2021-05-03", "2022-03", "2021-06-18"])
    }

    @Test func yearsOfBirthAreNoYearOfTheText() throws {
        let report = try Sample.enrich("公示如下：\n1.高原，男，1991年12月生。\n请于3月9日前报到。\n某局\n2022年2月8日")
        #expect(report.mentions.dates.map(\.value) == ["1991-12", "2022-03-09", "2022-02-08"])
    }
}
