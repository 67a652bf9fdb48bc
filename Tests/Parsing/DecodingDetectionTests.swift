import Foundation
import Reports
import Testing

@testable import Parsing

/// Which encoding bytes are in that do not say it.
struct DecodingDetectionTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var encoding: String
        var testDescription: String { "\(encoding): \(text)" }
    }

    /// Stretches of invented sentences, re-encoded; none has a byte-order mark.
    private static func cases(_ length: Int) -> [Case] {
        func stretches(_ name: String) -> [String] {
            let file = Support.root.appending(path: "Tests/Fixtures/encodings/\(name).txt")
            let text = Array((try? String(contentsOf: file, encoding: .utf8)) ?? "")
            // Stretches overlap, so that they begin and end anywhere in a sentence.
            return stride(from: 0, to: text.count - length, by: 9).map { String(text[$0..<$0 + length]) }
        }
        let simplified = stretches("simplified")
        let traditional = stretches("traditional")
        return simplified.flatMap { text in ["GB18030", "UTF-16LE", "UTF-16BE"].map { Case(text: text, encoding: $0) } }
            + traditional.flatMap { text in
                ["Big5", "GB18030", "UTF-16LE", "UTF-16BE"].map { Case(text: text, encoding: $0) }
            }
    }

    /// The share of cases whose text comes out right, and those that do not.
    private static func accuracy(_ cases: [Case]) throws -> (share: Double, wrong: [String]) {
        var wrong: [String] = []
        for one in cases {
            let bytes = try Support.converted(Array(one.text.utf8), to: one.encoding)
            let page = try? Support.page(bytes)
            if page?.text != one.text || page?.encoding != one.encoding {
                wrong.append("\(one.testDescription) read as \(page?.encoding ?? "nothing")")
            }
        }
        return (1 - Double(wrong.count) / Double(max(cases.count, 1)), wrong)
    }

    @Test(arguments: [(12, 0.995), (30, 1.0), (100, 1.0)])
    func shortTextsAreToldApart(length: Int, least: Double) throws {
        let cases = Self.cases(length)
        #expect(cases.count >= 200)
        let (share, wrong) = try Self.accuracy(cases)
        #expect(share >= least, "\(share) of \(cases.count): \(wrong.prefix(20))")
    }

    /// The bytes of one text may be a text in another encoding; the likelier one is meant.
    @Test(arguments: ["GB18030", "Big5"])
    func whatIsValidInBothIsReadAsTheLikelier(encoding: String) throws {
        let name = encoding == "Big5" ? "traditional" : "simplified"
        let file = Support.root.appending(path: "Tests/Fixtures/encodings/\(name).txt")
        let characters = Array(try String(contentsOf: file, encoding: .utf8)).filter { $0.isLetter }
        var tried = 0
        for start in stride(from: 0, to: characters.count - 40, by: 3) {
            // Only characters whose bytes the other encoding has too.
            var text = ""
            for c in characters[start...].prefix(80) where text.count < 30 {
                let bytes = try Support.converted(Array(String(c).utf8), to: encoding)
                let other = TextCodec.decode(bytes[...], as: encoding == "Big5" ? "GB18030" : "Big5")
                if other?.unreadable == 0 { text.append(c) }
            }
            guard text.count == 30 else { continue }
            tried += 1
            let page = try Support.page(Support.converted(Array(text.utf8), to: encoding))
            #expect(page.encoding == encoding)
            #expect(page.text == text)
        }
        #expect(tried > 50)
    }

    @Test(arguments: ["UTF-16LE", "UTF-16BE"])
    func anOddLastByteIsUnreadable(encoding: String) throws {
        let text = "报到那天下着小雨，老支书在村口等我。\n第二天"
        let page = try Support.page(Support.converted(Array(text.utf8), to: encoding) + [0x41])
        #expect((page.encoding, page.encodingFrom, page.unreadableBytes) == (encoding, .detected, 1))
        #expect(page.text == text + "\u{FFFD}")
    }

    @Test(arguments: ["UTF-16LE", "UTF-16BE"])
    func latinTextInUTF16IsRead(encoding: String) throws {
        let text = "A posting of twelve months in Qingshan county."
        let page = try Support.page(Support.converted(Array(text.utf8), to: encoding))
        #expect((page.encoding, page.text) == (encoding, text))
    }

    @Test(arguments: [
        ("GB18030", 1, 1), ("Big5", 1, 1), ("UTF-8", 1, 2), ("UTF-8", 2, 1), ("UTF-16LE", 1, 1),
    ])
    func aCutOffLastCharacterIsNoRefusal(encoding: String, cut: Int, unreadable: Int) throws {
        let text = "石橋村有三百一十二戶人家，青壯年大多外出打工。"
        var bytes = Array(text.utf8)
        if encoding != "UTF-8" { bytes = try Support.converted(bytes, to: encoding) }
        let page = try Support.page(Array(bytes.dropLast(cut)))
        #expect((page.encoding, page.encodingFrom, page.unreadableBytes) == (encoding, .detected, unreadable))
        #expect(page.text.hasPrefix(text.dropLast()))
    }

    @Test(arguments: 1...12)
    func utf8WithBrokenBytesStaysUTF8(broken: Int) throws {
        let file = Support.root.appending(path: "Tests/Fixtures/encodings/simplified.txt")
        var bytes = try Support.bytes(file)
        var generator = SeededGenerator(state: UInt64(broken))
        for _ in 0..<broken {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                [0xFF, 0x80, 0xC3, 0xE5].randomElement(using: &generator) ?? 0
        }
        let page = try Support.page(bytes)
        #expect((page.encoding, page.encodingFrom) == ("UTF-8", .detected))
        #expect((1...broken * 3).contains(page.unreadableBytes))
    }

    @Test func charactersOfFourBytesDoNotMislead() throws {
        let text = "𠮷野家在㙍头村，㛃姑娘来自𬭚县，一起去看了水渠，他们说这条水渠修了三年，花了不少力气。"
        let page = try Support.page(Support.converted(Array(text.utf8), to: "GB18030"))
        #expect((page.encoding, page.text, page.unreadableBytes) == ("GB18030", text, 0))
    }

    @Test func hongKongCharactersAreRead() throws {
        let text = "佢哋喺呢度做咗三個月嘢，村長話啲人都好好，冇乜問題，大家都好開心。"
        let page = try Support.page(Support.converted(Array(text.utf8), to: "Big5-HKSCS"), charset: "big5-hkscs")
        #expect((page.encoding, page.encodingFrom, page.text) == ("Big5", .declared, text))
    }

    @Test(arguments: ["", "hz-gb-2312"])
    func sevenBitChineseIsNotTakenForASCII(charset: String) throws {
        let bytes = Array("~{9RV0LeWHCS;nWtCJ~} 2019".utf8)
        let page = try Support.page(bytes, charset: charset.isEmpty ? nil : charset)
        #expect(page.encoding == "HZ-GB-2312")
        #expect(page.encodingFrom == (charset.isEmpty ? .detected : .declared))
        #expect(page.text.hasPrefix("挂职"))
        #expect(try Support.page(Array("see ~{home}/x and ~}".utf8)).encoding == "UTF-8")
    }

    /// A server's wrong header does not outweigh the bytes.
    @Test(arguments: [
        ("gb2312", "UTF-8"), ("big5", "UTF-8"), ("big5", "GB18030"), ("gb2312", "Big5"), ("utf-8", "GB18030"),
        ("utf-16", "GB18030"), ("gb2312", "UTF-16LE"), ("iso-8859-1", "Big5"),
    ])
    func aWrongDeclarationIsPassedOver(charset: String, encoding: String) throws {
        let name = encoding == "Big5" ? "traditional" : "simplified"
        let file = Support.root.appending(path: "Tests/Fixtures/encodings/\(name).txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.split(separator: "\n") {
            var bytes = Array(line.utf8)
            if encoding != "UTF-8" { bytes = try Support.converted(bytes, to: encoding) }
            let page = try Support.page(bytes, charset: charset)
            #expect((page.encoding, page.text) == (encoding, String(line)))
            #expect(page.encodingFrom == (encoding == "UTF-8" ? .strictUTF8 : .detected))
        }
    }

    /// Rare names are unlikely in any encoding; what is declared or valid UTF-8 still holds.
    @Test func rareCharactersDoNotOutweighADeclaration() throws {
        let file = Support.root.appending(path: "Tests/Fixtures/encodings/rare.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.split(separator: "\n") {
            let page = try Support.page(Support.converted(Array(line.utf8), to: "GB18030"), charset: "gbk")
            #expect((page.encoding, page.encodingFrom, page.text) == ("GB18030", .declared, String(line)))
            let detected = try Support.page(Support.converted(Array(line.utf8), to: "GB18030"))
            #expect((detected.encoding, detected.text) == ("GB18030", String(line)))
        }
    }

    /// NUL bytes are kept as the characters they are, so that places in the text stay true.
    @Test func aFewNULBytesAreKept() throws {
        let text = String(repeating: "老支书在村口等我，说这条路修了八年。", count: 30)
        for encoding in ["UTF-8", "GB18030"] {
            var bytes = Array(text.utf8)
            if encoding != "UTF-8" { bytes = try Support.converted(bytes, to: encoding) }
            for place in [bytes.count, bytes.count / 2 / 36 * 36, 0] { bytes.insert(0, at: place) }
            let page = try Support.page(bytes)
            #expect(page.encoding == encoding)
            #expect(page.scalars.filter { $0 != 0 } == Scalars.array(text))
        }
    }

    /// A page pasted together from two encodings is read in that of its greater part; the rest is wrong, but stays in place.
    @Test func ofTwoEncodingsTheGreaterPartDecides() throws {
        let comment = Array("网友评论：写得很好，学习了，希望多发一些这样的文章。\n".utf8)
        let body = String(repeating: "一年来，在同事们的关心帮助下，我认真学习，勤奋工作。\n", count: 20)
        let page = try Support.page(Support.converted(Array(body.utf8), to: "GB18030") + comment)
        #expect((page.encoding, page.encodingFrom) == ("GB18030", .detected))
        #expect(page.text.hasPrefix(body))
        #expect(!page.text.contains("网友评论"))
    }
}
