import Operations
import Stages

let table = Command(
    "guazhi-ingest", "Send files and folders into the pipeline, each version of each document once",
    discussion: """
        Reads the files under each PATH into reports.raw. What was sent is written to reports.ledger in the same \
        transaction, so a restart sends nothing twice, and a file whose bytes have changed is sent again. A document's \
        location is NAME/relative/path, NAME being the last component of PATH or given as NAME=PATH.

        Left out, and counted: dot-files, *.part *.tmp *.crdownload, README*, the archive and payload folders, and what \
        ingest.exclude names. Links within a PATH are followed to files; those out of it, links to folders and special files are left out too.
        """,
    options: [
        .flag("follow", "Stay, and take what appears: a file is taken ingest.settle after it was closed"),
        .value(
            "manifest", "FILE.tsv", .file,
            "What a scraper knew of the files: path, url, retrieved_at, media_type, charset"),
        .flag("resend", "Send also what the ledger says was sent: the way back when topics or archive were lost"),
        StageOptions.embedded,
    ],
    operands: [
        Operand("PATH", .oneOrMore, .file, "A file or folder, or NAME=PATH to say what its locations begin with")
    ],
    examples: [
        Example("guazhi-ingest --bootstrap-servers kafka1:9092 pages", "what is there, once"),
        Example("guazhi-ingest --follow people=/srv/scrape/people", "and what comes, under the name people"),
        Example("guazhi-ingest --manifest crawl.tsv pages", "with the URLs and times of the crawl"),
    ],
    exitCodes: [
        .dataError, .noInput, .unavailable, .software, .ioError, .temporaryFailure, .configuration, .interrupted,
    ])

runMain(table.name) { () throws -> ExitCode in
    followParent()
    let command = try Arguments.parse(table)
    let settings = try Settings.load(command)
    let logger = Logger(settings: settings, component: table.name)
    let drain = try DrainSignal.install()
    let options = try IngestOptions(
        follow: command.flag("follow"), manifest: command.text("manifest"), resend: command.flag("resend"),
        isEmbedded: command.flag("embedded"), environment: ProcessEnvironment.current())
    let summary = try Ingest(
        settings: settings, roots: command.operands("PATH"), options: options, logger: logger, drain: drain
    ).run()
    // `guazhi run` counts what was sent itself; what was left out, nobody else knows.
    if !options.isEmbedded || !summary.excluded.isEmpty { logger.info(summary.sentence) }
    return options.follow ? .ok : summary.exitCode
}
