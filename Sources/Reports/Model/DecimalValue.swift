/// An exact decimal with at most six places: what a quantity's value is, never a binary fraction.
public struct DecimalValue: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The value times 1,000,000.
    public var millionths: Int128

    public init(millionths: Int128) { self.millionths = millionths }
    public init(_ whole: Int) { millionths = Int128(whole) * 1_000_000 }

    public static func < (a: DecimalValue, b: DecimalValue) -> Bool { a.millionths < b.millionths }
}
extension DecimalValue { public var description: String { "\(millionths)" } }
