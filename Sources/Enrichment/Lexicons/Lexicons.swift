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
    /// - Throws: The first file that is missing or malformed, with line and column.
    public init(directory: String) throws(LexiconError) {
        var builder = LexiconBuilder(directory: directory, faults: LexiconFaults(isCollecting: false))
        store = try builder.build()
    }

    /// Reads the lexicons of a folder as ``init(directory:)`` does, but past every mistake.
    ///
    /// - Returns: The names of the files that belong to the lexicons, and all that is wrong with them, in their order.
    public static func check(directory: String) -> (files: [String], mistakes: [LexiconError]) {
        let faults = LexiconFaults(isCollecting: true)
        var builder = LexiconBuilder(directory: directory, faults: faults)
        do throws(LexiconError) {
            _ = try builder.read()
            _ = try builder.layout()
        } catch {
            return (builder.files, faults.mistakes + [error])
        }
        return (builder.files, faults.mistakes)
    }
}
