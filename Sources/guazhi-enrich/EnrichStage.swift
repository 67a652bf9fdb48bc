import Enrichment
import Kafka
import Operations
import Reports
import Stages

/// A parsed report in, the report with its facts out.
struct EnrichStage: Stage {
    let name = StageName.enrich
    let enricher: Enricher

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        try MessageSchema.check(record.headers, is: MessageSchema.parsed, reader: name)
        do throws(Refusal) {
            let headers = try RecordHeaders(record.headers)
            let report = enricher.enrich(try parsed(record.value ?? []))
            return [StageOutput(value: report.json(), headers: headers.encode(schema: MessageSchema.report))]
        } catch {
            throw .refuse(error)
        }
    }

    private func parsed(_ bytes: [UInt8]) throws(Refusal) -> ParsedReport {
        do throws(RecordError) { return try ParsedReport(json: bytes) } catch {
            throw Refusal(.malformedRecord, "the record cannot be read: \(error)")
        }
    }
}
