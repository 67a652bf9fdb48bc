/// The raw message a record comes from, written `reports.raw/3/1207`.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// With the namespace.
    public let topic: String
    /// From 0.
    public let partition: Int32
    /// From 0.
    public let offset: Int64

    /// An origin of those parts, unchecked.
    public init(topic: String, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }

    /// Nil where `text` is not of the form `topic/partition/offset`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let partition = Int32(parts[1]), let offset = Int64(parts[2]),
            partition >= 0, offset >= 0
        else { return nil }
        self.init(topic: String(parts[0]), partition: partition, offset: offset)
    }

    /// `topic/partition/offset`.
    public var description: String { "\(topic)/\(partition)/\(offset)" }
}
