internal import Reports

/// The writer's own posting, gathered over the report.
extension SecondmentFinder {
    mutating func complete() {
        let position = postings.firstIndex { $0.key == "" }
        guard var own = position.map({ postings[$0].posting }) ?? plainAccount() ?? signed() ?? firstSteps() else {
            return
        }
        if own.person == nil { self.own(&own) }
        if own.hostUnit == nil, own.hostPlace == nil, own.missing["host_unit"] == nil, let steps = firstSteps() {
            own.fill(from: steps)
        }
        byline(&own)
        labelled(&own)
        opening(&own)
        site(&own)
        desk(&own)
        home(&own)
        ownSentences(&own)
        if let position {
            postings[position].posting = own
        } else {
            postings.insert(("", own), at: 0)
        }
        // A second posting of the writer has the same sender.
        for index in postings.indices where postings[index].key == "" && postings[index].posting.sendingUnit == nil {
            postings[index].posting.sendingUnit = own.sendingUnit
            postings[index].posting.sendingPlace = own.sendingPlace
            if let reason = own.missing["sending_unit"] { postings[index].posting.missing["sending_unit"] = reason }
        }
    }

    /// 2019年10月,我到U任P: told without a word of posting, in a report that is about one.
    private func plainAccount() -> Posting? {
        guard analysis.report.kind != .essay, reading.anyOf(rules.ownTopics, in: 0..<reading.count) else { return nil }
        for sentence in sentences where sentence.count > 6 {
            guard sentence.contains(where: { Voice.isFirstPerson(reading, $0) && !analysis.isQuoted($0) }),
                !analysis.dates(in: sentence).isEmpty,
                analysis.people(in: sentence).allSatisfy({ $0.name == ownName?.name })
            else { continue }
            let verbs = verbs(sentence)
            guard let verb = verbs.first, verb.result.post != nil else { continue }
            let host = destinations(sentence, verbs).last { $0.unit.end <= verb.index }
            guard host != nil || verb.result.unit?.place != nil else { continue }
            let frame = Frame(
                anchor: verb.index, verb: verb, host: host, range: sentence, group: sentence, sentence: sentence)
            var posting = Posting()
            own(&posting)
            fillHost(&posting, frame)
            fillSending(&posting, frame, nil)
            fillTimes(&posting, frame)
            fillProgramme(&posting, sentence)
            posting.attest(sentence, "host_unit", "host_place", "post")
            return posting
        }
        return nil
    }

    /// The report is about a posting and says only where it began: 初到海门, 来到XX乡.
    func firstSteps() -> Posting? {
        guard analysis.report.kind != .essay, reading.anyOf(rules.ownTopics, in: 0..<reading.count) else {
            return nil
        }
        var next = reading.next(rules.arrivals.first, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(rules.arrivals.first, from: index + 1)
            guard let length = reading.anyOf(rules.arrivals, at: index), !analysis.isQuoted(index) else {
                continue
            }
            let start = index + length
            guard let unit = posts.unit(at: start, posts.clauseEnd(start)), unit.isMasked || unit.place != nil else {
                continue
            }
            let sentence = reading.sentence(index)
            var posting = Posting()
            setHost(&posting, unit)
            own(&posting)
            let frame = Frame(
                anchor: index, verb: nil, host: nil, range: sentence, group: sentence, sentence: sentence)
            fillTimes(&posting, frame)
            fillProgramme(&posting, sentence)
            posting.attest(sentence, "host_unit", "host_place")
            return posting
        }
        return nil
    }

    /// 二〇〇〇年三月,我二十九岁。公司派我到…: the date with which the paragraph begins, where the frame has none.
    private func opening(_ own: inout Posting) {
        guard own.start == nil, own.missing["start"] == nil, own.post != nil || own.hostUnit != nil,
            let span = own.evidence.filter({ $0.value.contains("host_unit") }).keys.min()
        else { return }
        let line = reading.lineStart(span.start)
        for date in analysis.dates(in: line..<span.start).reversed() where isTime(date) && !isFinish(date) {
            let sentence = reading.sentence(date.span.start)
            guard sentence.lowerBound == date.span.start, date.start.value.utf8.count >= 7, span.start - line < 80,
                analysis.people(in: line..<span.start).allSatisfy({ $0.name == ownName?.name })
            else { continue }
            own.start = .init(value: date.start.value, basis: .resolved)
            own.attest(sentence, "start")
            return
        }
    }

    /// 企业在张家港市锦丰镇: the sentences behind say where a host lies that has no place in its name.
    private func site(_ own: inout Posting) {
        guard let host = own.hostUnit?.value,
            let span = own.evidence.filter({ $0.value.contains("host_unit") }).keys.min(),
            !analysis.organisations(in: span.start..<span.end).contains(where: {
                analysis.text($0.span) == host
                    && analysis.lastPlace($0.span).map { place in
                        place.division.map { store.divisions[Int($0)].level != .province } ?? false
                    } ?? false
            })
        else { return }
        let range = span.end..<min(reading.lineEnd(span.end), span.end + 60)
        for place in analysis.places(in: range) {
            guard let verb = reading.anyOf(rules.lying, before: place.span.start),
                let noun = reading.anyOf(rules.hostNouns, before: place.span.start - verb),
                Scalars.endsClause(reading.at(place.span.start - verb - noun - 1))
                    || Scalars.endsSentence(reading.at(place.span.start - verb - noun - 1)),
                let division = analysis.placeChain(at: place.span.start)?.last.division,
                own.hostPlace.map({ store.lies(division, in: $0.division) }) ?? true
            else { continue }
            own.hostPlace = (division, .inferred)
            own.attest(reading.sentence(place.span.start), "host_place")
            return
        }
    }

    // MARK: The byline

    /// 盘县屠乾坤: the place before a speaker's name sent him.
    private func labelled(_ own: inout Posting) {
        guard own.sendingUnit == nil, author?.unit == nil, let span = ownName?.span,
            reading.at(span.end) == 0x3A, let chain = analysis.placeChain(at: reading.lineStart(span.start)),
            chain.span.end == span.start
        else { return }
        own.sendingUnit = .init(value: analysis.text(chain.span), basis: .stated)
        own.sendingPlace = chain.last.division
        own.attest(chain.span.start..<span.end, "sending_unit", "person")
    }

    /// 到*镇, and 在镇经发局协助工作: the office of a host that is masked.
    private func desk(_ own: inout Posting) {
        guard own.post == nil else { return }
        guard own.hostUnit == nil, own.missing["host_unit"] == .masked else { return deskByName(&own) }
        for index in 0..<reading.count where reading.at(index) == 0x5728 {
            guard let unit = posts.unit(at: index + 1, posts.clauseEnd(index + 1)), unit.isGeneric,
                let span = unit.span,
                reading.anyOf(rules.helpingOut, at: span.end) != nil
            else { continue }
            own.hostUnit = .init(value: analysis.text(span), basis: .stated)
            own.missing["host_unit"] = nil
            own.attest(reading.sentence(index), "host_unit")
            return
        }
    }

    /// 分行党委 of 某银行四川省分行: its committee, named by its kind.
    private func isOrgan(_ stated: String, of unit: String) -> Bool {
        for body in rules.partyBodies where stated.hasSuffix(body) {
            let stem = stated.dropLast(body.count)
            return !stem.isEmpty && stem.utf8.count <= 12 && unit.contains(stem)
        }
        return false
    }

    func byline(_ own: inout Posting) {
        guard let author else { return }
        guard let unit = author.unit, unit != own.hostUnit?.value else { return }
        if heldInByline(&own, author, unit) || isHost(&own, author, unit) { return }
        // 受总行委派 says more exactly who sent; else the byline has the longer form.
        if let stated = own.sendingUnit?.value, !isOrgan(stated, of: unit), !unit.hasPrefix(stated),
            !unit.hasSuffix(stated),
            !stated.isShorter(unit)
        {
            return
        }
        if let stated = own.sendingUnit?.value, !isOrgan(stated, of: unit), !stated.isShorter(unit) { return }
        own.sendingUnit = .init(value: unit, basis: .stated)
        own.missing["sending_unit"] = nil
        if let span = author.span {
            own.attest(span.start..<span.end, "person", "sending_unit")
            own.sendingPlace = analysis.lastPlace(span)?.division
        } else {
            own.sendingPlace = nil
        }
    }

    /// 大姚县石羊镇 某人, 到石羊镇柳树村任职: a writer who signs with the township he was sent to.
    private func isHost(_ own: inout Posting, _ author: Author, _ unit: String) -> Bool {
        guard let span = author.span, let place = analysis.lastPlace(span), let division = place.division,
            let chain = analysis.placeChain(at: span.start), chain.last.span == place.span,
            analysis.text(chain.span) == unit, store.divisions[Int(division)].level == .township,
            let host = own.hostPlace?.division, host == division || store.lies(host, in: division)
        else { return false }
        if let named = own.hostUnit?.value, unit.hasSuffix(named) {
            own.hostUnit = .init(value: unit, basis: .stated)
            own.attest(span.start..<span.end, "host_unit")
        }
        return true
    }

    /// 初到海门, and 参加挂职街道办的活动: the office that the text itself calls the one of the posting.
    private func deskByName(_ own: inout Posting) {
        guard let host = own.hostPlace?.division, let named = own.hostUnit?.value, store.name(host).hasPrefix(named)
        else {
            return
        }
        for index in 0..<reading.count where reading.has("挂职", at: index) {
            guard let unit = posts.unit(at: index + 2, posts.clauseEnd(index + 2)), unit.isGeneric,
                let span = unit.span,
                reading.at(span.end) == Han.of
            else { continue }
            own.hostUnit = .init(value: analysis.text(span), basis: .stated)
            own.attest(reading.sentence(index), "host_unit")
            return
        }
    }

    /// 在今后的工作中,为某乡各项事业的发展奉献力量: where the writer goes back to.
    private func home(_ own: inout Posting) {
        guard own.sendingUnit == nil, own.missing["sending_unit"] == nil, author?.unit == nil else { return }
        for place in analysis.places.reversed() where reading.anyOf(["为", "回到"], before: place.span.start) != nil {
            let sentence = reading.sentence(place.span.start)
            guard let chain = analysis.placeChain(at: place.span.start),
                reading.anyOf(rules.futures, in: sentence),
                analysis.text(chain.span) != own.hostUnit?.value
            else { continue }
            let division = chain.last.division
            if let host = own.hostPlace?.division, let division,
                division == host || store.lies(division, in: host) || store.lies(host, in: division)
            {
                continue
            }
            own.sendingUnit = .init(value: analysis.text(chain.span), basis: .inferred)
            own.sendingPlace = division
            own.attest(sentence, "sending_unit")
            return
        }
    }

    /// X村第一书记某人: a byline that says by itself that its writer is posted.
    private func signed() -> Posting? {
        guard analysis.report.kind != .essay, let author, author.name != nil, author.unit != nil,
            let post = author.post, let span = author.span, isOfPosted(span)
        else { return nil }
        var posting = Posting()
        own(&posting)
        posting.post = .init(value: post, basis: .stated)
        posting.attest(span.start..<span.end, "post")
        return posting
    }

    /// The byline's post is one that only the posted hold.
    private func isOfPosted(_ span: Span) -> Bool {
        reading.anyOf(rules.surePosts, in: span.start..<min(span.end, reading.count))
    }

    /// 团中央援疆干部、X办公室主任: the byline gives the post held on secondment, and before it the sender.
    func heldInByline(_ own: inout Posting, _ author: Author, _ unit: String) -> Bool {
        guard let span = author.span else { return false }
        if author.post != nil, isOfPosted(span) {
            if own.hostUnit.map({ unit.hasSuffix($0.value) || $0.value.hasSuffix(unit) }) ?? true {
                let isLonger = own.hostUnit.map { $0.value.utf8.count < unit.utf8.count } ?? true
                if isLonger { own.hostUnit = .init(value: unit, basis: .stated) }
                own.hostPlace = own.hostPlace ?? analysis.lastPlace(span)?.division.map { ($0, .stated) }
                own.attest(span.start..<span.end, "person", "host_unit", "host_place")
            }
            return true
        }
        for index in span.start..<min(span.end, reading.count)
        where reading.anyOf(rules.sentPeople, at: index) != nil {
            guard let sender = analysis.organisations.last(where: { $0.span.end == index }) else { return false }
            own.sendingUnit = .init(value: analysis.text(sender.span), basis: .stated)
            own.hostUnit = .init(value: unit, basis: .stated)
            if let post = author.post { own.post = .init(value: post, basis: .stated) }
            if let place = analysis.lastPlace(span)?.division { own.hostPlace = (place, .stated) }
            own.attest(span.start..<span.end, "person", "sending_unit", "host_unit", "post")
            return true
        }
        return false
    }

    // MARK: Other sentences

    /// Dates, durations and programmes that stand in the writer's other sentences.
    func ownSentences(_ own: inout Posting) {
        var seen = 0
        // The last one: before it one only visits home.
        var home: (date: FoundDate, sentence: Range<Int>)?
        defer {
            if own.finish == nil, own.missing["finish"] != .masked, let home {
                own.finish = .init(value: (home.date.finish ?? home.date.start).value, basis: home.date.basis)
                own.attest(home.sentence, "finish")
            }
        }
        for sentence in sentences {
            guard sentence.count > 3 else { continue }
            seen += 1
            if own.finish == nil, let date = homecoming(sentence, of: own, ownName?.name) { home = (date, sentence) }
            if own.finish == nil, own.missing["finish"] != .masked,
                let date = finish(sentence, of: own, ownName?.name)
            {
                own.finish = .init(value: (date.finish ?? date.start).value, basis: date.basis)
                own.attest(sentence, "finish")
            }
            if own.start == nil, own.missing["start"] != .masked,
                reading.anyOf(rules.beginnings, in: sentence),
                let date = analysis.dates(in: sentence).first(where: { isTime($0) && !isFinish($0) })
            {
                own.start = .init(value: date.start.value, basis: date.basis)
                own.attest(sentence, "start")
            }
            if own.programme == nil, seen <= 3, let name = openingProgramme(sentence) {
                // In the heading: 在沪滇教育协作座谈会上的发言.
                own.programme = .init(value: name, basis: .resolved)
                own.attest(sentence, "programme")
            }
            if own.programme == nil, speaksOfSelf(sentence), let name = programme(in: sentence) {
                own.programme = .init(value: name, basis: .stated)
                own.attest(sentence, "programme")
            }
            if own.duration == nil, own.post != nil || own.hostUnit != nil || own.hostPlace != nil,
                hasCue(sentence) || reading.anyOf(rules.ownLengths, in: sentence),
                analysis.people(in: sentence).allSatisfy({ $0.name == ownName?.name }),
                let length = duration(in: sentence)
            {
                own.duration = .init(value: length, basis: .stated)
                own.attest(sentence, "duration")
            }
            if own.sendingUnit == nil, own.missing["sending_unit"] == nil, seen < 8,
                reading.anyOf(rules.ownOrigins, in: sentence),
                let sender = sender(in: sentence), sender.span.map({ analysis.text($0) }) != own.hostUnit?.value
            {
                setSending(&own, sender, sentence)
            }
        }
    }

    private func speaksOfSelf(_ sentence: Range<Int>) -> Bool {
        let beginnings = rules.selfBeginnings
        var index = reading.next(beginnings, from: sentence.lowerBound, to: sentence.upperBound)
        while index < sentence.upperBound {
            if Voice.isFirstPerson(reading, index)
                && reading.anyOf(rules.roles, in: index..<min(sentence.upperBound, index + 24))
                || reading.anyOf(rules.capacities, at: index) != nil
            {
                return true
            }
            index = reading.next(beginnings, from: index + 1, to: sentence.upperBound)
        }
        return false
    }

}

extension String {
    /// Whether another text begins or ends with this one and has more.
    fileprivate func isShorter(_ other: String) -> Bool {
        utf8.count < other.utf8.count && (other.hasPrefix(self) || other.hasSuffix(self))
    }
}
