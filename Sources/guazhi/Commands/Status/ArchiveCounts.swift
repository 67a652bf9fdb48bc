import CSystem
import Glibc
import Operations
import Reports

/// What an `archive.json` says it holds.
struct ArchiveCounts: Hashable {
    let file: String
    /// By name: documents, reports, refused …
    let counts: [String: Int]
    /// When the file was written.
    let written: Timestamp

    /// The counts stand near the beginning, so that nobody has to read a large archive for them.
    private static let headBytes = 65536

    /// - Returns: nil where there is no `archive.json` yet.
    /// - Throws: 74 for a file that cannot be read, 65 for one that is not an archive.
    init?(directory: String) throws(Failure) {
        let path = "\(directory)/archive.json"
        let descriptor = guazhi_open(path, O_RDONLY | O_CLOEXEC, 0)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
        var head = [UInt8](repeating: 0, count: Self.headBytes)
        var filled = 0
        while filled < head.count {
            let count = head.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(path, errno) }
            if count == 0 { break }
            filled += count
        }
        guard let counts = Self.counts(inHead: Array(head[..<filled])) else {
            throw Failure(
                .dataError,
                "\(path) does not begin as an archive does; write it anew with: guazhi archive consolidate \(directory)"
            )
        }
        file = path
        self.counts = counts
        let time = status.st_mtim
        written = Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// The member `counts` of an object of which `head` is the beginning; nil where it is not in it, or no such thing.
    static func counts(inHead head: [UInt8]) -> [String: Int]? {
        var found: [String: Int]?
        // The head ends in the middle of a value: whatever is wrong after `counts` is of no interest here.
        try? JSONReader.read(head) { reader throws(RecordError) in
            try reader.object { name, reader throws(RecordError) in
                guard name == "counts" else { return try reader.skip() }
                var counts: [String: Int] = [:]
                try reader.object { name, reader throws(RecordError) in counts[name] = try reader.integer() }
                found = counts
            }
        }
        return found
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Failure {
        Failure(.ioError, "cannot read \(path): \(String(cString: strerror(code)))")
    }
}
