import Foundation
import Testing

/// `guazhi lexicons check` as a curator types it.
struct LexiconsTests {
    private let guazhi = Executable(name: "guazhi")
    private let source = URL(filePath: #filePath).appending(path: "../../../config/lexicons").standardizedFileURL

    @Test func theLexiconsOfThePackageHaveNoMistake() throws {
        let outcome = try guazhi.run(["lexicons", "check", "--lexicons", source.path])
        #expect(outcome.code == 0, "\(outcome.text)")
        #expect(outcome.text.hasSuffix("no mistake\n"))
    }

    @Test func everyMistakeIsALineWithItsPlace() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lexicons-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: source, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("term\tclass\n书记\tkopf\n".utf8).write(to: folder.appending(path: "posts.tsv"))
        try Data("simplified\ttraditional\n个\n".utf8).write(to: folder.appending(path: "parsing_scripts.tsv"))
        try Data("word\n".utf8).write(to: folder.appending(path: "word.tsv"))
        let outcome = try guazhi.run(["lexicons", "check", "--lexicons", folder.path])
        #expect(outcome.code == 78)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 3, "\(outcome.text)")
        #expect(lines.contains { $0.contains("/posts.tsv:2:4: unknown class “kopf”: write one of") })
        #expect(lines.contains { $0.contains("/parsing_scripts.tsv:2:") })
        #expect(lines.contains { $0.contains("/word.tsv: nobody reads this file") })
        #expect(outcome.errors.contains("3 mistakes in 3 of the lexicon files"))
        let json = try guazhi.run(["lexicons", "check", "--json", "--lexicons", folder.path])
        #expect(json.code == 78)
        #expect(try json.jsonLines.compactMap { $0["line"] as? Int }.sorted() == [2, 2])
    }

    @Test func aFolderThatIsNotThereIs78() throws {
        let outcome = try guazhi.run(["lexicons", "check", "--lexicons", "/nowhere"])
        #expect(outcome.code == 78 && outcome.errors.contains("/nowhere"))
    }
}
