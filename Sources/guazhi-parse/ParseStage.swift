import Kafka
import Operations
import Parsing
import Reports
import Stages

/// A document in, its reports out.
struct ParseStage: Stage {
    let name = StageName.parse
    let decoder: PageDecoder
    let parser: PageParser
    let generation: Int

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        try MessageSchema.check(record.headers, is: MessageSchema.document, reader: name)
        do throws(Refusal) {
            let facts = try DocumentHeaders.decode(record.headers)
            let bytes = record.value ?? []
            guard bytes.count == facts.bytes else {
                throw Refusal(
                    .malformedRecord,
                    "the message has \(bytes.count) bytes and its headers say \(facts.bytes); send the document again with guazhi-ingest --resend"
                )
            }
            let reports = try parser.parse(try decoder.decode(bytes, facts: facts))
            let origin = Origin(
                topic: record.topicPartition.topic, partition: record.topicPartition.partition, offset: record.offset)
            return reports.enumerated().map { index, report in
                let headers = RecordHeaders(
                    location: facts.location, document: facts.sha256, generation: generation, origin: origin,
                    part: index + 1, partCount: reports.count, retrievedAt: facts.retrievedAt,
                    ingestedAt: facts.ingestedAt)
                return StageOutput(value: report.json(), headers: headers.encode(schema: MessageSchema.parsed))
            }
        } catch {
            throw .refuse(error)
        }
    }
}
