import CSystem
import Glibc
import Operations
public import Reports

/// Error of a payload store: what failed, where, and what to do.
public struct PayloadStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence: what failed, where, and what to do.
    public let description: String
}

/// A folder that all stages see, for documents and records too large for a message.
///
/// A payload is a file named by its SHA-256 (`ab/cdef…`), so writing one twice is harmless, and a reader can tell
/// that it has what was written. Nothing here removes a payload: it is kept as long as `reports.raw` is.
public struct PayloadStore: Sendable {
    /// Made at the first payload where it is missing; its parent must be there.
    public let directory: String

    /// A store in that folder; nothing is read or written yet.
    public init(directory: String) { self.directory = directory }

    /// The configured `payload-store`, nil where there is none.
    init?(settings: Settings) {
        let directory = settings.string("payload-store")
        guard !directory.isEmpty else { return nil }
        self.init(directory: directory)
    }

    /// Writes a payload (temporary file, fsync, rename, fsync of the folder) and returns its name: what the header
    /// `guazhi-payload` says.
    public func put(_ bytes: [UInt8]) throws(PayloadStoreError) -> String {
        let name = "sha256/\(SHA256.sha256Hex(bytes))"
        let path = path(of: name)
        var existing = stat()
        if stat(path, &existing) == 0, Int(existing.st_size) == bytes.count { return name }
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
        try makeFolders(folder)
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).part"
        let descriptor = guazhi_open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("write", temporary) }
        let written = bytes.withUnsafeBytes { writeAll(descriptor, $0) }
        let synced = written && fsync(descriptor) == 0
        let closed = close(descriptor) == 0
        guard synced, closed, rename(temporary, path) == 0 else {
            let error = failure("write", temporary)
            unlink(temporary)
            throw error
        }
        try sync(folder: folder)
        return name
    }

    /// Without this a power cut could take the name of a payload whose message is committed.
    private func sync(folder: String) throws(PayloadStoreError) {
        let descriptor = guazhi_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw failure("open the folder", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write the folder", folder) }
    }

    /// Why a payload cannot be read.
    public enum ReadError: Error, Hashable, Sendable {
        /// It is not there, or is not what was written: `payload_missing`.
        case missing(Refusal)
        /// The store itself cannot be read (not mounted, no rights): says nothing about the payload.
        case unavailable(PayloadStoreError)
    }

    /// Reads a payload back.
    ///
    /// - Throws: `missing` where the file is not there though its store is, is longer than `maximumBytes`, or has
    ///   another hash; `unavailable` for anything else.
    public func get(_ name: String, maximumBytes: Int) throws(ReadError) -> [UInt8] {
        let digits = name.dropFirst("sha256/".count)
        guard name.hasPrefix("sha256/"), digits.utf8.count == 64, digits.utf8.allSatisfy({ Self.isHex($0) }) else {
            throw Self.missing("the payload name \(name.prefix(80)) is not one that guazhi writes")
        }
        let path = path(of: name)
        let descriptor = guazhi_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else {
            let code = errno
            var store = stat()
            guard code == ENOENT || code == ELOOP, stat(directory, &store) == 0 else {
                throw .unavailable(failure("read", path))
            }
            throw Self.missing(
                "the payload \(path) is not there; all stages must see the same payload-store, and keep it as long as reports.raw"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) <= maximumBytes else {
            throw Self.missing("the payload \(path) is larger than \(maximumBytes) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { readAll(descriptor, $0) }
        guard count == bytes.count else { throw .unavailable(failure("read", path)) }
        guard SHA256.sha256Hex(bytes) == digits else {
            throw Self.missing("the payload \(path) is damaged: its SHA-256 is not its name")
        }
        return bytes
    }

    /// Removes every payload and the folder: for a store that lives as long as one run.
    ///
    /// - Throws: where something of it cannot be removed.
    public func remove() throws(PayloadStoreError) {
        for folder in entries(of: directory) {
            for file in entries(of: folder) where unlink(file) != 0 { throw failure("remove", file) }
            guard rmdir(folder) == 0 else { throw failure("remove", folder) }
        }
        guard rmdir(directory) == 0 || errno == ENOENT else { throw failure("remove", directory) }
    }

    private func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var paths: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { paths.append("\(folder)/\(name)") }
        }
        return paths
    }

    private static func missing(_ message: String) -> ReadError { .missing(Refusal(.payloadMissing, message)) }

    private func path(of name: String) -> String {
        let digits = name.dropFirst("sha256/".count)
        return "\(directory)/\(digits.prefix(2))/\(digits.dropFirst(2))"
    }

    private func makeFolders(_ folder: String) throws(PayloadStoreError) {
        for path in [directory, folder] where mkdir(path, 0o755) != 0 && errno != EEXIST {
            throw failure("make the folder", path)
        }
    }

    private func failure(_ verb: String, _ path: String) -> PayloadStoreError {
        PayloadStoreError(
            description:
                "cannot \(verb) \(path) of the payload store: \(String(cString: strerror(errno))); check payload-store in the configuration"
        )
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}

private func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var done = 0
    while done < bytes.count {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
    }
    return true
}

private func readAll(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    var done = 0
    while done < bytes.count {
        let count = read(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return done }
        done += count
    }
    return done
}
