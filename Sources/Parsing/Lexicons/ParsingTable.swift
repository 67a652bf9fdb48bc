internal import Reports

/// The files of the parser's lexicons, with their columns.
enum ParsingTable: String, CaseIterable {
    case furniture
    case furnitureWords = "furniture_words"
    case markers, kinds, bylines, surnames, nonames, cues, scripts, markup
    /// Shared with the reading of mentions.
    case syllables

    /// Its name in the folder.
    var file: String { self == .syllables ? "name-syllables.tsv" : "parsing_\(rawValue).tsv" }

    var columns: [String] {
        switch self {
        case .furniture: ["reason", "where", "extent", "most", "pattern"]
        case .furnitureWords: ["word", "reason", "extent", "weight", "comment"]
        case .markers: ["strength", "before", "after", "rest"]
        case .kinds: ["kind", "where", "weight", "cue"]
        case .bylines, .cues, .markup: ["class", "text"]
        case .surnames: ["surname"]
        case .nonames: ["word"]
        case .syllables: ["syllable", "class"]
        case .scripts: ["simplified", "traditional"]
        }
    }

    /// How many fields a row must have.
    var required: Int { self == .furnitureWords ? 4 : columns.count }

    /// Makes of a file what the parser works by, for the mistakes that only then are seen.
    func load(_ file: LexiconFile) throws(LexiconError) {
        let folding = Folding()
        switch self {
        case .furniture: _ = try FurnitureRules(file, folding: folding)
        case .furnitureWords: _ = try FurnitureWords(file, folding: folding)
        case .markers: _ = try MarkerForms(file, folding: folding)
        case .kinds: _ = try KindCues(file, folding: folding)
        case .bylines, .surnames, .nonames, .syllables:
            let none = try LexiconFile(path: file.path, bytes: [], columns: columns)
            _ = try BylineWords(
                words: self == .bylines ? file : none, surnames: self == .surnames ? file : none,
                nonames: self == .nonames ? file : none, syllables: self == .syllables ? file : none, folding: folding)
        case .cues: _ = try Cues(file, folding: folding)
        case .scripts: _ = try ScriptTable(file)
        case .markup: _ = try MarkupWords(file)
        }
    }
}
