internal import Reports

extension PageStructure {
    /// Settles what is furniture wherever it stands, and notes what would be so at an edge.
    mutating func classify() {
        markRegions()
        for line in table.lines.indices where fates[line] == nil {
            if !table.lines[line].hasWords {
                fates[line] = Fate(reason: .other, cause: .noWords)
                continue
            }
            if isBarRow(line) { continue }
            let match = lexicons.furniture.match(table.placed(line), hints: table.lines[line].hints)
            if match.any != nil, isItemOfForm(line) { continue }
            edgeRules[line] = match.edge.flatMap { isNoticesContact(line) ? nil : $0 }
            headRules[line] = match.head.flatMap { tells(line) ? nil : $0 }
            if let rule = match.any {
                if isParagraph(line, despite: rule) { continue }
                fates[line] = Fate(reason: lexicons.furniture.rules[rule].reason, cause: .rule(rule))
            }
            guard fates[line] == nil, table.lines[line].count <= Self.longestAdvert else { continue }
            let evidence = weigh(line)
            if evidence.inside >= FurnitureEvidence.insideLimit,
                !isOwnForm(line) || evidence.inside >= FurnitureEvidence.insideLimit + FurnitureEvidence.ownForm,
                !isParagraph(line, weighing: evidence), !isBracketedWriter(line)
            {
                fates[line] = Fate(reason: evidence.reason ?? .other, cause: .words)
            }
        }
    }

    /// Whether a line that may begin with a stamp goes on as a text does: a diary's entry, a paragraph.
    private func tells(_ line: Int) -> Bool {
        opensEntry(line) || table.isBody(line) && table.endsSentence(line) && table.lines[line].commas > 0
    }

    /// 联系电话:… right over the unit and the date that sign a notice.
    private func isNoticesContact(_ line: Int) -> Bool {
        let next = line + 1
        return next + 1 < table.lines.count && table.lines[next].count <= 30 && isDateLine(next + 1)
            && isProperUnit(next) && lexicons.cues.contact.occurs(in: table.text(line))
    }

    /// 时间: of a meeting, beside 地点:; 关键词: of a paper, beside 摘要:. Alone they are a page's.
    private func isItemOfForm(_ line: Int) -> Bool {
        let beginnings = lexicons.cues.formItems
        guard table.lines[line].count <= 80, beginnings.beginning(table.text(line)) != nil else { return false }
        return [line - 2, line - 1, line + 1, line + 2].contains {
            table.lines.indices.contains($0) && lexicons.cues.formLabels.beginning(table.text($0)) != nil
        }
    }

    /// Whether a paragraph of a report only ends in what a rule is for.
    private mutating func isParagraph(_ line: Int, despite rule: Int) -> Bool {
        guard table.isBody(line), table.lines[line].count >= 20, lexicons.furniture.rules[rule].pattern.leads == nil
        else { return false }
        let weighed = weigh(line)
        return weighed.prose + weighed.report >= 4 && weighed.inside < 0 || isParagraph(line, weighing: weighed)
    }

    /// Longest line that is weighed wherever it stands; longer ones are at the edges alone.
    private static let longestAdvert = 70

    /// Lines that stand wholly in a stretch whose markup says that it is no article.
    private mutating func markRegions() {
        let regions = page.regions.filter { $0.role.reason != nil }
        guard !regions.isEmpty else { return }
        var prose: [Int] = Array(repeating: 0, count: regions.count)
        var all = 0
        for line in table.lines where line.isBody {
            all += line.count
            for (number, region) in regions.enumerated() where Self.holds(region, line) { prose[number] += line.count }
        }
        // The region that holds the page's prose is the article, whatever its name.
        let trusted = regions.indices.filter { prose[$0] * 2 <= all }.map { regions[$0] }
        for number in table.lines.indices {
            guard let region = trusted.last(where: { Self.holds($0, table.lines[number]) }),
                let reason = region.role.reason
            else { continue }
            fates[number] = Fate(reason: reason, cause: .region(region.role))
        }
    }

    private static func holds(_ region: MarkedRegion, _ line: Line) -> Bool {
        region.span.start <= line.start && line.end <= region.span.end
    }

    mutating func weigh(_ line: Int) -> FurnitureEvidence {
        if let known = evidence[line] { return known }
        var found = FurnitureEvidence()
        let known = table.lines[line]
        if known.count <= FurnitureEvidence.longest {
            found = lexicons.furnitureWords.weigh(table.placed(line), of: known)
        }
        evidence[line] = found
        return found
    }

    /// Whether a line has the form of something that is a report's own: address, subtitle, date, byline, numbered heading.
    func isOwnForm(_ line: Int) -> Bool {
        let text = table.text(line)
        if isSalutation(line) || line > 0 && fates[line - 1] == nil && isIssue(text) { return true }
        // A line of dashes with words in it divides; one that ends without them is a subtitle.
        if isSubtitle(line), text.last != 0x2014, text.last != 0x2D { return true }
        if lexicons.cues.closing.beginning(text) != nil { return true }
        if isNumbered(line) { return true }
        // 文/张三, 图丨李四: how some pages write a byline.
        if text.count > 3, text.count <= 40, [0x6587, 0x56FE].contains(text[text.startIndex]),
            [0x2F, 0x4E28, 0x7C, 0x3A].contains(text[text.startIndex + 1])
        {
            return true
        }
        if let reason = evidence[line]?.reason, reason == .editor || reason == .pageTitle { return false }
        guard text.count <= 40, let byline = byline(at: line)?.byline else { return false }
        return byline.unit != nil || byline.post != nil
    }

    private func isNumbered(_ line: Int) -> Bool {
        let text = table.text(line)
        if let mark = text.dropFirst().first, mark == 0x3001 || mark == 0x2E, let first = text.first,
            lexicons.cues.stems.contains(first)
        {
            return text.count > 2
        }
        guard table.lines[line].classes.intersects(.numbers), let item = Enumerator.read(text) else { return false }
        return item.style != .symbol && item.length < text.count && Scalars.isHan(text[text.startIndex + item.length])
    }

    /// What a line is taken for at an edge of a part; nil where it is the report's own.
    ///
    /// - Parameter least: What it must weigh.
    mutating func fateAtEdge(_ line: Int, head: Bool, least: Int) -> Fate? {
        if isBarRow(line) || !head && isBracketedWriter(line) { return nil }
        let rules = lexicons.furniture.rules
        let known = min(edgeRules[line] ?? .max, head ? headRules[line] ?? .max : .max)
        if let rule = known == .max ? nil : known, rules[rule].pattern.leads != nil || !isNumbered(line) {
            return Fate(reason: rules[rule].reason, cause: .rule(rule))
        }
        if isNavigationRow(line), !isTableRow(line), !(byline(at: line)?.byline.isLabelled ?? false) {
            return Fate(reason: .navigation, cause: .separators)
        }
        let weighed = weigh(line)
        guard weighed.atEdge >= least, !isOwnForm(line) || weighed.atEdge >= least + FurnitureEvidence.ownForm,
            !isTableRow(line), !isParagraph(line, weighing: weighed)
        else { return nil }
        return Fate(reason: weighed.reason ?? (weighed.isRow ? .navigation : .other), cause: .words)
    }

    /// Bars, arrows, and what stands between the names of files.
    private static let rowSeparators: [UInt32] = [
        0x7C, 0x3E, 0x3C, 0xBB, 0xAB, 0x2192, 0x250A, 0x2506, 0x258F, 0x25B8, 0x25B6, 0x25BA, 0x279C, 0x2794, 0x27A4,
        0x2503, 0x21D2, 0x5F, 0x2F,
    ]

    private static let dividers = ClassSet(.bar, .arrow, .other)

    /// A row such as 首页 | 新闻 | 评论, or 网站 > 栏目 > 正文.
    func isNavigationRow(_ line: Int) -> Bool {
        let known = table.lines[line]
        guard known.count <= 120, known.sentenceEnds == 0 else { return false }
        let text = table.text(line)
        // None of them, and no hyphen, is a Chinese character or ends a sentence.
        guard known.classes.intersects(Self.dividers) else { return false }
        for separator in Self.rowSeparators {
            guard text.contains(separator) else { continue }
            let items = text.split(separator: separator)
            let least = separator == 0x7C || separator == 0x5F ? 3 : separator == 0x2F ? 4 : 2
            if items.count >= least, items.allSatisfy({ $0.count <= 16 }) { return true }
        }
        // 某某网--资料--总结; a date in digits is none.
        let items = text.contains(0x2D) ? text.split(separator: 0x2D) : []
        return items.count >= 3 && items.allSatisfy { $0.count <= 10 && $0.allSatisfy(Scalars.isHan) }
    }

    /// A row of a table whose cells stand between bars: one beside it has as many, and they are no links by their length or
    /// for a figure in them.
    func isBarRow(_ line: Int) -> Bool {
        guard table.lines[line].classes.contains(.bar), let bars = bars(in: line), bars >= 3 else { return false }
        let rows = [line - 1, line + 1].filter { table.lines.indices.contains($0) && self.bars(in: $0) == bars }
        return !rows.isEmpty
            && ([line] + rows).contains {
                table.lines[$0].classes.contains(.digit)
                    || table.text($0).split(separator: 0x7C).contains { $0.count >= 10 }
            }
    }

    private func bars(in line: Int) -> Int? {
        guard table.lines[line].classes.contains(.bar), table.lines[line].count <= 160 else { return nil }
        return table.text(line).count { $0 == 0x7C }
    }

    /// A row of a table: its neighbours have as many cells.
    mutating func isTableRow(_ line: Int) -> Bool {
        let items = weigh(line).items
        guard items >= 3 else { return false }
        return [line - 1, line + 1].contains { neighbour in
            guard table.lines.indices.contains(neighbour), table.lines[neighbour].count <= 60, fates[neighbour] == nil,
                edgeRules[neighbour] == nil, headRules[neighbour] == nil
            else { return false }
            let weighed = weigh(neighbour)
            return weighed.items == items && weighed.atEdge < FurnitureEvidence.edgeLimit
        }
    }

    /// Lines at the beginning and the end of a part may be furniture that inside it would be text.
    mutating func settleEdges(_ part: Int) {
        let first = parts[part].marker.map { $0.line + 1 } ?? parts[part].lines.lowerBound
        let lines = first..<max(first, parts[part].lines.upperBound)
        let limit = FurnitureEvidence.edgeLimit
        var bodyBegins = lines.upperBound
        for line in lines where fates[line] == nil {
            if isSalutation(line) {
                bodyBegins = line
                break
            }
            if let fate = fateAtEdge(line, head: true, least: limit) {
                fates[line] = fate
            } else if table.isBody(line), !isAsking(line) || lines[..<line].contains(where: { fates[$0] == nil }) {
                bodyBegins = line
                break
            }
        }
        guard bodyBegins < lines.upperBound else { return }
        var bodyEnds = bodyBegins
        for line in (bodyBegins + 1..<lines.upperBound).reversed() where fates[line] == nil {
            if let fate = fateAtEdge(line, head: false, least: limit) {
                fates[line] = fate
            } else if table.isBody(line) || table.endsSentence(line) {
                bodyEnds = line
                break
            }
        }
        settleTail(bodyEnds + 1..<lines.upperBound)
        settleRest(bodyEnds + 1..<lines.upperBound, isLast: part == parts.count - 1)
        // Furniture inside a part comes in clusters: what fits an edge and touches it belongs to it.
        for order in [Array(lines), lines.reversed()] {
            for line in order where fates[line] == nil {
                guard let rule = edgeRules[line] else { continue }
                let before = line > lines.lowerBound ? fates[line - 1] : nil
                let after = line + 1 < lines.upperBound ? fates[line + 1] : nil
                if before != nil || after != nil {
                    fates[line] = Fate(reason: lexicons.furniture.rules[rule].reason, cause: .rule(rule))
                }
            }
        }
        extendLists(lines, bodyBegins: bodyBegins, bodyEnds: bodyEnds)
    }

    /// A question or a call of a title's length, which may head a report as well as belong to it.
    func isAsking(_ line: Int) -> Bool {
        guard table.lines[line].count <= 36, table.lines[line].sentenceEnds == 1, let last = table.text(line).last
        else {
            return false
        }
        return last == 0x3F || last == 0x21
    }

    private func proseCount(_ lines: Range<Int>) -> Int {
        lines.reduce(0) { $0 + (fates[$1] == nil && table.isBody($1) ? table.lines[$1].count : 0) }
    }

    /// How far a line of furniture reaches.
    private func extent(of line: Int) -> FurnitureRule.Extent {
        switch fates[line]?.cause {
        case .rule(let rule): lexicons.furniture.rules[rule].extent
        case .words: evidence[line]?.extent ?? .line
        default: .line
        }
    }

    private mutating func extendLists(_ lines: Range<Int>, bodyBegins: Int, bodyEnds: Int) {
        for opener in lines {
            guard let fate = fates[opener], opener > bodyBegins else { continue }
            switch extent(of: opener) {
            case .line: continue
            case .block:
                // What a report goes on after is no comment form.
                let before = proseCount(bodyBegins..<opener)
                guard proseCount(opener..<lines.upperBound) <= 2 * before else { continue }
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            case .list:
                guard opener > bodyEnds else { continue }
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    guard !table.isBody(line), table.lines[line].count <= 60 else { break }
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            }
        }
    }

    /// Drops parts with too little text to be a report; their lines become furniture.
    mutating func dropEmptyParts() {
        for part in parts.indices.reversed() {
            let (marker, head) = (parts[part].marker?.line, parts[part].head)
            var characters = 0
            var hasProse = false
            for line in ownLines(part) where line != marker && !head.contains(line) {
                characters += table.lines[line].count
                hasProse = hasProse || table.isBody(line) || table.endsSentence(line)
            }
            if characters >= 60 && hasProse || characters >= 200 { continue }
            for line in parts[part].lines where fates[line] == nil {
                let isLabel = parts[part].marker?.line == line
                fates[line] = Fate(reason: isLabel ? .partLabel : .other, cause: .introduction)
            }
            parts.remove(at: part)
        }
    }
}
