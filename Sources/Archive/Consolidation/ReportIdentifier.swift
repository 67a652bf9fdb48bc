/// A report's id as its 16 bytes; `r1:` and their hexadecimal digits outside.
struct ReportIdentifier: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// Nil unless `text` is `r1:` and 32 lower-case hexadecimal digits.
    init?(_ text: String) {
        guard text.utf8.starts(with: "r1:".utf8), let bytes = Bytes.bytes(hex: text.utf8.dropFirst(3)) else {
            return nil
        }
        self.init(bytes: bytes[...])
    }

    /// Nil unless there are 16 bytes.
    init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    var digits: String { Bytes.hex(bytes) }

    var text: String { "r1:" + digits }

    static func < (a: ReportIdentifier, b: ReportIdentifier) -> Bool { (a.high, a.low) < (b.high, b.low) }
}
