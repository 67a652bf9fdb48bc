import Archive
import Operations
import Reports
import Stages

/// `guazhi archive consolidate|merge|verify|show`.
enum ArchiveCommand {
    private static let folder = Operand("DIR", .one, .directory, "The archive's folder")

    static let table = Command(
        "archive", "Write, check and read an archive folder",
        subcommands: [
            Command(
                "consolidate", "Write archive.json from the segments",
                discussion: "Can run beside guazhi-archive: it reads the segments up to their last checkpoint.",
                options: [CommonOptions.json], operands: [folder],
                examples: [Example("guazhi archive consolidate archive", "after guazhi-archive --leave-consolidation")],
                exitCodes: [.noInput, .ioError]),
            Command(
                "merge", "Add to one archive what others hold",
                discussion: """
                    Copies every batch of entries of the archives FROM into INTO, which is made where it is not there, and \
                    writes its archive.json. Each batch is copied once: the same merge again completes one that was \
                    stopped, adds what FROM has got since, and else nothing. FROM stays as it is, and guazhi-archive goes \
                    on in INTO where it was. No process may write to any of the folders meanwhile.
                    """,
                options: [
                    .flag("leave-consolidation", "Write the segments only, not archive.json"), CommonOptions.json,
                ],
                operands: [
                    Operand("INTO", .one, .directory, "The archive to add to, or a new folder"),
                    Operand("FROM", .oneOrMore, .directory, "Archives to add"),
                ],
                examples: [
                    Example(
                        "guazhi archive merge archive other/archive", "archive holds both; other/archive is unchanged")
                ],
                exitCodes: [.noInput, .ioError, .temporaryFailure]),
            Command(
                "verify", "Check an archive: checksums, schema, spans, accounts",
                discussion: """
                    Reads every segment and archive.json. Every record must be what its checksum and its schema say, every \
                    surface must equal its slice of the text, every document must be accounted for, and archive.json \
                    must be what the segments say.
                    """,
                options: [CommonOptions.json], operands: [folder],
                examples: [Example("guazhi archive verify archive", "ends with 65 when anything is damaged")],
                exitCodes: [.dataError, .noInput, .ioError]),
            Command(
                "show", "Print the records of an id or a location",
                operands: [folder, Operand("ID|LOCATION", .one, .text, "r1:… or where a document was found")],
                examples: [
                    Example("guazhi archive show archive seeds/page.txt", "every report of a page")
                ], exitCodes: [.dataError, .noInput, .ioError]),
        ])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let isMerge = command.path.last == "merge"
        let folder = ArchiveFolder(try command.required(isMerge ? "INTO" : "DIR"))
        let options = ConsolidationOptions(
            maximumDocumentBytes: Int64(settings.bytes("archive.max-document-bytes")))
        switch command.path.last {
        case "consolidate": return try consolidate(folder, options, asJSON: command.flag("json"))
        case "merge": return try merge(folder, options, command, settings, logger)
        case "verify": return try verify(folder, options, asJSON: command.flag("json"))
        default: return try show(folder, command.required("ID|LOCATION"))
        }
    }

    private static func consolidate(
        _ folder: ArchiveFolder, _ options: ConsolidationOptions, asJSON: Bool
    ) throws(Failure) -> ExitCode {
        let summary = try reading { () throws(ArchiveError) in try folder.consolidate(options) }
        if asJSON {
            try StandardOutput.line(String(decoding: JSONValue.object(counts(summary)).json(), as: UTF8.self))
        } else {
            try StandardOutput.write(summary.table)
            try StandardOutput.line(summary.path)
        }
        return .ok
    }

    private static func merge(
        _ folder: ArchiveFolder, _ options: ConsolidationOptions, _ command: ParsedCommand, _ settings: Settings,
        _ logger: Logger
    ) throws(Failure) -> ExitCode {
        let writing = ArchiveWriter.Options(segmentBytes: Int64(settings.bytes("archive.segment-bytes")))
        let merged = try reading { () throws(ArchiveError) in
            try folder.merge(command.operands("FROM").map { ArchiveFolder($0) }, options: writing)
        }
        for notice in merged.notices { logger.notice(notice) }
        var summary: ConsolidationSummary?
        if !command.flag("leave-consolidation") {
            summary = try reading { () throws(ArchiveError) in try folder.consolidate(options) }
        }
        if command.flag("json") {
            var members = summary.map(counts) ?? [:]
            members["merged"] = .array(
                merged.archives.map {
                    .object([
                        "from": .string($0.directory), "batches": .number(String($0.batches)),
                        "entries": .number(String($0.entries)), "held_entries": .number(String($0.heldEntries)),
                    ])
                })
            try StandardOutput.line(String(decoding: JSONValue.object(members).json(), as: UTF8.self))
            return .ok
        }
        for archive in merged.archives {
            let entries = Readable.count(archive.entries, "entry", plural: "entries")
            let batches = Readable.count(archive.batches, "batch", plural: "batches")
            let held = archive.heldEntries > 0 ? ", \(archive.heldEntries) were there already" : ""
            try StandardOutput.line("\(archive.directory): \(entries) in \(batches) added\(held)")
        }
        if let summary {
            try StandardOutput.write(summary.table)
            try StandardOutput.line(summary.path)
        }
        return .ok
    }

    private static func verify(
        _ folder: ArchiveFolder, _ options: ConsolidationOptions, asJSON: Bool
    ) throws(Failure) -> ExitCode {
        let report = try reading { () throws(ArchiveError) in try folder.verify(options) }
        if asJSON {
            try StandardOutput.line(String(decoding: json(report), as: UTF8.self))
            return report.isSound ? .ok : .dataError
        }
        for problem in report.problems {
            try StandardOutput.line("\(problem.path)\(problem.offset.map { ":\($0)" } ?? ""): \(problem.message)")
        }
        if report.unfinishedBytes > 0 {
            try StandardOutput.line(
                "\(Readable.bytes(Int(report.unfinishedBytes))) after the last checkpoint: a batch a writer has not closed, or a torn tail that the next writer cuts off"
            )
        }
        if report.isStale {
            try StandardOutput.line(
                "archive.json is older than the segments; write it with: guazhi archive consolidate \(folder.directory)"
            )
        }
        if let summary = report.summary { try StandardOutput.write(summary.table) }
        let segments = Readable.count(report.segments, "segment")
        let entries = Readable.count(report.entries, "entry", plural: "entries")
        guard report.isSound else {
            try StandardOutput.line(
                "\(folder.directory) is damaged: \(Readable.count(report.problems.count, "problem"))")
            return .dataError
        }
        if let summary = report.summary {
            let reports = Readable.count(summary.reports, "report")
            let pages = Readable.count(summary.documents, "page")
            try StandardOutput.line("\(folder.directory) is sound: \(reports) from \(pages), \(entries) in \(segments)")
        } else {
            try StandardOutput.line("\(folder.directory) is sound: \(entries) in \(segments)")
        }
        return .ok
    }

    private static func show(_ folder: ArchiveFolder, _ subject: String) throws(Failure) -> ExitCode {
        let rows = try reading { () throws(ArchiveError) in try folder.show(subject) }
        guard !rows.isEmpty else {
            throw Failure(.dataError, "\(folder.documentPath) knows nothing of \(subject)")
        }
        for row in rows { try StandardOutput.write(row + [0x0A]) }
        return .ok
    }

    private static func counts(_ summary: ConsolidationSummary) -> [String: JSONValue] {
        var members = Dictionary(uniqueKeysWithValues: summary.rows.map { ($0.0, JSONValue.number(String($0.1))) })
        members["archive"] = .string(summary.path)
        members["sha256"] = .string(summary.sha256)
        return members
    }

    private static func json(_ report: VerificationReport) -> [UInt8] {
        var members = report.summary.map(counts) ?? [:]
        members["sound"] = .bool(report.isSound)
        members["stale"] = .bool(report.isStale)
        members["segments"] = .number(String(report.segments))
        members["entries"] = .number(String(report.entries))
        members["merged_batches"] = .number(String(report.mergedBatches))
        members["repeated_entries"] = .number(String(report.repeatedEntries))
        members["problems"] = .array(
            report.problems.map {
                .object([
                    "path": .string($0.path), "offset": $0.offset.map { .number(String($0)) } ?? .null,
                    "message": .string($0.message),
                ])
            })
        return JSONValue.object(members).json()
    }

    private static func reading<Result>(_ body: () throws(ArchiveError) -> Result) throws(Failure) -> Result {
        do throws(ArchiveError) { return try body() } catch { throw Failure(error) }
    }
}
