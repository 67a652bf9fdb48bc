import Operations
import Parsing
import Reports
import Stages

let table = Command(
    "guazhi-parse", "Decode pages and split them into reports",
    discussion: """
        Reads reports.raw, writes reports.parsed, and refuses to reports.dead what holds no report, until SIGTERM. Start \
        as many as there are partitions; they share the work. Each document is passed exactly once, killed processes and \
        restarted brokers notwithstanding, unless delivery is set to at-least-once.

        When half of its last documents were refused for one and the same reason that does not lie in the source (a bad \
        release, a folder that is not mounted), it stands still and says so until it is started again: see brake.share.
        """,
    options: StageOptions.table,
    examples: [
        Example("guazhi-parse --bootstrap-servers kafka1:9092", "work until told to stop"),
        Example("guazhi-parse --lanes 2 --exit-when-idle 30", "two lanes, and an end when there is nothing left"),
        Example(
            "guazhi-parse --set worker.id=%i",
            "in a systemd unit: a name of its own keeps its partitions over a restart"),
    ], exitCodes: StageProgram.exitCodes)

StageProgram.run(table) { settings in
    let directory = try settings.lexiconsDirectory()
    do throws(LexiconError) {
        let generation = settings.integer("generation")
        let lexicons = try ParsingLexicons(directory: directory)
        return ParseStage(
            decoder: PageDecoder(defaultEncoding: settings.string("parse.default-encoding"), lexicons: lexicons),
            parser: PageParser(lexicons: lexicons, generation: generation),
            generation: generation)
    } catch {
        throw Failure(.configuration, error.description)
    }
}
