internal import Reports

/// How far a name reaches to the left of its ending, and whether it names one unit or a kind of units.
extension OrganisationFinder {
    /// What was met on the way to the left.
    struct Stem {
        var start: Int
        /// Where the part begins that names: a division or another unit.
        var anchor: Int?
        var hasPlace = false
        /// 省, 县, 镇 without its name.
        var level = false
        var isKnown = false
        /// Characters that no list calls a kind or a trade, and words that the dictionary does not have.
        var content = 0
        var unknown = 0
        /// All characters of plain words.
        var length = 0
        /// The first plain word is a trade or kind: the name begins with none of its own.
        var beginsWithKind = false
    }

    func organisation(_ head: Head, _ end: Int) -> FoundOrganisation? {
        var stem = Stem(start: head.wordStart)
        if head.isKnown { stem.isKnown = true }
        if head.wordStart < head.start { takeWord(head, end, &stem) }
        scan(head, &stem)
        if let parent = whole(of: head, end) {
            return FoundOrganisation(span: Span(parent.span.start, end), hasPlace: parent.hasPlace)
        }
        guard isNamed(head, end, &stem), end - stem.start >= 2 else { return nil }
        lengthen(&stem)
        if reading.at(stem.start - 1) == 0x300A, reading.at(end) == 0x300B { return nil }
        return FoundOrganisation(span: Span(stem.start, end), hasPlace: stem.hasPlace)
    }

    /// The first part of a word that ends as names do.
    private func takeWord(_ head: Head, _ end: Int, _ stem: inout Stem) {
        let length = head.start - head.wordStart
        stem.length += length
        let kind = reading.longestEnding(at: head.start, [.modifier, .insideName, .field]).map {
            $0.start == head.wordStart
        }
        stem.beginsWithKind = kind ?? false
        guard !stem.beginsWithKind else { return }
        stem.content += length
        if let token = reading.token(at: head.wordStart),
            token.wordClass == WordClass.organisation || token.wordClass == WordClass.otherName
                || reading.longestEnding(at: head.start, .anyPlace)?.start == head.wordStart
        {
            stem.unknown += length
        }
    }

    // MARK: To the left

    private func scan(_ head: Head, _ stem: inout Stem) {
        let isTeam = head.kind.contains(.teamEnding)
        let isBrand = head.kind.contains(.brandEnding)
        while stem.start > 0, head.start - stem.start < 40, !stop[stem.start - 1] {
            let index = stem.start
            if let start = placeStart(to: index) {
                if stem.hasPlace, stem.anchor != index, !isTeam { return }
                stem.start = start
                stem.anchor = start
                stem.hasPlace = true
                continue
            }
            if let parent = organisation(endingAt: index), joins(parent, head, stem) {
                stem.start = parent.span.start
                stem.anchor = parent.span.start
                stem.hasPlace = stem.hasPlace || parent.hasPlace
                stem.isKnown = true
                return
            }
            if stem.isKnown, !head.isKnown || stem.start < head.start { return }
            if let prefix = reading.longestEnding(at: index, .organisationPrefix), reading.starts(prefix.start) {
                stem.start = prefix.start
                stem.anchor = prefix.start
                stem.isKnown = true
                continue
            }
            if stem.hasPlace, stem.anchor == index {
                // Left of a division: 驻, 赴 of a team, 附属 of a hospital.
                guard let length = reading.anyOf(rules.leftOfDivision, before: index),
                    length == 2 || isTeam || head.kind.contains(.strongEnding) && reading.has("专员办", at: head.start)
                else { return }
                guard placeStart(to: index - length) != nil || organisation(endingAt: index - length) != nil || isTeam
                else { return }
                stem.start = index - length
                if isTeam { stem.anchor = index - length }
                continue
            }
            if let length = reading.anyOf(rules.national, before: index), !isKindOfState(head) {
                stem.start = index - length
                stem.anchor = stem.start
                stem.isKnown = true
                continue
            }
            if head.isKnown { return }
            if let field = reading.longestEnding(at: index, .field), field.hit.length > 2, reading.starts(field.start) {
                stem.length += index - field.start
                stem.start = field.start
                stem.beginsWithKind = true
                continue
            }
            if let village = village(endingAt: index) {
                stem.start = village
                stem.anchor = village
                stem.hasPlace = true
                continue
            }
            guard let token = reading.token(at: index - 1) else { return }
            // 扬州大学|兽医学|院: a word over the ending's beginning, right behind what the unit is a part of.
            if Int(token.end) > index, index == head.start, Int(token.start) < index, follows(Int(token.start)) {
                stem.length += index - Int(token.start)
                stem.start = Int(token.start)
                continue
            }
            guard Int(token.end) == index else { return }
            guard step(token, head, &stem, isTeam: isTeam, isBrand: isBrand) else { return }
        }
    }

    /// Takes the word before; false where no name goes through it.
    private func step(_ token: Token, _ head: Head, _ stem: inout Stem, isTeam: Bool, isBrand: Bool) -> Bool {
        let start = Int(token.start)
        guard !stop[start], Scalars.isHan(reading.at(start)) || Scalars.isLatin(reading.at(start)) else {
            return false
        }
        if token.count > 1,
            reading.anyOf(rules.otherNouns, at: start) == token.count
                || reading.anyOf(rules.verbs, at: start) == token.count
        {
            return false
        }
        if Scalars.isDigit(reading.at(start)), !numbered(token, stem.start) { return false }
        if token.count <= 3, reading.anyOf(rules.levels, at: start) == token.count {
            stem.level = true
            if isTeam { stem.start = start }
            return false
        }
        let kind = reading.kind(of: token)
        // 任|县: a division's name that is none here.
        if kind.contains(.division), token.count == 2, reading.anyOf(rules.levelCharacters, at: start + 1) != nil {
            stem.level = true
            return false
        }
        let inside = kind.contains(.insideName) || kind.contains(.field)
        let isModifier = inside || kind.contains(.modifier)
        let wordClass = kind.isDisjoint(with: .anyPlace) || token.count == 1 ? token.wordClass : WordClass.gazetteer
        switch wordClass {
        case _ where isModifier && token.count > 1: break
        case _ where isConjunction(start): guard conjoined(start) else { return false }
        case WordClass.noun, WordClass.otherName, WordClass.shortForm, WordClass.attributive, WordClass.place,
            WordClass.organisation, WordClass.verbalNoun, WordClass.gazetteer, WordClass.person:
            if !isTeam, reading.anyOf(rules.people, before: stem.start) != nil { return false }
            if token.count == 1, !isModifier {
                guard
                    isBrand && (bridged(start) || paired(token, stem.start))
                        || reading.anyOf(rules.looseNouns, at: start) == nil
                else {
                    return false
                }
            }
        case WordClass.none, WordClass.latin: break
        case WordClass.verb, WordClass.adjective, WordClass.idiom, WordClass.phrase:
            if !inside {
                if token.count == 1 {
                    guard
                        isBrand && (bridged(start) || paired(token, stem.start))
                            || isTeam && reading.anyOf(rules.teamVerbs, at: start) != nil
                    else { return false }
                } else if token.wordClass == WordClass.phrase || token.wordClass == WordClass.idiom {
                    guard token.count <= 4, follows(start) || isTeam || stem.length > 0 && isBrand else { return false }
                } else {
                    guard isBrand,
                        token.wordClass == WordClass.adjective
                            || follows(start)
                                && reading.store.frequencies[Int(token.node)] < 300
                    else { return false }
                }
            }
        default:
            guard
                numbered(token, stem.start)
                    || isBrand && token.count == 1 && (bridged(start) || paired(token, stem.start))
            else { return false }
        }
        stem.start = start
        stem.length += token.count
        stem.beginsWithKind = isModifier
        if !isModifier, !isConjunction(start) {
            stem.content += token.count
            switch wordClass {
            case WordClass.none, WordClass.gazetteer, WordClass.otherName, WordClass.latin, WordClass.person,
                WordClass.place:
                stem.unknown += token.count
            default:
                if token.count == 1 || !kind.isDisjoint(with: .anyPlace) { stem.unknown += token.count }
            }
        }
        return true
    }

    /// 第一人民医院, 第七批援藏…, 十二局: a number within a name.
    private func numbered(_ token: Token, _ right: Int) -> Bool {
        let start = Int(token.start)
        if reading.at(start) == Han.ordinal { return true }
        if reading.at(start - 1) == Han.ordinal { return true }
        // 批, 师, 届 after an ordinal.
        if token.count == 1, NumberReader.begins(reading.at(start - 1)) || Scalars.isDigit(reading.at(start - 1)) {
            var index = start - 1
            while index > 0, NumberReader.begins(reading.at(index)) { index -= 1 }
            if reading.at(index) == Han.ordinal { return true }
        }
        return NumberReader.begins(reading.at(start))
            && reading.anyOf(rules.afterNumber, at: right) != nil
            && reading.at(right - 1) != 0x4E2A
    }

    /// Whether a division or the unit found last ends here.
    private func follows(_ index: Int) -> Bool { placeStart(to: index) != nil || organisation(endingAt: index) != nil }

    /// 绿|源: two characters beside each other that are no word are a name.
    private func paired(_ token: Token, _ right: Int) -> Bool {
        guard token.wordClass != WordClass.particle, token.wordClass != WordClass.preposition,
            reading.anyOf(rules.breaks, at: Int(token.start)) == nil,
            let next = reading.token(at: right), next.count == 1
        else { return false }
        return reading.kind(of: next).isDisjoint(with: [.modifier, .insideName])
    }

    /// 浙江|禾|城|冷链: single characters of a company's name behind the division it begins with.
    private func bridged(_ start: Int) -> Bool {
        guard reading.anyOf(rules.breaks, at: start) == nil, !NumberReader.begins(reading.at(start)) else {
            return false
        }
        var index = start
        while index > 0, start - index < 4 {
            if placeStart(to: index) != nil { return true }
            if index == start, let before = reading.token(at: index - 1), Int(before.end) == index, before.count >= 2,
                before.count > 2
                    || [WordClass.place, WordClass.otherName, WordClass.none].contains(before.wordClass),
                Scalars.isHan(reading.at(index - 1))
            {
                return true
            }
            guard Scalars.isHan(reading.at(index - 1)), !NumberReader.begins(reading.at(index - 1)),
                reading.anyOf(rules.breaks, at: index - 1) == nil,
                let token = reading.token(at: index - 1), token.count <= 2, Int(token.end) == index || token.count == 1
            else { return false }
            index = Int(token.start)
        }
        return false
    }

    /// 和, 与, 及 as a word.
    private func isConjunction(_ start: Int) -> Bool {
        guard reading.at(start) == 0x548C || reading.at(start) == 0x4E0E || reading.at(start) == 0x53CA else {
            return false
        }
        return reading.token(at: start)?.count == 1
    }

    /// 农业农村|和|水利局, 社会发展|与|基础研究处: between two fields of one office, up to the division or the unit they are of.
    private func conjoined(_ start: Int) -> Bool {
        var index = start
        for pieces in 0..<5 {
            if pieces > 0 {
                if placeStart(to: index) != nil || organisation(endingAt: index) != nil { return true }
                if reading.anyOf(rules.national, before: index) != nil { return true }
            }
            guard index > 0, !reading.endsName([.strongEnding, .organisation], at: index),
                let token = reading.token(at: index - 1), Int(token.end) == index, token.count >= 2,
                !stop[Int(token.start)]
            else { return false }
            let isField = !reading.kind(of: token).isDisjoint(with: [.insideName, .field, .modifier])
            switch token.wordClass {
            case WordClass.noun, WordClass.otherName, WordClass.verbalNoun, WordClass.shortForm, WordClass.gazetteer,
                WordClass.attributive, WordClass.phrase:
                guard isField || pieces > 0 || token.count > 2 else { return false }
            default:
                guard isField else { return false }
            }
            index = Int(token.start)
        }
        return false
    }

    /// Whether the unit before is the one this is a part of.
    private func joins(_ parent: FoundOrganisation, _ head: Head, _ stem: Stem) -> Bool {
        if head.isKnown { return stem.start == head.start }
        // 县委|县政府 are two.
        if reading.anyOf(rules.levelOrgans, at: head.start) != nil { return false }
        if stem.hasPlace, stem.anchor == stem.start {
            // 中国移动|湖北公司, 国家税务总局|固原市|税务局, 但教育局|宁波市教育局.
            return !parent.hasPlace || reading.anyOf(rules.branches, at: head.start) != nil
        }
        return true
    }

    /// 中国政府, 国家机关, 全国大学: the country's, not a name.
    private func isKindOfState(_ head: Head) -> Bool {
        head.kind.contains(.teamEnding)
            || reading.anyOf(rules.kindsOfState, at: head.start) != nil
    }

    // MARK: Name or kind

    private func isNamed(_ head: Head, _ end: Int, _ stem: inout Stem) -> Bool {
        let isTeam = head.kind.contains(.teamEnding)
        if head.isKnown {
            stem.start = stem.anchor ?? head.start
            return true
        }
        if let anchor = stem.anchor {
            stem.start =
                isTeam && stem.length > 0 && anchor > stem.start && placeStart(to: anchor) == nil ? stem.start : anchor
            if head.start == stem.start { return false }
            let afterPlace = stem.hasPlace && placeEndsAt(head.start)
            if afterPlace, head.wordStart == head.start {
                if head.kind == .weakEnding { return weakAfterPlace(head.start) }
                if reading.anyOf(rules.bareAfterPlace, at: head.start) == end - head.start { return false }
                if reading.anyOf(rules.bareAfterShort, at: head.start) == end - head.start {
                    return placeEnd(from: anchor) != head.start
                        || reading.anyOf(rules.levelEnds, before: head.start) != nil
                }
            }
            return true
        }
        if stem.level, !isTeam { return false }
        if isTeam {
            return stem.length >= 4
                && (stem.content >= 2 || stem.level
                    || reading.anyOf(rules.taskGroups, at: head.start) != nil)
        }
        trimVerbs(head, &stem)
        if head.kind.contains(.brandEnding) { return isBrandName(head, stem) }
        if head.kind == .weakEnding { return stem.length >= 4 && stem.content >= 2 && postStarts(end) }
        return stem.length >= 4 && stem.content >= 2 && (stem.unknown >= 2 || postStarts(end) || stem.length >= 8)
    }

    /// No name begins with a doing: 挂职|供电公司.
    private func trimVerbs(_ head: Head, _ stem: inout Stem) {
        while stem.start < head.wordStart, let token = reading.token(at: stem.start), Int(token.end) <= head.wordStart,
            token.wordClass == WordClass.verb, reading.kind(of: token).isDisjoint(with: .anyPlace),
            reading.anyOf(rules.beginningVerbs, at: stem.start) == nil
        {
            stem.start = Int(token.end)
            stem.length -= token.count
            guard let next = reading.token(at: stem.start) else { return }
            stem.beginsWithKind = !reading.kind(of: next).isDisjoint(with: [.insideName, .field, .modifier])
        }
    }

    private func placeEndsAt(_ index: Int) -> Bool { placeStart(to: index) != nil }

    /// 和龙市|委, 天水街道|办, 宁波市|局 is none.
    private func weakAfterPlace(_ index: Int) -> Bool {
        switch reading.at(index) {
        case 0x59D4: true
        case 0x529E: reading.anyOf(["街道", "镇", "乡"], before: index) != nil
        default: false
        }
    }

    /// A name of its own before the trade: 绿源|生态农业|专业合作社, not 蔬菜|种植|合作社.
    private func isBrandName(_ head: Head, _ stem: Stem) -> Bool {
        guard stem.length >= 2 else { return false }
        // 一家鞋帽外贸公司.
        if reading.longestEnding(at: stem.start, .anyMeasure) != nil || reading.at(stem.start - 1) == Han.of {
            return (stem.unknown >= 2 || stem.content >= 4 && reading.at(stem.start - 1) == Han.of)
                && !stem.beginsWithKind
        }
        if reading.anyOf(rules.specialised, at: head.start) != nil { return stem.content >= 2 }
        if stem.unknown >= 2, !stem.beginsWithKind { return true }
        if stem.content >= 4 { return !stem.beginsWithKind }
        return stem.content >= 2 && stem.length > stem.content && !stem.beginsWithKind
    }
}
