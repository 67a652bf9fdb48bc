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
        func read(_ table: ParsingTable) throws(LexiconError) -> LexiconFile {
            let file = try LexiconFile.read(
                directory + "/" + table.file, columns: table.columns, required: table.required)
            files.append(file)
            return file
        }
        self.folding = folding
        furniture = try FurnitureRules(read(.furniture), folding: folding)
        furnitureWords = try FurnitureWords(read(.furnitureWords), folding: folding)
        markers = try MarkerForms(read(.markers), folding: folding)
        kinds = try KindCues(read(.kinds), folding: folding)
        bylines = try BylineWords(
            words: read(.bylines), surnames: read(.surnames), nonames: read(.nonames), syllables: read(.syllables),
            folding: folding)
        bylineReader = BylineReader(words: bylines, folding: folding)
        cues = try Cues(read(.cues), folding: folding)
        var hints = HintTable()
        furniture.mark(in: &hints)
        furnitureWords.mark(in: &hints)
        kinds.mark(in: &hints)
        markers.mark(in: &hints)
        KindClassifier.mark(in: &hints)
        PageStructure.mark(in: &hints, folding: folding)
        characters = CharacterTable(folding: folding, scripts: try ScriptTable(read(.scripts)), hints: hints)
        markup = try MarkupWords(read(.markup))
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
