/// "Did you mean …": the word nearest to one that nobody knows.
public enum Suggestion {
    /// The nearest of `candidates`, or nil where none is near enough to be meant; the alphabetically first of equals.
    ///
    /// Near is a distance of at most a third of the word, and at least 1; case counts for nothing.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        let wanted = word.lowercased()
        let limit = max(1, wanted.unicodeScalars.count / 3)
        var best: (distance: Int, word: String)?
        for candidate in candidates.sorted() {
            let found = distance(wanted, candidate.lowercased())
            if found <= limit && found < best?.distance ?? .max { best = (found, candidate) }
        }
        return best?.word
    }

    /// The sentence's end for an error, or an empty text: ", did you mean --lanes?"
    static func hint(_ word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { ", did you mean \($0)?" } ?? ""
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other, no place edited
    /// twice (optimal string alignment).
    ///
    /// Source: F. J. Damerau (1964), "A technique for computer detection and correction of spelling errors",
    /// *Commun. ACM* 7(3), 171-176.
    ///
    /// - Complexity: O(*m* · *n*).
    static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.unicodeScalars)
        let b = Array(second.unicodeScalars)
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
