public import Reports

extension ParsingLexicons {
    /// Reads the lexicons of a folder as ``init(directory:)`` does, but past the mistakes.
    ///
    /// - Returns: The names of the files that belong to the lexicons, and what is wrong with them, the first mistake of
    ///   each line.
    public static func check(directory: String) -> (files: [String], mistakes: [LexiconError]) {
        // What is shared with the reading of mentions is checked with its lexicons.
        let own = ParsingTable.allCases.filter { $0 != .syllables }
        return (own.map(\.file), own.flatMap { mistakes(in: $0, directory) })
    }

    /// Mistakes named in one file: who has more has opened the wrong one.
    private static let most = 200

    /// A line with a mistake is made a comment and the file read again, until nothing is left to refuse: what is checked
    /// is what the parser does.
    private static func mistakes(in table: ParsingTable, _ directory: String) -> [LexiconError] {
        let path = directory + "/" + table.file
        var mistakes: [LexiconError] = []
        do throws(LexiconError) {
            var bytes = try LexiconFile.read(path)
            while mistakes.count < most {
                do throws(LexiconError) {
                    try table.load(
                        LexiconFile(path: path, bytes: bytes, columns: table.columns, required: table.required))
                    return mistakes
                } catch {
                    mistakes.append(error)
                    guard strike(line: error.line, of: &bytes) else { return mistakes }
                }
            }
        } catch {
            mistakes.append(error)
        }
        return mistakes
    }

    /// Makes a line a comment of the same length; false where there is no such line.
    private static func strike(line: Int, of bytes: inout [UInt8]) -> Bool {
        guard line > 0 else { return false }
        var start = bytes.startIndex
        for _ in 1..<line {
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { return false }
            start = end + 1
        }
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
        for index in start..<end { bytes[index] = UInt8(ascii: "#") }
        return end > start
    }
}
