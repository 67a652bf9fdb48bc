internal import Reports

/// Posts behind the verbs that give them: 挂任X, 当Z, 某人同志为Y.
extension StoryReader {
    /// 挂任X, 任Y, 当Z: a post, with its unit or without.
    mutating func assumed(_ index: Int) -> Int? {
        guard topic != nil || pending != nil || pendingHost != nil else { return nil }
        if reading.has("为", at: index), isAppointed(index) {
            return post(index, index + 1, isStrict: false, isCue: false)
        }
        if let length = reading.anyOf(words.cuedVerbs, at: index) {
            return post(index, index + length, isStrict: length == 1, isCue: true)
        }
        if let length = reading.anyOf(words.presentVerbs, at: index), let topic, drafts[topic].isCued,
            drafts[topic].host != nil, drafts[topic].posting.post == nil, posts.read(index + length)?.unit == nil
        {
            return post(index, index + length, isStrict: true, isCue: false)
        }
        guard let length = reading.anyOf(words.plainVerbs, at: index),
            !reading.isWhole(words.noVerbs, at: index),
            reading.anyOf(words.notBefore, before: index) == nil
        else { return nil }
        return post(index, index + length, isStrict: length == 1, isCue: false)
    }

    /// 某人同志为X, 任命某人为X.
    private func isAppointed(_ index: Int) -> Bool {
        guard let topic, let name = drafts[topic].events.last else { return false }
        return name == index || reading.has("同志", at: index - 2) && name == index - 2
    }

    mutating func post(_ index: Int, _ verbEnd: Int, isStrict: Bool, isCue: Bool) -> Int? {
        var start = skipped(verbEnd)
        // 挂过一年县长助理, 干了两年副所长.
        if let quantity = analysis.quantities(in: start..<start + 1).first, let value = finder.duration(quantity) {
            note(Time(length: (quantity.span, value), sentence: reading.sentence(index)))
            start = skipped(quantity.span.end)
        }
        var own = false
        var ours: PostingUnit?
        if let length = reading.anyOf(words.ours, at: start) {
            own = true
            ours = ourUnit(start, length)
            start += length
        }
        guard let result = posts.read(start), let post = result.post, isJoined(result, start),
            post.count <= 18, isHeld(post), !(start..<post.end).contains(where: { analysis.person(at: $0) != nil })
        else { return nil }
        if isStrict, result.unit == nil, post.count > 12 { return nil }
        // 当副馆长的某人: whose post it is.
        if reading.at(post.end) == Han.of, analysis.people(in: post.end..<post.end + 8).isEmpty,
            let person = name(entitled: post.end + 1)
        {
            meet(person)
            if let unit = pendingHost { host(unit, nil, at: index, isCue: false) }
        }
        guard topic != nil else { return nil }
        host(own ? ours : result.unit, post, at: index, isCue: isCue || isTelling(post))
        return post.end
    }

    /// The post follows its unit, or shares the level's character with it.
    func isJoined(_ result: PostReader.Result, _ start: Int) -> Bool {
        guard let post = result.post else { return false }
        let end = result.unit?.end ?? start
        return post.start <= end && end - post.start <= 3
    }

    /// A verb that a post follows.
    func says(_ index: Int) -> Bool {
        reading.anyOf(words.plainVerbs, at: index) != nil
            || reading.anyOf(words.cuedVerbs, at: index) != nil
    }

    /// A post that only the posted hold.
    private func isTelling(_ post: Span) -> Bool {
        (post.start..<post.end).contains { reading.anyOf(words.tellingPosts, at: $0) != nil }
    }

    /// 我县, 我局: the place or the unit of that kind that the text named last, or that its writer is of.
    func ourUnit(_ start: Int, _ length: Int) -> PostingUnit? {
        let kind = reading.at(start + length - 1)
        let before = analysis.places(in: 0..<start).last {
            $0.form == .full && $0.division != nil && reading.at($0.span.end - 1) == kind
        }
        if let place = before {
            let first = finder.chainStart(place.span.start, 0)
            return PostingUnit(span: Span(first, place.span.end), place: place, end: place.span.end)
        }
        guard let unit = analysis.organisations(in: 0..<start).last(where: { reading.at($0.span.end - 1) == kind })
        else {
            return nil
        }
        return PostingUnit(span: unit.span, place: analysis.lastPlace(unit.span), end: unit.span.end)
    }

    func isHeld(_ post: Span) -> Bool {
        if reading.anyOf(words.noPosts, before: post.end) != nil { return false }
        return !(post.start..<post.end).contains { reading.at($0) == Han.of || reading.at($0) == 0x2C }
    }

    /// (挂职两年): behind a post, a word that says for how it is held.
    mutating func cue(_ index: Int) {
        guard let topic, let last = drafts[topic].events.last, index - last < 40,
            reading.anyOf(words.cues, at: index) != nil
        else { return }
        drafts[topic].isCued = true
    }

    func skipped(_ start: Int) -> Int {
        var start = start
        while true {
            if let length = reading.anyOf(words.fillers, at: start) {
                start += length
            } else if reading.at(start) == 0x20 {
                start += 1
            } else {
                return start
            }
        }
    }

    /// 科室副主任: a post that is a clause by itself, behind its unit.
    mutating func office(_ index: Int) -> Int? {
        guard let topic, drafts[topic].posting.post == nil,
            drafts[topic].events.last.map({ $0 >= sentence.lowerBound }) ?? false,
            reading.at(index - 1) == 0x2C, drafts[topic].host != nil || drafts[topic].posting.sendingUnit != nil
        else { return nil }
        let limit = posts.clauseEnd(index)
        guard limit - index <= 14, Scalars.endsClause(reading.at(limit)) || reading.at(limit) == 0x28,
            let post = posts.postSpan(index, limit), post.start == index, post.end == limit,
            analysis.organisation(at: index) == nil, reading.anyOf(words.notPostEnds, before: limit) == nil,
            !(index..<limit).contains(where: { says($0) || reading.anyOf(["说", "在", "把", "的"], at: $0) != nil })
        else { return nil }
        host(nil, post, at: index, isCue: false)
        return limit
    }
}
