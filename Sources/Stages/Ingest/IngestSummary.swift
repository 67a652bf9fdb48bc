public import Operations
public import Reports

/// What ingest did.
public struct IngestSummary: Hashable, Sendable {
    /// A document that went to the dead letters.
    public struct Refused: Hashable, Sendable {
        /// The document's location.
        public var location: String
        /// Why it was refused.
        public var refusal: Refusal

        /// A refused document.
        public init(location: String, refusal: Refusal) {
            self.location = location
            self.refusal = refusal
        }
    }

    /// Documents sent and acknowledged by the broker.
    public var sent = 0
    /// Their bytes.
    public var sentBytes = 0
    /// Files that the ledger says were sent as they are.
    public var unchanged = 0
    /// Documents refused, those included that an earlier run refused and that have not changed since.
    public var refused = 0
    /// The first thousand of those refused now.
    public var refusals: [Refused] = []
    /// Entries of the folders that were left out, by reason, in words.
    public var excluded: [String: Int] = [:]
    /// False where a drain ended ingest before it had come to the end of what was there.
    public var isComplete = true

    /// An empty summary.
    public init() {}

    /// How a one-shot ingest ends: 75 where it was told to before it had sent everything, 65 where a document was refused.
    public var exitCode: ExitCode { isComplete ? refused > 0 ? .dataError : .ok : .temporaryFailure }

    /// `5 sent (36.2 KiB), 2 unchanged, 1 refused, left out: 1 README, 2 dot-file`
    public var sentence: String {
        var parts = ["\(Readable.count(sent)) sent (\(Readable.bytes(sentBytes)))"]
        if unchanged > 0 { parts.append("\(Readable.count(unchanged)) unchanged") }
        if refused > 0 { parts.append("\(Readable.count(refused)) refused") }
        if !excluded.isEmpty {
            let reasons = excluded.sorted { $0.key < $1.key }.map { "\(Readable.count($0.value)) \($0.key)" }
            parts.append("left out: " + reasons.joined(separator: ", "))
        }
        if !isComplete { parts.append("ended before the end") }
        return parts.joined(separator: ", ")
    }

    static let maximumRefusals = 1000
}
