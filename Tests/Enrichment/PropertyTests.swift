import Reports
import Testing

@testable import Enrichment

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite struct PropertyTests {
    private static let pieces = [
        "我", "于", "2018年", "9月", "25日", "XX", "**", "镇", "某某", "县", "挂任", "挂职", "到", "江苏省", "泰州", "姜堰区", "“", "”", "「",
        "」", "(", ")", "、", "。", "\n",
        "\t", " ", "\u{3000}", "副市长", "主任", "十", "二", "两", "多", "万", "亿", "元", "半年", "1,2", "3.5", "·", "买买提", "教育局",
        "王小明", "说", ":", ";", "至", "-", "—",
        "今年", "同年", "\u{200B}", "\u{FFFD}", "\u{1F600}", "𠮷", "A", "b", "9", ".", "的", "和", "——摘自", "20XX年", "百分之",
        "三十", "零", "个月", "\r\n", "第", "批", "团", "委",
    ]

    private static func text(seed: UInt64) -> String {
        var generator = SeededGenerator(state: seed)
        var text = ""
        for _ in 0..<Int.random(in: 0...160, using: &generator) {
            text += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
        }
        return text
    }

    @Test(arguments: 0..<120)
    func everySurfaceIsItsSliceAndSpansAreInOrder(seed: Int) throws {
        let kinds = ReportKind.allCases
        let text = PropertyTests.text(seed: UInt64(seed))
        let report = try Sample.enrich(text, kind: kinds[seed % kinds.count])
        let scalars = Array(text.unicodeScalars)
        func check(_ spans: [(Span, String)]) {
            for (span, surface) in spans {
                guard span.start >= 0, span.start < span.end, span.end <= scalars.count else {
                    Issue.record("seed \(seed): span \(span) outside the text")
                    continue
                }
                #expect(String(String.UnicodeScalarView(scalars[span.start..<span.end])) == surface, "seed \(seed)")
            }
            #expect(spans.map(\.0) == spans.map(\.0).sorted(), "seed \(seed)")
        }
        let mentions = report.mentions
        check(mentions.places.map { ($0.span, $0.surface) })
        check(mentions.people.map { ($0.span, $0.surface) })
        check(mentions.organisations.map { ($0.span, $0.surface) })
        check(mentions.dates.map { ($0.span, $0.surface) })
        check(mentions.quantities.map { ($0.span, $0.surface) })
        check(mentions.quotations.map { ($0.span, $0.surface) })
        check(mentions.placeholders.map { ($0.span, $0.surface) })
        check(mentions.damage.map { ($0.span, $0.surface) })
        for finding in report.findings {
            #expect(!finding.evidence.isEmpty, "seed \(seed): no claim without evidence")
            for evidence in finding.evidence where evidence.place == .text {
                let span = evidence.span
                #expect(span.start >= 0 && span.start < span.end && span.end <= scalars.count, "seed \(seed)")
            }
        }
        for row in report.secondments {
            #expect(!row.evidence.isEmpty, "seed \(seed): no fact without evidence")
            for evidence in row.evidence {
                #expect(evidence.span.start >= 0 && evidence.span.end <= scalars.count, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<20)
    func enrichingTwiceGivesTheSameRecord(seed: Int) throws {
        let text = PropertyTests.text(seed: UInt64(seed) + 1000)
        #expect(try Sample.enrich(text).json() == Sample.enrich(text).json())
    }
}
