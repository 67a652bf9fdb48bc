/// What a name in the trie is, as bits: one name can be several things.
struct TermKind: OptionSet, Sendable {
    let rawValue: UInt32
    static let word = TermKind(rawValue: 1 << 0)
    static let division = TermKind(rawValue: 1 << 1)
    static let shortName = TermKind(rawValue: 1 << 2)
    static let township = TermKind(rawValue: 1 << 3)
    static let townshipBase = TermKind(rawValue: 1 << 4)
    static let abbreviation = TermKind(rawValue: 1 << 5)
    static let surname = TermKind(rawValue: 1 << 6)
    static let postHead = TermKind(rawValue: 1 << 7)
    static let postPrefix = TermKind(rawValue: 1 << 8)
    static let rank = TermKind(rawValue: 1 << 9)
    static let address = TermKind(rawValue: 1 << 10)
    static let strongEnding = TermKind(rawValue: 1 << 11)
    static let weakEnding = TermKind(rawValue: 1 << 12)
    static let field = TermKind(rawValue: 1 << 13)
    static let organisation = TermKind(rawValue: 1 << 14)
    static let unit = TermKind(rawValue: 1 << 15)
    static let measure = TermKind(rawValue: 1 << 16)
    static let verbalMeasure = TermKind(rawValue: 1 << 17)
    static let countedNoun = TermKind(rawValue: 1 << 18)
    static let abstractNoun = TermKind(rawValue: 1 << 19)
    static let programme = TermKind(rawValue: 1 << 20)
    static let theme = TermKind(rawValue: 1 << 21)
    static let personBefore = TermKind(rawValue: 1 << 22)
    static let personAfter = TermKind(rawValue: 1 << 23)
    static let nameSyllable = TermKind(rawValue: 1 << 24)
    static let person = TermKind(rawValue: 1 << 25)
    static let teamEnding = TermKind(rawValue: 1 << 26)
    static let brandEnding = TermKind(rawValue: 1 << 27)
    /// A doing that may stand inside an organisation's name.
    static let insideName = TermKind(rawValue: 1 << 28)
    /// A kind, trade or level that names no organisation by itself.
    static let modifier = TermKind(rawValue: 1 << 29)
    /// A character that names of other languages are spelled with.
    static let nameCharacter = TermKind(rawValue: 1 << 31)
    static let organisationPrefix = TermKind(rawValue: 1 << 30)

    static let anyPlace: TermKind = [.division, .shortName, .township]
    static let anyMeasure: TermKind = [.measure, .verbalMeasure]
}

/// The word list's classes, one letter a class as in the file.
enum WordClass {
    static let none: UInt8 = 0
    static let noun = UInt8(ascii: "n")
    static let verb = UInt8(ascii: "v")
    static let verbalNoun = UInt8(ascii: "w")
    static let adjective = UInt8(ascii: "a")
    static let adverb = UInt8(ascii: "d")
    static let preposition = UInt8(ascii: "p")
    static let conjunction = UInt8(ascii: "c")
    static let particle = UInt8(ascii: "u")
    static let person = UInt8(ascii: "h")
    static let idiom = UInt8(ascii: "i")
    static let phrase = UInt8(ascii: "l")
    static let place = UInt8(ascii: "s")
    static let otherName = UInt8(ascii: "z")
    static let shortForm = UInt8(ascii: "j")
    static let attributive = UInt8(ascii: "b")
    static let organisation = UInt8(ascii: "o")
    static let time = UInt8(ascii: "t")
    /// A name of the gazetteer that the word list does not have.
    static let gazetteer = UInt8(ascii: "G")
    /// Letters and digits.
    static let latin = UInt8(ascii: "L")
    /// Marks and blanks.
    static let mark = UInt8(ascii: "M")
}
