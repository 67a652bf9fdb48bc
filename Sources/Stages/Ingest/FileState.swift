import CSystem
import Glibc

/// What stat(2) says of a file that tells one content from another.
struct FileState: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case file, directory, link, special }

    var kind: Kind
    var device: UInt64
    var inode: UInt64
    var size: Int64
    /// Modification time, nanoseconds since 1970.
    var modified: Int64
    /// Time of the last change of the inode (content, mode, links), nanoseconds since 1970.
    var changed: Int64

    init(kind: Kind, device: UInt64 = 0, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.kind = kind
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    private init(_ status: stat) {
        switch status.st_mode & 0o170000 {
        case 0o100000: kind = .file
        case 0o040000: kind = .directory
        case 0o120000: kind = .link
        default: kind = .special
        }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// Looks at `path`; `following` a link at its end or not. The failure is errno.
    static func of(_ path: BytePath, following: Bool) -> Result<FileState, SystemError> {
        var status = stat()
        let outcome = path.withCPath { following ? stat($0, &status) : lstat($0, &status) }
        return outcome == 0 ? .success(FileState(status)) : .failure(SystemError(code: errno))
    }

    static func of(descriptor: Int32) -> Result<FileState, SystemError> {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? .success(FileState(status)) : .failure(SystemError(code: errno))
    }

    /// Whether both name the same file on the same device.
    func isSameFile(as other: FileState) -> Bool { device == other.device && inode == other.inode }

    /// Whether a reader of both moments saw the same bytes, as far as size and time tell.
    func hasSameContent(as other: FileState) -> Bool { size == other.size && modified == other.modified }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow
            ? (time.tv_sec < 0 ? .min : .max) : seconds.addingReportingOverflow(Int64(time.tv_nsec)).partialValue
    }
}

/// What a system call said went wrong.
struct SystemError: Error, Hashable, Sendable {
    var code: Int32

    var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    var text: String { String(cString: strerror(code)) }
}
