internal import Reports

/// Where a host lies that only its level names.
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
}
