/// The one table of configuration keys. `config/guazhi.yaml` is generated from it.
public enum Configuration {
    /// The key of this name, or nil.
    public static func key(named name: String) -> ConfigurationKey? { byName[name] }

    /// Whether `name` is one of librdkafka's properties, passed through under `kafka.`.
    public static func isKafkaProperty(_ name: String) -> Bool {
        name.hasPrefix(kafkaPrefix) && name.utf8.count > kafkaPrefix.utf8.count
    }

    /// Whether the value of `name` must not be printed.
    public static func isSecret(_ name: String) -> Bool {
        guard isKafkaProperty(name) else { return false }
        let property = name.dropFirst(kafkaPrefix.count).lowercased().replacing("_", with: ".")
        return property.contains("password") || property.contains("secret") || property.hasPrefix("ssl.key")
            || property.hasPrefix("sasl.oauthbearer.config") || property.hasSuffix(".jaas.config")
    }

    /// What stands before librdkafka's own properties.
    public static let kafkaPrefix = "kafka."

    /// The environment's name of a key: capitals, `.` and `-` as `_`.
    static func environmentName(of key: String) -> String {
        environmentPrefix + key.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    static let environmentPrefix = "GUAZHI_"
    /// Variables with our prefix that are no keys.
    static let reservedVariables: Set<String> = ["GUAZHI_CONFIG", "GUAZHI_PARENT_PID"]
    static let reservedPrefixes = ["GUAZHI_TEST_"]

    private static let byName = Dictionary(keys.map { ($0.name, $0) }) { first, _ in first }

    /// All keys, in the order of the file; those with the same first component stand together.
    public static let keys: [ConfigurationKey] = [
        // What and where.
        ConfigurationKey(
            "bootstrap-servers", .list, "",
            """
            The Kafka brokers to ask first, as HOST:PORT separated by commas. Empty: `guazhi run` brings its own broker \
            for the length of the run; the stages alone need it set.
            """),
        ConfigurationKey(
            "namespace", .identifier, "",
            """
            Put, with a '.', before the name of every topic, consumer group and transactional id, so that two pipelines \
            can share a cluster.
            """),
        ConfigurationKey(
            "partitions", .integer(1...10_000), "8",
            """
            Partitions of raw, parsed, enriched and dead: as many parse or enrich workers can share the work. Fixed once \
            the topics exist, because a location's partition follows from it.
            """),
        ConfigurationKey(
            "replication-factor", .integer(1...9), "1",
            "Copies of each topic that `guazhi topics apply` asks for; 3 on a cluster that must survive a broker."),
        ConfigurationKey(
            "generation", .integer(1...2_147_483_647), "1",
            """
            Raise it to process documents anew after a change of parser or lexicons: of each document the records of the \
            highest generation count.
            """),
        ConfigurationKey(
            "delivery", .choice(["exactly-once", "at-least-once"]), "exactly-once",
            """
            exactly-once uses Kafka transactions. at-least-once commits after delivery: repeats are folded in the \
            archive; for brokers without transactions.
            """),
        ConfigurationKey(
            "lexicons", .directory, "",
            "The folder of the lexicons. Empty: the folder lexicons beside this file."),

        // Workers.
        ConfigurationKey(
            "lanes", .integer(1...64), "1",
            """
            Threads of a process that each consume, transform and produce on their own. More than one core and more than \
            one partition a process are what they need.
            """),
        ConfigurationKey(
            "worker.id", .identifier, "",
            """
            A name that stays with this worker over restarts (systemd's %i, a pod's ordinal): it then keeps its \
            partitions over a short absence. Never the same in two running workers of one stage: the older one is fenced \
            and ends.
            """),
        ConfigurationKey(
            "batch.records", .integer(1...100_000), "2000",
            "A transaction closes after so many records…"),
        ConfigurationKey(
            "batch.bytes", .bytes(1024...1_073_741_824), "16MiB",
            "…or after so many bytes read…"),
        ConfigurationKey(
            "batch.linger", .duration(1...60_000), "150ms",
            """
            …or after so long, whichever is first. Each transaction costs about 30 ms: much shorter lowers the \
            throughput, longer delays what the next stage sees.
            """),
        ConfigurationKey(
            "drain.deadline", .duration(0...600_000), "10s",
            """
            How long a worker that was asked to end may take to finish and commit its batch; after that it aborts it, \
            and another worker does it again. Keep it below what systemd or Kubernetes allows.
            """),
        ConfigurationKey(
            "watchdog.cpu", .duration(1000...3_600_000), "30s",
            """
            Computing time that one document may take. A worker that passes it ends with 70; the third time the document \
            is set aside as a dead letter.
            """),
        ConfigurationKey(
            "retry.backoff", .duration(1...60_000), "100ms",
            "The wait before the first repetition of what failed and may work later; it doubles each time…"),
        ConfigurationKey(
            "retry.backoff-max", .duration(1...600_000), "5s",
            "…up to this."),
        ConfigurationKey(
            "retry.deadline", .duration(0...86_400_000), "1m",
            "How long a worker repeats before it gives up and ends with 69, for a supervisor to start it again."),

        // The brake.
        ConfigurationKey(
            "brake.share", .integer(0...100), "50",
            """
            A parse or enrich worker stands still when at least so many percent of its last documents were refused for \
            one and the same reason: that is rather a bad release, a folder that is not mounted or a limit set too low \
            than so many bad documents. Nothing is lost: what was refused lies in reports.dead, the rest is not read, \
            and once the cause is mended and the worker started again, `guazhi dead replay --code REASON --since TIME` \
            sends the refused ones once more. Half, because pages of a healthy source are refused by the hundredth. 0: \
            never. With the broker that `guazhi run` brings it is off: nothing could be replayed there.
            """),
        ConfigurationKey(
            "brake.window", .integer(1...100_000), "1000",
            """
            Over how many of a worker's last documents the share is counted: some seconds of work. A worker that has \
            just begun counts those it has had.
            """),
        ConfigurationKey(
            "brake.minimum", .integer(1...100_000), "100",
            """
            Fewer refusals than this never stop a worker: one folder of damaged files must not. At most so many \
            documents a worker are refused, when all are, before it stands still.
            """),
        ConfigurationKey(
            "brake.ordinary", .list, "no_report,empty,unsupported_media_type,too_large",
            """
            Reasons that do not count. These four lie in what a source offers, and come in long rows: a crawler walks a \
            site's lists, its pictures, its videos one after another. Should a release find no report where there is \
            one, guazhi status shows it, and a replay mends it.
            """),
        ConfigurationKey(
            "brake.then", .choice(["pause", "end"]), "pause",
            """
            pause: the worker leaves its group, says why, and waits to be ended; a supervisor that starts again what \
            ends would only have it refuse on. end: it ends with 75, as it always does with --exit-when-idle and under \
            `guazhi run`.
            """),
        ConfigurationKey(
            "brake.reminder", .duration(1000...86_400_000), "1m",
            "How often a worker that stands still says so in its log."),

        // Messages.
        ConfigurationKey(
            "message-bytes", .bytes(0...2_000_000_000), "0",
            """
            A document or record larger than this does not travel in its message but as a file in payload-store. 0: the \
            broker's own limit.
            """),
        ConfigurationKey(
            "payload-store", .directory, "",
            """
            A folder that all stages see, for what is too large for a message. Empty: what is too large is refused \
            (too_large, record_too_large).
            """),

        // Stages.
        ConfigurationKey(
            "ingest.max-document-bytes", .bytes(1...2_000_000_000), "16MiB",
            "A larger document is refused as too_large, however it would travel."),
        ConfigurationKey(
            "ingest.max-unread-bytes", .bytes(1_048_576...1_099_511_627_776), "256MiB",
            "Ingest waits while the stages after it are further behind than this."),
        ConfigurationKey(
            "ingest.exclude", .list, "",
            """
            Names of files and folders to leave out, besides dot-files, *.part, *.tmp, *.crdownload and README*; * and ? \
            stand for any characters.
            """),
        ConfigurationKey(
            "ingest.settle", .duration(0...600_000), "1s",
            "With --follow: how long nothing may have happened to a file before it is taken."),
        ConfigurationKey(
            "ingest.rescan", .duration(100...86_400_000), "5s",
            """
            With --follow: how often the folders are read anew, for what the system tells nobody: network file systems, \
            hard links, lost events.
            """),
        ConfigurationKey(
            "ingest.wave-bytes", .bytes(1024...4_194_304), "384KiB",
            """
            With the broker that `guazhi run` brings: bytes of a partition sent before the stages must have caught up. \
            That broker drops what is older than 5 MB.
            """),
        ConfigurationKey(
            "ingest.wave-documents", .integer(1...10_000), "150",
            "As ingest.wave-bytes, counted in documents."),
        ConfigurationKey(
            "parse.default-encoding", .text, "GB18030",
            "The encoding of a page that neither declares one nor is UTF-8. Any name that iconv knows."),

        // Dead letters.
        ConfigurationKey(
            "dead.max-attempts", .integer(1...1000), "3",
            """
            `guazhi dead replay` leaves a document that was tried so often, unless it is forced: what is refused again and \
            again would otherwise go round for ever.
            """),

        // The archive.
        ConfigurationKey(
            "archive.directory", .directory, "",
            "The archive's folder where --archive does not name one."),
        ConfigurationKey(
            "archive.consolidate-after", .duration(100...86_400_000), "5s",
            """
            archive.json is rewritten so long after the oldest record that it does not hold yet, but never sooner than \
            ten times as long as the last rewriting took.
            """),
        ConfigurationKey(
            "archive.max-document-bytes", .bytes(1_048_576...1_099_511_627_776), "1GiB",
            "An archive.json that would be larger lists shards under reports/ instead of the reports themselves."),
        ConfigurationKey(
            "archive.segment-bytes", .bytes(65_536...17_179_869_184), "64MiB",
            "A segment of this size is sealed and compressed."),

        // Topics.
        ConfigurationKey(
            "topics.raw.retention", .duration(60_000...315_360_000_000), "30d",
            """
            How long `guazhi topics apply` lets documents stay in reports.raw: how far back a change of the parser can \
            be applied.
            """),
        ConfigurationKey(
            "topics.parsed.retention", .duration(60_000...315_360_000_000), "7d",
            "The same for reports.parsed and reports.enriched: how long a stage may stand still without loss."),

        ConfigurationKey(
            "topics.message-bytes", .bytes(65_536...1_073_741_824), "1MiB",
            """
            The largest message that `guazhi topics apply` lets the topics take; dead letters may be 64 KiB larger. What \
            is larger needs payload-store.
            """),

        // The log.
        ConfigurationKey(
            "log.level", .choice(LogLevel.allCases.map(\.rawValue)), "info",
            "What is less important is not logged: debug, info, notice, warning, error."),
        ConfigurationKey(
            "log.format", .choice(LogFormat.allCases.map(\.rawValue)), "text",
            "text for people, json for machines: one object a line, time in UTC."),
    ]
}
