internal import Reports

/// Names that the people finder does not know, in slots where only a name can stand.
extension StoryReader {
    /// U副院长某人到…: behind a unit and an office, before what a person does.
    func name(behind unit: PostingUnit) -> FoundPerson? {
        if let span = unit.span, let place = unit.place, place.span.end == span.end, !unit.isGeneric,
            place.division.map({ finder.store.divisions[Int($0)].level != .township }) ?? true
        {
            return nil
        }
        let start = reading.at(unit.end) == Han.of ? unit.end + 1 : unit.end
        if !analysis.people(in: start..<start + 12).isEmpty { return nil }
        var slots: [(start: Int, isOffice: Bool)] = []
        if let post = posts.postSpan(start, posts.clauseEnd(start)), post.start == start, post.count <= 14 {
            slots.append((post.end, true))
        } else {
            var index = start
            while index < start + 10, Scalars.isHan(reading.at(index)) {
                if reading.begins(.surname, at: index) { slots.append((index, false)) }
                guard let token = reading.token(at: index) else { break }
                if token.wordClass == WordClass.verb || token.wordClass == WordClass.preposition { break }
                index = max(index + 1, Int(token.end))
            }
        }
        for slot in slots {
            if let span = name(at: slot.start, isOffice: slot.isOffice) { return found(span) }
        }
        return nil
    }

    private func name(at start: Int, isOffice: Bool) -> Span? {
        guard isFree(start), isOffice || reading.begins(.surname, at: start) else { return nil }
        let limit = reading.begins(.surname, at: start) ? 4 : 5
        var end = start + 1
        while end < start + limit, Scalars.isHan(reading.at(end)) {
            end += 1
            guard reading.starts(end) else { continue }
            if acts(end) || isOffice && closesName(end)
                || !isOffice && reading.longest(at: end, [.postHead, .rank]) != nil
            {
                let isWord = !isOffice && reading.token(at: start).map { Int($0.end) == end && $0.count > 1 } ?? false
                return isWord || reading.anyOf(words.noNameEndings, before: end) != nil ? nil : Span(start, end)
            }
            if reading.anyOf(words.noNameCharacters, at: end) != nil { return nil }
        }
        return nil
    }

    /// 郎多,U总监; 梅子青(生命科学专业); 沈默同志: at the head of an entry or a sentence.
    func name(atHead index: Int) -> FoundPerson? {
        let isEntry = index > 1 && !Scalars.isHan(reading.at(index - 1)) && !Scalars.isBlank(reading.at(index - 1))
        guard
            isFree(index) || isEntry && reading.begins(.surname, at: index) && analysis.organisation(at: index) == nil,
            reading.begins(.surname, at: index) || reading.token(at: index)?.count ?? 0 == 1
        else { return nil }
        var end = index + 1
        while end < index + 4, Scalars.isHan(reading.at(end)) {
            end += 1
            if reading.has("同志", at: end) { return found(Span(index, end)) }
            guard closesName(end) else { continue }
            var next = end + 1
            if let length = reading.anyOf(words.beforeUnits, at: next) { next += length }
            let isUnit = analysis.organisation(at: next) != nil || !analysis.places(in: next..<next + 1).isEmpty
            // ◆ 某人(某专业): a heading of its own.
            if reading.at(end) == 0x28, reading.at(index - 1) > 0x2000 || reading.at(index - 2) > 0x2000,
                reading.lineEnd(end) - index < 24, reading.at(reading.lineEnd(end) - 1) == 0x29
            {
                return found(Span(index, end))
            }
            if posts.ending(end + 1, posts.clauseEnd(end + 1)) != nil { return found(Span(index, end)) }
            let isOffice = reading.longest(at: next, [.postHead, .rank]) != nil
            return isUnit || isOffice || next > end + 1 ? found(Span(index, end)) : nil
        }
        return nil
    }

    func name(from index: Int, to end: Int) -> FoundPerson? {
        guard isFree(index),
            !(index..<end).contains(where: { analysis.person(at: $0) != nil || !Scalars.isHan(reading.at($0)) }),
            analysis.people(in: index - 4..<index).last.map({ $0.span.end <= index }) ?? true
        else { return nil }
        return found(Span(index, end))
    }

    /// 当副馆长的某人。: behind a post and 的, before the clause's end.
    func name(entitled start: Int) -> FoundPerson? {
        guard reading.begins(.surname, at: start), isFree(start) else { return nil }
        for end in start + 2...start + 3
        where Scalars.endsClause(reading.at(end)) || reading.has("同志", at: end) {
            guard (start..<end).allSatisfy({ Scalars.isHan(reading.at($0)) }), !isPlainNoun(start, end) else {
                return nil
            }
            return found(Span(start, end))
        }
        return nil
    }

    /// A common noun of the word list, and no name.
    private func isPlainNoun(_ start: Int, _ end: Int) -> Bool {
        guard let token = reading.token(at: start) else { return false }
        return Int(token.start) == start && Int(token.end) == end && token.wordClass == WordClass.noun
    }

    /// 沙马晓|菊结束: a name that stops a character before what the person does.
    func whole(_ person: FoundPerson) -> FoundPerson {
        let end = person.span.end
        guard Scalars.isHan(reading.at(end)), !acts(end), person.span.count < 4, !stands(person),
            acts(end + 1) || closesName(end + 1),
            reading.anyOf(words.noNameCharacters, at: end) == nil,
            reading.anyOf(finder.store.rules.people.nameTails, at: end) == nil,
            reading.longest(at: end, .address) == nil,
            reading.token(at: end)?.count ?? 1 == 1
        else { return person }
        let span = Span(person.span.start, end + 1)
        return FoundPerson(span: span, name: analysis.text(span), role: person.role)
    }

    /// The name stands elsewhere too, as it is.
    private func stands(_ person: FoundPerson) -> Bool {
        person.span.count > 2
            && analysis.people.contains { $0.name == person.name && $0.span != person.span }
    }

    private func found(_ span: Span) -> FoundPerson {
        FoundPerson(span: span, name: analysis.text(span), role: nil)
    }

    private func isFree(_ index: Int) -> Bool {
        guard Scalars.isHan(reading.at(index)), reading.anyOf(words.noNames, at: index) == nil,
            analysis.organisation(at: index) == nil, analysis.dates(in: index..<index + 1).isEmpty,
            analysis.places(in: index..<index + 1).first?.form != .full
        else { return false }
        switch reading.token(at: index)?.wordClass {
        case WordClass.adverb, WordClass.preposition, WordClass.conjunction, WordClass.particle: return false
        case WordClass.verb, WordClass.verbalNoun: return reading.token(at: index)?.count ?? 1 == 1
        default: return true
        }
    }

    private func acts(_ end: Int) -> Bool {
        reading.anyOf(words.doings, at: end) != nil || !analysis.dates(in: end..<end + 1).isEmpty
    }

    private func closesName(_ end: Int) -> Bool {
        switch reading.at(end) {
        case 0x2C, 0x28, 0x7C, 0x3A, 0x3011: true
        default: false
        }
    }
}
