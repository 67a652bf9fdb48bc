internal import Reports

/// What becomes of the mistakes in lexicon files: the first one ends the reading, or all of them are kept.
final class LexiconFaults {
    /// Whether reading goes on after a mistake, so that a curator sees all of them at once.
    let isCollecting: Bool
    private(set) var mistakes: [LexiconError] = []
    /// Where each file lists each key: only a check asks for what is listed twice.
    private var seen: [String: Int] = [:]

    init(isCollecting: Bool) { self.isCollecting = isCollecting }

    /// Keeps a mistake, or throws it.
    func add(_ error: LexiconError) throws(LexiconError) {
        guard isCollecting else { throw error }
        mistakes.append(error)
    }

    /// Notes that a file lists a key; the offset where it did so before.
    func note(_ key: String, file: String, offset: Int) -> Int? {
        let key = file + "\t" + key
        if let before = seen[key] { return before }
        seen[key] = offset
        return nil
    }
}
