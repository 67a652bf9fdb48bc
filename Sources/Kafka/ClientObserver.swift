/// What a client tells beside the answers to its calls.
///
/// ``log`` is called on any thread, also while a client is made or closed; it must be quick and must not use a client.
/// The others are called on the client's own thread inside `poll`, `flush`, `commitTransaction` and `close`.
public struct ClientObserver: Sendable {
    /// A line of librdkafka's log.
    public var log: (@Sendable (LogLine) -> Void)?
    /// The statistics, every `statistics.interval.ms`: a JSON document (librdkafka's STATISTICS.md).
    public var statistics: (@Sendable (String) -> Void)?
    /// Trouble that belongs to no call. librdkafka goes on by itself unless the error is fatal.
    public var error: (@Sendable (KafkaError) -> Void)?
    /// The result of an asynchronous commit: what was asked for, and the error if it was refused.
    public var commit: (@Sendable ([OffsetPosition], KafkaError?) -> Void)?

    /// An observer of what is given; the rest is dropped.
    public init(
        log: (@Sendable (LogLine) -> Void)? = nil, statistics: (@Sendable (String) -> Void)? = nil,
        error: (@Sendable (KafkaError) -> Void)? = nil,
        commit: (@Sendable ([OffsetPosition], KafkaError?) -> Void)? = nil
    ) {
        self.log = log
        self.statistics = statistics
        self.error = error
        self.commit = commit
    }

    /// Hears nothing.
    public static let silent = ClientObserver()
}
