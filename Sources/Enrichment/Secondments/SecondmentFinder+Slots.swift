internal import Reports

/// Where somebody was sent, from where and when.
extension SecondmentFinder {
    // MARK: Host

    func fillHost(_ posting: inout Posting, _ frame: Frame) {
        let result = frame.verb?.result
        if let post = result?.post {
            // 第三任挂职副县长: how it is held is no part of the post.
            let skip = reading.anyOf(["挂职", "挂任"], at: post.start) ?? 0
            posting.post = .init(value: analysis.text(Span(post.start + skip, post.end)), basis: .stated)
        }
        if let unit = result?.unit {
            if let host = frame.host, isPart(unit), isWhole(host.unit), let post = result?.post,
                let inner = unit.span, reading.anyOf(rules.ownLevels, at: inner.start) == nil
            {
                // 到某公司挂职,任综合部副经理: a part of the host, named with the post.
                posting.post = .init(value: analysis.text(Span(inner.start, post.end)), basis: .stated)
            } else if frame.host == nil, isDepartment(unit), let post = result?.post, let inner = unit.span {
                // 身份是河道管理科副科长: of the host that another clause names.
                posting.post = .init(value: analysis.text(Span(inner.start, post.end)), basis: .stated)
            } else {
                setHost(&posting, unit)
            }
        }
        if let host = frame.host {
            if host.unit.isMasked {
                if posting.hostUnit == nil { posting.missing["host_unit"] = .masked }
                if posting.hostPlace == nil, host.unit.place == nil { posting.missing["host_place"] = .masked }
            } else if posting.hostUnit == nil, posting.missing["host_unit"] == nil {
                setHost(&posting, host.unit)
            } else if let division = host.unit.place?.division,
                posting.hostPlace.map({ store.lies(division, in: $0.division) }) ?? true
            {
                // 来到响水,挂任江苏某公司…: the place says more exactly where than the host's own name.
                posting.hostPlace = (division, .stated)
            }
        } else if posting.hostPlace == nil {
            if posting.hostUnit == nil, let unit = there(frame) { setHost(&posting, unit) }
            if posting.hostPlace == nil { placeBefore(&posting, frame) }
        }
        if posting.hostPlace == nil, let unit = posting.hostUnit?.value,
            let division = store.centralUnits.place(unit, store)
        {
            posting.hostPlace = (division, .inferred)
        }
    }

    func setHost(_ posting: inout Posting, _ unit: PostingUnit) {
        if let span = unit.span {
            posting.hostUnit = .init(value: analysis.text(span), basis: .stated)
            if unit.isPlaceMasked { posting.missing["host_place"] = .masked }
        } else if unit.isMasked {
            posting.missing["host_unit"] = .masked
            if unit.place == nil { posting.missing["host_place"] = .masked }
        }
        if let division = unit.place?.division { posting.hostPlace = (division, .stated) }
    }

    /// 在富川瑶族自治县,…挂任瑶山民族中学副校长; 挂职副乡长 under a sentence that names the township.
    func placeBefore(_ posting: inout Posting, _ frame: Frame) {
        for place in analysis.places(in: frame.range.lowerBound..<frame.anchor).reversed() {
            let first = chainStart(place.span.start, frame.range.lowerBound)
            guard let division = place.division, reading.anyOf(["在", "到", "赴", "至"], before: first) != nil else {
                continue
            }
            posting.hostPlace = (division, .stated)
            return
        }
        guard posting.hostUnit == nil, posting.missing["host_unit"] == nil, let post = frame.verb?.result.post,
            let level = level(of: post)
        else { return }
        let start = max(0, frame.sentence.lowerBound - 240)
        for place in analysis.places(in: start..<frame.anchor).reversed() {
            guard let division = place.division, store.divisions[Int(division)].level == level,
                place.form == .full
            else { continue }
            let first = chainStart(place.span.start, 0)
            posting.hostUnit = .init(value: analysis.text(Span(first, place.span.end)), basis: .resolved)
            posting.hostPlace = (division, .resolved)
            posting.attest(reading.sentence(place.span.start), "host_unit", "host_place")
            return
        }
    }

    private func level(of post: Span) -> DivisionLevel? {
        if reading.anyOf(rules.townshipPosts, before: post.end) != nil { return .township }
        if reading.anyOf(rules.countyPosts, before: post.end) != nil { return .county }
        return nil
    }

    /// The level of the division that such a post is held in.
    func level(post: String) -> DivisionLevel? {
        if rules.townshipPostNames.contains(where: { post.hasSuffix($0) }) { return .township }
        if rules.countyPostNames.contains(where: { post.hasSuffix($0) }) { return .county }
        if rules.prefecturePostNames.contains(where: { post.hasSuffix($0) }) { return .prefecture }
        return nil
    }

    // MARK: Sender

    /// 从X来到, 由X选派, 原是X的, X副局长某人: the unit before.
    func fillSending(_ posting: inout Posting, _ frame: Frame, _ person: FoundPerson?) {
        if isThirdPerson, let unit = addressee(frame.range) { return setSending(&posting, unit, frame.sentence) }
        let range = frame.range.lowerBound..<max(frame.anchor, frame.range.lowerBound)
        if let person, let sender = sender(before: person.span.start, from: frame.group.lowerBound) {
            return setSending(&posting, sender, frame.sentence)
        }
        // 在会同县挂职的龙小梅同志,原是市妇联的干事: behind the name.
        let whole =
            person.map { $0.span.start >= frame.anchor ? range.lowerBound..<frame.group.upperBound : range } ?? range
        if let sender = sender(in: whole, person) { return setSending(&posting, sender, frame.sentence) }
        if person != nil, let sender = sender(after: person, range) {
            return setSending(&posting, sender, frame.sentence)
        }
        if let sender = formerly(frame, person) ?? (person == nil ? comrade(&posting, range) : nil) {
            setSending(&posting, sender, frame.sentence)
        }
    }

    /// 县农机局的×××同志: the sender of somebody whose name is masked.
    private func comrade(_ posting: inout Posting, _ range: Range<Int>) -> PostingUnit? {
        guard ownName == nil else { return nil }
        for mask in analysis.masks(in: range) where reading.has("同志", at: mask.end) {
            let end = mask.start - (reading.at(mask.start - 1) == Han.of ? 1 : 0)
            posting.missing["person"] = .masked
            for start in range.lowerBound..<max(end, range.lowerBound)
            where start == range.lowerBound || Scalars.endsClause(reading.at(start - 1)) {
                if let unit = posts.unit(at: start, end), unit.span?.end == end { return unit }
            }
        }
        return nil
    }

    /// 贵院某人同志, 受贵局选派: in a letter, the unit it is addressed to.
    private func addressee(_ range: Range<Int>) -> PostingUnit? {
        var index = reading.next(rules.yourUnits.first, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound {
            if reading.anyOf(rules.yourUnits, at: index) != nil,
                reading.anyOf(rules.beforeYourUnits, before: index) == nil
            {
                break
            }
            index = reading.next(rules.yourUnits.first, from: index + 1, to: range.upperBound)
        }
        guard index < range.upperBound else { return nil }
        var line = 0
        for _ in 0..<4 where line < reading.count {
            let end = reading.lineEnd(line)
            if end - line > 3, reading.at(end - 1) == 0x3A {
                let named = analysis.organisations(in: line..<end).first.map(\.span)
                let isWhole = reading.longestEnding(at: end - 1, [.strongEnding, .weakEnding]) != nil
                guard let span = named ?? (isWhole ? Span(line, end - 1) : nil) else { return nil }
                return PostingUnit(span: span, place: analysis.lastPlace(span), end: span.end)
            }
            line = end + 1
        }
        return nil
    }

    func setSending(_ posting: inout Posting, _ unit: PostingUnit, _ range: Range<Int>) {
        guard let span = unit.span else {
            if unit.isMasked { posting.missing["sending_unit"] = .masked }
            return
        }
        let text = analysis.text(withoutWard(analysis.withDepartment(span)))
        guard text != posting.hostUnit?.value else { return }
        posting.sendingUnit = .init(value: text, basis: .stated)
        posting.sendingPlace = unit.place?.division
        posting.attest(range, "sending_unit")
    }

    /// 洛河医院|骨科副主任: a ward is no unit of one's own.
    private func withoutWard(_ span: Span) -> Span {
        guard reading.anyOf(["科", "科室"], before: span.end) != nil else { return span }
        for end in span.start..<span.end where reading.anyOf(["医院", "卫生院"], before: end) != nil {
            return span.end - end <= 6 ? Span(span.start, end) : span
        }
        return span
    }

    /// A unit behind one of the words that say where somebody comes from.
    func sender(in range: Range<Int>, _ person: FoundPerson? = nil) -> PostingUnit? {
        var masked: PostingUnit?
        for index in range {
            guard let length = reading.anyOf(rules.origins, at: index), !analysis.isInsidePlace(index) else { continue }
            let start = left(index, length, range)
            guard let unit = posts.unit(at: start, posts.clauseEnd(start)),
                unit.end <= range.upperBound
            else { continue }
            if unit.isMasked {
                if reading.anyOf(["从", "由", "来自", "是"], at: index) != nil { masked = masked ?? unit }
                continue
            }
            let said = reading.anyOf(["由", "受", "作为"], at: index) != nil
            if let unit = accepted(unit, said: said) { return unit }
            // 从福州的福建省山海档案馆.
            if reading.at(unit.end) == Han.of, let next = posts.unit(at: unit.end + 1, posts.clauseEnd(unit.end + 1)),
                let unit = accepted(next, said: said)
            {
                return unit
            }
        }
        return sends(range) ?? masked
    }

    /// 离开工作了九年的U: where the unit begins.
    private func left(_ index: Int, _ length: Int, _ range: Range<Int>) -> Int {
        let start = index + length
        guard reading.anyOf(["离开", "告别"], at: index) != nil else { return start }
        for end in start..<max(start, min(start + 12, range.upperBound)) where reading.at(end) == Han.of {
            return end + 1
        }
        return start
    }

    private func sends(_ range: Range<Int>) -> PostingUnit? {
        for word in range where reading.anyOf(rules.dispatches, at: word) != nil {
            // 公诉二处|把我|派到.
            let index = word - (reading.anyOf(rules.whomSent, before: word) ?? 0)
            let near = max(range.lowerBound, index - 30)..<index
            for start in analysis.places(in: near).map(\.span.start)
                + analysis.organisations(in: near).map(\.span.start)
            {
                let first = chainStart(start, range.lowerBound)
                if let unit = posts.unit(at: first, index), let span = unit.span, span.end == index, sends(span) {
                    return unit
                }
            }
            // 今年3月,|县妇联|选派我: at the clause's beginning.
            let clause = near.last { Scalars.endsClause(reading.at($0)) }.map { $0 + 1 } ?? near.lowerBound
            if let unit = posts.unit(at: clause, index), unit.isGeneric, let span = unit.span, span.end == index,
                sends(span)
            {
                return unit
            }
        }
        return nil
    }

    private func sends(_ span: Span) -> Bool {
        !isOrganiser(span) && reading.anyOf(rules.teams, before: span.end) == nil
    }

    /// A unit, not the office that arranges such things, and not a bare place unless it sends.
    private func accepted(_ unit: PostingUnit, said: Bool) -> PostingUnit? {
        guard let span = unit.span else { return nil }
        var end = span.end
        // 由U副处长任上交流到: the post held before.
        if let post = posts.postSpan(end, posts.clauseEnd(end)), post.start == end {
            end = post.end
            if let length = reading.anyOf(rules.atPost, at: end) { end += length }
        }
        let sends =
            reading.anyOf(rules.sendings, at: span.end) != nil
            || reading.anyOf(rules.sendings, at: end) != nil
        if isOrganiser(span) || reading.anyOf(rules.studied, at: span.end) != nil
            || reading.anyOf(rules.teams, before: span.end) != nil
        {
            return nil
        }
        // 由U来到X: the way itself.
        let moves = reading.anyOf(rules.moving, at: span.end) != nil
        if said, !sends, !moves { return nil }
        if let chain = analysis.placeChain(at: span.start), chain.span.end >= span.end, !sends,
            chain.last.division.map({ store.divisions[Int($0)].level != .township }) ?? true
        {
            return nil
        }
        // 宁波市鄞州区委组织部 arranges, 和龙市委 is a body.
        return unit
    }

    func isOrganiser(_ span: Span) -> Bool {
        reading.anyOf(rules.organisers, before: span.end) != nil
            && reading.anyOf(rules.ofOrganisers, at: span.end) == nil
    }

    /// 江南大学食品学院副教授|徐知遥: unit, post and name side by side.
    func sender(before name: Int, from start: Int) -> PostingUnit? {
        for organisation in analysis.organisations(in: max(start, name - 60)..<max(name, start)).reversed() {
            let first = chainStart(organisation.span.start, start)
            guard organisation.span.end <= name, let unit = posts.read(first)?.unit ?? posts.unit(at: first, name),
                let span = unit.span
            else { continue }
            if span.end > name { continue }
            return apposed(span, name) ? unit : nil
        }
        // 绵阳市涪城区|审计局干部某人, 禾山街道干部某人: what the finder does not know as one.
        for place in analysis.places(in: max(start, name - 30)..<max(name, start)).reversed() {
            guard let chain = analysis.placeChain(at: place.span.start) else { continue }
            let first = chainStart(place.span.start, start)
            guard let unit = posts.unit(at: first, name), let span = unit.span, span.end <= name else { return nil }
            if chain.span.end >= span.end,
                chain.last.division.map({ store.divisions[Int($0)].level != .township }) ?? true
            {
                return nil
            }
            return apposed(span, name) ? unit : nil
        }
        // 区卫健委副科长某人同志: named by its level, at the beginning.
        guard let unit = posts.unit(at: start, name), unit.isGeneric, let span = unit.span, span.end < name,
            apposed(span, name)
        else { return nil }
        return unit
    }

    /// Where the places begin that stand directly before a position.
    func chainStart(_ index: Int, _ limit: Int) -> Int {
        var first = index
        while let before = analysis.places(in: max(limit, first - 14)..<max(limit, first)).last,
            before.span.end == first
        {
            first = before.span.start
        }
        return first
    }

    /// Only a post, or 的 and a post, between a unit and a name.
    func apposed(_ span: Span, _ name: Int) -> Bool {
        guard name - span.end <= 22, reading.anyOf(["组织部"], before: span.end) == nil else { return false }
        for index in span.end..<name where Scalars.endsClause(reading.at(index)) { return false }
        if span.end == name { return true }
        if reading.anyOf(rules.between, at: span.end) != nil { return false }
        return reading.longestEnding(at: name, [.postHead, .rank, .address]) != nil
            || reading.anyOf(rules.attributes, before: name) != nil
    }

    /// 某人,男,…,U副经理 / 某人是U的…: behind the name, before the verb.
    private func sender(after person: FoundPerson?, _ range: Range<Int>) -> PostingUnit? {
        guard let person, person.span.end < range.upperBound else { return nil }
        var index = max(person.span.end, range.lowerBound)
        while index < range.upperBound {
            let scalar = reading.at(index)
            if scalar == 0x2C || scalar == 0x28 || index == person.span.end {
                let start = index + (scalar == 0x2C || scalar == 0x28 ? 1 : 0)
                if let unit = posts.unit(at: start, posts.clauseEnd(start)), unit.end < range.upperBound,
                    belongs(scalar, unit), accepted(unit, said: false) != nil
                {
                    return unit
                }
                if let unit = posts.unit(at: start, posts.clauseEnd(start)), unit.end <= range.upperBound,
                    let span = unit.span, let post = posts.postSpan(span.end, posts.clauseEnd(span.end)) ?? nil,
                    post.start == span.end, accepted(unit, said: false) != nil
                {
                    return unit
                }
            }
            index += 1
        }
        return nil
    }

    /// 某人(U), 某人,U的,: the unit alone, closed by what stands behind it.
    private func belongs(_ opening: UInt32, _ unit: PostingUnit) -> Bool {
        if opening == 0x28 {
            var end = unit.end
            while Scalars.isHan(reading.at(end)), end - unit.end < 12 { end += 1 }
            return reading.at(end) == 0x29
        }
        return opening == 0x2C && reading.at(unit.end) == Han.of && reading.at(unit.end + 1) == 0x2C
    }

    /// 原为U讲师, 她的原单位是U: said behind the posting, of nobody else.
    private func formerly(_ frame: Frame, _ person: FoundPerson?) -> PostingUnit? {
        let start = frame.verb?.result.end ?? frame.host?.unit.end ?? frame.anchor
        guard start < frame.range.upperBound else { return nil }
        return former(in: start..<frame.range.upperBound, person?.name)
    }

    /// The unit behind 原是, 原单位是 …, where nobody else is named before it.
    func former(in range: Range<Int>, _ name: String?) -> PostingUnit? {
        for index in range {
            guard let length = reading.anyOf(rules.formers, at: index), !analysis.isQuoted(index),
                !analysis.isInsidePlace(index),
                analysis.people(in: range.lowerBound..<index).allSatisfy({ $0.name == name }),
                let unit = posts.unit(at: index + length, posts.clauseEnd(index + length)),
                unit.end <= range.upperBound, let unit = accepted(unit, said: false)
            else { continue }
            return unit
        }
        return nil
    }
}
