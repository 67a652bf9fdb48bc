import Glibc
import Kafka
import Operations
import Reports

/// What the outlets share: names, properties, limits and how Kafka's errors end the program.
struct IngestClient {
    let settings: Settings
    let names: TopicNames
    let logger: Logger
    let drain: DrainSignal
    let isEmbedded: Bool
    private let servers: String

    init(settings: Settings, logger: Logger, drain: DrainSignal, isEmbedded: Bool) {
        self.settings = settings
        self.logger = logger
        self.drain = drain
        self.isEmbedded = isEmbedded
        names = TopicNames(namespace: settings.string("namespace"))
        servers = settings.list("bootstrap-servers").joined(separator: ",")
    }

    /// The fixed transactional id: `worker.id`'s, else one that follows from host and roots, so that a restart fences
    /// what it replaces.
    func transactionalIdentifier(roots: [SourceRoot]) -> String {
        let worker = settings.string("worker.id")
        guard worker.isEmpty else { return names.transactionalIdentifier(of: .ingest, worker: worker, lane: 0) }
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, host.count - 1)
        var seed = host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        for root in roots.sorted(by: { $0.name < $1.name }) {
            seed += [0] + Array(root.name.utf8) + [0] + root.resolved.bytes
        }
        return names.transactionalIdentifier(of: .ingest, random: String(SHA256.sha256Hex(seed).prefix(16)))
    }

    func producer(transactionalIdentifier: String?, messageBytes: Int) throws(Failure) -> Producer {
        var properties = try ClientProperties.producer(
            settings, messageBytes: messageBytes,
            transactionTimeoutMilliseconds: transactionalIdentifier == nil ? nil : Self.transactionMilliseconds,
            isEmbedded: isEmbedded)
        if let transactionalIdentifier { properties["transactional.id"] = transactionalIdentifier }
        do throws(KafkaError) {
            return try Producer(properties: properties, observer: clientObserver(logger: logger, lane: 0))
        } catch { throw Failure(client: error) }
    }

    /// How long a broker keeps a transaction of a silent ingest open; the next ingest of that name ends it at once. A
    /// broker may be away for so long: librdkafka 2.0.2 ends the process when it commits what the broker has given up.
    static let transactionMilliseconds = 60_000

    /// The largest message of raw, its room for key and headers taken off.
    func inlineBytes(_ cluster: Cluster) throws(Failure) -> Int {
        let configured = settings.bytes("message-bytes")
        if configured > 0 { return configured }
        if isEmbedded { return settings.bytes("ingest.wave-bytes") }
        return max(1024, try cluster.largestMessage(of: names.raw) - LaneConfiguration.envelopeBytes)
    }

    func retryPolicy() -> RetryPolicy { RetryPolicy(settings) }

    /// Repeats what failed for now until it works or `retry.deadline` has passed.
    func repeating<Result>(_ body: () throws(KafkaError) -> Result) throws(Failure) -> Result {
        var policy = retryPolicy()
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                guard error.isRetriable || error.isTimeout || error.isBrokerUnavailable, !error.isFatal else {
                    throw failure(error)
                }
                guard let delay = policy.failed(at: monotonicNanoseconds()) else { throw failure(error) }
                logger.debug("repeated", ["error": error.description])
                pause(nanoseconds: delay)
            }
        }
    }

    /// The sentence and exit code for an error that nothing here can mend.
    func failure(_ error: KafkaError) -> Failure {
        if error.isFenced {
            return Failure(
                .temporaryFailure,
                "another guazhi-ingest with the same worker.id, or the same folders on this host, has taken over; this one ends"
            )
        }
        if error.code == .authentication { return ConnectionTrouble.failure(error, servers: servers) }
        if error.isAuthorization {
            return Failure(
                .configuration,
                "\(servers) does not let ingest in: \(error); check the credentials under kafka. and the ACLs")
        }
        if error.isUnknownTopic {
            return Failure(
                .configuration,
                "\(error) on \(servers); create the topics with: guazhi topics apply")
        }
        if error.code == .invalidTimestamp {
            return Failure(
                .temporaryFailure,
                "\(servers) does not take the time of our records (\(error)): this machine's clock is wrong by more than the topics' message.timestamp.after.max.ms or .before.max.ms; set it, then start guazhi-ingest again"
            )
        }
        if error.isRetriable || error.isTimeout || error.isBrokerUnavailable {
            return Failure(
                .unavailable,
                "no broker answers at \(servers) (\(error)); what was not confirmed is sent again by the next guazhi-ingest"
            )
        }
        // A producer that is fatally wrong is mended by a new one, that is by a restart.
        return error.isFatal
            ? Failure(.temporaryFailure, "the producer cannot go on: \(error); start guazhi-ingest again")
            : Failure(.software, "sending failed: \(error)")
    }
}
