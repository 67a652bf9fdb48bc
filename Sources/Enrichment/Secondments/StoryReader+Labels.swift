internal import Reports

/// Values behind labels: 姓名:某人 原单位:X 挂职单位:Y,副局长 考核期:….
extension StoryReader {
    /// Takes the value of the label that begins here; answers where it ends.
    mutating func labelled(_ index: Int) -> Int? {
        guard opensLabel(index), let colon = colon(index) else { return nil }
        let start = skipped(colon + 1)
        if PostingLabel.isOther(reading, index..<colon) { return posts.clauseEnd(start) }
        guard let label = PostingLabel(reading, index..<colon) else {
            // 队员:某人: an office, and who holds it.
            guard let post = posts.postSpan(index, colon), post.start == index, post.end == colon,
                let person = analysis.person(at: start)
            else { return nil }
            meet(person)
            host(nil, post, at: person.span.end, isCue: true)
            return person.span.end
        }
        switch label {
        case .person: return named(start)
        case .sender: return sender(start)
        case .host, .post: return label == .host || topic != nil ? host(start) : nil
        case .start, .finish: return date(start, isEnd: label == .finish)
        case .time: return time(start)
        case .programme, .note: return nil
        }
    }

    private func opensLabel(_ index: Int) -> Bool {
        guard Scalars.isHan(reading.at(index)) else { return false }
        let before = reading.at(index - 1)
        return Scalars.endsClause(before) || Scalars.isBlank(before) || before == 0x3B || before == 0x28
            || before == 0x2E || before == 0x3011
            || !Scalars.isHan(before) && !Scalars.isLatin(before) && before > 0x2000
    }

    private func colon(_ index: Int) -> Int? {
        var end = index
        while end < index + 11, Scalars.isHan(reading.at(end)) || reading.at(end) == Han.listComma { end += 1 }
        return end > index && reading.at(end) == 0x3A ? end : nil
    }

    private mutating func named(_ start: Int) -> Int? {
        var end = start
        while end < start + 12, Scalars.isHan(reading.at(end)) || reading.at(end) == Han.dot { end += 1 }
        guard (2...12).contains(end - start), end - start <= 4 || analysis.person(at: start) != nil else { return nil }
        let span = Span(start, analysis.person(at: start)?.span.end ?? end)
        meet(FoundPerson(span: span, name: analysis.text(span), role: nil))
        return span.end
    }

    private mutating func sender(_ start: Int) -> Int? {
        guard topic != nil, let unit = posts.unit(at: start, posts.clauseEnd(start)) else { return nil }
        send(unit)
        return unit.end
    }

    private mutating func host(_ start: Int) -> Int? {
        guard topic != nil else { return nil }
        let limit = posts.clauseEnd(start)
        if let result = posts.read(start), result.unit != nil || result.post?.start == start {
            let end = result.end
            var post = isJoined(result, start) ? result.post : nil
            // X街道,副主任: the office in a clause of its own.
            if post == nil, reading.at(end) == 0x2C, !says(end + 1),
                let own = posts.postSpan(end + 1, posts.clauseEnd(end + 1)),
                own.start == end + 1, own.count <= 14
            {
                post = own
            }
            host(result.unit, post, at: start, isCue: true)
            return max(end, post?.end ?? end)
        }
        // 支教,语文教师.
        if reading.at(limit) == 0x2C, let own = posts.postSpan(limit + 1, posts.clauseEnd(limit + 1)),
            own.start == limit + 1, own.count <= 14
        {
            host(nil, own, at: start, isCue: true)
            return own.end
        }
        return nil
    }

    private mutating func time(_ start: Int) -> Int? {
        var limit = start
        while limit < start + 40, !Scalars.endsSentence(reading.at(limit)), !Scalars.isBlank(reading.at(limit)),
            reading.at(limit) != 0x3B
        {
            limit += 1
        }
        let sentence = reading.sentence(start)
        for date in analysis.dates(in: start..<limit) {
            note(Time(date: date, sentence: sentence, isEnd: finder.isFinish(date)))
        }
        for quantity in analysis.quantities(in: start..<limit) {
            guard let value = finder.duration(quantity) else { continue }
            note(Time(length: (quantity.span, value), sentence: sentence, isSure: true))
        }
        return limit
    }

    private mutating func date(_ start: Int, isEnd: Bool) -> Int? {
        guard let date = analysis.dates(in: start..<start + 1).first else { return nil }
        note(Time(date: date, sentence: reading.sentence(start), isEnd: isEnd))
        return date.span.end
    }
}
