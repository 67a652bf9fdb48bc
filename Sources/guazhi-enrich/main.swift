import Enrichment
import Operations
import Reports
import Stages

let table = Command(
    "guazhi-enrich", "Find the facts in parsed reports: who was sent from where to where, as what, when",
    discussion: """
        Reads reports.parsed, writes reports.enriched, and refuses to reports.dead, until SIGTERM. Start as many as there \
        are partitions; they share the work. Each report is passed exactly once, killed processes and restarted brokers \
        notwithstanding, unless delivery is set to at-least-once.

        When half of its last reports were refused for one and the same reason (a bad release, a folder that is not \
        mounted), it stands still and says so until it is started again: see brake.share.
        """,
    options: StageOptions.table,
    examples: [
        Example("guazhi-enrich --bootstrap-servers kafka1:9092", "work until told to stop"),
        Example("guazhi-enrich --lanes 2 --exit-when-idle 30", "two lanes, and an end when there is nothing left"),
        Example(
            "guazhi-enrich --set worker.id=%i",
            "in a systemd unit: a name of its own keeps its partitions over a restart"),
    ], exitCodes: StageProgram.exitCodes)

StageProgram.run(table) { settings in
    let directory = try settings.lexiconsDirectory()
    do throws(LexiconError) {
        return EnrichStage(enricher: Enricher(lexicons: try Lexicons(directory: directory)))
    } catch {
        throw Failure(.configuration, error.description)
    }
}
