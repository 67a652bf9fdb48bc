import Foundation
import Testing

@testable import Reports

struct JSONValueTests {
    @Test(arguments: try Fixtures.names(in: "canonical", endingIn: ".canonical.json"))
    func writesWhatTheReferenceWrites(name: String) throws {
        let expected = try Fixtures.bytes("canonical/\(name)")
        let source = try Fixtures.bytes("canonical/\(name.replacing(".canonical.json", with: ".json"))")
        let value = try JSONValue.parse(source)
        #expect(String(decoding: value.json(), as: UTF8.self) == String(decoding: expected, as: UTF8.self))
        #expect(value.json() == expected)
        #expect(try JSONValue.parse(expected) == value)
    }

    @Test func numbersAreThoseOfTheReference() throws {
        let table = String(decoding: try Fixtures.bytes("canonical/numbers.tsv"), as: UTF8.self)
        var count = 0
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: "\t")
            let number = Double(bitPattern: try #require(UInt64(fields[0], radix: 16)))
            var writer = JSONWriter()
            writer.number(number)
            #expect(String(decoding: writer.bytes, as: UTF8.self) == fields[1], "\(fields[0])")
            #expect(try JSONValue.parse(Array(number.description.utf8)) == .number(String(fields[1])))
            count += 1
        }
        #expect(count > 1500)
    }

    @Test(arguments: [
        ("{\"a\":1}", JSONValue.object(["a": .number("1")])),
        (" [ 1 , \"\\u00e9\" , null ] \n", .array([.number("1"), .string("é"), .null])),
        ("\"\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\"", .string("😀/\u{8}\u{C}\n\r\t\"\\")),
        ("\"\\u0000\"", .string("\u{0}")),
        ("{\"\\u0061\":{},\"b\":[]}", .object(["a": .object([:]), "b": .array([])])),
        ("-0", .number("0")), ("1E2", .number("100")), ("true", .bool(true)), ("false", .bool(false)),
        ("\"\u{FFFD}\u{10FFFF}\"", .string("\u{FFFD}\u{10FFFF}")),
    ])
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue.parse(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        ("", 0, "expected a value"), ("  ", 2, "expected a value"), ("{", 1, "expected a string"),
        ("{\"a\":1,}", 7, "expected a string"), ("[1,]", 3, "expected a value"),
        ("[1 2]", 3, "expected , or ] in an array"),
        ("{\"a\" 1}", 5, "expected : after a member's name"), ("{\"a\":1 \"b\":2}", 7, "expected , or } in an object"),
        ("{\"a\":1,\"a\":2}", 11, "the member a is given twice"),
        ("{\"a\":1,\"\\u0061\":2}", 16, "the member a is given twice"),
        ("nul", 0, "expected null"), ("truex", 4, "something follows the value"),
        ("1 1", 2, "something follows the value"),
        ("01", 0, "a number begins with a needless 0"), ("-", 0, "expected a number"),
        ("1.", 0, "a number needs digits after its point"),
        ("1e+", 0, "a number needs digits in its exponent"), ("1e400", 0, "a number beyond the range of a double"),
        ("+1", 0, "expected a value"), (".5", 0, "expected a value"), ("NaN", 0, "expected a value"),
        ("\"a", 0, "a string without an end"), ("\"a\\", 2, "a string without an end"),
        ("\"\n\"", 1, "a control character in a string"),
        ("\"\\x\"", 1, "an unknown escape"), ("\"\\u12g4\"", 5, "expected four hexadecimal digits"),
        ("\"\\ud800\"", 1, "a lone surrogate"), ("\"\\udc00\"", 1, "a lone surrogate"),
        ("\"\\ud800\\u0041\"", 1, "a lone surrogate"),
        ("\"\\ud800\\n\"", 1, "a lone surrogate"), ("\u{FEFF}1", 0, "expected a value"), ("'a'", 0, "expected a value"),
    ])
    func refuses(text: String, offset: Int, message: String) {
        let error = #expect(throws: RecordError.self) { try JSONValue.parse(Array(text.utf8)) }
        #expect(error == RecordError(.malformed, message, byteOffset: offset))
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE6, 0x8C], [0xFF],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        for text in [
            [0x22] + bytes + [0x22], [0x22, 0x5C, 0x6E] + bytes + [0x22],
            Array("{\"".utf8) + bytes + Array("\":1}".utf8),
        ] {
            let error = #expect(throws: RecordError.self) { try JSONValue.parse(text) }
            #expect(error?.message == "a string that is not UTF-8")
        }
    }

    @Test func nestingEndsAtSixtyFour() throws {
        let most = [UInt8](repeating: 0x5B, count: 64) + [UInt8](repeating: 0x5D, count: 64)
        #expect(try JSONValue.parse(most).json() == most)
        for bracket in ["[", "{\"a\":"] {
            let text = String(repeating: bracket, count: 100_000)
            let error = #expect(throws: RecordError.self) { try JSONValue.parse(Array(text.utf8)) }
            #expect(error?.byteOffset == 64 * bracket.utf8.count)
        }
    }

    /// Any offset of what must be escaped against the words the scanner reads, and any length of what follows.
    @Test(arguments: ["\"", "\\", "\u{0}", "\u{1F}", "\n"])
    func escapesAreFoundAtEveryOffset(special: String) throws {
        for before in 0..<20 {
            for after in 0..<20 {
                for filler in ["a", "挂", "\u{7F}", " ", "!"] {
                    let text =
                        String(repeating: filler, count: before) + special + String(repeating: filler, count: after)
                    let bytes = JSONValue.string(text).json()
                    #expect(try JSONValue.parse(bytes) == .string(text))
                    let oracle = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                    #expect(oracle as? String == text)
                }
            }
        }
    }

    @Test(arguments: seeds)
    func readingBackGivesTheValue(seed: UInt64) throws {
        var random = RandomReports(seed: seed)
        for _ in 0..<300 {
            let value = try random.value(depth: 6)
            let bytes = value.json()
            #expect(try JSONValue.parse(bytes) == value, "seed \(seed)")
            #expect(try JSONValue.parse(bytes).json() == bytes, "seed \(seed)")
            let oracle = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let pretty = try JSONSerialization.data(withJSONObject: [oracle], options: .prettyPrinted)
            #expect(try JSONValue.parse([UInt8](pretty)) == .array([value]), "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func anyBytesGiveAValueOrAnError(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("{}[]\",:\\u0123456789abcdefntrls.-+ eE\n".utf8) + [0x00, 0xE6, 0x8C, 0x82, 0xF0, 0xFF]
        let sample = try Fixtures.bytes("canonical/strings.json")
        var accepted = 0
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            if random.chance(2) {
                for _ in 0..<Int.random(in: 0...24, using: &random) { bytes.append(try random.pick(alphabet)) }
            } else {
                bytes = sample
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                if random.chance(2) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            }
            do throws(RecordError) {
                let value = try JSONValue.parse(bytes)
                #expect(try JSONValue.parse(value.json()) == value, "seed \(seed)")
                accepted += 1
            } catch {
                #expect(0...bytes.count ~= error.byteOffset, "seed \(seed)")
            }
        }
        #expect(accepted > 0 && accepted < 5000)
    }
}
