import Foundation
import Operations
import Reports
import Testing

@testable import Stages

@Suite struct ManifestTests {
    private func manifest(_ folder: TemporaryFolder, _ text: String) throws -> Manifest {
        try folder.file("m/manifest.tsv", text)
        let roots = try SourceRoots(parsing: [folder.at("p")]).roots
        return try Manifest(file: folder.bytes("m/manifest.tsv"), roots: roots)
    }

    private func pages() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["p/a.txt", "p/sub/b.txt", "m/c.txt"] { try folder.file(name) }
        return folder
    }

    @Test(arguments: [
        "a.txt\thttps://e.cn/a\t2024-01-02T03:04:05Z\ttext/html; charset=gbk\tgbk\n",
        "path\turl\tretrieved_at\tmedia_type\tcharset\r\na.txt\thttps://e.cn/a\t2024-01-02T03:04:05Z\ttext/html; charset=gbk\tgbk\r\n",
        "# by a scraper\n\npath\tcharset\tmedia_type\tretrieved_at\turl\na.txt\tgbk\ttext/html; charset=gbk\t2024-01-02T03:04:05Z\thttps://e.cn/a",
        "\u{FEFF}path\turl\tretrieved_at\tmedia_type\tcharset\n./a.txt\thttps://e.cn/a\t2024-01-02T03:04:05Z\ttext/html; charset=gbk\tgbk",
    ])
    func aRowSaysWhatTheScraperKnew(text: String) throws {
        let folder = try pages()
        let manifest = try manifest(folder, text)
        let row = manifest.rows[try #require(manifest.row(for: folder.bytes("p/a.txt")))]
        #expect(row.url == "https://e.cn/a")
        #expect(row.retrievedAt == Timestamp(rfc3339: "2024-01-02T03:04:05Z"))
        #expect(row.mediaType == "text/html; charset=gbk")
        #expect(row.charset == "gbk")
        #expect(manifest.row(for: folder.bytes("p/sub/b.txt")) == nil)
    }

    @Test func pathsAreRelativeToTheManifestOrToARoot() throws {
        let folder = try pages()
        let text = "c.txt\tx:c\n" + "sub/b.txt\tx:b\n" + folder.at("p/a.txt") + "\tx:a\n" + "later.txt\n"
        let manifest = try manifest(folder, text)
        let rows = ["m/c.txt", "p/sub/b.txt", "p/a.txt", "p/later.txt", "m/later.txt"].map {
            manifest.row(for: folder.bytes($0))
        }
        #expect(rows == [0, 1, 2, 3, 3])
        #expect(manifest.rows[3].url == nil)
    }

    @Test(arguments: [
        ("a.txt\tx:a\na.txt\tx:b", "manifest.tsv:2:1: ", "in line 1 already"),
        ("a.txt\tx:a\nsub/../a.txt\tx:b", "manifest.tsv:2:1: ", "in line 1 already"),
        ("path\turl\tcolour\n", "manifest.tsv:1:10: ", "\"colour\" is no column"),
        ("path\tpath\n", "manifest.tsv:1:6: ", "here twice"),
        ("a.txt\tx:a\tyesterday", "manifest.tsv:1:11: ", "\"yesterday\" is no time"),
        ("报告.txt\te.cn", "manifest.tsv:1:8: ", "\"e.cn\" is no URL"),
        ("# c\na.txt\thttps://e.cn/a b", "manifest.tsv:2:7: ", "url holds a blank"),
        ("a.txt\tx:a\t\thtml", "manifest.tsv:1:12: ", "\"html\" is no media type"),
        ("a.txt\t\t\t\tutf 8", "manifest.tsv:1:10: ", "charset holds a blank"),
        ("a.txt\tx:a\t\t\t\tmore", "manifest.tsv:1:14: ", "more fields than the 5 columns"),
        ("\tx:a", "manifest.tsv:1:1: ", "the path is missing"),
    ])
    func aWrongManifestIsRefusedAtThePlace(text: String, place: String, sentence: String) throws {
        let folder = try pages()
        let failure = #expect(throws: Failure.self) { try manifest(folder, text) }
        #expect(failure?.exitCode == .dataError)
        #expect(failure?.message.contains(place) == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains(sentence) == true, "\(failure?.message ?? "")")
    }

    @Test func aManifestThatIsNotThereIsAMissingInput() throws {
        let folder = try pages()
        let failure = #expect(throws: Failure.self) { try Manifest(file: folder.bytes("none.tsv"), roots: []) }
        #expect(failure?.exitCode == .noInput)
    }

    @Test func bytesThatAreNotUTF8AreRefusedInFieldsAndKeptInPaths() throws {
        let folder = try pages()
        try Data([0xB1, 0xA8, 0x09] + Array("x:a\t".utf8) + [0x0A, 0x61, 0x09, 0x78, 0x3A, 0xFF]).write(
            to: URL(fileURLWithPath: folder.at("m/n.tsv")))
        let failure = #expect(throws: Failure.self) { try Manifest(file: folder.bytes("m/n.tsv"), roots: []) }
        #expect(failure?.message.contains("n.tsv:2:3: this field is not UTF-8") == true, "\(failure?.message ?? "")")
    }
}
