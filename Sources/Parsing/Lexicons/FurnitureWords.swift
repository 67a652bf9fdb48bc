internal import Reports

/// What a line's words and its build say for and against its being site furniture.
struct FurnitureEvidence: Sendable {
    /// What speaks for it: furniture words, stamps, addresses, rows of short items.
    var furniture = 0
    /// What speaks against it: words of reports.
    var report = 0
    /// Running text: function words and the marks of sentences.
    var prose = 0
    /// Words and figures that speak for it, and the heaviest of them.
    var hits = 0
    var heaviest = 0
    /// Hardly anything else is said.
    var isCovered = false
    /// Of the class that weighs most.
    var reason: RemovalReason?
    /// How far the line reaches if it is furniture.
    var extent = FurnitureRule.Extent.line
    /// Stretches between bars, arrows and blanks.
    var items = 0
    /// Three or more short items and no sentence.
    var isRow = false

    /// Before the first or after the last paragraph. One word that a title may hold too is not enough.
    var atEdge: Int {
        let sum = furniture - report - prose / 3
        return hits > 1 || heaviest > 4 || isCovered || isRow ? sum : min(sum, Self.edgeLimit - 1)
    }
    /// Between two paragraphs, where losing a report's own line is the worse mistake.
    var inside: Int { furniture - report - prose }

    /// From how much on a line goes at an edge, and between two paragraphs.
    static let edgeLimit = 4
    static let insideLimit = 9
    /// How much more is needed where the form of the line is a report's: an address, a date, a byline, a heading.
    static let ownForm = 5
    /// Longest line that is weighed, in characters without blanks.
    static let longest = 280
}

/// The vocabulary of site furniture, with weights.
final class FurnitureWords: Sendable {
    private struct Word {
        /// Place of its reason in ``reasons``; -1 for a word that speaks for a report.
        var slot: Int8
        var extent: FurnitureRule.Extent
        var weight: Int8
        var atStart = false
        var atEnd = false
        /// Digits stand before it; after it, and then this.
        var afterDigits = false
        var beforeDigits = false
        /// Place in ``tails``; no array of its own, so that looking at a word counts no reference.
        var tail: Int16 = 0
        /// Characters of what the index finds.
        var length: Int16 = 0
    }

    private let words: [Word]
    private let tails: [[UInt32]]
    private let index: PhraseIndex

    init(_ file: LexiconFile, folding: Folding) throws(LexiconError) {
        var words: [Word] = []
        var phrases: [[UInt32]] = []
        var tails: [[UInt32]] = [[]]
        for row in file.rows {
            guard row[1] == "own" || RemovalReason(rawValue: row[1]) != nil else {
                throw row.error(1, "unknown reason “\(row[1])”")
            }
            guard let extent = FurnitureRule.Extent(rawValue: row[2]) else {
                throw row.error(2, "extent must be line, list or block, not “\(row[2])”")
            }
            let weight = try row.integer(3)
            guard (weight < 0) == (row[1] == "own"), (-9...9).contains(weight), weight != 0 else {
                throw row.error(3, "a weight is 1 to 9, or -9 to -1 for own")
            }
            let slot = RemovalReason(rawValue: row[1]).flatMap { Self.slots[$0] } ?? -1
            var word = Word(
                slot: Int8(truncatingIfNeeded: slot), extent: extent, weight: Int8(truncatingIfNeeded: weight))
            var text = Substring(row[0])
            if text.hasPrefix("^") {
                word.atStart = true
                text = text.dropFirst()
            }
            if text.hasSuffix("$") {
                word.atEnd = true
                text = text.dropLast()
            }
            let pieces = Self.pieces(text).map { folding.fold(String($0)) }
            guard pieces.count <= 2, let first = pieces.first else {
                throw row.error(0, "at most one {n} in a word")
            }
            var phrase = first
            if pieces.count == 2 {
                word.afterDigits = first.isEmpty
                word.beforeDigits = !first.isEmpty
                if first.isEmpty {
                    phrase = pieces[1]
                } else if !pieces[1].isEmpty {
                    word.tail = Int16(truncatingIfNeeded: tails.count)
                    tails.append(pieces[1])
                }
            }
            guard !phrase.isEmpty else { throw row.error(0, "an empty word") }
            word.length = Int16(truncatingIfNeeded: phrase.count)
            words.append(word)
            phrases.append(phrase)
        }
        self.words = words
        self.tails = tails
        index = PhraseIndex(phrases)
    }

    /// The word cut at {n}.
    private static func pieces(_ text: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var rest = text
        while let open = rest.firstIndex(of: "{"), rest[open...].hasPrefix("{n}") {
            pieces.append(rest[..<open])
            rest = rest[open...].dropFirst(3)
        }
        return pieces + [rest]
    }

    /// Notes what its words begin with, and whatever else counts.
    func mark(in table: inout HintTable) {
        index.mark(in: &table) { Hint.words[Int($1 % 3)] }
        table.mark(.figure) { Scalars.isDigit($0) || Scalars.isLatinLetter($0) || $0 == 0x5F }
        table.mark(.sign, where: Self.isSign)
        table.mark(.bar, where: Self.isBar)
    }

    /// Weighs a folded line.
    ///
    /// - Parameters:
    ///   - mostProse: How much prose is enough to stop: what is weighed then is no furniture for who asks.
    ///   - seen: Called with where each word that counts stands.
    func weigh(
        _ placed: PlacedText, of line: Line, mostProse: Int = .max, seen: (Range<Int>) -> Void = { _ in }
    ) -> FurnitureEvidence {
        var evidence = FurnitureEvidence()
        var tallies = SIMD32<Int16>(repeating: 0)
        var heaviest = 0
        var layout = Layout()
        var signs = 0
        var covered = 0
        var known = 0
        let (text, places) = (placed.text, placed.places)
        placed.forEachUntil([.word, .figure, .sign, .bar, .gap]) { i, hint in
            if !hint.isDisjoint(with: [.bar, .gap]) { layout.divide(at: i, isBar: hint.contains(.bar)) }
            guard i >= known else { return true }
            if !hint.isDisjoint(with: .word), index.mayBegin(text, at: i),
                let (number, end) = longest(at: i, text, places)
            {
                let word = words[number]
                let weight = Int(word.weight)
                known = end
                if word.slot >= 0 {
                    seen(i..<end)
                    let isButton = Self.isOpening(i, text) && end < text.count && Self.isCloser(text[end])
                    evidence.furniture += weight + (isButton ? 1 : 0)
                    covered += end - i
                    evidence.hits += 1
                    // A label at the beginning of an item says what the rest is.
                    evidence.heaviest = max(evidence.heaviest, weight + (word.atStart ? 1 : 0))
                    tallies[Int(word.slot)] &+= Int16(truncatingIfNeeded: weight)
                    if word.extent != .line, i < 8, weight > heaviest {
                        heaviest = weight
                        evidence.extent = word.extent
                    }
                } else if weight < -1 {
                    evidence.report -= weight
                } else {
                    evidence.prose += 1
                }
            } else if hint.contains(.figure), let (weight, slot, end) = Self.figure(at: i, text, places) {
                if weight > 1 {
                    seen(i..<end)
                    evidence.hits += 1
                    if slot == Self.linkSlot { evidence.heaviest = max(evidence.heaviest, weight + 1) }
                }
                covered += end - i
                evidence.furniture += weight
                tallies[slot] &+= Int16(weight)
                known = end
            } else if hint.contains(.sign), signs < 2 {
                signs += 1
                evidence.furniture += 1
            }
            return evidence.prose <= mostProse
        }
        layout.close(at: text.count)
        evidence.isCovered = covered * 4 >= text.count * 3
        if evidence.furniture >= 3, evidence.isCovered { evidence.furniture += 1 }
        evidence.prose += line.commas / 2 + (line.sentenceEnds > 0 ? line.sentenceEnds : 0)
        evidence.items = layout.items
        evidence.isRow = layout.isRow && line.sentenceEnds == 0 && line.commas == 0
        if covered > 0 {
            var most: Int16 = 0
            for (slot, reason) in Self.reasons.enumerated() where tallies[slot] > most {
                most = tallies[slot]
                evidence.reason = reason
            }
        }
        if evidence.isRow {
            evidence.furniture += layout.items >= 5 ? 3 : layout.hasBars ? 2 : 1
            evidence.report /= 3
        }
        return evidence
    }

    /// The longest word at a place, with where it ends.
    private func longest(
        at i: Int, _ text: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<Int32>
    ) -> (number: Int, end: Int)? {
        var best: (number: Int, end: Int)?
        index.visit(text, at: i) { number in
            let word = words[number]
            var end = i + Int(word.length)
            if word.atStart, !Self.isItemStart(i, text, places) { return }
            if word.afterDigits, i == 0 || Scalars.numeral(text[i - 1]) == nil { return }
            if word.beforeDigits {
                let digits = end
                while end < text.count, Scalars.numeral(text[end]) != nil { end += 1 }
                let tail = tails[Int(word.tail)]
                guard end > digits, text.count - end >= tail.count else { return }
                for (k, c) in tail.enumerated() where text[end + k] != c { return }
                end += tail.count
            }
            // What ends a title speaks for one only where the line ends.
            if word.atEnd, word.slot < 0 ? !Self.isLineEnd(end, text) : !Self.isItemEnd(end, text, places) {
                return
            }
            // Of two that end together the first of the lexicon.
            if end > best?.end ?? 0 || end == best?.end && number < best?.number ?? 0 { best = (number, end) }
        }
        return best
    }

    private static let reasons = RemovalReason.allCases
    private static let slots = Dictionary(uniqueKeysWithValues: reasons.enumerated().map { ($1, $0) })
    private static let linkSlot = slots[.link] ?? 0
    private static let updateSlot = slots[.updateLine] ?? 0
    private static let formSlot = slots[.comments] ?? 0

    /// A time of day, an address, a long number, a gap to fill in: what it weighs, for what it speaks, where it ends.
    private static func figure(
        at i: Int, _ text: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<Int32>
    ) -> (weight: Int, slot: Int, end: Int)? {
        let c = text[i]
        guard c < 0x7F, c > 0x20 else { return nil }
        if c == 0x5F {
            var end = i
            while end < text.count, text[end] == 0x5F { end += 1 }
            return end - i >= 3 ? (2, formSlot, end) : nil
        }
        guard Scalars.isDigit(c) || Scalars.isLatinLetter(c),
            i == 0 || !isAddress(text[i - 1]) || places[i] - places[i - 1] > 1
        else { return nil }
        if let reading = Scalars.isDigit(c) ? DateReader.read(i, text) : nil {
            return (reading.time.count >= 2 ? 3 : 1, updateSlot, reading.end)
        }
        var end = i
        var dots = 0
        var letters = 0
        var digits = 0
        var marks = 0
        while end < text.count, isAddress(text[end]) || text[end] == 0x2E || text[end] == 0x3A {
            if end > i, places[end] - places[end - 1] > 1 { break }
            if text[end] == 0x2E, end + 1 < text.count, Scalars.isLatinLetter(text[end + 1]) { dots += 1 }
            if Scalars.isLatinLetter(text[end]) { letters += 1 }
            if Scalars.isDigit(text[end]) { digits += 1 }
            if text[end] == 0x40 || text[end] == 0x2F { marks += 1 }
            end += 1
        }
        if letters >= 4, dots > 0 { return (marks > 0 || dots > 1 ? 4 : 3, linkSlot, end) }
        if digits == 4, end - i == 5, text[i + 2] == 0x3A { return (2, updateSlot, end) }
        if digits >= 7, letters == 0 { return (1, updateSlot, end) }
        return nil
    }

    private static func isAddress(_ c: UInt32) -> Bool {
        Scalars.isDigit(c) || Scalars.isLatinLetter(c) || c == 0x2F || c == 0x2D || c == 0x5F || c == 0x40 || c == 0x3D
            || c == 0x26
    }

    /// Arrows, triangles and stars that draw the eye.
    static func isSign(_ c: UInt32) -> Bool {
        switch c {
        case 0x2190...0x21FF, 0x23E9...0x23FA, 0x25B2...0x25C5, 0x2600...0x27BF, 0x27F0...0x27FF, 0x2B00...0x2BFF,
            0x1F000...0x1FAFF, 0x203B:
            true
        default: false
        }
    }

    /// Stands between the items of a row.
    private static func isBar(_ c: UInt32) -> Bool {
        switch c {
        case 0x7C, 0x3E, 0xBB, 0x2F, 0x5C, 0xB7, 0xA6, 0x4E28, 0x2192, 0x2502...0x254F, 0x2580...0x2590,
            0x25A0...0x27FF:
            true
        default: false
        }
    }

    private static func isOpener(_ c: UInt32) -> Bool { c == 0x28 || c == 0x5B || c == 0x3010 }
    private static func isCloser(_ c: UInt32) -> Bool { c == 0x29 || c == 0x5D || c == 0x3011 }

    private static func isOpening(_ i: Int, _ text: UnsafeBufferPointer<UInt32>) -> Bool {
        i > 0 && isOpener(text[i - 1])
    }

    /// Leaves an item before and after it.
    private static func isBreak(_ c: UInt32) -> Bool {
        isBar(c) || isOpener(c) || isCloser(c) || isSign(c) || c == 0x3A || c == 0x2D || c == 0x2014 || c == 0x23
            || c == 0x7E || c == 0x3001
    }

    private static func isItemStart(
        _ i: Int, _ text: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<Int32>
    ) -> Bool {
        i == 0 || isBreak(text[i - 1]) || places[i] - places[i - 1] > 1
    }

    private static func isItemEnd(
        _ end: Int, _ text: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<Int32>
    ) -> Bool {
        end >= text.count || isBreak(text[end]) || places[end] - places[end - 1] > 1
            || end + 1 == text.count && Scalars.isSentenceEnd(text[end])
    }

    private static func isLineEnd(_ end: Int, _ text: UnsafeBufferPointer<UInt32>) -> Bool {
        text[end...].allSatisfy(isCloser)
    }

    /// How a line is laid out in items.
    private struct Layout {
        var items = 0
        var hasBars = false
        /// Where the item begins that is under way.
        private var start = 0
        private var longest = 0
        private var words = 0

        /// An item ends before a bar, and where blanks stand.
        mutating func divide(at i: Int, isBar: Bool) {
            close(at: i)
            start = i
            if isBar {
                hasBars = true
                start &+= 1
            }
        }

        mutating func close(at end: Int) {
            let length = end &- start
            guard length > 0 else { return }
            items &+= 1
            if length >= 2 { words &+= 1 }
            longest = max(longest, length)
        }

        var isRow: Bool { items >= 3 && words >= 3 && longest <= 18 }
    }
}
