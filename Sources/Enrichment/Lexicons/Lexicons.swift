public import Reports

/// What the enricher knows: the gazetteer, words, names, posts, units and themes of `config/lexicons`.
///
/// Read once and shared: copies are references to the same immutable tables.
public struct Lexicons: Sendable {
    let store: LexiconStore

    /// Lower-case hex digits that name the content of the files read; other content has another hash.
    public var hash: String { store.hash }

    /// Reads the lexicons of a folder.
    ///
    /// - Throws: The first file that is missing or malformed, with the line.
    public init(directory: String) throws(LexiconError) {
        var builder = LexiconBuilder(directory: directory)
        store = try builder.build()
    }
}
