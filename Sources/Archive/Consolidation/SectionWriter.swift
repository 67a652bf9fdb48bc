internal import Glibc
internal import Reports

/// Rows of one array of `archive.json`, gathered until the members before them are known.
///
/// Each row is one line; a few go no further than memory.
final class SectionWriter {
    /// Rows written.
    private(set) var rows = 0
    /// Their bytes, line feeds included.
    private(set) var count: Int64 = 0
    private let path: String
    private var buffer: [UInt8] = []
    private var file: File?
    private var fileCount: Int64 = 0

    /// - Parameter path: A temporary file it may make; the name goes as soon as the file is open.
    init(path: String) { self.path = path }

    /// Adds a row, JSON without a line feed.
    func add(_ row: [UInt8]) throws(ArchiveError) {
        buffer += row
        buffer.append(0x0A)
        rows += 1
        count += Int64(row.count + 1)
        if buffer.count >= 1 << 20 { try flush() }
    }

    private func flush() throws(ArchiveError) {
        let file: File
        if let open = self.file {
            file = open
        } else {
            file = try File.open(path, O_RDWR | O_CREAT | O_TRUNC, mode: 0o600)
            try Folder.remove(path)
            self.file = file
        }
        try file.write(buffer, at: fileCount)
        fileCount += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Hands all rows out again in pieces that may end within one.
    func read(_ piece: ([UInt8]) throws(ArchiveError) -> Void) throws(ArchiveError) {
        if let file {
            var offset: Int64 = 0
            while offset < fileCount {
                let bytes = try file.read(at: offset, count: Int(min(1 << 20, fileCount - offset)))
                guard !bytes.isEmpty else {
                    throw ArchiveError(.inputOutput, path: path, "\(path) is shorter than what was written to it")
                }
                offset += Int64(bytes.count)
                try piece(bytes)
            }
        }
        if !buffer.isEmpty { try piece(buffer) }
    }
}

/// A file written from the beginning to the end, with the digest of its bytes.
final class StreamWriter {
    private(set) var count: Int64 = 0
    private let file: File
    private var buffer: [UInt8] = []
    private var hasher: SHA256.Hasher?

    init(path: String) throws(ArchiveError) {
        file = try File.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        hasher = SHA256.Hasher()
    }

    func write(_ bytes: [UInt8]) throws(ArchiveError) {
        buffer += bytes
        if buffer.count >= 1 << 20 { try flush() }
    }

    private func flush() throws(ArchiveError) {
        hasher?.update(buffer)
        try file.write(buffer, at: count)
        count += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Puts all on the disk and returns the SHA-256 in lower-case hex.
    func finish() throws(ArchiveError) -> String {
        try flush()
        try file.sync()
        guard let hasher = hasher.take() else { return "" }
        return Bytes.hex(hasher.finish())
    }
}
