internal import Glibc

/// What goes wrong with an archive folder, and where.
public struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Another process writes to the folder; exit with 75.
        case locked
        /// A later release wrote the folder; exit with 75.
        case newerFormat = "newer_format"
        /// Bytes are not what their checksum says; exit with 74.
        case damaged
        /// No room on the disk, or a limit on the size of files; what was not written can be written again. Exit with 74.
        case diskFull = "disk_full"
        /// Another failure of the file system; exit with 74.
        case inputOutput = "input_output"
        /// The folder, or a file in it, is not there; exit with 66.
        case notFound = "not_found"
        /// An archive was to be merged into itself; exit with 64.
        case sameFolder = "same_folder"
        /// A caller's mistake: an entry of an offset already held, a record that is not one line of JSON. Exit with 70.
        case misuse
    }

    /// The kind of failure.
    public let code: Code
    /// The file or folder it is about.
    public let path: String
    /// The byte to blame, where one is.
    public let offset: Int64?
    /// One sentence: what, where, what to do.
    public let message: String

    /// Makes an error; `message` is a whole sentence that names `path` itself.
    public init(_ code: Code, path: String, offset: Int64? = nil, _ message: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.message = message
    }

    /// The sysexits(3) code that a process ends with over this error.
    public var exitStatus: Int32 {
        switch code {
        case .locked, .newerFormat: 75
        case .damaged, .diskFull, .inputOutput: 74
        case .notFound: 66
        case .sameFolder: 64
        case .misuse: 70
        }
    }

    /// The message.
    public var description: String { message }

    /// The error of a system call that failed with `number`.
    static func system(_ action: String, _ path: String, _ number: Int32) -> ArchiveError {
        let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            return ArchiveError(
                .diskFull, path: path,
                "cannot \(action) \(path): \(reason); make room, what is in the archive is whole")
        case ENOENT, ENOTDIR:
            return ArchiveError(.notFound, path: path, "cannot \(action) \(path): \(reason)")
        default:
            return ArchiveError(.inputOutput, path: path, "cannot \(action) \(path): \(reason)")
        }
    }
}
