import Glibc

/// Runs the body of a program and ends the process with the code that it returns or that its ``Failure`` carries.
///
/// A failure is printed as `NAME: message`; an error of any other type is our fault (70). SIGPIPE is ignored, so that
/// a closed pipe is an error at the place that writes; when it is standard output that closed, the end is quiet.
@_disfavoredOverload
public func runMain(_ name: String, _ body: () throws -> ExitCode) -> Never {
    // Disfavoured, because a body without a return statement would fit both functions.
    signal(SIGPIPE, SIG_IGN)
    do {
        exit(try body().rawValue)
    } catch let failure as Failure {
        if !failure.message.isEmpty { complain(name, failure.message) }
        exit(failure.exitCode.rawValue)
    } catch {
        complain(name, "unexpected error: \(error)")
        exit(ExitCode.software.rawValue)
    }
}

/// As the other `runMain`, for a body that ends well whenever it ends without a failure.
public func runMain(_ name: String, _ body: () throws -> Void) -> Never {
    let coded = { () throws -> ExitCode in
        try body()
        return .ok
    }
    runMain(name, coded)
}

private func complain(_ name: String, _ message: String) {
    // Nobody is left to tell when standard error fails too; the exit code still says it.
    _ = Descriptor.write(Array("\(name): \(Printable.lines(message))\n".utf8), to: STDERR_FILENO)
}
