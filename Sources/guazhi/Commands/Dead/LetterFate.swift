import Kafka
import Operations
import Reports
import Stages

/// What replay or drop does with one letter.
enum LetterFate {
    /// The tombstone goes out, and in the same transaction the original where it is to be sent.
    case change(original: ProducerRecord?, tombstone: ProducerRecord)
    /// Nothing; the sentence says why, and what to do.
    case left(String)

    /// The topic and partition an original goes to.
    var target: TopicPartition? {
        guard case .change(let original?, _) = self, let partition = original.partition else { return nil }
        return TopicPartition(topic: original.topic, partition: partition)
    }
}

/// Decides what becomes of a letter that was chosen.
struct LetterFates {
    enum Change { case replay, drop }
    let change: Change
    let topics: TopicNames
    /// A letter that was tried so often is only sent again by force.
    let maximumAttempts: Int
    let isForced: Bool
    /// How long each topic keeps its messages, in milliseconds; not there: for ever.
    let retention: [String: Int64]
    let now: Timestamp
    /// Nil where this machine is not told where it is.
    let payloads: PayloadStore?
    /// Reads a value that a letter had no room for; nil where it is gone.
    let fetch: (Origin) throws(Failure) -> [UInt8]?

    func fate(of record: ConsumerRecord) throws(Failure) -> LetterFate {
        guard let key = record.key else {
            return .left("it has no key, so nothing can take its place; no stage of Guazhi wrote it")
        }
        let tombstone = ProducerRecord(
            topic: topics.dead, partition: record.topicPartition.partition, key: key, value: nil)
        if change == .drop { return .change(original: nil, tombstone: tombstone) }
        let original: DeadOriginal
        do throws(DeadOriginal.Obstacle) {
            original = try DeadOriginal(of: record, topics: topics)
        } catch {
            return .left(Self.sentence(error, path: record.headers.text(HeaderName.path)))
        }
        var message = original.message
        if !isForced {
            if original.attempts >= maximumAttempts {
                return .left(
                    "it was tried \(Readable.count(original.attempts, "time")), and dead.max-attempts is \(maximumAttempts): once what refused it is mended, --force sends it again"
                )
            }
            if let sentence = expiry(of: message) { return .left(sentence) }
        }
        if let sentence = missingPayload(of: message) { return .left(sentence) }
        if let place = original.valueLeft {
            guard let value = try fetch(place) else {
                return .left(
                    "its bytes were too many for the letter and are no longer at \(place); send the document again with guazhi-ingest --resend"
                )
            }
            message.value = value
        }
        return .change(original: message, tombstone: tombstone)
    }

    /// A message keeps its time, so one that is older than its topic's messages may be deleted before it is read: it
    /// would be in no topic at all.
    private func expiry(of message: ProducerRecord) -> String? {
        guard let time = message.timestamp, let retention = retention[message.topic] else { return nil }
        let room = min(3_600_000, retention / 10)
        let age = now.nanoseconds / 1_000_000 - time
        guard age > retention - room else { return nil }
        return
            "it is from \(Readable.age(seconds: Int(clamping: age / 1000))), and \(message.topic) keeps messages for \(DurationText.format(Int(clamping: retention))): it might be deleted before it is read; raise retention.ms of that topic for a while, or use --force where the stage has caught up"
    }

    private func missingPayload(of message: ProducerRecord) -> String? {
        guard let name = message.headers.text(HeaderName.payload), let payloads else { return nil }
        do throws(PayloadStore.ReadError) {
            _ = try payloads.get(name, maximumBytes: .max)
            return nil
        } catch {
            switch error {
            case .missing(let refusal):
                return "\(refusal.message); send the document again with guazhi-ingest --resend"
            case .unavailable(let error): return error.description
            }
        }
    }

    static func sentence(_ obstacle: DeadOriginal.Obstacle, path: String?) -> String {
        switch obstacle {
        case .neverSent:
            "ingest refused it before it was a message; mend what stood in its way, send it again with guazhi-ingest --resend \(path ?? "PATH"), then take the letter away with guazhi dead drop"
        case .unknownStage(let name):
            "it was refused by '\(name)', which this release does not know; upgrade guazhi"
        case .foreign: "its headers do not say who refused it; no stage of Guazhi wrote it"
        }
    }
}
