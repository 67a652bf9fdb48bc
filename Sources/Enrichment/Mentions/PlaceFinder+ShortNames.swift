internal import Reports

/// Names without their level: 姜堰, 昭苏.
extension PlaceFinder {
    mutating func shortNames() {
        var index = reading.next(.shortName, from: 0)
        while index < reading.count {
            var end = index + 1
            if covering[index] < 0, Scalars.isHan(reading.at(index)), let place = shortName(index) {
                add(place)
                end = place.span.end
            }
            index = reading.next(.shortName, from: end)
        }
    }

    func shortName(_ start: Int) -> FoundPlace? {
        guard reading.begins(.shortName, at: start) else { return nil }
        for hit in reading.hits(at: start).reversed() where hit.kind.contains(.shortName) {
            let end = start + Int(hit.length)
            guard end - start >= 2, !isCovered(end - 1), !isBlocked(start, end), !isPerson(end) else { continue }
            let chained =
                place(endingAt: start) != nil || reading.at(start - 1) == Han.of && place(endingAt: start - 1) != nil
            let aligned = reading.starts(start) && reading.starts(end)
            // A suffix may have hidden the boundary: 李沧|区情.
            let split = reading.starts(start) && splits(end + 1)
            guard aligned || split || chained || reading.starts(start) && looseEnd(end) else { continue }
            let all = store.divisions(hit.node, .shortName)
            let fullHere = all.filter { resolver.isNamed($0) }
            guard
                aligned || split || chained && chainFits(start, all)
                    || !fullHere.isEmpty && reading.starts(start) && looseEnd(end)
            else { continue }
            if isUniversity(end) || isNamesake(end, form: .short, start: start) { continue }
            if insideLonger(start, end) { continue }
            if Scalars.opens(reading.at(start - 1)), Scalars.closes(reading.at(end)), fullHere.isEmpty,
                reading.at(start - 1) != 0x28
            {
                continue
            }
            guard riskAllows(hit, start, end, chained && chainFits(start, all), fullHere, all) else { continue }
            let candidates = fullHere.isEmpty ? resolver.shortReadings(all) : fullHere
            return FoundPlace(
                span: Span(start, end), form: .short, node: hit.node, candidates: candidates, division: nil)
        }
        return nil
    }

    /// 龙门,男,…; 牧野,他是…: said of a person only.
    private func isPerson(_ end: Int) -> Bool {
        guard reading.at(end) == 0x2C else { return false }
        switch reading.at(end + 1) {
        case 0x7537, 0x5973: return !Scalars.isHan(reading.at(end + 2))
        case 0x4ED6, 0x5979: return reading.at(end + 2) == 0x662F
        default: return false
        }
    }

    /// The word list has it as a name of another sort, or hardly at all.
    func isRareWord(_ hit: Hit, _ common: Int32) -> Bool {
        switch store.classes[Int(hit.node)] {
        case WordClass.otherName, WordClass.person, WordClass.place, WordClass.gazetteer, WordClass.none:
            common >= 0 && common < 1000
        case WordClass.noun: common >= 0 && common < 60
        default: false
        }
    }

    func looseEnd(_ end: Int) -> Bool {
        guard let token = reading.token(at: end) else { return true }
        return token.count <= 2 && token.wordClass != WordClass.idiom
    }

    func chainFits(_ start: Int, _ candidates: [Int32]) -> Bool {
        let end = reading.at(start - 1) == Han.of ? start - 1 : start
        guard let before = place(endingAt: end) else { return false }
        return before.candidates.contains { outer in candidates.contains { store.lies($0, in: outer) } }
    }

    /// Inside a longer name or idiom of the lexicons that the words agree with.
    func insideLonger(_ start: Int, _ end: Int) -> Bool {
        guard let token = reading.token(at: start) else { return false }
        return Int(token.end) > end && token.count > end - start
            && (token.wordClass == WordClass.idiom || token.wordClass == WordClass.phrase)
    }

    func riskAllows(_ hit: Hit, _ start: Int, _ end: Int, _ chained: Bool, _ fullHere: [Int32], _ all: [Int32])
        -> Bool
    {
        if chained { return true }
        let common = store.risks[hit.node] ?? 0
        let risk = isRareWord(hit, common) ? 0 : common
        var (isCurrent, isHigh, isProvince) = (false, false, false)
        for index in all where store.divisions[Int(index)].isCurrent {
            let level = store.divisions[Int(index)].level
            isCurrent = true
            isProvince = isProvince || level == .province
            isHigh = isHigh || level == .province || level == .prefecture
        }
        if !isCurrent, fullHere.isEmpty {
            // Nothing has that name today: only a place's word that was in use lately.
            let last = all.map { store.divisions[Int($0)].to }.max() ?? 0
            guard store.classes[Int(hit.node)] == WordClass.place, last >= 2000 else { return false }
        }
        let wordClass = store.classes[Int(hit.node)]
        let isName = common <= 0 && wordClass != WordClass.otherName || isHigh || isRareWord(hit, common)
        if isProvince { return true }
        if risk == 0 || risk < 0 && isHigh, isName { return true }
        if risk < 0, isName { return !fullHere.isEmpty || trigger(start, end) || isPlaceContext(end) }
        if risk == 0 { return !fullHere.isEmpty || isHigh || trigger(start, end) }
        // An ordinary word: only where the report names the division in full, and here a place is meant.
        if !fullHere.isEmpty
            || isHigh && wordClass != WordClass.verb && wordClass != WordClass.verbalNoun
                && wordClass != WordClass.adjective
        {
            return trigger(start, end) || isPlaceContext(end)
        }
        return false
    }

    func isPlaceContext(_ end: Int) -> Bool {
        reading.anyOf(rules.contexts, at: end) != nil
            || isCovered(end) || reading.at(end) == Han.listComma && isCovered(end + 1)
    }

    /// 在, 到, 赴 … before, and no verb's complement behind.
    func trigger(_ start: Int, _ end: Int) -> Bool {
        var before = start
        if reading.at(before - 1) == 0x20 { before -= 1 }
        guard
            reading.anyOf(rules.triggers, before: before) != nil || isCovered(before - 1)
                || reading.at(before - 1) == Han.listComma && isCovered(before - 2)
        else { return false }
        return reading.anyOf(rules.complements, at: end) == nil
    }
}
