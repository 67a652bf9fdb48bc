import CSystem
import Glibc

/// Which entries of a folder are no documents, and why.
struct Exclusions: Sendable {
    /// Why an entry was left out; the summary counts them by reason.
    enum Reason: String, Hashable, Sendable, CaseIterable {
        case dotFile = "dot-file"
        case unfinished = "unfinished download"
        case readme = "README"
        case ownFolder = "archive or payload folder"
        case excluded = "ingest.exclude"
        case link = "symbolic link"
        case special = "not a regular file"
        case manifest = "the manifest itself"
        /// A source that its manifest says is older than what was sent from the same location.
        case superseded = "older than what was sent"
    }

    /// `ingest.exclude`. A pattern without `/` is held against every component's name, one with `/` against the path
    /// below the root; `*` crosses `/`. A folder that matches is not entered.
    var patterns: [String]
    /// The archive and payload folders: they may lie below a root and must not feed themselves.
    var ownFolders: [FileState]
    /// The manifest, which may lie beside what it describes.
    var ownFiles: [FileState] = []

    init(patterns: [String] = [], ownFolders: [BytePath] = []) {
        self.patterns = patterns
        self.ownFolders = ownFolders.compactMap { folder in
            // One that is not there yet cannot be met on a walk either; it is looked up again at every walk.
            guard case .success(let state) = FileState.of(folder, following: true) else { return nil }
            return state
        }
    }

    /// Why the entry `name`, at `relative` below its root, is left out by its name alone.
    func reason(name: [UInt8], relative: [UInt8], isDirectory: Bool) -> Reason? {
        if name.first == UInt8(ascii: ".") { return .dotFile }
        if !isDirectory {
            if Self.unfinishedEndings.contains(where: { name.count > $0.count && name.ends(with: $0) }) {
                return .unfinished
            }
            if name.starts(with: "README".utf8) { return .readme }
        }
        return matchesPattern(name: name, relative: relative) ? .excluded : nil
    }

    func isOwnFolder(_ state: FileState) -> Bool { ownFolders.contains { $0.isSameFile(as: state) } }

    private static let unfinishedEndings: [[UInt8]] = [".part", ".tmp", ".crdownload"].map { Array($0.utf8) }

    private func matchesPattern(name: [UInt8], relative: [UInt8]) -> Bool {
        patterns.contains { pattern in
            let subject = BytePath(bytes: pattern.utf8.contains(UInt8(ascii: "/")) ? relative : name)
            return subject.withCPath { fnmatch(pattern, $0, 0) } == 0
        }
    }
}

extension [UInt8] {
    fileprivate func ends(with ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
