import Reports
import Testing

@testable import Parsing

/// Other line ends, blank lines, indents and widths: how a site sets a text is not what it says.
struct MetamorphicLineTests {
    struct Change: CustomTestStringConvertible, Sendable {
        var name: String
        var tolerance: Metamorphic.Tolerance
        var apply: @Sendable ([[UInt32]]) -> [UInt32]
        var testDescription: String { name }
    }

    private static func onText(_ change: @escaping @Sendable ([UInt32]) -> [UInt32])
        -> @Sendable ([[UInt32]]) -> [UInt32]
    {
        { lines in Metamorphic.joined(lines.map { Metamorphic.isBlank($0) ? $0 : change($0) }) }
    }

    private static func stripped(_ line: [UInt32]) -> [UInt32] { Array(line.drop { Scalars.isBlank($0) }) }

    private static let changes = [
        Change(name: "CRLF", tolerance: []) { Metamorphic.joined($0, by: [0x0D, 0x0A]) },
        Change(name: "CR", tolerance: []) { Metamorphic.joined($0, by: [0x0D]) },
        Change(name: "blank lines doubled", tolerance: []) { lines in
            Metamorphic.joined(lines.flatMap { Metamorphic.isBlank($0) ? [$0, []] : [$0] })
        },
        Change(name: "blank lines removed", tolerance: .lineEnds) { lines in
            Metamorphic.joined(lines.filter { !Metamorphic.isBlank($0) })
        },
        Change(name: "a blank line after each", tolerance: .lineEnds) { Metamorphic.joined($0, by: [0x0A, 0x0A]) },
        Change(name: "lines of blanks", tolerance: []) { lines in
            Metamorphic.joined(lines.map { Metamorphic.isBlank($0) ? [0x3000, 0x20] : $0 })
        },
        Change(
            name: "indented by full-width blanks", tolerance: [], apply: onText { [0x3000, 0x3000] + stripped($0) }),
        Change(name: "indented by blanks", tolerance: [], apply: onText { [0x20, 0x20, 0x20, 0x20] + stripped($0) }),
        Change(name: "indented by NBSP", tolerance: [], apply: onText { [0xA0, 0xA0, 0xA0, 0xA0] + stripped($0) }),
        Change(name: "indents taken away", tolerance: [], apply: onText { stripped($0) }),
        Change(name: "trailing blanks", tolerance: [], apply: onText { $0 + [0x20, 0x3000, 0x20] }),
        Change(name: "full width", tolerance: .spelling, apply: onText { line in line.map { widened($0) } }),
        Change(name: "half width", tolerance: .spelling, apply: onText { line in line.map { narrowed($0) } }),
    ]

    /// Digits and the punctuation that Chinese text has in both widths.
    private static let inBothWidths = Set(Scalars.array("0123456789,.!?:;()"))

    private static func widened(_ c: UInt32) -> UInt32 { inBothWidths.contains(c) ? c + 0xFEE0 : c }

    private static func narrowed(_ c: UInt32) -> UInt32 {
        c > 0xFEE0 && inBothWidths.contains(c - 0xFEE0) ? c - 0xFEE0 : c
    }

    @Test(arguments: Metamorphic.names, changes)
    func setOtherwise(name: String, change: Change) throws {
        guard !Left.out.contains("\(change.name): \(name)") else { return }
        let original = try Metamorphic.original(name)
        Metamorphic.expectSame(original, change.name, change.apply(original.lines), change.tolerance)
    }

    /// Marks that no line begins with, and those behind which a break may be a paragraph's end.
    private static let neverFirst = Set(Scalars.array(",.!?:;)%,。、;:?!)》】”’」』…—·"))
    private static let mayEnd = Set(Scalars.array(".!?:;)。;:?!)》】”’」』…"))

    /// Breaks the paragraphs of the reports inside sentences, after 38 characters or as soon behind as a line may begin.
    private static func hardWrapped(_ original: Metamorphic.Original, at width: Int = 38) -> [UInt32] {
        var breaks: [Int] = []
        for report in original.reports {
            for entry in report.sightings.flatMap(\.textMap) where entry.length > width {
                let paragraph = original.text[entry.pageStart..<entry.pageStart + entry.length]
                // Headings and bylines are not what an editor wraps.
                guard paragraph.contains(where: { $0 == 0x3002 }) else { continue }
                var at = paragraph.startIndex + width
                while at < paragraph.endIndex - 1 {
                    if mayEnd.contains(paragraph[at - 1]) || neverFirst.contains(paragraph[at])
                        || Scalars.isBlank(paragraph[at]) || Scalars.isBlank(paragraph[at - 1])
                    {
                        at += 1
                        continue
                    }
                    breaks.append(at)
                    at += width
                }
            }
        }
        var text = original.text
        for at in breaks.reversed() { text.insert(0x0A, at: at) }
        return text
    }

    @Test(arguments: Metamorphic.names)
    func hardWrapKeepsIdentifiers(name: String) throws {
        guard !Left.out.contains("hard wrap: \(name)") else { return }
        let original = try Metamorphic.original(name)
        let wrapped = try Metamorphic.reports(Self.hardWrapped(original))
        #expect(wrapped.map(\.id) == original.reports.map(\.id), "\(name), hard-wrapped")
    }

    @Test(arguments: Metamorphic.names)
    func hardWrappedLinesAreJoined(name: String) throws {
        guard !Left.out.contains("hard wrap: \(name)"), !Left.out.contains("joining: \(name)") else { return }
        let original = try Metamorphic.original(name)
        Metamorphic.expectSame(original, "hard-wrapped", Self.hardWrapped(original))
    }
}
