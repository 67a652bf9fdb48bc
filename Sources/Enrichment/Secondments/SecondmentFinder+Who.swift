internal import Reports

/// Of whom a frame speaks.
extension SecondmentFinder {
    /// Nil where nobody we know is posted: a batch, a host, 我们.
    func subject(_ frame: Frame) -> Subject? {
        if frame.verb?.isTitle ?? false, let person = titledPerson(frame) {
            return Subject(people: person.name == ownName?.name ? [] : [person])
        }
        let before = people(before: frame)
        if isThirdPerson {
            if let before { return Subject(people: before) }
            return following(frame) ?? slotted(frame).map { Subject(people: [$0]) } ?? pronoun(frame)
        }
        let first = (frame.range.lowerBound..<frame.anchor).last { Voice.isFirstPerson(reading, $0) }
        if let before, let last = before.last {
            if last.name == ownName?.name { return Subject(people: []) }
            if first.map({ $0 < last.span.start && frame.anchor - last.span.end < 24 })
                ?? (frame.anchor - last.span.end < 30)
            {
                // 我和X一起到: the writer's own, X goes along.
                if first != nil, accompanies(last) { return Subject(people: []) }
                return Subject(people: before)
            }
            // 与我对调的是某人,…挂P: the writer is only whom it is told by.
            if let first, first < last.span.start, reading.anyOf(rules.withMe, at: first - 1) != nil,
                reading.at(last.span.start - 1) == 0x662F || reading.at(last.span.start - 1) == Han.of
            {
                return Subject(people: before)
            }
        }
        if first != nil { return besideMe(frame) ? nil : Subject(people: []) }
        if let after = titledPerson(frame) { return Subject(people: [after]) }
        if isOfMany(frame) { return nil }
        return Subject(people: [])
    }

    /// 和我同屋的某人, 和我一样期满的某人: whose name is not known, but not the writer.
    private func besideMe(_ frame: Frame) -> Bool {
        for index in frame.range.lowerBound..<frame.anchor {
            guard let length = reading.anyOf(rules.withMe, at: index),
                let more = reading.anyOf(rules.besideMe, at: index + length),
                (index + length + more..<min(index + length + more + 8, frame.anchor)).contains(where: {
                    reading.at($0) == Han.of
                })
            else { continue }
            return true
        }
        return false
    }

    /// 先后选派68名干部到, 各单位要选派: many are meant, or nobody yet.
    private func isOfMany(_ frame: Frame) -> Bool {
        let range = frame.range.lowerBound..<max(frame.anchor, frame.host?.unit.end ?? 0)
        let counted = analysis.quantities(in: range).contains { quantity in
            reading.anyOf(rules.countedPeople, at: quantity.span.end) != nil
                || reading.anyOf(rules.countedPeople, before: quantity.span.end) != nil
                || quantity.unit == "人"
        }
        return counted || range.contains { reading.anyOf(rules.many, at: $0) != nil }
    }

    /// The people named last before the anchor, those joined to them by 、 and 和 too.
    private func people(before frame: Frame) -> [FoundPerson]? {
        let all = analysis.people(in: frame.range.lowerBound..<frame.anchor).filter { person in
            isAgent(person) && !(frame.host?.unit.span?.overlaps(person.span) ?? false)
        }
        guard let last = all.last else { return nil }
        // Somebody behind the destination is whom one meets there, unless the post is said of him: 到X挂职,某人任P.
        if let host = frame.host, last.span.start > host.index,
            frame.verb == nil || all.count > 1 && last.span.end < frame.anchor
        {
            return all.last { $0.span.end <= host.index }.map { [$0] }
        }
        var group = [last]
        for person in all.dropLast().reversed() {
            guard let next = group.first, joins(person.span.end, next.span.start) else { break }
            group.insert(person, at: 0)
        }
        return group
    }

    private func joins(_ end: Int, _ start: Int) -> Bool {
        end < start && start - end <= 2
            && (end..<start).allSatisfy {
                reading.at($0) == Han.listComma || reading.anyOf(["和", "与", "及"], at: $0) != nil
            }
    }

    /// Not 经某人推荐, 在某人陪同下, 与某人一起.
    private func isAgent(_ person: FoundPerson) -> Bool {
        if isLeader(person) { return false }
        if reading.anyOf(rules.helping, at: person.span.end) != nil { return false }
        if reading.anyOf(rules.met, before: person.span.start) != nil { return false }
        let start = reading.at(person.span.start - 1) == 0x20 ? person.span.start - 1 : person.span.start
        if reading.anyOf(rules.reporters, before: start) != nil { return false }
        return !analysis.isQuoted(person.span.start)
    }

    /// A name that everybody knows, with the office everybody knows it by: whom reports quote, not who was sent. The name
    /// alone says little, since others bear it.
    func isLeader(_ person: FoundPerson) -> Bool {
        reading.anyOf(rules.leaderTitles, at: person.span.end) != nil
            && reading.longest(at: person.span.start, .person).map { Int($0.length) == person.span.count } ?? false
    }

    private func accompanies(_ person: FoundPerson) -> Bool {
        reading.anyOf(["和", "与", "同", "、"], before: person.span.start) != nil
            || reading.anyOf(["一起", "等"], at: person.span.end) != nil
    }

    /// 挂职副市长的某人, 第一书记某人, 挂职副乡长、审计局干部某人.
    private func titledPerson(_ frame: Frame) -> FoundPerson? {
        guard let result = frame.verb?.result else { return nil }
        let limit = min(frame.group.upperBound, result.end + 30)
        guard let person = analysis.people(in: result.end..<max(limit, result.end)).first else { return nil }
        for index in result.end..<person.span.start where Scalars.endsClause(reading.at(index)) { return nil }
        if person.span.start == result.end || reading.at(result.end) == Han.of
            || reading.at(result.end) == Han.listComma
        {
            return person
        }
        return nil
    }

    private func following(_ frame: Frame) -> Subject? {
        if let person = titledPerson(frame) { return Subject(people: [person]) }
        if let verb = frame.verb, reading.has("同志", at: verb.result.end) { return nil }
        return nil
    }

    /// 他, 她, 这位…: whom the text named last; 他叫X: whom it names next.
    private func pronoun(_ frame: Frame) -> Subject? {
        let range = frame.group.lowerBound..<max(frame.anchor, frame.group.lowerBound)
        guard
            range.contains(where: {
                reading.anyOf(rules.heOrShe, at: $0) != nil
                    && reading.anyOf(rules.notHeOrShe, at: $0) == nil && !reading.has("其他", at: $0 - 1)
            })
        else { return nil }
        let start = max(0, frame.sentence.lowerBound - 400)
        if let before = analysis.people(in: start..<frame.sentence.lowerBound).last(where: {
            $0.name != author?.name && !analysis.isQuoted($0.span.start) && !isLeader($0)
        }) {
            return Subject(people: [before], source: reading.sentence(before.span.start))
        }
        let next = frame.sentence.upperBound..<min(reading.count, frame.sentence.upperBound + 20)
        guard let after = analysis.people(in: next).first,
            reading.anyOf(["叫", "是", "名叫"], before: after.span.start) != nil
        else { return nil }
        return Subject(people: [after], source: reading.sentence(after.span.start))
    }

    /// The person's field; answers the key under which postings of one person are joined, "" for the writer.
    func name(_ posting: inout Posting, _ person: FoundPerson?, _ subject: Subject, _ frame: Frame) -> String {
        if let person {
            posting.person = .init(value: person.name, basis: .stated)
            posting.attest(subject.source ?? frame.sentence, "person")
            return person.name
        }
        own(&posting)
        return ""
    }

    func own(_ posting: inout Posting) {
        if let ownName {
            posting.person = .init(value: ownName.name, basis: ownName.span == nil ? .resolved : .stated)
            if let span = ownName.span { posting.attest(span.start..<span.end, "person") }
        } else if hasMaskedByline {
            posting.missing["person"] = .masked
        }
    }

    /// A line under the title, or the last one, that ends with a mask where the name would stand.
    private var hasMaskedByline: Bool {
        guard author?.name == nil else { return false }
        var line = reading.lineStart(0)
        for _ in 0..<3 where line < reading.count {
            let end = reading.lineEnd(line)
            if end - line < 30, let mask = analysis.masks(in: line..<max(end, line)).last, mask.end >= end - 1 {
                return true
            }
            line = end + 1
        }
        return false
    }

    /// 他是2005年的西部计划志愿者: somebody else, named before; the place is that of the sentence.
    mutating func volunteer(_ range: Range<Int>, _ sentence: Range<Int>) {
        guard let verb = range.first(where: { reading.has("是", at: $0) }),
            range.contains(where: { reading.begins(.programme, at: $0) }),
            reading.anyOf(rules.members, in: verb..<range.upperBound)
        else { return }
        let frame = Frame(
            anchor: verb, verb: nil, host: nil, range: range, group: range, sentence: sentence)
        guard let subject = people(before: frame).map({ Subject(people: $0) }) ?? pronoun(frame),
            let person = subject.people.first, person.name != ownName?.name,
            let place = analysis.places(in: verb..<sentence.upperBound).last(where: { $0.division != nil })
        else { return }
        var posting = Posting()
        posting.person = .init(value: person.name, basis: .stated)
        posting.attest(subject.source ?? sentence, "person")
        if let division = place.division { posting.hostPlace = (division, .inferred) }
        fillTimes(&posting, frame)
        fillProgramme(&posting, sentence)
        posting.attest(sentence, "host_place")
        add(posting, person.name)
    }

    // MARK: 分别

    /// A、B分别赴X、Y挂职,分别任P、Q: as many of each, in order.
    mutating func sharedOut(
        _ range: Range<Int>, _ sentence: Range<Int>, _ verbs: [PostingVerb], _ destinations: [Destination]
    ) -> Bool {
        guard let split = range.first(where: { reading.has("分别", at: $0) }) else { return false }
        let people = analysis.people(in: range.lowerBound..<split).filter { isAgent($0) }
        guard people.count >= 2 else { return false }
        let units = list(of: destinations.first { $0.index >= split }.map(\.unit), people.count, range.upperBound)
        let posts = verbs.first { $0.index >= split }.map { listed($0, people.count) } ?? []
        guard units.count == people.count || posts.count == people.count else { return false }
        var from = range.lowerBound
        for (position, person) in people.enumerated() {
            var posting = Posting()
            posting.person = .init(value: person.name, basis: .stated)
            posting.attest(sentence, "person", "host_unit", "host_place", "post")
            var unit = position < units.count ? units[position] : nil
            if position < posts.count {
                posting.post = .init(value: analysis.text(posts[position].post), basis: .stated)
                unit = posts[position].unit ?? unit
            }
            if let unit { setHost(&posting, unit) }
            if let sender = sender(before: person.span.start, from: from) {
                setSending(&posting, sender, sentence)
            }
            from = person.span.end
            let frame = Frame(
                anchor: split, verb: nil, host: nil, range: range, group: range, sentence: sentence)
            fillTimes(&posting, frame)
            fillProgramme(&posting, sentence)
            add(posting, person.name)
        }
        return true
    }

    private func list(of first: PostingUnit?, _ count: Int, _ limit: Int) -> [PostingUnit] {
        guard let first else { return [] }
        var units = [first]
        while units.count < count, let last = units.last, last.end < limit,
            reading.anyOf(["、", "和", "与", "及"], at: last.end) != nil,
            let next = posts.unit(at: last.end + 1, posts.clauseEnd(last.end + 1)), next.end > last.end
        {
            units.append(next)
        }
        return units
    }

    private func listed(_ verb: PostingVerb, _ count: Int) -> [(unit: PostingUnit?, post: Span)] {
        guard let whole = verb.result.post else { return [] }
        var found: [(unit: PostingUnit?, post: Span)] = []
        var start = verb.result.unit?.span?.start ?? whole.start
        while start < whole.end {
            var end = start
            while end < whole.end, reading.at(end) != Han.listComma, reading.at(end) != 0x548C { end += 1 }
            if let piece = posts.read(start), let post = piece.post, post.start < end {
                found.append((piece.unit, Span(post.start, min(post.end, end))))
            }
            start = end + 1
        }
        return found.count == count ? found : []
    }
}
