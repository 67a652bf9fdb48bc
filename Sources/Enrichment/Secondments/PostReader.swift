internal import Reports

/// A unit as a posting names it: 贵州省财政厅, 富裕县塔哈镇, 县教育局, **镇.
struct PostingUnit {
    /// Nil where a mask stands for it.
    var span: Span?
    /// The last place of its name or chain.
    var place: FoundPlace?
    var isMasked = false
    /// Named, behind a mask that stands for where it lies.
    var isPlaceMasked = false
    /// Named by its level only: 县教育局.
    var isGeneric = false
    var end: Int
}

/// Reads what stands behind 任, 到, 从 …: a unit, and the post held there.
struct PostReader {
    let analysis: Analysis
    private var reading: Reading { analysis.reading }
    private var rules: PostingRules { analysis.store.rules.postings }

    /// A unit and a post, each with its place in the text.
    struct Result {
        var unit: PostingUnit?
        var post: Span?
        var end: Int
    }

    // MARK: Unit and post

    func read(_ start: Int) -> Result? {
        var index = start
        while reading.at(index) == 0x20 || reading.at(index) == 0x201C || reading.at(index) == 0x4E86 { index += 1 }
        if let length = reading.anyOf(["我们", "咱们"], at: index) { index += length }
        let limit = clauseEnd(index)
        guard limit > index else { return nil }
        if let unit = unit(at: index, limit) {
            let post = postSpan(unit.end, limit)
            if let span = unit.span, let place = unit.place, place.span.end == span.end, let post,
                let split = genericUnit(post)
            {
                // 通渭县|教育局副局长, where the whole is not known as a name.
                let whole = PostingUnit(span: Span(span.start, split), place: place, end: split)
                return Result(unit: whole, post: Span(split, post.end), end: post.end)
            }
            if let body = partyBody(unit, post) { return body }
            if unit.isGeneric, let post, post.start == unit.end, reading.anyOf(rules.kept, before: unit.end) != nil {
                // 镇团委副书记 is one post.
                return Result(unit: nil, post: Span(index, post.end), end: post.end)
            }
            if unit.isGeneric, let post, reading.has("党组", at: unit.end) {
                // 县政府党组成员、副县长 is one post.
                return Result(unit: nil, post: Span(index, post.end), end: post.end)
            }
            return Result(unit: unit, post: post, end: post?.end ?? unit.end)
        }
        guard let post = postSpan(index, limit) else { return nil }
        if let split = genericUnit(post) {
            let unit = PostingUnit(span: Span(post.start, split), isGeneric: true, end: split)
            return Result(unit: unit, post: Span(split, post.end), end: post.end)
        }
        return Result(unit: nil, post: post, end: post.end)
    }

    /// 和龙市委|常委, 北塬乡党委|副书记: the body of a committee belongs to the post, its place is the unit.
    func partyBody(_ unit: PostingUnit, _ post: Span?) -> Result? {
        guard let span = unit.span, let post, post.start == span.end,
            reading.anyOf(rules.bodyPosts, at: span.end) != nil,
            let body = reading.anyOf(rules.bodies, before: span.end),
            reading.anyOf(["共青团", "团"], at: span.start) == nil
        else { return nil }
        let end = span.end - body
        let level = reading.anyOf(rules.bodyLevels, before: end)
        // 县公安局|党委委员: the body of the office itself.
        if level == nil, reading.longestEnding(at: end, .strongEnding) != nil,
            reading.anyOf(["党委", "党组"], at: end) != nil
        {
            let host = Span(span.start, end)
            return Result(
                unit: PostingUnit(span: host, place: analysis.lastPlace(host), end: end), post: Span(end, post.end),
                end: post.end)
        }
        guard end - span.start >= 2, let level else { return nil }
        // The level's character goes with the body: 市委常委, 镇党委副书记; not that of a village.
        let isVillage = reading.anyOf(["村", "社区", "嘎查"], before: end) != nil
        let isWhole = analysis.lastPlace(Span(span.start, end)).map { $0.form == .full && $0.span.end == end } ?? false
        let isDoubled = reading.anyOf(rules.levels, before: end - level) != nil && !isVillage && !isWhole
        let host = Span(span.start, isDoubled ? end - level : end)
        let from = isVillage ? end : end - level
        let place = analysis.lastPlace(host)
        return Result(
            unit: PostingUnit(span: host, place: place, end: host.end), post: Span(from, post.end), end: post.end)
    }

    func clauseEnd(_ start: Int) -> Int {
        var end = start
        while end < reading.count, end - start < 60 {
            let scalar = reading.at(end)
            if Scalars.endsClause(scalar) || scalar == 0x28 || scalar == 0x29 || scalar == 0x09 {
                // A line broken in mid-sentence: 挂任镇⏎党委副书记.
                if scalar == 0x0A, end > start, end - start < 4, Scalars.isHan(reading.at(end + 1)) {
                    end += 1
                    continue
                }
                break
            }
            if end > start, reading.anyOf(rules.clauseStops, at: end) != nil { break }
            end += 1
        }
        return end
    }

    /// From here to the last head of a post in the clause.
    func postSpan(_ start: Int, _ limit: Int) -> Span? {
        var end: Int?
        // 石屯镇|的科技特派员.
        let skipsOf = reading.at(start) == Han.of && reading.longest(at: start + 1, .postHead) != nil
        let start = skipsOf ? start + 1 : start
        var index = start
        while index < limit {
            if let hit = reading.longest(at: index, [.postHead, .rank]), index + Int(hit.length) <= limit {
                index += Int(hit.length)
                end = index
                let next = reading.at(index)
                if next == Han.listComma || reading.has("兼", at: index) {
                    if continues(index, limit) { continue }
                    break
                }
                if reading.longest(at: index, .postHead) == nil { break }
                continue
            }
            if reading.at(index) == 0x7684, end == nil { return nil }
            index += 1
            if let last = end, index - last > 24 { break }
            if end == nil, index - start > 24 { break }
        }
        guard let end, end > start else { return nil }
        return Span(start, end)
    }

    /// 、 and another post of the same person: not 副乡长、审计局干部某人, where a named unit follows.
    private func continues(_ comma: Int, _ limit: Int) -> Bool {
        let next = comma + 1
        if let organisation = analysis.organisation(at: next), analysis.hasPlace(organisation.span) { return false }
        if analysis.person(at: next) != nil { return false }
        return true
    }

    /// 县教育局|副局长: the unit before the post, where it has no name; 县委 and 镇党委 stay with the post.
    private func genericUnit(_ post: Span) -> Int? {
        var index = post.start + 2
        while index < post.end {
            if startsPost(index),
                reading.longestEnding(at: index, [.strongEnding, .weakEnding]).map({ $0.start >= post.start }) ?? false
            {
                return reading.anyOf(rules.kept, before: index) != nil ? nil : index
            }
            if reading.at(index) == Han.listComma { return nil }
            index += 1
        }
        return nil
    }

    private func startsPost(_ index: Int) -> Bool {
        if reading.has("委员会", at: index) { return false }
        if reading.longest(at: index, .postHead) != nil { return true }
        guard let prefix = reading.longest(at: index, .postPrefix) else { return false }
        let next = index + Int(prefix.length)
        return reading.longest(at: next, .postHead) != nil
            || reading.longest(at: next, .postPrefix).map {
                reading.longest(at: next + Int($0.length), .postHead) != nil
            } ?? false
    }

    // MARK: Units

    /// The unit that begins here: a named one, a chain of places, a mask, or one named by its level.
    func unit(at start: Int, _ limit: Int) -> PostingUnit? {
        if let mask = analysis.mask(at: start) {
            let end = maskEnd(mask.end)
            return village(at: end, limit, isPlaceMasked: true) ?? PostingUnit(isMasked: true, end: end)
        }
        let chain = analysis.placeChain(at: start)
        let chainEnd = chain.map { villageEnd(of: $0.span) } ?? 0
        if let organisation = analysis.organisation(at: start),
            chainEnd <= organisation.span.end
        {
            // U|挂职教研室: the verb is no part of a name.
            let verb = (start..<organisation.span.end).first {
                $0 >= chainEnd && $0 > start + 1 && reading.anyOf(["挂职", "挂任"], at: $0) != nil
            }
            let span = verb.map { Span(start, $0) } ?? institution(organisation.span, limit)
            if let mask = analysis.mask(at: span.end) { return PostingUnit(isMasked: true, end: maskEnd(mask.end)) }
            return PostingUnit(span: span, place: place(of: span, chain?.last), end: span.end)
        }
        if let chain {
            if let mask = analysis.mask(at: chain.span.end) {
                // 大丰市*镇: at the county, as far as the page says.
                return PostingUnit(span: chain.span, place: chain.last, end: maskEnd(mask.end))
            }
            if let organisation = analysis.organisation(at: chain.span.end) {
                let span = Span(start, organisation.span.end)
                return PostingUnit(span: span, place: place(of: span, chain.last), end: span.end)
            }
            // 竹溪县|城关镇第三小学: a name that begins with one of the places.
            if let inner = analysis.places(in: start..<chain.span.end).lazy.compactMap({
                analysis.organisation(at: $0.span.start)
            }).first(where: { $0.span.end > chain.span.end }) {
                let span = Span(start, inner.span.end)
                return PostingUnit(span: span, place: place(of: span, chain.last), end: span.end)
            }
            let span = institution(village(chain.span), limit)
            return PostingUnit(span: span, place: chain.last, end: span.end)
        }
        return generic(start, limit) ?? village(at: start, limit)
    }

    /// 柯坪县湖州国庆中学 is in 柯坪县: the last place of a name, if it lies where the name begins.
    private func place(of span: Span, _ first: FoundPlace?) -> FoundPlace? {
        let last = analysis.lastPlace(span)
        guard let first, let whole = first.division, let inner = last?.division, whole != inner,
            !analysis.store.lies(inner, in: whole)
        else { return last }
        return first
    }

    /// A unit that only its ending shows: from here to the last ending before an office or a mark.
    func ending(_ start: Int, _ limit: Int) -> PostingUnit? {
        guard let end = nameEnd(start, limit),
            end - start >= (reading.longestEnding(at: end, .strongEnding) == nil ? 4 : 3),
            reading.anyOf(["我", "咱", "你", "本", "该"], at: start) == nil
        else { return nil }
        let span = Span(start, end)
        return PostingUnit(span: span, place: analysis.lastPlace(span), end: end)
    }

    /// 在U挂职教研室主任: whether the name of a unit, or one that swallowed the verb, goes up to here.
    func isUnitEnd(_ index: Int) -> Bool {
        analysis.organisations(in: max(0, index - 40)..<index).contains { $0.span.end >= index }
    }

    /// 下湿壕镇电报局村 is a village, no bureau.
    private func villageEnd(of chain: Span) -> Int {
        let whole = village(chain)
        return whole.end > chain.end ? whole.end : chain.end
    }

    private func maskEnd(_ start: Int) -> Int {
        var end = start
        while let mask = analysis.mask(at: end), mask.end > end { end = mask.end }
        return end
    }

    /// 通渭县|第一中学, 最高人民法院|第五巡回法庭: a name goes on to an ending before the clause's verb.
    private func institution(_ span: Span, _ limit: Int) -> Span {
        guard reading.anyOf(rules.bodies, at: span.end) == nil, let end = nameEnd(span.end, limit) else {
            return span
        }
        // 中医医院|骨科医生: a ward is no unit of one's own.
        if reading.anyOf(["医院", "卫生院"], before: span.end) != nil, reading.anyOf(["科"], before: end) != nil {
            return span
        }
        return Span(span.start, end)
    }

    /// Where a run of nouns from here on ends with the ending of a unit.
    private func nameEnd(_ start: Int, _ limit: Int) -> Int? {
        var index = start
        var best: Int?
        while index < limit, index - start < 16, Scalars.isHan(reading.at(index)) {
            // 教师|发展中心, 职工|医院: a kind of people that a unit is for.
            if let kind = reading.anyOf(rules.peopleServed, at: index),
                reading.anyOf(rules.services, at: index + kind) != nil
            {
                index += kind
            } else if startsPost(index) {
                break
            }
            if index > start, analysis.placeChain(at: index) != nil || analysis.organisation(at: index) != nil { break }
            if reading.anyOf(rules.unitStops, at: index) != nil { break }
            // 规划|与|自然资源局: one office for two fields.
            if index > start, best == nil, reading.anyOf(["与", "和", "及"], at: index) != nil {
                index += 1
                continue
            }
            guard let token = reading.token(at: index) else { break }
            switch token.wordClass {
            case WordClass.verb where token.count > 1: break
            case WordClass.verb, WordClass.preposition, WordClass.particle, WordClass.adverb, WordClass.mark:
                if reading.longest(at: index, [.field, .strongEnding]) == nil { return best }
            default: break
            }
            if token.wordClass == WordClass.conjunction, best == nil, index == start { break }
            let hit = reading.longest(at: index, [.strongEnding, .field])
            index = hit.map { index + Int($0.length) } ?? max(index + 1, Int(token.end))
            if reading.longestEnding(at: index, [.strongEnding, .weakEnding]).map({ $0.start >= start }) ?? false
                || reading.anyOf(["庭", "司"], before: index) != nil && index - start >= 3
            {
                if reading.anyOf(rules.partyTails, before: index) != nil, startsPost(index) { break }
                best = index
            }
        }
        return best
    }

    /// 县教育局, 市第三中学, 镇经发局, 自治区广播电视局, 团区委.
    private func generic(_ start: Int, _ limit: Int) -> PostingUnit? {
        // 信访局: the field alone.
        let isField = reading.longest(at: start, [.field, .strongEnding]) != nil
        guard let level = reading.anyOf(rules.levels, at: start) ?? (isField ? 0 : nil),
            let end = nameEnd(start + level, limit) ?? reading.anyOf(rules.organs, at: start).map({ start + $0 }),
            end - start >= 3
        else { return nil }
        return PostingUnit(span: Span(start, end), isGeneric: true, end: end)
    }

    /// 石桥村|担任…: a village whose township the sentence leaves out, before what somebody does there.
    private func village(at start: Int, _ limit: Int, isPlaceMasked: Bool = false) -> PostingUnit? {
        let whole = village(Span(start, start))
        guard (3...5).contains(whole.count), whole.end <= limit, reading.at(whole.end - 1) == 0x6751,
            reading.anyOf(rules.kindsOfVillage, at: start) == nil
        else { return nil }
        let next = whole.end + (reading.at(whole.end) == 0x2C ? 1 : 0)
        guard reading.anyOf(rules.unitStops, at: next) != nil else { return nil }
        var index = start
        while index < whole.end - 1, let token = reading.token(at: index) {
            switch token.wordClass {
            case WordClass.none, WordClass.gazetteer, WordClass.place, WordClass.otherName, WordClass.noun,
                WordClass.person:
                break
            default:
                guard token.count == 1, token.wordClass == WordClass.adjective else { return nil }
            }
            index = Int(token.end)
        }
        return PostingUnit(span: whole, isPlaceMasked: isPlaceMasked, end: whole.end)
    }

    /// 冶西镇苇泊村: the village belongs to the unit.
    func village(_ span: Span) -> Span {
        var end = span.end
        while end < span.end + 10, Scalars.isHan(reading.at(end)) {
            if let length = reading.anyOf(rules.villages, at: end), end > span.end,
                reading.anyOf(rules.notVillages, at: end) == nil
            {
                // 央村村: the name ends with the word itself.
                if reading.at(end + length) == 0x6751,
                    reading.anyOf(rules.notVillageNames, at: end + length) == nil
                {
                    return Span(span.start, end + length + 1)
                }
                return Span(span.start, end + length)
            }
            // 前进|村, 团结|村.
            if let token = reading.token(at: end), Int(token.start) == end, token.wordClass == WordClass.verb,
                token.count >= 2, reading.anyOf(rules.villages, at: Int(token.end)) == nil
            {
                break
            }
            if reading.anyOf(rules.notInVillage, at: end) != nil { break }
            end += 1
        }
        return span
    }
}
