
/// How outputs and offsets are bound together.
public enum Delivery: String, Hashable, Sendable, CaseIterable {
    /// In one Kafka transaction.
    case exactlyOnce = "exactly-once"
    /// Offsets after delivery; the archive folds what is repeated.
    case atLeastOnce = "at-least-once"
}

/// Everything a lane needs to know; equal for all lanes of a process but for `lane`.
public struct LaneConfiguration: Sendable {
    public var stage: StageName
    public var lane: Int
    public var input: String
    public var output: String
    public var dead: String
    public var group: String
    public var delivery: Delivery
    /// Empty: no name of its own.
    public var worker: String
    /// Used as given; nil: made of a random number at each session.
    public var transactionalIdentifier: String?
    public var transactionalPrefix: String
    /// Nil: the group decides. Set (embedded): assigned, without joining the group.
    public var partitions: [Int32]?
    public var fromBeginning: Bool
    public var batchRecords: Int
    public var batchBytes: Int
    public var lingerMilliseconds: Int
    public var retryFirstMilliseconds: Int
    public var retryMostMilliseconds: Int
    public var retryDeadlineMilliseconds: Int
    public var closeDeadlineMilliseconds: Int
    /// Largest value that goes inline.
    public var messageBytes: Int
    /// Largest payload by reference that is read into memory.
    public var maximumPayloadBytes: Int
    public var payloadStore: PayloadStore?
    public var consumerProperties: [String: String]
    public var producerProperties: [String: String]

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
