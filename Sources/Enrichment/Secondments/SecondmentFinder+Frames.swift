internal import Reports

/// The verbs and destinations of a sentence.
extension SecondmentFinder {
    private static let strong: Words = [
        "挂职锻炼任", "挂职担任", "挂职任", "挂任", "选派为", "挂职岗位是", "挂职岗位为", "挂职职务是", "挂职职务为",
        "挂的头衔是", "挂的职务是", "挂的是",
    ]
    private static let weak: Words = ["担任", "出任", "受聘为", "聘为", "任命为", "岗位是", "岗位为", "职务是", "职务为", "任", "当"]
    private static let act: UInt32 = 0x5F53
    private static let stationed: Words = ["派驻", "驻"]
    /// First characters of all that `verb` looks for: of 挂职 and 第一书记 too.
    private static let verbBeginnings = ScalarFilter(
        strong.initials + weak.initials + stationed.initials + [0x6302, Han.ordinal])
    private static let notAssume: Words = [
        "任务", "任期", "任职", "任何", "任教", "任意", "任命", "任前", "任免", "任用", "任由", "任凭", "任劳", "任重", "任性", "任满", "任内", "任上",
    ]
    private static let notAssumed: Words = [
        "担", "信", "责", "主", "上", "现", "离", "就", "曾", "原", "历", "时", "赴", "到", "连", "胜", "重", "前", "后", "卸", "委", "放",
        "留", "继", "聘", "出", "新", "首", "一", "二", "三", "四", "五", "两",
    ]

    /// 挂任X, 任Y, 挂职Z, 派驻某村第一书记: with a post behind them.
    func verbs(_ range: Range<Int>) -> [PostingVerb] {
        var found: [PostingVerb] = []
        let beginnings = SecondmentFinder.verbBeginnings
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
        if let length = reading.anyOf(SecondmentFinder.strong, at: index) {
            guard let result = posts.read(index + length), result.post != nil || result.unit != nil else { return nil }
            return PostingVerb(index: index, result: result)
        }
        if reading.has("挂职", at: index) { return bare(index) }
        if let length = reading.anyOf(SecondmentFinder.weak, at: index) {
            if length == 1 {
                guard reading.anyOf(SecondmentFinder.notAssume, at: index) == nil else { return nil }
            }
            guard let result = posts.read(stationing(index + length)), let post = result.post, isNamed(post) else {
                return nil
            }
            // ,当Y: only as a clause; 当 has many other uses.
            if reading.at(index) == SecondmentFinder.act {
                guard length == 1, Scalars.endsClause(reading.at(index - 1)),
                    post.start <= result.unit?.end ?? index + 1
                else { return nil }
            }
            // 现任X副局长(挂职) is a posting, 现任X副局长 alone is where somebody comes from.
            if length == 1, reading.anyOf(SecondmentFinder.notAssumed, before: index) != nil,
                reading.anyOf(["(挂职", "(挂任"], at: post.end) == nil
            {
                return nil
            }
            return PostingVerb(index: index, result: result)
        }
        if let length = reading.anyOf(SecondmentFinder.stationed, at: index), let result = posts.read(index + length),
            let post = result.post, result.unit?.span != nil, !(result.unit?.isGeneric ?? true),
            (post.start..<post.end).contains(where: { reading.anyOf(["第一书记", "工作队"], at: $0) != nil })
        {
            var result = result
            if let length = reading.anyOf(["担任", "挂任", "任"], at: post.start) {
                result.post = Span(post.start + length, post.end)
            }
            return PostingVerb(index: index, result: result)
        }
        return titled(index)
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
        if let skip = reading.anyOf(["锻炼", "工作", "干部、"], at: start) { start += skip }
        guard let result = posts.read(start), let post = result.post, isNamed(post),
            post.start == result.unit?.end ?? start,
            !(result.unit?.isGeneric ?? false) || posts.isUnitEnd(index)
                || reading.anyOf(["省", "市", "县", "区", "州", "旗", "镇", "乡"], at: start) != nil
        else { return nil }
        return PostingVerb(index: index, result: result)
    }

    /// 浪平镇驻村第一书记某人: the post stands before the name, its unit before the post.
    private func titled(_ index: Int) -> PostingVerb? {
        guard isThirdPerson, reading.has("第一书记", at: index), analysis.person(at: index + 4) != nil else { return nil }
        var start = index
        while let length = reading.anyOf(["驻村", "村党支部", "党支部", "支部", "驻", "村"], before: start),
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
            && reading.anyOf(["干部", "教师", "成员", "学员", "人员", "队员", "记者", "老师", "单位领导"], before: post.end) == nil
    }

    // MARK: Destinations

    private static let towards: Words = [
        "选派到", "选派至", "选派赴", "下派到", "派驻到", "交流到", "挂职于", "挂职到", "挂职在", "分配到", "安排到", "抽调到", "派驻", "派往", "派到", "派赴",
        "来到", "上挂到", "上挂", "下挂到", "下挂",
        "奔赴", "前往", "入驻", "进驻", "赶赴", "远赴", "去的是", "到", "赴", "在", "至", "往",
    ]
    private static let notTowards: Words = [
        "到岗", "到位", "到任", "到期", "到了", "到底", "到达", "到处", "在职", "在任", "在编", "至今", "往返", "到此", "到来",
    ]
    private static let stays: Words = [
        "挂职", "挂任", "锻炼", "任职", "跟班", "支教", "支医", "支农", "帮扶", "驻村", "工作", "服务", "任教", "开展", "进行", "报到", "担任", "任",
        "援", "蹲点", "交流", "实践", "学习锻炼", "支援", "扶贫", "墩苗",
    ]
    private static let notStays: Words = ["建立", "设立", "成立", "召开", "举行", "举办", "干部挂职", "举办", "出生", "长大"]
    private static let visits: Words = [
        "调研", "考察", "看望", "慰问", "视察", "走访", "督导", "检查", "参观", "出差", "开会", "采访", "探望", "参会", "毕业", "读书", "上学", "培训",
        "招商", "推介", "观摩", "座谈", "务工", "打工", "旅游",
    ]

    func destinations(_ range: Range<Int>, _ verbs: [PostingVerb]) -> [Destination] {
        let isSent = hasCue(range)
        var found: [Destination] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard let length = reading.anyOf(SecondmentFinder.towards, at: index),
                reading.anyOf(SecondmentFinder.notTowards, at: index) == nil,
                reading.anyOf(["回", "得", "遇", "想", "看", "听", "收", "感"], before: index) == nil,
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
        guard let unit = posts.unit(at: start, posts.clauseEnd(start)), unit.end <= range.upperBound else { return nil }
        guard unit.isMasked || unit.span != nil, !isOfOthers(index, unit.end) else { return nil }
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

    private static let meetings: Words = ["看望", "慰问", "走访", "会见", "接见", "欢迎", "感谢", "见到", "陪同"]
    private static let crowds: Words = ["的干部", "的同志", "的人员", "的教师", "的医生", "的挂职干部", "的几位", "的各位"]

    /// 看望了在X挂职的干部: those whom somebody meets there, unless a name follows.
    func isOfOthers(_ index: Int, _ end: Int) -> Bool {
        var start = index
        while start > 0, index - start < 4, !Scalars.endsClause(reading.at(start - 1)) {
            start -= 1
            if reading.anyOf(SecondmentFinder.meetings, at: start) != nil { return true }
        }
        return (end..<end + 6).contains { place in
            reading.anyOf(SecondmentFinder.crowds, at: place).map { analysis.person(at: place + $0) == nil } ?? false
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
            if reading.anyOf(SecondmentFinder.notStays, at: index) != nil { return false }
            if let length = reading.anyOf(SecondmentFinder.stays, at: index) {
                return reading.anyOf(["基地", "锻炼基地", "单位", "岗位"], at: index + length) == nil
            }
            if reading.anyOf(SecondmentFinder.visits, at: index) != nil { return false }
            index += 1
        }
        return false
    }

    private func visits(after end: Int, _ range: Range<Int>) -> Bool {
        var index = end
        while index < range.upperBound, index - end < 10, !Scalars.endsClause(reading.at(index)) {
            if reading.anyOf(SecondmentFinder.visits, at: index) != nil { return true }
            index += 1
        }
        return false
    }
}
