internal import Reports

/// Says whose words a quotation is, where its sentence does: X说:“…”, “…”X笑着说.
struct SpeakerFinder {
    let reading: Reading
    let people: [FoundPerson]
    private var rules: SpeechRules { reading.store.rules.speech }

    func speaker(of quotation: Span) -> String? { before(quotation) ?? after(quotation) }

    /// The last person before the mark whom a verb of speaking follows, and whom nobody speaks to.
    private func before(_ quotation: Span) -> String? {
        var end = quotation.start
        while end > 0, end > quotation.start - 3, isMark(reading.at(end - 1)) { end -= 1 }
        let sentence = reading.sentence(max(end - 1, 0))
        for person in people.reversed() where person.span.end <= end {
            guard person.span.start >= sentence.lowerBound, end - person.span.end <= 24 else { return nil }
            if reading.anyOf(rules.addressed, before: person.span.start) != nil { continue }
            return speaks(person.span.end, end) ? person.name : nil
        }
        return nil
    }

    /// The person whom a verb of speaking follows right behind the closing mark.
    private func after(_ quotation: Span) -> String? {
        var start = quotation.end
        while start < quotation.end + 3, isMark(reading.at(start)) { start += 1 }
        guard start > quotation.end else { return nil }
        for person in people where person.span.start >= start {
            guard person.span.start - start <= 12,
                !(start..<person.span.start).contains(where: { Scalars.endsClause(reading.at($0)) }),
                reading.anyOf(rules.addressed, before: person.span.start) == nil
            else { return nil }
            var end = person.span.end
            while end < reading.count, end - person.span.end < 12, !Scalars.endsClause(reading.at(end)) { end += 1 }
            return speaks(person.span.end, end) ? person.name : nil
        }
        return nil
    }

    private func isMark(_ scalar: UInt32) -> Bool {
        scalar == 0x3A || scalar == 0x2C || Scalars.opens(scalar) || Scalars.closes(scalar) || scalar == 0x22
    }

    private func speaks(_ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end {
            if Scalars.endsSentence(reading.at(index)) { return false }
            if reading.anyOf(rules.sayings, at: index) != nil { return true }
            index += 1
        }
        return false
    }
}
