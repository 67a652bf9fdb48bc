import Archive
import Kafka
import Operations
import Reports
import Stages

/// What a message of `reports.enriched` or `reports.dead` says, as an entry of the archive.
struct EntryDecoding {
    let deadTopic: String
    let payloads: PayloadReader

    /// - Returns: nil for a tombstone: a dead letter that was replayed or dropped.
    /// - Throws: what stops the archive without consuming the message: a newer schema.
    func entry(_ record: ConsumerRecord) throws(Failure) -> Entry? {
        if record.topicPartition.topic == deadTopic {
            guard record.value != nil else { return nil }
            return .refusal(try letter(record))
        }
        do throws(StageError) {
            try MessageSchema.check(record.headers, is: MessageSchema.report, reader: .archive)
            return .report(try report(record))
        } catch {
            switch error {
            case .stop(let failure): throw failure
            // The archive reads the dead letters and writes none: what it cannot use it keeps as a refusal of its own.
            case .refuse(let refusal): return .refusal(try refused(record, refusal))
            }
        }
    }

    private func report(_ record: ConsumerRecord) throws(StageError) -> ReportEntry {
        let value = try payloads.value(of: record) ?? []
        let headers: RecordHeaders
        do throws(Refusal) { headers = try RecordHeaders(record.headers) } catch { throw .refuse(error) }
        let key = EntryKey(
            location: headers.location, sha256: headers.document, generation: headers.generation,
            part: EntryPart(index: headers.part, count: headers.partCount))
        do throws(RecordError) {
            return try ReportEntry(key: key, origin: headers.origin.description, record: value)
        } catch {
            guard error.code != .newerMajorSchema else {
                throw .stop(Failure(.temporaryFailure, "\(error); upgrade the archive first, then the other stages"))
            }
            throw .refuse(Refusal(.malformedRecord, "the record cannot be read: \(error)"))
        }
    }

    /// The bytes of a refused document, also where they travel by reference; nil where they are not to be had.
    private func original(_ record: ConsumerRecord) throws(Failure) -> [UInt8]? {
        guard record.headers.bytes(HeaderName.deadNull) == nil else { return nil }
        do throws(StageError) {
            return try payloads.value(of: record) ?? []
        } catch {
            if case .stop(let failure) = error { throw failure }
            return nil
        }
    }

    private func refused(_ record: ConsumerRecord, _ refusal: Refusal) throws(Failure) -> RefusalEntry {
        try entry(
            record, stage: StageName.archive.rawValue, code: refusal.code.rawValue, message: refusal.message,
            attempt: 1,
            origin: record.headers.text(HeaderName.origin))
    }

    private func letter(_ record: ConsumerRecord) throws(Failure) -> RefusalEntry {
        let headers = record.headers
        return try entry(
            record, stage: headers.text(HeaderName.deadStage) ?? "unknown",
            code: headers.text(HeaderName.deadCode) ?? "unknown",
            message: headers.text(HeaderName.deadMessage) ?? "the dead letter does not say why",
            attempt: headers.text(HeaderName.deadAttempt).flatMap { Int($0) } ?? 1,
            origin: headers.text(HeaderName.deadOrigin))
    }

    private func entry(
        _ record: ConsumerRecord, stage: String, code: String, message: String, attempt: Int, origin: String?
    ) throws(Failure) -> RefusalEntry {
        let headers = record.headers
        let place = record.topicPartition
        let key = EntryKey(
            // A message nobody of ours wrote: it still has a place.
            location: headers.text(HeaderName.location) ?? "\(place.topic)/\(place.partition)/\(record.offset)",
            sha256: headers.text(HeaderName.document) ?? SHA256.sha256Hex(record.value ?? []),
            generation: headers.text(HeaderName.generation).flatMap { Int($0) },
            part: headers.text(HeaderName.part).flatMap { EntryPart($0) })
        return RefusalEntry(
            key: key, bytes: headers.text(HeaderName.bytes).flatMap { Int($0) }, stage: stage, code: code,
            message: message, attempt: attempt, origin: origin, path: headers.text(HeaderName.path),
            url: headers.text(HeaderName.url),
            retrievedAt: headers.text(HeaderName.retrievedAt).flatMap { Timestamp(rfc3339: $0) },
            ingestedAt: headers.text(HeaderName.ingestedAt).flatMap { Timestamp(rfc3339: $0) },
            original: try original(record))
    }
}
