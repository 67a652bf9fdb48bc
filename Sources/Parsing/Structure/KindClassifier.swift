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
            if reason == .prompt || reason == .pageTitle || reason == .navigation && line < first {
                texts.append(Array(structure.table.text(line)))
            }
        }
        pageTexts = texts
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
        add([fold(facts.title), fold(structure.page.stated.title), label] + pageTexts, at: .page, &scores)
        add(lines: Array(body.prefix(3)), at: .opening, &scores)
        add(lines: Array(body.suffix(2)), suffix: 60, at: .closing, &scores)
        addVoice(body, &scores)
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
        var reporter = 0
        var total = 1
    }

    /// Who speaks: 我 on nearly every line, or people of whom others tell.
    private func addVoice(_ body: [Int], _ scores: inout [Int]) {
        var voice = Voice()
        for line in body { structure.table.withText(line) { Self.listen(to: $0, &voice) } }
        func add(_ kind: ReportKind, _ weight: Int) {
            if let number = ReportKind.allCases.firstIndex(of: kind) { scores[number] += weight }
        }
        let first = voice.first * 1000 / voice.total
        if first >= 3 { add(.reflection, 3) }
        if first == 0 {
            add(.essay, 3)
            add(.reflection, -3)
        }
        if voice.said >= 4, first < 2 { add(.feature, 9) }
        if voice.reporter >= 2, first < 3 { add(.feature, 6) }
    }

    private static func listen(to text: UnsafeBufferPointer<UInt32>, _ voice: inout Voice) {
        voice.total += text.count
        var isQuoted = false
        for i in text.indices {
            switch text[i] {
            case 0x201C: isQuoted = true
            case 0x201D: isQuoted = false
            case 0x6211 where !isQuoted:  // 我, not 我国, 我省 …
                let next = i + 1 < text.count ? text[i + 1] : 0
                if ![0x56FD, 0x7701, 0x5E02, 0x53BF, 0x533A, 0x4EEC].contains(next) { voice.first += 1 }
            case 0x8BF4 where !isQuoted: voice.said += 1  // 说
            case 0x8BB0 where i + 1 < text.count && text[i + 1] == 0x8005: voice.reporter += 1  // 记者
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
