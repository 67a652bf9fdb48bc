internal import Reports

/// Furniture inside a line of a report: an address or an advert that a site has put into a paragraph.
struct LineCut: Sendable {
    /// In the page text.
    var place: Range<Int>
    var reason: RemovalReason
    /// What it is worth as furniture.
    var weight: Int
}

extension PageStructure {
    /// What such a stretch must weigh, more than a line at an edge; one word is never enough.
    private static let leastCut = 6
    private static let longestCut = 60
    /// What a line must hold for something to have been put into it: brackets, signs, letters.
    private static let marks = ClassSet(.other, .latin)

    /// Finds what is to be cut out of the paragraphs of a part, one stretch a line.
    mutating func findCuts(_ part: Int) {
        let headings = parts[part].sections.map(\.line)
        for line in bodyLines(part) where table.isBody(line) && table.lines[line].count >= 20 {
            guard table.lines[line].classes.intersects(Self.marks), let cut = cut(in: line), !headings.contains(line)
            else { continue }
            cuts[line] = cut
        }
    }

    /// Whether a line is furniture by its words only for what has been put into it.
    func isParagraph(_ line: Int, weighing weighed: FurnitureEvidence) -> Bool {
        guard table.isBody(line), table.lines[line].count >= 30, weighed.prose + weighed.report >= 3,
            let cut = cut(in: line)
        else { return false }
        return weighed.furniture - cut.weight < FurnitureEvidence.edgeLimit
    }

    private func cut(in line: Int) -> LineCut? {
        table.withPlacedText(line) { text, places in
            for i in text.indices where Self.closer(of: text[i]) != 0 {
                let closer = Self.closer(of: text[i])
                guard let j = text[i...].prefix(Self.longestCut).firstIndex(of: closer), (j - i) * 3 < text.count * 2,
                    let found = verdict(i + 1..<j, text, places, least: Self.leastCut)
                else { continue }
                return LineCut(place: Int(places[i])..<Int(places[j]) + 1, reason: found.reason, weight: found.weight)
            }
            // The last sentence, its mark included.
            var end = text.count
            while end > 0, Scalars.isSentenceEnd(text[end - 1]) || Scalars.isClosing(text[end - 1]) { end -= 1 }
            guard let mark = text[..<end].lastIndex(where: { Scalars.isSentenceEnd($0) }) else { return nil }
            var start = mark + 1
            while start < end, Scalars.isClosing(text[start]) { start += 1 }
            guard start >= 20, (8...Self.longestCut).contains(end - start),
                let found = verdict(start..<end, text, places, least: Self.leastCut + 1)
            else { return nil }
            return LineCut(
                place: Int(places[start])..<Int(places[text.count - 1]) + 1, reason: found.reason,
                weight: found.weight)
        }
    }

    /// The mark that closes a bracket; 0 for any other character.
    private static func closer(of c: UInt32) -> UInt32 {
        switch c {
        case 0x28: 0x29
        case 0x5B: 0x5D
        case 0x3010: 0x3011
        default: 0
        }
    }

    private func verdict(
        _ range: Range<Int>, _ text: UnsafeBufferPointer<UInt32>, _ places: UnsafeBufferPointer<Int32>, least: Int
    ) -> (reason: RemovalReason, weight: Int)? {
        guard range.count >= 5 else { return nil }
        let weighed = lexicons.furnitureWords.weigh(
            UnsafeBufferPointer(rebasing: text[range]), places: UnsafeBufferPointer(rebasing: places[range]),
            of: Line(folded: 0..<range.count, afterBlank: false))
        guard weighed.atEdge >= least, weighed.hits > 1, weighed.report == 0, weighed.prose <= 2 else { return nil }
        return weighed.reason.map { ($0, weighed.furniture) }
    }
}
