internal import Reports

/// One administrative division, or one that was.
struct Division: Sendable {
    /// Six digits, or nine for a township.
    var code: Int32
    var nameStart: Int32
    var nameLength: Int16
    var level: DivisionLevel
    /// Six digits of the division above; 0 for a province.
    var parent: Int32
    var from: Int16
    var to: Int16
    var isCurrent: Bool
    /// Codes of what it became, as written in the file.
    var successors: [Int32]

    var text: String { Division.text(code) }

    static func text(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
            let width = code > 999_999 ? 9 : 6
            var rest = max(code, 0)
            for place in (0..<width).reversed() {
                digits.initializeElement(at: place, to: 0x30 + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
            return String(decoding: UnsafeBufferPointer(rebasing: digits[..<width]), as: UTF8.self)
        }
    }

    /// Six digits of the county, or of the division itself.
    var county: Int32 { code > 999_999 ? code / 1000 : code }
    var province: Int32 { county / 10_000 * 10_000 }
    /// Its prefecture by the digits, or itself where it is one.
    var prefecture: Int32 { county / 100 * 100 }
}
