internal import Reports

/// Villages that units begin with.
extension OrganisationFinder {
    /// 龙潭村|党支部: a village by its name, not 行政村.
    func village(endingAt end: Int) -> Int? {
        guard reading.at(end - 1) == 0x6751, let last = reading.token(at: end - 1), Int(last.end) == end else {
            return nil
        }
        if last.count >= 3 {
            return last.wordClass == WordClass.place || last.wordClass == WordClass.otherName
                || last.wordClass == WordClass.gazetteer ? Int(last.start) : nil
        }
        guard last.count == 1 else { return nil }
        var start = end - 1
        while end - 1 - start < 4, let token = reading.token(at: start - 1), Int(token.end) == start,
            Scalars.isHan(reading.at(start - 1)), !stop[start - 1], placeStart(to: start) == nil
        {
            switch token.wordClass {
            case WordClass.none, WordClass.gazetteer, WordClass.place, WordClass.otherName: break
            case WordClass.noun:
                guard token.count == 1, reading.anyOf(rules.looseNouns, at: start - 1) == nil else {
                    return end - 1 - start >= 2 ? start : nil
                }
            default: return end - 1 - start >= 2 ? start : nil
            }
            if !reading.kind(of: token).isDisjoint(with: [.modifier, .insideName]) { return nil }
            start = Int(token.start)
            if token.count >= 2 { break }
        }
        return end - 1 - start >= 2 ? start : nil
    }
}
