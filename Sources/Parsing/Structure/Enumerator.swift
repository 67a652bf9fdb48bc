/// The number that begins a heading or a list item.
struct Enumerator {
    enum Style: Int {
        case chapter, ordinal, chinese, bracketedChinese, digits, bracketedDigits, circled, spelled, symbol
    }
    var style: Style
    var number: Int
    /// Folded scalars up to where the words begin.
    var length: Int

    static func read<Text: ScalarText>(_ text: Text) -> Enumerator? {
        guard let first = text.first else { return nil }
        func result(_ style: Style, _ number: Int, _ end: Int) -> Enumerator {
            var end = end
            while end < text.endIndex, [0x3001, 0x2C, 0x2E, 0x3A].contains(text[end]) { end += 1 }
            return Enumerator(style: style, number: number, length: end - text.startIndex)
        }
        let start = text.startIndex
        if first == 0x7B2C, let number = Scalars.number(text[(start + 1)...]) {  // 第
            let end = start + 1 + number.length
            guard end < text.endIndex else { return nil }
            switch text[end] {
            case 0x7AE0, 0x8282: return result(.chapter, number.value, end + 1)  // 章 节
            case 0x3001, 0x2C, 0x3A, 0x2E: return result(.ordinal, number.value, end)
            default:
                if text[end...].starts(with: [0x90E8, 0x5206]) { return result(.chapter, number.value, end + 2) }
                return nil
            }
        }
        if first == 0x28, let number = Scalars.number(text[(start + 1)...]) {
            let end = start + 1 + number.length
            guard end < text.endIndex, text[end] == 0x29 else { return nil }
            return result(
                Scalars.isDigit(text[start + 1]) ? .bracketedDigits : .bracketedChinese, number.value, end + 1)
        }
        if first >= 0x2460, first <= 0x249B, let number = Scalars.number(text) {
            return result(.circled, number.value, start + 1)
        }
        guard let number = Scalars.number(text) else { return nil }
        let end = start + number.length
        guard end < text.endIndex else { return nil }
        let isDigits = Scalars.isDigit(first)
        switch text[end] {
        case 0x3001: return result(isDigits ? .digits : .chinese, number.value, end)
        case 0x2E, 0x29:
            if isDigits, end + 1 < text.endIndex, Scalars.isDigit(text[end + 1]) {  // 1.1 is a heading, 1.5亿元 is none
                guard let second = Scalars.number(text[(end + 1)...]), second.length <= 2 else { return nil }
                let after = end + 1 + second.length
                guard number.length <= 2, after < text.endIndex, text[after] != 0x25, second.value < 30 else {
                    return nil
                }
                return result(.bracketedDigits, second.value, after)
            }
            return number.length <= 2 ? result(isDigits ? .digits : .chinese, number.value, end + 1) : nil
        case 0x662F where !isDigits: return result(.spelled, number.value, end + 1)  // 一是
        default: return nil
        }
    }
}
