internal import Reports

/// When a story's posting began and ended, and whether the draft is a posting at all.
extension StoryReader {
    func finished(_ draft: Draft) -> Draft {
        var draft = draft
        for time in draft.times { take(time, &draft) }
        if draft.posting.hostUnit == nil, draft.posting.hostPlace == nil { home(&draft) }
        if draft.posting.programme == nil {
            for span in draft.posting.evidence.keys.sorted() {
                finder.fillProgramme(&draft.posting, span.start..<span.end)
            }
        }
        draft.isRow =
            (draft.posting.hostUnit != nil || draft.posting.hostPlace != nil || draft.posting.post != nil)
            && isPosting(draft)
        return draft
    }

    /// 任副县长, 队员: the division of the post's level named before, or the village of the title.
    private func home(_ draft: inout Draft) {
        guard let post = draft.posting.post?.value, draft.isCued || draft.posting.sendingUnit != nil,
            let span = draft.posting.evidence.filter({ $0.value.contains("post") }).keys.min()
        else { return }
        if let level = finder.level(post: post) {
            for place in analysis.places(in: 0..<span.end).reversed() {
                guard let division = place.division, finder.store.divisions[Int(division)].level == level else {
                    continue
                }
                let first = finder.chainStart(place.span.start, 0)
                draft.posting.hostUnit = .init(value: analysis.text(Span(first, place.span.end)), basis: .resolved)
                draft.posting.hostPlace = (division, .resolved)
                draft.posting.attest(reading.sentence(place.span.start), "host_unit", "host_place")
                return
            }
        }
        let head = 0..<min(reading.count, 80)
        for place in analysis.places(in: head) {
            guard let chain = analysis.placeChain(at: place.span.start) else { continue }
            let whole = posts.village(chain.span)
            guard whole.end > chain.span.end, let division = chain.last.division else { continue }
            draft.posting.hostUnit = .init(value: analysis.text(whole), basis: .resolved)
            draft.posting.hostPlace = (division, .resolved)
            draft.posting.attest(reading.sentence(whole.start), "host_unit", "host_place")
            return
        }
    }

    /// A host, and enough that says it is for a time only.
    private func isPosting(_ draft: Draft) -> Bool {
        let posting = draft.posting
        guard posting.hostUnit != nil || posting.hostPlace != nil || draft.isCued else { return false }
        let timed = posting.duration != nil || posting.start != nil || posting.finish != nil
        if draft.isCued, posting.post != nil { return true }
        if draft.isCued { return isUnit(draft) && (timed || posting.sendingUnit != nil) }
        guard posting.post != nil else { return false }
        return posting.sendingUnit != nil && (timed || finder.isAbout) || posting.duration != nil
            || timed && finder.isAbout
    }

    /// Not a bare division above the township.
    private func isUnit(_ draft: Draft) -> Bool {
        guard let unit = draft.host, let span = unit.span else { return draft.host?.isMasked ?? false }
        guard let place = unit.place, place.span.end == span.end else { return true }
        return place.division.map { finder.store.divisions[Int($0)].level == .township } ?? false
    }

    private func take(_ time: Time, _ draft: inout Draft) {
        if let date = time.date { take(date, time, &draft) }
        guard let length = time.length, draft.posting.duration == nil,
            time.isSure || isStated(length.span, time.sentence, draft)
        else { return }
        draft.posting.duration = .init(value: length.value, basis: time.isShared ? .resolved : .stated)
        draft.posting.attest(time.sentence, "duration")
    }

    private func take(_ date: FoundDate, _ time: Time, _ draft: inout Draft) {
        let basis = time.isShared ? .resolved : date.basis
        guard let isEnd = time.isEnd ?? isEnd(date, time.sentence, draft) else { return }
        if let finish = date.finish {
            guard draft.posting.start == nil else { return }
            draft.posting.start = .init(value: date.start.value, basis: basis)
            draft.posting.finish = .init(value: finish.value, basis: basis)
            draft.posting.attest(time.sentence, "start", "finish")
        } else if isEnd {
            guard draft.posting.finish == nil else { return }
            draft.posting.finish = .init(value: date.start.value, basis: basis)
            draft.posting.attest(time.sentence, "finish")
        } else if draft.posting.start == nil {
            draft.posting.start = .init(value: date.start.value, basis: basis)
            draft.posting.attest(time.sentence, "start")
        }
    }

    /// Whether a date ends the posting or begins it; nil where it is of something else.
    private func isEnd(_ date: FoundDate, _ sentence: Range<Int>, _ draft: Draft) -> Bool? {
        guard finder.isTime(date) else { return nil }
        if reading.anyOf(words.untils, before: date.span.start) != nil { return true }
        var index = date.span.end
        while index < sentence.upperBound, index - date.span.end < 10, !Scalars.endsClause(reading.at(index)) {
            if reading.anyOf(words.arrivals, at: index) != nil { return false }
            if reading.anyOf(words.leavings, at: index) != nil { return true }
            if reading.anyOf(words.motions, at: index) != nil { return false }
            index += 1
        }
        if date.finish != nil, reading.at(date.span.end) == 0x29 { return false }
        if reading.anyOf(words.since, before: date.span.start) != nil { return false }
        // A span that is a clause by itself.
        if date.finish != nil, reading.at(date.span.start - 1) == 0x2C,
            Scalars.endsClause(reading.at(date.span.end)), draft.host != nil || draft.posting.post != nil
        {
            return false
        }
        // In the sentence of the posting, before or behind its words.
        let near = draft.events.contains { event in
            sentence.contains(event) && event > sentence.lowerBound
                && (event >= date.span.end ? event - date.span.end < 40 : date.span.start - event < 24)
        }
        return near ? false : nil
    }

    private func isStated(_ span: Span, _ sentence: Range<Int>, _ draft: Draft) -> Bool {
        let next = reading.at(span.end)
        if reading.anyOf(words.elapsed, at: span.end) != nil { return false }
        if reading.anyOf(words.extensions, before: span.start)
            != nil
        {
            return false
        }
        if reading.anyOf(words.termsAfter, at: span.end) != nil { return true }
        var start = span.start
        while true {
            if reading.anyOf(words.terms, before: start) != nil { return true }
            guard let length = reading.anyOf(words.links, before: start) else { break }
            start -= length
        }
        // 三年,2019年7月去: alone between two marks, beside the posting.
        let before = reading.at(span.start - 1)
        let closes = next == 0x2C || next == 0x29 || next == 0x3B || Scalars.endsSentence(next)
        return closes && (before == 0x2C || before == 0x28) && draft.events.contains { sentence.contains($0) }
    }
}
