internal import Reports

/// Weighs what a report and its page say of its kind.
struct KindClassifier {
    let structure: PageStructure
    /// Folded texts of the page that may name the kind: its prompts, its title, its first rows of links.
    private let pageTexts: [[UInt32]]

    init(structure: PageStructure) {
        self.structure = structure
        var texts: [[UInt32]] = []
        let first = structure.fates.firstIndex { $0 == nil } ?? 0
        for line in structure.table.lines.indices.prefix(first + 24) {
            guard let reason = structure.fates[line]?.reason else { continue }
            if reason == .prompt || reason == .pageTitle
                || reason == .navigation && line < first && Self.isPath(structure.table.text(line))
            {
                texts.append(Array(structure.table.text(line)))
            }
        }
        pageTexts = texts
    }

    /// 首页 > 心得体会 > 正文 tells where a page belongs; a menu names what else the site has.
    private static func isPath(_ text: ArraySlice<UInt32>) -> Bool {
        text.contains { [0x3E, 0xBB, 0x2192, 0x279C, 0x25B8, 0x2198, 0x2F, 0x3A].contains($0) }
    }

    func kind(_ part: Int, title: String?, subtitle: String?, facts: PageFacts) -> ReportKind {
        let draft = structure.parts[part]
        let folding = structure.lexicons.folding
        let body = structure.bodyLines(part)
        let fold = { (text: String?) in text.map { folding.fold($0) } }
        let label = draft.marker.map { structure.page.scalars[$0.label].map { folding.fold($0) } }
        var scores = [Int](repeating: 0, count: ReportKind.allCases.count)
        add([fold(title), fold(subtitle)], at: .title, &scores)
        add(lines: draft.sections.map(\.line), at: .heading, &scores)
        add([draft.byline.map { $0.words.map { folding.fold($0) } }], at: .byline, &scores)
        let kickers = draft.head.lines.filter { structure.table.lines[$0].start < draft.titlePlace?.lowerBound ?? 0 }
        add(
            [fold(facts.title), fold(structure.page.stated.title), label] + pageTexts
                + kickers.map { Array(structure.table.text($0)) }, at: .page, &scores)
        add(lines: Array(body.prefix(3)), at: .opening, &scores)
        add(lines: Array(body.suffix(2)), suffix: 60, at: .closing, &scores)
        addVoice(body, draft.head, &scores)
        guard let best = scores.max(), best > 0, let kind = scores.firstIndex(of: best) else { return .other }
        return ReportKind.allCases[kind]
    }

    /// The weightiest cue of each kind at one place.
    private struct Tally {
        var seen: [Int] = []
        var weights = [Int](repeating: .min, count: ReportKind.allCases.count)

        mutating func count(_ number: Int, _ kind: Int, _ weight: Int) {
            seen.append(number)
            weights[kind] = max(weights[kind], weight)
        }

        func add(to scores: inout [Int]) {
            guard !seen.isEmpty else { return }
            for (kind, weight) in weights.enumerated() where weight > .min { scores[kind] += weight }
        }
    }

    private func count(_ text: UnsafeBufferPointer<UInt32>, at place: KindCues.Place, _ tally: inout Tally) {
        structure.lexicons.kinds.forEach(in: text, at: place) { number, cue in
            guard !tally.seen.contains(number) else { return }
            // The head noun of a title counts twice.
            let isHead = place == .title && Self.endsWith(text, cue.phrase)
            tally.count(number, cue.kind, isHead ? cue.weight * 2 : cue.weight)
        }
    }

    private func add(_ texts: [[UInt32]?], at place: KindCues.Place, _ scores: inout [Int]) {
        var tally = Tally()
        for case let text? in texts { text.withUnsafeBufferPointer { count($0, at: place, &tally) } }
        tally.add(to: &scores)
    }

    private func add(lines: [Int], suffix: Int = .max, at place: KindCues.Place, _ scores: inout [Int]) {
        guard !lines.isEmpty else { return }
        var tally = Tally()
        for line in lines {
            structure.table.withText(line) { text in
                count(UnsafeBufferPointer(rebasing: text.suffix(min(suffix, text.count))), at: place, &tally)
            }
        }
        tally.add(to: &scores)
    }

    private struct Voice {
        var first = 0
        var said = 0
        /// 他 and 她 outside quotations.
        var others = 0
        var reporter = 0
        var writer = 0
        var audience = 0
        var articles = 0
        var dates = 0
        var diary = 0
        var questions = 0
        var total = 1
    }

    /// Who speaks, to whom, and how the text is divided.
    private func addVoice(_ body: [Int], _ head: LineSet, _ scores: inout [Int]) {
        var voice = Voice()
        for line in body {
            structure.table.withText(line) {
                Self.listen(to: $0, &voice)
                if Self.asks($0) { voice.questions += 1 }
            }
            if structure.table.lines[line].classes.intersects(.numbers), structure.opensEntry(line) {
                voice.dates += 1
                if structure.isDiaryEntry(line) { voice.diary += 1 }
            }
        }
        // The day of the first entry stands right under the title.
        voice.dates += head.lines.count(where: structure.opensEntry)
        func add(_ sign: KindCues.Sign) {
            for cue in structure.lexicons.kinds.signs[sign] ?? [] { scores[cue.kind] += cue.weight }
        }
        let first = voice.first * 1000 / voice.total
        let audience = voice.audience * 1000 / voice.total
        if first >= 3 { add(.firstPerson) }
        if first == 0 { add(.noFirstPerson) }
        if first == 0 ? voice.first > 0 : first < 3 { add(.littleFirstPerson) }
        if voice.said >= 4, first < 2 { add(.reported) }
        if voice.reporter >= 2, first < 3 { add(.reporter) }
        if voice.others * 1000 >= 5 * voice.total, voice.others >= 3, voice.said > 0, voice.writer == 0,
            first < 2
        {
            add(.others)
        }
        if voice.writer >= 1, first < 3 { add(.commentator) }
        if voice.articles >= 3 { add(.articles) }
        if voice.dates >= 3 { add(.entries) }
        if voice.diary >= 3 { add(.diary) }
        if voice.questions >= 3 { add(.interview) }
        if body.prefix(3).contains(where: structure.isSalutation) {
            add(.salutation)
            if audience >= 4, audience * 2 > first { add(.audience) } else if first >= 3 { add(.speaker) }
        }
    }

    /// 记者:…, 问:….
    private static func asks(_ text: UnsafeBufferPointer<UInt32>) -> Bool {
        guard text.count > 4 else { return false }
        if text[0] == 0x95EE { return text[1] == 0x3A }
        return text[0] == 0x8BB0 && text[1] == 0x8005 && text[2] == 0x3A
    }

    /// What ``listen(to:_:)`` heeds, one bit for each value of the last six bits: it passes over most characters.
    private static let heeded: UInt64 = [
        0x201C, 0x201D, 0x6211, 0x8BF4, 0x4ED6, 0x5979, 0x8BB0, 0x7B14, 0x4F60, 0x5927, 0x5FD7,
    ].reduce(0) { $0 | 1 << UInt64($1 & 63) }

    private static func listen(to text: UnsafeBufferPointer<UInt32>, _ voice: inout Voice) {
        voice.total += text.count
        if text.count > 3, text[0] == 0x7B2C, text[2...].prefix(4).contains(0x6761) { voice.articles += 1 }  // 第…条
        var isQuoted = false
        let heeded = heeded
        for i in text.indices where heeded >> UInt64(text[i] & 63) & 1 != 0 {
            let next = i + 1 < text.count ? text[i + 1] : 0
            switch text[i] {
            case 0x201C:
                isQuoted = true
                if i > 0, text[i - 1] == 0x3A { voice.said += 1 }
            case 0x201D: isQuoted = false
            case 0x6211 where !isQuoted:  // 我, not 我国, 我省 …
                if ![0x56FD, 0x7701, 0x5E02, 0x53BF, 0x533A, 0x4EEC].contains(next) { voice.first += 1 }
            case 0x8BF4 where !isQuoted: voice.said += 1  // 说
            case 0x4ED6 where !isQuoted, 0x5979 where !isQuoted:  // 他 她, not 其他
                if i == 0 || text[i - 1] != 0x5176 { voice.others += 1 }
            case 0x8BB0 where next == 0x8005: voice.reporter += 1  // 记者
            case 0x7B14 where next == 0x8005: voice.writer += 1  // 笔者
            case 0x4F60 where next == 0x4EEC && !isQuoted: voice.audience += 1  // 你们
            case 0x5927 where next == 0x5BB6 && !isQuoted: voice.audience += 1  // 大家
            case 0x5FD7 where next == 0x4EEC && !isQuoted: voice.audience += 1  // 同志们
            default: break
            }
        }
    }

    /// A title's head noun is its last word, brackets aside.
    private static func endsWith(_ text: UnsafeBufferPointer<UInt32>, _ cue: [UInt32]) -> Bool {
        var text = text[...]
        if text.last == 0x29, let open = text.lastIndex(of: 0x28), open > text.startIndex { text = text[..<open] }
        return text.suffix(cue.count).elementsEqual(cue)
    }
}
