import Operations
import Reports
import Stages

/// `guazhi dead list|show`: what was refused, and why.
enum DeadCommand {
    private static let archive = Option.value(
        "archive", "DIR", .directory, "Read the refusals that an archive's segments hold, without a broker")

    static let table = Command(
        "dead", "Look at the documents that were refused",
        subcommands: [
            Command(
                "list", "List dead letters",
                discussion: """
                    Reads reports.dead from its beginning: of each key the latest message counts. With --archive it reads \
                    the refusals in an archive folder instead, also those of documents that became reports since. --json prints one letter a line, with its id.
                    """,
                options: LetterFilter.options + [archive, CommonOptions.json],
                examples: [
                    Example("guazhi dead list --stage parse --since 2h", "what parse refused of the last two hours"),
                    Example("guazhi dead list --archive archive --code no_report", "pages without a report"),
                ], exitCodes: [.dataError, .noInput, .unavailable, .ioError, .configuration]),
            Command(
                "show", "Show a dead letter whole, or give back its original bytes",
                discussion: """
                    Prints the reason and all headers of the letters of an id or a location. With --bytes it writes the \
                    original value to standard output, byte for byte, and nothing else.
                    """,
                options: [
                    .flag("bytes", "Write the original bytes to standard output, unchanged"), archive,
                    CommonOptions.json,
                ],
                operands: [
                    Operand("ID|LOCATION", .one, .text, "A letter's id, or where its document was found")
                ],
                examples: [
                    Example("guazhi dead show pages/a.html", "why it was refused"),
                    Example("guazhi dead show pages/a.html --bytes > a.html", "the document as it was sent"),
                ], exitCodes: [.dataError, .noInput, .unavailable, .ioError, .configuration]),
        ])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let source = Source(command, settings: settings, logger: logger)
        switch command.path.last {
        case "list": try list(command, try source.letters(LetterFilter(command, now: Timestamp.now())))
        default:
            let name = try command.required("ID|LOCATION")
            let wantsBytes = command.flag("bytes")
            let letters = try source.letters(LetterFilter()) { wantsBytes && $0.isMeant(by: name) }
                .filter { $0.isMeant(by: name) }
            try show(command, letters, name: name, settings: settings)
        }
        return .ok
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
            for letter in letters { try JSONOutput.line(letter.json(withHeaders: false)) }
            return
        }
        if !letters.isEmpty {
            let width = Terminal.width(1, environment: ProcessEnvironment.current())
            try StandardOutput.write(Letter.table(letters, now: Timestamp.now()).render(width: width) + "\n")
        }
        try StandardOutput.line(Letter.summary(letters))
    }

    private static func show(
        _ command: ParsedCommand, _ letters: [Letter], name: String, settings: Settings
    ) throws(Failure) {
        guard let first = letters.first else {
            throw Failure(
                .noInput, "no dead letter has the id or location \(Printable.line(name)); see guazhi dead list")
        }
        if command.flag("bytes") {
            guard letters.count == 1 else {
                let ids = letters.map(\.id).joined(separator: ", ")
                throw Failure(.usage, "\(name) has \(letters.count) dead letters; name one of them by its id: \(ids)")
            }
            return try StandardOutput.write(try OriginalBytes(settings: settings).of(first))
        }
        for letter in letters {
            if command.flag("json") {
                try JSONOutput.line(letter.json(withHeaders: true))
            } else {
                try StandardOutput.write(letter.page(now: Timestamp.now()) + "\n")
            }
        }
    }
}
