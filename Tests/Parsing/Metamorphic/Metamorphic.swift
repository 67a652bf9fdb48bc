import Foundation
import Reports
import Testing

@testable import Parsing

/// What the metamorphic tests share: pages as text, what of their reports must not change, and what did.
enum Metamorphic {
    /// A page's text, and the reports found on it as it stands.
    struct Original: Sendable {
        var name: String
        var text: [UInt32]
        var reports: [Report]

        var isTraditional: Bool { reports.contains { $0.language == .traditional } }
        var lines: [[UInt32]] { Metamorphic.lines(text) }
    }

    /// What a change may alter of the reports.
    struct Tolerance: OptionSet {
        let rawValue: Int
        /// Titles, authors, sections and texts are compared as folded for identity.
        static let spelling = Tolerance(rawValue: 1)
        static let language = Tolerance(rawValue: 2)
        static let labels = Tolerance(rawValue: 4)
        /// Where a text's lines end.
        static let lineEnds = Tolerance(rawValue: 8)
    }

    private static let files =
        Support.pages + Support.files("Tests/Fixtures/gold/more", suffix: ".html")
        + Support.files("Tests/Fixtures/html", suffix: ".html")

    /// Every page that has reports, by its file's name; of HTML the text a reader sees.
    static let originals: [Original] = files.compactMap { file in
        guard let bytes = try? Support.bytes(file), let page = try? Support.page(bytes) else { return nil }
        let text = page.scalars
        guard let reports = try? reports(utf8: Scalars.utf8(text[...])) else { return nil }
        let folder = file.deletingLastPathComponent().lastPathComponent
        return Original(name: "\(folder)/\(file.lastPathComponent)", text: text, reports: reports)
    }

    static let names = originals.map(\.name)

    static func original(_ name: String) throws -> Original { try #require(originals.first { $0.name == name }) }

    static func reports(utf8 bytes: [UInt8]) throws -> [Report] {
        try Support.parser().parse(Support.page(bytes)).map(\.report)
    }

    static func reports(_ text: [UInt32]) throws -> [Report] { try reports(utf8: Scalars.utf8(text[...])) }

    /// Parses the changed text and reports how its reports differ; nothing where they are the same.
    static func expectSame(
        _ original: Original, _ change: String, _ text: [UInt32], _ tolerance: Tolerance = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found: String?
        do { found = difference(original.reports, try reports(text), tolerance) } catch { found = "refused: \(error)" }
        if let found {
            Issue.record("\(original.name), \(change): \(found)", sourceLocation: sourceLocation)
        }
    }

    /// The first difference, in words.
    static func difference(_ before: [Report], _ after: [Report], _ tolerance: Tolerance = []) -> String? {
        guard before.count == after.count else {
            return "\(before.count) reports became \(after.count): \(before.map(\.title)) → \(after.map(\.title))"
        }
        for (number, (old, new)) in zip(before, after).enumerated() {
            let members = zip(described(old, tolerance), described(new, tolerance))
            for ((name, was), (_, now)) in members where was != now {
                return "report \(number + 1): \(name) \(excerpt(was, now))"
            }
        }
        return nil
    }

    private static func described(_ report: Report, _ tolerance: Tolerance) -> [(String, String)] {
        func spelled(_ text: String?) -> String {
            guard let text else { return "none" }
            if !tolerance.contains(.spelling) { return text }
            return Scalars.string(Fold.version1.fold(text: text)[...])
        }
        let author = [report.author?.name, report.author?.unit, report.author?.post].map(spelled)
        let text =
            tolerance.contains(.lineEnds) ? report.text.replacing("\n", with: "").replacing(" ", with: "") : report.text
        return [
            ("title", spelled(report.title)), ("subtitle", spelled(report.subtitle)),
            ("kind", report.kind.rawValue),
            ("author", report.author == nil ? "nobody" : author.joined(separator: "|")),
            ("language", tolerance.contains(.language) ? "" : report.language.rawValue),
            ("label", tolerance.contains(.labels) ? "" : spelled(report.sightings.first?.part?.label)),
            ("sections", report.sections.map { "\($0.level) \(spelled($0.title))" }.joined(separator: " / ")),
            ("text", spelled(text)), ("id", report.id),
        ]
    }

    /// Both values from a little before where they part.
    private static func excerpt(_ was: String, _ now: String) -> String {
        let (old, new) = (Array(was.unicodeScalars), Array(now.unicodeScalars))
        let same = zip(old, new).prefix { $0 == $1 }.count
        func part(_ text: [Unicode.Scalar]) -> String {
            let start = max(0, same - 12)
            let shown = String(String.UnicodeScalarView(text[start..<min(text.count, same + 30)]))
            return "“\(start > 0 ? "…" : "")\(shown.replacing("\n", with: "⏎"))”"
        }
        return "\(part(old)) → \(part(new))"
    }

    // MARK: Texts

    static func lines(_ text: [UInt32]) -> [[UInt32]] {
        let unified = Scalars.string(text[...]).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return Scalars.array(unified).split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    }

    static func joined(_ lines: [[UInt32]], by end: [UInt32] = [0x0A]) -> [UInt32] {
        Array(lines.joined(separator: end))
    }

    static func isBlank(_ line: [UInt32]) -> Bool { line.allSatisfy { Scalars.isBlank($0) } }

    /// Without the blanks at both ends.
    static func stripped(_ line: [UInt32]) -> [UInt32] {
        let start = line.drop { Scalars.isBlank($0) }
        return Array(
            start.prefix((start.lastIndex { !Scalars.isBlank($0) } ?? start.startIndex - 1) + 1 - start.startIndex))
    }

    /// Simplified to traditional, one character for one, where there is one partner only.
    static let toTraditional: [UInt32: UInt32] = {
        let rows =
            (try? String(contentsOf: Support.root.appending(path: "config/lexicons/script.tsv"), encoding: .utf8)) ?? ""
        var partners: [UInt32: Set<UInt32>] = [:]
        for row in rows.split(separator: "\n").filter({ !$0.hasPrefix("#") }).dropFirst() {
            let columns = row.split(separator: "\t").map { Scalars.array(String($0)) }
            guard columns.count == 2, columns[0].count == 1, columns[1].count == 1 else { continue }
            partners[columns[1][0], default: []].insert(columns[0][0])
        }
        return partners.compactMapValues { $0.count == 1 ? $0.first : nil }
    }()

    static func traditional(_ text: [UInt32]) -> [UInt32] { text.map { toTraditional[$0] ?? $0 } }

    /// A line of ours in the page's own script.
    static func line(_ text: String, like original: Original) -> [UInt32] {
        original.isTraditional ? traditional(Scalars.array(text)) : Scalars.array(text)
    }
}
