internal import Reports

/// Names that read as words or places, in slots of a posting's sentence where nothing but a name stands.
extension SecondmentFinder {
    /// 高兴,U讲师,挂任…; 武安来自U,挂任…; 最年轻的是温良,U干部,…; U的浦江同志到….
    func slotted(_ frame: Frame) -> FoundPerson? {
        let limit = min(frame.anchor, reading.count)
        var head = frame.group.lowerBound
        while head < limit, Scalars.isBlank(reading.at(head)) { head += 1 }
        var index = reading.next(.surname, from: frame.range.lowerBound, to: limit)
        while index < limit {
            if let span = name(at: index, isHead: index == head, limit) {
                return FoundPerson(span: span, name: analysis.text(span), role: nil)
            }
            index = reading.next(.surname, from: index + 1, to: limit)
        }
        return nil
    }

    private func name(at start: Int, isHead: Bool, _ limit: Int) -> Span? {
        let isPointed = reading.anyOf(rules.pointing, before: start) != nil
        let isOf = !isPointed && reading.at(start - 1) == Han.of
        guard isHead || isPointed || isOf, reading.anyOf(rules.notNames, at: start) == nil,
            analysis.dates(in: start..<start + 1).isEmpty, analysis.organisation(at: start) == nil,
            analysis.places(in: start..<start + 1).first?.form != .full
        else { return nil }
        switch reading.token(at: start)?.wordClass {
        case WordClass.adverb, WordClass.preposition, WordClass.conjunction, WordClass.particle: return nil
        default: break
        }
        var end = start + 1
        while end < min(start + 4, limit), Scalars.isHan(reading.at(end)) {
            end += 1
            if isNameEnd(end, isHead: isHead, isOf: isOf), !analysis.organisations(in: tail(end, limit)).isEmpty || isOf
            {
                return Span(start, end)
            }
        }
        return nil
    }

    /// Whether what follows follows a name: 同志, a comma and a unit, a bracket, 来自, 是.
    private func isNameEnd(_ end: Int, isHead: Bool, isOf: Bool) -> Bool {
        if reading.has("同志", at: end) { return true }
        if isOf { return reading.anyOf([",是", ",系", ",来自", ",原是"], at: end) != nil }
        if isHead, let length = reading.anyOf(rules.nameFollowers, at: end) { return isUnit(end + length) }
        switch reading.at(end) {
        case 0x2C, 0x28:
            return isUnit(end + 1)
                || reading.anyOf(["男,", "女,", "女),", "男),"], at: end + 1).map { isUnit(end + 1 + $0) } ?? false
        case 0x2014: return !isHead
        default: return false
        }
    }

    private func isUnit(_ index: Int) -> Bool {
        analysis.organisation(at: index) != nil || analysis.placeChain(at: index) != nil
    }

    private func tail(_ end: Int, _ limit: Int) -> Range<Int> { end..<max(end, limit) }
}
