internal import Reports

/// Townships without their suffix.
extension PlaceFinder {
    mutating func townshipBases() {
        var bases: [[UInt32]: Int32] = [:]
        var hasTownship = false
        for place in places {
            guard let division = place.division, store.divisions[Int(division)].level == .township else { continue }
            hasTownship = true
            let full = Array(reading.text[place.span.start..<place.span.end])
            if let suffix = reading.anyOf(rules.townshipEndings, before: place.span.end), full.count >= suffix + 2 {
                bases[Array(full.dropLast(suffix))] = division
            }
        }
        var next = reading.next(.townshipBase, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(.townshipBase, from: index + 1)
            guard covering[index] < 0, let hit = reading.longest(at: index, .townshipBase) else { continue }
            let end = index + Int(hit.length)
            guard end - index >= 2, !isCovered(end - 1), !isBlocked(index, end) else { continue }
            if !bases.isEmpty, let division = bases[Array(reading.text[index..<end])] {
                guard baseIsMeant(index, end) else { continue }
                add(
                    FoundPlace(
                        span: Span(index, end), form: .base, node: hit.node, candidates: [division], division: division)
                )
            } else if hasTownship, let variant = variant(index, end) {
                add(variant)
            } else if let division = lone(hit, index, end) {
                add(
                    FoundPlace(
                        span: Span(index, end), form: .base, node: hit.node, candidates: [division], division: division)
                )
            }
        }
    }

    func baseIsMeant(_ start: Int, _ end: Int) -> Bool {
        guard reading.starts(start), reading.starts(end) || reading.token(at: start)?.count ?? 0 <= end - start else {
            return false
        }
        if isNamesake(end, form: .base, start: start)
            || reading.anyOf(rules.notTownships, at: end) != nil
        {
            return false
        }
        guard let token = reading.token(at: start) else { return false }
        let isWord =
            Int(token.start) == start && Int(token.end) == end && token.wordClass != WordClass.place
            && token.wordClass != WordClass.gazetteer && store.frequencies[Int(token.node)] > 0
        if isWord { return trigger(start, end) }
        // The name of the water it lies at: 草海 in 草海边.
        return !isWaterHere(start, end)
    }

    func isWaterHere(_ start: Int, _ end: Int) -> Bool {
        let name = Array(reading.text[start..<end])
        guard let last = name.last, [0x6D77, 0x6E56, 0x6CB3, 0x6C5F, 0x6C60, 0x6CC9, 0x5C71].contains(last) else {
            return false
        }
        var index = 0
        while index + name.count < reading.count {
            if reading.has(name, at: index), reading.anyOf(rules.waters, at: index + name.count) != nil {
                return true
            }
            index += 1
        }
        return false
    }

    /// 大宁街道 beside 大宁路街道: the same place with a character left out.
    func variant(_ start: Int, _ end: Int) -> FoundPlace? {
        guard reading.starts(start), let length = reading.anyOf(["街道", "镇", "乡"], at: end),
            reading.longest(at: start, .township) == nil
        else { return nil }
        let base = Array(reading.text[start..<end])
        for place in places where place.form == .full {
            guard let division = place.division, store.divisions[Int(division)].level == .township else { continue }
            let full = Array(reading.text[place.span.start..<place.span.end])
            if full.count == base.count + length + 1, Array(full.prefix(base.count)) == base,
                Array(full.suffix(length)) == Array(reading.text[end..<(end + length)])
            {
                return FoundPlace(
                    span: Span(start, end + length), form: .base, node: 0, candidates: [division], division: division)
            }
        }
        return nil
    }

    /// 初到徐溜: a name that only one township has and no word is.
    func lone(_ hit: Hit, _ start: Int, _ end: Int) -> Int32? {
        guard hit.kind.isDisjoint(with: [.word, .shortName, .division]) else { return nil }
        guard reading.anyOf(rules.beforeLone, before: start) != nil, reading.starts(start) else {
            return nil
        }
        let all = store.divisions(hit.node, .townshipBase)
        guard all.count == 1 else { return nil }
        let next = reading.at(end)
        guard Scalars.endsClause(next) || reading.anyOf(rules.afterLone, at: end) != nil else { return nil }
        return all[0]
    }
}
