internal import Glibc
internal import Reports

/// Compares `archive.json` with what the segments make of it.
struct DocumentCheck {
    let directory: String
    let options: ConsolidationOptions

    func check(_ report: inout VerificationReport) throws(ArchiveError) {
        let path = directory + "/" + Consolidation.fileName
        let summary: ConsolidationSummary
        do throws(ArchiveError) {
            summary = try Consolidation(directory, options).run(publish: false)
        } catch {
            guard error.code == .damaged || error.code == .newerFormat else { throw error }
            if report.isSound { report.add(error.path, error.offset, error.message) }
            return
        }
        report.summary = summary
        guard Folder.exists(path) else {
            report.isStale = summary.batches > 0
            return
        }
        let found = try Self.sha256(of: path)
        try checkShards(&report)
        if found == summary.sha256 { return }
        let state = try ConsolidationState.read(directory)
        if let state, state.sha256 == found, state.batch < summary.batches {
            report.isStale = true
            return
        }
        report.add(
            path, nil,
            "it is not what the segments make: it was changed, or written by another release; run guazhi archive consolidate"
        )
    }

    /// Each shard is named by its digest.
    private func checkShards(_ report: inout VerificationReport) throws(ArchiveError) {
        let folder = directory + "/" + Consolidation.shardFolder
        guard Folder.isFolder(folder) else { return }
        for name in try Folder.names(folder) where name.hasSuffix(".jsonl") {
            let hash = try Self.sha256(of: folder + "/" + name)
            if name != hash + ".jsonl" {
                report.add(folder + "/" + name, nil, "its bytes do not have the SHA-256 it is named by")
            }
        }
    }

    private static func sha256(of path: String) throws(ArchiveError) -> String {
        let file = try File.open(path, O_RDONLY)
        var hasher = SHA256.Hasher()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(at: offset, count: 1 << 20)
            if bytes.isEmpty { break }
            hasher.update(bytes)
            offset += Int64(bytes.count)
        }
        return Bytes.hex(hasher.finish())
    }
}
