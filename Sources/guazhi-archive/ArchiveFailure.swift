import Archive
import Operations

extension Failure {
    /// How the process ends over an archive's error.
    init(_ error: ArchiveError) { self.init(ExitCode(rawValue: error.exitStatus) ?? .software, error.message) }
}
