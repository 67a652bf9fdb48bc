/// How outputs and offsets are bound together.
enum Delivery: String, Hashable, Sendable, CaseIterable {
    /// In one Kafka transaction.
    case exactlyOnce = "exactly-once"
    /// Offsets after delivery; the archive folds what is repeated.
    case atLeastOnce = "at-least-once"
}

/// Everything a lane needs to know; equal for all lanes of a process but for `lane`.
struct LaneConfiguration: Sendable {
    var stage: StageName
    var lane: Int
    var input: String
    var output: String
    var dead: String
    var group: String
    var delivery: Delivery
    /// Empty: no name of its own.
    var worker: String
    /// Used as given; nil: made of a random number for each producer.
    var transactionalIdentifier: String?
    var transactionalPrefix: String
    /// Nil: the group decides. Set (embedded): assigned, without joining the group.
    var partitions: [Int32]?
    var fromBeginning: Bool
    var batchRecords: Int
    var batchBytes: Int
    var lingerMilliseconds: Int
    var retryFirstMilliseconds: Int
    var retryMostMilliseconds: Int
    var retryDeadlineMilliseconds: Int
    var closeDeadlineMilliseconds: Int
    /// Largest value that goes inline.
    var messageBytes: Int
    /// Largest value a dead letter may have; a larger one stays where it was read, and the letter says where.
    var deadValueBytes: Int
    /// Largest payload by reference that is read into memory.
    var payloads: PayloadReader
    var consumerProperties: [String: String]
    var producerProperties: [String: String]
    /// When it is to stop refusing.
    var brake = Brake.Limits.off
    /// Whether the process then ends; else it stands still until it is told to end.
    var endsWhenBraked = false
    /// How often a lane that stands still says so.
    var brakeReminderMilliseconds = 60_000

    var retryPolicy: RetryPolicy {
        RetryPolicy(
            firstNanoseconds: Int64(retryFirstMilliseconds) * 1_000_000,
            mostNanoseconds: Int64(retryMostMilliseconds) * 1_000_000,
            deadlineNanoseconds: Int64(retryDeadlineMilliseconds) * 1_000_000)
    }

    /// Within a transaction the identifier fences; without one it is of no use.
    func producerProperties(transactionalIdentifier: String) -> [String: String] {
        var properties = producerProperties
        if delivery == .exactlyOnce { properties["transactional.id"] = transactionalIdentifier }
        return properties
    }
}
