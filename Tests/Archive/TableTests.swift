import Foundation
import Reports
import Testing

@testable import Archive

@Suite("Consolidated tables")
struct TableTests {
    private func posting(
        _ person: String?, _ post: String?, unit: String? = "姜堰区委", code: String? = "321204", start: String? = nil,
        finish: String? = nil, basis: [String: Basis] = [:]
    ) -> Secondment {
        Secondment(
            person: person, hostUnit: unit, hostPlace: code.map { DivisionReference(code: $0, name: "姜堰区") },
            post: post,
            start: start, finish: finish, basis: basis)
    }

    private func rows(_ statements: [[Secondment]]) throws -> [[String: Any]] {
        try Consolidated(
            statements.enumerated().map { index, secondments in
                .report(Sample.report("第\(index)篇", at: "\(index)", secondments: secondments, fingerprint: []))
            }
        ).rows("secondments")
    }

    @Test(
        "Rows of one person and host join when posts are equal or known intervals overlap, transitively",
        arguments: [
            ([("副书记", nil, nil), ("副书记", nil, nil)], 1),
            ([("副书记", nil, nil), ("副 书记", nil, nil)], 1),
            ([("副书记", nil, nil), ("书记", nil, nil)], 2),
            ([("副书记", "2011", "2012"), ("书记", "2012-03", "2013")], 1),
            ([("副书记", "2011", "2012"), ("书记", "2013", "2014")], 2),
            ([("副书记", "2011", nil), ("书记", "2011", "2014")], 2),
            ([("副书记", "XXXX-05", "2012"), ("书记", "2011", "2014")], 2),
            ([("甲", "2011", "2012"), ("乙", "2012", "2013"), ("乙", nil, nil), ("丙", "2013-12-31", "2015")], 1),
            ([(nil, nil, nil), (nil, nil, nil)], 1), ([(nil, nil, nil), ("书记", nil, nil)], 2),
        ] as [([(String?, String?, String?)], Int)])
    func joining(statements: [(String?, String?, String?)], count: Int) throws {
        #expect(try rows(statements.map { [posting("张三", $0.0, start: $0.1, finish: $0.2)] }).count == count)
    }

    @Test(
        "Other person, code or unit: another row",
        arguments: [
            ("李四", "姜堰区委", "321204"), ("张三", "海陵区委", "321204"), ("张三", "姜堰区委", "321202"), ("张三", nil, "321204"),
        ] as [(String, String?, String)])
    func keys(person: String, unit: String?, code: String) throws {
        #expect(try rows([[posting("张三", "书记")], [posting(person, "书记", unit: unit, code: code)]]).count == 2)
        #expect(try rows([[posting("张三", "书记")], [posting("张三", "书记", unit: "姜堰区委 ")]]).count == 1)
    }

    @Test("Nobody's posting, and one nowhere, join only with copies of their report")
    func unnamed() throws {
        #expect(try rows([[posting(nil, "书记")], [posting(nil, "书记")]]).count == 2)
        #expect(
            try rows([[posting("张三", "书记", unit: nil, code: nil)], [posting("张三", "书记", unit: nil, code: nil)]]).count
                == 2)
        let text = String(repeating: "同一篇报告里的很多话,一句接着一句,各不相同。", count: 1) + Self.prose(3)
        let copies = try Consolidated([
            .report(Sample.report(text, at: "a", secondments: [posting(nil, "书记")])),
            .report(Sample.report(text + "转载。", at: "b", secondments: [posting(nil, "书记")])),
        ])
        #expect(copies.rows("clusters").count == 1)
        #expect(copies.rows("secondments").count == 1)
    }

    @Test("Each field has who attests it, copies once, and what others say stays as a conflict")
    func conflicts() throws {
        let found = try rows([
            [posting("张三", "书记", start: "2011", basis: ["start": .stated])],
            [posting("张三", "书记", start: "2012", basis: ["start": .inferred])],
            [posting("张三", "书记", start: "2012", basis: ["start": .inferred])],
        ])
        let row = try #require(found.first)
        #expect(found.count == 1 && row["start"] as? String == "2012" && row["clusters"] as? Int == 3)
        let attestation = try #require((row["attestation"] as? [String: [String: Any]])?["start"])
        #expect(attestation["clusters"] as? Int == 2 && (attestation["reports"] as? [String])?.count == 2)
        let conflicts = try #require((row["conflicts"] as? [String: [[String: Any]]])?["start"])
        #expect(conflicts.map { $0["value"] as? String } == ["2011"])
        #expect((row["conflicts"] as? [String: Any])?.count == 1)
        #expect(row["finish"] is NSNull)
    }

    @Test("A row keeps its id while copies arrive")
    func identifiers() throws {
        let one = try rows([[posting("张三", "书记")]])
        let two = try rows([[posting("张三", "书记")], [posting("张三", "书记", start: "2011")]])
        #expect(one.first?["id"] as? String == two.first?["id"] as? String)
        #expect((one.first?["id"] as? String)?.hasPrefix("s1:") == true)
    }

    @Test("Mentions are gathered by name and code")
    func mentions() throws {
        func mentions(_ role: String?) -> Mentions {
            Mentions(
                places: [
                    PlaceMention(
                        surface: "姜堰", span: Span(0, 2), code: "321204", name: "江苏省泰州市姜堰区", level: .county,
                        status: .current),
                    PlaceMention(surface: "城关", span: Span(2, 4), code: nil, name: nil, level: nil, status: nil),
                ], people: [PersonMention(surface: "张三", span: Span(4, 6), name: "张三", role: role)],
                organisations: [OrganisationMention(surface: "区委", span: Span(6, 8), name: "姜堰区委")])
        }
        let archive = try Consolidated([
            .report(Sample.report("姜堰城关张三区委", at: "a", mentions: mentions("书记"))),
            .report(Sample.report("姜堰城关张三区委。", at: "b", mentions: mentions("同志"))),
        ])
        #expect(archive.rows("places").map { $0["code"] as? String } == ["321204"])
        #expect(archive.rows("places").first?["mentions"] as? Int == 2)
        #expect(archive.rows("people").first?["roles"] as? [String] == ["书记", "同志"])
        #expect((archive.rows("units").first?["reports"] as? [String])?.count == 2)
    }

    @Test(
        "EDTF dates as days",
        arguments: [
            ("2018-09-25", 20_180_925...20_180_925), ("2011-12", 20_111_201...20_111_231),
            ("2011", 20_110_101...20_111_231),
            ("2011-12/2013-01", 20_111_201...20_130_131), ("XXXX-05", nil), ("2011-XX", nil), ("", nil),
            ("2013/2011", nil),
        ] as [(String, ClosedRange<Int>?)])
    func days(date: String, days: ClosedRange<Int>?) { #expect(CalendarDays.range(date) == days) }

    /// Prose without repeats, for fingerprints.
    static func prose(_ seed: UInt64, count: Int = 2000) -> String {
        var generator = SeededGenerator(seed: seed)
        var scalars = String.UnicodeScalarView()
        for _ in 0..<count {
            if let scalar = Unicode.Scalar(UInt32.random(in: 0x4E00..<0x9000, using: &generator)) {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

@Suite("External sorting")
struct SorterTests {
    @Test("Runs on the disk give what memory gives", arguments: [100, 1000, 1 << 20])
    func runs(budget: Int) throws {
        let folder = TemporaryFolder()
        try Folder.make(folder.path)
        var generator = SeededGenerator(seed: UInt64(budget))
        let sorter = ExternalSorter(path: folder.path + "/run", budget: budget)
        var items: [[[UInt8]]] = []
        for _ in 0..<500 {
            let item = (0..<2).map { _ in
                (0..<Int.random(in: 0..<6, using: &generator)).map { _ in UInt8.random(in: 0..<3, using: &generator) }
            }
            items.append(item)
            try sorter.add(item[0], item[1])
        }
        items.sort { a, b in
            a[0] == b[0] ? a[1].lexicographicallyPrecedes(b[1]) : a[0].lexicographicallyPrecedes(b[0])
        }
        let sorted = try sorter.sorted()
        var found: [[[UInt8]]] = []
        while let item = try sorted.next() { found.append([Array(item.key), Array(item.payload)]) }
        #expect(found == items)
        #expect(try Folder.names(folder.path).isEmpty)
    }

    @Test("Keys order as their values", arguments: [("a", "ab"), ("a", "a\0"), ("a\0", "aa"), ("", "\0")])
    func keys(smaller: String, larger: String) {
        func key(_ text: String) -> [UInt8] {
            var key = SortKey()
            key.text(text)
            key.integer(-1)
            return key.bytes
        }
        #expect(key(smaller).lexicographicallyPrecedes(key(larger)))
    }

    @Test("Integers order by value")
    func integers() {
        let keys = [Int.min, -5, -1, 0, 1, 300, Int.max].map { value in
            var key = SortKey()
            key.integer(value)
            return key.bytes
        }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }
}
