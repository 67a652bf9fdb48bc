/// What a check of an archive folder found.
public struct VerificationReport: Hashable, Sendable {
    /// Something that is not as it should be.
    public struct Problem: Hashable, Sendable {
        /// The file, as a path.
        public var path: String
        /// The byte to blame, in the plain form of a segment; nil where it is the file as a whole.
        public var offset: Int64?
        /// What is wrong, in a sentence.
        public var message: String
    }

    /// Segments, of which `sealed` are compressed.
    public internal(set) var segments = 0
    /// Sealed segments.
    public internal(set) var sealed = 0
    /// Batches whose checksum is right.
    public internal(set) var batches = 0
    /// Batches of these that were merged in from other archives.
    public internal(set) var mergedBatches = 0
    /// Entries in them: reports and refusals.
    public internal(set) var entries = 0
    /// Entries that are reports.
    public internal(set) var reportEntries = 0
    /// Entries that are refusals.
    public internal(set) var refusalEntries = 0
    /// Entries of a (raw message, part) that an earlier entry of the same stream has already: none where delivery is
    /// exactly once.
    public internal(set) var repeatedEntries = 0
    /// Bytes after the last checkpoint: a batch being written, or what a process that died left.
    public internal(set) var unfinishedBytes: Int64 = 0
    /// What `archive.json` should say; nil where damage kept it from being computed.
    public internal(set) var summary: ConsolidationSummary?
    /// Whether the segments hold batches that `archive.json` was written without.
    public internal(set) var isStale = false
    /// All that is wrong; at most ``maximumProblems``.
    public internal(set) var problems: [Problem] = []
    /// Problems are listed up to this many.
    public static let maximumProblems = 1000

    /// Whether nothing is wrong; a stale `archive.json` is not.
    public var isSound: Bool { problems.isEmpty }

    mutating func add(_ path: String, _ offset: Int64?, _ message: String) {
        guard problems.count < Self.maximumProblems else { return }
        problems.append(Problem(path: path, offset: offset, message: message))
    }
}
