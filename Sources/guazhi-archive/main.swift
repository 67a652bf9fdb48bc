import Archive
import Operations
import Stages

let table = Command(
    "guazhi-archive", "Keep one trustworthy JSON archive of what the pipeline found",
    discussion: """
        Reads reports.enriched and reports.dead into the segments of an archive folder, each message once, and keeps \
        archive.json fresh, until SIGTERM. One process a folder; where it goes on from is in the segments.
        """,
    options: [
        CommonOptions.archive, CommonOptions.exitWhenIdle,
        .flag(
            "new-stream",
            "Begin to count anew: the topics were made again, or moved to another cluster; what the archive holds stays"
        ),
        .value(
            "from", "beginning", .choice(["beginning"]),
            "Go on at what is left of the log where records have expired unread; once, after finding out why"),
        .flag(
            "leave-consolidation",
            "Write the segments only; guazhi archive consolidate, or guazhi run, writes archive.json"),
        StageOptions.embedded,
        .value("stream", "NAME", .text, "What stands for the cluster's id; given by guazhi run"),
    ],
    examples: [
        Example("guazhi-archive --archive archive --bootstrap-servers kafka1:9092", "follow the pipeline"),
        Example("guazhi-archive --archive archive --exit-when-idle 10", "take what is there, write archive.json, end"),
    ], exitCodes: StageProgram.exitCodes)

runMain(table.name) { () throws -> Void in
    followParent()
    let command = try Arguments.parse(table)
    let settings = try Settings.load(command)
    let logger = Logger(settings: settings, component: table.name)
    let directory = settings.string("archive.directory")
    guard !directory.isEmpty else {
        throw Failure(
            .usage,
            "guazhi-archive needs the archive's folder: --archive DIR, or archive.directory in the configuration")
    }
    let drain = try DrainSignal.install()
    let stage = try StageOptions(command)
    let options = ArchiveSession.Options(
        directory: directory, isNewStream: command.flag("new-stream"), stream: command.text("stream"), stage: stage)
    let maximumBytes = Int64(settings.bytes("archive.max-document-bytes"))
    let session: ArchiveSession
    do throws(Failure) {
        session = try ArchiveSession(options: options, settings: settings, logger: logger, drain: drain)
    } catch {
        // Told to end while it still looked for a broker: it has begun nothing.
        guard drain.isRequested, error.exitCode == .unavailable else { throw error }
        return logger.notice("asked to end before a broker answered", ["error": error.message])
    }
    guard !command.flag("leave-consolidation") else { return try session.run() }
    let folder = ArchiveFolder(directory)
    let consolidation = ConsolidationOptions(maximumDocumentBytes: maximumBytes)
    let freshener = Freshener(
        delayMilliseconds: settings.milliseconds("archive.consolidate-after"), isStale: try session.isStale(folder),
        logger: logger
    ) { () throws(ArchiveError) in try folder.consolidate(consolidation) }
    try freshener.start()
    try session.run { freshener.changed() }
    // A service is told to stop and must; what archive.json lacks is written after the next start. One that ends by
    // itself has done its work only when the file has it all.
    if stage.exitWhenIdleMilliseconds != nil, !drain.isRequested { try freshener.finish() }
}
