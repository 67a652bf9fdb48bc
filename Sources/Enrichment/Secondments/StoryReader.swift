internal import Reports

/// Reads what a text tells of one person after the other, in whatever order: each unit on the side its words give it, each
/// date and length beside the posting it belongs to, over as many sentences as the person stays the topic.
struct StoryReader {
    /// What was told so far of one person's posting.
    struct Draft {
        var key: String
        var posting = Posting()
        var host: PostingUnit?
        /// Where the person, the host and the post stand.
        var events: [Int] = []
        var times: [Time] = []
        /// A word that says posting by itself: 挂职, 派驻, 借调.
        var isCued = false
        /// Enough of a posting to be a row of its own.
        var isRow = false
    }

    /// A date or a length, and the sentence it stands in.
    struct Time {
        var date: FoundDate?
        var length: (span: Span, value: String)?
        var sentence: Range<Int>
        /// Said of several people at once.
        var isShared = false
        /// Said by a label.
        var isEnd: Bool?
        var isSure = false
    }

    let finder: SecondmentFinder
    let analysis: Analysis
    let reading: Reading
    let posts: PostReader
    let words: StoryWords
    var drafts: [Draft] = []
    /// A host told before the name.
    var pendingHost: PostingUnit?
    /// Where each sentence begins that names somebody the people finder does not know.
    var strangers: Set<Int> = []
    /// Of whom the text speaks.
    var topic: Int?
    /// A unit that may belong to the name behind it.
    var pending: (unit: PostingUnit, isSaid: Bool)?
    /// Whom it named last.
    private var last: Int?
    /// Names that only their slots show, by their first character.
    private var proposed: [(span: Span, name: String)] = []
    private var names = ScalarFilter([])
    private var marks: [UInt8] = []
    /// Whose words the line has.
    private var speaker: Int?
    /// The line begins with a speaker's name.
    private var isLabelled = false
    var sentence = 0..<0
    private var isPlural = false

    init(_ finder: SecondmentFinder) {
        self.finder = finder
        analysis = finder.analysis
        reading = finder.reading
        posts = finder.posts
        words = finder.store.rules.stories
    }

    /// - Parameter lists: Lines that were read as rows of a list.
    mutating func read(outside lists: [Range<Int>]) -> [Draft] {
        mark()
        for sentence in finder.sentences where sentence.count > 1 && !lists.contains(where: { $0.overlaps(sentence) }) {
            read(sentence)
        }
        return drafts.map(finished)
    }

    private mutating func read(_ range: Range<Int>) {
        sentence = range
        let isFirst = range.lowerBound == 0 || reading.at(range.lowerBound - 1) == 0x0A
        if isFirst { isLabelled = false }
        isPlural = isOfSeveral(range)
        pendingHost = nil
        pending = nil
        // A writer speaks of himself where nobody is named.
        if !finder.isThirdPerson, isFirst { topic = nil }
        foresee(range)
        var index = range.lowerBound
        while index < range.upperBound {
            let isOpening = marks[index] & Mark.opening != 0
            if marks[index] != 0 || words.beginnings.mayContain(reading.at(index))
                || !proposed.isEmpty && names.mayContain(reading.at(index))
            {
                index = max(step(index, isOpening), index + 1)
            } else {
                index += 1
            }
        }
    }

    /// What begins where, so that most positions need no look.
    private enum Mark {
        static let mention: UInt8 = 1
        static let quoted: UInt8 = 2
        static let opening: UInt8 = 4
    }

    private mutating func mark() {
        marks = [UInt8](repeating: 0, count: reading.count + 1)
        for span in analysis.people.map(\.span) { marks[span.start] |= Mark.mention }
        for date in analysis.dates { marks[date.span.start] |= Mark.mention }
        for quantity in analysis.quantities { marks[quantity.span.start] |= Mark.mention }
        for organisation in analysis.organisations { marks[organisation.span.start] |= Mark.mention }
        for place in analysis.places { marks[place.span.start] |= Mark.mention }
        for mask in analysis.masks { marks[mask.start] |= Mark.mention }
        for index in 0..<reading.count where Scalars.isHan(reading.at(index)) && !Scalars.isHan(reading.at(index - 1)) {
            marks[index] |= Mark.opening
        }
        for quotation in analysis.quotations {
            for index in quotation.start..<min(quotation.end, reading.count) { marks[index] |= Mark.quoted }
        }
    }

    /// 两人, 三位: not the one of 第三人民医院.
    private func isOfSeveral(_ range: Range<Int>) -> Bool {
        var index = reading.next(words.plurals.first, from: range.lowerBound, to: range.upperBound)
        while index < range.upperBound {
            if reading.anyOf(words.plurals, at: index) != nil, reading.at(index - 1) != Han.ordinal {
                return true
            }
            index = reading.next(words.plurals.first, from: index + 1, to: range.upperBound)
        }
        return false
    }

    /// 从A到B当副馆长的某人: what stands before a name speaks of it already.
    private mutating func foresee(_ range: Range<Int>) {
        guard let person = analysis.people(in: range).first(where: isTopic), person.span.start > range.lowerBound,
            !reading.anyOf(["他", "她"], in: range.lowerBound..<person.span.start),
            reading.at(person.span.start - 1) == Han.of
                || reading.longestEnding(at: person.span.start, [.postHead, .rank]) != nil
                || analysis.organisations(in: max(0, person.span.start - 40)..<person.span.start).last?.span.end
                    == person.span.start
        else { return }
        meet(person)
    }

    private mutating func step(_ index: Int, _ isOpening: Bool) -> Int {
        if isOpening, let end = labelled(index) { return end }
        let isMention = marks[index] & Mark.mention != 0
        if isMention, let person = analysis.person(at: index).map(whole) {
            if isTopic(person) { meet(person) }
            return person.span.end
        }
        if let person = (isOpening ? headed(index) : nil) ?? recalled(index) ?? comrade(index) {
            strangers.insert(sentence.lowerBound)
            meet(person)
            return max(person.span.end, index)
        }
        if isMention, let mask = analysis.mask(at: index), isHead(index), reading.at(mask.end) == 0x2C {
            meetMasked(mask)
            return mask.end
        }
        if isMention, let date = analysis.dates(in: index..<index + 1).first {
            note(Time(date: date, sentence: sentence, isShared: isPlural))
            return date.span.end
        }
        if isMention, let quantity = analysis.quantities(in: index..<index + 1).first {
            if let value = finder.duration(quantity) {
                note(Time(length: (quantity.span, value), sentence: sentence, isShared: isPlural))
            }
            return quantity.span.end
        }
        if marks[index] & Mark.quoted != 0 { return index + 1 }
        if let length = reading.anyOf(words.pronouns, at: index), reading.at(index - 1) != 0x5176 {
            topic = topic ?? last
            return index + length
        }
        if Voice.isFirstPerson(reading, index) {
            // 和我同一批, 比我早: measured by the writer, told of whom the text speaks of.
            if topic != nil, let length = reading.anyOf(finder.rules.selves, at: index),
                reading.anyOf(words.compared, before: index) != nil,
                reading.anyOf(words.sameAs, at: index + length) != nil
            {
                return index + length
            }
            if isLabelled, let speaker {
                topic = speaker
            } else if !speaks(index) {
                topic = nil
            }
            return index + 1
        }
        cue(index)
        if isOpening, let end = office(index) { return end }
        if let end = borrowed(index) { return end }
        if isOpening || isMention, let end = bare(index) { return end }
        return assumed(index) ?? sent(index) ?? origin(index) ?? index + 1
    }

    // MARK: Of whom

    /// 某人(原U)报告:本人…: the line's own speaker.
    private func speaks(_ index: Int) -> Bool {
        guard let topic, let name = drafts[topic].events.first(where: { $0 >= reading.lineStart(index) }) else {
            return false
        }
        return name < index && (name..<index).contains { reading.at($0) == 0x3A }
            && !(name..<index).contains { Scalars.endsSentence(reading.at($0)) }
    }

    /// 李××,U副行长: somebody without a name.
    private mutating func meetMasked(_ mask: Span) {
        strangers.insert(sentence.lowerBound)
        var draft = Draft(key: "#\(mask.start)")
        draft.posting.missing["person"] = .masked
        draft.events.append(mask.end)
        drafts.append(draft)
        last = topic
        topic = drafts.count - 1
    }

    /// 应为郎多同志: a name before its form of address.
    private func comrade(_ index: Int) -> FoundPerson? {
        guard reading.has("同志", at: index) else { return nil }
        for start in [index - 3, index - 2] where start >= sentence.lowerBound && reading.begins(.surname, at: start) {
            if let person = name(from: start, to: index) { return person }
        }
        return nil
    }

    /// A name at the head of a line or a sentence that the people finder does not know.
    private func headed(_ index: Int) -> FoundPerson? {
        guard isHead(index) else { return nil }
        return name(atHead: index)
    }

    /// Behind a number, a bullet or nothing.
    private func isHead(_ index: Int) -> Bool {
        var start = index
        while start > sentence.lowerBound {
            let before = reading.at(start - 1)
            if Scalars.isBlank(before) || Scalars.isDigit(before) || StoryReader.bullets.mayContain(before),
                !Scalars.isHan(before) || StoryReader.numerals.mayContain(before)
            {
                start -= 1
            } else {
                return false
            }
        }
        return true
    }

    private static let bullets = ScalarFilter("★☆◆◇○●■□▲△·.、()【】[]一二三四五六七八九十甲乙丙丁戊己庚-*".unicodeScalars.map(\.value))
    private static let numerals = ScalarFilter("一二三四五六七八九十甲乙丙丁戊己庚".unicodeScalars.map(\.value))

    /// A name that an earlier slot showed.
    private func recalled(_ index: Int) -> FoundPerson? {
        for entry in proposed
        where reading.at(index) == reading.at(entry.span.start)
            && (0..<entry.span.count).allSatisfy({ reading.at(index + $0) == reading.at(entry.span.start + $0) })
        {
            return FoundPerson(span: Span(index, index + entry.span.count), name: entry.name, role: nil)
        }
        return nil
    }

    mutating func propose(_ person: FoundPerson) {
        guard analysis.person(at: person.span.start)?.span != person.span,
            !proposed.contains(where: { $0.name == person.name })
        else { return }
        proposed.append((person.span, person.name))
        names = ScalarFilter(proposed.map { reading.at($0.span.start) })
    }

    /// Not whom somebody else meets, asks, replaces or goes with.
    func isTopic(_ person: FoundPerson) -> Bool {
        if analysis.isQuoted(person.span.start) || finder.isLeader(person) { return false }
        if let span = analysis.report.author?.span, span.overlaps(person.span) { return false }
        if reading.anyOf(words.helping, at: person.span.end) != nil { return false }
        // 见到某人时,他正…: the text goes on with whom it meets.
        return reading.anyOf(words.objects, before: person.span.start) == nil
            || reading.anyOf(words.moments, at: person.span.end) != nil
    }

    mutating func meet(_ person: FoundPerson) {
        propose(person)
        if analysis.person(at: person.span.start) == nil { strangers.insert(sentence.lowerBound) }
        defer { last = topic }
        let isSpeaker = reading.at(person.span.end) == 0x3A && isHead(person.span.start)
        isLabelled = isLabelled || isSpeaker
        defer { if isSpeaker { (speaker, topic) = (topic, nil) } }
        if topic.map({ drafts[$0].key == person.name }) ?? false {
            settle(person)
            return
        }
        if let known = drafts.lastIndex(where: { $0.key == person.name }) {
            topic = known
        } else {
            var draft = Draft(key: person.name)
            draft.posting.person = .init(value: person.name, basis: .stated)
            draft.posting.attest(sentence, "person")
            drafts.append(draft)
            topic = drafts.count - 1
        }
        settle(person)
    }

    /// The unit that stood before the name.
    private mutating func settle(_ person: FoundPerson) {
        guard let topic else { return }
        drafts[topic].events.append(person.span.end)
        guard let pending, let span = pending.unit.span, drafts[topic].posting.sendingUnit == nil,
            pending.isSaid || apposes(span, person.span.start)
        else { return }
        self.pending = nil
        send(pending.unit)
    }

    mutating func note(_ time: Time) {
        if time.isShared {
            for index in drafts.indices { drafts[index].times.append(time) }
        } else if let topic {
            drafts[topic].times.append(time)
        }
    }

    mutating func send(_ unit: PostingUnit) {
        guard let topic, drafts[topic].posting.sendingUnit == nil, unit.span != drafts[topic].host?.span else { return }
        finder.setSending(&drafts[topic].posting, unit, sentence)
    }

    // MARK: Where to

    /// Takes a host, a post, or both, for the person the text speaks of.
    mutating func host(_ unit: PostingUnit?, _ post: Span?, at index: Int, isCue: Bool) {
        guard var topic else { return }
        if let unit, isSecond(unit, drafts[topic], index) {
            var next = Draft(key: drafts[topic].key)
            next.posting.person = drafts[topic].posting.person
            next.posting.sendingUnit = drafts[topic].posting.sendingUnit
            next.posting.sendingPlace = drafts[topic].posting.sendingPlace
            next.posting.attest(sentence, "person")
            drafts.append(next)
            topic = drafts.count - 1
            self.topic = topic
        }
        var draft = drafts[topic]
        var text = post.map { analysis.text($0) }
        if let unit, !unit.isMasked || draft.host == nil {
            if let known = draft.host, let span = unit.span {
                if finder.isPart(unit), finder.isWhole(known), let post,
                    reading.anyOf(finder.rules.ownLevels, at: span.start) == nil
                {
                    text = analysis.text(Span(span.start, post.end))
                } else if refines(unit, known), draft.posting.post == nil {
                    set(unit, &draft)
                }
            } else {
                set(unit, &draft)
            }
        }
        if let text, draft.posting.post == nil { draft.posting.post = .init(value: text, basis: .stated) }
        draft.events.append(index)
        draft.isCued = draft.isCued || isCue
        draft.posting.attest(sentence, "host_unit", "host_place", "post")
        drafts[topic] = draft
    }

    private func set(_ unit: PostingUnit, _ draft: inout Draft) {
        draft.host = unit
        draft.posting.hostUnit = nil
        finder.setHost(&draft.posting, unit)
    }

    /// 来沙雅, 在海楼镇第二小学: a unit within the place named before.
    private func refines(_ unit: PostingUnit, _ known: PostingUnit) -> Bool {
        guard let old = known.place?.division else { return known.isGeneric || known.isMasked }
        guard let span = known.span, known.place?.span.end == span.end else { return false }
        guard let new = unit.place?.division else { return unit.isGeneric }
        return new == old || finder.store.lies(new, in: old)
    }

    /// 转驻, 又到: another posting of the same person.
    private func isSecond(_ unit: PostingUnit, _ draft: Draft, _ index: Int) -> Bool {
        guard draft.posting.post != nil, let known = draft.host, let span = unit.span, span != known.span,
            analysis.text(span) != draft.posting.hostUnit?.value
        else { return false }
        var start = index
        while start > sentence.lowerBound, !Scalars.endsSentence(reading.at(start - 1)), index - start < 40 {
            start -= 1
        }
        return reading.anyOf(words.seconds, in: start..<index + 2)
    }
}
