internal import Reports

/// Finds who was sent where: frames (挂任 …, 到 … 挂职,任 …) over typed mentions, joined a person.
struct SecondmentFinder {
    let analysis: Analysis
    let reading: Reading
    let store: LexiconStore
    var rules: SecondmentRules { store.rules.secondments }
    let posts: PostReader
    let author: Author?
    /// The writer's name: the byline's, else 我叫X, 我是U的X.
    let ownName: (name: String, span: Span?)?
    /// 我 is nobody whose posting the report tells: a feature, a notice, a speech before others.
    let isThirdPerson: Bool
    var postings: [(key: String, posting: Posting)] = []
    private let cuePlaces: [Int]
    let sentences: [Range<Int>]
    /// The first lines speak of postings.
    let isAbout: Bool
    /// Sentences that speak of somebody whose name only its slot shows.
    var strangers: Set<Int> = []

    init(_ analysis: Analysis) {
        self.analysis = analysis
        reading = analysis.reading
        store = analysis.store
        posts = PostReader(analysis: analysis)
        let rules = store.rules.secondments
        let mayTell = reading.anyOf(rules.topics, in: 0..<reading.count)
        cuePlaces = mayTell ? SecondmentFinder.cuePlaces(reading) : []
        sentences = mayTell ? Array(reading.sentences) : []
        isAbout =
            mayTell
            && (reading.anyOf(rules.topics, in: 0..<min(reading.count, 120))
                || reading.anyOf(rules.cues, in: 0..<reading.lineEnd(0)))
        author = analysis.report.author
        let voice = Voice(analysis)
        isThirdPerson = voice.isThirdPerson
        ownName = voice.isThirdPerson ? nil : voice.name
    }

    mutating func find() -> [Secondment] {
        // Without a word that tells of one no sentence is looked at.
        guard !sentences.isEmpty else { return [] }
        // A plan says who may be sent; only whom it names in so many words is.
        guard analysis.report.kind != .plan else {
            var columns = PostingColumns(self)
            for row in columns.find() { postings.append((row.person?.value ?? "#\(row.host)", row)) }
            let listed = postings.count
            stories(outside: columns.extents)
            if listed > 0 {
                batch(listed: listed)
            } else if postings.count > 1 {
                completeOthers()
                batch()
            }
            return rows()
        }
        var table = PostingTable(self)
        let ordered = table.find()
        var columns = PostingColumns(self)
        // A head that names its columns tells more than their order, where it reads as many rows.
        let headed = columns.find()
        let listed = headed.count >= max(ordered.count, 1) ? 0 : ordered.count
        var pairs = PostingPairs(self)
        let paired = isAbout && isThirdPerson && listed == 0 && headed.isEmpty ? pairs.find() : []
        for row in listed > 0 ? ordered : headed + paired {
            postings.append((row.person?.value ?? "#\(row.host)", row))
        }
        for sentence in sentences where sentence.count > 6 {
            if table.covers(sentence) || columns.covers(sentence) || pairs.covers(sentence) { continue }
            self.sentence(sentence)
        }
        let told = stories(outside: columns.extents + pairs.extents)
        if isThirdPerson {
            // 第一批挂职干部温故新: the rows of the text beside a list.
            if listed == 0 {
                completeOthers()
                batch()
            } else {
                batch(listed: listed)
            }
        } else {
            let others = Set(postings.map(\.key).filter { !$0.isEmpty })
            // A team's summary: whom it lists, and no word of the writer.
            if analysis.report.kind == .workSummary, others.count > 1 { batch() }
            complete()
        }
        exceptions()
        companions()
        for draft in told { complete(draft, listed) }
        return rows()
    }

    private func rows() -> [Secondment] { postings.filter { isRow($0.posting) }.map { row($0.posting) } }

    /// What the text tells over several sentences: rows of their own; answers what may complete those known.
    @discardableResult
    private mutating func stories(outside lists: [Range<Int>]) -> [StoryReader.Draft] {
        var reader = StoryReader(self)
        var known: [StoryReader.Draft] = []
        let drafts = reader.read(outside: lists)
        strangers = reader.strangers
        for draft in drafts where draft.key != ownName?.name || !postings.contains(where: { $0.key == "" }) {
            // Two postings of one person, told apart: more than one frame sees.
            if draft.isRow, drafts.count(where: { $0.key == draft.key && $0.isRow }) > 1 {
                postings.removeAll { row in
                    row.key == draft.key && !known.contains { $0.posting.host == row.posting.host }
                }
                postings.append((draft.key, draft.posting))
                known.append(draft)
            } else if draft.isRow || draft.host != nil || draft.posting.post != nil,
                postings.contains(where: { $0.key == draft.key && isOne($0.posting, draft.posting) })
            {
                known.append(draft)
                lead(draft)
            } else if !draft.isRow {
                continue
            } else if let same = postings.firstIndex(where: { isSame($0.posting, draft.posting) }) {
                // 雷雨 for 雷雨田: the slot showed the whole name; nobody's, where the sentence has no 我.
                guard isNobody(postings[same]) || !postings[same].key.isEmpty && draft.key.hasPrefix(postings[same].key)
                else { continue }
                postings[same].key = draft.key
                postings[same].posting.person = draft.posting.person
                known.append(draft)
            } else {
                postings.append((draft.key, draft.posting))
            }
        }
        return known
    }

    private func isNobody(_ row: (key: String, posting: Posting)) -> Bool {
        row.key.isEmpty
            && !row.posting.evidence.contains { span, fields in
                fields.contains("post")
                    && (span.start..<span.end).contains { Voice.isFirstPerson(reading, $0) && !analysis.isQuoted($0) }
            }
    }

    /// Who sent one of a batch, before what holds for all.
    private mutating func lead(_ draft: StoryReader.Draft) {
        guard draft.posting.sendingPlace != nil, let unit = draft.posting.sendingUnit,
            let known = postings.firstIndex(where: { $0.key == draft.key && isOne($0.posting, draft.posting) }),
            postings[known].posting.sendingUnit == nil, unit.value != postings[known].posting.hostUnit?.value
        else { return }
        postings[known].posting.sendingUnit = unit
        postings[known].posting.sendingPlace = draft.posting.sendingPlace
        for (span, fields) in draft.posting.evidence where fields.contains("sending_unit") {
            postings[known].posting.attest(span.start..<span.end, "sending_unit")
        }
    }

    private mutating func complete(_ draft: StoryReader.Draft, _ listed: Int) {
        guard let known = postings.firstIndex(where: { $0.key == draft.key && isOne($0.posting, draft.posting) }) else {
            return
        }
        // A list's row says all there is.
        guard known >= listed else { return }
        // 到X县挂职. 某人任县教育局副局长: the unit said with the post is the one it is held in.
        if postings[known].posting.post == nil, draft.posting.post != nil, let unit = draft.posting.hostUnit,
            let division = postings[known].posting.hostPlace?.division,
            draft.posting.hostPlace.map({ store.lies($0.division, in: division) }) ?? true
        {
            postings[known].posting.hostUnit = unit
            postings[known].posting.hostPlace = draft.posting.hostPlace ?? postings[known].posting.hostPlace
        }
        postings[known].posting.fill(from: draft.posting)
    }

    /// The same posting of the same person: not one told elsewhere with another post.
    private func isOne(_ a: Posting, _ b: Posting) -> Bool {
        guard agrees(a, b) else { return false }
        guard let one = a.post?.value, let other = b.post?.value, one != other, !one.hasSuffix(other),
            !other.hasSuffix(one)
        else { return true }
        return a.evidence.keys.contains { b.evidence[$0] != nil }
    }

    /// The very words of another row: told of somebody else.
    private func isSame(_ a: Posting, _ b: Posting) -> Bool {
        guard a.post?.value == b.post?.value, a.hostUnit?.value == b.hostUnit?.value else { return false }
        return a.evidence.contains { $0.value.contains("post") && b.evidence[$0.key]?.contains("post") ?? false }
    }

    func row(_ posting: Posting) -> Secondment {
        var posting = posting
        lengthen(&posting)
        locate(&posting)
        return posting.row(analysis)
    }

    func isRow(_ posting: Posting) -> Bool {
        posting.post != nil || posting.hostUnit != nil || posting.hostPlace != nil
            || posting.missing["host_unit"] == .masked
    }

    // MARK: What tells of a posting

    func hasCue(_ sentence: Range<Int>) -> Bool {
        var (low, high) = (0, cuePlaces.count)
        while low < high {
            let middle = (low + high) / 2
            if cuePlaces[middle] < sentence.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < cuePlaces.count && cuePlaces[low] < sentence.upperBound
    }

    /// Where a cue or a programme's name begins.
    private static func cuePlaces(_ reading: Reading) -> [Int] {
        let cues = reading.store.rules.secondments.cues
        var places: [Int] = []
        var index = reading.next(.programme, or: cues.first, beforeBlank: false, from: 0)
        while index < reading.count {
            if reading.begins(.programme, at: index) || reading.anyOf(cues, at: index) != nil { places.append(index) }
            index = reading.next(.programme, or: cues.first, beforeBlank: false, from: index + 1)
        }
        return places
    }

    // MARK: Sentences

    mutating func sentence(_ sentence: Range<Int>) {
        let isCued =
            hasCue(sentence) || reading.anyOf(rules.hung, in: sentence)
            || !isThirdPerson && isOwnAccount(sentence)
            || isThirdPerson && isAbout && sentence.contains { heldBy($0, sentence) != nil }
        // 卢某担任义乌市副市长: of somebody we know to be posted, the sentence adds to the row.
        guard isCued || isThirdPerson && isKnown(sentence) else { return }
        let known = postings.map(\.key)
        defer {
            if !isCued { postings.removeAll { !known.contains($0.key) } }
        }
        var start = sentence.lowerBound
        while start < sentence.upperBound {
            var end = start
            while end < sentence.upperBound, reading.at(end) != 0x3B { end += 1 }
            group(start..<end, sentence)
            start = end + 1
        }
    }

    /// 院里派我到X,任Y; 我接到通知,任Z,时间一年: the writer is sent, or holds for a stated time what the sentence names.
    private func isOwnAccount(_ sentence: Range<Int>) -> Bool {
        let isSent = sentence.contains {
            reading.anyOf(rules.ownSendings, at: $0) != nil && !analysis.isQuoted($0)
        }
        let isTimed =
            reading.anyOf(rules.ownTerms, in: sentence)
            && sentence.contains { Voice.isFirstPerson(reading, $0) }
        return (isSent || isTimed) && !verbs(sentence).isEmpty
    }

    private func isKnown(_ sentence: Range<Int>) -> Bool {
        reading.anyOf(rules.assumptions, in: sentence)
            && analysis.people(in: sentence).contains { person in postings.contains { $0.key == person.name } }
    }

    /// What stands between two ；: frames one after the other, each with its own subject.
    mutating func group(_ range: Range<Int>, _ sentence: Range<Int>) {
        let verbs = verbs(range)
        let destinations = destinations(range, verbs)
        if sharedOut(range, sentence, verbs, destinations) { return }
        var from = range.lowerBound
        var last: Subject?
        for (position, verb) in verbs.enumerated() {
            let host = destinations.last { $0.unit.end <= verb.index && $0.index >= from }
            let upper = position + 1 < verbs.count ? verbs[position + 1].index : range.upperBound
            var frame = Frame(
                anchor: verb.index, verb: verb, host: host, range: from..<max(upper, verb.index), group: range,
                sentence: sentence)
            defer { from = max(from, verb.result.end) }
            guard let subject = subject(frame) ?? last else { continue }
            last = subject
            // 选派甲、乙到X挂职,甲任P,乙任Q: where both were sent.
            if host == nil, let first = destinations.first, areSent(subject.people, to: first, range) {
                frame.host = first
            }
            record(frame, subject)
        }
        guard verbs.isEmpty else { return }
        guard let host = destinations.last(where: \.stays) ?? destinations.first else {
            volunteer(range, sentence)
            return
        }
        let frame = Frame(
            anchor: host.index, verb: nil, host: host, range: range, group: range, sentence: sentence)
        if let subject = subject(frame) { record(frame, subject) }
    }

    private func areSent(_ people: [FoundPerson], to destination: Destination, _ range: Range<Int>) -> Bool {
        let sent = analysis.people(in: range.lowerBound..<max(destination.index, range.lowerBound))
        return sent.count > 1 && !people.isEmpty
            && people.allSatisfy { person in sent.contains { $0.name == person.name } }
    }

    mutating func record(_ frame: Frame, _ subject: Subject) {
        for person in subject.people.isEmpty ? [nil] : subject.people.map(Optional.some) {
            var posting = Posting()
            let key = name(&posting, person, subject, frame)
            fillHost(&posting, frame)
            fillSending(&posting, frame, person)
            // 9月中旬,X镇副镇长(挂职)某人带着…: the title says nothing of when.
            if !(frame.verb?.isTitle ?? false) { fillTimes(&posting, frame) }
            fillProgramme(&posting, frame.sentence)
            posting.attest(frame.sentence, "host_unit", "host_place", "post")
            posting.isTitle = frame.verb?.isTitle ?? false
            if key.isEmpty, isNext(posting, frame) {
                postings.append((key, posting))
            } else {
                add(posting, key)
            }
        }
    }

    /// 第二段,转到Y,任Q: another post at another host than the writer's last one.
    private func isNext(_ posting: Posting, _ frame: Frame) -> Bool {
        guard let post = posting.post?.value, let host = posting.hostUnit?.value,
            let known = postings.last(where: { $0.key.isEmpty })?.posting, let old = known.post?.value,
            let oldHost = known.hostUnit?.value, post != old, host != oldHost, !oldHost.hasSuffix(host),
            !host.hasSuffix(oldHost)
        else { return false }
        return reading.anyOf(
            store.rules.stories.seconds, in: frame.range.lowerBound..<max(frame.anchor, frame.range.lowerBound))
    }

    mutating func add(_ posting: Posting, _ key: String) {
        if let position = postings.firstIndex(where: { $0.key == key && agrees($0.posting, posting) }) {
            // The frame that names the post says more than the one before it.
            let known = postings[position].posting
            if posting.post != nil, known.post == nil || known.isTitle && posting.hostUnit != nil {
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
}
