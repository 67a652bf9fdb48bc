internal import Reports

/// An organisation found.
struct FoundOrganisation {
    var span: Span
    /// Whether a division begins it or stands in it.
    var hasPlace: Bool
}

/// Finds named units: from what names of units end with leftwards over divisions, other units and the words that may
/// stand in names, the longest span.
struct OrganisationFinder {
    let reading: Reading
    var rules: OrganisationRules { reading.store.rules.organisations }
    /// Where the place ends that begins at a position and begins that ends there, 0 and -1 where none does.
    private let placeEnds: [Int32]
    private let placeStarts: [Int32]
    let stop: [Bool]
    private(set) var organisations: [FoundOrganisation] = []

    /// `stop` marks what no organisation goes through: dates, masks, people.
    init(_ reading: Reading, places: [FoundPlace], stop: [Bool]) {
        self.reading = reading
        self.stop = stop
        var ends = [Int32](repeating: 0, count: reading.count + 1)
        var starts = [Int32](repeating: -1, count: reading.count + 1)
        for place in places {
            ends[place.span.start] = Int32(place.span.end)
            starts[place.span.end] = Int32(place.span.start)
        }
        placeEnds = ends
        placeStarts = starts
    }

    mutating func find() {
        var end = 2
        while true {
            end = reading.nextEnding(OrganisationFinder.heads, from: end, to: reading.count)
            if end > reading.count { break }
            if let head = head(endingAt: end), let found = organisation(head, end) { take(found) }
            end += 1
        }
        latinNames()
        organisations.sort { $0.span < $1.span }
    }

    /// A longer name replaces those it contains.
    private mutating func take(_ found: FoundOrganisation) {
        while let last = organisations.last, last.span.start >= found.span.start { organisations.removeLast() }
        if let last = organisations.last, last.span.end > found.span.start { return }
        organisations.append(found)
    }

    func placeEnd(from start: Int) -> Int? {
        guard start >= 0, start < placeEnds.count, placeEnds[start] > 0 else { return nil }
        return Int(placeEnds[start])
    }

    func placeStart(to end: Int) -> Int? {
        guard end > 0, end < placeStarts.count, placeStarts[end] >= 0 else { return nil }
        return Int(placeStarts[end])
    }

    /// The unit found last, where it ends here.
    func organisation(endingAt end: Int) -> FoundOrganisation? {
        guard let last = organisations.last, last.span.end == end else { return nil }
        return last
    }

    // MARK: What a name ends with

    /// What stands at the end of a possible name.
    struct Head {
        var start: Int
        var kind: TermKind
        /// Known by its own name wherever it stands.
        var isKnown = false
        /// Where the word begins that the ending is the end of: 教育局, 理工大学.
        var wordStart: Int
    }

    private static let heads: TermKind = [.organisation, .strongEnding, .weakEnding]

    private func head(endingAt end: Int) -> Head? {
        guard reading.endsName(OrganisationFinder.heads, at: end), !stop[end - 1] else { return nil }
        let known = reading.longestEnding(at: end, .organisation)
        let strong = reading.longestEnding(at: end, .strongEnding, limit: 9)
        if let known, reading.starts(known.start) || placeStart(to: known.start) != nil,
            strong.map({ known.start <= $0.start }) ?? true, endsWord(end)
        {
            return Head(start: known.start, kind: .organisation, isKnown: true, wordStart: known.start)
        }
        if let strong, endsWord(end) {
            // 和龙市|委 and not 和龙|市委.
            for index in (strong.start + 1)..<end {
                if let start = placeStart(to: index), start < strong.start {
                    return Head(start: index, kind: index == end - 1 ? .weakEnding : strong.hit.kind, wordStart: index)
                }
            }
            return Head(start: strong.start, kind: strong.hit.kind, wordStart: wordStart(strong.start, end))
        }
        guard rules.headCharacters.contains(reading.at(end - 1)), weakEndsWord(end) else { return nil }
        let start = wordStart(end - 1, end)
        // 好处, 格局, 机关|干部: one word.
        if end - start == 2 && (reading.at(end - 1) != 0x79D1 || organisation(endingAt: start) == nil)
            || reading.has("干部", at: end - 2)
            || reading.has("会议室", at: end - 3)
        {
            return nil
        }
        return Head(start: end - 1, kind: .weakEnding, wordStart: start)
    }

    /// The start of the word that an ending is the end of, as far as no division reaches into it.
    private func wordStart(_ start: Int, _ end: Int) -> Int {
        var field = reading.longestEnding(at: start, .field)?.start ?? start
        if !reading.starts(field) { field = start }
        guard let token = reading.token(at: start), Int(token.end) == end, Int(token.start) < start else {
            return field
        }
        let first = min(Int(token.start), field)
        for index in (first + 1)...start where placeStart(to: index) != nil { return index }
        return first
    }

    private func endsWord(_ end: Int) -> Bool {
        if reading.starts(end) || placeEnd(from: end) != nil {
            return !(reading.at(end) == 0x5316 || reading.at(end) == 0x6027)
        }
        // 规划|处副|处长 and the like: the next characters are a post.
        return postStarts(end)
    }

    private func weakEndsWord(_ end: Int) -> Bool {
        guard endsWord(end) else { return false }
        switch reading.at(end - 1) {
        case 0x6240:  // 所: 所|带来
            guard let next = reading.token(at: end) else { return true }
            return next.wordClass != WordClass.verb && next.wordClass != WordClass.adjective || postStarts(end)
        case 0x59D4:  // 委
            return reading.anyOf(rules.notCommittees, at: end - 1) == nil
        case 0x529E:  // 办
            return reading.anyOf(rules.notOffices, at: end - 1) == nil
        case 0x90E8, 0x793E, 0x9662, 0x6821:  // 全部, 西部; 旅行社; 住院, 返校
            return reading.token(at: end - 1).map { Int($0.end) == end } ?? false
        default: return true
        }
    }

    func postStarts(_ index: Int) -> Bool {
        if let hit = reading.longest(at: index, [.postHead, .rank]) {
            if reading.longest(at: index, .strongEnding).map({ $0.length > 2 }) ?? false { return false }
            return hit.length >= 2
        }
        guard let prefix = reading.longest(at: index, .postPrefix) else { return false }
        return reading.longest(at: index + Int(prefix.length), .postHead) != nil
    }

    // MARK: Names in Latin letters

    /// Nordlicht Kristall GmbH: capitalised words before a company's legal form.
    private mutating func latinNames() {
        var next = reading.next(OrganisationFinder.capitals, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(OrganisationFinder.capitals, from: index + 1)
            guard reading.at(index) >= 0x41, reading.at(index) <= 0x5A, !Scalars.isLatin(reading.at(index - 1)),
                !stop[index],
                reading.at(index - 1) != 0x20 || !Scalars.isLatin(reading.at(index - 2)),
                let end = latinName(index)
            else { continue }
            if !organisations.contains(where: { $0.span.overlaps(Span(index, end)) }) {
                organisations.append(FoundOrganisation(span: Span(index, end), hasPlace: false))
            }
        }
    }

    private static let capitals = ScalarFilter(0x41...0x5A)

    private func latinName(_ start: Int) -> Int? {
        var index = start
        for words in 0..<6 {
            if words > 0, let length = reading.anyOf(rules.latinEndings, at: index),
                !Scalars.isLatin(reading.at(index + length))
            {
                return index + length
            }
            guard Scalars.isLetter(reading.at(index)) else { return nil }
            while Scalars.isLatin(reading.at(index)) || reading.at(index) == 0x26 { index += 1 }
            guard reading.at(index) == 0x20, Scalars.isLetter(reading.at(index + 1)) else { return nil }
            index += 1
        }
        return nil
    }
}
