import Reports
import Testing

struct DecimalValueTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("5500000000", "5500000000"), ("0.31", "0.31"), ("00.500", "0.5"),
        ("-12.25", "-12.25"),
        ("0.000001", "0.000001"), ("0.0000005", "0"), ("0.0000015", "0.000002"), ("0.0000025", "0.000002"),
        ("0.00000250000000000000000000000000000000000001", "0.000003"), ("-0.0000015", "-0.000002"), ("1e3", "1000"),
        ("2.5E-3", "0.0025"), ("1e+2", "100"), ("0e999999999999999999999", "0"), ("1e-99999999999999999999", "0"),
        ("123456789.123456", "123456789.123456"), ("1234567890.123456", "1234567890.12346"),
        ("1234567890.123445", "1234567890.12344"), ("999999999999999.5", "1000000000000000"),
        ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"), ("123456789012345678", "123456789012346000"), ("9999999999999995000000000000000", "1e+31"),
        ("9999999999999990000000000000000", "9.99999999999999e+30"), ("5e-7", "0"), ("15e-7", "0.000002"),
    ])
    func readsAndRounds(text: String, written: String) throws {
        guard let value = DecimalValue(text) else {
            #expect(written == "1e+31", "\(text) is beyond the greatest")
            return
        }
        #expect(value.description == written)
        #expect(DecimalValue(written) == value)
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "1.", "1e", "1e+", " 1", "1 ", "0x10", "１", "一", "1,000", "1e31", "1e99999999999", "--1",
        "NaN",
    ])
    func refuses(text: String) {
        #expect(DecimalValue(text) == nil)
    }

    @Test(arguments: [
        ("5.5", "1000000000", "5500000000"), ("0.1", "0.2", "0.02"), ("0.001", "0.0005", "0"),
        ("0.001", "0.0015", "0.000002"),
        ("0.003", "0.0005", "0.000002"), ("-3", "0.5", "-1.5"), ("-3", "-0.5", "1.5"), ("0", "-5", "0"),
        ("123456.789", "10000", "1234567890"),
        ("1e30", "1e30", "9.99999999999999e+30"), ("-1e30", "1e30", "-9.99999999999999e+30"),
        ("333333333333333", "3", "999999999999999"),
    ])
    func multiplies(a: String, b: String, product: String) throws {
        let a = try #require(DecimalValue(a))
        let b = try #require(DecimalValue(b))
        #expect((a * b).description == product)
        #expect((b * a).description == product)
    }

    @Test(arguments: [
        ("1", "3", "0.333333"), ("2", "3", "0.666667"), ("-2", "3", "-0.666667"), ("1", "8", "0.125"),
        ("0.000001", "2", "0"),
        ("0.000003", "2", "0.000002"), ("2000", "3", "666.666667"), ("1e30", "0.000001", "9.99999999999999e+30"),
        ("7", "-7", "-1"),
        ("1", "1e30", "0"), ("0", "5", "0"),
    ])
    func divides(a: String, b: String, quotient: String) throws {
        let a = try #require(DecimalValue(a))
        let b = try #require(DecimalValue(b))
        #expect((a / b)?.description == quotient)
    }

    @Test func nothingIsDividedByZero() { #expect(DecimalValue(1) / .zero == nil) }

    @Test func extremesStayWithin() {
        #expect(DecimalValue(millionths: .max) == .greatest)
        #expect(DecimalValue(millionths: .min) == .zero - .greatest)
        #expect(DecimalValue.greatest + .greatest == .greatest)
        #expect(DecimalValue(.min).description == "-9223372036854780000")
        #expect(DecimalValue("0.1").map { $0.double } == 0.1)
    }

    @Test(arguments: seeds)
    func aReaderOfDoublesWritesTheSameCharacters(seed: UInt64) throws {
        var random = RandomReports(seed: seed)
        for _ in 0..<2000 {
            let value = random.decimal()
            #expect(DecimalValue(value.description) == value, "seed \(seed)")
            #expect(try JSONValue.parse(Array(value.description.utf8)) == .number(value.description), "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func arithmeticAgreesWithWholeNumbers(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let a = Int.random(in: -30_000_000...30_000_000, using: &random)
            let b = Int.random(in: -30_000_000...30_000_000, using: &random)
            #expect(DecimalValue(a) * DecimalValue(b) == DecimalValue(a * b), "seed \(seed)")
            #expect(DecimalValue(a) + DecimalValue(b) == DecimalValue(a + b), "seed \(seed)")
            #expect(DecimalValue(a) - DecimalValue(b) == DecimalValue(a - b), "seed \(seed)")
            #expect((DecimalValue(a) < DecimalValue(b)) == (a < b), "seed \(seed)")
            if b != 0 { #expect(DecimalValue(a * b) / DecimalValue(b) == DecimalValue(a), "seed \(seed)") }
        }
    }
}
