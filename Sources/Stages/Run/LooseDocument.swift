import Operations
public import Reports

/// A file read as ingest would read it, for a look at what it says without a pipeline.
public struct LooseDocument: Sendable {
    /// What ingest would put in the headers; the location is the file's name.
    public let facts: DocumentFacts
    /// The file's bytes.
    public let bytes: [UInt8]

    /// Why a file cannot be looked at.
    public enum Problem: Error, Sendable {
        /// There is nothing at the path.
        case missing(String)
        /// Ingest would refuse it.
        case refused(Refusal)
    }

    /// - Parameters:
    ///   - maximumBytes: `ingest.max-document-bytes`.
    ///   - ingestedAt: what stands as the time of ingestion.
    public init(path: String, maximumBytes: Int, ingestedAt: Timestamp?) throws(Problem) {
        let bytePath = BytePath(path)
        switch FileReader(maximumBytes: Int64(maximumBytes)).read(bytePath, unlessWritten: false) {
        case .contents(let contents):
            bytes = contents.bytes
            facts = DocumentFacts(
                location: String(decoding: bytePath.lastComponent, as: UTF8.self), sha256: contents.sha256,
                bytes: contents.bytes.count, path: path,
                retrievedAt: Timestamp(nanoseconds: contents.state.modified), ingestedAt: ingestedAt)
        case .tooLarge(let state, _):
            throw .refused(
                Refusal(
                    .tooLarge,
                    "\(path) has \(state.size) bytes, more than the \(maximumBytes) of ingest.max-document-bytes"))
        case .unreadable(let error): throw .refused(Refusal(.unreadable, "\(path) cannot be read: \(error)"))
        case .vanished: throw .missing("\(path) is not there, or is no file")
        case .changing, .beingWritten:
            throw .refused(Refusal(.vanished, "\(path) changed while it was read; try again when it is whole"))
        }
    }
}
