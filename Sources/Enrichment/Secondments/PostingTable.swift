internal import Reports

/// Reads the lists of a notice: a person a row, the cells on lines of their own or between tabs.
struct PostingTable {
    private let analysis: Analysis
    private let reading: Reading
    private var rules: PostingRules { reading.store.rules.postings }
    private let posts: PostReader
    /// From the first row's name to the end of the last row.
    private var extent = 0..<0

    private let finder: SecondmentFinder

    init(_ finder: SecondmentFinder) {
        self.finder = finder
        analysis = finder.analysis
        reading = finder.reading
        posts = finder.posts
    }

    /// Whether a stretch was read as a part of the table.
    func covers(_ range: Range<Int>) -> Bool { extent.overlaps(range) }

    mutating func find() -> [Posting] {
        let heads = analysis.people.filter { isCell($0.span) }
        guard heads.count >= 2 else { return [] }
        let batch = batchDate(before: heads[0].span.start)
        var rows: [Posting] = []
        for (position, head) in heads.enumerated() {
            let limit =
                position + 1 < heads.count ? heads[position + 1].span.start : min(reading.count, head.span.end + 400)
            // A row between tabs ends with its line.
            let isTabbed = isTab(head.span.start - 1) || isTab(head.span.end)
            let end = isTabbed ? min(limit, reading.lineEnd(head.span.end)) : limit
            if let (row, last) = row(head, end, batch) {
                rows.append(row)
                extent = rows.count == 1 ? head.span.start..<last : extent.lowerBound..<max(last, extent.upperBound)
            }
        }
        return rows
    }

    private func isTab(_ index: Int) -> Bool { index >= 0 && reading.at(index) == 0x09 }

    private func isCell(_ span: Span) -> Bool {
        let before = reading.at(span.start - 1)
        let after = reading.at(span.end)
        return (before == 0x0A || before == 0x09) && (after == 0x0A || after == 0x09 || after == 0x0D)
    }

    /// 到县（市）挂职的时间均为2016年5月至2018年5月: the span of all who have none of their own.
    private func batchDate(before limit: Int) -> (date: FoundDate, sentence: Range<Int>)? {
        for date in analysis.dates where date.span.end < limit && date.finish != nil {
            let sentence = reading.sentence(date.span.start)
            if reading.anyOf(rules.spanCues, in: sentence),
                !reading.anyOf(["公示时间", "公示期"], in: sentence)
            {
                return (date, sentence)
            }
        }
        return nil
    }

    private func row(
        _ head: FoundPerson, _ limit: Int, _ batch: (date: FoundDate, sentence: Range<Int>)?
    ) -> (Posting, Int)? {
        let cells = cells(from: head.span.end, to: limit)
        var row = Posting()
        row.person = .init(value: head.name, basis: .stated)
        row.attest(head.span.start..<head.span.end, "person")
        var units: [(cell: Span, result: PostReader.Result)] = []
        var last = head.span.end
        for cell in cells {
            if let date = analysis.dates(in: cell.start..<cell.end).first(where: finder.isTime) {
                if date.finish == nil, finder.isFinish(date), row.finish == nil {
                    row.finish = .init(value: date.start.value, basis: date.basis)
                    row.attest(cell.start..<cell.end, "finish")
                } else if row.start == nil {
                    row.start = .init(value: date.start.value, basis: date.basis)
                    if let finish = date.finish { row.finish = .init(value: finish.value, basis: date.basis) }
                    row.attest(cell.start..<cell.end, "start")
                } else if row.finish == nil {
                    row.finish = .init(value: date.start.value, basis: date.basis)
                    row.attest(cell.start..<cell.end, "finish")
                }
                if row.duration == nil { row.duration = length(in: cell) }
                last = cell.end
            } else if let duration = length(in: cell), cell.count < 8 || startsWithLength(cell) {
                row.duration = row.duration ?? duration
                row.attest(cell.start..<cell.end, "duration")
                last = cell.end
            } else if units.count < 2, let result = unit(cell) {
                units.append((cell, result))
                last = cell.end
            } else if units.count >= 2, row.post == nil, units[1].result.post == nil,
                let post = posts.postSpan(cell.start, cell.end), post.end == cell.end
            {
                row.post = .init(value: analysis.text(post), basis: .stated)
                row.attest(cell.start..<cell.end, "post")
                last = cell.end
            }
            if let programme = finder.programme(in: cell.start..<cell.end) {
                row.programme = row.programme ?? .init(value: programme, basis: .stated)
                row.attest(cell.start..<cell.end, "programme")
            }
        }
        guard units.count >= 2 else { return nil }
        let (sending, host) = (units[0], units[1])
        row.sendingUnit = .init(value: analysis.text(sending.result.unit?.span ?? sending.cell), basis: .stated)
        row.sendingPlace = sending.result.unit?.place?.division
        row.attest(sending.cell.start..<sending.cell.end, "sending_unit")
        row.hostUnit = .init(value: analysis.text(host.result.unit?.span ?? host.cell), basis: .stated)
        if let division = host.result.unit?.place?.division { row.hostPlace = (division, .stated) }
        if row.post == nil, let post = host.result.post { row.post = .init(value: analysis.text(post), basis: .stated) }
        row.attest(host.cell.start..<host.cell.end, "host_unit", "host_place")
        if row.start == nil, row.finish == nil, row.duration == nil || batch?.date.finish != nil, let batch {
            row.start = .init(value: batch.date.start.value, basis: .resolved)
            if let finish = batch.date.finish { row.finish = .init(value: finish.value, basis: .resolved) }
            row.attest(batch.sentence, "start", "finish")
            if row.duration == nil, let duration = finder.duration(in: batch.sentence), !duration.hasSuffix("D") {
                row.duration = .init(value: duration, basis: .resolved)
                row.attest(batch.sentence, "duration")
            }
        }
        return (row, last)
    }

    private func unit(_ cell: Span) -> PostReader.Result? {
        guard let unit = posts.unit(at: cell.start, cell.end), let span = unit.span, unit.end <= cell.end else {
            return nil
        }
        // 博士服务团成员 in a note is no unit; a bare place is none without a post.
        if unit.place == nil, span.count < 6, !unit.isGeneric { return nil }
        guard let result = posts.read(cell.start), result.unit != nil else { return nil }
        // 北京市门头沟区|某某中学: the cell names a unit that no rule knows as a whole.
        if result.post == nil, unit.end < cell.end,
            reading.longestEnding(at: cell.end, [.strongEnding, .weakEnding]) != nil
        {
            let whole = PostingUnit(span: cell, place: unit.place, end: cell.end)
            return PostReader.Result(unit: whole, post: nil, end: cell.end)
        }
        if result.post == nil, let chain = analysis.placeChain(at: cell.start), chain.span.end == cell.end {
            return nil
        }
        return result
    }

    private func startsWithLength(_ cell: Span) -> Bool {
        analysis.quantities(in: cell.start..<cell.start + 1).first.map { reading.at($0.span.end) == 0x2C } ?? false
    }

    private func length(in cell: Span) -> Posting.Field? {
        for quantity in analysis.quantities(in: cell.start..<cell.end) {
            if let text = finder.duration(quantity) { return .init(value: text, basis: .stated) }
        }
        return nil
    }

    private func cells(from start: Int, to end: Int) -> [Span] {
        var cells: [Span] = []
        var index = start
        while index < end {
            while index < end, Scalars.isBlank(reading.at(index)) { index += 1 }
            let from = index
            while index < end, reading.at(index) != 0x0A, reading.at(index) != 0x09, reading.at(index) != 0x0D {
                index += 1
            }
            // A whole sentence: what follows the last row.
            if index > from, reading.at(index - 1) == 0x3002 || index - from > 60 { break }
            if index > from { cells.append(Span(from, index)) }
            if cells.count >= 8 { break }
        }
        return cells
    }
}
