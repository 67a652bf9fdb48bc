internal import Reports

/// When a posting began, ended, how long it lasts.
extension SecondmentFinder {
    func fillTimes(_ posting: inout Posting, _ frame: Frame) {
        var dates = Array(analysis.dates(in: frame.range))
        var within = frame.range
        if !dates.contains(where: { isTime($0) }) {
            // 2021年5月,甲挂任…,乙挂任…: one date for both.
            let lead = frame.group.lowerBound..<max(frame.anchor, frame.group.lowerBound)
            dates = analysis.dates(in: lead).filter {
                analysis.people(in: frame.group.lowerBound..<$0.span.start).isEmpty
            }
            within = lead
        }
        let times = dates.filter { isTime($0) }
        // 2018年7月来…,到2021年7月整整三年: a second date behind 到.
        let first = times.first?.span.start ?? 0
        func isEnd(_ date: FoundDate) -> Bool {
            isFinish(date) || date.span.start > first && reading.at(date.span.start - 1) == 0x5230
        }
        let starts = times.filter { !isEnd($0) }
        if let date = starts.last(where: { $0.span.end <= frame.anchor }) ?? starts.first {
            posting.start = .init(value: date.start.value, basis: date.basis)
            if let finish = date.finish { posting.finish = .init(value: finish.value, basis: date.basis) }
            posting.attest(frame.sentence, "start")
        } else if let mask = analysis.maskedDates(in: within).first {
            posting.missing["start"] = .masked
            let isRange =
                (mask.start..<mask.end).contains { reading.anyOf(["至", "到", "—", "-"], at: $0) != nil }
                || analysis.maskedDates(in: within).count > 1
            if isRange { posting.missing["finish"] = .masked }
        }
        if posting.start == nil, posting.missing["start"] == nil, reading.anyOf(["今天", "今日"], in: frame.range),
            let day = analysis.dates(in: 0..<frame.sentence.lowerBound + 1).last(where: { $0.start.day != nil })
        {
            // A diary: the entry's own day.
            posting.start = .init(value: day.start.value, basis: .resolved)
            posting.attest(frame.sentence, "start")
        }
        if posting.finish == nil, let date = times.last(where: isEnd) {
            posting.finish = .init(value: (date.finish ?? date.start).value, basis: date.basis)
            posting.attest(frame.sentence, "finish")
        }
        if let duration = duration(in: frame.range) ?? duration(in: frame.group, shared: frame) {
            posting.duration = .init(value: duration, basis: .stated)
            posting.attest(frame.sentence, "duration")
        }
    }

    /// In the group behind all verbs: 时间均为两年.
    private func duration(in group: Range<Int>, shared frame: Frame) -> String? {
        for quantity in analysis.quantities(in: frame.range.upperBound..<max(group.upperBound, frame.range.upperBound))
        {
            if reading.anyOf(rules.ofEach, before: quantity.span.start) != nil { return duration(quantity) }
        }
        return nil
    }

    /// Not of a birth, a degree or a notice's own days.
    func isTime(_ date: FoundDate) -> Bool {
        if reading.anyOf(rules.notTimes, at: date.span.end) != nil { return false }
        var start = date.span.start
        if let length = reading.anyOf(rules.beforeDates, before: start) { start -= length }
        return reading.anyOf(rules.births, before: date.span.start) == nil
            && reading.anyOf(rules.notices, before: start) == nil
    }

    func isFinish(_ date: FoundDate) -> Bool {
        guard date.finish == nil else { return false }
        if reading.anyOf(rules.untils, before: date.span.start) != nil { return true }
        var index = date.span.end
        while index < reading.count, index - date.span.end < 10, !Scalars.endsClause(reading.at(index)) {
            if reading.anyOf(rules.finishes, at: index) != nil { return true }
            if reading.anyOf(["到", "赴", "任"], at: index) != nil, reading.anyOf(["到期"], at: index) == nil {
                return false
            }
            index += 1
        }
        return false
    }

    /// 为期一年, 挂职时间两年, 任期三年, 一年的挂职锻炼: what is stated as the length of the posting.
    func duration(in range: Range<Int>) -> String? {
        for quantity in analysis.quantities(in: range) {
            guard quantity.span.end <= range.upperBound, let text = duration(quantity) else { continue }
            let start = quantity.span.start
            // 一年后返回.
            let isTerm = reading.anyOf(rules.afterTerm, at: quantity.span.end) != nil
            if !isTerm, reading.anyOf(rules.elapsed, at: quantity.span.end) != nil { continue }
            let isOfPosting = reading.anyOf(rules.lengthsAfter, at: quantity.span.end) != nil
            if reading.anyOf(rules.extensions, before: start) != nil { continue }
            if reading.anyOf(["近", "过去"], before: start) != nil, !isOfPosting { continue }
            var before = start
            if let skip = reading.anyOf(rules.lengthLinks, before: before) { before -= skip }
            if let skip = reading.anyOf(["都", "总", "只", "也"], before: before) { before -= skip }
            let said =
                reading.anyOf(rules.lengths, before: start) != nil
                || reading.anyOf(rules.lengths, before: before) != nil
            // 我在一家企业挂职的六个月: a heading.
            let isHeading =
                reading.at(quantity.span.end) == 0x0A && reading.anyOf(rules.headings, before: start) != nil
            guard said || isOfPosting || isTerm || isHeading || isAlone(quantity.span) else { continue }
            return text
        }
        return nil
    }

    /// 2022年7月起,|一年|。 任副局长,|两年|。 挂职副主任,|一年|为期。
    private func isAlone(_ length: Span) -> Bool {
        let after = reading.at(length.end)
        guard reading.at(length.start - 1) == 0x2C,
            Scalars.endsClause(after) || after == 0x29 || reading.anyOf(rules.terms, at: length.end) != nil
        else { return false }
        return reading.anyOf(rules.starts, before: length.start - 1) != nil
            || reading.longestEnding(at: length.start - 1, [.postHead, .rank]) != nil
    }

    /// P1Y for 一年, P6M for 半年.
    func duration(_ quantity: FoundQuantity) -> String? {
        // 29岁: an age.
        guard !quantity.isApproximate, reading.at(quantity.span.end - 1) != 0x5C81 else { return nil }
        let value = quantity.millionths
        switch quantity.unit {
        case "year":
            if value % 1_000_000 == 0 { return "P\(value / 1_000_000)Y" }
            let months = value * 12 / 1_000_000
            guard value % 500_000 == 0 else { return nil }
            return "P" + (months >= 12 ? "\(months / 12)Y" : "") + "\(months % 12)M"
        case "month":
            // 一年半, where the number counts years too.
            if value >= 12_000_000, value % 1_000_000 == 0,
                reading.anyOf(["年"], in: quantity.span.start..<quantity.span.end)
            {
                let months = value / 1_000_000
                return "P\(months / 12)Y" + (months % 12 > 0 ? "\(months % 12)M" : "")
            }
            return value % 1_000_000 == 0 ? "P\(value / 1_000_000)M" : nil
        case "week": return value % 1_000_000 == 0 ? "P\(value / 1_000_000)W" : nil
        case "day": return value % 1_000_000 == 0 ? "P\(value / 1_000_000)D" : nil
        default: return nil
        }
    }
}
