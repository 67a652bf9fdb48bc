import Glibc

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z (1677 to 2262).
///
/// Written as RFC 3339 in UTC with nine digits of fraction, so that text order is time order.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Negative before 1970.
    public var nanoseconds: Int64

    /// Makes one of its parts.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Reads RFC 3339 with any offset (`2026-11-21T16:46:00+08:00`).
    ///
    /// Digits beyond nanoseconds are cut. Nil for a date that does not exist, a time without an offset, a second 60
    /// that is not the last of a UTC day, and moments beyond the range.
    public init?(rfc3339 text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2), scanner.take(":"),
            let second = scanner.number(2), let fraction = scanner.fraction(), let offset = scanner.offset(),
            scanner.isAtEnd, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day, hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let minutes = (Self.days(to: year, month, day) * 24 + hour) * 60 + minute - offset
        if second == 60 && (minutes + 1) % 1440 != 0 { return nil }
        // The seconds alone may lie below the range that the fraction brings them back into.
        guard let sum = Int64(exactly: Int128(minutes * 60 + second) * 1_000_000_000 + Int128(fraction)) else {
            return nil
        }
        nanoseconds = sum
    }

    /// The clock's time.
    public static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// `2026-11-21T16:46:00.123456789Z`
    public var description: String {
        var seconds = nanoseconds / 1_000_000_000
        var fraction = nanoseconds % 1_000_000_000
        if fraction < 0 {
            fraction += 1_000_000_000
            seconds -= 1
        }
        var days = seconds / 86400
        var second = seconds % 86400
        if second < 0 {
            second += 86400
            days -= 1
        }
        let (year, month, day) = Self.date(daysSince1970: Int(days))
        var text: [UInt8] = []
        text.reserveCapacity(30)
        func put(_ value: Int, _ width: Int, _ mark: Unicode.Scalar) {
            var divisor = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                text.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: mark))
        }
        put(year, 4, "-")
        put(month, 2, "-")
        put(day, 2, "T")
        put(Int(second / 3600), 2, ":")
        put(Int(second / 60 % 60), 2, ":")
        put(Int(second % 60), 2, ".")
        put(Int(fraction), 9, "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// Orders by value.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

    // MARK: - The calendar

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar.
    ///
    /// A year is counted from March, so that the leap day ends it; 146,097 days are 400 years.
    private static func days(to year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    /// The inverse of `days(to:)`, for the years a timestamp can have.
    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let sinceMarch = days + 719_468
        let era = sinceMarch / 146_097
        let dayOfEra = sinceMarch % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var at = 0

        var isAtEnd: Bool { at == bytes.count }

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard at < bytes.count, bytes[at] == UInt8(ascii: mark) else { return false }
            at += 1
            return true
        }

        mutating func number(_ width: Int) -> Int? {
            guard at + width <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[at..<at + width] {
                guard 0x30...0x39 ~= byte else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            at += width
            return value
        }

        /// Nanoseconds; zero where there is no point, nil where no digit follows it.
        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            var value = 0
            var count = 0
            while let digit = number(1) {
                if count < 9 { value = value * 10 + digit }
                count += 1
            }
            guard count > 0 else { return nil }
            for _ in min(count, 9)..<9 { value *= 10 }
            return value
        }

        /// Minutes east of UTC.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let west = take("-")
            guard west || take("+"), let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60
            else { return nil }
            let minutes = hour * 60 + minute
            return west ? -minutes : minutes
        }
    }
}
