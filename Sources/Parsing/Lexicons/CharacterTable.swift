/// What a character is to the parser; every one belongs to one class.
enum CharacterClass: UInt8 {
    // In this order: those up to `invisible` are left out of the folded view.
    case blank, lineEnd, invisible, other
    case sentenceEnd, comma, bar, arrow
    /// A Chinese character that both scripts have, and those that one alone has.
    case han, simplified, traditional
    /// 一 … 十, 百, 零, 〇.
    case numeral
    case digit
    /// ①, ⑴, Ⅳ, ㈠.
    case enclosed
    case latin
}

/// The classes that occur in a line.
struct ClassSet: Hashable, Sendable {
    private(set) var bits: UInt32 = 0

    @inline(__always)
    mutating func insert(_ raw: UInt8) { bits |= 1 &<< UInt32(raw) }

    func contains(_ kind: CharacterClass) -> Bool { bits & 1 << UInt32(kind.rawValue) != 0 }

    func intersects(_ other: ClassSet) -> Bool { bits & other.bits != 0 }

    init() {}

    init(bits: UInt32) { self.bits = bits }

    init(_ kinds: CharacterClass...) {
        for kind in kinds { insert(kind.rawValue) }
    }

    /// Letters, digits and Chinese characters.
    static let words = ClassSet(.han, .simplified, .traditional, .numeral, .digit, .latin)
    /// What can begin a number.
    static let numbers = ClassSet(.numeral, .digit, .enclosed)
    static let separators = ClassSet(.bar, .arrow)
}

/// For each character below U+10000 what ``Folding`` makes of it, its class and its hints: all that one pass over a page
/// asks, in one word.
struct CharacterTable: Sendable {
    /// From the lowest bit: 16 of the folded character, 8 of hints as the first of two characters, 8 as the second, 16 of
    /// hints alone, one for each class that is shown, 4 of the class.
    let entries: [UInt64]

    static let firstShift: UInt64 = 16
    static let secondShift: UInt64 = 24
    static let hintShift: UInt64 = 32
    static let classShift: UInt64 = 60

    init(folding: Folding, scripts: ScriptTable, hints: HintTable) {
        entries = (UInt32(0)..<0x10000).map { c in
            let folded = Int(folding.fold(c))
            return Self.entry(
                folded, Self.kind(c, folding, scripts), alone: hints.alone[folded], first: hints.first[folded],
                second: hints.second[folded])
        }
    }

    private static func entry(
        _ folded: Int, _ kind: CharacterClass, alone: UInt16, first: UInt16, second: UInt16
    ) -> UInt64 {
        let shown = UInt64(kind.rawValue) - min(UInt64(kind.rawValue), UInt64(CharacterClass.other.rawValue))
        let isShown = kind.rawValue >= CharacterClass.other.rawValue
        let hints =
            UInt64(first & 0xFF) << firstShift | UInt64(second & 0xFF) << secondShift | UInt64(alone) << hintShift
        return UInt64(folded) | hints | (isShown ? 1 << (hintShift + 16 + shown) : 0) | UInt64(kind.rawValue)
            << classShift
    }

    /// The same of a character beyond the table, which folds to itself.
    static func entry(beyond c: UInt32) -> UInt64 {
        entry(
            0, Scalars.isHan(c) ? .han : .latin, alone: FurnitureWords.isSign(c) ? Hint.sign.rawValue : 0, first: 0,
            second: 0)
    }

    /// The hints at a character that another follows in the lower half, its class in the upper.
    @inline(__always)
    static func traits(_ entry: UInt64, _ next: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: entry &>> hintShift | entry &>> firstShift & next &>> secondShift & 0xFF)
    }

    /// The classes among traits of several characters.
    static func classes(_ traits: UInt32) -> ClassSet {
        ClassSet(bits: (traits >> 16 & 0xFFF) << UInt32(CharacterClass.other.rawValue))
    }

    /// A text by itself: folded already, as if no blanks had stood in it.
    func withPlacedText<Result>(_ folded: [UInt32], _ body: (PlacedText) -> Result) -> Result {
        var hints: [UInt16] = []
        hints.reserveCapacity(folded.count + 3)
        var before: UInt64 = 0
        for c in folded {
            let entry = c < 0x10000 ? entries[Int(c)] : Self.entry(beyond: c)
            if !hints.isEmpty { hints[hints.count - 1] = UInt16(truncatingIfNeeded: Self.traits(before, entry)) }
            hints.append(UInt16(truncatingIfNeeded: Self.traits(entry, 0)))
            before = entry
        }
        hints += [0, 0, 0]
        let places = folded.indices.map { Int32(truncatingIfNeeded: $0) }
        return folded.withUnsafeBufferPointer { text in
            places.withUnsafeBufferPointer { places in
                hints.withUnsafeBufferPointer { hints in
                    guard let first = hints.baseAddress else { preconditionFailure("hints have room behind them") }
                    return body(PlacedText(text: text, places: places, hints: first))
                }
            }
        }
    }

    private static func kind(_ c: UInt32, _ folding: Folding, _ scripts: ScriptTable) -> CharacterClass {
        if Scalars.isLineEnd(c) { return .lineEnd }
        if Scalars.isBlank(c) { return .blank }
        let folded = folding.fold(c)
        if folded == 0 { return .invisible }
        if Scalars.isSentenceEnd(folded) { return .sentenceEnd }
        switch folded {
        case 0x2C: return .comma
        case 0x7C: return .bar
        case 0x3E, 0xBB, 0x2192: return .arrow
        default: break
        }
        if Scalars.isDigit(folded) { return .digit }
        if Scalars.numeral(folded) != nil { return .numeral }
        if Scalars.isLatinLetter(folded) { return .latin }
        if Scalars.number([folded][...]) != nil { return .enclosed }
        guard Scalars.isHan(c) else { return .other }
        return switch scripts.script(of: c) {
        case 1: .simplified
        case 2: .traditional
        default: .han
        }
    }
}
