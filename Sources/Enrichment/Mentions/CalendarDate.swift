internal import Reports

/// A calendar day, month or year, as far as it is known.
struct CalendarDate: Hashable {
    /// Nil where the page does not say.
    var year: Int?
    var month: Int?
    var day: Int?

    /// EDTF.
    var value: String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { bytes in
            var count = 0
            func put(_ byte: UInt8) {
                bytes.initializeElement(at: count, to: byte)
                count += 1
            }
            func put(_ number: Int, _ width: Int) {
                // Years are of four digits, the others of two; more than that is written whole.
                var divisor = 1
                for _ in 1..<width { divisor *= 10 }
                while number / divisor >= 10 { divisor *= 10 }
                while divisor > 0 {
                    put(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
                    divisor /= 10
                }
            }
            if let year { put(year, 4) } else { for _ in 0..<4 { put(0x58) } }
            if let month {
                put(0x2D)
                put(month, 2)
            }
            if let day {
                put(0x2D)
                put(day, 2)
            }
            return String(decoding: UnsafeBufferPointer(start: bytes.baseAddress, count: count), as: UTF8.self)
        }
    }

    var precision: DateMention.Precision { day != nil ? .day : month != nil ? .month : .year }
}
