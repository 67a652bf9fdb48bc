/// How a program of Guazhi ends: the codes of sysexits(3), so that scripts and units can tell what to do next.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    /// Done.
    case ok = 0
    /// The command line is wrong.
    case usage = 64
    /// A document was refused, or an archive is damaged.
    case dataError = 65
    /// A path that was named is not there.
    case noInput = 66
    /// The broker cannot be reached.
    case unavailable = 69
    /// Our fault, or a hung transform.
    case software = 70
    /// Reading or writing failed, or a position was lost.
    case ioError = 74
    /// Fenced, a locked folder, a newer schema, a stage that refuses too much: once the cause is gone the same command works.
    case temporaryFailure = 75
    /// The configuration is wrong, a topic is missing, partitions are unequal.
    case configuration = 78
    /// Ctrl-C, twice.
    case interrupted = 130

    /// What the code says, as the help prints it.
    public var meaning: String {
        switch self {
        case .ok: "done"
        case .usage: "the command line is wrong"
        case .dataError: "a document was refused, or the archive is damaged"
        case .noInput: "a path that was named is not there"
        case .unavailable: "the broker cannot be reached"
        case .software: "a fault of the program, or a hung document"
        case .ioError: "reading or writing failed, or a position was lost"
        case .temporaryFailure:
            "fenced, folder locked, a newer schema, or too much refused: try again when the cause is gone"
        case .configuration: "the configuration is wrong, or topics do not fit it"
        case .interrupted: "interrupted twice"
        }
    }
}
