import Archive
import Operations
import Reports
import Stages

/// `guazhi archive consolidate|verify|show`.
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
        let directory = try command.required("DIR")
        do throws(ArchiveError) {
            switch command.path.last {
            case "consolidate": return try consolidated(directory, settings)
            case "verify": return try verified(directory, command.flag("json"))
            default: return try shown(directory, command.operand("ID|LOCATION") ?? "")
            }
        } catch {
            throw Failure(error)
        }
    }
}
