internal import CSandbox
internal import CSystem
internal import Glibc

/// A converter run on one document: it reads the bytes from its standard input, which is a file without a name, and
/// writes text. Nothing touches a disk, and nothing of it is left in any case.
struct LimitedProcess {
    enum End: Hashable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        case tooMuchOutput
    }

    struct Result {
        var end: End
        var output: [UInt8]
        /// The beginning of what it said on standard error.
        var messages: String
    }

    enum Failure: Error {
        case notFound
        case system(String, code: Int32)
    }

    let path: String
    let arguments: [String]
    let limits: DocumentLimits

    /// A program of this name in the folders of `PATH`.
    init(_ name: String, _ arguments: [String], limits: DocumentLimits) throws(Failure) {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates = folders.split(separator: ":").map { "\($0)/\(name)" }
        guard let path = candidates.first(where: { $0.hasPrefix("/") && access($0, X_OK) == 0 }) else {
            throw .notFound
        }
        self.path = path
        self.arguments = [path] + arguments
        self.limits = limits
    }

    /// Runs to its end, or to that of its time or output.
    func run(on bytes: [UInt8]) throws(Failure) -> Result {
        let input = bytes.withUnsafeBytes { guazhi_nameless_file($0.baseAddress, UInt($0.count)) }
        guard input >= 0 else { throw .system("keep the document in memory for", code: errno) }
        defer { close(input) }
        var output: [Int32] = [-1, -1]
        guard guazhi_private_pipe(&output) == 0 else { throw .system("make a pipe for", code: errno) }
        var messages: [Int32] = [-1, -1]
        guard guazhi_private_pipe(&messages) == 0 else {
            let code = errno
            for end in output { close(end) }
            throw .system("make a pipe for", code: code)
        }
        defer {
            close(output[0])
            close(messages[0])
        }
        var process = pid_t()
        let code = start(input, output[1], messages[1], &process)
        close(output[1])
        close(messages[1])
        guard code == 0 else { throw .system("start", code: code) }
        return finish(process, output: output[0], messages: messages[0])
    }

    private func start(_ input: Int32, _ output: Int32, _ messages: Int32, _ process: inout pid_t) -> Int32 {
        // All that is said here is the same on every machine, so that the same bytes give the same text.
        let environment = ["LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer {
            for word in words + settings { free(word) }
        }
        var bounds = guazhi_sandbox_limits(
            cpu_seconds: UInt(limits.processorSeconds), memory_bytes: UInt(limits.memoryBytes),
            file_bytes: UInt(limits.outputBytes), open_files: 32)
        return guazhi_sandbox_start(path, &words, &settings, &bounds, input, output, messages, &process)
    }

    private func finish(_ process: pid_t, output: Int32, messages: Int32) -> Result {
        let deadline = Self.milliseconds() + limits.wallSeconds * 1000
        var text: [UInt8] = []
        var said: [UInt8] = []
        var stopped: End?
        var watched = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: messages, events: Int16(POLLIN), revents: 0),
        ]
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while stopped == nil, watched.contains(where: { $0.fd >= 0 }) {
            let left = deadline - Self.milliseconds()
            guard left > 0 else {
                stopped = .timedOut
                break
            }
            guard poll(&watched, 2, Int32(clamping: left)) > 0 else { continue }
            for index in watched.indices where watched[index].revents != 0 {
                let count = read(watched[index].fd, &block, block.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 {
                    // A negative descriptor is passed over by poll(2).
                    watched[index].fd = -1
                } else if index == 0 {
                    text += block[..<count]
                    if text.count > limits.outputBytes { stopped = .tooMuchOutput }
                } else if said.count < Self.longestMessage {
                    said += block[..<min(count, Self.longestMessage - said.count)]
                }
            }
        }
        let end = reap(process, stopped: stopped, deadline: deadline)
        return Result(end: end, output: text, messages: String(decoding: said, as: UTF8.self))
    }

    private static let longestMessage = 16 << 10

    /// Waits for the end; a process that closed its output may still run, so the deadline holds here too.
    private func reap(_ process: pid_t, stopped: End?, deadline: Int) -> End {
        var stopped = stopped
        var status: Int32 = 0
        while true {
            if stopped == nil, Self.milliseconds() >= deadline { stopped = .timedOut }
            if stopped != nil {
                // Its whole group, in case it has started others.
                kill(-process, SIGKILL)
                kill(process, SIGKILL)
            }
            let done = waitpid(process, &status, stopped == nil ? WNOHANG : 0)
            if done == process { break }
            if done < 0 && errno != EINTR { return stopped ?? .exited(0) }
            if done == 0 { poll(nil, 0, 2) }
        }
        if let stopped { return stopped }
        return guazhi_exited(status) != 0
            ? .exited(guazhi_exit_code(status)) : .killed(signal: guazhi_signal(status))
    }

    private static func milliseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    }
}
