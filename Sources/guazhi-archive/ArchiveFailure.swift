import Archive
import Operations

extension Failure {
    /// How the process ends over an archive's error.
    init(_ error: ArchiveError) {
        let code: ExitCode =
            switch error.code {
            case .locked, .newerFormat: .temporaryFailure
            case .damaged, .diskFull, .inputOutput: .ioError
            case .notFound: .noInput
            case .misuse: .software
            }
        self.init(code, error.message)
    }
}
