internal import Reports

/// Finds characters that a scraper or a filter lost or put in.
struct DamageFinder {
    private let reading: Reading
    private(set) var damage: [(span: Span, reason: String)] = []

    init(_ reading: Reading) { self.reading = reading }

    mutating func find() {
        let beginnings = DamageFinder.beginnings
        var next = reading.next(beginnings, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(beginnings, from: index + 1)
            guard reading.at(index) == 0x2E, reading.raw[index] == 0x2E || reading.raw[index] == 0xFF0E else {
                lostWord(index)
                continue
            }
            let (before, after) = (reading.at(index - 1), reading.at(index + 1))
            guard Scalars.isHan(before) || before == Han.listComma, Scalars.isHan(after) || after == 0x28 else {
                continue
            }
            // 1.加强: a list's number.
            if NumberReader.begins(before), index < 2 || !Scalars.isHan(reading.at(index - 2)) { continue }
            let start = wordStart(index)
            let end = wordEnd(index + 1)
            if let last = damage.last, last.span.end > start {
                damage[damage.count - 1].span.end = max(end, last.span.end)
            } else {
                damage.append((Span(start, end), "inserted_period"))
            }
        }
    }

    private func wordStart(_ index: Int) -> Int {
        guard reading.at(index - 1) != Han.listComma, let token = reading.token(at: index - 1) else {
            return max(0, index - 1)
        }
        return max(Int(token.start), index - 4)
    }

    private func wordEnd(_ index: Int) -> Int {
        var start = index
        if reading.at(index) == 0x28 {
            var close = index
            while close < reading.count, close - index < 4, reading.at(close) != 0x29 { close += 1 }
            start = reading.at(close) == 0x29 ? close + 1 : index + 1
        }
        guard let token = reading.token(at: start) else { return min(index + 1, reading.count) }
        return min(Int(token.end), start + 4, reading.count)
    }

    /// 按照的要求, 的和, 根据提出的: a word is missing after a preposition or between two particles.
    private mutating func lostWord(_ index: Int) {
        if reading.anyOf(DamageFinder.prepositions, at: index) != nil {
            damage.append((Span(index, index + 3), "lost_word"))
        } else if reading.at(index) == Han.of, reading.has("的和", at: index), reading.starts(index),
            reading.starts(index + 2),
            reading.token(at: index + 2)?.wordClass == WordClass.noun, reading.token(at: index)?.count == 1,
            reading.token(at: index + 1)?.count == 1
        {
            let end = reading.token(at: index + 2).map { Int($0.end) } ?? index + 2
            damage.append((Span(index, end), "lost_word"))
        }
    }

    private static let prepositions: Words = ["按照的", "根据的", "通过的"]
    /// Full stops, and where a word may be lost: at 的 and the prepositions.
    private static let beginnings = ScalarFilter([0x2E, Han.of] + prepositions.initials)
}
