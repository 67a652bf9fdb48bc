/// A line of librdkafka's log, or of this module's.
public struct LogLine: Hashable, Sendable {
    /// syslog's severity: 0 emergency, 3 error, 4 warning, 5 notice, 6 information, 7 debug.
    public var level: Int
    /// librdkafka's short word for the place: "FAIL", "CONFWARN", "REQTMOUT".
    public var facility: String
    /// The sentence.
    public var message: String
    /// The client's `client.id`.
    public var client: String

    /// A line.
    public init(level: Int, facility: String, message: String, client: String) {
        self.level = level
        self.facility = facility
        self.message = message
        self.client = client
    }
}
