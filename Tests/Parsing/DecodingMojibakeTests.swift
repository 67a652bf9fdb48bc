import Foundation
import Reports
import Testing

@testable import Parsing

/// Text that was read in a wrong encoding and saved again.
struct DecodingMojibakeTests {
    private static func text(_ name: String) throws -> String {
        try String(contentsOf: Support.root.appending(path: "Tests/Fixtures/encodings/\(name).txt"), encoding: .utf8)
    }

    /// What a reader without knowledge of the encoding makes of a text; nil where he would stumble.
    private static func misread(_ text: String, _ actual: String, as other: String) throws -> [UInt32]? {
        var bytes = Array(text.utf8)
        if actual != "UTF-8" { bytes = try Support.converted(bytes, to: actual) }
        if other == "windows-1252" {
            // As browsers read it: what Windows has no character for stays a control character.
            let western = try #require(TextCodec.converted(Array(0x80...0x9F)[...], from: "windows-1252")).scalars
            #expect(western.count == 32)
            return bytes.map {
                (0x80..<0xA0).contains($0) && western[Int($0) - 0x80] != 0xFFFD ? western[Int($0) - 0x80] : UInt32($0)
            }
        }
        guard let result = TextCodec.decode(bytes[...], as: other), result.unreadable == 0 else { return nil }
        return result.scalars
    }

    @Test(arguments: [
        ("UTF-8", "windows-1252", "simplified"), ("GB18030", "windows-1252", "simplified"),
        ("Big5", "windows-1252", "traditional"), ("UTF-8", "GB18030", "simplified"), ("UTF-8", "Big5", "traditional"),
        ("Big5", "GB18030", "traditional"), ("GB18030", "Big5", "simplified"),
    ])
    func whatLostNothingIsRepaired(actual: String, other: String, name: String) throws {
        // Two characters at a time, for their bytes make whole pairs; pairs over which the wrong reading stumbles are left out.
        let characters = Array(try Self.text(name).filter { !$0.isWhitespace })
        var (text, misread): (String, [UInt32]) = ("", [])
        for start in stride(from: 0, to: characters.count - 1, by: 2) {
            let pair = String(characters[start...start + 1])
            guard let wrong = try Self.misread(pair, actual, as: other) else { continue }
            text += pair
            misread += wrong
        }
        try #require(text.count >= 40, "\(text.count) characters")
        let page = try Support.page(Scalars.utf8(misread[...]))
        #expect(page.encoding == "UTF-8 (\(actual) read as \(other))")
        #expect((page.encodingFrom, page.unreadableBytes) == (.strictUTF8, 0))
        #expect(page.text == text)
    }

    /// As it stands on pages: Windows reads 0x80 as the euro sign.
    @Test func theEuroSignOfWindowsIsUndone() throws {
        let text = "　　关于挂职干部的几点体会　　在基层工作的一年里收获很多　　"
        var misread: [UInt32] = []
        let bytes = Array(text.utf8)
        var i = 0
        while i < bytes.count {
            if bytes[i] == 0x80 {
                misread.append(0x20AC)
                i += 1
            } else {
                misread += try #require(TextCodec.decode(bytes[i..<min(i + 2, bytes.count)], as: "GB18030")).scalars
                i += 2
            }
        }
        try #require(misread.contains(0x20AC) && !misread.contains(0xFFFD))
        let page = try Support.page(Scalars.utf8(misread[...]))
        #expect(page.text == text)
    }

    @Test(arguments: [
        // Every odd byte at a line's end was lost, as editors do it.
        ("UTF-8 read as GB18030", "鍏充簬鎸傝亴骞查儴鐨勫嚑鐐逛綋浼氥?\n鍦ㄥ熀灞傚伐浣滅殑涓?骞撮噷鏀惰幏寰堝?\n浠ュ悗鎴戣?缁х画鍔?姏宸ヤ綔\n"),
        ("锟斤拷", "锟斤拷职锟缴诧拷锟侥硷拷锟斤拷锟斤拷锟斤拷锟节伙拷锟姐工锟斤拷锟斤拷一锟斤拷锟斤拷锟秸伙拷锟杰讹拷"),
        (
            "U+FFFD",
            "\u{FFFD}\u{FFFD}职\u{FFFD}ɲ\u{FFFD}\u{FFFD}ļ\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}，在基\u{FFFD}㹤\u{FFFD}\u{FFFD}"
        ),
        ("question marks", "??????,??????????????,????????????。2019?3?"),
    ])
    func whatIsLostIsRefused(says: String, text: String) throws {
        let refusal = try #require(throws: Refusal.self) {
            try Support.page(Array(String(repeating: text, count: 6).utf8))
        }
        #expect(refusal.code == .undecodable)
        #expect(refusal.message.contains(says), "\(refusal.message)")
    }

    @Test(arguments: Support.pages)
    func soundPagesAreLeftAlone(file: URL) throws {
        let bytes = try Support.bytes(file)
        let page = try Support.page(bytes)
        #expect(!page.encoding.contains("read as"))
        // Nor a single paragraph of them, which has less to go by.
        for line in page.scalars.split(separator: 0x0A) where line.count > 12 {
            guard case .sound = Mojibake.examine(Array(line)) else {
                Issue.record("taken for mojibake: \(Scalars.string(line))")
                continue
            }
        }
    }

    @Test(arguments: [
        "rare", "simplified", "traditional",
    ])
    func rareNamesAreLeftAlone(name: String) throws {
        let text = try Self.text(name)
        for line in text.split(separator: "\n") + [text[...]] {
            #expect(try Support.page(Array(line.utf8)).text == line)
        }
    }

    @Test(arguments: [
        "Un été à l’étranger : où l’on découvre que la réalité dépasse l’espérance, çà et là, à cœur joie — « déjà vu » …",
        "Größere Straßen führen über Brücken; früher müssen wir öfter zurück, wären dafür aber schöner und gemütlicher.",
        "Каждое утро мы шли по деревне и говорили с людьми о дорогах, о воде, о школе.",
        "村に来た最初の日は雨が降っていた。村長が入口で待っていてくれた。",
        "□□□□□ ①②③④⑤ ★★★★★ ──────── ■■■■■ ～～～～～ ◆◇◆◇◆",
    ])
    func otherWritingIsLeftAlone(text: String) throws {
        let page = try Support.page(Array(text.utf8))
        #expect((page.encoding, page.text) == ("UTF-8", text))
    }

    @Test func aPageOfWhichAPartIsGarbledIsLeftAlone() throws {
        let sound = try Self.text("simplified")
        let garbled = try #require(try Self.misread("关于挂职干部的几点体会", "GB18030", as: "windows-1252"))
        let text = sound + Scalars.string(garbled[...]) + "\n"
        #expect(try Support.page(Array(text.utf8)).text == text)
    }
}
