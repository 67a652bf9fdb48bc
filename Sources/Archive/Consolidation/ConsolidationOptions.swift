/// How `archive.json` is written.
public struct ConsolidationOptions: Hashable, Sendable {
    /// Beyond this size the reports stand in shards under `reports/`; 1 GiB unless told.
    public var maximumDocumentBytes: Int64
    /// What a shard holds at most, unless one report is larger; 256 MB unless told.
    public var shardBytes: Int64
    /// The release that stands as `generator`.
    public var version: String
    /// Bytes a sorter holds before it uses the disk; at most about six times as much is in use.
    public var memoryBytes: Int

    /// Makes options.
    public init(
        maximumDocumentBytes: Int64 = 1 << 30, shardBytes: Int64 = 256_000_000, version: String = "1.0.0",
        memoryBytes: Int = 24 << 20
    ) {
        self.maximumDocumentBytes = maximumDocumentBytes
        self.shardBytes = shardBytes
        self.version = version
        self.memoryBytes = memoryBytes
    }
}

/// What a consolidation found; the numbers of the table that `guazhi run` ends with.
public struct ConsolidationSummary: Hashable, Sendable {
    /// The file that was written.
    public var path = ""
    /// Its size in bytes, without shards.
    public var bytes: Int64 = 0
    /// Lower-case hex of its SHA-256.
    public var sha256 = ""
    /// Batches of the segments that are in it.
    public var batches = 0
    /// Documents, that is locations and bytes found there.
    public var documents = 0
    /// Reports, each id once.
    public var reports = 0
    /// Places where reports were seen.
    public var sightings = 0
    /// Documents of which newer bytes are known.
    public var superseded = 0
    /// Documents that became no report, among those not superseded.
    public var refused = 0
    /// Rows of the tables.
    public var secondments = 0
    /// People mentioned, by name.
    public var people = 0
    /// Organisations mentioned, by name.
    public var units = 0
    /// Administrative divisions mentioned, by code.
    public var places = 0
    /// Groups of at least two near-duplicates.
    public var clusters = 0
    /// The refused documents and refused parts, by location; of a million the first ``maximumRefusals``.
    public var refusals: [RefusedDocument] = []
    /// Refusals are listed up to this many.
    public static let maximumRefusals = 1000

    /// A summary of nothing.
    public init() {}
}

/// A document, or a part of one, that became no report.
public struct RefusedDocument: Hashable, Sendable {
    /// Where it was found.
    public var location: String
    /// Lower-case hex of its SHA-256; empty where it could not be read.
    public var sha256: String
    /// The part that was refused; nil for the whole document.
    public var part: EntryPart?
    /// The stage that refused it.
    public var stage: String
    /// The reason's code.
    public var code: String
    /// The reason in a sentence.
    public var message: String

    /// Makes a refusal.
    public init(location: String, sha256: String, part: EntryPart?, stage: String, code: String, message: String) {
        self.location = location
        self.sha256 = sha256
        self.part = part
        self.stage = stage
        self.code = code
        self.message = message
    }
}
