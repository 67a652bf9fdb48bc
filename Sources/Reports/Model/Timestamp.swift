/// A moment, in nanoseconds since 1970-01-01T00:00:00Z (1678 to 2262).
///
/// Written as RFC 3339 in UTC with nine digits of fraction, so that text order is time order.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }
}
extension Timestamp { public var description: String { "\(nanoseconds)" } }
