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
        options: [
            .flag(
                "explain",
                "Say for a person why each line was kept or removed, where each part begins, and what each fact rests on"
            )
        ],
        operands: [Operand("FILE", .oneOrMore, .file, "A page as it was found")],
        examples: [
            Example("guazhi inspect seeds/*.txt | head -1", "the first record"),
            Example("guazhi inspect --explain page.txt", "how the page was read, and why each fact is one"),
        ], exitCodes: [.dataError, .noInput, .configuration])

    static func run(_ command: ParsedCommand, _ settings: Settings, _ logger: Logger) throws(Failure) -> ExitCode {
        let inspection = try Inspection(settings: settings, isExplaining: command.flag("explain"))
        var worst = ExitCode.ok
        for path in command.operands("FILE") {
            switch inspection.look(at: path) {
            case .success(let lines):
                for line in lines { try StandardOutput.write(line + [0x0A]) }
            case .failure(.missing(let sentence)):
                logger.error(sentence)
                worst = .noInput
            case .failure(.refused(let refusal)):
                logger.error("refused", ["path": path, "code": refusal.code.rawValue, "message": refusal.message])
                worst = .dataError
            }
        }
        return worst
    }
}

/// One page after another, as lines to print.
private struct Inspection {
    let decoder: PageDecoder
    let parser: PageParser
    let enricher: Enricher
    let isExplaining: Bool
    let maximumBytes: Int
    let ingestedAt: Timestamp

    init(settings: Settings, isExplaining: Bool) throws(Failure) {
        let directory = try settings.lexiconsDirectory()
        do throws(LexiconError) {
            let lexicons = try ParsingLexicons(directory: directory)
            parser = PageParser(lexicons: lexicons, generation: settings.integer("generation"))
            decoder = PageDecoder(defaultEncoding: settings.string("parse.default-encoding"), lexicons: lexicons)
            enricher = Enricher(lexicons: try Lexicons(directory: directory))
        } catch {
            throw Failure(.configuration, error.description)
        }
        self.isExplaining = isExplaining
        maximumBytes = settings.bytes("ingest.max-document-bytes")
        ingestedAt = try IngestOptions(environment: ProcessEnvironment.current()).ingestedAt ?? Timestamp.now()
    }

    func look(at path: String) -> Result<[[UInt8]], LooseDocument.Problem> {
        do throws(LooseDocument.Problem) {
            let document = try LooseDocument(path: path, maximumBytes: maximumBytes, ingestedAt: ingestedAt)
            do throws(Refusal) {
                return .success(try lines(of: document))
            } catch {
                return .failure(.refused(error))
            }
        } catch {
            return .failure(error)
        }
    }

    private func lines(of document: LooseDocument) throws(Refusal) -> [[UInt8]] {
        let page = try decoder.decode(document.bytes, facts: document.facts)
        guard isExplaining else { return try parser.parse(page).map { enricher.enrich($0).json() } }
        let explained = parser.explain(page).map { line in
            let fate = line.removed.map { "removed as \($0.rawValue)" } ?? "kept"
            let part = line.part.map { "report \($0), " } ?? ""
            return "\(line.span.start)–\(line.span.end)  \(part)\(fate): \(line.why)\n    \(Printable.line(line.text))"
        }
        // A page without a report is explained too.
        var facts: [String] = []
        do throws(Refusal) {
            for (number, parsed) in try parser.parse(page).enumerated() {
                facts += enricher.explain(parsed).map { Self.line($0, report: number + 1) }
            }
        } catch { facts = [error.message] }
        return (explained + facts).map { Array($0.utf8) }
    }

    private static func line(_ fact: FactExplanation, report: Int) -> String {
        let place = fact.span.map { "\($0.start)–\($0.end)" } ?? "whole"
        let evidence = fact.evidence.map { "\n    \(Printable.line($0))" }.joined()
        return "\(place)  report \(report), \(Printable.line(fact.fact)): \(fact.why)\(evidence)"
    }
}
