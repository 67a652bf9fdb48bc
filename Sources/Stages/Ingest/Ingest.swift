public import Operations

/// Reads files and folders into `reports.raw`.
///
/// One shot it walks what is there and ends; with `follow` it stays and takes what appears. On a cluster each document
/// is sent exactly once, because document and ledger entry travel in one transaction; on the cluster that `guazhi run`
/// hosts all documents are sent, in waves.
///
/// `retrieved_at` is a file's modification time in nanoseconds unless the manifest says otherwise and, when its bytes
/// have changed, at least 1 ns above what was sent from that location before. Not for two threads.
public struct Ingest {
    let settings: Settings
    let roots: SourceRoots
    let options: IngestOptions
    let logger: Logger
    let drain: DrainSignal

    /// How far ingest is.
    public struct Progress: Hashable, Sendable {
        /// Documents sent and acknowledged.
        public var sent: Int
        /// Their bytes.
        public var sentBytes: Int
        /// Files found as the ledger knows them.
        public var unchanged: Int
        /// Documents refused.
        public var refused: Int
    }

    /// - Parameter roots: the PATHs of the command line, each `[NAME=]PATH`. A path that is there as typed is a path
    ///   whatever it contains.
    /// - Throws: 64 for two PATHs of one name, 66 for a PATH that is not there.
    public init(
        settings: Settings, roots: [String], options: IngestOptions, logger: Logger, drain: DrainSignal
    ) throws(Failure) {
        self.settings = settings
        self.roots = try SourceRoots(parsing: roots)
        self.options = options
        self.logger = logger
        self.drain = drain
    }

    /// Runs to the end of what is there or, following, until a drain is requested. Blocks.
    ///
    /// - Parameter progress: called now and then on the calling thread.
    /// - Throws: 65 a wrong manifest, 66 a missing one, 69 no broker, 75 fenced, 78 topics or properties.
    public func run(progress: (Progress) -> Void = { _ in }) throws(Failure) -> IngestSummary {
        let manifest = try options.manifest.map { path throws(Failure) in
            try Manifest(file: BytePath(path), roots: roots.roots)
        }
        WriterProbe.ignoreLeaseSignals()
        let client = IngestClient(settings: settings, logger: logger, drain: drain, isEmbedded: options.isEmbedded)
        let cluster = try Cluster(settings: settings, logger: logger)
        defer { cluster.close() }
        let outlet: any DocumentOutlet =
            options.isEmbedded || settings.string("delivery") == Delivery.atLeastOnce.rawValue
            ? try PlainOutlet(client: client, cluster: cluster)
            : try TransactionalOutlet(client: client, cluster: cluster, roots: roots.roots)
        defer { outlet.close() }
        var ledger = Ledger(resends: options.resend)
        try outlet.open(&ledger)
        return try withoutActuallyEscaping(progress) { progress throws(Failure) in
            let intake = Intake(
                client: client, options: options, roots: roots.roots, manifest: manifest, ledger: ledger,
                outlet: outlet,
                progress: progress)
            if options.follow { try Follower(intake: intake).run() } else { try intake.readOnce() }
            return intake.summary
        }
    }
}
