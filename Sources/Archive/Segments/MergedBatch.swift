internal import Reports

/// Where a batch that was merged in from another archive comes from.
///
///     {"previous":HASH,"sha256":HASH,"stream":{"cluster":"…","number":1}}
///
/// A checkpoint's hash covers the batch and, through the chain, all that was in its archive before, so it tells a batch
/// from every other. A batch keeps the hash of the archive that read it from the topics however often it is merged on:
/// that is how a merge knows what is there already.
struct MergedBatch: Hashable, Sendable {
    /// The checkpoint's hash in the archive that read the batch from the topics.
    var sha256: String
    /// The same of the batch with entries that this archive read before it; 64 zeros for its first.
    var previous: String
    /// The stream, as that archive counts them, that the entries' `read_from` count in.
    var stream: StreamIdentity?

    init(sha256: String, previous: String, stream: StreamIdentity?) {
        self.sha256 = sha256
        self.previous = previous
        self.stream = stream
    }

    init(reading reader: inout JSONReader) throws(RecordError) {
        var sha256 = ""
        var previous = ""
        var stream: StreamIdentity?
        try reader.object { name, reader throws(RecordError) in
            switch name {
            case "previous": previous = try reader.string()
            case "sha256": sha256 = try reader.string()
            case "stream": stream = try StreamIdentity.read(&reader)
            default: try reader.skip()
            }
        }
        self.init(sha256: sha256, previous: previous, stream: stream)
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("previous")
        writer.string(previous)
        writer.key("sha256")
        writer.string(sha256)
        writer.key("stream")
        writer.optional(stream)
        writer.endObject()
    }
}

extension StreamIdentity {
    /// Reads an identity, or nil where it is `null`.
    static func read(_ reader: inout JSONReader) throws(RecordError) -> StreamIdentity? {
        if try reader.null() { return nil }
        var identity = StreamIdentity(number: 0, clusterIdentifier: "")
        try reader.object { name, reader throws(RecordError) in
            switch name {
            case "number": identity.number = try reader.integer()
            case "cluster": identity.clusterIdentifier = try reader.string()
            default: try reader.skip()
            }
        }
        return identity
    }
}

extension JSONWriter {
    /// Writes an identity, or `null`.
    mutating func optional(_ stream: StreamIdentity?) {
        guard let stream else { return null() }
        beginObject()
        key("cluster")
        string(stream.clusterIdentifier)
        key("number")
        integer(stream.number)
        endObject()
    }
}
