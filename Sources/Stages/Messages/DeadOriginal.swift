public import Kafka

/// The message that a dead letter was made of, as it goes back to the stage that refused it.
///
/// Key, value, timestamp and headers are those the stage read, byte for byte; one header is added behind them,
/// `guazhi-dead-attempt`, so that a second refusal goes on counting.
public struct DeadOriginal: Hashable, Sendable {
    /// Why a letter cannot become its message again.
    public enum Obstacle: Error, Hashable, Sendable {
        /// Ingest refused a document before it was a message.
        case neverSent
        /// No stage of this release reads a topic under that name.
        case unknownStage(String)
        /// Nothing says where the original's headers end: no stage of ours wrote it.
        case foreign
    }
    /// Who refused it, and reads it again.
    public var stage: StageName
    /// How often it was tried, at least once.
    public var attempts: Int
    /// What to send.
    public var message: ProducerRecord
    /// Where the value lies that was too large for the letter; the message then lacks it.
    public var valueLeft: Origin?

    /// Takes a letter apart.
    ///
    /// - Parameter letter: a message of `reports.dead` that is no tombstone.
    public init(of letter: ConsumerRecord, topics: TopicNames) throws(Obstacle) {
        let headers = letter.headers
        // The reason stands behind the original's headers, which may be of any name.
        guard let end = headers.lastIndex(where: { $0.name == HeaderName.deadStage }) else { throw .foreign }
        let reason = Array(headers[end...])
        let name = reason.text(HeaderName.deadStage) ?? ""
        guard let stage = StageName(rawValue: name) else { throw .unknownStage(name) }
        let input: String
        switch stage {
        case .ingest: throw .neverSent
        case .parse: input = topics.raw
        case .enrich: input = topics.parsed
        case .archive: throw .unknownStage(name)
        }
        self.stage = stage
        attempts = max(1, DeadLetter.attempts(before: reason))
        valueLeft = reason.text(HeaderName.deadLeft).flatMap { Origin($0) }
        let isNull = reason.bytes(HeaderName.deadNull) != nil
        message = ProducerRecord(
            topic: input, partition: letter.topicPartition.partition, key: reason.bytes(HeaderName.deadKey),
            value: isNull ? nil : letter.value ?? [],
            headers: headers[..<end] + [Header(HeaderName.deadAttempt, String(attempts))],
            timestamp: reason.text(HeaderName.deadTimestamp).flatMap { Int64($0) })
    }
}
