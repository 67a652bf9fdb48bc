import Testing

@testable import Reports

struct FoldTests {
    private func folded(_ text: String) -> String {
        String(String.UnicodeScalarView(Fold.version1.fold(text: text).compactMap(Unicode.Scalar.init)))
    }

    @Test(arguments: [
        ("Ａ１ b", "a1b"),
        ("挂职，锻炼！ “体会”……", "挂职锻炼体会"),
        ("掛職鍛鍊體會", "挂职锻炼体会"),
        ("二○一八年", "二〇一八年"),
        ("⻓⼤", "长大"),
        ("\u{F900}", "\u{8C48}"),
        ("ｶﾞ①É\u{301}", "カ1e"),
        ("\u{FEFF}\u{200B}\u{3000}\t\r\n", ""),
        ("々〆ー", "々〆ー"),
        ("臺灣檯枱颱", "台湾台台台"),
    ])
    func readersTakeBothForTheSame(one: String, other: String) {
        #expect(folded(one).unicodeScalars.elementsEqual(folded(other).unicodeScalars))
    }

    @Test func differentCharactersStayApart() {
        #expect(folded("挂") != folded("职"))
        #expect(folded("乾隆") == folded("干隆"))
        #expect(folded("鄉村") == folded("乡村"))
    }

    @Test func foldingTwiceIsFoldingOnce() {
        let all = (UInt32(0)...0x10FFFF).filter { !(0xD800..<0xE000 ~= $0) }
        let once = Fold.version1.fold(text: all)
        #expect(Fold.version1.fold(text: once) == once)
        #expect(all.count == 1_112_064)
        #expect(once.count == 1_112_064 - 10_540)
    }

    @Test func whatIsNoScalarPassesThrough() {
        #expect(Fold.version1.fold(0x110000) == 0x110000)
        #expect(Fold.version1.fold(UInt32.max - 1) == UInt32.max - 1)
    }
}
