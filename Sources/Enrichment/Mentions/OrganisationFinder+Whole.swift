internal import Reports

/// What a part belongs to, and what a name begins with that no list has.
extension OrganisationFinder {
    /// 国家发展和改革委员会|地区振兴|司|干部: the unit that an office of a few words is a part of, where a post follows.
    func whole(of head: Head, _ end: Int) -> FoundOrganisation? {
        guard
            head.kind == .weakEnding && reading.at(end - 1) != 0x59D4
                || reading.anyOf(rules.parts, at: head.start) != nil,
            let parent = organisations.last, parent.span.end <= head.wordStart, head.wordStart - parent.span.end <= 6,
            postStarts(end) || reading.at(end) == 0x29 || reading.at(end) == 0x2C
        else { return nil }
        var index = parent.span.end
        while index < head.wordStart {
            guard let token = reading.token(at: index), Int(token.end) <= end, !stop[index], token.count > 1,
                reading.anyOf(rules.verbs, at: index) == nil,
                reading.longest(at: index, [.postHead, .personBefore, .rank]) == nil, placeEnd(from: index) == nil
            else { return nil }
            switch token.wordClass {
            case WordClass.noun, WordClass.verb, WordClass.verbalNoun, WordClass.otherName, WordClass.attributive: break
            default:
                guard !reading.kind(of: token).isDisjoint(with: [.insideName, .field, .modifier]) else { return nil }
            }
            index = Int(token.end)
        }
        return parent
    }

    /// 中|瀚能源集团, 滇中|建设集团: a character or a region before the name that is part of it.
    func lengthen(_ stem: inout Stem) {
        guard !stem.hasPlace, stem.start > 1, !stop[stem.start - 1], let before = reading.token(at: stem.start - 1),
            Int(before.end) == stem.start
        else { return }
        if before.count == 1, reading.at(stem.start - 1) == 0x4E2D, reading.token(at: stem.start)?.count == 1,
            reading.starts(stem.start), reading.anyOf(rules.breaks, at: stem.start) == nil
        {
            stem.start -= 1
        } else if reading.anyOf(rules.sides, at: stem.start - 1) != nil,
            reading.begins(.abbreviation, at: stem.start - 2), Int(before.start) >= stem.start - 2
        {
            stem.start -= 2
        }
    }
}
