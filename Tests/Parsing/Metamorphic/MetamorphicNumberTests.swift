import Reports
import Testing

@testable import Parsing

/// Other numbers before the parts of a compilation: the same parts.
struct MetamorphicNumberTests {
    struct Numbering: CustomTestStringConvertible, Sendable {
        var name: String
        /// The mark of a part, given its number.
        var mark: @Sendable (Int) -> String
        /// The number of the part at this place, from 0.
        var number: @Sendable (Int) -> Int = { $0 + 1 }
        var testDescription: String { name }
    }

    private static let chinese = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]

    private static let numberings = [
        Numbering(name: "篇一:") { "篇\(chinese[$0]):" },
        Numbering(name: "篇1:") { "篇\($0):" },
        Numbering(name: "【篇1】") { "【篇\($0)】" },
        Numbering(name: "第一篇:") { "第\(chinese[$0])篇:" },
        Numbering(name: "第1篇") { "第\($0)篇 " },
        Numbering(name: "范文一:") { "范文\(chinese[$0]):" },
        Numbering(name: "范文1 ") { "范文\($0) " },
        Numbering(name: "篇2 first", mark: { "篇\($0):" }, number: { $0 + 2 }),
        Numbering(name: "the second number missing", mark: { "第\(chinese[$0])篇:" }, number: { $0 == 0 ? 1 : $0 + 2 }),
    ]

    private static let compilations = Metamorphic.originals.filter { page in
        page.reports.count > 1
            && page.reports.allSatisfy { $0.sightings.allSatisfy { $0.removed.contains { $0.reason == .partLabel } } }
    }

    @Test(arguments: compilations.map(\.name), numberings)
    func renumbered(name: String, numbering: Numbering) throws {
        guard !Left.out.contains("\(numbering.name): \(name)") else { return }
        let page = try Metamorphic.original(name)
        let marks = try page.reports.map { report in
            Scalars.array(
                try #require(report.sightings.first?.removed.first { $0.reason == .partLabel }).text)
        }
        let ownLines = Set(page.lines.map { Metamorphic.stripped($0) })
        // A table of contents has the marks too.
        let lines = page.lines.map { line in
            let text = Metamorphic.stripped(line)
            let found = marks.firstIndex { ownLines.contains($0) ? text == $0 : text.starts(with: $0) }
            guard let part = found else { return line }
            let mark = Metamorphic.line(numbering.mark(numbering.number(part)), like: page)
            return mark + text.dropFirst(marks[part].count).drop { Scalars.isBlank($0) }
        }
        Metamorphic.expectSame(page, "numbered \(numbering.name)", Metamorphic.joined(lines), .labels)
    }

    /// The clean text of a report, as a page of its own and as the middle one of three.
    @Test(arguments: Metamorphic.names)
    func aloneAndInACompilation(name: String) throws {
        let others = [
            "窗外的雨\n到村里的第一天下着小雨,老支书撑着伞在村口等我。他没有多说话,只是把我领到水渠边,指着渠底的淤泥,讲了三年前的那场旱情。从那天起我就知道自己该做什么,也知道这一年会很短。",
            "堤上的灯\n汛期来临的时候,全镇干部分成六个小组上堤值守。夜里两点,手电的光在水面上一晃一晃,谁也没有说话。天亮以后水位退了下去,大家才在堤上坐下来吃早饭,一边吃一边讲夜里的事。",
        ].map { $0 + "\n回头看这段经历,收获最大的不是做了多少事,而是学会了怎样看待事情,怎样听人把话说完。" }
        let page = try Metamorphic.original(name)
        // What is shorter may be as good as a heading.
        for (number, report) in page.reports.enumerated() where report.text.count >= 120 {
            guard !Left.out.contains("alone: \(name) \(number + 1)") else { continue }
            let place = "\(name), report \(number + 1)"
            let alone = try Metamorphic.reports(Scalars.array(report.text))
            let compiled = Scalars.array("篇一:\(others[0])\n\n篇二:\n\(report.text)\n\n篇三:\(others[1])\n")
            let found = try Metamorphic.reports(compiled)
            guard alone.count == 1, found.count == 3 else {
                Issue.record("\(place): \(alone.count) reports alone, \(found.count) in a compilation of three")
                continue
            }
            if let difference = Metamorphic.difference(alone, [found[1]], .labels) {
                Issue.record("\(place) in a compilation: \(difference)")
            }
            // The page's own words may tell a kind and an author, which the text alone does not.
            guard report.author?.span != nil || report.author == nil, report.text.count > 200 else { continue }
            #expect(alone[0].id == report.id, "\(place) alone on a page")
            #expect(alone[0].text == report.text, "\(place) alone on a page")
        }
    }
}
