import Glibc
import Enrichment
import Operations
import Parsing
import Reports

/// `guazhi lexicons check`: every mistake in the lexicon files, in one go.
enum LexiconsCommand {
    static let table = Command(
        "lexicons", "Look at the lexicons",
        subcommands: [
            Command(
                "check", "Read every lexicon file and name the file, line and column of every mistake",
                discussion: """
                    Reads the files as the stages would, but past every mistake, and asks besides what they do not: that codes \
                    lead somewhere, that nothing stands twice, that every file is one somebody reads. Mistakes are printed \
                    one a line, FILE:LINE:COLUMN: what is wrong and what to write. No broker is asked.
                    """,
                options: [CommonOptions.json],
                examples: [
                    Example("guazhi lexicons check", "after a change to config/lexicons"),
                    Example("guazhi lexicons check --lexicons /etc/guazhi/lexicons", "another folder"),
                ],
                exitCodes: [.configuration])
        ])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let directory = try settings.lexiconsDirectory()
        let present = try files(in: directory)
        let parsing = ParsingLexicons.check(directory: directory)
        let enrichment = Lexicons.check(directory: directory)
        let known = Set(parsing.files + enrichment.files)
        var mistakes = parsing.mistakes + enrichment.mistakes
        for file in present where !known.contains(file) {
            mistakes.append(
                LexiconError(file: "\(directory)/\(file)", message: "nobody reads this file: rename or remove it"))
        }
        mistakes.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
        if command.flag("json") {
            for mistake in mistakes { try JSONOutput.line(value(mistake)) }
        } else {
            for mistake in mistakes { try StandardOutput.line(Printable.line(mistake.description)) }
            if mistakes.isEmpty { try StandardOutput.line("\(known.count) lexicon files in \(directory): no mistake") }
        }
        if mistakes.isEmpty { return .ok }
        let files = Set(mistakes.map(\.file)).count
        throw Failure(
            .configuration,
            "\(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes") in \(files) of the lexicon files in \(directory)"
        )
    }

    private static func value(_ mistake: LexiconError) -> JSONValue {
        .object([
            "file": .string(mistake.file),
            "line": .count(mistake.line > 0 ? Int64(mistake.line) : nil),
            "column": .count(mistake.column > 0 ? Int64(mistake.column) : nil),
            "message": .string(mistake.message),
        ])
    }

    /// Names of the lexicon files that are there, in order.
    private static func files(in directory: String) throws(Failure) -> [String] {
        guard let handle = opendir(directory) else {
            throw Failure(
                .configuration,
                "the lexicons' folder \(directory) cannot be read (\(String(cString: strerror(errno)))): name it with --lexicons DIR"
            )
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".tsv") { names.append(name) }
        }
        return names.sorted()
    }
}
