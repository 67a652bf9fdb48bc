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
    private let reading: Reading
    private let store: LexiconStore
    private let places: [FoundPlace]
    private let blocked: [Bool]
    private(set) var people: [FoundPerson] = []
    private var covered: [Bool]
    private let hasDots: Bool
    /// Whether a place ends at a position.
    private let placeEndings: [Bool]
    /// Logarithm of how often a name begins where a word does.
    private let prior = -6.0

    init(_ reading: Reading, places: [FoundPlace], blocked: [Bool]) {
        self.reading = reading
        store = reading.store
        self.places = places
        self.blocked = blocked
        var endings = [Bool](repeating: false, count: reading.count + 1)
        for place in places { endings[place.span.end] = true }
        placeEndings = endings
        hasDots = reading.text.contains(Han.dot)
        covered = [Bool](repeating: false, count: reading.count)
    }

    /// `known` are names the byline gives.
    mutating func find(known: [String]) {
        var fullPlaces = [Bool](repeating: false, count: reading.count)
        for place in places where place.form == .full {
            for index in place.span.start..<place.span.end { fullPlaces[index] = true }
        }
        var names = Set(known.map { $0.unicodeScalars.map(\.value) }.filter { (2...4).contains($0.count) })
        var index = 0
        while index < reading.count {
            guard !blocked[index], !fullPlaces[index],
                Scalars.isHan(reading.at(index)) || Scalars.isLetter(reading.at(index)),
                let end = famous(index) ?? listed(index) ?? dotted(index) ?? spaced(index) ?? likely(index, fullPlaces)
                    ?? transliterated(index) ?? latin(index)
            else {
                index += 1
                continue
            }
            add(index, end)
            names.insert(Array(reading.text[index..<end]))
            index = end
        }
        vote(names, fullPlaces)
        people.sort { $0.span < $1.span }
    }

    private mutating func add(_ start: Int, _ end: Int) {
        for index in start..<end { covered[index] = true }
        let name = reading.slice(start, end).filter { $0 != " " && $0 != "\u{3000}" }
        people.append(FoundPerson(span: Span(start, end), name: name, role: role(start, end)))
    }

    private func role(_ start: Int, _ end: Int) -> String? {
        if let hit = reading.longest(at: end, .address) { return reading.slice(end, end + Int(hit.length)) }
        if let before = reading.longestEnding(at: start, .postHead) { return reading.slice(before.start, start) }
        return nil
    }

    // MARK: Surname and given name

    private func likely(_ start: Int, _ fullPlaces: [Bool]) -> Int? {
        guard reading.begins(.surname, at: start), reading.starts(start) || placeEnds(at: start) else { return nil }
        var best: (end: Int, score: Double)?
        for hit in reading.hits(at: start) where hit.kind.contains(.surname) {
            let share = Double(store.surnames[hit.node] ?? 1) / 10_000
            for given in 1...2 {
                let end = start + Int(hit.length) + given
                guard end <= reading.count,
                    !(start..<end).contains(where: { covered[$0] || fullPlaces[$0] || blocked[$0] })
                else { continue }
                guard let score = score(start, Int(hit.length), end, share: share) else { continue }
                if score > best?.score ?? 0 { best = (end, score) }
            }
        }
        return best?.end
    }

    private func placeEnds(at index: Int) -> Bool { placeEndings[index] }

    /// Above 0 where the characters are a name; nil where they cannot be.
    private func score(_ start: Int, _ surname: Int, _ end: Int, share: Double) -> Double? {
        let given = end - start - surname
        var name = Logarithm.double(share)
        for index in (start + surname)..<end {
            guard Scalars.isHan(reading.at(index)) else { return nil }
            name += store.givenNameScore(reading.at(index))
        }
        if isVetoed(start, surname, end) { return nil }
        var before = contextBefore(start)
        let after = contextAfter(end)
        if isCell(start, end) { before += 6 }
        guard let words = wordScore(start, end, context: before + after) else { return nil }
        var total = name - words + prior + before + after
        if given == 1 { total -= before + after >= 3 ? 1.5 : 5 }
        return total > 0 ? total : nil
    }

    /// What the same characters score as words; nil where the words' ends do not fit.
    private func wordScore(_ start: Int, _ end: Int, context: Double) -> Double? {
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
                return -25
            }
            total += token.node > 0 ? Double(store.nodes[Int(token.node)].score) : -15
            index = tokenEnd
        }
        return total
    }

    private func isVetoed(_ start: Int, _ surname: Int, _ end: Int) -> Bool {
        // 周部长, 刘主任, 韦文书: a surname and a post.
        if let hit = reading.longest(at: start + surname, [.postHead, .address, .personBefore, .rank]), hit.length >= 2
        {
            return true
        }
        if reading.anyOf(PersonFinder.afterSurname, at: start + surname) != nil { return true }
        // 老杨, 小魏 before; 镇, 村 behind.
        let before = reading.at(start - 1)
        if before == 0x8001 || before == 0x5C0F || before == 0x59D3 {
            if reading.token(at: start - 1)?.count == 1 { return true }
        }
        if before == Han.ordinal || before == 0xB7 { return true }
        if reading.anyOf(PersonFinder.placeEndings, at: end) != nil {
            // 王大同 市 is none, but a role before a name decides.
            return contextBefore(start) < 2
        }
        return false
    }

    private func contextBefore(_ start: Int) -> Double {
        var index = start
        while reading.at(index - 1) == 0x20 || reading.at(index - 1) == 0x09 { index -= 1 }
        let before = reading.at(index - 1)
        if before == 0x0A || before == 0x201C || before == 0x3A { return 1 }
        if before == Han.listComma, covered.indices.contains(index - 2), covered[index - 2] { return 4 }
        if let role = reading.longestEnding(at: index, [.personBefore, .postHead], limit: 6), index - role.start >= 1 {
            return 3.5
        }
        if let token = reading.token(at: index - 1), token.wordClass == WordClass.noun, token.count >= 2,
            [0x5458, 0x957F, 0x5E08, 0x5BB6, 0x6237, 0x5DE5, 0x5175, 0x751F].contains(before)
        {
            return 3
        }
        if placeEnds(at: index) { return 1 }
        return reading.anyOf(PersonFinder.before, before: index) != nil ? 0.5 : 0
    }

    /// Alone on its line or in a table's cell.
    private func isCell(_ start: Int, _ end: Int) -> Bool {
        let before = reading.at(start - 1)
        let after = reading.at(end)
        return (before == 0x0A || before == 0x09) && (after == 0x0A || after == 0x09 || after == 0x0D)
            && end - start >= 2
    }

    private func contextAfter(_ end: Int) -> Double {
        if reading.anyOf(PersonFinder.behind, at: end) != nil { return 3 }
        if let hit = reading.longest(at: end, .personAfter) { return hit.length >= 2 ? 3.5 : 2.5 }
        let next = reading.at(end)
        if next == 0x0A, reading.lineEnd(end) == end { return 1 }
        if next == 0x29 || next == 0x3A || next == 0x09 { return 1.5 }
        if next == 0x2C || next == 0x28 || next == Han.listComma { return 0.5 }
        return 0
    }

    // MARK: Other forms

    /// A cell between a serial number and a sex, or beside one: 武功成 in a list is a person.
    private func listed(_ start: Int) -> Int? {
        let before = reading.at(start - 1)
        guard before == 0x0A || before == 0x09, let hit = reading.longest(at: start, .surname) else { return nil }
        var end = start
        while Scalars.isHan(reading.at(end)), end - start < 5 { end += 1 }
        guard (2...4).contains(end - start), end - start > Int(hit.length), Scalars.isBlank(reading.at(end)),
            reading.at(end) != 0x20
        else { return nil }
        var next = end
        while Scalars.isBlank(reading.at(next)), next < reading.count { next += 1 }
        let sex = reading.at(next) == 0x7537 || reading.at(next) == 0x5973
        var last = start - 1
        while last >= 0, Scalars.isBlank(reading.at(last)) { last -= 1 }
        let serial = Scalars.isDigit(reading.at(last))
        return serial && (sex || before == 0x09) || sex && Scalars.isBlank(reading.at(next + 1)) ? end : nil
    }

    private func famous(_ start: Int) -> Int? {
        guard reading.starts(start), let hit = reading.longest(at: start, .person) else { return nil }
        let end = start + Int(hit.length)
        return reading.starts(end) || hit.length >= 3 ? end : nil
    }

    /// 庞  博 in a table.
    private func spaced(_ start: Int) -> Int? {
        guard reading.at(start + 1) == 0x20,
            reading.at(start - 1) == 0x0A || reading.at(start - 1) == 0x09 || reading.at(start - 1) == 0x28
                || reading.at(start - 1) == 0x20
        else { return nil }
        guard let node = store.node(reading.text[start..<(start + 1)]), store.surnames[node] != nil else { return nil }
        var index = start + 1
        while reading.at(index) == 0x20, index - start <= 4 { index += 1 }
        guard Scalars.isHan(reading.at(index)), store.givenNames[reading.at(index)] ?? 0 > 1000 else { return nil }
        let next = reading.at(index + 1)
        guard next == 0x0A || next == 0x09 || next == 0x29 || next == 0x2C || next == 0x20 else { return nil }
        return index + 1
    }

    /// 买买提·艾力.
    private func dotted(_ start: Int) -> Int? {
        guard hasDots, reading.starts(start) else { return nil }
        var index = start
        var dots = 0
        var part = 0
        while index < reading.count {
            let scalar = reading.at(index)
            if scalar == Han.dot {
                guard part >= 1, part <= 6 else { return nil }
                dots += 1
                part = 0
            } else if Scalars.isHan(scalar), part < 6 {
                // After the dot a word that is none of a name ends it.
                if dots > 0, part >= 2, reading.starts(index), store.givenNames[scalar] == nil || isPlainWord(index) {
                    break
                }
                if dots == 0, part > 0, reading.longest(at: index, .personBefore) != nil { return nil }
                part += 1
            } else {
                break
            }
            index += 1
        }
        guard dots > 0, part >= 1, index - start <= 14 else { return nil }
        // The part before the dot must be no ordinary word: 童心·彩绘 is a title, 重托·焦虑 a heading.
        if reading.at(start - 1) == 0x300A || reading.at(start - 1) == 0x201C { return nil }
        guard let first = (start..<index).first(where: { reading.at($0) == Han.dot }) else { return nil }
        return isPlainWord(start) || isPlainWord(first + 1) ? nil : index
    }

    private func isPlainWord(_ index: Int) -> Bool {
        guard let token = reading.token(at: index) else { return false }
        return token.count >= 2 && token.wordClass != WordClass.person
            && store.kind(token.node).isDisjoint(with: .nameSyllable)
            || token.count == 1
                && [WordClass.verb, WordClass.particle, WordClass.preposition, WordClass.conjunction, WordClass.adverb]
                    .contains(token.wordClass)
    }

    /// 尕玛旺扎, 古丽努尔: syllables of other languages after a role or before one.
    private func transliterated(_ start: Int) -> Int? {
        guard reading.starts(start), (start..<(start + 6)).contains(where: { reading.begins(.nameSyllable, at: $0) }),
            reading.begins(.nameSyllable, at: start) || contextBefore(start) >= 3
        else { return nil }
        var end = start
        var syllables = 0
        while end < reading.count, end - start < 6 {
            if let hit = reading.longest(at: end, .nameSyllable) {
                syllables += 1
                end += Int(hit.length)
            } else if Scalars.isHan(reading.at(end)), let token = reading.token(at: end), token.count == 1,
                token.wordClass == WordClass.none || token.wordClass == WordClass.noun
                    || token.wordClass == WordClass.gazetteer || end == start,
                reading.longest(at: end, .personAfter) == nil
            {
                end += 1
            } else {
                break
            }
        }
        guard syllables >= 1, (3...6).contains(end - start) else { return nil }
        let context = contextBefore(start) + contextAfter(end)
        return syllables >= 2 || context >= 2.5 ? end : nil
    }

    /// Andreas Keller before 博士.
    private func latin(_ start: Int) -> Int? {
        guard reading.at(start) >= 0x41, reading.at(start) <= 0x5A, !Scalars.isLatin(reading.at(start - 1)),
            reading.at(start - 1) != 0x20 || !Scalars.isLatin(reading.at(start - 2))
        else { return nil }
        var index = start
        var words = 0
        while words < 3 {
            guard reading.at(index) >= 0x41, reading.at(index) <= 0x5A, Scalars.isLetter(reading.at(index + 1)),
                reading.at(index + 1) >= 0x61
            else { break }
            while Scalars.isLetter(reading.at(index)) { index += 1 }
            words += 1
            if reading.at(index) == 0x20, Scalars.isLetter(reading.at(index + 1)) { index += 1 }
        }
        guard words >= 2, reading.longest(at: index, [.address, .personAfter]) != nil else { return nil }
        return index
    }

    // MARK: Vote

    /// A name that was sure once is one wherever it stands.
    private mutating func vote(_ names: Set<[UInt32]>, _ fullPlaces: [Bool]) {
        let byFirst = Dictionary(grouping: names.filter { !$0.contains(0x20) }, by: { $0[0] })
        let first = ScalarFilter(byFirst.keys)
        for index in 0..<reading.count
        where first.mayContain(reading.at(index)) && !covered[index] && !blocked[index] {
            guard let candidates = byFirst[reading.at(index)] else { continue }
            for name in candidates.sorted(by: { $0.count > $1.count }) where reading.has(name, at: index) {
                let end = index + name.count
                guard !(index..<end).contains(where: { covered[$0] || fullPlaces[$0] }) else { continue }
                guard name.count > 2 || reading.starts(index) && reading.starts(end) else { continue }
                add(index, end)
                break
            }
        }
    }

    // MARK: What stands beside

    private static let before: Words = [
        "和", "与", "是", "由", "请", "对", "向", "跟", "陪", "见到", "像", "如", "给", "让", "的",
    ]
    private static let behind: Words = ["《", "的“", "的这", "的诗", "西行", "笔下"]
    private static let afterSurname: Words = ["副", "总", "某", "氏", "姓"]
    private static let placeEndings: Words = [
        "镇", "乡", "村", "县", "区", "市", "州", "街道", "路", "山", "河", "湖", "江", "嘎查", "社区", "公司", "集团", "大学", "中学", "小学",
        "族",
    ]
}

extension Logarithm {
    static func double(_ value: Double) -> Double { Double(natural(Float(value))) }
}
