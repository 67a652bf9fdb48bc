internal import Reports

/// A personal name found.
struct FoundPerson {
    var span: Span
    /// Without blanks inside.
    var name: String
    var role: String?
}

/// Finds personal names: how likely the characters are a name against the words they would else be, what stands
/// beside them, and a vote over the report.
struct PersonFinder {
    let reading: Reading
    let store: LexiconStore
    var rules: PersonRules { store.rules.people }
    let places: [FoundPlace]
    let blocked: [Bool]
    var people: [FoundPerson] = []
    var covered: [Bool]
    let hasDots: Bool
    /// The first dot, the text's end where there is none.
    private let firstDot: Int
    /// Names that fell short, with how much each time: together they may be sure.
    var doubtful: [[UInt32]: [Double]] = [:]
    /// Where a name may begin within a word of the dictionary.
    var resumed = -1
    /// Whether a place begins, and whether one ends, at a position.
    let placeBeginnings: [Bool]
    let placeEndings: [Bool]
    /// Logarithm of how often a name begins where a word does.
    let prior = -6.0

    init(_ reading: Reading, places: [FoundPlace], blocked: [Bool]) {
        self.reading = reading
        store = reading.store
        self.places = places
        self.blocked = blocked
        var endings = [Bool](repeating: false, count: reading.count + 1)
        var beginnings = [Bool](repeating: false, count: reading.count + 1)
        for place in places {
            endings[place.span.end] = true
            beginnings[place.span.start] = true
        }
        placeEndings = endings
        placeBeginnings = beginnings
        firstDot = reading.next(PersonFinder.dots, from: 0)
        hasDots = firstDot < reading.count
        covered = [Bool](repeating: false, count: reading.count)
    }

    private static let dots = ScalarFilter([Han.dot, 0x2E])

    /// `known` are names the byline gives.
    mutating func find(known: [String]) {
        var fullPlaces = [Bool](repeating: false, count: reading.count)
        for place in places where place.form == .full {
            for index in place.span.start..<place.span.end { fullPlaces[index] = true }
        }
        var names = Set(known.map { $0.unicodeScalars.map(\.value) }.filter { (2...4).contains($0.count) })
        entries(fullPlaces, &names)
        let known = known.map { $0.unicodeScalars.map(\.value) }.filter { $0.count >= 3 }
        let initials = ScalarFilter(Array(0x41...0x5A) + known.map { $0[0] })
        var dot = firstDot
        var index = 0
        while true {
            if dot < index { dot = reading.next(PersonFinder.dots, from: index) }
            // Up to seven characters before a dot everything may be a name.
            index = reading.next(PersonFinder.beginnings, or: initials, beforeBlank: true, from: index, to: dot - 7)
            if index >= reading.count { break }
            let kinds = reading.kinds(at: index)
            guard !blocked[index], !covered[index], !fullPlaces[index],
                Scalars.isHan(reading.at(index)) || Scalars.isLetter(reading.at(index)),
                let end = end(of: index, kinds, known, dot: dot, fullPlaces)
            else {
                index += 1
                continue
            }
            add(index, end)
            names.insert(Array(reading.text[index..<end]))
            index = end
        }
        for (name, scores) in doubtful where scores.count > 1 && (scores.max() ?? -5) > (scores.count > 2 ? -4 : -2.5) {
            names.insert(name)
        }
        companions(fullPlaces, &names)
        // Once more for those named beside the first.
        if weigh(fullPlaces, &names) { weigh(fullPlaces, &names) }
        cutDotted()
        vote(names, fullPlaces)
        shorten()
        lengthen()
        people.sort { $0.span < $1.span }
    }

    /// What one of the ways to find a name begins with, beside a known name's first character, a capital letter, a blank
    /// behind and a dot nearby.
    private static let beginnings: TermKind = [.person, .surname, .nameSyllable, .nameCharacter]

    /// Where the name ends that begins here. Each way is asked where what it begins with stands.
    private mutating func end(
        of index: Int, _ kinds: TermKind, _ known: [[UInt32]], dot: Int, _ fullPlaces: [Bool]
    ) -> Int? {
        for name in known where reading.has(name, at: index) { return index + name.count }
        if let end = labelled(index) ?? comrade(index) { return end }
        if kinds.contains(.person), let end = famous(index) { return end }
        // Most stand within words, where no way leads from them to a name.
        let isOpen =
            reading.starts(index) || placeEnds(at: index) || reading.endsName([.personBefore, .postHead], at: index)
        let isSurname =
            kinds.contains(.surname) && (isOpen || index == resumed || reading.at(index &- 1) <= 0x0A)
        if isSurname, let end = listed(index) { return end }
        if dot &- index <= 7, let end = dotted(index) { return end }
        if reading.at(index &+ 1) == 0x20 || reading.at(index &+ 2) == 0x20, let end = spaced(index) { return end }
        if isOpen, !kinds.isDisjoint(with: [.nameSyllable, .nameCharacter]), let end = transliterated(index) {
            return end
        }
        if isSurname, let end = likely(index, fullPlaces) ?? framed(index, fullPlaces) { return end }
        return reading.at(index) <= 0x5A ? latin(index) : nil
    }

    mutating func add(_ start: Int, _ end: Int) {
        for index in start..<end { covered[index] = true }
        let hasBlank = (start..<end).contains { reading.raw[$0] == 0x20 || reading.raw[$0] == 0x3000 }
        let name =
            hasBlank
            ? reading.slice(start, end).filter { $0 != " " && $0 != "\u{3000}" } : reading.slice(start, end)
        people.append(FoundPerson(span: Span(start, end), name: name, role: role(start, end)))
    }

    func role(_ start: Int, _ end: Int) -> String? {
        if let hit = reading.longest(at: end, .address) { return reading.slice(end, end + Int(hit.length)) }
        if let before = reading.longestEnding(at: start, .postHead) { return reading.slice(before.start, start) }
        return nil
    }

    // MARK: Surname and given name

    mutating func likely(_ start: Int, _ fullPlaces: [Bool]) -> Int? {
        guard reading.begins(.surname, at: start), reading.starts(start) || placeEnds(at: start) || start == resumed
        else { return nil }
        guard let best = best(start, fullPlaces, above: -5) else { return nil }
        guard best.score > 0 else {
            if best.end - start >= 3 {
                doubtful[Array(reading.text[start..<best.end]), default: []].append(best.score)
            }
            return nil
        }
        // 向|陈启清: a word before the name that could be a surname too.
        if reading.anyOf(rules.functionSurnames, at: start) != nil, reading.begins(.surname, at: start + 1),
            let inner = self.best(start + 1, fullPlaces, above: -3), inner.score > min(best.score - 2, 0),
            inner.end >= best.end
        {
            resumed = start + 1
            return nil
        }
        return end(start, best.end)
    }

    /// 王明|祖: a character that only goes on with the name, before a break or a predicate.
    private func end(_ start: Int, _ end: Int) -> Int {
        guard end < reading.count, let token = reading.token(at: end), token.count == 1, Int(token.start) == end,
            reading.anyOf(rules.nameTails, at: end) == nil,
            end - start == 2 || isSpelled(start + 1) && reading.begins(.nameCharacter, at: end),
            [WordClass.noun, WordClass.none, WordClass.person, WordClass.place].contains(token.wordClass),
            store.givenNames[reading.at(end)] ?? 0 >= 3_000, contextAfter(end) == 0, !covered[end], !blocked[end],
            contextAfter(end + 1) > 0 || reading.anyOf(rules.predicates, at: end + 1) != nil,
            reading.starts(end + 1)
        else { return end }
        return end + 1
    }

    /// The best name from here on that scores above a limit.
    func best(_ start: Int, _ fullPlaces: [Bool], above limit: Double = 0) -> (end: Int, score: Double)? {
        var best: (end: Int, score: Double)?
        // Up to where nothing else has the characters.
        guard let longest = reading.longest(at: start, .surname) else { return nil }
        let most = min(start + Int(longest.length) + 2, reading.count)
        var free = start
        while free < most, !covered[free], !blocked[free], fullPlaces.isEmpty || !fullPlaces[free] { free += 1 }
        for hit in reading.hits(at: start) where hit.kind.contains(.surname) {
            let share = store.surnameScore(hit.node)
            for given in 1...2 {
                let end = start + Int(hit.length) + given
                guard end <= free,
                    let score = score(start, Int(hit.length), end, share: share, above: best?.score ?? limit)
                else { continue }
                if score > best?.score ?? limit { best = (end, score) }
            }
        }
        return best
    }

    func placeEnds(at index: Int) -> Bool { placeEndings[index] }

    /// Above 0 where the characters are a name; nil where they cannot be, or cannot come above a limit. `share` is the
    /// logarithm of the surname's.
    func score(_ start: Int, _ surname: Int, _ end: Int, share: Double, above limit: Double) -> Double? {
        let given = end - start - surname
        var name = share
        for index in (start + surname)..<end {
            guard Scalars.isHan(reading.at(index)) else { return nil }
            name += store.givenNameScore(reading.at(index))
        }
        // (刘一舟  县教育局): a byline in brackets.
        let frame =
            (isCell(start, end) ? 6.0 : 0)
            + (reading.at(start - 1) == 0x28 && Scalars.isBlank(reading.at(end)) ? 4.0 : 0)
        // With the most that both sides can say it must come above the limit.
        guard let least = wordScore(start, end, context: 8), name - least + prior + frame + 10 > limit - 0.001,
            !isVetoed(start, surname, end)
        else { return nil }
        let before = contextBefore(start) + frame
        let after = contextAfter(end)
        guard let words = wordScore(start, end, context: before + after) else { return nil }
        var total = name - words + prior + before + after
        // Both sides speak for a name.
        if before >= 4, after >= 1 { total += after >= 2.5 ? 2 : 1 }
        // 黄精|长: a word that begins as a name does.
        if before < 3, given == 2, let token = reading.token(at: start), Int(token.start) == start, token.count == 2,
            token.wordClass != WordClass.person
        {
            total -= 3
        }
        if given == 1, surname == 1 { total -= before + after >= 3 ? 1.5 : 5 }
        if given == 2,
            reading.anyOf(rules.adverbs, at: end - 1) != nil && !isClosed(end)
                || (reading.longest(at: end - 1, .personAfter)?.length ?? 0) >= 2
        {
            total -= 7
        }
        return total
    }

    /// 敖继刚, 刘三更: before a mark the last character is no adverb.
    private func isClosed(_ end: Int) -> Bool {
        Scalars.endsClause(reading.at(end)) || reading.at(end) == Han.listComma || reading.at(end) == 0x28
            || reading.at(end) == 0x29
    }

    /// What the same characters score as words; nil where the words' ends do not fit.
    func wordScore(_ start: Int, _ end: Int, context: Double) -> Double? {
        var index = start
        var total = 0.0
        while index < end, let token = reading.token(at: index) {
            let tokenEnd = Int(token.end)
            if tokenEnd > end {
                // The last character belongs to the next word.
                return nil
            }
            if Int(token.start) == start, tokenEnd == end, token.count > 1 {
                // A known person's name scores well; any other word is that word.
                guard token.wordClass == WordClass.person, context >= 2.5 else { return nil }
                return store.frequencies[Int(token.node)] < 100 ? -25 : -17
            }
            total += token.node > 0 ? Double(store.nodes[Int(token.node)].score) : -15
            index = tokenEnd
        }
        return total
    }

    func contextBefore(_ start: Int) -> Double {
        var index = start
        while reading.at(index - 1) == 0x20 || reading.at(index - 1) == 0x09 { index -= 1 }
        let before = reading.at(index - 1)
        if before == 0x0A || before == 0x201C || before == 0x3A { return 1 }
        if covered.indices.contains(index - 2), covered[index - 2] {
            if before == Han.listComma { return 4 }
            if before == 0x548C || before == 0x4E0E || before == 0x53CA { return 3 }
        }
        if let role = reading.longestEnding(at: index, [.personBefore, .postHead], limit: 6), index - role.start >= 1,
            reading.starts(role.start) || index - role.start >= 3 || reading.starts(index)
        {
            return 4.5
        }
        if let token = reading.token(at: index - 1), token.wordClass == WordClass.noun, token.count >= 2,
            rules.roleEndings.contains(before)
        {
            return 3
        }
        if composedRole(index) { return 3.5 }
        if before == Han.of, index >= 2 {
            if reading.endsName(.strongEnding, at: index - 1) { return 2.5 }
            if placeEnds(at: index - 1) { return 1.5 }
            if reading.at(index - 2) == 0x5C81 { return 3 }  // 八岁的
        }
        if before == 0x28 { return 1 }
        if placeEnds(at: index) { return 1 }
        return reading.anyOf(rules.before, before: index) != nil ? 0.5 : 0
    }

    /// Alone on its line or in a table's cell.
    func isCell(_ start: Int, _ end: Int) -> Bool {
        let before = reading.at(start - 1)
        let after = reading.at(end)
        return (before == 0x0A || before == 0x09) && (after == 0x0A || after == 0x09 || after == 0x0D)
            && end - start >= 2
    }

    func contextAfter(_ end: Int) -> Double {
        if reading.anyOf(rules.behind, at: end) != nil { return 3 }
        if let hit = reading.longest(at: end, .personAfter), hit.length == 1 || reading.starts(end) {
            return hit.length >= 2 ? 3.5 : 2.5
        }
        if let hit = reading.longest(at: end, [.postHead, .address]), hit.length >= 2 { return 2.5 }
        let next = reading.at(end)
        // 戎马|副市长.
        if next == 0x526F, let hit = reading.longest(at: end + 1, .postHead), hit.length >= 2 { return 2.5 }
        if next == 0x0A, reading.lineEnd(end) == end { return 1 }
        if next == 0x29 || next == 0x3A || next == 0x09 { return 1.5 }
        if next == 0x2C || next == 0x28 || next == 0x3002 { return 1 }
        if next == Han.listComma { return 0.5 }
        // 次旦|姐, 王建国|叔.
        if rules.kin.contains(next), reading.token(at: end)?.count == 1 { return 2.5 }
        // 禄正才|家.
        if next == 0x5BB6, reading.token(at: end)?.count == 1 { return 2 }
        return 0
    }

    // MARK: Vote

    /// A name that was sure once is one wherever it stands.
    mutating func vote(_ names: Set<[UInt32]>, _ fullPlaces: [Bool]) {
        // The names of each first character, the longest first.
        let names = names.filter { !$0.contains(0x20) }.sorted { ($0[0], $1.count) < ($1[0], $0.count) }
        guard !names.isEmpty else { return }
        let first = ScalarFilter(names.lazy.map { $0[0] })
        var next = reading.next(first, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(first, from: index + 1)
            guard !covered[index], !blocked[index] else { continue }
            let scalar = reading.at(index)
            var (low, high) = (0, names.count)
            while low < high {
                let middle = (low + high) / 2
                if names[middle][0] < scalar { low = middle + 1 } else { high = middle }
            }
            for place in low..<names.count {
                let name = names[place]
                if name[0] != scalar { break }
                guard reading.has(name, at: index) else { continue }
                let end = index + name.count
                guard !(index..<end).contains(where: { covered[$0] || fullPlaces[$0] }) else { continue }
                guard name.count > 2 || reading.starts(index) && reading.starts(end), !isWordHere(index, end) else {
                    continue
                }
                add(index, end)
                break
            }
        }
    }
}

extension Logarithm {
    static func double(_ value: Double) -> Double { Double(natural(Float(value))) }
}
