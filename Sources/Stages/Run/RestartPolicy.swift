import Operations

/// Whether and when a child that died is started again. Pure: time is passed in.
struct RestartPolicy {
    enum Decision: Hashable {
        case restart(at: Int64)
        case giveUp
    }
    static let mostRestarts = 5
    private(set) var restarts = 0

    /// - Parameter end: how it ended; an exit code that starting again cannot change is final.
    mutating func died(_ end: ChildProcess.End, at now: Int64) -> Decision {
        if case .exited(let code) = end, Self.isFinal(code) { return .giveUp }
        guard restarts < Self.mostRestarts else { return .giveUp }
        let delay = Int64(50_000_000) << Int64(restarts)
        restarts += 1
        return .restart(at: now + delay)
    }

    static func isFinal(_ code: Int32) -> Bool { finalCodes.contains(code) }

    /// Usage, input, configuration, I/O and lost positions, folder locked: the same again would come of it.
    private static let finalCodes: Set<Int32> = Set(
        [ExitCode.usage, .noInput, .configuration, .ioError, .temporaryFailure].map(\.rawValue))
}
