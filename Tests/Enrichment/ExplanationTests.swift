import Reports
import Testing

@testable import Enrichment

@Suite struct ExplanationTests {
    private static let text = """
        2019年9月,我从常州市武进区水利局来到陕西省安康市紫阳县挂职,任县水利局副局长,为期两年。
        城关镇的张大爷说:“水通了,日子就有了盼头。”
        我和同事王建国走访了42个村,XX乡的路修了3.5公里。
        """

    private func facts() throws -> (report: Report, facts: [FactExplanation]) {
        let parsed = Sample.parsed(Self.text, author: Author(name: "林仲谦", unit: nil, post: nil, span: nil))
        let enricher = Enricher(lexicons: try Fixture.lexicons.get())
        return (enricher.enrich(parsed), enricher.explain(parsed))
    }

    @Test func everyFactHasItsReason() throws {
        let (report, facts) = try facts()
        let mentions = report.mentions
        let count =
            mentions.places.count + mentions.people.count + mentions.organisations.count + mentions.dates.count
            + mentions.quantities.count + mentions.quotations.count + mentions.placeholders.count
            + mentions.damage.count
        #expect(facts.count == count + 12 * report.secondments.count + report.themes.count + report.findings.count)
        #expect(facts.allSatisfy { !$0.why.isEmpty })
    }

    @Test(arguments: [
        ("place 紫阳县 → 610924 陕西省安康市紫阳县", "a full name"), ("person 王建国", "“王” is a surname"),
        ("quantity 42个村 → 42 村", "a count of “村”"), ("placeholder XX乡", "mask"),
        ("date 2019年9月 → 2019-09", "as it stands; to the month"), ("secondment duration: P2Y", "stated"),
        ("secondment finish: null", "not_stated"),
    ])
    func theReasonIsTheRule(fact: String, why: String) throws {
        let found = try #require(try facts().facts.first { $0.fact == fact })
        #expect(found.why.contains(why))
    }

    @Test func aPostingShowsItsSentences() throws {
        let found = try #require(try facts().facts.first { $0.fact.hasPrefix("secondment start:") })
        #expect(found.evidence.contains { $0.contains("2019年9月,我从常州市武进区水利局来到") })
    }
}
