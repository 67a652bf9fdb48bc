import Reports
import Testing

@testable import Archive

@Suite("Clusters of near-duplicates")
struct ClusterTests {
    private static func make(budget: Int = 1 << 20) throws -> (clusters: ReportClusters, folder: TemporaryFolder) {
        let folder = TemporaryFolder()
        try Folder.make(folder.path)
        return (ReportClusters(path: folder.path + "/alike", budget: budget), folder)
    }

    private static func groups(_ clusters: ReportClusters) throws -> [[ReportIdentifier]] {
        var groups: [[ReportIdentifier]] = []
        try clusters.groups { _, reports in groups.append(reports) }
        return groups
    }

    private func clusters(_ texts: [String], budget: Int = 1 << 20) throws -> [[Int]] {
        let (clusters, folder) = try Self.make(budget: budget)
        defer { withExtendedLifetime(folder) {} }
        var indices: [ReportIdentifier: Int] = [:]
        for (index, text) in texts.enumerated() {
            let id = try #require(ReportIdentifier(Sample.identifier("\(index)")))
            indices[id] = index
            try clusters.add(id, ReportIdentity.fingerprint(folded: Fold.version1.fold(text: text)), TextSketch(text))
        }
        try clusters.group()
        return try Self.groups(clusters).map { $0.compactMap { indices[$0] }.sorted() }.sorted { $0[0] < $1[0] }
    }

    @Test("What does not fit the memory is grouped all the same", arguments: 0..<3 as Range<UInt64>)
    func onTheDisk(seed: UInt64) throws {
        let stock = (0..<6).map { TableTests.prose(1000 * seed + $0, count: 300) }
        var generator = SeededGenerator(seed: seed)
        let texts = (0..<60).map { index in
            (0..<4).map { _ in stock[Int.random(in: 0..<6, using: &generator)] }.joined()
                + TableTests.prose(1000 * seed + 100 + UInt64(index), count: Int.random(in: 0..<900, using: &generator))
        }
        let found = try clusters(texts)
        #expect(found.count > 1)
        #expect(try clusters(texts, budget: 2000) == found)
        #expect(try clusters(texts, budget: 30_000) == found)
    }

    @Test("Reposts, edits and pages that contain a report are grouped; what shares slogans is not")
    func groups() throws {
        let a = TableTests.prose(1)
        let b = TableTests.prose(2)
        let slogan = TableTests.prose(3, count: 120)
        let edited = String(a.prefix(900)) + "改了一句话" + String(a.dropFirst(920))
        #expect(try clusters([a, edited, b]) == [[0, 1]])
        #expect(try clusters([a, a + TableTests.prose(4, count: 9000)]) == [[0, 1]])
        #expect(try clusters([slogan + a, slogan + b, TableTests.prose(5) + slogan]) == [])
        #expect(try clusters([a, b, a + b]).count == 1)
        #expect(try clusters(["短", "短"]) == [])
    }

    @Test(
        "Short reports: a third written anew is the same text, a fifth in common is not",
        arguments: 10..<40 as Range<UInt64>)
    func short(seed: UInt64) throws {
        let own = (0..<4).map { TableTests.prose(100 * seed + $0, count: 600) }
        let shared = TableTests.prose(100 * seed + 9, count: 150)
        #expect(try clusters([own[0], String(own[0].dropLast(200)) + own[1].prefix(200)]) == [[0, 1]])
        #expect(try clusters(own.map { $0 + shared }) == [])
    }

    @Test(
        "An edit and an excerpt, unlike one another, come together through the whole report",
        arguments: 40..<60 as Range<UInt64>)
    func linked(seed: UInt64) throws {
        let whole = TableTests.prose(10 * seed, count: 2000)
        let excerpt = String(whole.prefix(900))
        let edited = TableTests.prose(10 * seed + 1, count: 290) + whole.dropFirst(320)
        #expect(try clusters([excerpt, edited]) == [])
        #expect(try clusters([excerpt, edited, whole]) == [[0, 1, 2]])
    }

    @Test("A page with two reports one after the other, and its copies, do not bring the two together")
    func joined() throws {
        let a = TableTests.prose(70, count: 700)
        let b = TableTests.prose(71, count: 760)
        let page = a + b
        let again = page + TableTests.prose(72, count: 100)
        for texts in [[a, b, page], [a, b, page, again], [a, b, page, again, b + "又及"]] {
            let found = try clusters(texts)
            #expect(!found.contains { $0.contains(0) && $0.contains(1) }, "\(found)")
        }
    }

    @Test("Pages that contain one report each and other things besides are not copies of one another through it")
    func containers() throws {
        let a = TableTests.prose(80, count: 500)
        let page = a + TableTests.prose(81, count: 3000)
        let follower = String(page.dropFirst(500)) + TableTests.prose(82, count: 3000)
        #expect(try clusters([a, page, follower]) == [[0, 1]])
    }

    @Test("Essays put together from the paragraphs of others make no chain", arguments: 90..<100 as Range<UInt64>)
    func pastiche(seed: UInt64) throws {
        let paragraphs = (0..<8).map { TableTests.prose(20 * seed + $0, count: 250) }
        let essays = (0..<6).map { paragraphs[$0..<$0 + 3].joined() }
        for cluster in try clusters(essays) {
            #expect((cluster.last ?? 0) - (cluster.first ?? 0) <= 4, "\(cluster)")
        }
        #expect(try clusters([essays[0], essays[1]]) == [[0, 1]])
    }

    @Test("Hashes that all reports share do not make the work grow faster than their number")
    func scale() throws {
        func visits(_ count: Int) throws -> Int {
            let (clusters, folder) = try Self.make()
            defer { withExtendedLifetime(folder) {} }
            var generator = SeededGenerator(seed: 1)
            for index in 0..<count {
                let id = try #require(ReportIdentifier(Sample.identifier("\(index)")))
                // Twenty hashes that all share, and forty of its own.
                let own = (0..<40).map { _ in generator.next() >> 5 }.sorted()
                let hashes = (0..<20).map { UInt64($0) << 29 } + own
                try clusters.add(id, hashes, TextSketch(sketch: hashes))
            }
            try clusters.group()
            #expect(try Self.groups(clusters).isEmpty)
            return clusters.visits
        }
        #expect(try visits(600) < 3 * visits(300))
    }

    @Test("Copies are found by their first alone")
    func copies() throws {
        let (clusters, folder) = try Self.make()
        defer { withExtendedLifetime(folder) {} }
        let hashes = (0..<40).map { UInt64($0) << 29 }
        for index in 0..<1000 {
            let id = try #require(ReportIdentifier(Sample.identifier("\(index)")))
            try clusters.add(id, hashes, TextSketch(sketch: hashes))
        }
        try clusters.group()
        #expect(try Self.groups(clusters).map(\.count) == [1000])
        #expect(clusters.visits < 1000 * ReportClusters.indexedHashes)
    }

    @Test("Many edits of one report stay one cluster, and the work grows with their number")
    func edits() throws {
        func visits(_ count: Int) throws -> Int {
            let (clusters, folder) = try Self.make()
            defer { withExtendedLifetime(folder) {} }
            var generator = SeededGenerator(seed: 7)
            for index in 0..<count {
                let id = try #require(ReportIdentifier(Sample.identifier("\(index)")))
                // Sixty hashes that all share, and twenty-five of its own: like one another, and no copies.
                let hashes = (0..<60).map { UInt64($0) << 29 } + (0..<25).map { _ in generator.next() >> 4 | 1 << 35 }
                let sketch = Set(hashes).sorted()
                try clusters.add(id, Array(sketch.prefix(40)), TextSketch(sketch: sketch))
            }
            try clusters.group()
            #expect(try Self.groups(clusters).map(\.count) == [count])
            return clusters.visits
        }
        #expect(try visits(600) < 3 * visits(300))
    }
}
