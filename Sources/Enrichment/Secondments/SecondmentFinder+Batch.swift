internal import Reports

/// What holds for all whom a text lists, and the longest form of a unit.
extension SecondmentFinder {
    /// 2011年底至2013年初,X首批四位干部…完成为期一年的挂职锻炼: holds for each who has none of his own.
    mutating func batch(listed: Int? = nil) {
        guard !postings.isEmpty else { return }
        var common = Posting()
        for sentence in sentences {
            let span = Span(sentence.lowerBound, sentence.upperBound)
            guard sentence.count > 6, hasCue(sentence) || reading.anyOf(rules.batchTerms, in: sentence),
                isOfAll(sentence), !strangers.contains(sentence.lowerBound),
                namesGroup(sentence)
                    || !postings.contains(where: { $0.posting.evidence[span].map { $0.contains("post") } ?? false })
            else { continue }
            collect(&common, sentence)
        }
        titled(&common)
        for index in postings.indices {
            // Beside a list: what its rows leave open, ends excepted.
            if let listed {
                if index < listed { fillListed(index, common) }
                continue
            }
            // 政法教研部主任 of the school that sent them all: a part of the sender.
            if let sender = common.sendingUnit, let own = postings[index].posting.sendingUnit?.value,
                postings[index].posting.sendingPlace == nil,
                !rules.properUnits.contains(where: { own.contains($0) })
            {
                postings[index].posting.sendingUnit = sender
            }
            var shared = common
            let own = postings[index].posting
            // 另有注明: who begins on a day of his own for a time of his own does not end with the others.
            if let start = own.start, own.duration != nil, start.value != common.start?.value { shared.finish = nil }
            if own.duration != nil, common.duration == nil, common.finish != nil { shared.finish = nil }
            if own.start != nil, own.finish != nil { shared.duration = nil }
            postings[index].posting.fill(from: shared)
        }
    }

    /// 某人同志改为六个月, 某人已于4月先行到任: what a list's notes say of one of those it names.
    mutating func exceptions() {
        guard postings.count > 1 else { return }
        for sentence in sentences.flatMap(clauses) {
            let named = analysis.people(in: sentence)
            guard let person = named.first, named.allSatisfy({ $0.name == person.name }),
                let row = postings.firstIndex(where: { $0.key == person.name }),
                !postings[row].posting.evidence.keys.contains(where: {
                    $0.overlaps(Span(sentence.lowerBound, sentence.upperBound))
                })
            else { continue }
            let behind = person.span.end..<max(sentence.upperBound, person.span.end)
            if reading.anyOf(rules.changes, in: behind),
                let length = analysis.quantities(in: behind).compactMap(changed).first
            {
                postings[row].posting.duration = .init(value: length, basis: .stated)
                postings[row].posting.attest(sentence, "duration")
            }
            if reading.anyOf(rules.changes, in: behind), let date = analysis.dates(in: behind).first(where: isChange) {
                postings[row].posting.finish = .init(value: date.start.value, basis: date.basis)
                postings[row].posting.attest(sentence, "finish")
            }
            if reading.anyOf(rules.earlyStarts, in: behind), let date = analysis.dates(in: behind).first(where: isTime)
            {
                postings[row].posting.start = .init(value: date.start.value, basis: date.basis)
                postings[row].posting.attest(sentence, "start")
            }
        }
    }

    /// What stands between two ；.
    private func clauses(_ sentence: Range<Int>) -> [Range<Int>] {
        var clauses: [Range<Int>] = []
        var start = sentence.lowerBound
        for index in sentence where reading.at(index) == 0x3B {
            clauses.append(start..<index)
            start = index + 1
        }
        return clauses + [start..<sentence.upperBound]
    }

    private func changed(_ quantity: FoundQuantity) -> String? {
        reading.anyOf(rules.changes, before: quantity.span.start) == nil ? nil : duration(quantity)
    }

    private func isChange(_ date: FoundDate) -> Bool { reading.anyOf(rules.changes, before: date.span.start) != nil }

    private mutating func fillListed(_ index: Int, _ common: Posting) {
        var shared = Posting()
        let own = postings[index].posting
        shared.programme = common.programme
        if own.finish == nil, own.start == nil { shared.start = common.start }
        if own.duration == nil, common.isSpanned { shared.finish = common.finish }
        if own.finish == nil { shared.duration = common.duration }
        if common.isSpanned, own.start == nil, own.duration == nil { shared.start = common.start }
        shared.evidence = common.evidence
        postings[index].posting.fill(from: shared)
    }

    /// 在援青干部座谈会上的致辞: the title names the programme of all.
    private func titled(_ common: inout Posting) {
        guard common.programme == nil else { return }
        var seen = 0
        for sentence in sentences where sentence.count > 3 {
            seen += 1
            guard seen < 4 else { return }
            // A line without a full stop, that tells of nobody.
            guard reading.at(sentence.upperBound - 1) != 0x3002, sentence.count < 50,
                !postings.contains(where: { $0.posting.evidence.keys.contains { sentence.contains($0.start) } }),
                let name = programme(in: sentence), isOfAll(name, sentence)
            else { continue }
            common.programme = .init(value: name, basis: .resolved)
            common.attest(sentence, "programme")
            return
        }
    }

    /// 他2021年5月到任,挂职三年: what a later sentence adds to the row of whom it speaks.
    mutating func completeOthers() {
        guard !postings.isEmpty else { return }
        var topic = ""
        for sentence in sentences {
            guard sentence.count > 3, !strangers.contains(sentence.lowerBound) else { continue }
            let named = analysis.people(in: sentence).filter { !analysis.isQuoted($0.span.start) }
            func isPronoun() -> Bool {
                reading.anyOf(rules.pronouns, in: sentence)
                    && !reading.anyOf(rules.notPronouns, in: sentence)
                    || reading.anyOf(rules.formerly, at: sentence.lowerBound) != nil
            }
            if let first = named.first {
                topic = first.name
            } else if let told = postings.last(where: {
                $0.posting.evidence.keys.contains { $0.end == sentence.upperBound }
            }) {
                topic = told.key
            }
            guard named.isEmpty ? isPronoun() : named.allSatisfy({ $0.name == named[0].name }),
                !named.contains(where: { reading.has("等", at: $0.span.end) }),
                let position = postings.firstIndex(where: { $0.key == topic })
            else { continue }
            var posting = postings[position].posting
            if posting.start == nil, posting.missing["start"] == nil,
                reading.anyOf(rules.beginnings, in: sentence),
                let date = analysis.dates(in: sentence).first(where: { isTime($0) && !isFinish($0) })
            {
                posting.start = .init(value: date.start.value, basis: date.basis)
                posting.attest(sentence, "start")
            }
            if posting.finish == nil, posting.missing["finish"] == nil,
                let date = finish(sentence, of: posting, topic) ?? homecoming(sentence, of: posting, topic)
            {
                posting.finish = .init(value: (date.finish ?? date.start).value, basis: date.basis)
                posting.attest(sentence, "finish")
            }
            if posting.duration == nil, hasCue(sentence) || reading.anyOf(["任期", "期限"], in: sentence),
                let length = duration(in: sentence)
            {
                posting.duration = .init(value: length, basis: .stated)
                posting.attest(sentence, "duration")
            }
            if posting.sendingUnit == nil, posting.missing["sending_unit"] == nil,
                let sender = former(in: sentence, topic)
            {
                setSending(&posting, sender, sentence)
            }
            postings[position].posting = posting
        }
    }

    /// 跟他一起来的某人, 和我同批的某人: with whom the text spoke of before, where the sentence says no date.
    mutating func companions() {
        for index in postings.indices {
            let posting = postings[index].posting
            guard !postings[index].key.isEmpty, posting.start == nil || posting.programme == nil,
                let span = posting.evidence.filter({ $0.value.contains("post") }).keys.min(),
                let name = analysis.people(in: span.start..<span.end).first(where: { $0.name == postings[index].key }),
                reading.anyOf(rules.together, in: span.start..<name.span.start)
            else { continue }
            let leader = postings.indices.filter { $0 != index }.max {
                first(postings[$0], span) < first(postings[$1], span)
            }
            guard let leader, first(postings[leader], span) >= 0 else { continue }
            let other = postings[leader].posting
            let evidence = other.evidence.filter { $0.value.contains("start") || $0.value.contains("programme") }
            if posting.start == nil, posting.missing["start"] == nil, let start = other.start {
                postings[index].posting.start = .init(value: start.value, basis: .resolved)
                for key in evidence.keys { postings[index].posting.attest(key.start..<key.end, "start") }
            }
            if posting.programme == nil, let programme = other.programme {
                postings[index].posting.programme = .init(value: programme.value, basis: .resolved)
                for key in evidence.keys { postings[index].posting.attest(key.start..<key.end, "programme") }
            }
        }
    }

    /// Where the posting is told, if before the sentence.
    private func first(_ entry: (key: String, posting: Posting), _ span: Span) -> Int {
        entry.posting.evidence.keys.map(\.start).filter { $0 < span.start }.max() ?? -1
    }

    private func isOfAll(_ sentence: Range<Int>) -> Bool {
        analysis.people(in: sentence).allSatisfy { reading.has("等", at: $0.span.end) }
            && reading.anyOf(rules.groups, in: sentence)
    }

    /// 选派某人等7名同志: said of all, although it names one of them.
    private func namesGroup(_ sentence: Range<Int>) -> Bool {
        analysis.people(in: sentence).contains {
            reading.has("等", at: $0.span.end) && NumberReader.begins(reading.at($0.span.end + 1))
        }
    }

    /// Not the days on which a notice hangs out.
    private func isStay(_ date: FoundDate, _ sentence: Range<Int>) -> Bool {
        var start = date.span.start
        if let length = reading.anyOf(rules.beforeSpans, before: start) { start -= length }
        return reading.anyOf(rules.spanLabels, before: start) != nil
            || !reading.anyOf(["公示时间", "公示期"], in: sentence)
    }

    private func collect(_ common: inout Posting, _ sentence: Range<Int>) {
        if common.start == nil, let (first, last) = bounds(sentence) {
            common.start = .init(value: first.start.value, basis: .resolved)
            common.finish = .init(value: last.start.value, basis: .resolved)
            common.isSpanned = true
            common.attest(sentence, "start", "finish")
        }
        let spanned = analysis.dates(in: sentence).first { date in
            date.finish != nil && isStay(date, sentence)
                && (postings.count > 1 || reading.anyOf(rules.singleSpans, in: sentence))
        }
        if common.finish == nil, let date = spanned,
            reading.anyOf(rules.spanCues, in: sentence)
        {
            common.start = .init(value: date.start.value, basis: .resolved)
            if let finish = date.finish { common.finish = .init(value: finish.value, basis: .resolved) }
            common.attest(sentence, "start", "finish")
            if let sender = analysis.organisations(in: date.span.end..<sentence.upperBound).first,
                reading.anyOf(rules.sendingBehind, at: sender.span.end) != nil, common.sendingUnit == nil
            {
                common.sendingUnit = .init(value: analysis.text(sender.span), basis: .resolved)
                common.attest(sentence, "sending_unit")
            }
        }
        if common.start == nil, spanned == nil, reading.anyOf(rules.startCues, in: sentence),
            let date = analysis.dates(in: sentence).first(where: { date in
                date.finish == nil && reading.anyOf(rules.begun, at: date.span.end) != nil && isTime(date)
            })
        {
            // 挂职时间自2017年3月15日起: the day on which all begin.
            common.start = .init(value: date.start.value, basis: .resolved)
            common.attest(sentence, "start")
        }
        if common.start == nil, spanned == nil, postings.count > 1,
            let date = analysis.dates(in: sentence).first(where: { isTime($0) && setsOut($0, sentence) })
        {
            // 2016年9月,第五批科技镇长团组建到岗.
            common.start = .init(value: date.start.value, basis: .resolved)
            common.attest(sentence, "start")
        }
        if common.finish == nil, spanned == nil, postings.count > 1,
            reading.anyOf(rules.batchTerms, in: sentence),
            reading.anyOf(rules.theirs, in: sentence),
            let date = analysis.dates(in: sentence).last(where: { isFinish($0) && isTime($0) }),
            common.start.map({ $0.value < date.start.value }) ?? true
        {
            // 两年来,他们…,今年12月期满返深: the end of all.
            common.finish = .init(value: date.start.value, basis: .resolved)
            common.attest(sentence, "finish")
        }
        if common.duration == nil, postings.count > 1 || spanned != nil, let duration = duration(in: sentence) {
            common.duration = .init(value: duration, basis: .resolved)
            common.attest(sentence, "duration")
        }
        if common.programme == nil, let name = programme(in: sentence), isOfAll(name, sentence) {
            common.programme = .init(value: name, basis: .resolved)
            common.attest(sentence, "programme")
        }
    }

    /// 2016年9月,第五批科技镇长团组建到岗; …挑出四名干部,4月15日到石楼县报到.
    private func setsOut(_ date: FoundDate, _ sentence: Range<Int>) -> Bool {
        // 应于3月29日前到…报到: a time limit.
        guard !isFinish(date), reading.anyOf(rules.limits, at: date.span.end) == nil else { return false }
        if date.span.start == sentence.lowerBound { return reading.anyOf(rules.setOut, in: sentence) }
        var end = date.span.end
        while end < sentence.upperBound, !Scalars.endsClause(reading.at(end)) { end += 1 }
        return reading.anyOf(rules.setOut, in: date.span.end..<end)
    }

    /// 此轮互派自2024年3月开始,2025年2月结束: what begins and ends with two dates.
    private func bounds(_ sentence: Range<Int>) -> (FoundDate, FoundDate)? {
        let dates = analysis.dates(in: sentence).filter { $0.finish == nil && isTime($0) }
        guard dates.count == 2, reading.anyOf(["自", "从", "于"], before: dates[0].span.start) != nil,
            reading.anyOf(rules.started, at: dates[0].span.end) != nil, isFinish(dates[1])
        else { return nil }
        return (dates[0], dates[1])
    }

    // MARK: The longest form on the page

    func lengthen(_ posting: inout Posting) {
        if let unit = posting.sendingUnit, let longer = longest(unit.value, posting.sendingPlace) {
            posting.sendingUnit?.value = longer.text
            posting.sendingPlace = posting.sendingPlace ?? longer.place
        }
        if let unit = posting.hostUnit, let longer = longest(unit.value, posting.hostPlace?.division) {
            posting.hostUnit?.value = longer.text
            if posting.hostPlace == nil, let place = longer.place { posting.hostPlace = (place, .stated) }
        }
        if let unit = posting.hostUnit?.value, let post = posting.post?.value {
            posting.post?.value = withoutNoun(post, of: unit)
        }
    }

    /// 检验中心|中心副主任: what the host ends with is said again before the office.
    private func withoutNoun(_ post: String, of unit: String) -> String {
        for noun in rules.hostEndings where unit.hasSuffix(noun) && post.hasPrefix(noun) {
            let office = post.dropFirst(noun.count)
            if rules.plainOffices.contains(where: { office.hasPrefix($0) }) { return String(office) }
        }
        return post
    }

    /// A name on the page that ends with this one, of the same place.
    private func longest(_ unit: String, _ place: Int32?) -> (text: String, place: Int32?)? {
        var best = longestChain(unit, place)
        let end = unit.unicodeScalars.last?.value
        for organisation in analysis.organisations
        where organisation.span.count * 3 > unit.utf8.count && reading.raw[organisation.span.end - 1] == end {
            let text = analysis.text(organisation.span)
            guard text.utf8.count > max(unit.utf8.count, best?.text.utf8.count ?? 0), text.ends(with: unit) else {
                continue
            }
            let other = analysis.lastPlace(organisation.span)?.division
            if let place, let other, place != other, !store.lies(place, in: other), !store.lies(other, in: place) {
                continue
            }
            best = (text, other)
        }
        return best
    }

    /// 河池市凤山县砦牙乡那林村 for 砦牙乡那林村; a bare division stays as its sentence writes it.
    private func longestChain(_ unit: String, _ place: Int32?) -> (text: String, place: Int32?)? {
        guard let place else { return nil }
        var best: (text: String, place: Int32?)?
        var end = 0
        for position in analysis.places.indices.dropLast() {
            // Most stand alone.
            let first = analysis.places[position].span
            guard first.start >= end, analysis.places[position + 1].span.start == first.end,
                let chain = analysis.placeChain(at: first.start)
            else { continue }
            end = chain.span.end
            guard chain.span.count > first.count, chain.last.division == place else { continue }
            let whole = posts.village(chain.span)
            let text = analysis.text(whole)
            if whole.end > chain.span.end, text.utf8.count > max(unit.utf8.count, best?.text.utf8.count ?? 0),
                text.ends(with: unit)
            {
                best = (text, place)
            }
        }
        return best
    }
}
