internal import Reports

/// An organisation found.
struct FoundOrganisation {
    var span: Span
    /// Where the post that follows directly ends, the organisation's end where none does.
    var postEnd: Int
}

/// Finds named units: from an ending leftwards over places, names and nouns, the longest span.
struct OrganisationFinder {
    private let reading: Reading
    private let store: LexiconStore
    /// Where the place ends that begins at a position, 0 where none does.
    private let placeEnds: [Int32]
    private let inPlace: [Bool]
    private let stop: [Bool]
    private(set) var organisations: [FoundOrganisation] = []

    /// `stop` marks what no organisation goes through: dates, masks, people.
    init(_ reading: Reading, places: [FoundPlace], stop: [Bool]) {
        self.reading = reading
        store = reading.store
        self.stop = stop
        var flags = [Bool](repeating: false, count: reading.count)
        var ends = [Int32](repeating: 0, count: reading.count + 1)
        for place in places {
            ends[place.span.start] = Int32(place.span.end)
            for index in place.span.start..<place.span.end { flags[index] = true }
        }
        placeEnds = ends
        inPlace = flags
    }

    mutating func find() {
        var index = 0
        while index < reading.count {
            guard Scalars.isHan(reading.at(index)) || Scalars.isLetter(reading.at(index)), beginsRun(index) else {
                index += 1
                continue
            }
            if let found = organisation(index) {
                organisations.append(found)
                index = found.span.end
            } else {
                index = max(index + 1, min(step(index), reading.count))
            }
        }
    }

    private func placeEnd(from start: Int) -> Int? {
        guard start < placeEnds.count, placeEnds[start] > 0 else { return nil }
        return Int(placeEnds[start])
    }

    private func step(_ index: Int) -> Int {
        if let end = placeEnd(from: index) { return end }
        return reading.token(at: index).map { Int($0.end) } ?? index + 1
    }

    private func beginsRun(_ index: Int) -> Bool {
        !stop[index]
            && (placeEnd(from: index) != nil || reading.starts(index)
                || index > 0 && inPlace[index - 1] && !inPlace[index])
    }

    /// The longest organisation that begins here.
    private func organisation(_ start: Int) -> FoundOrganisation? {
        var index = start
        var best: Int?
        var pieces = 0
        var hasPlace = false
        var hasKnown = false
        var hasUnknown = false
        var plain = 0
        var bestFlags = (place: false, known: false, unknown: false, plain: 0)
        while index < reading.count, index - start < 40, !stop[index] {
            if let placeEnd = placeEnd(from: index) {
                // 共青团|山西省|委 goes on, 教育局|宁波市 does not.
                if best == index, !hasKnown { break }
                hasPlace = true
                index = placeEnd
                pieces += 1
                if let length = placeTail(index, inside: placeEnd) {
                    index += length
                    best = index
                    bestFlags = (hasPlace, hasKnown, hasUnknown, plain)
                }
                continue
            }
            if let hit = reading.longest(at: index, .organisation), endsWord(index + Int(hit.length)) {
                if pieces > 0, best != index, !hasPlace { break }
                hasKnown = true
                index += Int(hit.length)
                pieces += 1
                best = index
                bestFlags = (hasPlace, hasKnown, hasUnknown, plain)
                continue
            }
            if let (end, ends) = ending(index, afterName: hasPlace || hasKnown || plain > 0 || hasUnknown) {
                if postStarts(index), best == index { break }
                index = end
                pieces += 1
                if ends {
                    best = index
                    bestFlags = (hasPlace, hasKnown, hasUnknown, plain)
                } else {
                    plain += 1
                }
                continue
            }
            if postStarts(index), pieces > 0 { break }
            guard let token = reading.token(at: index) else { break }
            let end = Int(token.end)
            guard continues(token, at: index, pieces: pieces) else { break }
            switch token.wordClass {
            case WordClass.none, WordClass.gazetteer, WordClass.latin, WordClass.place: hasUnknown = true
            default: break
            }
            if pieces > 0, !hasPlace, !hasKnown, !hasUnknown, token.wordClass == WordClass.organisation,
                token.count >= 4
            {
                break
            }
            if endsName(token, after: best != nil || hasPlace || hasKnown || hasUnknown) {
                // 理工大学, 工程学院, 管理科: one word with the ending in it.
                best = end
                if token.wordClass == WordClass.organisation, token.count >= 4 { hasUnknown = true }
                bestFlags = (hasPlace, hasKnown, hasUnknown, plain)
            }
            plain += 1
            pieces += 1
            index = max(end, index + 1)
        }
        guard let end = best, end - start >= 2 else { return nil }
        guard isNamed(start, end, bestFlags) else { return nil }
        if reading.at(start - 1) == 0x300A, reading.at(end) == 0x300B { return nil }
        return FoundOrganisation(span: Span(start, end), postEnd: postEnd(end))
    }

    /// 和龙市|委, 天水街道|办, 宁河区|农业农村委.
    private func placeTail(_ index: Int, inside: Int) -> Int? {
        if reading.at(index) == 0x59D4, reading.anyOf(["委员会", "委托", "委派", "委员", "委屈"], at: index) == nil {
            return 1
        }
        if reading.at(index) == 0x529E, reading.anyOf(["办事处", "办公", "办理", "办法", "办好"], at: index) == nil,
            reading.anyOf(["街道", "镇", "乡"], before: index) != nil
        {
            return 1
        }
        return nil
    }

    /// An ending or a field here: where it ends, and whether a name may end there.
    private func ending(_ index: Int, afterName: Bool) -> (Int, Bool)? {
        var found: (Int, Bool)?
        if reading.begins([.strongEnding, .field], at: index) { found = namedEnding(index) }
        if found == nil, afterName, let hit = reading.longest(at: index, .weakEnding), hit.length == 1,
            [0x5904, 0x79D1, 0x5385, 0x5C40, 0x7AD9, 0x9986, 0x90E8, 0x793E, 0x5382, 0x5BA4].contains(
                reading.at(index)),
            Scalars.isHan(reading.at(index - 1)), endsWord(index + 1)
        {
            found = (index + 1, true)
        }
        return found
    }

    /// The longest ending that stands here, or field with an office behind it.
    private func namedEnding(_ index: Int) -> (Int, Bool)? {
        var found: (Int, Bool)?
        for hit in reading.hits(at: index) {
            let kind = hit.kind
            let end = index + Int(hit.length)
            if kind.contains(.strongEnding), endsWord(end), found.map({ end >= $0.0 }) ?? true { found = (end, true) }
            if kind.contains(.field) {
                var fieldEnd = end
                // 教育|局, 农业农村|委员会.
                if let weak = reading.hits(at: end).last(where: {
                    !$0.kind.isDisjoint(with: [.weakEnding, .strongEnding]) && isOffice($0, end)
                }) {
                    fieldEnd = end + Int(weak.length)
                    if found.map({ fieldEnd > $0.0 }) ?? true, endsWord(fieldEnd) { found = (fieldEnd, true) }
                }
            }
        }
        return found
    }

    /// A word of several characters that ends as names do.
    private func endsName(_ token: Token, after name: Bool) -> Bool {
        let end = Int(token.end)
        guard token.count >= 2, endsWord(end) else { return false }
        if token.count > 2, let tail = reading.longestEnding(at: end, .strongEnding), tail.start > Int(token.start) {
            return true
        }
        return name && token.count > 2
            && [0x5904, 0x79D1, 0x5385, 0x5C40, 0x90E8, 0x9986, 0x7AD9].contains(reading.at(end - 1))
    }

    /// Whether an ending of two characters or more follows before any pause.
    private func endingAhead(_ start: Int) -> Bool {
        var index = start
        while index < start + 12, Scalars.isHan(reading.at(index)) {
            if reading.anyOf(OrganisationFinder.breaks, at: index) != nil { return false }
            if placeEnd(from: index) != nil { return false }
            if let hit = reading.longest(at: index, .strongEnding), hit.length >= 2, index > start { return true }
            index += 1
        }
        return false
    }

    private func isOffice(_ hit: Hit, _ index: Int) -> Bool {
        if hit.length > 1 { return true }
        return [0x5385, 0x5C40, 0x59D4, 0x529E, 0x5904, 0x79D1, 0x7AD9, 0x6240, 0x90E8, 0x7F72].contains(
            reading.at(index))
    }

    private func endsWord(_ end: Int) -> Bool {
        if reading.starts(end) || placeEnd(from: end) != nil {
            return !(reading.at(end) == 0x5316 || reading.at(end) == 0x6027)
        }
        // 规划|处副|处长 and the like: the next characters are a post.
        return postStarts(end)
    }

    private func postStarts(_ index: Int) -> Bool {
        if reading.longest(at: index, [.postHead, .rank]) != nil,
            !(reading.longest(at: index, .strongEnding).map { ($0.length) > 2 } ?? false)
        {
            guard let hit = reading.longest(at: index, [.postHead, .rank]) else { return false }
            return hit.length >= 2
        }
        guard let prefix = reading.longest(at: index, .postPrefix) else { return false }
        return reading.longest(at: index + Int(prefix.length), .postHead) != nil
    }

    private func postEnd(_ start: Int) -> Int {
        var end = start
        for _ in 0..<3 {
            if let prefix = reading.longest(at: end, .postPrefix),
                reading.longest(at: end + Int(prefix.length), [.postHead, .rank]) != nil
            {
                end += Int(prefix.length)
            }
            guard let head = reading.longest(at: end, [.postHead, .rank]) else { break }
            end += Int(head.length)
        }
        return end
    }

    /// Whether a word may stand in a name.
    private func continues(_ token: Token, at index: Int, pieces: Int) -> Bool {
        let end = Int(token.end)
        guard end <= reading.count else { return false }
        switch token.wordClass {
        case WordClass.noun, WordClass.otherName, WordClass.place, WordClass.attributive, WordClass.shortForm,
            WordClass.organisation, WordClass.verbalNoun, WordClass.gazetteer:
            if token.count == 1, reading.anyOf(OrganisationFinder.looseNouns, at: index) != nil { return false }
            return reading.anyOf(OrganisationFinder.otherNouns, at: index) == nil
        case WordClass.none:
            return Scalars.isHan(reading.at(index)) && reading.at(index) != Han.some
        case WordClass.verb, WordClass.adjective:
            if token.count == 1 {
                return pieces > 0 && Scalars.isHan(reading.at(index)) && inPlace[max(0, index - 1)]
                    && endingAhead(index)
            }
            return token.count >= 2
                && reading.anyOf(OrganisationFinder.verbs, at: index) == nil
                || token.count >= 2 && reading.has("组织", at: index) && pieces > 0
        case WordClass.phrase, WordClass.idiom: return pieces > 0 && token.count <= 4
        case WordClass.latin: return pieces > 0 || Scalars.isLetter(reading.at(index))
        case WordClass.conjunction, WordClass.preposition:
            // 发展|和|改革, 社会发展|与|基础研究: only between two nouns inside a name.
            guard reading.at(index) == 0x548C || reading.at(index) == 0x4E0E, pieces > 1, placeEnd(from: end) == nil
            else {
                return false
            }
            return longerName(end)
        default:
            return pieces > 0 && Scalars.isHan(reading.at(index)) && token.wordClass != WordClass.particle
                && endingAhead(index)
        }
    }

    /// Whether an ending follows within a few nouns.
    private func longerName(_ start: Int) -> Bool {
        var index = start
        for _ in 0..<4 {
            if reading.begins(.strongEnding, at: index) {
                return index > start
            }
            if index > start, [0x5904, 0x5385, 0x5C40, 0x59D4, 0x79D1, 0x90E8].contains(reading.at(index)),
                reading.token(at: index)?.count == 1
            {
                return true
            }
            guard let token = reading.token(at: index),
                [WordClass.noun, WordClass.verbalNoun, WordClass.verb, WordClass.otherName].contains(token.wordClass),
                token.count >= 2
            else { return false }
            index = Int(token.end)
        }
        return false
    }

    /// Whether it is a name and not a kind: 镇党委, 区政府, 派出单位 are none.
    private func isNamed(_ start: Int, _ end: Int, _ flags: (place: Bool, known: Bool, unknown: Bool, plain: Int))
        -> Bool
    {
        if let token = reading.token(at: start), placeEnd(from: start) == nil, isVerbal(token), !isTeam(end) {
            return false
        }
        if flags.known { return true }
        if flags.place {
            if placeEnd(from: start) != nil || reading.anyOf(["中共", "中国"], at: start) != nil { return true }
            // Nouns before the place: 留疆志愿者伊犁州服务队 is one, 协调宁河区水务局 is not; the finder starts again at the place.
            return false
        }
        if isTeam(end) { return end - start >= 7 || end - start == 6 && !isGeneric(start) }
        if isGeneric(start) { return false }
        if flags.unknown, end - start >= 4 { return true }
        return flags.plain >= 1 && end - start >= 5 && postStarts(end)
    }

    private func isGeneric(_ start: Int) -> Bool { reading.anyOf(OrganisationFinder.generic, at: start) != nil }

    private func isVerbal(_ token: Token) -> Bool {
        token.wordClass == WordClass.verb || token.wordClass == WordClass.adjective
    }

    /// Named task groups need no place.
    private func isTeam(_ end: Int) -> Bool { reading.anyOf(OrganisationFinder.teams, before: end) != nil }

    /// What no name goes on with, though its class would do.
    private static let looseNouns: Words = [
        "中", "里", "上", "下", "时", "后", "前", "内", "间", "来", "等", "由", "为", "被", "经", "人", "兼", "系", "至", "处", "即",
    ]
    private static let otherNouns: Words = [
        "工作中", "期间", "期满", "左右", "以来", "时间", "情况", "同志", "领导", "附近", "门口", "先后", "同时",
    ]
    private static let verbs: Words = [
        "来到", "担任", "挂职", "挂任", "任职", "工作", "选派", "组织", "联系", "参加", "成立", "介绍", "牵头", "支持", "给予", "负责", "分管", "协助",
        "进行", "开展", "推动", "参与", "召开", "报名", "举办", "安排", "组建", "建立", "设立", "加强", "强化", "组成", "抽调", "联合", "接到", "引进",
        "面对",
    ]
    private static let breaks: Words = ["的", "了", "在", "是", "从", "到", "为", "被", "把"]

    private static let teams: Words = [
        "领导小组", "协调小组", "督查小组", "工作小组", "攻关组", "检查组", "慰问组", "服务团", "支教团", "服务队", "指挥部", "工作专班",
    ]

    private static let generic: Words = [
        "市", "县", "区", "镇", "乡", "村", "省", "州", "街道", "社区", "团", "党", "全", "各", "本", "该", "原", "上级", "基层", "有关", "相关",
        "学校", "企业", "单位", "机关", "派出", "接收", "组织", "当地",
        "地方", "中央", "国家", "农村", "人民", "公安", "民营", "龙头", "职能", "办公", "行政", "自治区", "厅", "局", "处", "两", "某", "挂职", "一",
        "我", "教育", "工会", "政府", "法院",
    ]
}
