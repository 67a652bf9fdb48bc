import Archive
import Kafka
import Operations
import Reports
import Stages

/// `guazhi run`: from pages to an archive, with everything that is needed in between.
enum RunCommand {
    static let table = Command(
        "run", "Run all stages over PATHs until their reports are in the archive",
        discussion: """
            Starts guazhi-ingest, guazhi-parse, guazhi-enrich and guazhi-archive as processes of their own, with Kafka \
            topics between them, waits until everything has passed, and writes archive.json.

            Without --bootstrap-servers it hosts a Kafka cluster for the length of the run (librdkafka's mock cluster, on \
            loopback): each document is then passed at least once, and the archive folds what was repeated. With a \
            cluster, each is passed exactly once. A stage that dies is started again.
            """,
        options: [
            CommonOptions.archive,
            .value("workers", "N", .integer(1...64), "Parse processes, and as many enrich processes; 1 unless told"),
            .value(
                "manifest", "FILE.tsv", .file,
                "What a scraper knew of the files: path, url, retrieved_at, media_type, charset"),
            .flag("resend", "Send also what the ledger says was sent before; on a cluster"),
            CommonOptions.json,
        ],
        operands: [
            Operand("PATH", .oneOrMore, .file, "A file or folder, or NAME=PATH to say what its locations begin with")
        ],
        examples: [
            Example("guazhi run seeds --archive archive", "the sample pages"),
            Example("guazhi run pages --archive archive --workers 2", "two parse and two enrich processes"),
            Example("guazhi run pages --archive archive --bootstrap-servers kafka1:9092", "on a cluster"),
        ], exitCodes: [.dataError, .noInput, .unavailable, .software, .ioError, .temporaryFailure, .configuration])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let directory = settings.string("archive.directory")
        guard !directory.isEmpty else { throw Failure(.usage, "guazhi run needs the archive's folder: --archive DIR") }
        let paths = command.operands("PATH")
        try PipelineRun.check(paths: paths)
        let drain = try DrainSignal.install()
        var arguments: [String] = []
        if let manifest = command.text("manifest") { arguments += ["--manifest", manifest] }
        if command.flag("resend") { arguments.append("--resend") }
        let plan = PipelineRun.Plan(
            paths: paths, archiveDirectory: directory, workers: command.integer("workers") ?? 1,
            ingestArguments: arguments, executables: try executables(),
            archivedPositions: { () throws(Failure) in try positions(of: directory) })
        var progress = ProgressLine(interval: .seconds(1))
        let outcome = try PipelineRun(plan: plan, settings: settings, logger: logger, drain: drain).run { snapshot in
            progress.update(text(snapshot))
        }
        progress.update("writing archive.json …")
        let summary: ConsolidationSummary
        do throws(ArchiveError) {
            summary = try ArchiveFolder(directory).consolidate(
                .init(maximumDocumentBytes: Int64(settings.bytes("archive.max-document-bytes"))))
        } catch {
            throw Failure(error)
        }
        progress.clear()
        if settings.list("bootstrap-servers").isEmpty { try PipelineRun.removePayloads(of: directory) }
        return try tell(summary, outcome, asJSON: command.flag("json"))
    }

    private static func positions(of directory: String) throws(Failure) -> [TopicPartition: Int64] {
        do throws(ArchiveError) {
            let held = try ArchiveFolder(directory).status().positions
            return Dictionary(
                uniqueKeysWithValues: held.map {
                    (TopicPartition(topic: $0.key.topic, partition: $0.key.partition), $0.value)
                })
        } catch {
            throw Failure(error)
        }
    }

    /// The stages' executables lie beside this one.
    private static func executables() throws(Failure) -> String {
        guard let path = ProcessEnvironment.executablePath(), let slash = path.lastIndex(of: "/") else {
            throw Failure(.software, "cannot tell where this executable lies, and the stages lie beside it")
        }
        return String(path[..<slash])
    }

    private static func text(_ snapshot: PipelineRun.Snapshot) -> String {
        var parts = [
            "ingest \(Readable.count(Int(snapshot.raw)))\(snapshot.ingesting ? " …" : "")",
            "parse \(Readable.count(Int(snapshot.parseDone)))/\(Readable.count(Int(snapshot.raw)))",
            "enrich \(Readable.count(Int(snapshot.enrichDone)))/\(Readable.count(Int(snapshot.parsed)))",
            "archive \(Readable.count(Int(snapshot.archived)))/\(Readable.count(Int(snapshot.enriched)))",
        ]
        if snapshot.dead > 0 { parts.append("refused \(Readable.count(Int(snapshot.dead)))") }
        if snapshot.restarts > 0 { parts.append("restarts \(snapshot.restarts)") }
        return parts.joined(separator: "  ")
    }

    private static func tell(
        _ summary: ConsolidationSummary, _ outcome: PipelineRun.Outcome, asJSON: Bool
    ) throws(Failure) -> ExitCode {
        if asJSON {
            var members = Dictionary(
                uniqueKeysWithValues: summary.rows.map { ($0.0, JSONValue.number(String($0.1))) })
            members["archive"] = .string(summary.path)
            members["interrupted"] = .bool(outcome.isInterrupted)
            try StandardOutput.line(String(decoding: JSONValue.object(members).json(), as: UTF8.self))
        } else {
            for refusal in summary.refusals {
                try StandardOutput.line(
                    "refused: \(refusal.location): \(refusal.message) (\(refusal.stage), \(refusal.code))")
            }
            try StandardOutput.write(summary.table)
            try StandardOutput.line(summary.path)
        }
        if outcome.isInterrupted {
            throw Failure(
                .temporaryFailure,
                "interrupted: \(summary.path) holds what had been read by then; run it again for the rest")
        }
        return summary.refused > 0 || outcome.ingestRefused ? .dataError : .ok
    }
}
