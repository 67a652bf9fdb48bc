import Glibc

/// Standard output, written at once: what a person or the next program in the pipe reads.
public enum StandardOutput {
    /// Writes all of `bytes`.
    ///
    /// - Throws: ``Failure/outputClosed`` where the reader has gone, ``ExitCode/ioError`` for anything else.
    public static func write(_ bytes: [UInt8]) throws(Failure) {
        switch Descriptor.write(bytes, to: STDOUT_FILENO) {
        case 0: return
        case EPIPE: throw Failure.outputClosed
        case let code: throw Failure(.ioError, "standard output: \(Descriptor.message(code))")
        }
    }

    /// Writes `text` as it is.
    ///
    /// - Throws: As ``write(_:)-([UInt8])``.
    public static func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    /// Writes `text` and a line end.
    ///
    /// - Throws: As ``write(_:)-([UInt8])``.
    public static func line(_ text: String) throws(Failure) { try write(text + "\n") }
}

/// The calls on file descriptors that several parts of this module share.
enum Descriptor {
    /// Writes all of `bytes`; returns 0, or errno. A short write is continued.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    // Someone we share the descriptor with made it non-blocking: wait until it takes more.
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&wait, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }

    /// The system's sentence for an errno.
    static func message(_ code: Int32) -> String {
        // glibc keeps the text per thread since 2.32.
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
