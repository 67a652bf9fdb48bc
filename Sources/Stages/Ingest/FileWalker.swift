import CSystem
import Glibc

/// A file that may be a document.
struct FoundFile: Hashable, Sendable {
    var path: BytePath
    var location: String
    var state: FileState
}

/// A place the walk could not look into.
struct WalkProblem: Hashable, Sendable {
    var path: BytePath
    var location: String
    var error: SystemError
    /// Of the folder itself, where it could be looked at.
    var state: FileState?

    var sentence: String {
        "the folder \(path.text) could not be read: \(error.text); nothing below it was taken, "
            + "give this user permission to read and enter it"
    }
}

/// Goes through the roots, folder by folder, in byte order of the paths.
///
/// Links are followed only to files, and only within the roots: a folder within the roots is met under its own path
/// anyway, so following links to folders would give nothing but second names and loops.
struct FileWalker: Sendable {
    let roots: [SourceRoot]
    let exclusions: Exclusions

    /// What a walk meets, in order.
    enum Visit: Hashable, Sendable {
        case file(FoundFile)
        case directory(BytePath)
        case leftOut(Exclusions.Reason, BytePath)
        case problem(WalkProblem)
        /// Listed by its folder, and gone when it was looked at.
        case vanished(BytePath, location: String)
    }

    /// Walks all roots; `visit` returns false to end the walk.
    func walk<Failed>(_ visit: (Visit) throws(Failed) -> Bool) throws(Failed) {
        for root in roots {
            guard try walk(root, at: root.path, relative: [], visit) else { return }
        }
    }

    /// Walks what is at `path` of `root`; returns false where `visit` ended it.
    ///
    /// A root that has gone since the start is a problem too; of any other path that is not there it is told.
    @discardableResult
    func walk<Failed>(
        _ root: SourceRoot, at path: BytePath, relative: [UInt8], _ visit: (Visit) throws(Failed) -> Bool
    ) throws(Failed) -> Bool {
        switch FileState.of(path, following: relative.isEmpty) {
        case .failure(let error):
            if error.isMissing, !relative.isEmpty {
                return try visit(.vanished(path, location: root.location(of: relative)))
            }
            return try visit(.problem(problem(root, path, relative, error, nil)))
        case .success(let state):
            switch state.kind {
            case .file:
                if exclusions.ownFiles.contains(where: { $0.isSameFile(as: state) }) {
                    return try visit(.leftOut(.manifest, path))
                }
                return try visit(.file(FoundFile(path: path, location: root.location(of: relative), state: state)))
            case .directory: return try walkDirectory(root, path, relative, state, visit)
            case .link:
                guard let target = targetWithinRoots(path) else { return try visit(.leftOut(.link, path)) }
                return try visit(.file(FoundFile(path: path, location: root.location(of: relative), state: target)))
            case .special: return try visit(.leftOut(.special, path))
            }
        }
    }

    /// Why the entry at `path` below `root` is left out, if it or a folder above it is; nil for a root itself.
    func reasonToLeaveOut(_ relative: [UInt8], isDirectory: Bool) -> Exclusions.Reason? {
        var start = 0
        while start < relative.count {
            let end = relative[start...].firstIndex(of: UInt8(ascii: "/")) ?? relative.count
            let last = end == relative.count
            if let reason = exclusions.reason(
                name: Array(relative[start..<end]), relative: Array(relative[..<end]),
                isDirectory: !last || isDirectory)
            {
                return reason
            }
            start = end + 1
        }
        return nil
    }

    private func walkDirectory<Failed>(
        _ root: SourceRoot, _ path: BytePath, _ relative: [UInt8], _ state: FileState,
        _ visit: (Visit) throws(Failed) -> Bool
    ) throws(Failed) -> Bool {
        if exclusions.isOwnFolder(state) { return try visit(.leftOut(.ownFolder, path)) }
        // Told before it is read: who watches it from now on misses nothing that comes after the reading.
        guard try visit(.directory(path)) else { return false }
        let entries: [Entry]
        switch Self.entries(of: path) {
        case .failure(let error):
            // Deleted since its own folder was read: nothing is lost that was there when the walk came by.
            if error.isMissing, !relative.isEmpty { return true }
            return try visit(.problem(problem(root, path, relative, error, state)))
        case .success(let found): entries = found
        }
        for entry in entries {
            let below = relative.isEmpty ? entry.name : relative + [UInt8(ascii: "/")] + entry.name
            let child = path.appending(entry.name)
            if let reason = exclusions.reason(name: entry.name, relative: below, isDirectory: entry.isDirectory) {
                guard try visit(.leftOut(reason, child)) else { return false }
                continue
            }
            guard try walk(root, at: child, relative: below, visit) else { return false }
        }
        return true
    }

    private func problem(
        _ root: SourceRoot, _ path: BytePath, _ relative: [UInt8], _ error: SystemError, _ state: FileState?
    ) -> WalkProblem {
        // The slash keeps a folder's location apart from that of any file.
        let location = root.location(of: relative) + (root.isDirectory ? "/" : "")
        return WalkProblem(path: path, location: location, error: error, state: state)
    }

    /// The file a link leads to, if it is one and lies below a root.
    private func targetWithinRoots(_ link: BytePath) -> FileState? {
        guard let target = link.resolved, roots.contains(where: { target.isInside($0.resolved) }),
            case .success(let state) = FileState.of(target, following: false), state.kind == .file
        else { return nil }
        return state
    }

    private struct Entry {
        var name: [UInt8]
        var isDirectory: Bool
        /// A folder sorts as what lies below it does: `a.txt` before `a/b`.
        var sortKey: [UInt8]
    }

    private static func entries(of path: BytePath) -> Result<[Entry], SystemError> {
        guard let directory = path.withCPath({ opendir($0) }) else { return .failure(SystemError(code: errno)) }
        defer { closedir(directory) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno != 0 { return .failure(SystemError(code: errno)) }
                break
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            var isDirectory = entry.pointee.d_type == UInt8(DT_DIR)
            if entry.pointee.d_type == UInt8(DT_UNKNOWN),
                case .success(let state) = FileState.of(path.appending(name), following: false)
            {
                isDirectory = state.kind == .directory
            }
            entries.append(
                Entry(name: name, isDirectory: isDirectory, sortKey: isDirectory ? name + [UInt8(ascii: "/")] : name))
        }
        entries.sort { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
        return .success(entries)
    }
}
