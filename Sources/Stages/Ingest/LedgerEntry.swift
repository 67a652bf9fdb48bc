import Reports

/// What `reports.ledger` remembers of a location: the document last sent from there.
struct LedgerEntry: Hashable, Sendable {
    /// Lower-case hex; empty where the bytes could not be read.
    var sha256: String
    var bytes: Int64
    /// The file's modification time, which is not what was sent as `retrieved_at` where that had to be raised.
    var modified: Timestamp
    /// The time of the last change of the file's inode.
    var changed: Timestamp
    var inode: UInt64
    /// When the file was read, by the wall clock.
    var readAt: Timestamp
    /// As sent.
    var retrievedAt: Timestamp
    /// As sent.
    var ingestedAt: Timestamp
    /// Why it went to the dead letters, if it did.
    var refused: Refusal.Code?

    init(
        sha256: String, state: FileState, readAt: Timestamp, retrievedAt: Timestamp, ingestedAt: Timestamp,
        refused: Refusal.Code? = nil
    ) {
        self.sha256 = sha256
        bytes = state.size
        modified = Timestamp(nanoseconds: state.modified)
        changed = Timestamp(nanoseconds: state.changed)
        inode = state.inode
        self.readAt = readAt
        self.retrievedAt = retrievedAt
        self.ingestedAt = ingestedAt
        self.refused = refused
    }

    static let schema = "guazhi/ledger/1"

    /// The record's value. Nanoseconds and inodes do not fit into JSON's numbers, so they are text.
    func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("bytes")
        writer.string(String(bytes))
        writer.key("changed")
        writer.string(changed.description)
        writer.key("ingested_at")
        writer.string(ingestedAt.description)
        writer.key("inode")
        writer.string(String(inode))
        writer.key("modified")
        writer.string(modified.description)
        writer.key("read_at")
        writer.string(readAt.description)
        writer.key("refused")
        writer.string(refused?.rawValue)
        writer.key("retrieved_at")
        writer.string(retrievedAt.description)
        writer.key("schema")
        writer.string(Self.schema)
        writer.key("sha256")
        writer.string(sha256)
        writer.endObject()
        return writer.bytes
    }

    /// Reads a record's value; members it does not know are passed over.
    init(json bytes: [UInt8]) throws(RecordError) {
        guard case .object(let members) = try JSONValue.parse(bytes) else {
            throw RecordError(.malformed, "a ledger entry must be an object", byteOffset: 0)
        }
        func text(_ name: String) throws(RecordError) -> String {
            guard case .string(let text)? = members[name] else {
                throw RecordError(.malformed, "\(name) of a ledger entry must be a string", byteOffset: 0)
            }
            return text
        }
        func time(_ name: String) throws(RecordError) -> Timestamp {
            guard let time = Timestamp(rfc3339: try text(name)) else {
                throw RecordError(.malformed, "\(name) of a ledger entry must be a time", byteOffset: 0)
            }
            return time
        }
        let schema = try text("schema")
        guard schema == Self.schema else {
            let isNewer = schema.hasPrefix("guazhi/ledger/")
            throw RecordError(
                isNewer ? .newerMajorSchema : .wrongSchema, "\(schema) is not \(Self.schema)", byteOffset: 0)
        }
        guard let size = Int64(try text("bytes")), let inode = UInt64(try text("inode")) else {
            throw RecordError(.malformed, "bytes and inode of a ledger entry must be numbers", byteOffset: 0)
        }
        self.bytes = size
        self.inode = inode
        sha256 = try text("sha256")
        modified = try time("modified")
        changed = try time("changed")
        readAt = try time("read_at")
        retrievedAt = try time("retrieved_at")
        ingestedAt = try time("ingested_at")
        if case .string(let code)? = members["refused"] { refused = Refusal.Code(rawValue: code) ?? .unreadable }
    }
}
