import Foundation
import Reports
import Testing

@testable import Parsing

/// Documents made to stall: they are read and taken apart like any other, or refused.
struct DecodingHostileTests {
    /// Enough for what grows with the square of the length to take minutes.
    private static let length = 1 << 18

    private func end(_ bytes: [UInt8]) throws -> String {
        do {
            let page = try Support.page(bytes)
            let parsed = try Support.parser().parse(page)
            #expect(!parsed.isEmpty)
            return "parsed"
        } catch let refusal as Refusal {
            #expect(!refusal.message.isEmpty)
            return refusal.code.rawValue
        }
    }

    @Test(arguments: [
        "挂职锻炼的心得体会，", "\n", "一、\n", "(", "（一", "7", "2019年3月4日", "【篇1】\n", "“", "第一，", "　　", "范文一：\n",
    ])
    func muchOfOneThingEnds(unit: String) throws {
        let bytes = Array(String(repeating: unit, count: Self.length / unit.utf8.count).utf8)
        #expect(["parsed", "no_report", "empty"].contains(try end(bytes)))
    }

    @Test(arguments: [
        [0x00], [0xFF], [0x80], [0xE5], [0x81, 0x30], [0x81], [0xD8, 0x00], [0x7E, 0x7B], [0x3F], [0xEF, 0xBF, 0xBD],
    ])
    func muchOfOneByteEnds(unit: [UInt8]) throws {
        let bytes = Array(repeatElement(unit, count: Self.length / unit.count).joined())
        #expect(["undecodable", "no_report", "parsed"].contains(try end(bytes)))
    }

    @Test(arguments: ["~{", "锟斤拷", "鍏充簬", "ä¸­", "¹Ò"])
    func muchOfSignsOfMisreadingEnds(unit: String) throws {
        let bytes = Array(String(repeating: unit, count: Self.length / unit.utf8.count).utf8)
        #expect(["undecodable", "no_report", "parsed"].contains(try end(bytes)))
    }
}
