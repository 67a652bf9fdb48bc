/// Many phrases, found in one pass over a text.
final class PhraseIndex: Sendable {
    private struct Entry {
        var phrase: Int32
        /// What follows the first character, or the first two, in ``tails``.
        var tail: Int32
        var tailLength: Int32
    }

    private struct Slot {
        /// The first two characters of the phrases, the first in the upper half; of those of one character it alone.
        var key: UInt32 = 0
        var start: UInt16 = 0
        var end: UInt16 = 0
    }

    /// By a hash of their keys, each in the first free place from there on; in each the phrases are in order.
    private let slots: [Slot]
    private let shift: UInt32
    private let entries: [Entry]
    private let tails: [UInt32]
    /// Bits by the first two characters of phrases, and by the only one: small enough to stay near, they turn away nearly
    /// every place of a text.
    private let pairs: [UInt64]
    private let singles: [UInt64]

    /// - Parameter phrases: Known by their places here. Empty ones are never found; nor are those that begin beyond U+FFFF.
    init(_ phrases: [[UInt32]]) {
        var entries: [Entry] = []
        var tails: [UInt32] = []
        var pairs = [UInt64](repeating: 0, count: 1024)
        var singles = [UInt64](repeating: 0, count: 1024)
        let numbered = phrases.enumerated().filter { $1.first ?? 0x10000 < 0x10000 }
        let grouped = Dictionary(grouping: numbered) { Self.key($1) }
        let bits = max(4, (grouped.count * 2).bitWidth - (grouped.count * 2).leadingZeroBitCount)
        var slots = [Slot](repeating: Slot(), count: 1 << bits)
        shift = UInt32(32 - bits)
        for (key, phrases) in grouped.sorted(by: { $0.key < $1.key }) {
            let (first, second) = (key >> 16, key & 0xFFFF)
            let start = entries.count
            for (number, phrase) in phrases {
                let rest = phrase.dropFirst(second == 0 ? 1 : 2)
                entries.append(
                    Entry(
                        phrase: Int32(truncatingIfNeeded: number), tail: Int32(truncatingIfNeeded: tails.count),
                        tailLength: Int32(truncatingIfNeeded: rest.count)))
                tails += rest
            }
            if second == 0 {
                singles[Int(first >> 6)] |= 1 << UInt64(first & 63)
            } else {
                let pair = Self.pair(first, second)
                pairs[pair >> 6] |= 1 << UInt64(pair & 63)
            }
            var place = Self.place(key, shift)
            while slots[place].key != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Slot(
                key: key, start: UInt16(truncatingIfNeeded: start), end: UInt16(truncatingIfNeeded: entries.count))
        }
        self.slots = slots
        self.entries = entries
        self.tails = tails
        self.pairs = pairs
        self.singles = singles
    }

    /// Notes what its phrases begin with.
    ///
    /// - Parameter hint: Of a phrase and its first character; those of one character give one hint at least.
    func mark(in table: inout HintTable, _ hint: (Int, UInt32) -> Hint) {
        for slot in slots where slot.key != 0 {
            let first = slot.key >> 16
            for entry in entries[Int(slot.start)..<Int(slot.end)] {
                table.mark(hint(Int(entry.phrase), first), first, slot.key & 0xFFFF)
            }
        }
    }

    private static func key(_ phrase: [UInt32]) -> UInt32 {
        phrase[0] << 16 | (phrase.count > 1 && phrase[1] < 0x10000 ? phrase[1] : 0)
    }

    @inline(__always)
    private static func place(_ key: UInt32, _ shift: UInt32) -> Int { Int((key &* 0x9E37_79B1) &>> shift) }

    /// A number below 65,536 for two characters.
    @inline(__always)
    private static func pair(_ first: UInt32, _ second: UInt32) -> Int {
        Int((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA77) &>> 16)
    }

    /// Calls `body` with each phrase that stands in the text, in order of where it begins.
    @inline(__always)
    func forEach(in text: UnsafeBufferPointer<UInt32>, _ body: (Int) -> Void) {
        for i in text.indices { visit(text, at: i, body) }
    }

    /// Calls `body` with each phrase that stands in the line, in order of where it begins.
    ///
    /// - Parameter hint: What ``mark(_:in:)`` noted for them.
    @inline(__always)
    func forEach(in line: PlacedText, _ hint: Hint, _ body: (Int) -> Void) {
        line.forEach(hint) { i, _ in visit(line.text, at: i, body) }
    }

    /// Whether a phrase may begin at a place of the text; false for most places where none does.
    @inline(__always)
    func mayBegin(_ text: UnsafeBufferPointer<UInt32>, at i: Int) -> Bool {
        let c = text[i]
        guard c < 0x10000 else { return false }
        let pair = Self.pair(c, i &+ 1 < text.count ? text[i &+ 1] : 0)
        return (pairs[pair &>> 6] &>> UInt64(pair & 63) | singles[Int(c &>> 6)] &>> UInt64(c & 63)) & 1 != 0
    }

    /// Calls `body` with each phrase that begins at a place of the text, in no order.
    @inline(__always)
    func visit(_ text: UnsafeBufferPointer<UInt32>, at i: Int, _ body: (Int) -> Void) {
        guard i < text.count, text[i] < 0x10000 else { return }
        let c = text[i]
        let next = i &+ 1 < text.count ? text[i &+ 1] : 0
        let pair = Self.pair(c, next)
        if pairs[pair &>> 6] &>> UInt64(pair & 63) & 1 != 0 {
            visit(find(c &<< 16 | next & 0xFFFF), text, i &+ 2, body)
        }
        if singles[Int(c &>> 6)] &>> UInt64(c & 63) & 1 != 0 { visit(find(c &<< 16), text, i &+ 1, body) }
    }

    @inline(__always)
    private func visit(_ slot: Slot, _ text: UnsafeBufferPointer<UInt32>, _ i: Int, _ body: (Int) -> Void) {
        entries.withUnsafeBufferPointer { entries in
            for place in Int(slot.start)..<Int(slot.end) {
                let entry = entries[place]
                if entry.tailLength == 0 || isTail(entry, of: text, i) { body(Int(entry.phrase)) }
            }
        }
    }

    /// The entries of a key; none where another pair has the same bit.
    private func find(_ key: UInt32) -> Slot {
        slots.withUnsafeBufferPointer { slots in
            var place = Self.place(key, shift)
            while true {
                let slot = slots[place]
                if slot.key == key || slot.key == 0 { return slot }
                place = (place &+ 1) & (slots.count &- 1)
            }
        }
    }

    private func isTail(_ entry: Entry, of text: UnsafeBufferPointer<UInt32>, _ i: Int) -> Bool {
        let length = Int(entry.tailLength)
        guard i &+ length <= text.count else { return false }
        return tails.withUnsafeBufferPointer { tails in
            for k in 0..<length where tails[Int(entry.tail) &+ k] != text[i &+ k] { return false }
            return true
        }
    }
}
