import Foundation
import Reports
import Testing

@testable import Parsing

/// Fingerprints overlap as the texts do.
///
/// A fingerprint keeps the 8-grams whose hash is below a bound: a sample of the distinct ones that is the same in every
/// text. The Jaccard similarity of two fingerprints is thus the mean of m draws, without replacement, of “in both”
/// from the union of the grams. By Hoeffding (1963, J. Am. Stat. Assoc. 58, theorem 2 and section 6) it is further than
/// √(ln(2/δ)/2m) from that of the grams with a probability of at most δ. The edits here are drawn from seeds, so that a
/// test that passes once passes always.
struct FingerprintTests {
    /// Of one comparison; there are hundreds.
    private static let risk = 1e-6

    private static func bound(_ sample: Int) -> Double { (log(2 / risk) / (2 * Double(sample))).squareRoot() }

    private static func grams(_ folded: [UInt32]) -> Set<[UInt32]> {
        guard folded.count >= 8 else { return [] }
        return Set((0...folded.count - 8).map { Array(folded[$0..<$0 + 8]) })
    }

    private static func jaccard<Element: Hashable>(_ a: Set<Element>, _ b: Set<Element>) -> (value: Double, union: Int)
    {
        let union = a.union(b).count
        return (union == 0 ? 1 : Double(a.intersection(b).count) / Double(union), union)
    }

    /// One sentence in twenty said otherwise, dropped or said twice.
    private static func edited(_ text: [UInt32], seed: UInt64) -> [UInt32] {
        var generator = SeededGenerator(state: seed)
        var sentences: [[UInt32]] = [[]]
        for c in text {
            sentences[sentences.count - 1].append(c)
            if c == 0x3002 || c == 0x0A { sentences.append([]) }
        }
        let changed = sentences.flatMap { sentence -> [UInt32] in
            guard sentence.count > 8, Int.random(in: 0..<20, using: &generator) == 0 else { return sentence }
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: return Scalars.array("这一点我在别处已经讲过。")
            case 1: return Array(sentence.prefix(sentence.count / 2)) + Scalars.array("也是这样。")
            default: return sentence + sentence
            }
        }
        return changed
    }

    /// What a converter that knows phrases makes of a text, besides single characters.
    private static let phrases = [
        ("信息", "資訊"), ("网络", "網路"), ("质量", "品質"), ("项目", "專案"), ("水平", "水準"), ("干部", "幹部"), ("群众", "民眾"),
        ("通过", "透過"), ("视频", "影片"), ("领导", "長官"), ("支持", "支援"), ("工作", "業務"),
    ]

    private static func phraseConverted(_ text: [UInt32]) -> [UInt32] {
        var string = Scalars.string(text[...])
        for (simplified, other) in phrases { string = string.replacing(simplified, with: other) }
        return Metamorphic.traditional(Scalars.array(string))
    }

    @Test(arguments: Metamorphic.names, 0..<2 as Range<UInt64>)
    func editedAndConvertedCopies(name: String, seed: UInt64) throws {
        for report in try Metamorphic.original(name).reports {
            let text = Scalars.array(report.text)
            for copy in [Self.edited(text, seed: seed), Self.phraseConverted(text)] {
                try expectOverlap(name, text, copy)
            }
        }
    }

    private func expectOverlap(_ name: String, _ text: [UInt32], _ copy: [UInt32]) throws {
        let (a, b) = (Fold.version1.fold(text: text), Fold.version1.fold(text: copy))
        let exact = Self.jaccard(Self.grams(a), Self.grams(b))
        let (first, second) = (
            Set(ReportIdentity.fingerprint(folded: a)), Set(ReportIdentity.fingerprint(folded: b))
        )
        let sampled = Self.jaccard(first, second)
        // The sample is one gram in 32, itself within Hoeffding's bound.
        let share = Double(sampled.union) / Double(exact.union)
        #expect(abs(share - 1 / 32) <= Self.bound(exact.union), "\(name): \(sampled.union) of \(exact.union) grams")
        guard sampled.union > 0 else { return }
        #expect(
            abs(sampled.value - exact.value) <= Self.bound(sampled.union),
            "\(name): \(sampled.value) of a sample of \(sampled.union), \(exact.value) of all")
    }

    /// All reports together make a sample large enough to see a bias of a few hundredths.
    @Test func copiesOfAllReportsTogether() {
        var sums = (both: 0, union: 0, bothSampled: 0, unionSampled: 0)
        for (number, page) in Metamorphic.originals.enumerated() {
            for report in page.reports {
                let text = Scalars.array(report.text)
                let a = Fold.version1.fold(text: text)
                let b = Fold.version1.fold(text: Self.edited(text, seed: UInt64(number)))
                let (all, others) = (Self.grams(a), Self.grams(b))
                let (first, second) = (
                    Set(ReportIdentity.fingerprint(folded: a)), Set(ReportIdentity.fingerprint(folded: b))
                )
                sums.both += all.intersection(others).count
                sums.union += all.union(others).count
                sums.bothSampled += first.intersection(second).count
                sums.unionSampled += first.union(second).count
            }
        }
        let exact = Double(sums.both) / Double(sums.union)
        let sampled = Double(sums.bothSampled) / Double(sums.unionSampled)
        #expect(exact > 0.8 && exact < 0.99, "\(sums)")
        #expect(abs(exact - sampled) <= Self.bound(sums.unionSampled), "\(sums)")
        #expect(Self.bound(sums.unionSampled) < 0.08, "\(sums)")
    }

    /// A report with a paragraph more, wherever it stands, holds all of the fingerprint it had; the page is parsed.
    @Test(arguments: Metamorphic.names)
    func aLargerTextContainsIt(name: String) throws {
        let page = try Metamorphic.original(name)
        guard page.reports.count == 1, let report = page.reports.first, let map = report.sightings.first?.textMap else {
            return
        }
        let paragraph = Scalars.array("夜里两点,手电的光在水面上一晃一晃,谁也没有说话。天亮以后水位退了下去,大家才在堤上坐下来吃早饭,一边吃一边笑。")
        // Behind the longest paragraph, and before it.
        let body = try #require(map.max { $0.length < $1.length })
        for place in [body.pageStart, body.pageStart + body.length] {
            var text = page.text
            let inserted = place == body.pageStart ? paragraph + [0x0A] : [0x0A] + paragraph
            text.insert(contentsOf: inserted, at: place)
            let larger = try Metamorphic.reports(text)
            #expect(larger.count == 1, "\(name)")
            let lost = Set(report.fingerprint).subtracting(larger.first?.fingerprint ?? [])
            // A gram that ran over the place is no longer there: at most seven, of which one in 32 was kept.
            #expect(lost.count <= 7, "\(name)")
            #expect(Double(lost.count) <= max(2, 0.05 * Double(report.fingerprint.count)), "\(name) lost \(lost.count)")
        }
    }

    /// The fingerprint of a part of a text is contained in that of the whole, every gram of it.
    @Test(arguments: Metamorphic.names)
    func containmentIsExact(name: String) throws {
        let bodies = try Metamorphic.original(name).reports.map { Fold.version1.fold(text: $0.text) }
        let before = Fold.version1.fold(text: "夜里两点,手电的光在水面上一晃一晃")
        for body in bodies {
            let whole = Set(ReportIdentity.fingerprint(folded: before + body + before))
            #expect(whole.isSuperset(of: ReportIdentity.fingerprint(folded: body)), "\(name)")
        }
    }
}
