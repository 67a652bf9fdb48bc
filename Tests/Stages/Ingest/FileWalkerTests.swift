import Foundation
import Glibc
import Testing

@testable import Stages

@Suite struct FileWalkerTests {
    private func walk(
        _ folder: TemporaryFolder, _ arguments: [String], exclusions: Exclusions = Exclusions()
    ) throws -> [FileWalker.Visit] {
        let walker = FileWalker(roots: try SourceRoots(parsing: arguments).roots, exclusions: exclusions)
        var visits: [FileWalker.Visit] = []
        walker.walk {
            visits.append($0); return true
        }
        return visits
    }

    private func locations(_ visits: [FileWalker.Visit]) -> [String] {
        visits.compactMap { if case .file(let file) = $0 { file.location } else { nil } }
    }

    private func leftOut(_ visits: [FileWalker.Visit]) -> [String: Exclusions.Reason] {
        var reasons: [String: Exclusions.Reason] = [:]
        for case .leftOut(let reason, let path) in visits {
            reasons[String(decoding: path.lastComponent, as: UTF8.self)] = reason
        }
        return reasons
    }

    @Test func filesComeInByteOrderOfTheirPaths() throws {
        let folder = try TemporaryFolder()
        for name in ["p/b.txt", "p/a/z.txt", "p/a.txt", "p/a/y/x.txt", "p/B.txt", "p/报.txt"] { try folder.file(name) }
        let found = locations(try walk(folder, [folder.at("p")]))
        #expect(found == ["p/B.txt", "p/a.txt", "p/a/y/x.txt", "p/a/z.txt", "p/b.txt", "p/报.txt"])
        #expect(
            found.map { Array($0.utf8) } == found.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test func whatIsNoDocumentIsLeftOutAndNamed() throws {
        let folder = try TemporaryFolder()
        for name in [
            "p/a.txt", "p/.hidden", "p/.git/config", "p/b.part", "p/c.tmp", "p/d.crdownload", "p/README", "p/README.md",
            "p/archive/archive.json", "p/payloads/x", "p/drafts/e.txt", "p/f.bak", "p/part", "p/folder.tmp/g.txt",
        ] { try folder.file(name) }
        mkfifo(folder.at("p/pipe"), 0o600)
        let visits = try walk(
            folder, [folder.at("p")],
            exclusions: Exclusions(
                patterns: ["*.bak", "draft?"],
                ownFolders: [folder.bytes("p/archive"), folder.bytes("p/payloads"), folder.bytes("none")]))
        #expect(locations(visits) == ["p/a.txt", "p/folder.tmp/g.txt", "p/part"])
        #expect(
            leftOut(visits) == [
                ".hidden": .dotFile, ".git": .dotFile, "b.part": .unfinished, "c.tmp": .unfinished,
                "d.crdownload": .unfinished, "README": .readme, "README.md": .readme, "archive": .ownFolder,
                "payloads": .ownFolder, "drafts": .excluded, "f.bak": .excluded, "pipe": .special,
            ])
    }

    @Test func aPatternWithASlashIsHeldAgainstThePathBelowTheRoot() throws {
        let folder = try TemporaryFolder()
        for name in ["p/a/x.txt", "p/b/x.txt", "p/b/c/y.txt", "p/x.txt"] { try folder.file(name) }
        let visits = try walk(folder, [folder.at("p")], exclusions: Exclusions(patterns: ["b/*"]))
        #expect(locations(visits) == ["p/a/x.txt", "p/x.txt"])
        #expect(leftOut(visits) == ["c": .excluded, "x.txt": .excluded])
    }

    @Test func aFileGivenByNameIsTakenWhateverItsName() throws {
        let folder = try TemporaryFolder()
        try folder.file("README.txt")
        #expect(locations(try walk(folder, [folder.at("README.txt")])) == ["README.txt"])
    }

    @Test func linksAreFollowedToFilesWithinTheRootsOnly() throws {
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt")
        try folder.file("p/sub/b.txt")
        try folder.file("secret.txt")
        try folder.link("a.txt", at: "p/inside")
        try folder.link("../secret.txt", at: "p/outside")
        try folder.link("..", at: "p/sub/loop")
        try folder.link("sub", at: "p/twice")
        try folder.link("nowhere", at: "p/broken")
        let visits = try walk(folder, [folder.at("p")])
        #expect(locations(visits) == ["p/a.txt", "p/inside", "p/sub/b.txt"])
        #expect(leftOut(visits) == ["outside": .link, "loop": .link, "twice": .link, "broken": .link])
    }

    @Test func aLinkGivenAsRootIsFollowed() throws {
        let folder = try TemporaryFolder()
        try folder.file("p/a.txt")
        try folder.link("p", at: "q")
        #expect(locations(try walk(folder, [folder.at("q")])) == ["q/a.txt"])
    }

    @Test func aFolderWithoutPermissionIsNamedAndTheRestIsTaken() async throws {
        let folder = try TemporaryFolder()
        for name in ["p/a.txt", "p/closed/b.txt", "p/z.txt"] { try folder.file(name) }
        chmod(folder.at("p/closed"), 0)
        defer { chmod(folder.at("p/closed"), 0o755) }
        let root = folder.at("p")
        let roots = try SourceRoots(parsing: [root]).roots
        let visits = await withoutPrivileges {
            var visits: [FileWalker.Visit] = []
            FileWalker(roots: roots, exclusions: Exclusions()).walk {
                visits.append($0); return true
            }
            return visits
        }
        #expect(locations(visits) == ["p/a.txt", "p/z.txt"])
        let problems = visits.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
        #expect(problems.map(\.location) == ["p/closed/"])
        #expect(problems.first?.error.code == EACCES)
        #expect(problems.first?.sentence.contains(folder.at("p/closed")) == true)
    }

    @Test func aRootThatHasGoneIsAProblem() throws {
        let folder = try TemporaryFolder()
        try folder.folder("p")
        let walker = FileWalker(roots: try SourceRoots(parsing: [folder.at("p")]).roots, exclusions: Exclusions())
        try FileManager.default.removeItem(atPath: folder.at("p"))
        var visits: [FileWalker.Visit] = []
        walker.walk {
            visits.append($0); return true
        }
        #expect(visits.count == 1)
        guard case .problem(let problem)? = visits.first else { Issue.record("no problem"); return }
        #expect(problem.error.isMissing)
    }

    @Test func aFileThatGoesBetweenListingAndLookingIsNamed() throws {
        let folder = try TemporaryFolder()
        for name in ["p/a.txt", "p/b.txt", "p/c.txt"] { try folder.file(name) }
        let walker = FileWalker(roots: try SourceRoots(parsing: [folder.at("p")]).roots, exclusions: Exclusions())
        var visits: [FileWalker.Visit] = []
        walker.walk { visit in
            if case .file(let file) = visit, file.location == "p/a.txt" { unlink(folder.at("p/b.txt")) }
            visits.append(visit)
            return true
        }
        #expect(locations(visits) == ["p/a.txt", "p/c.txt"])
        #expect(visits.contains(.vanished(folder.bytes("p/b.txt"), location: "p/b.txt")))
    }

    @Test func theWalkEndsWhenTheVisitorSaysSo() throws {
        let folder = try TemporaryFolder()
        for name in ["p/a.txt", "p/b.txt", "p/c.txt"] { try folder.file(name) }
        let walker = FileWalker(roots: try SourceRoots(parsing: [folder.at("p")]).roots, exclusions: Exclusions())
        var count = 0
        walker.walk { _ in
            count += 1; return count < 2
        }
        #expect(count == 2)
    }

    @Test(arguments: [
        ("a.txt", false, Exclusions.Reason?.none), (".x/a.txt", false, .dotFile), ("a/README", false, .readme),
        ("a/b.part", false, .unfinished), ("README/a.txt", false, nil), ("b.part/a.txt", false, nil),
        ("a/.b", true, .dotFile),
        ("skip/deep/er.txt", false, .excluded),
    ])
    func anEventsPathIsJudgedByAllItsComponents(path: String, isDirectory: Bool, reason: Exclusions.Reason?) {
        let walker = FileWalker(roots: [], exclusions: Exclusions(patterns: ["skip"]))
        #expect(walker.reasonToLeaveOut(Array(path.utf8), isDirectory: isDirectory) == reason)
    }
}
