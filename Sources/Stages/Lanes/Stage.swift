public import Kafka
public import Operations
public import Reports

/// What a stage does to one message; everything else is the lane round it.
///
/// A stage does no I/O, reads no clock, and depends on nothing but its argument. The same value serves all lanes.
public protocol Stage: Sendable {
    var name: StageName { get }
    /// - Parameter record: a message of the stage's input topic, its payload already fetched where it travels by
    ///   reference (then without the header `guazhi-payload`).
    /// - Returns: what goes to the output topic, in order. Nothing at all is not a fate: refuse instead.
    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput]
}

/// One message of a stage's output. Topic, partition and key are the lane's affair: order per location holds because
/// a stage writes to the partition it read from, under the same key.
public struct StageOutput: Sendable {
    /// The record, canonical JSON.
    public var value: [UInt8]
    /// As ``RecordHeaders/encode(schema:)`` writes them.
    public var headers: [Header]

    /// An output of that value and those headers.
    public init(value: [UInt8], headers: [Header]) {
        self.value = value
        self.headers = headers
    }
}

/// The fates of a record that a stage does not pass.
public enum StageError: Error, Sendable {
    /// To `reports.dead`, and on.
    case refuse(Refusal)
    /// The lane stops without consuming the record: no other record could pass either.
    case stop(Failure)
}
