/// Many phrases, found in one pass over a text.
struct PhraseIndex: Sendable {
    private struct Entry {
        var phrase: Int32
        /// The second character; 0 where there is none.
        var second: UInt32
        /// What follows the second one, in ``tails``.
        var tail: Int32
        var tailLength: Int32
    }

    /// Of each character below U+10000 where its entries begin, plus one; 0 where no phrase begins with it.
    private var starts = [UInt16](repeating: 0, count: 0x10000)
    private var ends: [UInt16] = []
    private var entries: [Entry] = []
    private var tails: [UInt32] = []

    /// - Parameter phrases: Known by their places here. Empty ones are never found; nor are those that begin beyond U+FFFF.
    init(_ phrases: [[UInt32]]) {
        let numbered = phrases.enumerated().filter { $1.first ?? 0x10000 < 0x10000 }
        let grouped = Dictionary(grouping: numbered) { $1[0] }
        for (first, phrases) in grouped.sorted(by: { $0.key < $1.key }) {
            starts[Int(first)] = UInt16(truncatingIfNeeded: ends.count + 1)
            for (number, phrase) in phrases {
                entries.append(
                    Entry(
                        phrase: Int32(truncatingIfNeeded: number), second: phrase.count > 1 ? phrase[1] : 0,
                        tail: Int32(truncatingIfNeeded: tails.count),
                        tailLength: Int32(truncatingIfNeeded: max(phrase.count - 2, 0))))
                tails += phrase.dropFirst(2)
            }
            ends.append(UInt16(truncatingIfNeeded: entries.count))
        }
    }

    /// Calls `body` with each phrase that stands in the text, in order of where it begins.
    @inline(__always)
    func forEach(in text: UnsafeBufferPointer<UInt32>, _ body: (Int) -> Void) {
        starts.withUnsafeBufferPointer { starts in
            for i in text.indices {
                let c = text[i]
                guard c < 0x10000 else { continue }
                let slot = Int(starts[Int(c)])
                if slot != 0 { visit(slot, text, i, body) }
            }
        }
    }

    /// Calls `body` with each phrase that begins at a place of the text.
    @inline(__always)
    func visit(_ text: UnsafeBufferPointer<UInt32>, at i: Int, _ body: (Int) -> Void) {
        guard i < text.count, text[i] < 0x10000 else { return }
        let slot = Int(starts[Int(text[i])])
        if slot != 0 { visit(slot, text, i, body) }
    }

    private func visit(_ slot: Int, _ text: UnsafeBufferPointer<UInt32>, _ i: Int, _ body: (Int) -> Void) {
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
