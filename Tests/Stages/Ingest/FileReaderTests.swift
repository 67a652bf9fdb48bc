import CSystem
import Foundation
import Glibc
import Reports
import Testing

@testable import Stages

@Suite struct FileReaderTests {
    @Test(arguments: ["", "x", "挂职锻炼心得体会\n"])
    func aFileIsReadWhole(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.txt", text, modified: 1_700_000_000)
        guard
            case .contents(let contents) = FileReader(maximumBytes: 100).read(
                folder.bytes("a.txt"), unlessWritten: true)
        else { Issue.record("not read"); return }
        #expect(contents.bytes == Array(text.utf8))
        #expect(contents.sha256 == SHA256.sha256Hex(Array(text.utf8)))
        #expect(contents.state.modified == 1_700_000_000_000_000_000)
        #expect(contents.state.size == Int64(text.utf8.count))
    }

    @Test func theLimitItselfIsStillRead() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.txt", String(repeating: "a", count: 100))
        try folder.file("b.txt", String(repeating: "a", count: 101))
        let reader = FileReader(maximumBytes: 100)
        guard case .contents = reader.read(folder.bytes("a.txt"), unlessWritten: false) else {
            Issue.record("a"); return
        }
        guard case .tooLarge(let state, let hash) = reader.read(folder.bytes("b.txt"), unlessWritten: false) else {
            Issue.record("b"); return
        }
        #expect(state.size == 101)
        #expect(hash == SHA256.sha256Hex([UInt8](repeating: 0x61, count: 101)))
    }

    @Test func aTooLargeFileIsHashedInPieces() throws {
        let folder = try TemporaryFolder()
        let bytes = [UInt8](repeating: 7, count: 3 << 20) + [1, 2, 3]
        try Data(bytes).write(to: URL(fileURLWithPath: folder.at("a")))
        guard case .tooLarge(_, let hash) = FileReader(maximumBytes: 10).read(folder.bytes("a"), unlessWritten: false)
        else {
            Issue.record("not too large"); return
        }
        #expect(hash == SHA256.sha256Hex(bytes))
    }

    @Test func whatIsNotThereHasVanished() throws {
        let folder = try TemporaryFolder()
        try folder.folder("d")
        mkfifo(folder.at("pipe"), 0o600)
        for name in ["a.txt", "d", "pipe"] {
            guard case .vanished = FileReader(maximumBytes: 100).read(folder.bytes(name), unlessWritten: false) else {
                Issue.record("\(name)"); return
            }
        }
    }

    @Test("What became a link out of the roots after the walk saw it is not read")
    func nothingOutsideTheRootsIsRead() throws {
        let folder = try TemporaryFolder()
        try folder.folder("root")
        try folder.file("secret.txt", "outside")
        try folder.file("root/page.txt", "inside")
        try folder.folder("other")
        try folder.file("other/page.txt", "outside")
        let reader = FileReader(maximumBytes: 100, roots: [try #require(folder.bytes("root").resolved)])
        guard case .contents(let contents) = reader.read(folder.bytes("root/page.txt"), unlessWritten: false) else {
            Issue.record("a page inside is read"); return
        }
        #expect(contents.bytes == Array("inside".utf8))
        symlink(folder.at("secret.txt"), folder.at("root/link.txt"))
        symlink(folder.at("other"), folder.at("root/folder"))
        for name in ["root/link.txt", "root/folder/page.txt", "secret.txt"] {
            guard case .vanished = reader.read(folder.bytes(name), unlessWritten: false) else {
                Issue.record("\(name)"); return
            }
        }
        symlink(folder.at("root/page.txt"), folder.at("root/same.txt"))
        guard case .contents = reader.read(folder.bytes("root/same.txt"), unlessWritten: false) else {
            Issue.record("a link that stays inside is read"); return
        }
    }

    @Test func aFileWithoutPermissionIsUnreadable() async throws {
        let folder = try TemporaryFolder()
        try folder.file("a.txt")
        chmod(folder.at("a.txt"), 0)
        let path = folder.bytes("a.txt")
        let outcome = await withoutPrivileges { FileReader(maximumBytes: 100).read(path, unlessWritten: true) }
        guard case .unreadable(let error) = outcome else { Issue.record("\(outcome)"); return }
        #expect(error.code == EACCES)
    }

    @Test func aFileThatSomebodyWritesIsLeftAloneUntilItIsClosed() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.txt", "half")
        let writer = guazhi_open(folder.at("a.txt"), O_WRONLY | O_APPEND, 0)
        try #require(writer >= 0)
        let reader = FileReader(maximumBytes: 100)
        guard case .beingWritten = reader.read(folder.bytes("a.txt"), unlessWritten: true) else {
            Issue.record("read while open"); return
        }
        guard case .contents = reader.read(folder.bytes("a.txt"), unlessWritten: false) else {
            Issue.record("not read although told to"); return
        }
        close(writer)
        let other = guazhi_open(folder.at("a.txt"), O_RDONLY, 0)
        defer { close(other) }
        guard case .contents = reader.read(folder.bytes("a.txt"), unlessWritten: true) else {
            Issue.record("another reader kept us away"); return
        }
    }
}
