internal import Reports

/// When a posting ended, as sentences behind it tell.
extension SecondmentFinder {
    /// 2021年5月,我的驻村任期结束; 明年9月挂职期满: a posting's end and a date in one sentence.
    func finish(_ sentence: Range<Int>, of posting: Posting, _ name: String?) -> FoundDate? {
        let dates = analysis.dates(in: sentence).filter { isBehind($0, posting) && isTime($0) }
        guard !dates.isEmpty else { return nil }
        for index in sentence where reading.anyOf(SecondmentFinder.endings, at: index) != nil {
            guard isOf(name, sentence.lowerBound..<index),
                reading.anyOf(["试用", "合同", "合同期", "保质", "租约", "贷款"], before: index) == nil, !analysis.isQuoted(index)
            else { continue }
            if let date = dates.last(where: { $0.span.end <= index }) ?? dates.first { return date }
        }
        for index in sentence where reading.anyOf(SecondmentFinder.ending, at: index) != nil {
            let near = max(sentence.lowerBound, index - 14)..<min(sentence.upperBound, index + 14)
            guard reading.anyOf(SecondmentFinder.stints, in: near), !analysis.isQuoted(index),
                isOf(name, sentence.lowerBound..<index),
                let date = dates.last(where: { $0.span.end <= index })
            else { continue }
            return date
        }
        return nil
    }

    /// 2021年1月我回到洞头; 次年三月返津: a date, and behind it the way back to where the posting's person came from.
    func homecoming(_ sentence: Range<Int>, of posting: Posting, _ name: String?) -> FoundDate? {
        analysis.dates(in: sentence).last { date in
            guard isBehind(date, posting), isOf(name, sentence.lowerBound..<date.span.end) else { return false }
            let limit = min(sentence.upperBound, date.span.end + 14)
            var index = date.span.end
            while index < limit {
                if reading.anyOf(SecondmentFinder.departures, at: index) != nil {
                    return isOf(name, date.span.end..<index)
                }
                if let length = reading.anyOf(SecondmentFinder.ways, at: index) {
                    return isOf(name, date.span.end..<index) && isHome(index + length, sentence, posting)
                }
                if Scalars.endsClause(reading.at(index)), reading.at(index) != 0x2C { return false }
                if reading.anyOf(SecondmentFinder.errands, at: index) != nil
                    || reading.at(index) == 0x79BB || reading.at(index) == 0x8DDD
                {
                    return false
                }
                index += 1
            }
            return false
        }
    }

    /// Whether a way back leads home for good: to the sender's own place or office, not on an errand.
    private func isHome(_ start: Int, _ sentence: Range<Int>, _ posting: Posting) -> Bool {
        var end = start
        if let length = reading.anyOf(SecondmentFinder.offices, at: start) {
            end += length
        } else if let place = analysis.places(in: start..<start + 1).first, let chain = analysis.placeChain(at: start) {
            guard let division = chain.last.division ?? place.division, isOfSender(division, posting) else {
                return false
            }
            end = chain.span.end
        } else {
            guard let organisation = analysis.organisation(at: start),
                analysis.text(organisation.span) != posting.hostUnit?.value
            else { return false }
            end = organisation.span.end
        }
        while end < sentence.upperBound, !Scalars.endsClause(reading.at(end)) {
            if reading.anyOf(SecondmentFinder.errands, at: end) != nil { return false }
            end += 1
        }
        return true
    }

    /// Not the host's division, and the sender's where that is known.
    private func isOfSender(_ division: Int32, _ posting: Posting) -> Bool {
        func touches(_ other: Int32) -> Bool {
            division == other || store.lies(division, in: other) || store.lies(other, in: division)
        }
        if let sender = posting.sendingPlace { return touches(sender) }
        return posting.hostPlace.map { !touches($0.division) } ?? false
    }

    /// A month or a day later than the posting's start.
    private func isBehind(_ date: FoundDate, _ posting: Posting) -> Bool {
        guard let start = posting.start?.value else { return true }
        let value = (date.finish ?? date.start).value
        return start.hasPrefix("XXXX") != value.hasPrefix("XXXX") || value > start && !value.hasPrefix(start)
    }

    /// Nobody else stands in the stretch.
    private func isOf(_ name: String?, _ range: Range<Int>) -> Bool {
        guard analysis.people(in: range).allSatisfy({ $0.name == name }) else { return false }
        return isThirdPerson || !reading.anyOf(["他", "她"], in: range)
    }

    private static let endings: Words = [
        "挂职期满", "期满", "结束挂职", "挂职结束", "延长到", "延期至", "延长至", "任期结束", "任期届满", "服务期满", "挂职生活结束", "完成挂职", "结束了挂职", "到期",
        "任满", "任期满", "任期已满", "任期将满", "任期就满", "任期就要满", "聘期一到", "聘期满", "聘期已满", "挂职期一到", "任期一到", "期限一到", "离任", "卸任",
    ]
    private static let ending: Words = [
        "结束", "返回", "回到原单位", "回原单位", "届满", "画上句号", "画上了", "离任", "告别", "就满了", "将满", "已满", "到头", "收官", "到站", "交接完",
    ]
    private static let stints: Words = [
        "挂职", "驻村", "任期", "聘期", "援疆", "援藏", "援青", "支教", "支医", "服务期", "跟班", "锻炼", "帮扶期", "派驻",
    ]
    private static let ways: Words = ["回到了", "返回了", "回到", "返回", "回了", "调回", "返", "回"]
    private static let departures: Words = [
        "踏上归途", "踏上了归途", "踏上归程", "踏上了归程", "踏上返程", "踏上了返程", "踏上回家的路", "就回去了", "要回去了", "就该回去", "就要回去", "就回来了", "就回家了",
    ]
    private static let offices: Words = [
        "原单位", "原岗位", "原来的单位", "原来的岗位", "派出单位", "单位", "学校", "公司", "机关", "院里", "局里", "所里", "厅里", "部里", "委里", "医院", "总部",
        "本职", "校",
    ]
    /// One goes home for a while.
    private static let errands: Words = [
        "开会", "参加", "探亲", "探望", "过年", "过节", "过春节", "看病", "看望", "办事", "办理", "休假", "休整", "休息", "体检", "汇报", "争取", "对接",
        "招商",
        "考察", "推介", "请教", "求助", "请来", "请了", "拉", "取", "奔丧", "治疗", "住院", "作报告", "联系", "几天", "一趟", "一次", "次",
    ]
}
