internal import Reports

/// The verbs and destinations of a sentence.
extension SecondmentFinder {
    private static let act: UInt32 = 0x5F53
    private static let hang: UInt32 = 0x6302
    private static let by: UInt32 = 0x4EE5
    private static let through: UInt32 = 0x7531

    /// 挂任X, 任Y, 挂职Z, 派驻某村第一书记: with a post behind them.
    func verbs(_ range: Range<Int>) -> [PostingVerb] {
        var found: [PostingVerb] = []
        let beginnings = rules.verbBeginnings
        var index = reading.next(beginnings, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound {
            var end = index + 1
            if let verb = verb(index, range), !analysis.isQuoted(index) {
                found.append(verb)
                end = max(verb.result.end, end)
            }
            index = reading.next(beginnings, from: end, to: range.upperBound)
        }
        return found
    }

    private func verb(_ index: Int, _ range: Range<Int>) -> PostingVerb? {
        if let length = reading.anyOf(rules.postingVerbs, at: index) {
            guard let result = posts.read(index + length), result.post != nil || result.unit != nil else { return nil }
            return PostingVerb(index: index, result: result)
        }
        if reading.has("挂职", at: index) { return bare(index) }
        if reading.at(index) == SecondmentFinder.hang { return hung(index) }
        if let length = reading.anyOf(rules.postVerbs, at: index) {
            if length == 1 {
                guard !reading.isWhole(rules.notPostVerbs, at: index) else { return nil }
            }
            guard let result = posts.read(stationing(index + length)), let post = result.post, isNamed(post) else {
                return nil
            }
            // ,当Y and 在U当Y: only there; 当 has many other uses.
            if reading.at(index) == SecondmentFinder.act {
                guard length == 1, Scalars.endsClause(reading.at(index - 1)) || posts.isUnitEnd(index),
                    post.start <= result.unit?.end ?? index + 1
                else { return nil }
            }
            // 现任X副局长(挂职) is a posting, 现任X副局长 alone is where somebody comes from.
            if length == 1, reading.anyOf(rules.notBeforeVerb, before: index) != nil,
                reading.anyOf(["(挂职", "(挂任"], at: post.end) == nil
            {
                return nil
            }
            return PostingVerb(index: index, result: result)
        }
        // 以P的身份.
        if reading.at(index) == SecondmentFinder.by, let result = posts.read(index + 1), let post = result.post,
            isNamed(post), post.count <= 12, post.start <= result.unit?.end ?? index + 1,
            !reading.begins(.programme, at: post.start),
            reading.anyOf(["的身份", "身份"], at: post.end) != nil
        {
            return PostingVerb(index: index, result: result)
        }
        if let length = reading.anyOf(rules.stationed, at: index), let result = posts.read(index + length),
            let post = result.post, result.unit?.span != nil, !(result.unit?.isGeneric ?? true),
            (post.start..<post.end).contains(where: { reading.anyOf(["第一书记", "工作队"], at: $0) != nil })
        {
            var result = result
            if let length = reading.anyOf(rules.leadingVerbs, at: post.start) {
                result.post = Span(post.start + length, post.end)
            }
            return PostingVerb(index: index, result: result)
        }
        return entitled(index, range) ?? heldBy(index, range) ?? titled(index)
    }

    /// 桑植县第五中学校长|由S副校长某人担任.
    func heldBy(_ index: Int, _ range: Range<Int>) -> PostingVerb? {
        guard reading.at(index) == SecondmentFinder.through else { return nil }
        guard let person = analysis.people(in: index + 1..<min(index + 40, range.upperBound)).first,
            reading.anyOf(rules.holdings, at: person.span.end) != nil,
            var result = officeBehind(index, range.lowerBound)
        else { return nil }
        result.end = max(result.end, index)
        return PostingVerb(index: person.span.end, result: result)
    }

    /// The unit and the post, or the post alone, that end here.
    private func officeBehind(_ index: Int, _ limit: Int) -> PostReader.Result? {
        var clause = index
        while clause > limit, index - clause < 40, !Scalars.endsClause(reading.at(clause - 1)) { clause -= 1 }
        let near = clause..<index
        let named =
            analysis.places(in: near).map { $0.span.start } + analysis.organisations(in: near).map(\.span.start)
        for start in named.sorted() + [clause] {
            guard let result = posts.read(start), let post = result.post, post.end == index,
                post.start == result.unit?.end ?? start || post.start + 1 == result.unit?.end,
                analysis.places(in: post.start..<post.end).isEmpty
            else { continue }
            return result
        }
        return nil
    }

    /// 马鹿沟镇副镇长(挂职)某人: a unit and a post before the bracket, and the name behind it.
    private func entitled(_ index: Int, _ range: Range<Int>) -> PostingVerb? {
        guard var length = reading.anyOf(rules.heldOnPosting, at: index) else { return nil }
        if reading.at(index + length) == 0x20 { length += 1 }
        guard analysis.person(at: index + length) != nil else { return nil }
        guard var result = officeBehind(index, range.lowerBound) else { return nil }
        let start = result.unit?.span?.start ?? result.post?.start ?? index
        result.end = index + length
        return PostingVerb(index: start, result: result, isTitle: true)
    }

    /// 在三沙镇|挂|副镇长, 原|挂|烟溪镇镇长助理: the verb alone, where the post follows at once or behind its unit.
    private func hung(_ index: Int) -> PostingVerb? {
        guard reading.token(at: index)?.count == 1 || reading.longest(at: index + 1, .postHead) != nil,
            reading.anyOf(rules.notHung, at: index + 1) == nil, reading.anyOf(rules.waysHung, before: index) == nil,
            let result = posts.read(index + 1), let post = result.post, isNamed(post),
            post.start <= result.unit?.end ?? index + 1
        else { return nil }
        return PostingVerb(index: index, result: result)
    }

    /// 任驻X村第一书记: behind 驻, where a village's name follows.
    private func stationing(_ start: Int) -> Int {
        guard reading.has("驻", at: start), let result = posts.read(start + 1), result.post != nil,
            let unit = result.unit, unit.span != nil, !unit.isGeneric
        else { return start }
        return start + 1
    }

    /// 挂职副市长, 挂职金华市副市长; no posting in 挂职干部, 挂职单位, 挂职锻炼基地.
    private func bare(_ index: Int) -> PostingVerb? {
        var start = index + 2
        if let skip = reading.anyOf(rules.afterPosting, at: start) { start += skip }
        // 挂职某县|县委常委 shares the character of its unit's level.
        guard let result = posts.read(start), let post = result.post, isNamed(post),
            post.start == result.unit?.end ?? start || post.start + 1 == result.unit?.end,
            !(result.unit?.isGeneric ?? false) || posts.isUnitEnd(index)
                || reading.anyOf(rules.levels, at: start) != nil
        else { return nil }
        return PostingVerb(index: index, result: result)
    }

    /// 浪平镇驻村第一书记某人: the post stands before the name, its unit before the post.
    private func titled(_ index: Int) -> PostingVerb? {
        guard isThirdPerson, reading.has("第一书记", at: index), analysis.person(at: index + 4) != nil else { return nil }
        var start = index
        while let length = reading.anyOf(rules.villagePosts, before: start),
            length == 1 ? false : true
        {
            start -= length
        }
        var unit: PostingUnit?
        for place in analysis.places(in: max(0, start - 16)..<start) {
            if let chain = analysis.placeChain(at: place.span.start) {
                let whole = posts.village(chain.span)
                if whole.end == start || chain.span.end == start || whole.end == start + 1 {
                    unit = PostingUnit(
                        span: Span(chain.span.start, min(whole.end, start)), place: chain.last, end: start)
                    break
                }
            }
        }
        return PostingVerb(
            index: index, result: PostReader.Result(unit: unit, post: Span(start, index + 4), end: index + 4),
            isTitle: true)
    }

    /// 干部 and 成员 are no posts to hold.
    private func isNamed(_ post: Span) -> Bool {
        post.count <= 30
            && reading.anyOf(rules.noPosts, before: post.end) == nil
    }

    // MARK: Destinations

    func destinations(_ range: Range<Int>, _ verbs: [PostingVerb]) -> [Destination] {
        let isSent = hasCue(range)
        var found: [Destination] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard let length = reading.anyOf(rules.towards, at: index),
                reading.anyOf(rules.notTowards, at: index) == nil,
                reading.anyOf(rules.beforeTowards, before: index) == nil,
                !analysis.isQuoted(index),
                let destination = destination(index, length, range, verbs, isSent)
            else {
                index += 1
                continue
            }
            found.append(destination)
            index = max(destination.unit.end, index + 1)
        }
        return found
    }

    private func destination(
        _ index: Int, _ length: Int, _ range: Range<Int>, _ verbs: [PostingVerb], _ isSent: Bool
    ) -> Destination? {
        var start = index + length
        // A date behind 至: the end of a span.
        guard analysis.dates(in: start..<(start + 1)).isEmpty else { return nil }
        if let skip = reading.anyOf(["了", "的是"], at: start) { start += skip }
        guard var unit = posts.unit(at: start, posts.clauseEnd(start)), unit.end <= range.upperBound else { return nil }
        // 到灌云县的某公司挂职: the unit that lies there.
        if reading.at(unit.end) == Han.of, let organisation = analysis.organisation(at: unit.end + 1),
            let inner = posts.unit(at: unit.end + 1, posts.clauseEnd(unit.end + 1)), inner.end >= organisation.span.end
        {
            let place = inner.place ?? unit.place
            unit = inner
            unit.place = place
        }
        // 成了U的一名挂职干部.
        let becomes = reading.anyOf(rules.becoming, at: index) != nil
        guard unit.isMasked || unit.span != nil, becomes || !isOfOthers(index, unit.end) else { return nil }
        let stays = stays(after: unit.end, range)
        let single = reading.anyOf(["在", "至", "往"], at: index) != nil && length <= 2
        if visits(after: unit.end, range), !stays { return nil }
        let next = verbs.first { $0.index >= unit.end }
        let leads =
            next.map { verb in
                verb.index - unit.end <= 24
                    && !(unit.end..<verb.index).contains { analysis.person(at: $0) != nil }
            } ?? false
        if single, !stays, !leads { return nil }
        guard stays || leads || isSent else { return nil }
        return Destination(index: index, unit: unit, stays: stays)
    }

    /// 看望了在X挂职的干部: those whom somebody meets there, unless a name follows.
    func isOfOthers(_ index: Int, _ end: Int) -> Bool {
        var start = index
        while start > 0, index - start < 4, !Scalars.endsClause(reading.at(start - 1)) {
            start -= 1
            if reading.anyOf(rules.meetings, at: start) != nil { return true }
        }
        return (end..<end + 6).contains { place in
            reading.anyOf(rules.crowds, at: place).map { analysis.person(at: place + $0) == nil } ?? false
        }
    }

    /// 挂职, 锻炼 … behind the unit, in its clause or at the beginning of the next.
    private func stays(after end: Int, _ range: Range<Int>) -> Bool {
        var index = end
        var commas = 0
        while index < range.upperBound, index - end < 14 {
            if reading.at(index) == 0x2C {
                commas += 1
                if commas > 1 || index > end + 4 { return false }
            }
            if reading.anyOf(rules.notStays, at: index) != nil { return false }
            if let length = reading.anyOf(rules.stays, at: index) {
                return reading.anyOf(rules.stayNouns, at: index + length) == nil
            }
            if reading.anyOf(rules.visits, at: index) != nil { return false }
            index += 1
        }
        return false
    }

    private func visits(after end: Int, _ range: Range<Int>) -> Bool {
        var index = end
        while index < range.upperBound, index - end < 10, !Scalars.endsClause(reading.at(index)) {
            if reading.anyOf(rules.visits, at: index) != nil { return true }
            index += 1
        }
        return false
    }
}
