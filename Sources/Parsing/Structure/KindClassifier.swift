internal import Reports

/// Weighs what a report and its page say of its kind.
///
/// A class, for what it asks itself would copy the structure it holds.
final class KindClassifier {
    let structure: PageStructure
    /// What the page's own texts say of the kind: its titles, its prompts, its first rows of links.
    private var pageTally = Tally()

    /// - Parameter titles: Those the page gives itself.
    init(structure: PageStructure, titles: [String?]) {
        self.structure = structure
        for case let title? in titles {
            structure.lexicons.folding.fold(title).withUnsafeBufferPointer { count($0, at: .page, &pageTally) }
        }
        let first = structure.fates.firstIndex { $0 == nil } ?? 0
        for line in structure.table.lines.indices.prefix(first + 24) {
            guard let reason = structure.fates[line]?.reason else { continue }
            if reason == .prompt || reason == .pageTitle
                || reason == .navigation && line < first && Self.isPath(structure.table.text(line))
            {
                count(structure.table.placed(line).text, at: .page, &pageTally)
            }
        }
    }

    /// 首页 > 心得体会 > 正文 tells where a page belongs; a menu names what else the site has.
    private static func isPath(_ text: TextSlice) -> Bool {
        text.contains { [0x3E, 0xBB, 0x2192, 0x279C, 0x25B8, 0x2198, 0x2F, 0x3A].contains($0) }
    }

    func kind(_ part: Int, title: String?, subtitle: String?) -> ReportKind {
        let draft = structure.parts[part]
        let folding = structure.lexicons.folding
        let body = structure.bodyLines(part)
        let fold = { (text: String?) in text.map { folding.fold($0) } }
        let label = draft.marker.map { structure.page.scalars[$0.label].map { folding.fold($0) } }
        var scores = [Int](repeating: 0, count: ReportKind.allCases.count)
        add([fold(title), fold(subtitle)], at: .title, &scores)
        if let label { addSpeech(label, &scores) }
        add(lines: draft.sections.map(\.line), at: .heading, &scores)
        add([draft.byline.map { $0.words.map { folding.fold($0) } }], at: .byline, &scores)
        let kickers = draft.head.lines.filter { structure.table.lines[$0].start < draft.titlePlace?.lowerBound ?? 0 }
        var page = pageTally
        label?.withUnsafeBufferPointer { count($0, at: .page, &page) }
        for line in kickers { count(structure.table.placed(line).text, at: .page, &page) }
        page.add(to: &scores)
        add(lines: Array(body.prefix(3)), at: .opening, &scores)
        add(lines: Array(body.suffix(2)), suffix: 60, at: .closing, &scores)
        let isTold = addVoice(body, draft.head, &scores)
        // A list or a form tells nothing; one that stands in a story's title is what the story is about.
        if !isTold { add([fold(title), fold(subtitle)], at: .sheet, &scores) }
        guard let best = scores.max(), best > 0, let kind = scores.firstIndex(of: best) else { return .other }
        return ReportKind.allCases[kind]
    }

    /// The weightiest cue of each kind at one place.
    private struct Tally {
        private var seen: [Int] = []
        private var weights = SIMD16<Int32>(repeating: .min)

        func contains(_ number: Int) -> Bool { seen.contains(number) }

        mutating func count(_ number: Int, _ kind: Int, _ weight: Int) {
            seen.append(number)
            weights[kind] = max(weights[kind], Int32(truncatingIfNeeded: weight))
        }

        func add(to scores: inout [Int]) {
            guard !seen.isEmpty else { return }
            for kind in scores.indices where weights[kind] > .min { scores[kind] += Int(weights[kind]) }
        }
    }

    private func count(_ text: UnsafeBufferPointer<UInt32>, at place: KindCues.Place, _ tally: inout Tally) {
        structure.lexicons.kinds.forEach(in: text, at: place) { number, cue in
            guard !tally.contains(number) else { return }
            // The head noun of a title counts twice.
            let isHead = (place == .title || place == .sheet) && Self.endsWith(text, cue.phrase)
            tally.count(number, cue.kind, isHead ? cue.weight * 2 : cue.weight)
        }
    }

    private func add(_ texts: [[UInt32]?], at place: KindCues.Place, _ scores: inout [Int]) {
        var tally = Tally()
        for case let text? in texts { text.withUnsafeBufferPointer { count($0, at: place, &tally) } }
        tally.add(to: &scores)
    }

    /// 发言之一 says what it is as a title does; other labels are the page's.
    private func addSpeech(_ label: [UInt32], _ scores: inout [Int]) {
        guard label.count <= 8 else { return }
        let speech = ReportKind.allCases.firstIndex(of: .exchangeSpeech)
        var tally = Tally()
        label.withUnsafeBufferPointer { text in
            structure.lexicons.kinds.forEach(in: text, at: .title) { number, cue in
                if cue.kind == speech, !tally.contains(number) { tally.count(number, cue.kind, cue.weight) }
            }
        }
        tally.add(to: &scores)
    }

    private func add(lines: [Int], suffix: Int = .max, at place: KindCues.Place, _ scores: inout [Int]) {
        guard !lines.isEmpty else { return }
        var tally = Tally()
        for line in lines where structure.table.lines[line].hints.contains(.cue) {
            let placed = structure.table.placed(line)
            let text = placed[max(0, placed.text.count - min(suffix, placed.text.count))..<placed.text.count]
            structure.lexicons.kinds.forEach(in: text, at: place) { number, cue in
                if !tally.contains(number) { tally.count(number, cue.kind, cue.weight) }
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
        /// Lines by who is named before a colon.
        var speakers: [[UInt32]: Int] = [:]
        var total = 1
    }

    /// Who speaks, to whom, and how the text is divided.
    ///
    /// - Returns: whether the writer says 我.
    private func addVoice(_ body: [Int], _ head: LineSet, _ scores: inout [Int]) -> Bool {
        var voice = Voice()
        for line in body {
            let placed = structure.table.placed(line)
            Self.listen(to: placed, structure.table.lines[line].hints, &voice)
            if Self.asks(placed.text) { voice.questions += 1 }
            if let speaker = Self.speaker(placed.text) { voice.speakers[speaker, default: 0] += 1 }
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
        let voices = voice.speakers.values.filter { $0 >= 2 }
        if voice.questions >= 3 || voices.count >= 2 && voices.reduce(0, +) >= 5 { add(.interview) }
        if body.prefix(3).contains(where: structure.isSalutation) {
            add(.salutation)
            if audience >= 4, audience * 2 > first { add(.audience) } else if first >= 3 { add(.speaker) }
        }
        return voice.first > 0
    }

    /// 记者:…, 问:….
    private static func asks(_ text: UnsafeBufferPointer<UInt32>) -> Bool {
        guard text.count > 4 else { return false }
        if text[0] == 0x95EE { return text[1] == 0x3A }
        return text[0] == 0x8BB0 && text[1] == 0x8005 && text[2] == 0x3A
    }

    /// The name before a colon that begins a line with words behind it: 听澜:….
    private static func speaker(_ text: UnsafeBufferPointer<UInt32>) -> [UInt32]? {
        guard text.count > 6, let colon = text.prefix(5).firstIndex(of: 0x3A), colon >= 1,
            text[..<colon].allSatisfy(Scalars.isHan)
        else { return nil }
        return Array(text[..<colon])
    }

    /// Notes what ``listen(to:_:_:)`` heeds: it passes over the rest.
    static func mark(in table: inout HintTable) {
        for c: UInt32 in [0x201C, 0x201D, 0x6211, 0x8BF4, 0x4ED6, 0x5979] { table.mark(.voice, c, 0) }
        for (c, next): (UInt32, UInt32) in [
            (0x8BB0, 0x8005), (0x7B14, 0x8005), (0x4F60, 0x4EEC), (0x5927, 0x5BB6), (0x5FD7, 0x4EEC),
        ] {
            table.mark(.voice, c, next)
        }
    }

    private static func listen(to line: PlacedText, _ hints: Hint, _ voice: inout Voice) {
        let text = line.text
        voice.total += text.count
        if text.count > 3, text[0] == 0x7B2C, text[2...].prefix(4).contains(0x6761) { voice.articles += 1 }  // 第…条
        guard hints.contains(.voice) else { return }
        var isQuoted = false
        line.forEach(.voice) { i, _ in
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
