/// What only people do, are and have: the places of a sentence where a word can be nothing but a name.
extension PersonFinder {
    // MARK: Before

    /// What the words before say by themselves; 0 where they say nothing.
    func slotBefore(_ start: Int) -> Double {
        let before = reading.at(start - 1)
        if before == 0x53EB || before == 0x4E3A || before == 0x540D || before == 0x505A || before == 0x4F5C {
            if reading.anyOf(PersonFinder.introducing, before: start) != nil { return isThingCalled(start) ? 0 : 5 }
        }
        // 纳西族的|和志强, 藏族|卓玛.
        let noun = before == Han.of ? start - 2 : start - 1
        if reading.at(noun) == 0x65CF, reading.at(noun - 1) != 0x6C11, reading.at(noun - 1) != 0x5BB6 {
            return before == Han.of ? 3 : 1.5
        }
        // 另一位|海宁, 这位|安国.
        if before == 0x4F4D, reading.anyOf(PersonFinder.onePerson, before: start) != nil { return 1.5 }
        if before == Han.of { return reading.anyOf(PersonFinder.singledOut, before: start - 1) != nil ? 2 : 0 }
        return reading.anyOf(PersonFinder.meeting, before: start) != nil ? 1.5 : 0
    }

    /// 村子|叫|石门, 转场的路|叫|牧道, 什么|叫|信任: what is called so is nobody.
    func isThingCalled(_ start: Int) -> Bool {
        guard let calling = reading.anyOf(PersonFinder.callings, before: start),
            let subject = reading.token(at: start - calling - 1)
        else { return false }
        if reading.anyOf(PersonFinder.placesCalled, before: start - calling) != nil { return true }
        return subject.wordClass == WordClass.noun && subject.count > 1
            && !PersonFinder.roleEndings.contains(reading.at(Int(subject.end) - 1))
            && reading.kind(of: subject).isDisjoint(with: [.personBefore, .postHead])
    }

    /// 护林|员, 邮递|员: who does something, put together from the word and an ending.
    func composedRole(_ end: Int) -> Bool {
        guard PersonFinder.isAgent(reading.at(end - 1)), let ending = reading.token(at: end - 1),
            ending.count == 1, let stem = reading.token(at: end - 2)
        else { return false }
        return stem.count >= 2
            && [WordClass.noun, WordClass.verb, WordClass.verbalNoun, WordClass.none].contains(stem.wordClass)
    }

    // MARK: Behind

    /// What the words behind say by themselves; 0 where they say nothing.
    func slotBehind(_ start: Int, _ end: Int) -> Double {
        // 花开|姓花.
        if reading.at(end) == 0x59D3, reading.at(end + 1) == reading.at(start) { return 4 }
        if reading.anyOf(PersonFinder.namely, at: end) != nil { return 3 }
        if isAged(end) { return 4.5 }
        if isAppointed(end) { return 3 }
        if reading.anyOf(PersonFinder.towardsMe, at: end) != nil || isHuman(end) { return 4 }
        if reading.anyOf(PersonFinder.ownThings, at: end) != nil { return 2 }
        // 看过安宁,他的腿…: a pronoun takes up the name.
        if reading.at(end) == 0x2C, (reading.at(end + 1) == 0x4ED6 || reading.at(end + 1) == 0x5979) { return 1.5 }
        if isOfFamily(end) || isCountedPair(end) { return 2.5 }
        if reading.anyOf(PersonFinder.pairing, before: start) != nil,
            reading.anyOf(PersonFinder.together, at: end) != nil
        {
            return 2.5
        }
        return reading.anyOf(PersonFinder.leaving, at: end) != nil ? 1.5 : 0
    }

    /// 今年二十一岁, ,42岁.
    private func isAged(_ end: Int) -> Bool {
        var index = end
        if reading.at(index) == 0x2C || reading.at(index) == 0x28 { index += 1 }
        if let year = reading.anyOf(["今年才", "今年刚", "今年", "那年", "当年", "当时"], at: index) { index += year }
        guard NumberReader.begins(reading.at(index)), let number = NumberReader.read(reading, at: index) else {
            return false
        }
        return reading.at(number.end) == 0x5C81
    }

    /// 当|理事长, 任|组长.
    private func isAppointed(_ end: Int) -> Bool {
        PersonFinder.holding.contains(reading.at(end))
            && (reading.begins([.postHead, .personBefore], at: end + 1)
                || reading.begins([.postHead, .personBefore], at: end + 2))
    }

    /// 的阿妈, 的小儿子.
    private func isOfFamily(_ end: Int) -> Bool {
        guard reading.at(end) == Han.of else { return false }
        return reading.anyOf(PersonFinder.relatives, at: end + 1) != nil
            || reading.anyOf(["大", "小", "老", "亲"], at: end + 1) != nil
                && reading.anyOf(PersonFinder.relatives, at: end + 2) != nil
    }

    /// 苗圃|和文家两位同志.
    private func isCountedPair(_ end: Int) -> Bool {
        guard [0x548C, 0x4E0E, 0x53CA].contains(reading.at(end)) else { return false }
        return (3...5).contains { isCounted(end + $0) }
    }

    /// 是县里的护林员, 不是派来的干部: somebody is said to be what only people are.
    private func isHuman(_ end: Int) -> Bool {
        var index = end
        if let words = reading.anyOf(PersonFinder.beforeBeing, at: index) { index += words }
        guard reading.at(index) == 0x662F || reading.at(index) == 0x4E43 else { return false }
        var stop = index + 1
        while stop < reading.count, stop - index < 44, !Scalars.endsClause(reading.at(stop)),
            reading.at(stop) != Han.listComma, reading.at(stop) != 0x28
        {
            stop += 1
        }
        guard stop - index > 2, reading.anyOf(PersonFinder.comparisons, before: stop) == nil else { return false }
        return reading.longestEnding(at: stop, [.personBefore, .postHead, .address]) != nil || composedRole(stop)
            || reading.anyOf(PersonFinder.humans, before: stop) != nil
            || reading.at(stop - 1) == 0x65CF && reading.at(stop - 2) != 0x6C11
    }

    // MARK: Words

    /// 当任做兼.
    private static let holding: ScalarSet = [0x5F53, 0x4EFB, 0x505A, 0x517C]
    private static let introducing: Words = [
        "名叫", "叫做", "叫作", "名为", "本名", "大名", "原名", "化名", "位叫", "人叫", "我叫", "他叫", "她叫", "就叫", "取名", "改名",
    ]
    private static let callings: Words = ["叫做", "叫作", "名为", "名叫", "叫"]
    private static let placesCalled: Words = [
        "什么", "村", "路", "山", "河", "镇", "乡", "寨", "庄", "湾", "沟", "坝", "店", "地", "方", "课", "歌", "词", "病", "茶", "街", "桥",
        "湖", "溪", "岛",
    ]
    private static let onePerson: Words = ["一位", "这位", "那位", "另位", "几位", "两位", "首位", "有位", "名位"]
    private static let meeting: Words = [
        "认识", "问起", "提起", "说起", "想起", "想念", "感谢", "佩服", "接替", "遇见", "碰到", "碰见", "拜访", "看望", "听说", "羡慕",
        "陪同", "多亏", "搀着", "谢谢", "难忘", "忘不了", "我问", "他问", "她问", "者问", "我和", "嘱咐", "叮嘱",
    ]
    private static let singledOut: Words = [
        "同行", "同来", "同去", "随行", "最大", "最小", "年轻", "年长", "最老", "最早", "最晚", "最后", "同住", "搭班", "姓名",
    ]
    /// 员师匠嫂婆汉工.
    @inline(__always)
    private static func isAgent(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x5DE5, 0x5458, 0x5E08, 0x5320, 0x5AC2, 0x5A46, 0x6C49: true
        default: false
        }
    }

    private static let namely: Words = ["的名字", "这个名字", "这名字", "二字"]
    private static let towardsMe: Words = [
        "教会了我", "教会我", "教我", "带我", "带着我", "领着我", "送我", "陪我", "陪着我", "对我", "找我", "和我", "跟我", "与我", "比我", "问我", "拉着我",
        "请我", "劝我", "叫我", "喊我", "接我", "骂我", "帮我", "给了我", "问记者", "对记者", "比他", "比她", "看着我", "望着我", "握着我", "送给我", "告诉",
    ]
    private static let relatives: Words = [
        "爸", "妈", "阿妈", "阿爸", "父亲", "母亲", "儿子", "女儿", "儿女", "妻子", "丈夫", "爱人", "老伴", "婆娘", "爷爷", "奶奶", "哥哥", "姐姐",
        "弟弟", "妹妹", "孙子", "孙女", "徒弟", "师父", "师傅", "媳妇", "嗓门", "嗓子", "眼泪", "眼睛", "眼圈", "额头", "肩膀", "脸上", "脸色", "头发",
        "手机", "日记", "笔记本", "宿舍", "汉语", "普通话", "外号", "专业是", "办公桌", "病房", "病情", "婚期", "遗体", "坟",
    ]
    private static let beforeBeing: Words = [
        "也", "都", "就", "原来", "原", "曾经", "曾", "本来", "本", "不", "还", "却", "当时", "只", "正",
    ]
    private static let comparisons: Words = ["主力", "骨干", "代表", "榜样", "楷模", "模范", "标兵", "主体", "英雄", "干将", "户", "主人"]
    private static let humans: Words = [
        "人", "老板", "成员", "伙伴", "伴", "娃", "姑娘", "小伙", "汉子", "妇女", "独子", "长子", "后代", "女婿", "派来的", "来的", "派驻的", "选派的",
        "派的", "生人",
    ]
    private static let ownThings: Words = [
        "个子", "记性", "脾气", "嗓门", "嗓子", "说话", "话不多", "话少", "心里", "手里", "脸上", "眼里", "心想", "家里", "身上", "的腿", "的手", "的脚",
        "的脸",
        "两手", "双手", "一边",
    ]
    private static let pairing: Words = ["和", "与", "跟", "同", "给", "向", "随", "替"]
    private static let together: Words = [
        "搭班", "搭档", "搭伙", "一起", "一道", "一同", "同住", "同去", "打电话", "打了", "写信", "发信息", "发微信", "学的", "学了", "学", "请教", "道别",
        "告别", "借了", "打招呼", "聊", "商量", "交接", "吵",
    ]
    private static let leaving: Words = [
        "走的那", "走那天", "走后", "走了", "来的那", "来后", "来了", "要走", "调走", "离开的", "回来", "也来", "也走", "却", "两口子", "自己也", "打来电话",
        "打电话",
        "不吭声", "红着脸", "没说话", "没有说话", "没有回答", "没吭声",
    ]
}
