import CSystem
import Glibc
import Reports

/// Reads files whole, once, and says truthfully when that cannot be done.
struct FileReader: Sendable {
    /// Larger files are refused without being held in memory: `ingest.max-document-bytes`.
    let maximumBytes: Int64
    /// Resolved folders and files that a document must lie in; empty: anywhere.
    var roots: [BytePath] = []

    enum Outcome: Sendable {
        case contents(FileContents)
        /// Larger than `maximumBytes`; the hash is of the whole file, read in pieces.
        case tooLarge(FileState, sha256: String)
        case unreadable(SystemError)
        case vanished
        /// Size or time moved between the first look and the last.
        case changing
        /// Somebody has it open for writing; only where `unlessWritten` was asked for.
        case beingWritten
    }

    /// Reads what is at `path` now. With `unlessWritten`, a file that somebody has open for writing is left alone.
    func read(_ path: BytePath, unlessWritten: Bool) -> Outcome {
        // O_NONBLOCK: should a FIFO have taken the file's place, opening it must not hang.
        let descriptor = path.withCPath { guazhi_open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0) }
        guard descriptor >= 0 else { return Self.failure(errno) }
        defer { close(descriptor) }
        guard case .success(let before) = FileState.of(descriptor: descriptor) else { return Self.failure(errno) }
        guard before.kind == .file, liesWithinRoots(descriptor) else { return .vanished }
        if unlessWritten, WriterProbe.isOpenForWriting(descriptor: descriptor) == true { return .beingWritten }
        return before.size > maximumBytes ? measure(descriptor, before) : contents(descriptor, before)
    }

    /// Since the walk looked, a name on the way may have become a link to anywhere: what was opened is what counts.
    private func liesWithinRoots(_ descriptor: Int32) -> Bool {
        guard !roots.isEmpty else { return true }
        guard let opened = BytePath("/proc/self/fd/\(descriptor)").linkTarget else { return false }
        return roots.contains { opened.isInside($0) }
    }

    private func contents(_ descriptor: Int32, _ before: FileState) -> Outcome {
        let expected = Int(before.size)
        var bytes = [UInt8](repeating: 0, count: expected + 1)
        var count = 0
        // One byte more than expected is asked for: where it comes, the file has grown.
        while count <= expected {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if got < 0 {
                if errno == EINTR { continue }
                return Self.failure(errno)
            }
            if got == 0 { break }
            count += got
        }
        guard count == expected, stands(descriptor, as: before) else { return .changing }
        bytes.removeLast()
        return .contents(FileContents(bytes: bytes, sha256: SHA256.sha256Hex(bytes), state: before))
    }

    private func measure(_ descriptor: Int32, _ before: FileState) -> Outcome {
        var hasher = SHA256.Hasher()
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got < 0 {
                if errno == EINTR { continue }
                return Self.failure(errno)
            }
            if got == 0 { break }
            hasher.update(got == piece.count ? piece : Array(piece[..<got]))
        }
        guard stands(descriptor, as: before) else { return .changing }
        return .tooLarge(before, sha256: Self.hexadecimal(hasher.finish()))
    }

    private func stands(_ descriptor: Int32, as before: FileState) -> Bool {
        guard case .success(let after) = FileState.of(descriptor: descriptor) else { return false }
        return after.hasSameContent(as: before)
    }

    private static func failure(_ code: Int32) -> Outcome {
        let error = SystemError(code: code)
        return error.isMissing ? .vanished : .unreadable(error)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// A file read whole, with nothing moving meanwhile.
struct FileContents: Hashable, Sendable {
    var bytes: [UInt8]
    /// Lower-case hex.
    var sha256: String
    var state: FileState
}
