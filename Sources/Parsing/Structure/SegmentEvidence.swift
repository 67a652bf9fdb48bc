internal import Reports

/// What speaks for a stretch of the page being a report of its own.
struct SegmentEvidence {
    private let structure: PageStructure
    private let table: LineTable
    let isFurniture: [Bool]
    /// Body characters before each line.
    private let bodySums: [Int]
    /// The first line of prose that no rule takes for furniture at its place.
    let firstBody: Int
    /// How many reports the page's first lines say there are: 精选4篇, 三则.
    let claimed: Int?
    /// Whether they say that there are several: 汇编, 选登.
    let isCollection: Bool

    init(_ structure: PageStructure) {
        self.structure = structure
        let table = structure.table
        self.table = table
        isFurniture = structure.fates.map { $0 != nil }
        var sums = [0]
        sums.reserveCapacity(table.lines.count + 1)
        var firstBody = table.lines.count
        for line in table.lines.indices {
            let isBody = !isFurniture[line] && table.isBody(line)
            sums.append((sums.last ?? 0) + (isBody ? table.lines[line].count : 0))
            let mayBeFurniture = structure.edgeRules[line] != nil || structure.headRules[line] != nil
            if isBody, firstBody == table.lines.count, !mayBeFurniture { firstBody = line }
        }
        bodySums = sums
        self.firstBody = firstBody
        // 范文大全 in a menu promises nothing of the page.
        var opening: [Int] = []
        for line in table.lines.indices.prefix(12)
        where table.lines[line].count <= 60 && (structure.fates[line].map { $0.reason == .prompt } ?? true) {
            opening.append(line)
        }
        var claimed: Int?
        var isCollection = false
        for line in opening {
            claimed = claimed ?? structure.claim(in: line)
            isCollection = isCollection || structure.lexicons.cues.collection.occurs(in: table.text(line))
        }
        self.claimed = claimed
        self.isCollection = isCollection
    }

    /// Characters of prose from one line up to another.
    func body(_ from: Int, _ to: Int) -> Int { bodySums[to] - bodySums[from] }

    /// What a segment has that only a report has: 0 where it may be a section just as well.
    ///
    /// - Parameter from: The line of its mark or title.
    func segment(from: Int, to: Int, isFirst: Bool) -> Int {
        var found = 0
        if !isFirst { found += structure.endsReport(from - 1) ? 2 : isFurniture[from - 1] ? 1 : 0 }
        var hasTitle = false
        for line in (from + 1)..<max(from + 1, min(to, from + 7)) where !isFurniture[line] {
            if structure.isSalutation(line) {
                found += 2
                break
            }
            if table.isBody(line) { break }
            if let byline = structure.byline(at: line)?.byline, byline.name != nil {
                found += byline.unit != nil || byline.post != nil ? 2 : 1
                break
            }
            if !hasTitle, line == from + 1, structure.isTitleLike(line), Enumerator.read(table.text(line)) == nil {
                hasTitle = true
                found += 1
            }
        }
        if structure.lexicons.kinds.endings(of: table.text(from)) > 0 { found += 1 }
        if restarts(from, to) { found += 1 }
        return found
    }

    /// Whether an enumeration inside begins anew.
    private func restarts(_ from: Int, _ to: Int) -> Bool {
        (from + 1..<max(to, from + 1)).contains { line in
            table.lines[line].classes.intersects(.numbers) && Enumerator.read(table.text(line))?.number == 1
        }
    }

    /// Whether a single report's head stands before a line: a byline, a salutation.
    func hasHead(before line: Int) -> Bool {
        (0..<line).suffix(12).contains {
            !isFurniture[$0] && !table.isBody($0)
                && (structure.isSalutation($0) || structure.byline(at: $0)?.byline.name != nil)
        }
    }
}
