public import Operations
public import Reports

/// What the command line of ingest says beside the PATHs and the configuration.
public struct IngestOptions: Sendable {
    /// Stay, and take what appears.
    public var follow: Bool
    /// A table of what a scraper knew; see ``Ingest``.
    public var manifest: String?
    /// Send everything whatever the ledger says: the way back when topics or archive were lost.
    public var resend: Bool
    /// On the cluster that `guazhi run` hosts: in waves, at least once, without a ledger.
    public var isEmbedded: Bool
    /// What stands as the documents' time of ingestion instead of the time of day.
    public var ingestedAt: Timestamp?

    /// - Parameter environment: where `SOURCE_DATE_EPOCH` (seconds since 1970) fixes the time of ingestion.
    /// - Throws: 64 where `SOURCE_DATE_EPOCH` is no number of seconds.
    public init(
        follow: Bool = false, manifest: String? = nil, resend: Bool = false, isEmbedded: Bool = false,
        environment: [String: String] = [:]
    ) throws(Failure) {
        self.follow = follow
        self.manifest = manifest
        self.resend = resend
        self.isEmbedded = isEmbedded
        guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return }
        guard let seconds = Int64(text),
            case let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000),
            !overflow
        else { throw Failure(.usage, "SOURCE_DATE_EPOCH is \"\(text)\" and must be seconds since 1970, or unset") }
        ingestedAt = Timestamp(nanoseconds: nanoseconds)
    }
}
