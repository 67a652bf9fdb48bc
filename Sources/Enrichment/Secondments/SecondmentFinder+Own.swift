internal import Reports

/// The writer's own posting, gathered over the report.
extension SecondmentFinder {
    mutating func complete() {
        var own = postings.first { $0.key == "" }?.posting
        if own == nil { own = arrival() ?? firstSteps() }
        guard var own else { return }
        byline(&own)
        ownSentences(&own)
        if let position = postings.firstIndex(where: { $0.key == "" }) {
            postings[position].posting = own
        } else {
            postings.insert(("", own), at: 0)
        }
    }

    /// No 挂任 anywhere: 我到*镇进行墩苗历练, 作为援疆干部来到X.
    func arrival() -> Posting? {
        var index = 0
        while index < reading.count {
            guard reading.anyOf(SecondmentFinder.stays, at: index) != nil, !inQuotation(index)
            else {
                index += 1
                continue
            }
            let sentence = reading.sentence(index)
            let first = sentence.contains {
                reading.anyOf(["我", "本人"], at: $0) != nil && reading.anyOf(["我们"], at: $0) == nil
            }
            if first, let host = hostBefore(sentence.upperBound, sentence), host.masked || host.unit != nil {
                var posting = Posting()
                fillHost(&posting, nil, host)
                fillTimes(&posting, sentence.upperBound, sentence, sentence)
                fillProgramme(&posting, sentence)
                posting.attest(sentence, "host_unit", "host_place")
                if let name = author?.name {
                    posting.person = .init(value: name, basis: author?.span == nil ? .resolved : .stated)
                }
                return posting
            }
            index = max(sentence.upperBound, index + 1)
        }
        return nil
    }

    /// The report is about a posting and says only where it began: 初到海门, 来到XX乡.
    func firstSteps() -> Posting? {
        guard reading.anyOf(SecondmentFinder.postings, in: 0..<reading.count) else { return nil }
        for index in 0..<reading.count {
            guard let length = reading.anyOf(SecondmentFinder.arrivals, at: index), !inQuotation(index) else {
                continue
            }
            let start = index + length
            let sentence = reading.sentence(index)
            guard let host = hostBefore(start + 12, index..<min(reading.count, start + 12)) ?? direct(start) else {
                continue
            }
            var posting = Posting()
            fillHost(&posting, nil, host)
            fillTimes(&posting, sentence.upperBound, sentence, sentence)
            fillProgramme(&posting, sentence)
            posting.attest(sentence, "host_unit", "host_place")
            return posting
        }
        return nil
    }

    func direct(_ start: Int) -> (unit: Span?, place: FoundPlace?, masked: Bool)? {
        if let chain = analysis.placeChain(at: start) { return (chain.span, chain.last, false) }
        return analysis.masks.contains { $0.start == start } ? (nil, nil, true) : nil
    }

    func byline(_ own: inout Posting) {
        guard let author else { return }
        if own.person == nil, let name = author.name {
            own.person = .init(value: name, basis: author.span == nil ? .resolved : .stated)
        }
        guard let unit = author.unit, unit != own.hostUnit?.value else { return }
        if heldInByline(&own, author, unit) { return }
        own.sendingUnit = .init(value: unit, basis: .stated)
        own.missing["sending_unit"] = nil
        if let span = author.span {
            own.attest(span.start..<span.end, "person", "sending_unit")
            own.sendingPlace = analysis.places.last { span.contains($0.span) }?.division
        }
    }

    /// 团中央援疆干部、X办公室主任: the byline gives the post held on secondment, and before it the sender.
    func heldInByline(_ own: inout Posting, _ author: Author, _ unit: String) -> Bool {
        guard let span = author.span else { return false }
        for index in span.start..<min(span.end, reading.count)
        where reading.anyOf(["援疆干部", "援藏干部", "援青干部", "挂职干部"], at: index) != nil {
            guard let sender = analysis.organisations.last(where: { $0.span.end == index }) else { return false }
            own.sendingUnit = .init(value: analysis.text(sender.span), basis: .stated)
            own.hostUnit = .init(value: unit, basis: .stated)
            if let post = author.post { own.post = .init(value: post, basis: .stated) }
            if let place = analysis.places.last(where: { span.contains($0.span) })?.division {
                own.hostPlace = (place, .stated)
            }
            own.attest(span.start..<span.end, "person", "sending_unit", "host_unit", "post")
            return true
        }
        return false
    }

    /// Dates, durations and programmes that stand in the writer's other sentences.
    func ownSentences(_ own: inout Posting) {
        var index = 0
        while index < reading.count {
            let sentence = reading.sentence(index)
            let next = max(sentence.upperBound, index + 1)
            defer { index = next }
            if own.finish == nil, own.missing["finish"] != .masked,
                sentence.contains(where: {
                    reading.anyOf(SecondmentFinder.endings, at: $0) != nil
                        && reading.anyOf(["服务期满", "试用期满"], at: $0 - 2) == nil
                }),
                let date = analysis.dates.last(where: { sentence.contains($0.span.start) })
            {
                own.finish = .init(value: (date.finish ?? date.start).value, basis: date.basis)
                own.attest(sentence, "finish")
            }
            if own.start == nil, own.missing["start"] != .masked,
                reading.anyOf(SecondmentFinder.beginnings, in: sentence),
                let date = analysis.dates.first(where: { sentence.contains($0.span.start) })
            {
                own.start = .init(value: date.start.value, basis: date.basis)
                own.attest(sentence, "start")
            }
            if own.programme == nil,
                reading.anyOf(SecondmentFinder.roles, in: sentence)
            {
                fillProgramme(&own, sentence)
            }
            if own.duration == nil, own.post != nil || own.hostUnit != nil, isPostingSentence(sentence) {
                var probe = Posting()
                fillTimes(&probe, sentence.upperBound, sentence, sentence)
                if let duration = probe.duration {
                    own.duration = duration
                    own.attest(sentence, "duration")
                }
            }
        }
    }

    // MARK: What tells

    private static let stays: Words = ["挂职", "援疆干部", "援藏干部", "援青干部", "墩苗历练", "西部计划"]
    private static let postings: Words = ["挂职", "挂任"]
    private static let arrivals: Words = ["初到", "我来到", "刚到", "我到"]
    private static let endings: Words = ["挂职期满", "期满", "结束挂职", "挂职结束", "延长到", "延期至", "延长至"]
    private static let beginnings: Words = ["报到", "踏上", "到任", "上任", "赴任"]
    private static let roles: Words = ["我是一名", "作为一名", "我作为", "作为第"]
}
