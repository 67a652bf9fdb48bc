import Foundation

@testable import Archive

/// A disk as POSIX promises it and no better: what was not synced may be there after a power cut, in part or not at all.
struct SimulatedDisk {
    /// What the power cut leaves.
    enum Remains: CaseIterable {
        /// All: only the process died.
        case everything
        /// What `fsync` returned for, files and names alike, and nothing else.
        case syncedOnly
        /// All names, and of the files what was synced: a name that came before its bytes.
        case namesBeforeBytes
        /// All names and lengths; bytes that were not synced are zeros.
        case lengthsBeforeBytes
        /// All names; of the bytes that were not synced the first half.
        case halfTails
        /// The names that were synced, with all bytes.
        case bytesBeforeNames
        /// What was synced, less the names that are gone since: a removal that came before what it waited for.
        case removalsFirst
    }

    private struct Node {
        var bytes: [UInt8] = []
        var synced: [UInt8] = []
    }
    private var nodes: [Node] = []
    private var files: [String: Int] = [:]
    private var syncedFiles: [String: Int] = [:]
    private var folders: Set<String> = []
    private var syncedFolders: Set<String> = []

    mutating func apply(_ operation: FileJournal.Operation) {
        switch operation {
        case .makeFolder(let path): folders.insert(path)
        case .create(let path):
            guard files[path] == nil else { return }
            files[path] = nodes.count
            nodes.append(Node())
        case .write(let path, let offset, let bytes): change(path) { Self.write(bytes, at: Int(offset), to: &$0) }
        case .truncate(let path, let length): change(path) { Self.resize(&$0, to: Int(length)) }
        case .sync(let path): sync(path)
        case .rename(let from, let to): files[to] = files.removeValue(forKey: from)
        case .remove(let path):
            files[path] = nil
            folders.remove(path)
        }
    }

    /// A file without a name is temporary: nobody will look for it.
    private mutating func change(_ path: String, _ body: (inout [UInt8]) -> Void) {
        if let node = files[path] { body(&nodes[node].bytes) }
    }

    private static func resize(_ bytes: inout [UInt8], to count: Int) {
        if bytes.count > count {
            bytes.removeLast(bytes.count - count)
        } else {
            bytes += [UInt8](repeating: 0, count: count - bytes.count)
        }
    }

    private static func write(_ new: [UInt8], at offset: Int, to bytes: inout [UInt8]) {
        if bytes.count < offset + new.count { resize(&bytes, to: offset + new.count) }
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }

    private mutating func sync(_ path: String) {
        if let node = files[path] {
            nodes[node].synced = nodes[node].bytes
            return
        }
        let isInside = { (name: String) in Folder.parent(of: name) == path }
        syncedFiles = syncedFiles.filter { !isInside($0.key) }.merging(files.filter { isInside($0.key) }) { $1 }
        syncedFolders = syncedFolders.filter { !isInside($0) }.union(folders.filter(isInside))
    }

    /// Files under `root` and the folders, as the next start finds them.
    func remains(_ kind: Remains) -> (files: [String: [UInt8]], folders: Set<String>) {
        let isSyncedOnly = kind == .syncedOnly || kind == .bytesBeforeNames || kind == .removalsFirst
        var names = isSyncedOnly ? syncedFiles : files
        if kind == .removalsFirst { names = names.filter { files[$0.key] != nil } }
        let folders = isSyncedOnly ? syncedFolders : folders
        let found = names.filter { folders.contains(Folder.parent(of: $0.key)) }
            .mapValues { content(nodes[$0], kind) }
        return (found, folders)
    }

    private func content(_ node: Node, _ kind: Remains) -> [UInt8] {
        let tail = max(0, node.bytes.count - node.synced.count)
        switch kind {
        case .everything, .bytesBeforeNames: return node.bytes
        case .syncedOnly, .namesBeforeBytes, .removalsFirst: return node.synced
        case .lengthsBeforeBytes: return node.synced + [UInt8](repeating: 0, count: tail)
        case .halfTails: return node.synced + node.bytes.suffix(tail).prefix(tail / 2)
        }
    }
}
