import Foundation
import Reports
import Testing

@testable import Parsing

/// What holds for every page, whatever stands on it.
struct PagePropertyTests {
    /// Every non-blank character is kept by one record or removed by one, and by one only.
    private func check(_ page: Page, _ parsed: [ParsedReport]) throws {
        var owners = [Int](repeating: 0, count: page.scalars.count)
        for report in parsed.map(\.report) {
            let sighting = try #require(report.sightings.first)
            let text = report.text.unicodeScalars.map(\.value)
            var mapped = [Bool](repeating: false, count: text.count)
            for entry in sighting.textMap {
                #expect(
                    text[entry.textStart..<entry.textStart + entry.length].elementsEqual(
                        page.scalars[entry.pageStart..<entry.pageStart + entry.length]))
                for k in 0..<entry.length {
                    owners[entry.pageStart + k] += 1
                    mapped[entry.textStart + k] = true
                }
                #expect(sighting.extent.contains(Span(entry.pageStart, entry.pageStart + entry.length)))
            }
            #expect(text.indices.allSatisfy { mapped[$0] || text[$0] == 0x0A || text[$0] == 0x20 })
            for block in sighting.removed {
                #expect(block.text == Scalars.string(page.scalars[block.span.start..<block.span.end]))
                for place in block.span.start..<block.span.end { owners[place] += 1 }
            }
            for section in report.sections {
                #expect(section.title == Scalars.string(text[section.span.start..<section.span.end]))
                #expect(section.level >= 1)
            }
            if let span = report.author?.span { #expect(span.start < span.end && span.end <= text.count) }
            #expect(report.fingerprint == report.fingerprint.sorted())
        }
        let unaccounted = page.scalars.indices.filter { !Scalars.isBlank(page.scalars[$0]) && owners[$0] != 1 }
        #expect(unaccounted.isEmpty, "\(unaccounted.count) characters, the first at \(unaccounted.first ?? -1)")
        #expect(
            parsed.allSatisfy { $0.context.passages.reduce(0) { $0 + $1.text.utf8.count } <= 16 * 1024 })
    }

    @Test(arguments: Support.pages)
    func recordsAccountForThePage(file: URL) throws {
        let page = try Support.page(Support.bytes(file))
        let parser = try Support.parser()
        let parsed = try parser.parse(page)
        try check(page, parsed)
        #expect(try parser.parse(page) == parsed)
    }

    @Test(arguments: Support.pages, ["GB18030", "UTF-16LE"])
    func anotherEncodingGivesTheSameIdentifiers(file: URL, encoding: String) throws {
        let original = try Support.page(Support.bytes(file))
        let bytes = Scalars.utf8(original.scalars[...])
        let converted = try Support.page(Support.converted(bytes, to: encoding))
        #expect(converted.encoding == encoding)
        #expect(converted.scalars == original.scalars)
        let parser = try Support.parser()
        #expect(try parser.parse(converted).map(\.report.id) == parser.parse(original).map(\.report.id))
    }

    @Test(arguments: Support.files("Tests/Fixtures/pages", suffix: ".txt"))
    func otherFurnitureRoundItChangesNoIdentifier(file: URL) throws {
        let page = try Support.page(Support.bytes(file))
        let parser = try Support.parser()
        let lines = ["网站首页 > 范文中心 > 正文", Scalars.string(page.scalars[...]), "Copyright © 2020 某某网 版权所有"]
        let wrapped = try Support.page(Array(lines.joined(separator: "\n").utf8))
        #expect(try parser.parse(wrapped).map(\.report.id) == parser.parse(page).map(\.report.id))
    }

    /// Shuffles, cuts and doubles pieces of real pages: whatever comes out is refused or accounted for.
    @Test(arguments: 0..<60)
    func mutilatedPagesAreAccountedFor(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let parser = try Support.parser()
        var lines: [ArraySlice<UInt32>] = []
        for _ in 0..<3 {
            let file = try #require(Support.pages.randomElement(using: &generator))
            let page = try Support.page(Support.bytes(file))
            lines += page.scalars.split(separator: 0x0A, omittingEmptySubsequences: false)
        }
        var text: [UInt32] = []
        for _ in 0..<Int.random(in: 1...80, using: &generator) {
            guard var line = lines.randomElement(using: &generator) else { continue }
            if Bool.random(using: &generator), !line.isEmpty {
                line = line.prefix(Int.random(in: 0..<line.count, using: &generator))
            }
            text += line
            text.append([0x0A, 0x20, 0x3000, 0x0D, 0x200B].randomElement(using: &generator) ?? 0x0A)
        }
        let page = Page(scalars: text, facts: DocumentFacts(location: "fuzz/\(seed)", sha256: "", bytes: text.count))
        do { try check(page, parser.parse(page)) } catch let refusal as Refusal { #expect(refusal.code == .noReport) }
    }

    @Test(arguments: 0..<60)
    func arbitraryBytesNeverTrap(seed: UInt64) throws {
        var generator = SeededGenerator(state: seed ^ 0xABCD)
        var bytes = (0..<Int.random(in: 1...6000, using: &generator)).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        if seed % 2 == 0 {
            let file = try #require(Support.pages.randomElement(using: &generator))
            var page = try Support.bytes(file)
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                page[Int.random(in: 0..<page.count, using: &generator)] = UInt8.random(
                    in: .min ... .max, using: &generator)
            }
            bytes = page
        }
        do {
            let page = try Support.page(bytes)
            try check(page, Support.parser().parse(page))
        } catch let refusal as Refusal {
            #expect([.undecodable, .empty, .noReport, .unsupportedMediaType].contains(refusal.code))
        }
    }
}
