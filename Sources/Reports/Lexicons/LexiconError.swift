/// What is wrong with a lexicon file, and where.
public struct LexiconError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the file, as it was opened.
    public var file: String
    /// From 1; 0 where the file as a whole is to blame.
    public var line: Int
    /// In Unicode scalars from 1; 0 where the line as a whole is to blame.
    public var column: Int
    /// One clause without a full stop.
    public var message: String

    /// Names a place in a file.
    public init(file: String, line: Int = 0, column: Int = 0, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `config/lexicons/places.tsv:14:3: not a division code`.
    public var description: String {
        var place = file
        if line > 0 { place += ":\(line)" }
        if line > 0, column > 0 { place += ":\(column)" }
        return "\(place): \(message)"
    }
}
