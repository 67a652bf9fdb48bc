/// Many phrases, found in one pass over a text.
final class PhraseIndex: Sendable {
    private struct Entry {
        var phrase: Int32
        /// The second character; 0 where there is none.
        var second: UInt32
        /// What follows the second one, in ``tails``.
        var tail: Int32
        var tailLength: Int32
    }

    /// Of each character below U+10000 where its entries begin, plus one; 0 where no phrase begins with it.
    private let starts: [UInt16]
    private let ends: [UInt16]
    private let entries: [Entry]
    private let tails: [UInt32]
    /// Bits by the first two characters of phrases, and by the only one: small enough to stay near, they turn away nearly
    /// every place of a text.
    private let pairs: [UInt64]
    private let singles: [UInt64]

    /// - Parameter phrases: Known by their places here. Empty ones are never found; nor are those that begin beyond U+FFFF.
    init(_ phrases: [[UInt32]]) {
        var starts = [UInt16](repeating: 0, count: 0x10000)
        var ends: [UInt16] = []
        var entries: [Entry] = []
        var tails: [UInt32] = []
        var pairs = [UInt64](repeating: 0, count: 1024)
        var singles = [UInt64](repeating: 0, count: 1024)
        let numbered = phrases.enumerated().filter { $1.first ?? 0x10000 < 0x10000 }
        let grouped = Dictionary(grouping: numbered) { $1[0] }
        for (first, phrases) in grouped.sorted(by: { $0.key < $1.key }) {
            starts[Int(first)] = UInt16(truncatingIfNeeded: ends.count + 1)
            for (number, phrase) in phrases {
                if phrase.count == 1 {
                    singles[Int(first >> 6)] |= 1 << UInt64(first & 63)
                } else {
                    let pair = Self.pair(first, phrase[1])
                    pairs[pair >> 6] |= 1 << UInt64(pair & 63)
                }
                entries.append(
                    Entry(
                        phrase: Int32(truncatingIfNeeded: number), second: phrase.count > 1 ? phrase[1] : 0,
                        tail: Int32(truncatingIfNeeded: tails.count),
                        tailLength: Int32(truncatingIfNeeded: max(phrase.count - 2, 0))))
                tails += phrase.dropFirst(2)
            }
            ends.append(UInt16(truncatingIfNeeded: entries.count))
        }
        self.starts = starts
        self.ends = ends
        self.entries = entries
        self.tails = tails
        self.pairs = pairs
        self.singles = singles
    }

    /// A number below 65,536 for two characters.
    @inline(__always)
    private static func pair(_ first: UInt32, _ second: UInt32) -> Int {
        Int((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA77) &>> 16)
    }

    @inline(__always)
    private static func mayBegin(
        _ c: UInt32, _ next: UInt32, _ pairs: UnsafeBufferPointer<UInt64>, _ singles: UnsafeBufferPointer<UInt64>
    ) -> Bool {
        guard c < 0x10000 else { return false }
        let pair = pair(c, next)
        return (pairs[pair >> 6] >> UInt64(pair & 63) | singles[Int(c >> 6)] >> UInt64(c & 63)) & 1 != 0
    }

    /// Calls `body` with each phrase that stands in the text, in order of where it begins.
    @inline(__always)
    func forEach(in text: UnsafeBufferPointer<UInt32>, _ body: (Int) -> Void) {
        pairs.withUnsafeBufferPointer { pairs in
            singles.withUnsafeBufferPointer { singles in
                for i in text.indices
                where Self.mayBegin(text[i], i + 1 < text.count ? text[i + 1] : 0, pairs, singles) {
                    visit(Int(starts[Int(text[i])]), text, i, body)
                }
            }
        }
    }

    /// Whether a phrase may begin at a place of the text; false for most places where none does.
    @inline(__always)
    func mayBegin(_ text: UnsafeBufferPointer<UInt32>, at i: Int) -> Bool {
        pairs.withUnsafeBufferPointer { pairs in
            singles.withUnsafeBufferPointer { singles in
                Self.mayBegin(text[i], i + 1 < text.count ? text[i + 1] : 0, pairs, singles)
            }
        }
    }

    /// Calls `body` with each phrase that begins at a place of the text.
    @inline(__always)
    func visit(_ text: UnsafeBufferPointer<UInt32>, at i: Int, _ body: (Int) -> Void) {
        guard i < text.count, mayBegin(text, at: i) else { return }
        visit(Int(starts[Int(text[i])]), text, i, body)
    }

    private func visit(_ slot: Int, _ text: UnsafeBufferPointer<UInt32>, _ i: Int, _ body: (Int) -> Void) {
        // Another pair has the same bit.
        guard slot != 0 else { return }
        entries.withUnsafeBufferPointer { entries in
            let second = i + 1 < text.count ? text[i + 1] : 0
            for entry in entries[(slot > 1 ? Int(ends[slot - 2]) : 0)..<Int(ends[slot - 1])] {
                if entry.second != 0 {
                    guard entry.second == second, isTail(entry, of: text, i + 2) else { continue }
                }
                body(Int(entry.phrase))
            }
        }
    }

    private func isTail(_ entry: Entry, of text: UnsafeBufferPointer<UInt32>, _ i: Int) -> Bool {
        let length = Int(entry.tailLength)
        guard i + length <= text.count else { return false }
        for k in 0..<length where tails[Int(entry.tail) + k] != text[i + k] { return false }
        return true
    }
}
