internal import CSystem
internal import Glibc

/// An open file; closed when the last reference goes.
final class File {
    let path: String
    let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens `path` with `flags` (`O_CLOEXEC` is added).
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws(ArchiveError) -> File {
        while true {
            let descriptor = guazhi_open(path, flags | O_CLOEXEC, mode)
            if descriptor >= 0 {
                if flags & O_CREAT != 0 { FileJournal.note(.create(path)) }
                if flags & O_TRUNC != 0 { FileJournal.note(.truncate(path, to: 0)) }
                return File(path: path, descriptor: descriptor)
            }
            let number = errno
            guard number == EINTR else {
                throw .system(flags & O_CREAT != 0 ? "create" : "open", path, number)
            }
        }
    }

    /// Its size in bytes.
    func size() throws(ArchiveError) -> Int64 {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .system("examine", path, errno) }
        return Int64(facts.st_size)
    }

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    func read(at offset: Int64, count: Int) throws(ArchiveError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                guard let base = buffer.baseAddress else { return }
                let got = pread(descriptor, base + filled, count - filled, off_t(offset) + off_t(filled))
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        guard failure == 0 else { throw .system("read", path, failure) }
        return bytes
    }

    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: [UInt8], at offset: Int64) throws(ArchiveError) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                guard let base = buffer.baseAddress else { return }
                let count = pwrite(descriptor, base + written, buffer.count - written, off_t(offset) + off_t(written))
                if count > 0 {
                    written += count
                } else if count == 0 {
                    failure = ENOSPC
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        guard failure == 0 else { throw .system("write to", path, failure) }
        FileJournal.note(.write(path, at: offset, bytes))
    }

    /// Cuts the file at `length`.
    func truncate(to length: Int64) throws(ArchiveError) {
        guard ftruncate(descriptor, off_t(length)) == 0 else { throw .system("truncate", path, errno) }
        FileJournal.note(.truncate(path, to: length))
    }

    /// Returns when the file's bytes are on the disk.
    func sync() throws(ArchiveError) {
        while fsync(descriptor) != 0 {
            let number = errno
            guard number == EINTR else { throw .system("write through", path, number) }
        }
        FileJournal.note(.sync(path))
    }

    /// Takes a lock that ends with the file, exclusive unless `shared` is set; false where another process has it and `wait`
    /// is not set.
    func lock(wait: Bool, shared: Bool = false) throws(ArchiveError) -> Bool {
        let kind = shared ? LOCK_SH : LOCK_EX
        while flock(descriptor, wait ? kind : kind | LOCK_NB) != 0 {
            let number = errno
            if number == EWOULDBLOCK { return false }
            guard number == EINTR else { throw .system("lock", path, number) }
        }
        return true
    }
}
