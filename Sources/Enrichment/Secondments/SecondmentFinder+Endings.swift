internal import Reports

/// When a posting ended, as sentences behind it tell.
extension SecondmentFinder {
    /// 2021年5月,我的驻村任期结束; 明年9月挂职期满: a posting's end and a date in one sentence.
    func finish(_ sentence: Range<Int>, of posting: Posting, _ name: String?) -> FoundDate? {
        let dates = analysis.dates(in: sentence).filter { isBehind($0, posting) && isTime($0) }
        guard !dates.isEmpty else { return nil }
        for index in sentence where reading.anyOf(rules.endings, at: index) != nil {
            guard isOf(name, sentence.lowerBound..<index),
                reading.anyOf(rules.notEndings, before: index) == nil, !analysis.isQuoted(index)
            else { continue }
            if let date = dates.last(where: { $0.span.end <= index }) ?? dates.first { return date }
        }
        for index in sentence where reading.anyOf(rules.endingsNear, at: index) != nil {
            let near = max(sentence.lowerBound, index - 14)..<min(sentence.upperBound, index + 14)
            guard reading.anyOf(rules.stints, in: near), !analysis.isQuoted(index),
                isOf(name, sentence.lowerBound..<index),
                let date = dates.last(where: { $0.span.end <= index })
            else { continue }
            return date
        }
        return nil
    }

    /// 2021年1月我回到洞头; 次年三月返津: a date, and behind it the way back to where the posting's person came from.
    func homecoming(_ sentence: Range<Int>, of posting: Posting, _ name: String?) -> FoundDate? {
        analysis.dates(in: sentence).last { date in
            guard isBehind(date, posting), isOf(name, sentence.lowerBound..<date.span.end) else { return false }
            let limit = min(sentence.upperBound, date.span.end + 14)
            var index = date.span.end
            while index < limit {
                if reading.anyOf(rules.departures, at: index) != nil {
                    return isOf(name, date.span.end..<index)
                }
                if let length = reading.anyOf(rules.waysBack, at: index) {
                    return isOf(name, date.span.end..<index) && isHome(index + length, sentence, posting)
                }
                if Scalars.endsClause(reading.at(index)), reading.at(index) != 0x2C { return false }
                if reading.anyOf(rules.errands, at: index) != nil
                    || reading.at(index) == 0x79BB || reading.at(index) == 0x8DDD
                {
                    return false
                }
                index += 1
            }
            return false
        }
    }

    /// Whether a way back leads home for good: to the sender's own place or office, not on an errand.
    private func isHome(_ start: Int, _ sentence: Range<Int>, _ posting: Posting) -> Bool {
        var end = start
        if let length = reading.anyOf(rules.offices, at: start) {
            end += length
        } else if let place = analysis.places(in: start..<start + 1).first, let chain = analysis.placeChain(at: start) {
            guard let division = chain.last.division ?? place.division, isOfSender(division, posting) else {
                return false
            }
            end = chain.span.end
        } else {
            guard let organisation = analysis.organisation(at: start),
                analysis.text(organisation.span) != posting.hostUnit?.value
            else { return false }
            end = organisation.span.end
        }
        while end < sentence.upperBound, !Scalars.endsClause(reading.at(end)) {
            if reading.anyOf(rules.errands, at: end) != nil { return false }
            end += 1
        }
        return true
    }

    /// Not the host's division, and the sender's where that is known.
    private func isOfSender(_ division: Int32, _ posting: Posting) -> Bool {
        func touches(_ other: Int32) -> Bool {
            division == other || store.lies(division, in: other) || store.lies(other, in: division)
        }
        if let sender = posting.sendingPlace { return touches(sender) }
        return posting.hostPlace.map { !touches($0.division) } ?? false
    }

    /// A month or a day later than the posting's start.
    private func isBehind(_ date: FoundDate, _ posting: Posting) -> Bool {
        guard let start = posting.start?.value else { return true }
        let value = (date.finish ?? date.start).value
        return start.hasPrefix("XXXX") != value.hasPrefix("XXXX") || value > start && !value.hasPrefix(start)
    }

    /// Nobody else stands in the stretch.
    private func isOf(_ name: String?, _ range: Range<Int>) -> Bool {
        guard analysis.people(in: range).allSatisfy({ $0.name == name }) else { return false }
        return isThirdPerson || !reading.anyOf(["他", "她"], in: range)
    }
}
