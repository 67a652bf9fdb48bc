internal import Reports

/// Finds characters that a scraper or a filter lost or put in.
struct DamageFinder {
    private let reading: Reading
    private var rules: FindingRules { reading.store.rules.findings }
    private(set) var damage: [(span: Span, reason: String)] = []

    init(_ reading: Reading) { self.reading = reading }

    mutating func find() {
        defer { damage.sort { $0.span < $1.span } }
        if reading.raw.contains(0x201D) { lostMarks() }
        let beginnings = rules.damageBeginnings
        var next = reading.next(beginnings, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(beginnings, from: index + 1)
            guard reading.at(index) == 0x2E, reading.raw[index] == 0x2E || reading.raw[index] == 0xFF0E else {
                if reading.at(index + 1) == reading.at(index) {
                    doubled(index)
                } else if reading.at(index) != Han.of || reading.at(index + 1) == 0x548C {
                    lostWord(index)
                }
                continue
            }
            let (before, after) = (reading.at(index - 1), reading.at(index + 1))
            guard Scalars.isHan(before) || before == Han.listComma,
                Scalars.isHan(after) || after == 0x28 || before == Han.listComma && after == Han.listComma
            else {
                continue
            }
            // 1.加强: a list's number.
            if NumberReader.begins(before), index < 2 || !Scalars.isHan(reading.at(index - 2)) { continue }
            let start = wordStart(index)
            let end = wordEnd(index + 1)
            if let last = damage.last, last.span.start < start, last.span.end > start {
                damage[damage.count - 1].span.end = max(end, last.span.end)
            } else {
                damage.append((Span(start, end), "inserted_period"))
            }
        }
    }

    /// Where the word before a point begins: with the word before a particle, the last character of an idiom.
    private func wordStart(_ index: Int) -> Int {
        if reading.at(index - 1) == Han.listComma {
            return index >= 2 && reading.at(index + 1) == Han.listComma ? wordStart(index - 1) : max(0, index - 1)
        }
        guard let token = reading.token(at: index - 1) else { return max(0, index - 1) }
        let start = Int(token.start)
        if token.count >= 4 { return index - 1 }
        guard token.count == 1, start > 0, let before = reading.token(at: start - 1), Int(before.end) == start,
            Scalars.isHan(reading.at(start - 1))
        else { return max(start, index - 4) }
        // 发展的|.; 把他|.
        if reading.at(start) == Han.of { return max(Int(before.start), start - 3) }
        let isPronoun = reading.anyOf(rules.pronouns, at: start) != nil
        return isPronoun && before.count == 1 && before.wordClass == WordClass.preposition ? Int(before.start) : start
    }

    private func wordEnd(_ index: Int) -> Int {
        var start = index
        if reading.at(index) == Han.listComma { start = index + 1 }
        if reading.at(index) == 0x28 {
            var close = index
            while close < reading.count, close - index < 4, reading.at(close) != 0x29 { close += 1 }
            start = reading.at(close) == 0x29 ? close + 1 : index + 1
        }
        guard let token = reading.token(at: start) else { return min(index + 1, reading.count) }
        var end = min(Int(token.end), start + 4, reading.count)
        guard token.count == 1, Scalars.isHan(reading.at(end)), let next = reading.token(at: end) else { return end }
        // 发展的.和|热情, 按照.的|要求, 把他.的|账本; .粉|期 of a word that the point cut.
        let before = reading.token(at: index - 2)
        let isBare =
            reading.at(index - 2) == Han.of || before?.wordClass == WordClass.preposition
            || reading.anyOf(rules.pronouns, at: index - 2) != nil
        let isParticle =
            token.wordClass == WordClass.particle || token.wordClass == WordClass.conjunction
            || reading.at(start) == Han.of
        if isParticle ? isBare : isCut(index) && next.count == 1 && next.wordClass == WordClass.noun {
            end = min(Int(next.end), end + 3, reading.count)
        }
        return end
    }

    /// Whether the characters on both sides of the point before are one word.
    private func isCut(_ index: Int) -> Bool {
        guard index >= 2, Scalars.isHan(reading.at(index - 2)), Scalars.isHan(reading.at(index)) else { return false }
        return reading.store.node([reading.at(index - 2), reading.at(index)][...]) != nil
    }

    /// 的韧劲、滴水穿石”的恒心: a closing mark on a line of paired ones that nothing opened.
    private mutating func lostMarks() {
        var open = false
        var pairs = 0
        var lost: [Int] = []
        for index in 0...reading.count {
            let scalar = index < reading.count ? reading.raw[index] : 0x0A
            if scalar == 0x0A {
                if pairs > 0 {
                    for mark in lost {
                        var start = mark
                        while start > 0, mark - start < 8, Scalars.isHan(reading.at(start - 1)),
                            reading.at(start - 1) != Han.of, reading.at(start - 1) != Han.listComma
                        {
                            start -= 1
                        }
                        if mark - start >= 2, mark - start < 8 { damage.append((Span(start, mark + 1), "lost_mark")) }
                    }
                }
                (open, pairs) = (false, 0)
                lost = []
            } else if scalar == 0x201C {
                open = true
            } else if scalar == 0x201D {
                if open { pairs += 1 } else { lost.append(index) }
                open = false
            }
        }
    }

    /// 按照的要求, 的和, 根据提出的: a word is missing after a preposition or between two particles.
    private mutating func lostWord(_ index: Int) {
        if let length = reading.anyOf(rules.cutPrepositions, at: index) {
            damage.append((Span(index, index + length), "lost_word"))
        } else if reading.at(index) == Han.of, reading.has("的和", at: index), reading.starts(index),
            reading.starts(index + 2),
            reading.token(at: index + 2)?.wordClass == WordClass.noun, reading.token(at: index)?.count == 1,
            reading.token(at: index + 1)?.count == 1
        {
            let end = reading.token(at: index + 2).map { Int($0.end) } ?? index + 2
            damage.append((Span(index, end), "lost_word"))
        }
    }

    /// 他他竟然, 还还不够: a word of one character that nobody says twice.
    private mutating func doubled(_ index: Int) {
        guard reading.anyOf(rules.neverTwice, at: index) != nil, reading.at(index + 2) != reading.at(index),
            reading.at(index - 1) != reading.at(index), Scalars.isHan(reading.at(index + 2)),
            reading.token(at: index).map({ $0.count == 1 }) ?? true
        else { return }
        damage.append((Span(index, index + 2), "doubled_character"))
    }

}
