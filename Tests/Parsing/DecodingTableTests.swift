import Foundation
import Testing

@testable import Parsing

/// Our own decoders against the C library's, which they take their tables from.
struct DecodingTableTests {
    /// The library reads this byte of Big5 as a control character; no Big5 has one.
    private static let control: UInt8 = 0x80

    private static func random(_ seed: UInt64, _ count: Int) -> [UInt8] {
        var generator = SeededGenerator(state: seed)
        // Lead bytes, four-byte characters and line ends are commoner than by chance.
        return (0..<count).map { _ in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: .random(in: 0x30...0x39, using: &generator)
            case 1: .random(in: 0x00...0x7F, using: &generator)
            case 2...5: .random(in: 0x81...0xFE, using: &generator)
            default: .random(in: .min ... .max, using: &generator)
            }
        }
    }

    @Test(arguments: [("GB18030", "GB18030"), ("Big5", "BIG5-HKSCS")], 0..<40)
    func doubleBytesAreReadAsTheLibraryReadsThem(names: (String, String), seed: UInt64) throws {
        let bytes = Self.random(seed, 3000).filter {
            $0 != Self.control && !(names.0 == "Big5" && Self.symbolRows.contains($0))
        }
        let ours = try #require(TextCodec.decode(bytes[...], as: names.0))
        let library = try #require(TextCodec.converted(bytes[...], from: names.1))
        #expect(ours.scalars == library.scalars)
        #expect(ours.unreadable == library.unreadable)
    }

    @Test(arguments: [("GB18030", "GB18030"), ("Big5", "BIG5-HKSCS")])
    func everyPairIsReadAsTheLibraryReadsIt(names: (String, String)) throws {
        for lead in UInt8(0x81)...0xFF where names.0 != "Big5" || !Self.symbolRows.contains(lead) {
            let bytes: [UInt8] = (UInt8(0x20)...0xFF).filter { $0 != Self.control }.flatMap {
                (trail: UInt8) -> [UInt8] in [lead, trail, 0x0A]
            }
            let ours = try #require(TextCodec.decode(bytes[...], as: names.0))
            let library = try #require(TextCodec.converted(bytes[...], from: names.1))
            #expect(ours.scalars == library.scalars && ours.unreadable == library.unreadable, "lead \(lead)")
        }
    }

    /// Rows of Big5 that are read as browsers do, not as the library's table of the Hong Kong supplement has them.
    private static let symbolRows = UInt8(0xA1)...0xA3

    @Test(arguments: [
        ([0xA1, 0xFE], "／"), ([0xA1, 0xF3], "⊙"), ([0xA1, 0x45], "‧"), ([0xA1, 0x41], "，"),
    ])
    func symbolsOfBig5AreReadAsBrowsersReadThem(bytes: [UInt8], symbol: String) throws {
        let result = try #require(TextCodec.decode(bytes[...], as: "Big5"))
        #expect(Scalars.string(result.scalars[...]) == symbol)
    }

    @Test func charactersOfFourBytesAreRead() throws {
        let text = "㐀䶵ﷲ𠮷𪚥🙂€\u{10FFFF}龦"
        let bytes = try Support.converted(Array(text.utf8), to: "GB18030")
        let result = try #require(TextCodec.decode(bytes[...], as: "GB18030"))
        #expect(Scalars.string(result.scalars[...]) == text)
        #expect(result.unreadable == 0)
    }

    @Test(arguments: 0..<40)
    func utf8IsReadAsTheLibraryReadsIt(seed: UInt64) throws {
        var bytes = Array("村口的水渠𠮷é修了三年。plain\n".utf8)
        var generator = SeededGenerator(state: seed)
        for _ in 0..<Int(seed % 7) {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: .min ... .max, using: &generator)
        }
        let text = String(validating: bytes, as: UTF8.self)
        let strict = TextCodec.utf8(bytes[...], strict: true)
        #expect(strict.map { Scalars.string($0.scalars[...]) } == text)
        let lossy = try #require(TextCodec.utf8(bytes[...], strict: false))
        #expect((lossy.unreadable == 0) == (text != nil))
        #expect(lossy.scalars.count { $0 == 0xFFFD } == lossy.unreadable)
    }

    @Test(arguments: [
        ("~{<:Ky2;~}", "己所不", 0), ("a~~b ~{VPND~}~\nc", "a~b 中文c", 0), ("~{VPND\nplain", "中文\nplain", 0),
        ("~{VPN", "中\u{FFFD}", 1),
    ])
    func sevenBitsAreRead(text: String, expected: String, unreadable: Int) throws {
        let result = try #require(TextCodec.decode(Array(text.utf8)[...], as: "HZ-GB-2312"))
        #expect(Scalars.string(result.scalars[...]) == expected)
        #expect(result.unreadable == unreadable)
    }

    @Test func aTurnedTableGivesTheBytesBack() throws {
        for (table, name) in [(DoubleByteTable.gb18030, "GB18030"), (.big5, "Big5")] {
            let codes = table.inverse()
            for c in 0x4E00..<0x9FA6 where codes[c] != 0 {
                let bytes = [UInt8(codes[c] >> 8), UInt8(codes[c] & 0xFF)]
                let result = try #require(TextCodec.decode(bytes[...], as: name))
                #expect(result.scalars == [UInt32(c)])
            }
        }
    }
}
