public import Reports

/// The data the parser works by, which a curator may change: `config/lexicons/parsing_*.tsv`. A class, for every page is
/// taken apart by many that hold it, and a copy would count a hundred lists.
public final class ParsingLexicons: Sendable {
    /// SHA-256 over the files' names and bytes, lower-case hex.
    public let hash: String
    let folding: Folding
    let furniture: FurnitureRules
    let furnitureWords: FurnitureWords
    let markers: MarkerForms
    let kinds: KindCues
    let bylines: BylineWords
    let bylineReader: BylineReader
    let cues: Cues
    let characters: CharacterTable
    let markup: MarkupWords

    /// Reads the files of a folder.
    ///
    /// - Throws: ``LexiconError`` with file, line and column of the first mistake.
    public init(directory: String) throws(LexiconError) {
        let folding = Folding()
        var files: [LexiconFile] = []
        func read(_ name: String, _ columns: [String], required: Int? = nil) throws(LexiconError) -> LexiconFile {
            let file = try LexiconFile.read("\(directory)/parsing_\(name).tsv", columns: columns, required: required)
            files.append(file)
            return file
        }
        self.folding = folding
        furniture = try FurnitureRules(
            read("furniture", ["reason", "where", "extent", "most", "pattern"]), folding: folding)
        furnitureWords = try FurnitureWords(
            read("furniture_words", ["word", "reason", "extent", "weight", "comment"], required: 4), folding: folding)
        markers = try MarkerForms(read("markers", ["strength", "before", "after", "rest"]), folding: folding)
        kinds = try KindCues(read("kinds", ["kind", "where", "weight", "cue"]), folding: folding)
        bylines = try BylineWords(
            words: read("bylines", ["class", "text"]), surnames: read("surnames", ["surname"]),
            nonames: read("nonames", ["word"]), folding: folding)
        bylineReader = BylineReader(words: bylines, folding: folding)
        cues = try Cues(read("cues", ["class", "text"]), folding: folding)
        characters = CharacterTable(
            folding: folding, scripts: try ScriptTable(read("scripts", ["simplified", "traditional"])))
        markup = try MarkupWords(read("markup", ["class", "text"]))
        var content: [UInt8] = []
        for file in files {
            content += Array((file.path.split(separator: "/").last.map(String.init) ?? file.path).utf8)
            content += [0]
            content += file.bytes
            content += [0]
        }
        hash = SHA256.sha256Hex(content)
    }
}
