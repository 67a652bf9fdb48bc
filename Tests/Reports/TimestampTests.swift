import Foundation
import Reports
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000000Z"),
        ("2026-11-21T16:46:00.123456789Z", 1_795_279_560_123_456_789, "2026-11-21T16:46:00.123456789Z"),
        ("2026-11-22T00:46:00.123456789+08:00", 1_795_279_560_123_456_789, "2026-11-21T16:46:00.123456789Z"),
        ("2026-11-21t11:16:00.5-05:30", 1_795_279_560_500_000_000, "2026-11-21T16:46:00.500000000Z"),
        ("1969-12-31T23:59:59.999999999z", -1, "1969-12-31T23:59:59.999999999Z"),
        ("2000-02-29 12:00:00-00:00", 951_825_600_000_000_000, "2000-02-29T12:00:00.000000000Z"),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000, "2017-01-01T00:00:00.000000000Z"),
        ("2017-01-01T07:59:60+08:00", 1_483_228_800_000_000_000, "2017-01-01T00:00:00.000000000Z"),
        ("2024-01-17T00:00:00.1234567899999Z", 1_705_449_600_123_456_789, "2024-01-17T00:00:00.123456789Z"),
        ("2262-04-11T23:47:16.854775807Z", Int64.max, "2262-04-11T23:47:16.854775807Z"),
        ("1677-09-21T00:12:44Z", -9_223_372_036_000_000_000, "1677-09-21T00:12:44.000000000Z"),
    ])
    func readsAndWrites(text: String, nanoseconds: Int64, written: String) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(time.nanoseconds == nanoseconds)
        #expect(time.description == written)
        #expect(Timestamp(rfc3339: written) == time)
    }

    @Test(arguments: [
        "", "2026", "2026-11-21", "2026-11-21T16:46:00", "2026-11-21T16:46Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:60:00Z", "2026-11-21T23:59:61Z", "2026-11-21T16:46:60Z", "2026-11-21T16:46:00.Z",
        "2026-11-21T16:46:00,5Z",
        "2026-11-21T16:46:00+0800", "2026-11-21T16:46:00+24:00", "2026-11-21T16:46:00+08:60", "2026-11-21T16:46:00Z ",
        "+026-11-21T16:46:00Z",
        "2026-11-21_16:46:00Z", "2262-04-11T23:47:16.854775808Z", "1677-09-20T00:00:00Z", "9999-12-31T23:59:59Z",
        "２026-11-21T16:46:00Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: seeds)
    func everyMomentComesBackAndTextOrderIsTimeOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var times = [Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max)]
        for _ in 0..<2000 { times.append(Timestamp(nanoseconds: Int64(bitPattern: random.next()))) }
        for time in times { #expect(Timestamp(rfc3339: time.description) == time, "seed \(seed)") }
        #expect(times.sorted().map(\.description) == times.map(\.description).sorted())
    }

    @Test func theCalendarIsFoundations() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -106_000, through: 106_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(day) * 86400 + 3723)
            let time = Timestamp(nanoseconds: Int64(day) * 86_400_000_000_000 + 3_723_000_000_000)
            #expect(time.description == formatter.string(from: date).replacing("Z", with: ".000000000Z"))
        }
    }

    @Test func nowIsNow() {
        #expect(abs(Double(Timestamp.now().nanoseconds) / 1e9 - Date().timeIntervalSince1970) < 60)
    }
}
