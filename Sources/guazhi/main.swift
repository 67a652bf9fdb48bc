import Operations
import Stages

let table = Command(
    "guazhi", "Turn pages about secondments into one trustworthy JSON archive",
    discussion: """
        The operator's and reader's tool. The pipeline itself is guazhi-ingest, guazhi-parse, guazhi-enrich and \
        guazhi-archive, with Kafka topics between them; guazhi run starts them all, with a cluster of its own unless \
        it is given one.

            guazhi run PAGES --archive archive      from a folder of pages to archive/archive.json
            guazhi inspect PAGE                     what one page says, as JSON Lines, without a broker
        """,
    subcommands: [
        RunCommand.table, InspectCommand.table, TopicsCommand.table, StatusCommand.table, DeadCommand.table,
        ArchiveCommand.table, ConfigCommand.table, LexiconsCommand.table,
    ])

runMain(table.name) { () throws -> ExitCode in
    let command = try Arguments.parse(table)
    let settings = try Settings.load(command)
    let logger = Logger(settings: settings, component: table.name)
    switch command.path.first {
    case RunCommand.table.name: return try RunCommand.run(command, settings, logger)
    case ArchiveCommand.table.name: return try ArchiveCommand.run(command, settings, logger)
    case InspectCommand.table.name: return try InspectCommand.run(command, settings, logger)
    case TopicsCommand.table.name: return try TopicsCommand.run(command, settings, logger)
    case StatusCommand.table.name: return try StatusCommand.run(command, settings, logger)
    case DeadCommand.table.name: return try DeadCommand.run(command, settings, logger)
    case ConfigCommand.table.name: return try ConfigCommand.run(command, settings, logger)
    case LexiconsCommand.table.name: return try LexiconsCommand.run(command, settings, logger)
    default: throw Failure(.usage, "guazhi knows no command \(command.name)")
    }
}
