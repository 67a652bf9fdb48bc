import Foundation
import Reports
import Testing

@testable import Parsing

/// What holds for every page, whatever stands on it.
struct PagePropertyTests {
    private func check(_ page: Page, _ parsed: [ParsedReport]) {
        let violations = PageInvariants.violations(of: page, parsed)
        #expect(violations.isEmpty)
    }

    @Test(arguments: Support.pages)
    func recordsAccountForThePage(file: URL) throws {
        let page = try Support.page(Support.bytes(file))
        let parser = try Support.parser()
        let parsed = try parser.parse(page)
        check(page, parsed)
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
        do { check(page, try parser.parse(page)) } catch { #expect(error.code == .noReport) }
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
            check(page, try Support.parser().parse(page))
        } catch let refusal as Refusal {
            #expect([.undecodable, .empty, .noReport, .unsupportedMediaType].contains(refusal.code))
        }
    }
}
