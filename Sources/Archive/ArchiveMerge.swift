internal import Glibc
internal import Reports

/// What a merge took from one archive.
public struct MergedArchive: Hashable, Sendable {
    /// Its folder.
    public let directory: String
    /// Batches that were added, and the entries in them.
    public internal(set) var batches = 0
    /// Entries that were added.
    public internal(set) var entries = 0
    /// Entries that were there already, from an earlier merge or because both archives go back to one.
    public internal(set) var heldEntries = 0
}

/// Adds to one archive what others hold.
///
/// The unit is the batch: it is copied byte for byte and closed by a checkpoint that says where it comes from
/// (``MergedBatch``), and a batch that is there already is left out. So a merge that was stopped is completed by the same
/// merge again, one that is repeated adds nothing, and an archive that has grown since gives what is new.
struct ArchiveMerge {
    let directory: String
    let options: ArchiveWriter.Options
    private(set) var notices: [String] = []

    init(directory: String, options: ArchiveWriter.Options) {
        self.directory = directory
        self.options = options
    }

    /// Nothing is written before all of `others` were read and found whole.
    mutating func run(_ others: [String]) throws(ArchiveError) -> [MergedArchive] {
        try Self.checkNames([directory] + others)
        var locks: [File] = []
        defer { locks = [] }
        for other in others {
            if let lock = try Self.lock(other) { locks.append(lock) }
            var reader = try BatchReader(other, checksEntries: true)
            try reader.read { _ throws(ArchiveError) in }
        }
        let writer = try ArchiveWriter(directory: directory, options: options)
        defer { writer.close() }
        var held: Set<String> = []
        var own = try BatchReader(directory, checksEntries: false)
        try own.read { batch throws(ArchiveError) in held.insert(batch.origin.sha256) }
        var merged: [MergedArchive] = []
        for other in others {
            var facts = MergedArchive(directory: other)
            var reader = try BatchReader(other, checksEntries: false)
            try reader.read { batch throws(ArchiveError) in
                guard held.insert(batch.origin.sha256).inserted else {
                    facts.heldEntries += batch.entries
                    return
                }
                try writer.merge(batch.lines, entries: batch.entries, from: batch.origin)
                facts.batches += 1
                facts.entries += batch.entries
            }
            merged.append(facts)
        }
        notices = writer.takeNotices()
        return merged
    }

    private static func checkNames(_ directories: [String]) throws(ArchiveError) {
        var seen: [FileIdentity: String] = [:]
        for directory in directories {
            guard let identity = FileIdentity(directory) else { continue }
            if let other = seen.updateValue(directory, forKey: identity) {
                throw ArchiveError(
                    .sameFolder, path: directory,
                    "\(other) and \(directory) are one folder: name the archive to add to, then others than it")
            }
        }
    }

    /// Keeps writers away from an archive that is read; nil where none has ever locked it, as in a copy.
    ///
    /// What a live writer has on its way to the disk could be lost in a power cut there and be here, in another batch
    /// than the one it is then written in.
    private static func lock(_ directory: String) throws(ArchiveError) -> File? {
        let path = directory + "/.lock"
        guard Folder.exists(path) else { return nil }
        let lock = try File.open(path, O_RDONLY)
        guard try lock.lock(wait: false, shared: true) else {
            throw ArchiveError(
                .locked, path: directory,
                "another process writes to the archive \(directory): stop it first, then merge again")
        }
        return lock
    }
}

/// Tells whether two paths lead to one file or folder.
struct FileIdentity: Hashable {
    private let device: UInt
    private let number: UInt

    /// Nil where there is nothing.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt(facts.st_dev)
        number = UInt(facts.st_ino)
    }
}
