internal import Reports

/// The noun of a count that stands elsewhere than directly behind it.
extension QuantityFinder {
    /// 三名从宁波来的挂职干部: the noun after the first 的 of the clause.
    func nounAfterOf(_ start: Int) -> String? {
        var index = start
        while index < reading.count, index - start < 24 {
            let scalar = reading.at(index)
            if Scalars.endsClause(scalar) || scalar == Han.listComma
                || NumberReader.begins(scalar) && index > start + 1 && taken[index]
            {
                return nil
            }
            if scalar == Han.of, index > start {
                let end = nounPhrase(index + 1)
                if end > index + 1 { return unitNoun(index + 1, end) }
                return nil
            }
            index += 1
        }
        return nil
    }

    /// 羊21300只, 提出整改建议21条: the noun phrase that the number follows, without the verb that governs it.
    func nounBefore(_ end: Int, _ measure: String) -> String? {
        guard let noun = nounBefore(end) else { return nil }
        // 危房37户: households are no houses.
        if measure == "户", !isPeople(noun), !noun.hasSuffix("主") { return nil }
        // 全村312户: all that is meant, not what.
        guard noun.unicodeScalars.first?.value == 0x5168, noun.unicodeScalars.count >= 2 else { return noun }
        let rest = noun.unicodeScalars.dropFirst(2)
        return rest.count >= 2 ? String(rest) : nil
    }

    func nounBefore(_ end: Int) -> String? {
        var starts: [(start: Int, isVerb: Bool)] = []
        var start = end
        while starts.count < 5, start > 0, let token = reading.token(at: start - 1), Int(token.end) == start,
            Scalars.isHan(reading.at(start - 1)), !taken[start - 1]
        {
            let from = Int(token.start)
            let isVerb: Bool
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive, WordClass.place,
                WordClass.none, WordClass.organisation, WordClass.gazetteer:
                isVerb = false
                if QuantityFinder.isPositional(reading, from, start) { return noun(starts, end) }
            case WordClass.person where token.count >= 2:
                // 黄牛, 梅花鹿: words that look like names, unless one is.
                guard reading.begins(.word, at: from), store.frequencies[Int(token.node)] > 0 else {
                    return noun(starts, end)
                }
                isVerb = false
            case WordClass.verb, WordClass.verbalNoun, WordClass.adjective, WordClass.phrase: isVerb = true
            default:
                guard reading.kind(of: token).contains(.modifier), token.count > 1 else { return noun(starts, end) }
                isVerb = false
            }
            // A number follows a verb of its own: 圆梦640个, 落地5家.
            if starts.isEmpty, isVerb || reading.anyOf(QuantityFinder.predicates, at: from) == token.count {
                return nil
            }
            starts.append((from, isVerb))
            start = from
        }
        return noun(starts, end)
    }

    /// Doings that the dictionary has as things.
    static let predicates: Words = [
        "落地", "圆梦", "投产", "开工", "完工", "竣工", "达标", "结对", "挂职", "授权", "入选", "获奖", "会商", "在建", "参会", "参训", "就业",
        "脱贫", "家访", "入户", "走访", "化解", "签约", "到岗", "出栏",
        "存栏", "建档", "受益",
    ]

    private static let results: Words = ["到", "成", "好", "坏", "完", "掉"]
    private static let governors: Words = [
        "存栏", "出栏", "流出", "流入", "带出", "办结", "结案", "迁移", "搬迁", "更换", "安装", "配备", "吸引", "转移", "救治", "维修",
        "办理", "引进", "申报", "接收", "记录", "惠及", "落地", "新建", "新增", "参与", "开展", "举办", "完成", "解决", "化解", "受理", "审结", "走访",
        "慰问", "争取", "协调", "推动", "建成", "建立", "发放", "收集", "整理", "撰写", "召开", "签订", "提供", "选派", "派出", "接待", "查处", "发现",
        "打造", "实施", "修建", "编印", "印发", "制定", "招聘", "资助", "转交", "出具", "起草", "累计", "带动", "覆盖", "安排", "承办", "促成", "购置",
        "添置", "捐赠", "募集", "编制", "整理", "开设", "新设", "录下", "卖出", "主刀", "录制", "拍摄", "绘制", "筛查", "接诊", "抢救",
        "确诊", "组建", "创办", "采购", "收购", "捐建", "援建", "开办", "开通", "留下", "带出了", "挑出", "值", "记", "修", "办", "建", "种", "来", "共",
    ]

    private func noun(_ starts: [(start: Int, isVerb: Bool)], _ end: Int) -> String? {
        guard !starts.isEmpty else { return nil }
        // What stands right of the verb that governs it: 提出|整改建议.
        var first = starts.lastIndex { $0.isVerb }.map { $0 - 1 } ?? starts.count - 1
        // 包案|化解|信访积案: right of the nearest that is never part of a name.
        if let nearest = starts.firstIndex(where: { reading.anyOf(QuantityFinder.governors, at: $0.start) != nil }),
            nearest > 0, nearest <= first,
            reading.anyOf(QuantityFinder.governors, at: starts[nearest].start)
                .map({ starts[nearest].start + $0 == starts[nearest - 1].start }) ?? false
        {
            first = nearest - 1
        }
        // 带|出|医生, 走|坏|胶鞋: how the verb ended.
        if first > 0, starts.count > first + 1, starts[first + 1].isVerb,
            starts[first - 1].start == starts[first].start + 1,
            reading.anyOf(QuantityFinder.results, at: starts[first].start) != nil
        {
            first -= 1
        }
        // 参与|办理|案件, 落地|项目: a verb that is never part of the thing's name.
        while first > 0, let length = reading.anyOf(QuantityFinder.governors, at: starts[first].start),
            starts[first].start + length == starts[first - 1].start
        {
            first -= 1
        }
        // A long stretch is a sentence of its own: only the last word is sure.
        if end - starts[first].start > 8 { first = 0 }
        return unitNoun(starts[first].start, end)
    }
}
