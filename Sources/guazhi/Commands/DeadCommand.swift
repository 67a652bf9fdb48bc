import Operations
import Reports
import Stages

/// `guazhi dead list|show|replay|drop`: what was refused, why, and what to do about it.
enum DeadCommand {
    private static let archive = Option.value(
        "archive", "DIR", .directory, "Read the refusals that an archive's segments hold, without a broker")
    private static let all = Option.flag("all", "Every letter; needed where neither a KEY nor a filter says which")
    private static let apply = Option.flag("apply", "Do it; without this it is only said what would be done")
    private static let codes: [ExitCode] = [.dataError, .noInput, .unavailable, .ioError, .configuration]

    static let table = Command(
        "dead", "Look at the documents that were refused, send them again, or drop them",
        subcommands: [list, show, replay, drop])

    private static let list = Command(
        "list", "List dead letters",
        discussion: """
            Reads reports.dead from its beginning: of each key the latest message counts. With --archive it reads \
            the refusals in an archive folder instead, also those of documents that became reports since; there the times \
            are those at which the documents were sent. --json prints one letter a line, with its id.
            """,
        options: LetterFilter.options + [archive, CommonOptions.json], operands: [LetterFilter.keys(.any)],
        examples: [
            Example("guazhi dead list --stage parse --since 2h", "what parse refused in the last two hours"),
            Example("guazhi dead list --archive archive --code no_report", "pages without a report"),
        ], exitCodes: codes)

    private static let show = Command(
        "show", "Show dead letters whole, or give back the original bytes of one",
        discussion: """
            Prints the reason and all headers of the letters that a KEY or the filters choose. With --bytes it writes the \
            original value to standard output, byte for byte, and nothing else.
            """,
        options: LetterFilter.options + [
            .flag("bytes", "Write the original bytes to standard output, unchanged"), all, archive,
            CommonOptions.json,
        ],
        operands: [LetterFilter.keys(.any)],
        examples: [
            Example("guazhi dead show pages/a.html", "why it was refused"),
            Example("guazhi dead show pages/a.html --bytes > a.html", "the document as it was sent"),
        ], exitCodes: codes)

    private static let replay = Command(
        "replay", "Send refused documents to the stage that refused them, once more",
        discussion: """
            For each letter the original message (key, value, headers and time unchanged; one header more counts the \
            attempts) goes back to the input topic and partition of the stage that refused it, and a tombstone takes the \
            letter away, in one transaction: both happen or neither. Without --apply nothing is sent. The archive's \
            refusal gives way to the report when it comes; refused again, the document has a new letter with one attempt \
            more.

            A letter is left, with a sentence, where ingest refused the document (send it with guazhi-ingest --resend), \
            where its bytes are gone, where its time is older than the topic keeps, and where it was tried \
            dead.max-attempts times already; the last two yield to --force. A document that killed its stage counts as \
            tried as often as it did so. Where a letter is left the command ends with 65. Only one replay or drop works at a \
            time: a second one takes over, the first ends.
            """,
        options: LetterFilter.options + [
            apply, .flag("force", "Also what was tried too often, or is older than its topic keeps"), all,
            CommonOptions.json,
        ],
        operands: [LetterFilter.keys(.any)],
        examples: [
            Example("guazhi dead replay --code undecodable --since 2h", "what would be sent"),
            Example("guazhi dead replay --code undecodable --since 2h --apply", "after the decoder was mended"),
            Example("guazhi dead replay pages/a.html --force --apply", "although it was tried three times"),
        ], exitCodes: codes + [.software, .temporaryFailure])

    private static let drop = Command(
        "drop", "Take dead letters away for good",
        discussion: """
            Writes a tombstone for each letter, in a transaction; the broker removes the letter and its bytes when it \
            compacts the topic. Without --apply nothing is dropped. An archive goes on to say that the document was \
            refused, and keeps its bytes up to 1 MiB.
            """,
        options: LetterFilter.options + [apply, all, CommonOptions.json], operands: [LetterFilter.keys(.any)],
        examples: [
            Example("guazhi dead drop --stage ingest --until 30d", "what would be dropped"),
            Example("guazhi dead drop pages/a.html --apply", "the letters of one document"),
        ], exitCodes: codes + [.software, .temporaryFailure])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let filter = try LetterFilter(command, now: Timestamp.now())
        switch command.path.last {
        case list.name: try list(command, try Source(command, settings: settings, logger: logger).letters(filter))
        case show.name:
            try require(filter, command)
            let wantsBytes = command.flag("bytes")
            let letters = try Source(command, settings: settings, logger: logger).letters(filter) { _ in wantsBytes }
            try show(command, letters, filter, settings: settings)
        default:
            try require(filter, command)
            let change = LetterChange(
                change: command.path.last == drop.name ? .drop : .replay, filter: filter,
                isApplied: command.flag("apply"), isForced: command.flag("force"), asJSON: command.flag("json"),
                settings: settings, logger: logger)
            return try change.run()
        }
        return .ok
    }

    /// All letters are seldom meant.
    private static func require(_ filter: LetterFilter, _ command: ParsedCommand) throws(Failure) {
        guard filter.isEmpty, !command.flag("all") else { return }
        throw Failure(
            .usage, "guazhi \(command.name) takes KEYs or a filter such as --code, or --all ('--help' explains)")
    }

    /// Where letters are read.
    private struct Source {
        let archiveDirectory: String?
        let settings: Settings
        let logger: Logger

        init(_ command: ParsedCommand, settings: Settings, logger: Logger) {
            archiveDirectory = command.text("archive")
            self.settings = settings
            self.logger = logger
        }

        func letters(
            _ filter: LetterFilter, keepsBytes: (Letter) -> Bool = { _ in false }
        ) throws(Failure) -> [Letter] {
            if let archiveDirectory {
                return try ArchivedLetters(directory: archiveDirectory).letters(filter, keepsBytes: keepsBytes)
            }
            let cluster = try Cluster.answering(settings, logger)
            defer { cluster.close() }
            return try DeadTopic(cluster, settings: settings).letters(filter, keepsBytes: keepsBytes) ?? []
        }
    }

    private static func list(_ command: ParsedCommand, _ letters: [Letter]) throws(Failure) {
        if command.flag("json") {
            for letter in letters { try JSONOutput.line(.object(letter.members)) }
            return
        }
        if !letters.isEmpty {
            let width = Terminal.width(1, environment: ProcessEnvironment.current())
            try StandardOutput.write(Letter.table(letters, now: Timestamp.now()).render(width: width) + "\n")
        }
        try StandardOutput.line(Letter.summary(letters))
    }

    private static func show(
        _ command: ParsedCommand, _ letters: [Letter], _ filter: LetterFilter, settings: Settings
    ) throws(Failure) {
        for key in filter.keys where !letters.contains(where: { $0.isMeant(by: key) }) {
            throw Failure(
                .noInput, "no dead letter has the id or location \(Printable.line(key)); see guazhi dead list")
        }
        if command.flag("bytes") {
            guard letters.count == 1, let letter = letters.first else {
                let ids = letters.prefix(20).map(\.id).joined(separator: ", ")
                throw Failure(
                    .usage,
                    "--bytes gives back one letter's bytes, and these are \(letters.count); name one of them by its id: \(ids)"
                )
            }
            return try StandardOutput.write(try OriginalBytes(settings: settings).of(letter))
        }
        for letter in letters {
            if command.flag("json") {
                try JSONOutput.line(letter.json)
            } else {
                try StandardOutput.write(letter.page(now: Timestamp.now()) + "\n")
            }
        }
    }
}
