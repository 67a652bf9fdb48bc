internal import CSystem
internal import Glibc

/// What the archive does with folders and names; nothing here follows a name further than it is given.
enum Folder {
    /// Makes `path` and what is missing above it; the folder above is written through.
    static func make(_ path: String) throws(ArchiveError) {
        if mkdir(path, 0o755) == 0 {
            FileJournal.note(.makeFolder(path))
            return try sync(parent(of: path))
        }
        let number = errno
        switch number {
        case EEXIST:
            guard isFolder(path) else {
                throw ArchiveError(
                    .inputOutput, path: path, "\(path) is not a folder; name another place for the archive")
            }
        case ENOENT where parent(of: path) != path:
            try make(parent(of: path))
            try make(path)
        default: throw .system("make the folder", path, number)
        }
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & 0o170000 == 0o040000
    }

    static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// The size of the file `path`; nil where there is none.
    static func size(_ path: String) -> Int64? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_size) : nil
    }

    /// Names in `path`, sorted by their bytes, without `.` and `..`.
    static func names(_ path: String) throws(ArchiveError) -> [String] {
        guard let folder = opendir(path) else { throw .system("list", path, errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw .system("list", path, errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns when names made, renamed and removed in `path` are on the disk.
    static func sync(_ path: String) throws(ArchiveError) {
        try File.open(path, O_RDONLY | O_DIRECTORY).sync()
    }

    /// Gives `from` the name `to`, which it replaces.
    static func rename(_ from: String, to: String) throws(ArchiveError) {
        guard Glibc.rename(from, to) == 0 else { throw .system("rename", from, errno) }
        FileJournal.note(.rename(from, to: to))
    }

    /// Removes the file `path` if it is there.
    static func remove(_ path: String) throws(ArchiveError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path, errno) }
        FileJournal.note(.remove(path))
    }

    /// Removes the folder `path` with the files in it (it has no folders), if it is there.
    static func removeAll(_ path: String) throws(ArchiveError) {
        guard isFolder(path) else { return }
        for name in try names(path) { try remove(path + "/" + name) }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .system("remove", path, errno) }
        FileJournal.note(.remove(path))
    }

    static func parent(of path: String) -> String {
        var trimmed = Substring(path)
        while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
