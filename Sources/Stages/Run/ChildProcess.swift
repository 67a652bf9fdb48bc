import CSystem
import Glibc
import Operations

/// One stage as a child of `guazhi run`.
///
/// Its standard error comes through a pipe: lines go on to ours, and the last of them explain an early death. It is in
/// a process group of its own, so that Ctrl-C reaches `run` alone, and it dies with `run` (see ``followParent()``).
final class ChildProcess {
    let name: String
    let path: String
    let arguments: [String]
    private(set) var identifier: pid_t = 0
    private(set) var standardError: Int32 = -1
    private(set) var lastLines: [String] = []
    private var partialLine: [UInt8] = []
    /// The newest line, held back: if the process ends with it, it is the reason, and is told once.
    private var heldLine: (text: String, since: Int64)?
    /// Nil while it runs.
    private(set) var end: End?

    enum End: Hashable {
        case exited(Int32)
        case killed(signal: Int32)

        var sentence: String {
            switch self {
            case .exited(let code): "ended with exit code \(code)"
            case .killed(let signal): "was killed by signal \(signal)"
            }
        }
    }

    init(name: String, path: String, arguments: [String]) {
        self.name = name
        self.path = path
        self.arguments = arguments
    }

    var isRunning: Bool { identifier != 0 && end == nil }

    /// - Throws: 70 when the executable cannot be started.
    func start() throws(Failure) {
        var ends: [Int32] = [0, 0]
        guard guazhi_pipe(&ends) == 0 else { throw cannot("make a pipe for", errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var environment = inheritedEnvironment().map { strdup($0) } + [nil]
        defer {
            for word in words + environment { free(word) }
        }
        var child = pid_t()
        let code = posix_spawn(&child, path, &actions, &attributes, &words, &environment)
        Glibc.close(ends[1])
        guard code == 0 else {
            Glibc.close(ends[0])
            throw cannot("start", code)
        }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        identifier = child
        standardError = ends[0]
        end = nil
    }

    private func inheritedEnvironment() -> [String] {
        var result: [String] = []
        var entry = environ
        while let variable = entry.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("\(parentVariable)=") { result.append(text) }
            entry += 1
        }
        return result + ["\(parentVariable)=\(getpid())"]
    }

    /// Reads what it said since last time, and whether it has ended.
    ///
    /// - Parameter forward: gets each whole line, the newest a moment later; the last of a process that failed it does
    ///   not get, see ``reason``.
    func poll(forward: (String) -> Void) {
        readLines(forward)
        if let held = heldLine, monotonicNanoseconds() - held.since > 200_000_000 { release(forward) }
        guard isRunning else { return }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return }
        readLines(forward)
        end = guazhi_exited(status) != 0 ? .exited(guazhi_exit_code(status)) : .killed(signal: guazhi_signal(status))
        if !partialLine.isEmpty { finishLine(forward) }
        if end == .exited(0) || end == .exited(ExitCode.dataError.rawValue) { release(forward) }
        Glibc.close(standardError)
        standardError = -1
    }

    func signal(_ number: Int32) {
        if isRunning { kill(identifier, number) }
    }

    private func readLines(_ forward: (String) -> Void) {
        guard standardError >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(standardError, &buffer, buffer.count)
            guard count > 0 else { return }
            for byte in buffer[..<count] {
                if byte == 0x0A { finishLine(forward) } else { partialLine.append(byte) }
            }
        }
    }

    private func finishLine(_ forward: (String) -> Void) {
        let line = String(decoding: partialLine, as: UTF8.self)
        partialLine = []
        lastLines.append(line)
        if lastLines.count > 10 { lastLines.removeFirst() }
        release(forward)
        heldLine = (line, monotonicNanoseconds())
    }

    private func release(_ forward: (String) -> Void) {
        if let held = heldLine { forward(held.text) }
        heldLine = nil
    }

    /// The last thing it said, without its name in front; nil when it said nothing.
    var reason: String? {
        guard let line = lastLines.last else { return nil }
        return line.hasPrefix("\(name): ") ? String(line.dropFirst(name.utf8.count + 2)) : line
    }

    private func cannot(_ verb: String, _ code: Int32) -> Failure {
        Failure(.software, "cannot \(verb) \(path): \(String(cString: strerror(code)))")
    }
}

/// Tells a child who its parent is.
let parentVariable = "GUAZHI_PARENT_PID"

/// Makes a process that `guazhi run` started die with it; for others it does nothing.
///
/// The kernel's signal covers the time from this call on; comparing the parent covers the time before it.
public func followParent() {
    guard let text = getenv(parentVariable), let parent = pid_t(String(cString: text)) else { return }
    if guazhi_die_with_parent(SIGKILL) != 0 || getppid() != parent {
        _exit(ExitCode.software.rawValue)
    }
}
