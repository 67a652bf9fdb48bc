import Foundation
import Glibc

@testable import Stages

/// A folder of its own for one test, gone when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/guazhi-ingest-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(code: errno) }
        let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // As the kernel spells it, so that tests may compare paths.
        path = BytePath(made).resolved?.text ?? made
        chmod(path, 0o755)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func at(_ relative: String) -> String { relative.isEmpty ? path : "\(path)/\(relative)" }

    func bytes(_ relative: String) -> BytePath { BytePath(at(relative)) }

    @discardableResult
    func folder(_ relative: String) throws -> String {
        try FileManager.default.createDirectory(atPath: at(relative), withIntermediateDirectories: true)
        return at(relative)
    }

    /// Writes a file, its modification time `seconds` since 1970 where given.
    @discardableResult
    func file(_ relative: String, _ contents: String = "x", modified seconds: Int? = nil) throws -> String {
        let folder = (at(relative) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: URL(fileURLWithPath: at(relative)))
        if let seconds { setModified(relative, seconds) }
        return at(relative)
    }

    func setModified(_ relative: String, _ seconds: Int) {
        var times = [timeval(tv_sec: seconds, tv_usec: 0), timeval(tv_sec: seconds, tv_usec: 0)]
        utimes(at(relative), &times)
    }

    func link(_ target: String, at relative: String) throws {
        guard symlink(target, at(relative)) == 0 else { throw SystemError(code: errno) }
    }
}

/// Runs `body` on a thread that has the rights of nobody, where the tests run as root; root may read everything.
///
/// The file system's user is a property of one thread (setfsuid(2)), so the other tests go on as they are.
func withoutPrivileges<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            if geteuid() == 0 { _ = setFileSystemUser(65534) }
            continuation.resume(returning: body())
        }
        thread.stackSize = 1 << 20
        thread.start()
    }
}

private func setFileSystemUser(_ user: UInt32) -> Int32 {
    guard let symbol = dlsym(nil, "setfsuid") else { return -1 }
    return unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)(user)
}

/// A seeded generator (SplitMix64, Steele et al. 2014), so that a failing run can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
