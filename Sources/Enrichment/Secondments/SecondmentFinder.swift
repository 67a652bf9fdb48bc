internal import Reports

/// Finds who was sent where: frames (挂任 …, 到 … 挂职，任 …) over typed mentions, joined a person.
struct SecondmentFinder {
    let analysis: Analysis
    let reading: Reading
    let store: LexiconStore
    let posts: PostReader
    let author: Author?
    let isThirdPerson: Bool
    var postings: [(key: String, posting: Posting)] = []

    init(_ analysis: Analysis) {
        self.analysis = analysis
        reading = analysis.reading
        store = analysis.store
        posts = PostReader(analysis: analysis)
        author = analysis.report.author
        let kind = analysis.report.kind
        isThirdPerson = kind == .feature || kind == .notice || kind == .mobilisationSpeech
    }

    mutating func find() -> [Secondment] {
        switch analysis.report.kind {
        case .plan, .essay: return []
        case .notice:
            var table = PostingTable(analysis)
            let rows = table.find()
            if !rows.isEmpty { return rows.map { $0.row(store: store) } }
        default: break
        }
        frames()
        if isThirdPerson { batch() } else { complete() }
        return postings.filter { isRow($0.posting) }.map { $0.posting.row(store: store) }
    }

    func isRow(_ posting: Posting) -> Bool {
        posting.post != nil || posting.hostUnit != nil || posting.hostPlace != nil
            || posting.missing["host_unit"] == .masked
    }

    // MARK: Frames

    static let assume: Words = [
        "挂职担任", "挂职任", "挂任", "挂职", "担任", "任",
    ]

    private static let sending: Words = [
        "挂职", "挂任", "选派", "下派", "援疆", "援藏", "援青", "派驻", "第一书记", "墩苗",
    ]
    private static let towards: Words = ["来到", "奔赴", "前往", "到", "赴", "在", "至"]

    mutating func frames() {
        var index = 0
        while index < reading.count {
            guard let length = reading.anyOf(SecondmentFinder.assume, at: index), isVerb(index, length) else {
                index += 1
                continue
            }
            let end = frame(index, length)
            index = max(end, index + length)
        }
    }

    /// 任 must be a verb here, and a posting be meant.
    func isVerb(_ index: Int, _ length: Int) -> Bool {
        if length == 1 {
            guard let token = reading.token(at: index),
                token.count == 1 || reading.has("任镇", at: index) || reading.has("任县", at: index)
            else { return false }
            let before = reading.at(index - 1)
            guard
                before == 0x2C || before == 0x3B || Scalars.isBlank(before)
                    || reading.anyOf(["挂职", "锻炼", "兼", "月", "起", "后"], before: index) != nil
            else { return false }
        }
        return true
    }

    func isPostingSentence(_ sentence: Range<Int>) -> Bool {
        reading.anyOf(SecondmentFinder.sending, in: sentence)
    }

    mutating func frame(_ index: Int, _ length: Int) -> Int {
        let sentence = reading.sentence(index)
        let strong = length >= 2 && !reading.has("担任", at: index)
        guard strong || isPostingSentence(sentence) else { return index + length }
        guard !inQuotation(index) else { return index + length }
        var start = index + length
        let bare = strong && length == 2 && reading.has("挂职", at: index)
        if bare, let skip = reading.anyOf(["锻炼", "工作", "帮扶"], at: start) { start += skip }
        var result = posts.read(start)
        if bare {
            // 挂职干部, 挂职单位, 挂职锻炼基地: no posting; 挂职副市长 is one.
            if let post = result?.post, !isNamedPost(post, at: result?.unit?.end ?? start) { result = nil }
            if result?.post == nil { result = nil }
            if result == nil, !Scalars.endsClause(reading.at(start)),
                reading.anyOf(["的", "时间", "了", "、", ")", "("], at: start) == nil, reading.at(start) != 0x29
            {
                return index + length
            }
        }
        let hasPost = result?.post != nil
        let group = clauseGroup(index, sentence)
        let host = hostBefore(index, group)
        guard hasPost || host != nil else { return index + length }
        if bare, !hasPost, !movement(group, index) { return index + length }
        var posting = Posting()
        var key = ""
        guard identify(&posting, &key, index, group, sentence) else { return index + length }
        fillHost(&posting, result, host)
        if posting.post == nil, bare, let later = laterPost(index, sentence), let post = later.post {
            posting.post = .init(value: analysis.text(post), basis: .stated)
            if posting.hostUnit == nil || later.unit != nil, let unit = later.unit {
                posting.hostUnit = .init(value: analysis.text(unit), basis: .stated)
            }
        }
        fillSending(&posting, index, group)
        fillTimes(&posting, index, group, sentence)
        fillProgramme(&posting, sentence)
        posting.attest(sentence, "host_unit", "host_place", "post")
        if posting.start != nil { posting.attest(sentence, "start") }
        add(posting, key)
        return result?.end ?? index + length
    }

    /// A post that stands right here and is no 干部.
    func isNamedPost(_ post: Span, at start: Int) -> Bool {
        post.start == start && post.count <= 20
            && reading.anyOf(["干部", "教师", "成员", "学员", "人员"], before: post.end) == nil
    }

    /// 到X挂职，任Y: the post in a later clause is found by its own frame; this one only looks for 任 without comma.
    func laterPost(_ index: Int, _ sentence: Range<Int>) -> PostReader.Result? {
        var position = index + 2
        while position < sentence.upperBound, position - index < 16 {
            if let length = reading.anyOf(["担任", "任"], at: position), isVerb(position, length) || length == 2 {
                return posts.read(position + length)
            }
            position += 1
        }
        return nil
    }

    func inQuotation(_ index: Int) -> Bool {
        analysis.quotations.contains { $0.start <= index && index < $0.end }
    }

    /// From the last ； before to the next.
    func clauseGroup(_ index: Int, _ sentence: Range<Int>) -> Range<Int> {
        var start = index
        while start > sentence.lowerBound, reading.at(start - 1) != 0x3B { start -= 1 }
        var end = index
        while end < sentence.upperBound, reading.at(end) != 0x3B { end += 1 }
        return start..<end
    }

    func movement(_ group: Range<Int>, _ index: Int) -> Bool {
        (group.lowerBound..<index).contains { reading.anyOf(["到", "赴", "在", "来", "至", "往"], at: $0) != nil }
    }

    /// 到X, 在X, 赴X before the verb: the unit there.
    func hostBefore(_ index: Int, _ group: Range<Int>) -> (unit: Span?, place: FoundPlace?, masked: Bool)? {
        var position = index - 1
        while position >= group.lowerBound {
            if let length = reading.anyOf(SecondmentFinder.towards, at: position) {
                let start = position + length
                if let organisation = analysis.organisations.first(where: { $0.span.start == start }),
                    organisation.span.end <= index
                {
                    let place = analysis.places.last { organisation.span.contains($0.span) }
                    return (organisation.span, place, false)
                }
                if let chain = analysis.placeChain(at: start), chain.span.end <= index + 2 {
                    if let mask = analysis.masks.first(where: { $0.start == chain.span.end }) {
                        _ = mask; return (nil, nil, true)
                    }
                    // 冶西镇苇泊村: the village belongs to the unit.
                    return (village(chain.span), chain.last, false)
                }
                if analysis.masks.contains(where: { $0.start == start && $0.end <= index + 2 }) {
                    return (nil, nil, true)
                }
            }
            position -= 1
        }
        return nil
    }

    func village(_ span: Span) -> Span {
        var end = span.end
        while end < span.end + 6, Scalars.isHan(reading.at(end)) {
            if reading.at(end) == 0x6751, reading.anyOf(["村里", "村民", "村委", "村级"], at: end) == nil {
                return Span(span.start, end + 1)
            }
            if reading.token(at: end)?.wordClass == WordClass.verb { break }
            end += 1
        }
        return span
    }

    // MARK: Who

    mutating func identify(
        _ posting: inout Posting, _ key: inout String, _ index: Int, _ group: Range<Int>, _ sentence: Range<Int>
    ) -> Bool {
        let person = analysis.people.last { $0.span.start >= group.lowerBound && $0.span.end <= index }
        let first = (group.lowerBound..<index).contains {
            reading.anyOf(["我", "本人", "笔者", "自己"], at: $0) != nil
                && reading.anyOf(["我们", "我国", "我县", "我市", "我区", "我省"], at: $0) == nil
        }
        if let person, !first || isThirdPerson {
            if !isThirdPerson, person.name != author?.name, !attached(person.span, index) { return false }
            posting.person = .init(value: person.name, basis: .stated)
            posting.attest(sentence, "person")
            key = person.name == author?.name && !isThirdPerson ? "" : person.name
            return true
        }
        if isThirdPerson {
            guard
                (group.lowerBound..<index).contains(where: {
                    reading.anyOf(["他", "她"], at: $0) != nil && reading.anyOf(["他们", "她们", "其他", "他人"], at: $0) == nil
                })
            else {
                // 挂职X副市长的Y: the person follows.
                if let after = analysis.people.first(where: {
                    $0.span.start > index && $0.span.start < group.upperBound
                }), reading.at(after.span.start - 1) == Han.of {
                    posting.person = .init(value: after.name, basis: .stated)
                    posting.attest(sentence, "person")
                    key = after.name
                    return true
                }
                return false
            }
            guard
                let before = analysis.people.last(where: {
                    $0.span.end <= sentence.lowerBound && $0.span.start >= reading.lineStart(index)
                })
            else { return false }
            posting.person = .init(value: before.name, basis: .stated)
            posting.attest(reading.sentence(before.span.start), "person")
            key = before.name
            return true
        }
        if let author, let name = author.name {
            posting.person = .init(value: name, basis: author.span == nil ? .resolved : .stated)
            if let span = author.span { posting.attest(span.start..<span.end, "person") }
        }
        return true
    }

    /// No other clause between the name and the verb.
    func attached(_ span: Span, _ index: Int) -> Bool { index - span.end < 24 }

    mutating func add(_ posting: Posting, _ key: String) {
        if let position = postings.firstIndex(where: { $0.key == key && agrees($0.posting, posting) }) {
            // The frame that names the post says more than the one before it.
            if postings[position].posting.post == nil, posting.post != nil {
                var better = posting
                better.fill(from: postings[position].posting)
                postings[position].posting = better
            } else {
                postings[position].posting.fill(from: posting)
            }
        } else {
            postings.append((key, posting))
        }
    }

    func agrees(_ a: Posting, _ b: Posting) -> Bool {
        guard let one = a.hostPlace?.division, let other = b.hostPlace?.division, one != other else { return true }
        let same = store.lies(one, in: other) || store.lies(other, in: one)
        return same || a.post == nil || b.post == nil || a.post?.value == b.post?.value
    }

    // MARK: A batch

    /// 2011年底至2013年初，X首批四位干部…完成为期一年的挂职锻炼: holds for each who has none of his own.
    mutating func batch() {
        guard postings.count > 1 else { return }
        for date in analysis.dates where date.finish != nil {
            let sentence = reading.sentence(date.span.start)
            guard sentence.contains(where: { reading.anyOf(["挂职"], at: $0) != nil }),
                sentence.contains(where: { reading.anyOf(["批", "名", "位"], at: $0) != nil }),
                !analysis.people.contains(where: { sentence.contains($0.span.start) })
            else { continue }
            var common = Posting()
            common.start = .init(value: date.start.value, basis: .resolved)
            if let finish = date.finish { common.finish = .init(value: finish.value, basis: .resolved) }
            if let sender = analysis.organisations.first(where: {
                sentence.contains($0.span.start) && $0.span.start > date.span.start
            }) {
                common.sendingUnit = .init(value: analysis.text(sender.span), basis: .resolved)
            }
            var times = Posting()
            fillTimes(&times, sentence.upperBound, sentence, sentence)
            if let duration = times.duration { common.duration = .init(value: duration.value, basis: .resolved) }
            common.attest(sentence, "start", "finish", "sending_unit", "duration")
            for index in postings.indices { postings[index].posting.fill(from: common) }
            return
        }
    }
}
