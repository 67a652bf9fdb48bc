/// What marks a line as a heading: a number, a word of order, a sign.
struct HeadingMark {
    /// Headings of one style are of one level.
    var style: Int
    /// 1 for 一, 2 for (一) and so on, 0 for a chapter; nil for a style that any level may have.
    var rank: Int?
    /// Folded scalars of the mark.
    var length: Int
    var number: Int?

    static let sequence = 20
    static let capital = 21
    static let measured = 22
    static let decimal = 23
    static let bracketed = 24
    static let dash = 25
    static let year = 26
    static let table = 27
    static let bare = 100
    static let colon = 101
    static let markup = 110

    init(style: Int, rank: Int? = nil, length: Int = 0, number: Int? = nil) {
        (self.style, self.rank, self.length, self.number) = (style, rank, length, number)
    }

    init(_ item: Enumerator) {
        let rank: Int? =
            switch item.style {
            case .chapter: 0
            case .chinese: 1
            case .bracketedChinese: 2
            case .digits: 3
            case .bracketedDigits: 4
            case .circled: 5
            case .ordinal, .spelled, .symbol: nil
            }
        self.init(style: item.style.rawValue, rank: rank, length: item.length, number: item.number)
    }

    /// Whether other headings may stand beside it on its level without its mark.
    var isUnnumbered: Bool { style >= HeadingMark.bracketed && number == nil }

    /// Marks that ``Enumerator`` does not know: 首先, 壹、, 第一桩 …, 头一碗茶:….
    ///
    /// - Parameter isGap: Whether a blank stands before a place of the folded text.
    static func read(_ text: TextSlice, _ cues: Cues, isGap: (Int) -> Bool) -> HeadingMark? {
        let start = text.startIndex
        if let length = cues.sequence.beginning(text), length < text.count {
            let end = start + length
            if [0x2C, 0x3001, 0x3A].contains(text[end]) { return HeadingMark(style: sequence, length: length + 1) }
            if isGap(end) { return HeadingMark(style: sequence, length: length) }
        }
        if let length = cues.capitalNumber.beginning(text), length < text.count {
            let end = start + length
            if [0x3001, 0x2E, 0x3A, 0x2C, 0xB7, 0x7C, 0x2F, 0x4E28, 0x2022].contains(text[end]) || isGap(end) {
                return HeadingMark(style: capital, rank: 1, length: length + 1, number: nil)
            }
        }
        // 第一桩 学会等, 头一碗茶:先听完, 第二封信:写给妻子
        guard text.count >= 5, text[start] == 0x7B2C || text[start] == 0x5934,
            let number = Scalars.number(text[(start + 1)...]), number.value <= 30
        else { return nil }
        var i = start + 1 + number.length
        var nouns = 0
        while i < text.endIndex, nouns <= 4 {
            if nouns > 0, text[i] == 0x3A || isGap(i) {
                let length = i - start + (text[i] == 0x3A ? 1 : 0)
                return length < text.count ? HeadingMark(style: measured, length: length, number: number.value) : nil
            }
            guard Scalars.isHan(text[i]), Scalars.numeral(text[i]) == nil,
                ![0x5E74, 0x6708, 0x65E5, 0x6761].contains(text[i])
            else { return nil }
            nouns += 1
            i += 1
        }
        return nil
    }

    /// 甲表:来市人员, 附表1 出市人员: over the rows of a table.
    static func readTable(_ text: TextSlice, _ cues: Cues, isGap: (Int) -> Bool) -> HeadingMark? {
        guard text.count >= 4, let first = text.first else { return nil }
        var i = text.startIndex + (first == 0x9644 ? 1 : 0)
        if text[i] == sheet, let number = Scalars.number(text[(i + 1)...]) {
            i += 1 + number.length
        } else if cues.stems.contains(text[i]), text[i + 1] == sheet {
            i += 2
        } else {
            return nil
        }
        guard i < text.endIndex, text[i] == 0x3A || isGap(i) else { return nil }
        return HeadingMark(style: table, length: i - text.startIndex + (text[i] == 0x3A ? 1 : 0))
    }
    /// 表
    private static let sheet: UInt32 = 0x8868
}
