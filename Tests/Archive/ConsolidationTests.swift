import Foundation
import Reports
import Testing

@testable import Archive

@Suite("Consolidating")
struct ConsolidationTests {
    private static func mixture() -> [Entry] {
        var entries: [Entry] = []
        let place = PlaceMention(
            surface: "姜堰", span: Span(0, 2), code: "321204", name: "江苏省泰州市姜堰区", level: .county, status: .current)
        for index in 0..<12 {
            let body = "姜堰第\(index % 9)篇,张三在此挂职一年,收获很多,感想也很多。"
            entries.append(
                .report(
                    Sample.report(
                        body, at: "a/\(index).txt", retrieved: 100 + index,
                        published: index % 2 == 0 ? "2023-02-0\(index % 9 + 1)" : nil,
                        secondments: [
                            Secondment(
                                person: index % 3 == 0 ? nil : "张三", hostUnit: "姜堰区委",
                                hostPlace: DivisionReference(code: "321204", name: "江苏省泰州市姜堰区"), post: "副书记",
                                basis: ["post": .stated])
                        ],
                        mentions: Mentions(
                            places: [place],
                            people: [
                                PersonMention(
                                    surface: "张三", span: Span(6, 8), name: "张三", role: index % 2 == 0 ? "同志" : nil)
                            ]))))
        }
        entries.append(.report(Sample.report("一", at: "b.txt", document: "b", part: (1, 2))))
        entries.append(.report(Sample.report("二", at: "b.txt", document: "b", part: (2, 2))))
        entries.append(.report(Sample.report("旧", at: "c.txt", retrieved: 1)))
        entries.append(.report(Sample.report("新", at: "c.txt", retrieved: 2)))
        entries.append(.report(Sample.report("旧代", at: "d.txt", document: "d", generation: 1)))
        entries.append(.report(Sample.report("新代", at: "d.txt", document: "d", generation: 2)))
        entries.append(.refusal(Sample.refusal(at: "e.txt")))
        entries.append(.refusal(Sample.refusal(at: "f.bin", code: "too_large", stage: "ingest", generation: nil)))
        return entries
    }

    @Test("Any order, any batches, any segments and any memory give the same bytes", arguments: UInt64(1)...8)
    func shuffles(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let reference = try Consolidated(Self.mixture())
        let entries = Self.mixture() + Self.mixture().prefix(Int(seed))
        let shuffled = try Consolidated(
            entries.shuffled(using: &generator), batch: Int(seed),
            options: .init(memoryBytes: seed % 2 == 0 ? 4096 : 1 << 20), segmentBytes: seed % 3 == 0 ? 3000 : 1 << 20)
        #expect(shuffled.bytes == reference.bytes)
    }

    @Test("The numbers are those of the rows, and every row is canonical")
    func shape() throws {
        let archive = try Consolidated(Self.mixture())
        let counts = try #require(archive.members["counts"] as? [String: Int])
        for array in ["documents", "reports", "secondments", "people", "units", "places", "clusters"] {
            #expect(counts[array] == archive.rows(array).count, "\(array)")
        }
        #expect(archive.members["schema"] as? String == "guazhi/archive/1")
        #expect(counts["refused"] == 2 && counts["superseded"] == 1)
        #expect(archive.summary.refused == 2 && archive.summary.superseded == 1)
        #expect(archive.summary.documents == 18)
        #expect(archive.summary.refusals.map(\.code) == ["no_report", "too_large"])
        for line in archive.bytes.split(separator: 0x0A) where line.first == 0x7B && line.count > 1 {
            let row = Array(line.prefix(through: try #require(line.lastIndex(of: 0x7D))))
            #expect(try JSONValue.parse(row).json() == row)
        }
    }

    @Test("A second run over the same documents changes no byte, though they were sent later")
    func secondRun() throws {
        let folder = TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        func run(_ ingested: Int) throws -> [UInt8] {
            try writer.put([
                .report(Sample.report("正文", at: "a.txt", ingested: ingested)),
                .report(Sample.report("又一篇", at: "b.txt", ingested: ingested)),
                .refusal(Sample.refusal(at: "c.txt", ingested: ingested)),
            ])
            return try Consolidated(folder.archive).bytes
        }
        let first = try run(200)
        try writer.newStream(clusterIdentifier: "a")
        #expect(try run(300) == first)
        #expect(try run(250) == first)
    }

    @Test("The same page at two places: one report, two sightings, two documents")
    func twoPlaces() throws {
        let archive = try Consolidated([
            .report(Sample.report("正文", at: "b.txt", document: "page")),
            .report(Sample.report("正文", at: "a.txt", document: "page")),
        ])
        let reports = archive.rows("reports")
        #expect(reports.count == 1)
        let sightings = try #require(reports.first?["sightings"] as? [[String: Any]])
        #expect(sightings.map { $0["location"] as? String } == ["a.txt", "b.txt"])
        #expect(sightings[0]["text_map"] != nil && sightings[0]["removed"] != nil)
        #expect(sightings[1]["text_map"] == nil && sightings[1]["removed"] == nil)
        #expect(archive.rows("documents").count == 2)
        #expect(archive.rows("documents").allSatisfy { ($0["reports"] as? [String]) == [Sample.identifier("正文")] })
    }

    @Test("A report alone and in a compilation: one report, two sightings")
    func compilation() throws {
        let archive = try Consolidated([
            .report(Sample.report("甲", at: "all.txt", document: "all", part: (1, 2))),
            .report(Sample.report("乙", at: "all.txt", document: "all", part: (2, 2))),
            .report(Sample.report("乙", at: "one.txt")),
        ])
        #expect(archive.rows("reports").count == 2)
        let both = try #require(archive.rows("reports").first { $0["id"] as? String == Sample.identifier("乙") })
        #expect((both["sightings"] as? [Any])?.count == 2)
        let page = try #require(archive.rows("documents").first { $0["location"] as? String == "all.txt" })
        #expect(page["reports"] as? [String] == [Sample.identifier("甲"), Sample.identifier("乙")])
    }

    @Test("The canonical record: zh-Hans, then the longer, then the earlier, then the location")
    func canonical() throws {
        func first(_ a: ReportEntry, _ b: ReportEntry) throws -> String? {
            let sorter = ReportAssembler(path: "/nonexistent", budget: 1 << 20)
            try sorter.add(a)
            try sorter.add(b)
            var location: String?
            try sorter.reports { _, report throws(ArchiveError) in location = report.sightings.first?.location }
            return location
        }
        #expect(try first(Sample.report("文", at: "a", language: .traditional), Sample.report("文", at: "b")) == "b")
        #expect(try first(Sample.report("文", at: "a"), Sample.report("文", at: "b", published: "2023-01-01")) == "b")
        #expect(
            try first(
                Sample.report("文", at: "a", published: "2023-01-02"),
                Sample.report("文", at: "b", published: "2023-01-01"))
                == "b")
        #expect(try first(Sample.report("文", at: "b"), Sample.report("文", at: "a")) == "a")
    }

    @Test("Newer bytes at a location supersede the older; going back makes the older the newest again")
    func superseding() throws {
        let old = Sample.report("旧", at: "p", retrieved: 1)
        let new = Sample.report("新", at: "p", retrieved: 2)
        let archive = try Consolidated([.report(new), .report(old)])
        #expect(archive.rows("reports").map { $0["text"] as? String } == ["新"])
        let rows = archive.rows("documents")
        let superseded = try #require(rows.first { $0["sha256"] as? String == old.key.sha256 })
        #expect(superseded["superseded_by"] as? String == new.key.sha256)
        #expect((superseded["reports"] as? [String])?.isEmpty == true)
        let back = try Consolidated([.report(old), .report(new), .report(Sample.report("旧", at: "p", retrieved: 3))])
        #expect(back.rows("reports").map { $0["text"] as? String } == ["旧"])
    }

    @Test("A refusal of newer bytes supersedes the reports of the older")
    func refusedVersion() throws {
        let archive = try Consolidated([
            .report(Sample.report("旧", at: "p", retrieved: 1)),
            .refusal(Sample.refusal(at: "p", document: "新", retrieved: 2)),
        ])
        #expect(archive.rows("reports").isEmpty)
        #expect(archive.summary.refused == 1 && archive.summary.superseded == 1)
    }

    @Test("The highest generation of a document wins as a whole")
    func generations() throws {
        let archive = try Consolidated([
            .report(Sample.report("甲", at: "p", document: "d", part: (1, 2), generation: 1)),
            .report(Sample.report("乙", at: "p", document: "d", part: (2, 2), generation: 1)),
            .report(Sample.report("甲乙", at: "p", document: "d", generation: 2)),
        ])
        #expect(archive.rows("reports").map { $0["text"] as? String } == ["甲乙"])
        #expect(archive.rows("documents").first?["generation"] as? Int == 2)
    }

    @Test("A document that became reports after all is not refused")
    func recovered() throws {
        let archive = try Consolidated([
            .refusal(Sample.refusal(at: "p", document: "d", code: "crash")),
            .report(Sample.report("正文", at: "p", document: "d")),
            .refusal(Sample.refusal(at: "q", document: "e", code: "too_large", stage: "ingest", generation: nil)),
            .report(Sample.report("又一篇", at: "q", document: "e")),
        ])
        #expect(archive.summary.refused == 0)
        #expect(archive.summary.refusals.isEmpty)
    }

    @Test("A part that enrichment refused stands beside the reports of its page")
    func refusedPart() throws {
        let archive = try Consolidated([
            .report(Sample.report("甲", at: "p", document: "d", part: (1, 2))),
            .refusal(
                Sample.refusal(
                    at: "p", document: "d", code: "crash", stage: "enrich", part: EntryPart(index: 2, count: 2))),
        ])
        let row = try #require(archive.rows("documents").first)
        #expect((row["reports"] as? [String])?.count == 1)
        let parts = try #require(row["refused_parts"] as? [[String: String]])
        #expect(parts.map { $0["part"] } == ["2/2"] && parts.map { $0["stage"] } == ["enrich"])
        #expect(row["refusal"] is NSNull)
    }

    @Test("A refusal says what, where and why")
    func refusal() throws {
        let archive = try Consolidated([.refusal(Sample.refusal(at: "p"))])
        let refusal = try #require(archive.rows("documents").first?["refusal"] as? [String: String])
        #expect(refusal == ["code": "no_report", "stage": "parse", "message": "p holds no report: nothing to do"])
    }

    @Test("Locations that differ in their normal form are two documents")
    func normalForms() throws {
        let archive = try Consolidated([
            .report(Sample.report("甲", at: "caf\u{E9}")), .report(Sample.report("乙", at: "cafe\u{301}")),
        ])
        #expect(archive.rows("documents").count == 2)
    }

    @Test("No lineage enters the archive")
    func lineage() throws {
        let text = String(decoding: try Consolidated(Self.mixture()).bytes, as: UTF8.self)
        #expect(!text.contains("reports.raw") && !text.contains("reports.enriched") && !text.contains("read_from"))
    }

    @Test("An empty archive is one too")
    func empty() throws {
        let archive = try Consolidated([])
        #expect(archive.rows("documents").isEmpty)
        #expect(archive.members["clusters"] != nil)
    }

    @Test("Beyond its size the reports stand in shards named by their digest, and old ones go")
    func shards() throws {
        let folder = TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put(Self.mixture())
        let whole = try Consolidated(folder.archive)
        let sharded = try Consolidated(folder.archive, .init(maximumDocumentBytes: 10_000, shardBytes: 3000))
        let shards = sharded.rows("shards")
        #expect(shards.count > 2)
        #expect(sharded.members["reports"] == nil)
        var rows: [String?] = []
        for shard in shards {
            let path = try #require(shard["path"] as? String)
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.archive + "/" + path))
            #expect(data.count == shard["bytes"] as? Int)
            #expect(SHA256.sha256Hex(Array(data)) == shard["sha256"] as? String)
            for line in data.split(separator: 0x0A) {
                rows.append(try (JSONSerialization.jsonObject(with: line) as? [String: Any])?["id"] as? String)
            }
        }
        #expect(rows == whole.rows("reports").map { $0["id"] as? String })
        let shown = try ArchiveFolder(folder.archive).show("a/1.txt")
        #expect(shown.count == 2)
        #expect(
            try ArchiveFolder(folder.archive).verify(.init(maximumDocumentBytes: 10_000, shardBytes: 3000)).problems
                == [])
        _ = try Consolidated(folder.archive)
        #expect(try Folder.names(folder.archive + "/reports").isEmpty)
    }

    @Test("It runs beside the writer, up to the last checkpoint")
    func besideWriter() throws {
        let folder = TemporaryFolder()
        let writer = try ArchiveWriter(directory: folder.archive)
        try writer.newStream(clusterIdentifier: "a")
        try writer.put([.report(Sample.report("甲", at: "a"))])
        try writer.append(
            .report(Sample.report("乙", at: "b")),
            from: StreamOrigin(topic: "reports.enriched", partition: 0, offset: 1), value: nil)
        #expect(try ArchiveFolder(folder.archive).consolidate().reports == 1)
        #expect(try ArchiveFolder(folder.archive).status().isStale == false)
        try writer.checkpoint([])
        #expect(try ArchiveFolder(folder.archive).status().isStale)
        #expect(try ArchiveFolder(folder.archive).consolidate().reports == 2)
        #expect(try ArchiveFolder(folder.archive).status().batches == 3)
        #expect(!(try Folder.names(folder.archive).contains(".consolidate")))
    }

    @Test("What is no archive is said to be none")
    func noArchive() throws {
        let error = #expect(throws: ArchiveError.self) { try ArchiveFolder("/nonexistent/archive").consolidate() }
        #expect(error?.code == .notFound)
    }
}
