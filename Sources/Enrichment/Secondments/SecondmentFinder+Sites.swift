internal import Reports

/// Where a host lies that only its level names, and what is only a part of one.
extension SecondmentFinder {
    /// 县文化馆, 镇卫生院: in the county or township of that kind that the text named last; the sender's own only where it
    /// names no other.
    func locate(_ posting: inout Posting) {
        guard posting.hostPlace == nil, posting.missing["host_place"] != .masked,
            let level = posting.hostUnit?.value.unicodeScalars.first?.value, rules.siteLevels.contains(level),
            let span = posting.evidence.filter({ $0.value.contains("host_unit") }).keys.min()
        else { return }
        let sender = posting.sendingPlace
        func isSenders(_ division: Int32) -> Bool {
            sender.map { $0 == division || store.lies($0, in: division) } ?? false
        }
        let before = analysis.places(in: 0..<span.end).reversed().filter { isOfLevel($0, level) }
        let after = analysis.places(in: span.end..<reading.count).filter { isOfLevel($0, level) }
        let named = (before + after).compactMap { place in place.division.map { (place, $0) } }
        guard let (place, division) = named.first(where: { !isSenders($0.1) }) ?? named.first else { return }
        posting.hostPlace = (division, .resolved)
        posting.attest(reading.sentence(place.span.start), "host_place")
    }

    /// A division whose full name ends with the level's character, whatever the text calls it.
    private func isOfLevel(_ place: FoundPlace, _ level: UInt32) -> Bool {
        guard let division = place.division else { return false }
        return store.name(division).unicodeScalars.last?.value == level
    }

    /// 到U报到. … 在那里挂职P: where the text said last that one went.
    func there(_ frame: Frame) -> PostingUnit? {
        guard reading.anyOf(rules.there, in: frame.range.lowerBound..<max(frame.anchor, frame.range.lowerBound)) else {
            return nil
        }
        let start = max(0, frame.sentence.lowerBound - 120)
        for index in (start..<frame.range.lowerBound).reversed() {
            guard let length = reading.anyOf(rules.towards, at: index), !analysis.isQuoted(index),
                reading.anyOf(rules.notTowards, at: index) == nil,
                let unit = posts.unit(at: index + length, posts.clauseEnd(index + length)), unit.span != nil
            else { continue }
            return unit
        }
        return nil
    }

    /// 综合部, 第七检察部, 高三年级组: what only a host can have.
    func isPart(_ unit: PostingUnit) -> Bool {
        guard unit.place == nil, let span = unit.span else { return false }
        return unit.isGeneric || reading.anyOf(rules.departments, before: span.end) != nil && !analysis.hasPlace(span)
    }

    /// Masked, or an organisation: its departments are parts of it.
    func isWhole(_ unit: PostingUnit) -> Bool {
        guard let span = unit.span else { return unit.isMasked }
        return unit.place.map { $0.span.end < span.end && posts.village($0.span).end < span.end } ?? true
    }

    /// A part that is no office of the level's own: not 县教育局.
    func isDepartment(_ unit: PostingUnit) -> Bool {
        guard isPart(unit), let span = unit.span else { return false }
        return reading.anyOf(rules.departments, before: span.end) != nil
            && reading.anyOf(rules.ownLevels, at: span.start) == nil
    }
}
