internal import Reports

/// Reports that follow one another without number or title: each under its writer's name, each under the same sign, or
/// one speech after the other.
extension PageStructure {
    func speakerSeries(_ evidence: SegmentEvidence) -> PartSeries? {
        [signedSeries(evidence), speeches(evidence)].compactMap { $0 }.max { $0.score < $1.score }
    }

    /// □ 某局 某人, or 【标题】, over each: as many as the page promises, or each with a writer's name.
    private func signedSeries(_ evidence: SegmentEvidence) -> PartSeries? {
        var groups: [UInt32: [Int]] = [:]
        for line in table.lines.indices where table.lines[line].count <= 40 && !table.isBody(line) {
            guard let sign = leadingSign(line), !evidence.isFurniture[line], opensBody(line) else { continue }
            groups[sign, default: []].append(line)
        }
        var best: PartSeries?
        for (_, lines) in groups.sorted(by: { $0.value[0] < $1.value[0] }) where lines.count > 1 {
            let ends = lines.dropFirst() + [table.lines.count]
            guard lines[0] <= evidence.firstBody,
                zip(lines, ends).allSatisfy({ evidence.body($0, $1) >= SeriesFinder.leastBody }),
                // An advert between two may look like a title.
                2 * lines.dropFirst().count(where: isUnderTitle) < lines.count
            else { continue }
            let isPromised = evidence.claimed == lines.count
            // A feature may call up those it portrays by the same sign: only writers, one of them surely, sign reports.
            let isSigned =
                lines.allSatisfy(mayNameWriter) && lines.contains { byline(at: $0)?.byline.name != nil }
            guard isPromised || isSigned else { continue }
            let score = 240 + 10 * min(lines.count, 5) + (isPromised ? 60 : 0)
            if score > best?.score ?? 0 {
                best = PartSeries(openings: lines.map { .init(line: $0, isSigned: isSigned) }, score: score)
            }
        }
        return best
    }

    /// A byline, a name beside a unit that no list knows, or a masked name alone.
    private func mayNameWriter(_ line: Int) -> Bool {
        if byline(at: line)?.byline.name != nil || guessedByline(line) != nil { return true }
        let words = table.raw(line).drop { !Scalars.isHan($0) }.split(whereSeparator: Scalars.isBlank)
        guard words.count <= 2, words.contains(where: { (2...4).contains($0.count) && $0.allSatisfy(Scalars.isHan) })
        else {
            return false
        }
        return words.count == 1
            || words.contains { lexicons.bylines.units.ending($0.map { lexicons.folding.fold($0) }) != nil }
    }

    /// Then its title opens the report.
    private func isUnderTitle(_ line: Int) -> Bool {
        line > 0 && fates[line - 1] == nil && !table.isBody(line - 1) && isTitleLike(line - 1)
    }

    /// The sign a line begins with: a box, a star, a lozenge; or the bracket that the whole of it stands in.
    private func leadingSign(_ line: Int) -> UInt32? {
        let text = table.text(line)
        guard let first = text.first, text.count > 2 else { return nil }
        if first == 0x3010 { return text.last == 0x3011 ? first : nil }
        return Self.symbols.contains(first) ? first : nil
    }

    /// Prose follows, at most a byline or a subtitle between.
    private func opensBody(_ line: Int) -> Bool {
        for next in line + 1..<max(line + 1, min(line + 4, table.lines.count)) where fates[next] == nil {
            if table.isBody(next) { return true }
            guard isSubtitle(next) || isSalutation(next) || byline(at: next) != nil else { return false }
        }
        return false
    }

    /// A salutation behind the thanks of the speech before it.
    private func speeches(_ evidence: SegmentEvidence) -> PartSeries? {
        guard let first = table.lines.indices.first(where: { fates[$0] == nil && isSalutation($0) }),
            first <= evidence.firstBody
        else { return nil }
        var openings = [first]
        for line in table.lines.indices.dropFirst(first + 1) where fates[line] == nil && isSalutation(line) {
            guard let last = openings.last, evidence.body(last, line) >= SeriesFinder.leastBody,
                evidence.body(line, table.lines.count) >= SeriesFinder.leastBody, isFarewell(line - 1)
            else { continue }
            openings.append(line)
        }
        guard openings.count > 1 else { return nil }
        // A title over the first speech is its own.
        var start = first
        while start > 0, fates[start - 1] == nil, !table.isBody(start - 1) { start -= 1 }
        openings[0] = start
        return PartSeries(openings: openings.map { .init(line: $0) }, score: 240 + 10 * min(openings.count, 5))
    }

    /// 我的发言结束,谢谢大家!
    private func isFarewell(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 40
            && (lexicons.cues.closing.beginning(text) != nil || lexicons.cues.farewell.occurs(in: text))
    }

    /// Titles that only what follows the report before them, and their own signature, tell from a heading.
    ///
    /// 在省厅大楼里接电话, prose, (某县某局 某人), and then the next title: where a part has its writer above, a second one
    /// below has written what begins at the title between them.
    func signedApart(_ openings: [Int], _ evidence: SegmentEvidence) -> [Int] {
        var found: [Int] = []
        for (number, opening) in openings.enumerated() {
            let end = number + 1 < openings.count ? openings[number + 1] : table.lines.count
            guard let last = (opening + 1..<max(opening + 1, end)).last(where: { fates[$0] == nil }),
                let signed = byline(at: last)?.byline.name, !table.isBody(last),
                let head = (opening..<min(opening + 4, last)).lazy.compactMap({ self.byline(at: $0)?.byline.name })
                    .first,
                head != signed
            else { continue }
            let titles = (opening + 1..<last).filter {
                fates[$0] == nil && table.lines[$0].afterBlank && !table.isBody($0) && isTitleLike($0)
                    && byline(at: $0) == nil && Enumerator.read(table.text($0)) == nil && table.endsSentence($0 - 1)
                    && evidence.body(opening, $0) >= SeriesFinder.leastBody
                    && evidence.body($0, end) >= SeriesFinder.leastBody
            }
            if titles.count == 1 { found += titles }
        }
        return found
    }

    /// The title of a report before the first that surely opens: text of some length under a title is no introduction.
    func unsignedFirst(_ first: Int, _ evidence: SegmentEvidence) -> Int? {
        guard evidence.firstBody > 0, evidence.firstBody < first, evidence.body(0, first) >= 150,
            (evidence.firstBody..<first).count(where: { fates[$0] == nil && table.isBody($0) }) > 1
        else { return nil }
        let title = evidence.firstBody - 1
        return fates[title] == nil && table.lines[title].afterBlank && isTitleLike(title) && edgeRules[title] == nil
            ? title : nil
    }
}
