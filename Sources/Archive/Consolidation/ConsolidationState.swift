internal import Glibc
internal import Reports

/// Up to where `archive.json` goes, in the file `.consolidated` beside it: for `verify` and `status`, not for readers.
struct ConsolidationState: Hashable, Sendable {
    private static let fileName = ".consolidated"

    /// The last batch that is in it, and its checkpoint's hash.
    var batch: Int
    var checkpoint: String
    /// SHA-256 of `archive.json`.
    var sha256: String

    /// Writes the file; not through to the disk, since it can be lost without harm.
    func write(to directory: String) throws(ArchiveError) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("batch")
        writer.integer(batch)
        writer.key("checkpoint")
        writer.string(checkpoint)
        writer.key("sha256")
        writer.string(sha256)
        writer.endObject()
        let path = directory + "/" + Self.fileName
        try File.open(path + ".tmp", O_WRONLY | O_CREAT | O_TRUNC).write(writer.bytes + [0x0A], at: 0)
        try Folder.rename(path + ".tmp", to: path)
    }

    /// The state of `directory`; nil where the file is not there or not whole.
    static func read(_ directory: String) throws(ArchiveError) -> ConsolidationState? {
        let path = directory + "/" + fileName
        guard let size = Folder.size(path), size < 4096 else { return nil }
        let bytes = try File.open(path, O_RDONLY).read(at: 0, count: Int(size))
        var state = ConsolidationState(batch: 0, checkpoint: "", sha256: "")
        do {
            try JSONReader.read(bytes) { reader throws(RecordError) in
                try reader.object { name, reader throws(RecordError) in
                    switch name {
                    case "batch": state.batch = try reader.integer()
                    case "checkpoint": state.checkpoint = try reader.string()
                    case "sha256": state.sha256 = try reader.string()
                    default: try reader.skip()
                    }
                }
            }
        } catch {
            return nil
        }
        return state
    }
}
