import Foundation
import Reports
import Testing

@testable import Parsing

/// The same page in another encoding, and in the other script.
struct MetamorphicEncodingTests {
    struct Encoding: CustomTestStringConvertible, Sendable {
        var name: String
        var mark: [UInt8]
        /// As Foundation numbers them.
        var number: UInt
        var testDescription: String { "\(name)\(mark.isEmpty ? "" : " with a mark")" }
    }

    private static let encodings = [
        Encoding(name: "GB18030", mark: [], number: 0x8000_0632),
        Encoding(name: "UTF-8", mark: [0xEF, 0xBB, 0xBF], number: 4),
        Encoding(name: "UTF-16LE", mark: [], number: 0x9400_0100),
        Encoding(name: "UTF-16LE", mark: [0xFF, 0xFE], number: 0x9400_0100),
        Encoding(name: "UTF-16BE", mark: [], number: 0x9000_0100),
        Encoding(name: "UTF-16BE", mark: [0xFE, 0xFF], number: 0x9000_0100),
    ]
    private static let big5 = Encoding(name: "Big5", mark: [], number: 0x8000_0A03)

    /// Nil where the encoding lacks a character.
    private func encoded(_ text: [UInt32], _ encoding: Encoding) -> [UInt8]? {
        Scalars.string(text[...]).data(using: String.Encoding(rawValue: encoding.number)).map {
            encoding.mark + [UInt8]($0)
        }
    }

    private func expectSame(_ name: String, _ text: [UInt32], _ bytes: [UInt8], _ encoding: Encoding) throws {
        let page = try Support.page(bytes)
        #expect(page.encoding == encoding.name, "\(name)")
        #expect(page.scalars == text, "\(name) in \(encoding.testDescription) is read as another text")
        #expect(page.unreadableBytes == 0)
        let found = Metamorphic.difference(
            try Metamorphic.reports(text), try Support.parser().parse(page).map(\.report))
        #expect(found == nil, "\(name) in \(encoding.testDescription)")
    }

    @Test(arguments: Metamorphic.names, encodings)
    func anotherEncoding(name: String, encoding: Encoding) throws {
        let original = try Metamorphic.original(name)
        let bytes = try #require(encoded(original.text, encoding))
        try expectSame(name, original.text, bytes, encoding)
    }

    /// Characters Big5 has not, such as – and simplified ones without one partner, are left out.
    @Test(arguments: Metamorphic.names)
    func traditionalInBig5(name: String) throws {
        let text = Metamorphic.traditional(try Metamorphic.original(name).text).filter {
            encoded([$0], Self.big5) != nil
        }
        let bytes = try #require(encoded(text, Self.big5))
        guard (try? Metamorphic.reports(text)) != nil else {
            // What is left of a very short report may be too little for one, in either encoding.
            #expect(throws: Refusal.self) { try Support.parser().parse(Support.page(bytes)) }
            return
        }
        try expectSame(name, text, bytes, Self.big5)
    }

    @Test(arguments: Metamorphic.originals.filter { !$0.isTraditional }.map(\.name))
    func convertedCharacterByCharacter(name: String) throws {
        guard !Left.out.contains("convert: \(name)") else { return }
        let original = try Metamorphic.original(name)
        let text = Metamorphic.traditional(original.text)
        Metamorphic.expectSame(original, "in traditional characters", text, [.spelling, .language])
        let languages = try Metamorphic.reports(text).map(\.language)
        #expect(languages.allSatisfy { $0 == .traditional }, "\(name): \(languages)")
    }
}
