/// Numbers as Word's list formats write them (ECMA-376, part 1, 17.18.59).
enum WordNumberFormat {
    static func text(_ number: Int, as format: String) -> [UInt32] {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand":
            return counting(number)
        case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital":
            return String(number).unicodeScalars.map { digits[Int($0.value) - 0x30] }
        case "ideographTraditional" where (1...10).contains(number): return [stems[number - 1]]
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            return (1...20).contains(number) ? [UInt32(0x245F + number)] : decimal(number)
        case "decimalEnclosedParen" where (1...20).contains(number): return [UInt32(0x2473 + number)]
        case "decimalFullWidth": return decimal(number).map { $0 + 0xFEE0 }
        case "decimalZero": return number < 10 ? [0x30] + decimal(number) : decimal(number)
        case "upperLetter": return letters(number, from: 0x41)
        case "lowerLetter": return letters(number, from: 0x61)
        case "upperRoman": return roman(number)
        case "lowerRoman": return roman(number).map { $0 + 0x20 }
        default: return decimal(number)
        }
    }

    private static let digits = Scalars.array("〇一二三四五六七八九")
    private static let stems = Scalars.array("甲乙丙丁戊己庚辛壬癸")

    private static func decimal(_ number: Int) -> [UInt32] { Scalars.array(String(number)) }

    /// 十, 十一, 二十一, 一百零一.
    private static func counting(_ number: Int) -> [UInt32] {
        guard (1...9999).contains(number) else { return decimal(number) }
        let units: [(value: Int, sign: UInt32?)] = [(1000, 0x5343), (100, 0x767E), (10, 0x5341), (1, nil)]
        var result: [UInt32] = []
        var isGap = false
        for (value, sign) in units {
            let digit = number / value % 10
            guard digit > 0 else {
                isGap = !result.isEmpty
                continue
            }
            if isGap { result.append(0x96F6) }
            isGap = false
            if !(value == 10 && digit == 1 && result.isEmpty) { result.append(digits[digit]) }
            if let sign { result.append(sign) }
        }
        return result
    }

    /// a … z, then aa, bb: Word repeats the letter.
    private static func letters(_ number: Int, from first: UInt32) -> [UInt32] {
        guard (1...260).contains(number) else { return decimal(number) }
        return Array(repeating: first + UInt32((number - 1) % 26), count: (number - 1) / 26 + 1)
    }

    private static func roman(_ number: Int) -> [UInt32] {
        guard (1...3999).contains(number) else { return decimal(number) }
        let signs = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = number
        var result = ""
        for (value, sign) in signs {
            while rest >= value {
                result += sign
                rest -= value
            }
        }
        return Scalars.array(result)
    }
}
