internal import Reports

/// Reports sold as one that are stitched from several: signs that do not fit together, counted.
struct SpliceFinder {
    let analysis: Analysis
    let reading: Reading
    let store: LexiconStore
    private var rules: FindingRules { store.rules.findings }
    private let secondments: [Secondment]

    init(_ analysis: Analysis, _ secondments: [Secondment]) {
        self.analysis = analysis
        self.secondments = secondments
        reading = analysis.reading
        store = analysis.store
    }

    /// One thing that does not fit.
    struct Sign {
        var says: String
        var spans: [Span]
        /// Two count as much as three of the others.
        var isStrong = false
    }

    /// Only speeches, reflections and summaries in the first person can have several speakers unawares; any told text can
    /// be sewn together in mid-sentence.
    func findings() -> [Finding] {
        let signs: [Sign]
        switch analysis.report.kind {
        case .notice, .plan: return []
        case .feature, .essay, .mobilisationSpeech: signs = seam()
        default: signs = seam() + signsOfSpeakers()
        }
        let weight = signs.reduce(0) { $0 + ($1.isStrong ? 3 : 2) }
        guard weight >= 6, signs.count >= 2 else { return [] }
        let evidence = signs.flatMap(\.spans).sorted().map { Evidence(span: $0) }
        return [
            Finding(
                kind: .splice,
                claim: "stitched from reports of several speakers: " + signs.map(\.says).joined(separator: "; "),
                certainty: weight >= 8 ? .likely : .possible, evidence: evidence)
        ]
    }

    // MARK: Signs

    private func signsOfSpeakers() -> [Sign] {
        var signs: [Sign] = []
        let numbering = Numbering(reading)
        signs += numbering.signs()
        if let sign = hosts() { signs.append(sign) }
        if let sign = dangling(numbering) { signs.append(sign) }
        if let sign = elapsed() { signs.append(sign) }
        if let sign = departments() { signs.append(sign) }
        if let sign = otherHand() { signs.append(sign) }
        if let sign = masks() { signs.append(sign) }
        return signs
    }

    /// One writer, two hosts in different provinces at the same time.
    private func hosts() -> Sign? {
        let own = secondments.filter { $0.person == nil || $0.person == analysis.report.author?.name }
        for (position, first) in own.enumerated() {
            for second in own.dropFirst(position + 1) {
                guard let one = first.hostPlace?.code, let other = second.hostPlace?.code,
                    one.prefix(2) != other.prefix(2), overlap(first, second),
                    let a = first.evidence.first?.span, let b = second.evidence.last?.span
                else { continue }
                return Sign(
                    says: "the writer is posted to \(one) and to \(other) at the same time", spans: [a, b],
                    isStrong: true)
            }
        }
        return nil
    }

    private func overlap(_ a: Secondment, _ b: Secondment) -> Bool {
        guard let one = a.start, let other = b.start, !one.hasPrefix("XXXX"), !other.hasPrefix("XXXX") else {
            return false
        }
        let first = one < other ? a : b
        guard let finish = first.finish else { return true }
        return finish > max(one, other)
    }

    /// A paragraph ends in mid-sentence before a numbered heading.
    private func dangling(_ numbering: Numbering) -> Sign? {
        for item in numbering.items where item.start > 1 && reading.at(item.start - 1) == 0x0A {
            var end = item.start - 1
            while end > 0, Scalars.isBlank(reading.at(end - 1)) { end -= 1 }
            let start = reading.lineStart(max(0, end - 1))
            guard end - start >= 40, Scalars.isHan(reading.at(end - 1)) else { continue }
            let sentence = reading.sentence(end - 1)
            guard sentence.lowerBound < end else { continue }
            return Sign(
                says: "a sentence breaks off before a numbered heading", spans: [Span(sentence.lowerBound, end)],
                isStrong: true)
        }
        return nil
    }

    /// 挂职已快半年 and 四个月来: the time that has gone by differs.
    private func elapsed() -> Sign? {
        var first: (months: Int128, span: Span)?
        for quantity in analysis.quantities where quantity.unit == "month" || quantity.unit == "year" {
            let months = quantity.unit == "year" ? quantity.millionths * 12 : quantity.millionths
            guard isElapsed(quantity), !analysis.isQuoted(quantity.span.start) else { continue }
            guard let known = first else {
                first = (months, quantity.span)
                continue
            }
            if known.months != months {
                return Sign(says: "the time gone by since the arrival differs", spans: [known.span, quantity.span])
            }
        }
        return nil
    }

    /// 四个月来, 十四个月过去了, 挂职已快半年, 挂职九个月: at the beginning of a clause.
    private func isElapsed(_ quantity: FoundQuantity) -> Bool {
        let (start, end) = (quantity.span.start, quantity.span.end)
        if reading.anyOf(rules.elapsed, before: start) != nil { return true }
        let before = reading.at(start - 1)
        let begins = Scalars.endsClause(before) || Scalars.isBlank(before)
        if begins, reading.anyOf(rules.elapsedBehind, at: end) != nil { return true }
        return reading.has("挂职", at: start - 2) && Scalars.endsClause(reading.at(start - 3))
            && reading.at(end) == 0x2C
    }

    /// 在镇经发局协助工作, 在党政办负责会务: the writer's desk stands in several offices.
    private func departments() -> Sign? {
        var spans: [Span] = []
        var names: [String] = []
        let verbs = rules.desks.first
        var next = reading.next(verbs, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(verbs, from: index + 1)
            guard let length = reading.anyOf(rules.desks, at: index) else { continue }
            let start = index + length
            guard let end = office(start), !analysis.isQuoted(index) else { continue }
            let works = reading.anyOf(rules.works, at: end) != nil
            guard works || reading.anyOf(rules.ownDesks, before: start) != nil else { continue }
            let name = reading.slice(start, end)
            if names.contains(where: { $0.hasSuffix(name) || name.hasSuffix($0) }) { continue }
            names.append(name)
            spans.append(Span(start, end))
        }
        guard names.count >= 3 else { return nil }
        return Sign(says: "the writer works in " + names.joined(separator: ", "), spans: spans, isStrong: true)
    }

    /// An office named by its kind alone: 镇经发局, 党政办, 应急管理局.
    private func office(_ start: Int) -> Int? {
        guard analysis.placeChain(at: start) == nil, Scalars.isHan(reading.at(start)) else { return nil }
        for end in stride(from: start + 9, through: start + 3, by: -1) where reading.starts(end) {
            guard let ending = reading.longestEnding(at: end, [.strongEnding, .weakEnding]), ending.start >= start,
                !(start..<end).contains(where: { !Scalars.isHan(reading.at($0)) })
            else { continue }
            return end
        }
        return nil
    }

    /// 另一方面 with no 一方面 before it.
    private func otherHand() -> Sign? {
        var next = reading.next(rules.hands.first, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(rules.hands.first, from: index + 1)
            guard reading.anyOf(rules.hands, at: index) != nil else { continue }
            let start = max(0, index - 400)
            var position = index - 1
            var isPaired = false
            while position >= start {
                if reading.has("一方面", at: position), !reading.has("另", at: position - 1) {
                    isPaired = true
                    break
                }
                position -= 1
            }
            if !isPaired { return Sign(says: "另一方面 answers nothing", spans: [Span(index, index + 4)]) }
        }
        return nil
    }

    /// *镇 and XXX镇 for one town, which is named elsewhere.
    private func masks() -> Sign? {
        var styles: [UInt32: Span] = [:]
        for span in analysis.masks {
            let end = analysis.maskEnd(span)
            guard end > span.start, reading.anyOf(rules.maskedDivisions, at: end) != nil else { continue }
            let noun = reading.at(end)
            if let other = styles[noun], reading.at(other.start) != reading.at(span.start) {
                return Sign(says: "the same kind of place is masked in two ways", spans: [other, span])
            }
            styles[noun] = styles[noun] ?? span
        }
        return nil
    }
}
