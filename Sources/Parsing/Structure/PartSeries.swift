/// A run of marks or titles that divides a page into parts.
struct PartSeries {
    /// Where a part begins, and the mark there, if any.
    struct Opening {
        var line: Int
        var marker: Marker?
        /// Whether the line names the writer and is no title.
        var isSigned = false
    }

    var openings: [Opening]
    /// Lines of a table of contents that repeats the marks.
    var contents: [Int] = []
    /// How well it explains the page.
    var score: Int
}

/// Weighs every numbering of a page as a whole: which of them, if any, divides it into reports?
///
/// A numbering speaks for parts by what it says (篇, 范文), by what its segments look like (a byline or a salutation of
/// their own, an end of their own, furniture between them) and by what the page's title promises (8篇). One that says
/// nothing (一、 1. (一)) numbers sections unless its segments look like reports.
struct SeriesFinder {
    let table: LineTable
    let forms: MarkerForms
    let evidence: SegmentEvidence

    /// Below it a numbering divides nothing.
    private static let threshold = 240
    /// Least characters of prose in a part.
    static let leastBody = 90

    private struct Run {
        var markers: [Marker]
        var strength: Int
        /// Place of the form in the lexicon; ties are settled by it, so that the order of a dictionary decides nothing.
        var order: Int
        var saysNothing: Bool
    }

    func find() -> PartSeries? {
        let reader = MarkerReader(table: table, forms: forms)
        var groups: [MarkerKey: [Marker]] = [:]
        var strong: [Marker] = []
        for line in table.lines.indices {
            // 【下篇】 looks like a link to the next page; what has words beside the mark and is furniture is no mark.
            for (marker, key) in reader.read(line) where !evidence.isFurniture[line] || marker.rest.isEmpty {
                groups[key, default: []].append(marker)
                if forms.strength(key.form) == 3, strong.last?.line != line { strong.append(marker) }
            }
        }
        if groups.isEmpty { return nil }
        var runs = groups.flatMap { key, markers in
            self.runs(of: markers).map { markers in
                Run(
                    markers: markers, strength: forms.strength(key.form), order: key.form,
                    saysNothing: forms.saysNothing(key.form))
            }
        }
        // One page may number its parts 篇一, 【篇2】, 第三篇.
        runs += self.runs(of: strong).map {
            Run(markers: $0, strength: 3, order: forms.forms.count + 1, saysNothing: false)
        }
        let scored = runs.map { (run: $0, score: score($0)) }.filter { $0.score >= Self.threshold }
        guard
            let best = scored.max(by: {
                ($0.score, -$0.run.order, -$0.run.markers[0].line) < ($1.score, -$1.run.order, -$1.run.markers[0].line)
            })
        else { return nil }
        let markers = extended(best.run, by: groups)
        let contents = runs.filter { $0.order == best.run.order || $0.strength == 3 }.flatMap(\.markers).map(\.line)
        return PartSeries(
            openings: markers.map { PartSeries.Opening(line: $0.line, marker: $0) },
            contents: Set(contents.filter { $0 < markers[0].line }).sorted(), score: best.score)
    }

    private func filled(_ line: Int, _ next: Int) -> Bool { evidence.body(line, next) >= Self.leastBody }

    /// Numbers that go up, by no more than three; one may come twice where a part stands between.
    private func runs(of markers: [Marker]) -> [[Marker]] {
        var runs: [[Marker]] = []
        for marker in markers {
            if let last = runs.last?.last, marker.number <= last.number + 3,
                marker.number > last.number || marker.number == last.number && filled(last.line, marker.line)
            {
                runs[runs.count - 1].append(marker)
            } else {
                runs.append([marker])
            }
        }
        return runs
    }

    private func end(of number: Int, in run: [Marker]) -> Int {
        number + 1 < run.count ? run[number + 1].line : table.lines.count
    }

    private func score(_ run: Run) -> Int {
        let markers = run.markers
        guard markers[0].number <= 2, markers.count >= 2 || run.strength == 3 && markers[0].number == 1 else {
            return 0
        }
        // A table of contents or a list of links has the same marks and nothing between them.
        let filledCount = markers.indices.count { filled(markers[$0].line, end(of: $0, in: markers)) }
        guard filledCount * 3 >= markers.count * 2 else { return 0 }
        var score = run.strength * 100 + min(markers.count, 20) * 2 + 2 * filledCount
        if markers[0].line <= evidence.firstBody { score += 40 }
        if markers[0].number == 1 { score += 10 }
        if let claimed = evidence.claimed, claimed == markers.count || claimed == markers.last?.number {
            score += markers.count > 2 ? 150 : 90
        }
        var segments = 0
        for number in markers.indices {
            segments += evidence.segment(
                from: markers[number].line, to: end(of: number, in: markers), isFirst: number == 0)
            // Most numberings are of sections, and their first segments say so.
            if number == 3, segments == 0, run.saysNothing, evidence.claimed == nil { return 0 }
        }
        // A site that calls everything a collection makes no parts of chapters.
        if evidence.claimed == nil, evidence.isCollection, run.strength > 1 || segments >= markers.count { score += 40 }
        score += min(40 * segments / markers.count, 120)
        if run.saysNothing {
            if markers[0].line > evidence.firstBody + 1, !evidence.isCollection, evidence.claimed == nil { score -= 60 }
            if score >= Self.threshold, evidence.hasHead(before: markers[0].line) { score -= 100 }
        }
        return score
    }

    /// Adds weaker marks that go on with the numbers where the series has none: 4、 after 第三篇.
    private func extended(_ run: Run, by groups: [MarkerKey: [Marker]]) -> [Marker] {
        guard run.strength == 3, let last = run.markers.last else { return run.markers }
        // At one line the form that comes first in the lexicon, so that the order of a dictionary decides nothing.
        var next: (marker: Marker, form: Int)?
        for (key, markers) in groups {
            guard let position = markers.firstIndex(where: { $0.line > last.line && $0.number == last.number + 1 }),
                filled(last.line, markers[position].line), filled(markers[position].line, table.lines.count)
            else { continue }
            // The last of an enumeration inside the part is no part.
            let hasForerunner = markers[..<position].contains { $0.line > last.line && $0.number <= last.number }
            let segment = evidence.segment(from: markers[position].line, to: table.lines.count, isFirst: false)
            let marker = markers[position]
            if !hasForerunner, segment > 0 || marker.rest.isEmpty,
                (next?.marker.line ?? .max, next?.form ?? .max) > (marker.line, key.form)
            {
                next = (marker, key.form)
            }
        }
        return run.markers + (next.map { [$0.marker] } ?? [])
    }
}
