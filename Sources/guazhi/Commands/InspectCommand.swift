import Enrichment
import Operations
import Parsing
import Reports
import Stages

/// `guazhi inspect`: what pages say, without a broker.
enum InspectCommand {
    static let table = Command(
        "inspect", "Print the records of pages as JSON Lines, without a broker",
        discussion: """
            Decodes, parses and enriches each FILE as the stages would, and prints one record a line: guazhi/report/1, the \
            same bytes that reports.enriched would carry. A file that is refused is named on standard error.
            """,
        operands: [Operand("FILE", .oneOrMore, .file, "A page as it was found")],
        examples: [
            Example("guazhi inspect seeds/*.txt | head -1", "the first record")
        ], exitCodes: [.dataError, .noInput, .configuration])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let directory = try settings.lexiconsDirectory()
        let generation = settings.integer("generation")
        let parser: PageParser
        let enricher: Enricher
        do throws(LexiconError) {
            parser = PageParser(lexicons: try ParsingLexicons(directory: directory), generation: generation)
            enricher = Enricher(lexicons: try Lexicons(directory: directory))
        } catch {
            throw Failure(.configuration, error.description)
        }
        let inspection = Inspection(
            decoder: PageDecoder(defaultEncoding: settings.string("parse.default-encoding")), parser: parser,
            enricher: enricher, maximumBytes: settings.bytes("ingest.max-document-bytes"),
            ingestedAt: Timestamp.now())
        var worst = ExitCode.ok
        for path in command.operands("FILE") {
            let code = try inspection.look(at: path, logger: logger)
            if code != .ok { worst = code }
        }
        return worst
    }
}

/// One page after another, printed as they come.
private struct Inspection {
    let decoder: PageDecoder
    let parser: PageParser
    let enricher: Enricher
    let maximumBytes: Int
    let ingestedAt: Timestamp

    func look(at path: String, logger: Logger) throws(Failure) -> ExitCode {
        let reports: [Report]
        do throws(LooseDocument.Problem) {
            let document = try LooseDocument(path: path, maximumBytes: maximumBytes, ingestedAt: ingestedAt)
            reports = try read(document)
        } catch {
            switch error {
            case .missing(let sentence):
                logger.error(sentence)
                return .noInput
            case .refused(let refusal):
                logger.error("refused", ["path": path, "code": refusal.code.rawValue, "message": refusal.message])
                return .dataError
            }
        }
        for report in reports {
            var bytes = report.json()
            bytes.append(0x0A)
            try StandardOutput.write(bytes)
        }
        return .ok
    }

    private func read(_ document: LooseDocument) throws(LooseDocument.Problem) -> [Report] {
        do throws(Refusal) {
            let page = try decoder.decode(document.bytes, facts: document.facts)
            return try parser.parse(page).map { enricher.enrich($0) }
        } catch {
            throw .refused(error)
        }
    }
}
