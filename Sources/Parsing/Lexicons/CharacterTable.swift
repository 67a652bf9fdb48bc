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

    init(_ kinds: CharacterClass...) {
        for kind in kinds { insert(kind.rawValue) }
    }

    /// Letters, digits and Chinese characters.
    static let words = ClassSet(.han, .simplified, .traditional, .numeral, .digit, .latin)
    /// What can begin a number.
    static let numbers = ClassSet(.numeral, .digit, .enclosed)
    static let separators = ClassSet(.bar, .arrow)
}

/// For each character below U+10000 its class, beside what ``Folding`` makes of it: all that one pass over a page asks.
struct CharacterTable: Sendable {
    /// Raw values of ``CharacterClass``.
    let classes: [UInt8]

    init(folding: Folding, scripts: ScriptTable) {
        classes = (0..<0x10000).map { Self.kind(UInt32($0), folding, scripts).rawValue }
    }

    /// The class of a character beyond the table.
    static func kind(beyond c: UInt32) -> CharacterClass { Scalars.isHan(c) ? .han : .latin }

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
