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
    private static let mostProse = 2
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
        let placed = table.placed(line)
        let (text, places) = (placed.text, placed.places)
        if table.lines[line].hints.contains(.opener) {
            var found: LineCut?
            placed.forEach(.opener) { i, _ in
                let closer = Self.closer(of: text[i])
                guard found == nil, let j = text[i...].prefix(Self.longestCut).firstIndex(of: closer),
                    (j - i) * 3 < text.count * 2, let known = verdict(i + 1..<j, placed, least: Self.leastCut)
                else { return }
                found = LineCut(place: Int(places[i])..<Int(places[j]) + 1, reason: known.reason, weight: known.weight)
            }
            if let found { return found }
        }
        // The last sentence, its mark included.
        var end = text.count
        while end > 0, Scalars.isSentenceEnd(text[end - 1]) || Scalars.isClosing(text[end - 1]) { end -= 1 }
        guard end > 0 else { return nil }
        // Where none ends so near, only closing marks may stand between the last that does and a sentence short enough.
        let low = max(0, end - Self.longestCut - 1)
        var mark = end - 1
        while mark > low, !Scalars.isSentenceEnd(text[mark]) { mark -= 1 }
        while mark > 0, Scalars.isClosing(text[mark]) { mark -= 1 }
        guard Scalars.isSentenceEnd(text[mark]) else { return nil }
        var start = mark + 1
        while start < end, Scalars.isClosing(text[start]) { start += 1 }
        guard start >= 20, (8...Self.longestCut).contains(end - start),
            let found = verdict(start..<end, placed, least: Self.leastCut + 1)
        else { return nil }
        return LineCut(
            place: Int(places[start])..<Int(places[text.count - 1]) + 1, reason: found.reason, weight: found.weight)
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
        _ range: Range<Int>, _ placed: PlacedText, least: Int
    ) -> (reason: RemovalReason, weight: Int)? {
        guard range.count >= 5 else { return nil }
        let weighed = lexicons.furnitureWords.weigh(
            placed[range], of: Line(folded: 0..<range.count, afterBlank: false), mostProse: Self.mostProse)
        guard weighed.atEdge >= least, weighed.hits > 1, weighed.report == 0, weighed.prose <= Self.mostProse else {
            return nil
        }
        return weighed.reason.map { ($0, weighed.furniture) }
    }
}
