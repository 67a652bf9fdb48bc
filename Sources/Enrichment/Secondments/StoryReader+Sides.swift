internal import Reports

/// On which side of a posting a unit stands: by the verb before it, and by what follows.
extension StoryReader {
    // MARK: Ways

    /// 被U借去: the host asks for whom the text speaks of.
    mutating func borrowed(_ index: Int) -> Int? {
        guard topic != nil, reading.has("被", at: index),
            let unit = posts.unit(at: index + 1, posts.clauseEnd(index + 1)),
            let length = reading.anyOf(words.borrowing, at: unit.end)
        else { return nil }
        host(unit, nil, at: index, isCue: true)
        return unit.end + length
    }

    /// 到X, 派驻Y, 借给Z: the host.
    mutating func sent(_ index: Int) -> Int? {
        guard let length = reading.anyOf(words.ways, at: index),
            reading.anyOf(words.noWays, at: index) == nil,
            reading.anyOf(words.beforeWays, before: index) == nil
        else { return nil }
        var start = skipped(index + length)
        var unit = analysis.dates(in: start..<start + 1).isEmpty ? posts.unit(at: start, posts.clauseEnd(start)) : nil
        if unit == nil, let length = reading.anyOf(words.ours, at: start) {
            unit = ourUnit(start, length)
            start += length
            unit?.end = start
        }
        guard let unit, unit.isMasked || unit.span != nil else { return nil }
        if finder.isOfOthers(index, unit.end) { return unit.end }
        guard topic != nil else {
            pendingHost = unit
            return unit.end
        }
        let isIn = reading.at(index) == 0x5728 && length == 1
        let isWord = length > 1
        if stands(unit.end, isIn: isIn) {
            let post = follows(unit.end)
            host(unit, post, at: index, isCue: isCue(index) || stays(unit.end))
            return post?.end ?? unit.end
        }
        if isIn, reading.anyOf(words.works, at: unit.end) != nil || worked(unit.end) {
            if topic.map({ drafts[$0].posting.sendingUnit != nil && drafts[$0].host == nil }) ?? false, worked(unit.end)
            {
                host(unit, nil, at: index, isCue: false)
                return unit.end
            }
            send(unit)
            return unit.end
        }
        if !isIn, isWord, isCue(index) {
            let post = follows(unit.end)
            host(unit, post, at: index, isCue: true)
            return post?.end ?? unit.end
        }
        // 去Y: the clause behind names the post.
        if !isIn, !visits(unit.end), leads(unit.end) {
            host(unit, nil, at: index, isCue: false)
            return unit.end
        }
        return nil
    }

    /// 鄱阳县文化馆|馆长助理: a post that follows at once.
    private func follows(_ end: Int) -> Span? {
        guard reading.anyOf(words.cuedVerbs, at: end) == nil,
            reading.anyOf(words.plainVerbs, at: end) == nil,
            let post = posts.postSpan(end, posts.clauseEnd(end)), post.start == end, post.count <= 12, isHeld(post),
            !(post.start..<post.end).contains(where: {
                reading.anyOf(words.plainVerbs, at: $0) != nil
                    || reading.anyOf(words.stayVerbs, at: $0) != nil
            })
        else { return nil }
        return post
    }

    /// 挂职, 跟班, 任 … directly behind a unit.
    private func stands(_ end: Int, isIn: Bool) -> Bool {
        var index = end
        while index < end + (isIn ? 12 : 10), index < reading.count {
            let scalar = reading.at(index)
            if Scalars.endsClause(scalar) { return false }
            if reading.anyOf(words.visited, at: index) != nil { return false }
            if reading.anyOf(words.stayVerbs, at: index) != nil
                || reading.anyOf(words.cuedVerbs, at: index) != nil
            {
                return reading.anyOf(words.postingNouns, at: index + 2) == nil
            }
            if reading.anyOf(words.plainVerbs, at: index) != nil,
                !reading.isWhole(words.noVerbs, at: index)
            {
                return true
            }
            index += 1
        }
        return false
    }

    private func stays(_ end: Int) -> Bool {
        (end..<min(end + 8, reading.count)).contains { reading.anyOf(words.stayVerbs, at: $0) != nil }
    }

    /// The next clause, or the one behind it, has a post for whom the text speaks of.
    private func leads(_ end: Int) -> Bool {
        var index = end
        while index < reading.count, index - end < 36, !Scalars.endsSentence(reading.at(index)) {
            if analysis.person(at: index) != nil { return false }
            if reading.anyOf(words.cuedVerbs, at: index) != nil { return true }
            if let length = reading.anyOf(words.plainVerbs, at: index),
                !reading.isWhole(words.noVerbs, at: index),
                let result = posts.read(skipped(index + length)), let post = result.post,
                isJoined(result, skipped(index + length)), post.count <= 12
            {
                return true
            }
            index += 1
        }
        return false
    }

    private func visits(_ end: Int) -> Bool {
        var index = end
        while index < reading.count, index - end < 8, !Scalars.endsClause(reading.at(index)) {
            if reading.anyOf(words.visited, at: index) != nil { return true }
            index += 1
        }
        return false
    }

    /// 在U干了十七年刑警.
    private func worked(_ end: Int) -> Bool {
        reading.anyOf(words.worked, at: end) != nil
    }

    private func isCue(_ index: Int) -> Bool { reading.anyOf(words.sendingWays, at: index) != nil }

    // MARK: Where from

    /// 从X, 来自X, 是X的: the sender.
    mutating func origin(_ index: Int) -> Int? {
        guard let length = reading.anyOf(words.origins, at: index), !analysis.isInsidePlace(index) else { return nil }
        let start = skipped(index + length)
        guard let unit = posts.unit(at: start, posts.clauseEnd(start)), let span = unit.span else { return nil }
        guard isSender(unit, said: length > 1 || reading.anyOf(["从", "由"], at: index) != nil) else { return nil }
        if analysis.people(in: span.end..<span.end + 22).first.map({ apposes(span, $0.span.start) }) ?? false {
            pending = (unit, true)
        } else if let person = name(behind: unit) {
            meet(person)
            send(unit)
            return person.span.end
        } else if topic == nil {
            pending = (unit, true)
        } else {
            send(unit)
        }
        return unit.end
    }

    /// A unit that the text names here, or behind a name and a comma one that only its ending shows.
    private func standing(_ index: Int) -> PostingUnit? {
        if analysis.organisation(at: index) != nil || !analysis.places(in: index..<index + 1).isEmpty {
            return posts.unit(at: index, posts.clauseEnd(index))
        }
        let before = reading.at(index - 1)
        guard Scalars.isHan(reading.at(index)), Scalars.endsClause(before) || before == 0x28 || before == 0x20 else {
            return nil
        }
        // 金融市场部交易员某人, 中瀚财务公司的某人: before a name.
        if let person = analysis.people(in: index + 3..<index + 26).first {
            let limit = min(person.span.start, posts.clauseEnd(index))
            if let unit = posts.unit(at: index, limit) ?? posts.ending(index, limit), let span = unit.span,
                unit.end <= person.span.start, apposes(span, person.span.start)
            {
                return unit
            }
        }
        guard reading.at(index - 1) == 0x2C || reading.at(index - 1) == 0x28,
            let topic,
            let name = drafts[topic].events.last, name >= index - 3, drafts[topic].posting.sendingUnit == nil
        else { return nil }
        let limit = posts.clauseEnd(index)
        return posts.unit(at: index, limit) ?? posts.ending(index, limit)
    }

    /// A unit with no word before it: between marks, before a name, before 派来.
    mutating func bare(_ index: Int) -> Int? {
        guard let unit = standing(index), let span = unit.span else { return nil }
        if reading.at(index - 1) == 0x2192 || reading.at(index - 1) == 0x3E && index > 1 {
            let post = posts.read(index)?.post
            host(unit, post, at: index, isCue: true)
            return post?.end ?? unit.end
        }
        // 某人同志(的)X副局长职务(挂职期满).
        let named = index - (reading.at(index - 1) == Han.of ? 1 : 0)
        if let topic, reading.has("同志", at: named - 2), drafts[topic].events.last == named - 2,
            let result = posts.read(index), let post = result.post,
            reading.anyOf(["职务", "职", "("], at: post.end) != nil
        {
            host(result.unit, post, at: index, isCue: false)
            return post.end
        }
        if let length = reading.anyOf(words.sendings, at: unit.end) {
            if isSender(unit, said: true) {
                let rest = unit.end + length
                if let person = analysis.people(in: rest..<rest + 24).first,
                    apposes(Span(span.start, rest), person.span.start)
                {
                    pending = (unit, false)
                } else {
                    send(unit)
                }
            }
            return unit.end
        }
        if analysis.people(in: span.end..<span.end + 22).first.map({ apposes(span, $0.span.start) }) ?? false {
            if isSender(unit, said: true) { pending = (unit, false) }
            return unit.end
        }
        if let person = name(behind: unit) {
            meet(person)
            if isSender(unit, said: true) { send(unit) }
            return person.span.end
        }
        guard let topic, let last = drafts[topic].events.last, last <= index, opens(index, last), closes(unit),
            isSender(unit, said: false)
        else { return unit.end }
        send(unit)
        return unit.end
    }

    /// Nothing but offices and trades between a unit and a name.
    func apposes(_ span: Span, _ name: Int) -> Bool {
        guard name >= span.end, name - span.end <= 16 else { return false }
        var index = span.end
        while index < name {
            if !Scalars.isHan(reading.at(index)) || reading.at(index) == Han.listComma { return false }
            if reading.anyOf(words.ways, at: index) != nil
                || reading.anyOf(words.cuedVerbs, at: index) != nil
                || reading.anyOf(words.plainVerbs, at: index) != nil
                    && !reading.isWhole(words.noVerbs, at: index)
                || reading.anyOf(words.notApposed, at: index) != nil
            {
                return false
            }
            index += 1
        }
        return true
    }

    /// The unit begins a clause, a bracket or follows the name.
    private func opens(_ index: Int, _ name: Int) -> Bool {
        switch reading.at(index - 1) {
        case 0x2C, 0x28, 0x7C, 0x3A, 0x20, 0x0A, 0x2014, 0x3B: true
        default: name == index
        }
    }

    /// Nothing but an office or trade between the unit and the clause's end.
    private func closes(_ unit: PostingUnit) -> Bool {
        var index = unit.end
        if let post = posts.postSpan(index, posts.clauseEnd(index)), post.start == index { index = post.end }
        while index < reading.count, index - unit.end < 16 {
            let scalar = reading.at(index)
            if Scalars.endsClause(scalar) || scalar == 0x29 || scalar == 0x28 || scalar == 0x2192 || scalar == 0x20
                || scalar == 0x7C
            {
                return true
            }
            if reading.anyOf(words.ways, at: index) != nil
                || reading.anyOf(words.plainVerbs, at: index) != nil
            {
                return index - unit.end > 1
            }
            index += 1
        }
        return false
    }

    private func isSender(_ unit: PostingUnit, said: Bool) -> Bool {
        guard let span = unit.span, !finder.isOrganiser(span),
            reading.anyOf(words.studied, at: span.end) == nil,
            reading.anyOf(words.teams, before: span.end) == nil
        else { return false }
        if unit.isGeneric { return true }
        if let chain = analysis.placeChain(at: span.start), chain.span.end >= span.end {
            let level = chain.last.division.map { finder.store.divisions[Int($0)].level }
            return level == .township && (said || closes(unit))
        }
        if said { return true }
        // 是U的, U的P: a unit with the word that makes it somebody's.
        return closes(unit) || reading.at(span.end) == Han.of
    }
}
