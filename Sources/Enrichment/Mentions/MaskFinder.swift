internal import Reports

/// Finds runs that mask a name, with the masked noun: XX街道, *镇, 张某某.
struct MaskFinder {
    private let reading: Reading
    private let store: LexiconStore
    private var rules: FindingRules { store.rules.findings }
    private(set) var masks: [Span] = []

    /// Masked dates are left to ``DateFinder``.
    init(_ reading: Reading) {
        self.reading = reading
        store = reading.store
    }

    mutating func find(outside dates: [Span]) {
        var dates = dates[...]
        var index = 0
        while index < reading.count {
            while let first = dates.first, first.end <= index { dates.removeFirst() }
            if let first = dates.first, first.start <= index {
                index = first.end
                continue
            }
            let scalar = reading.at(index)
            guard Scalars.isMask(scalar) || scalar == Han.some else {
                index = reading.next(MaskFinder.beginnings, from: index + 1, to: dates.first?.start ?? .max)
                continue
            }
            var end = index
            while reading.at(end) == scalar || Scalars.isMask(scalar) && Scalars.isMask(reading.at(end)) { end += 1 }
            if let span = placeholder(index, end, isSome: scalar == Han.some) {
                masks.append(span)
                index = max(span.end, index + 1)
            } else {
                index = end
            }
        }
    }

    private func placeholder(_ start: Int, _ end: Int, isSome: Bool) -> Span? {
        let nounEnd = noun(after: end)
        let before = reading.at(start - 1)
        if isSome {
            if let from = surname(before: start), nounEnd == nil || isPersonal(end) { return Span(from, end) }
            guard let nounEnd else { return nil }
            if reading.anyOf(rules.notMasked, at: start) != nil { return nil }
            return Span(start, nounEnd)
        }
        let after = reading.at(end)
        // Part of a Latin word, a product or a table rule.
        if Scalars.isLatin(before) || Scalars.isLatin(after) || before == 0x2E || after == 0x2D { return nil }
        let count = end - start
        // □ 某局 某人: a sign before who writes.
        if count == 1, reading.at(start) == 0x25A1 || reading.at(start) == 0x25CF, reading.lineStart(start) == start {
            return nil
        }
        let isLetter = Scalars.isLetter(reading.at(start))
        // 陈××书记, 李××县长: a surname before a mask and a post behind it.
        if let nounEnd, count <= 2, let from = surname(before: start),
            let post = reading.longest(at: end, [.postHead, .address]), end + Int(post.length) == nounEnd,
            Scalars.endsClause(reading.at(from - 1)) || reading.starts(from)
        {
            return Span(from, end)
        }
        if let nounEnd { return Span(start, nounEnd) }
        if count == 1, isLetter { return nil }
        if count == 1, reading.at(start) == 0xD7 { return nil }
        if count == 1, reading.at(start) == 0x2A, !Scalars.isHan(after), !Scalars.isHan(before) { return nil }
        if let from = surname(before: start), count <= 2 { return Span(from, end) }
        if isWholeLine(start, end) { return nil }
        if !Scalars.isHan(before), !Scalars.isHan(after), count > 4 { return nil }
        return Span(start, end)
    }

    private func isWholeLine(_ start: Int, _ end: Int) -> Bool {
        for index in reading.lineStart(start)..<reading.lineEnd(start)
        where index < start || index >= end {
            if Scalars.isHan(reading.at(index)) { return false }
        }
        return true
    }

    /// 张某某: a surname that is no other word here.
    private func surname(before start: Int) -> Int? {
        let position = start - 1
        guard position >= 0, Scalars.isHan(reading.at(position)) else { return nil }
        guard let node = store.node(reading.text[position..<start]), let share = store.surnames[node], share >= 1 else {
            return nil
        }
        if reading.anyOf(rules.notMaskedSurnames, at: position) != nil { return nil }
        // 办公室主任 王某某 is one, 红军 某某 is none: the surname begins a word.
        guard reading.starts(position) || reading.token(at: position)?.count == 1 else { return nil }
        return position
    }

    /// 某某同志, 某某说: a person is meant, not a unit.
    private func isPersonal(_ end: Int) -> Bool {
        reading.anyOf(rules.maskedPeople, at: end) != nil
    }

    /// The masked noun: 镇, 街道办事处, 咖啡合作社, 部长.
    private func noun(after start: Int) -> Int? {
        if let direct = admin(start) { return direct }
        var end = start
        var best: Int?
        var tokens = 0
        while let token = reading.token(at: end), tokens < 4, end - start < 10 {
            let tokenStart = end
            let tokenEnd = Int(token.end)
            guard Scalars.isHan(reading.at(tokenStart)) else { break }
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive,
                WordClass.organisation,
                WordClass.verbalNoun, WordClass.none, WordClass.gazetteer, WordClass.place:
                break
            default: return best
            }
            end = tokenEnd
            tokens += 1
            if let ending = reading.longestEnding(at: end, [.strongEnding, .postHead]), ending.start >= start {
                let kind = ending.hit.kind
                if kind.contains(.strongEnding) || tokens <= 2 { best = end }
            } else if reading.anyOf(rules.maskedUnits, before: end) != nil,
                end - start >= 2, tokens == 1
            {
                best = end
            }
        }
        return best
    }

    private func admin(_ start: Int) -> Int? {
        if let length = reading.anyOf(rules.maskedOffices, at: start) { return start + length }
        guard let length = reading.anyOf(rules.masked, at: start) else { return nil }
        if length == 1 {
            // 市场, 区域, 村民, 县域 are other words.
            if let token = reading.token(at: start), Int(token.start) == start, token.count > 1,
                !store.kind(token.node).contains(.strongEnding), reading.longest(at: start, .postHead) == nil,
                reading.anyOf(rules.maskedSeats, at: start) == nil
            {
                return nil
            }
            if let post = reading.longest(at: start, .postHead), post.length >= 2 { return start + Int(post.length) }
        }
        return start + length
    }

    /// What masks names, and 某.
    private static let beginnings = ScalarFilter((0..<0x10000).filter { Scalars.isMask($0) } + [Han.some])
}
