import CSystem
import Foundation
import Glibc
import Testing

@testable import Stages

@Suite struct DirectoryWatcherTests {
    /// Waits, bounded, until `count` events came.
    private func events(of watcher: DirectoryWatcher, count: Int) -> [DirectoryWatcher.Event] {
        var events: [DirectoryWatcher.Event] = []
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        while events.count < count, clock.now < deadline { events += watcher.wait(milliseconds: 100) }
        return events
    }

    @Test func aWriterIsSeenFromOpeningToClosing() throws {
        let folder = try TemporaryFolder()
        let watcher = DirectoryWatcher()
        #expect(watcher.watch(folder.bytes("")) == .watched)
        let descriptor = guazhi_open(folder.at("a.txt"), O_WRONLY | O_CREAT, 0o600)
        #expect(write(descriptor, "abc", 3) == 3)
        close(descriptor)
        let path = folder.bytes("a.txt")
        #expect(
            events(of: watcher, count: 4) == [
                .file(.created, path), .file(.opened, path), .file(.modified, path), .file(.closedAfterWriting, path),
            ])
    }

    @Test func linksMovesAndDeletionsAreTold() throws {
        let folder = try TemporaryFolder()
        try folder.file("out/a.txt")
        try folder.folder("in")
        let watcher = DirectoryWatcher()
        #expect(watcher.watch(folder.bytes("in")) == .watched)
        #expect(link(folder.at("out/a.txt"), folder.at("in/hard")) == 0)
        #expect(rename(folder.at("out/a.txt"), folder.at("in/moved")) == 0)
        #expect(rename(folder.at("in/moved"), folder.at("out/b")) == 0)
        #expect(unlink(folder.at("in/hard")) == 0)
        let hard = folder.bytes("in/hard")
        let moved = folder.bytes("in/moved")
        #expect(
            events(of: watcher, count: 4) == [
                .file(.created, hard), .file(.movedIn, moved), .file(.gone, moved), .file(.gone, hard),
            ])
    }

    @Test func foldersThatComeAndGoAreTold() throws {
        let folder = try TemporaryFolder()
        try folder.file("out/sub/a.txt")
        try folder.folder("in")
        let watcher = DirectoryWatcher()
        #expect(watcher.watch(folder.bytes("in")) == .watched)
        #expect(rename(folder.at("out/sub"), folder.at("in/sub")) == 0)
        let sub = folder.bytes("in/sub")
        #expect(events(of: watcher, count: 1) == [.directoryAppeared(sub)])
        #expect(watcher.watch(sub) == .watched)
        #expect(watcher.watchCount == 2)
        #expect(rename(folder.at("in/sub"), folder.at("out/sub")) == 0)
        #expect(events(of: watcher, count: 1).contains(.directoryGone(sub)))
        #expect(!watcher.isWatching(sub))
        // What happens in it now is nobody's business.
        try folder.file("out/sub/b.txt")
        #expect(watcher.wait(milliseconds: 50) == [])
    }

    @Test func ofAWatchedFileItsNeighboursAreNotTold() throws {
        let folder = try TemporaryFolder()
        let watcher = DirectoryWatcher()
        #expect(watcher.watch(folder.bytes(""), only: Array("a.txt".utf8)) == .watched)
        #expect(mkfifo(folder.at("b.txt"), 0o600) == 0)
        #expect(mkfifo(folder.at("a.txt"), 0o600) == 0)
        #expect(events(of: watcher, count: 1) == [.file(.created, folder.bytes("a.txt"))])
    }

    @Test func aFolderThatIsNotThereCannotBeWatched() throws {
        let folder = try TemporaryFolder()
        #expect(DirectoryWatcher().watch(folder.bytes("none")) == .failed(SystemError(code: ENOENT)))
    }

    @Test func waitingEndsWhenTheOtherDescriptorIsReadable() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        #expect(write(ends[1], "x", 1) == 1)
        let clock = ContinuousClock()
        let start = clock.now
        #expect(DirectoryWatcher().wait(milliseconds: 10_000, other: ends[0]) == [])
        #expect(clock.now - start < .seconds(5))
    }
}
