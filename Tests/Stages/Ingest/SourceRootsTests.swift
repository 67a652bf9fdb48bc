import Foundation
import Operations
import Testing

@testable import Stages

@Suite struct SourceRootsTests {
    @Test func namesComeFromThePathOrFromTheUser() throws {
        let folder = try TemporaryFolder()
        try folder.file("pages/a.txt")
        let pages = folder.at("pages")
        let roots = try SourceRoots(parsing: [pages + "/", "news=\(pages)", folder.at("pages/a.txt")]).roots
        #expect(roots.map(\.name) == ["pages", "news", "a.txt"])
        #expect(roots[0].path == folder.bytes("pages"))
        #expect(roots[0].location(of: Array("b/c.txt".utf8)) == "pages/b/c.txt")
        #expect(roots[2].location(of: []) == "a.txt")
        #expect(roots.map(\.isDirectory) == [true, true, false])
    }

    @Test func aPathThatIsThereAsTypedIsNotReadAsName() throws {
        let folder = try TemporaryFolder()
        try folder.folder("a=b")
        let before = FileManager.default.currentDirectoryPath
        let roots = try SourceRoots(parsing: [folder.at("a=b"), "x=\(folder.at("a=b"))"]).roots
        #expect(roots.map(\.name) == ["a=b", "x"])
        #expect(roots[0].path == roots[1].path)
        #expect(FileManager.default.currentDirectoryPath == before)
    }

    @Test func dotsAreCalledWhatTheyStandFor() throws {
        let folder = try TemporaryFolder()
        try folder.folder("pages/sub")
        let roots = try SourceRoots(parsing: [folder.at("pages/."), folder.at("pages/sub/../..")]).roots
        #expect(roots.map(\.name) == ["pages", (folder.path as NSString).lastPathComponent])
    }

    @Test func locationsLoseNoByte() throws {
        let folder = try TemporaryFolder()
        try folder.folder("100%")
        let root = try #require(try SourceRoots(parsing: [folder.at("100%")]).roots.first)
        #expect(root.location(of: []) == "100%25")
        #expect(root.location(of: Array("报告 1.txt".utf8)) == "100%25/报告 1.txt")
        #expect(root.location(of: [0xB1, 0xA8, 0x2F, 0x61, 0x25, 0x62]) == "100%25/%B1%A8/a%25b")
        // A cut-off three-byte character, then a whole one.
        #expect(root.location(of: [0xE6, 0x8A, 0x41] + Array("报".utf8)) == "100%25/%E6%8AA报")
    }

    @Test(arguments: [
        (["pages", "other/pages"], ExitCode.usage, "would both be called pages"),
        (["n=pages", "n=other"], .usage, "would both be called n"),
        (["missing"], .noInput, "missing is not there"),
        (["n=missing"], .noInput, "missing is not there"),
        (["n="], .noInput, "n= is not there"),
        (["=pages"], .usage, "the name before = is empty"),
        ([""], .noInput, "is not there"),
        ([], .usage, "no PATH given"),
        (["pages/a.txt/b"], .noInput, "b is not there"),
        (["pipe"], .noInput, "neither a file nor a folder"),
    ])
    func refusal(arguments: [String], code: ExitCode, sentence: String) throws {
        let folder = try TemporaryFolder()
        try folder.file("pages/a.txt")
        try folder.folder("other/pages")
        mkfifo(folder.at("pipe"), 0o600)
        let absolute = arguments.map { argument in
            guard let equals = argument.firstIndex(of: "=") else { return argument.isEmpty ? "" : folder.at(argument) }
            let path = argument[argument.index(after: equals)...]
            return argument[...equals] + (path.isEmpty ? "" : folder.at(String(path)))
        }
        let failure = #expect(throws: Failure.self) { try SourceRoots(parsing: absolute) }
        #expect(failure?.exitCode == code)
        #expect(failure?.message.contains(sentence) == true, "\(failure?.message ?? "")")
    }
}
