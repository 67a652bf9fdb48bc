internal import Reports

/// Weighs what a report and its page say of its kind.
struct KindClassifier {
    let structure: PageStructure

    func kind(_ part: Int, title: String?, subtitle: String?, facts: PageFacts) -> ReportKind {
        let draft = structure.parts[part]
        let folding = structure.lexicons.folding
        var scores: [ReportKind: Int] = [:]
        var places: [KindCue.Place: [[UInt32]]] = [:]
        places[.title] = [title, subtitle].compactMap { $0 }.map { folding.fold($0) }
        places[.heading] = draft.sections.map { Array(structure.table.text($0.line)) }
        places[.byline] = [(draft.byline?.words ?? []).map { folding.fold($0) }]
        var pageTexts = [facts.title, structure.page.stated.title].compactMap { $0 }.map { folding.fold($0) }
        if let label = draft.marker?.label { pageTexts.append(structure.page.scalars[label].map { folding.fold($0) }) }
        for line in structure.table.lines.indices.prefix(30) {
            if let reason = structure.fates[line]?.reason, [.prompt, .pageTitle, .navigation].contains(reason),
                reason != .navigation || line < 4
            {
                pageTexts.append(Array(structure.table.text(line)))
            }
        }
        places[.page] = pageTexts
        let body = structure.ownLines(part).filter {
            !draft.head.contains($0) && !draft.signature.contains($0) && draft.marker?.line != $0
        }
        places[.opening] = body.prefix(3).map { Array(structure.table.text($0)) }
        places[.closing] = body.suffix(2).map { Array(structure.table.text($0).suffix(60)) }
        for (place, texts) in places {
            var counted: [ReportKind: Int] = [:]
            for cue in structure.lexicons.kinds where cue.place == place {
                for text in texts where Self.contains(text, cue.cue) {
                    var weight = cue.weight
                    if place == .title, text.suffix(cue.cue.count + 1).contains(cue.cue.last ?? 0),
                        text.count >= cue.cue.count, Self.endsWith(text, cue.cue)
                    {
                        weight *= 2
                    }
                    counted[cue.kind] = max(counted[cue.kind] ?? 0, weight)
                    break
                }
            }
            for (kind, weight) in counted { scores[kind, default: 0] += weight }
        }
        addVoice(body, &scores)
        let order = ReportKind.allCases
        let best = order.max { a, b in
            (scores[a] ?? 0, -(order.firstIndex(of: a) ?? 0)) < (scores[b] ?? 0, -(order.firstIndex(of: b) ?? 0))
        }
        guard let best, scores[best] ?? 0 > 0 else { return .other }
        return best
    }

    /// Who speaks: 我 on nearly every line, or people of whom others tell.
    private func addVoice(_ body: [Int], _ scores: inout [ReportKind: Int]) {
        var first = 0
        var said = 0
        var reporter = 0
        var total = 1
        for line in body {
            let text = structure.table.text(line)
            total += text.count
            var inQuotation = false
            for i in text.indices {
                switch text[i] {
                case 0x201C: inQuotation = true
                case 0x201D: inQuotation = false
                case 0x6211 where !inQuotation:  // 我, not 我国, 我省 …
                    let next = i + 1 < text.endIndex ? text[i + 1] : 0
                    if ![0x56FD, 0x7701, 0x5E02, 0x53BF, 0x533A, 0x4EEC].contains(next) { first += 1 }
                case 0x8BF4 where !inQuotation: said += 1  // 说
                case 0x8BB0 where i + 1 < text.endIndex && text[i + 1] == 0x8005: reporter += 1  // 记者
                default: break
                }
            }
        }
        let perThousand = { (n: Int) in n * 1000 / total }
        if perThousand(first) >= 3 { scores[.reflection, default: 0] += 3 }
        if perThousand(first) == 0 {
            scores[.essay, default: 0] += 3
            scores[.reflection, default: 0] -= 3
        }
        if said >= 4, perThousand(first) < 2 { scores[.feature, default: 0] += 9 }
        if reporter >= 2, perThousand(first) < 3 { scores[.feature, default: 0] += 6 }
    }

    private static func contains(_ text: [UInt32], _ cue: [UInt32]) -> Bool {
        guard text.count >= cue.count else { return false }
        return text.indices.contains { text[$0] == cue[0] && text[$0...].starts(with: cue) }
    }

    /// A title's head noun is its last word, brackets and a subtitle's dash aside.
    private static func endsWith(_ text: [UInt32], _ cue: [UInt32]) -> Bool {
        var text = text[...]
        if text.last == 0x29, let open = text.lastIndex(of: 0x28), open > text.startIndex { text = text[..<open] }
        return text.suffix(cue.count).elementsEqual(cue)
    }
}
