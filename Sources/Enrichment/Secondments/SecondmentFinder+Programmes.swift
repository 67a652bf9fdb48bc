internal import Reports

/// Under which programme somebody is sent.
extension SecondmentFinder {
    func fillProgramme(_ posting: inout Posting, _ range: Range<Int>) {
        guard posting.programme == nil, let name = programme(in: range) else { return }
        posting.programme = .init(value: name, basis: .stated)
        posting.attest(range, "programme")
    }

    /// 沪滇教育协作, 苏陕协作: two divisions' characters and what they do together.
    func paired(_ index: Int) -> String? {
        guard reading.begins(.abbreviation, at: index), reading.begins(.abbreviation, at: index + 1) else { return nil }
        var end = index + 2
        if let length = reading.anyOf(rules.pairFields, at: end) {
            end += length
        }
        guard let length = reading.anyOf(rules.pairWorks, at: end) else {
            return nil
        }
        return reading.slice(index, end + length)
    }

    func programme(in range: Range<Int>) -> String? {
        var weak: String?
        for index in range {
            if let name = organised(index) { return name }
            if let hit = reading.longest(at: index, .programme), let programme = store.programmes[hit.node] {
                let end = index + Int(hit.length)
                if reading.anyOf(rules.wishes, at: end) != nil { continue }
                // 对口帮扶昭觉工作队, 对口支援医院: what somebody else does.
                if reading.has("对口", at: index), reading.anyOf(rules.ordered, at: end) == nil { continue }
                let isWritten = reading.foldedSlice(index, end) == programme.name
                let name = isWritten ? reading.slice(index, end) : programme.name
                // What a batch is sent for, where the programme itself is named too.
                let isPurpose = reading.anyOf(rules.purposes, before: index) != nil
                if rules.ways.contains(programme.name) || isPurpose {
                    weak = weak ?? name
                } else {
                    return name
                }
            }
            if let name = paired(index) ?? quotedProgramme(index) { return name }
        }
        return weak
    }

    /// Said in a title or of a batch it names what is done there, and not under what each was sent.
    private func isOfOne(_ name: String) -> Bool { rules.waysOfOne.contains(name) || rules.exchanges.contains(name) }
    /// Whether a sentence names the programme of all: a way to exchange people in marks or as a clause of its own.
    func isOfAll(_ name: String, _ sentence: Range<Int>) -> Bool {
        guard rules.exchanges.contains(name) else { return !isOfOne(name) }
        let count = name.unicodeScalars.count
        return sentence.contains { index in
            guard reading.begins(.programme, at: index), index + count <= reading.count,
                reading.foldedSlice(index, index + count) == name
            else { return false }
            return reading.at(index - 1) == 0x201C
                || reading.at(index - 1) == 0x2C && Scalars.endsClause(reading.at(index + count))
        }
    }

    /// 组团式教育援藏, “组团式”援青: the way and the programme are one name.
    private func organised(_ index: Int) -> String? {
        guard reading.at(index) == 0x7EC4, reading.has("组团式", at: index) else { return nil }
        let isQuoted = reading.at(index - 1) == 0x201C && reading.at(index + 3) == 0x201D
        var end = index + (isQuoted ? 4 : 3)
        if let length = reading.anyOf(rules.teamFields, at: end) { end += length }
        // 组团式援青 is 援青.
        guard isQuoted || end > index + 3, let length = reading.anyOf(rules.regions, at: end) else { return nil }
        return reading.slice(isQuoted ? index - 1 : index, end + length)
    }

    /// 参加“三区”人才支持计划, 按照“X”的安排: a name in marks, and behind it what says that it is a programme's.
    func quotedProgramme(_ index: Int) -> String? {
        guard reading.at(index) == 0x201C else { return nil }
        var close = index + 1
        while close - index <= 14, Scalars.isHan(reading.at(close)) || reading.at(close) == Han.dot { close += 1 }
        guard close - index > 2, reading.at(close) == 0x201D,
            reading.longest(at: index + 1, .programme).map({ Int($0.length) < close - index - 1 }) ?? true
        else { return nil }
        if let length = reading.anyOf(rules.programmeNouns, at: close + 1) {
            return reading.slice(index, close + 1 + length)
        }
        // “双百”年轻干部双向挂职: marks, whom it may be for, and how they go.
        let way = close + 1 + (reading.anyOf(rules.exchanged, at: close + 1) ?? 0)
        if let length = reading.anyOf(rules.exchangeNames, at: way) {
            return reading.slice(index, way + length)
        }
        guard close - index > 4,
            reading.anyOf(rules.programmeUses, at: close + 1) != nil
                || reading.anyOf(rules.programmeRounds, before: index) != nil
                || reading.anyOf(rules.programmeCalls, before: index) != nil
                    && Scalars.endsClause(reading.at(close + 1))
        else { return nil }
        return reading.slice(index + 1, close)
    }

    /// A programme's name in marks that opens the writer's account: “千人入企”活动,是….
    func openingProgramme(_ sentence: Range<Int>) -> String? {
        sentence.lazy.compactMap { self.paired($0) ?? self.quotedProgramme($0) }.first
    }
}
