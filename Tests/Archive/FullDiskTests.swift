import CSystem
import Foundation
import Reports
import Testing

@testable import Archive

/// A limit on the size of files stands in for a full disk: the kernel writes what fits and then fails, as it does there.
///
/// The limit is the process's, so the test does its writing in a child.
@Suite("A disk without room")
struct FullDiskTests {
    @Test("A batch that does not fit leaves nothing behind and can be written when there is room")
    func fullDisk() async throws {
        let folder = TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.archive as String] in
            signal(SIGXFSZ, SIG_IGN)
            let writer = try ArchiveWriter(directory: path)
            try writer.newStream(clusterIdentifier: "a")
            try writer.put([.report(Sample.report("甲", at: "a"))])
            let plain = SegmentCatalogue.plainPath(1, in: path)
            let size = try #require(Folder.size(plain))
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let usual = limit.rlim_cur
            limit.rlim_cur = rlim_t(size + 700)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let error = #expect(throws: ArchiveError.self) { try writer.put([.report(Sample.report("乙", at: "b"))]) }
            #expect(error?.code == .diskFull)
            #expect(Folder.size(plain) == size)
            #expect(writer.pendingEntries == 1 && writer.positions.values.first == 1)
            limit.rlim_cur = 600
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let consolidation = #expect(throws: ArchiveError.self) { try ArchiveFolder(path).consolidate() }
            #expect(consolidation?.code == .diskFull)
            #expect(!Folder.exists(path + "/archive.json") && !Folder.exists(path + "/.consolidate"))
            limit.rlim_cur = usual
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            try writer.checkpoint([])
            #expect(try ArchiveFolder(path).consolidate().reports == 2)
            #expect(try ArchiveFolder(path).verify().problems == [])
        }
    }
}
