internal import Reports

/// Reads the lists of a notice: a person a row, the cells on lines of their own or between tabs.
struct PostingTable {
    private let analysis: Analysis
    private let reading: Reading
    private let posts: PostReader

    init(_ analysis: Analysis) {
        self.analysis = analysis
        reading = analysis.reading
        posts = PostReader(analysis: analysis)
    }

    mutating func find() -> [Posting] {
        let heads = analysis.people.filter { isCell($0.span) }
        guard heads.count >= 2 else { return [] }
        let batch = batchDate(before: heads[0].span.start)
        var rows: [Posting] = []
        for (position, head) in heads.enumerated() {
            let limit =
                position + 1 < heads.count ? heads[position + 1].span.start : min(reading.count, head.span.end + 400)
            // A row between tabs ends with its line.
            let end = reading.at(head.span.start - 1) == 0x09 ? min(limit, reading.lineEnd(head.span.end)) : limit
            if let row = row(head, end, batch) { rows.append(row) }
        }
        return rows
    }

    private func isCell(_ span: Span) -> Bool {
        let before = reading.at(span.start - 1)
        let after = reading.at(span.end)
        return (before == 0x0A || before == 0x09) && (after == 0x0A || after == 0x09 || after == 0x0D)
    }

    /// 到县（市）挂职的时间均为2016年5月至2018年5月: the span of all who have none of their own.
    private func batchDate(before limit: Int) -> (date: FoundDate, sentence: Range<Int>)? {
        for date in analysis.dates where date.span.end < limit && date.finish != nil {
            let sentence = reading.sentence(date.span.start)
            if sentence.contains(where: { reading.anyOf(["挂职", "任职", "时间"], at: $0) != nil }) {
                return (date, sentence)
            }
        }
        return nil
    }

    private func row(_ head: FoundPerson, _ limit: Int, _ batch: (date: FoundDate, sentence: Range<Int>)?) -> Posting? {
        let cells = cells(from: head.span.end, to: limit)
        var row = Posting()
        row.person = .init(value: head.name, basis: .stated)
        row.attest(head.span.start..<head.span.end, "person")
        var units: [(cell: Span, result: PostReader.Result)] = []
        for cell in cells {
            if let result = unit(cell) {
                units.append((cell, result))
            } else if let date = analysis.dates.first(where: { cell.contains($0.span) }) {
                row.start = .init(value: date.start.value, basis: date.basis)
                if let finish = date.finish { row.finish = .init(value: finish.value, basis: date.basis) }
                row.attest(cell.start..<cell.end, "start")
                if let quantity = analysis.quantities.first(where: { cell.contains($0.span) }),
                    let text = SecondmentFinder(analysis).duration(quantity)
                {
                    row.duration = .init(value: text, basis: .stated)
                }
            } else if units.count >= 2, row.post == nil, let post = posts.postSpan(cell.start, cell.end),
                post.end == cell.end
            {
                row.post = .init(value: analysis.text(post), basis: .stated)
                row.attest(cell.start..<cell.end, "post")
            }
            for index in cell.start..<cell.end {
                if let hit = reading.longest(at: index, .programme), let programme = analysis.store.programmes[hit.node]
                {
                    row.programme = .init(value: programme.name, basis: .stated)
                    row.attest(cell.start..<cell.end, "programme")
                }
            }
        }
        guard units.count >= 2 else { return nil }
        let (sending, host) = (units[0], units[1])
        row.sendingUnit = .init(value: analysis.text(sending.result.unit ?? sending.cell), basis: .stated)
        row.sendingPlace = sending.result.place?.division
        row.attest(sending.cell.start..<sending.cell.end, "sending_unit")
        row.hostUnit = .init(value: analysis.text(host.result.unit ?? host.cell), basis: .stated)
        if let division = host.result.place?.division { row.hostPlace = (division, .stated) }
        if row.post == nil, let post = host.result.post { row.post = .init(value: analysis.text(post), basis: .stated) }
        row.attest(host.cell.start..<host.cell.end, "host_unit", "host_place")
        if row.start == nil, let batch {
            row.start = .init(value: batch.date.start.value, basis: .resolved)
            if let finish = batch.date.finish { row.finish = .init(value: finish.value, basis: .resolved) }
            row.attest(batch.sentence, "start", "finish")
        }
        return row
    }

    private func unit(_ cell: Span) -> PostReader.Result? {
        guard let organisation = analysis.organisations.first(where: { $0.span.start == cell.start }) else {
            guard let chain = analysis.placeChain(at: cell.start), let post = posts.postSpan(chain.span.end, cell.end)
            else { return nil }
            // 冶西镇苇泊村第一书记: the village is part of the unit.
            var start = post.start
            while start < post.end,
                reading.longest(at: start, .postHead).map({ start + Int($0.length) != post.end }) ?? true
            { start += 1 }
            return PostReader.Result(
                unit: Span(cell.start, start), place: chain.last, isMasked: false, post: Span(start, post.end),
                end: post.end)
        }
        // 博士服务团成员 in a note is no unit.
        if analysis.places.contains(where: { organisation.span.contains($0.span) }) || organisation.span.count >= 6 {
            return posts.fromOrganisation(organisation.span, cell.end)
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
            if index > from { cells.append(Span(from, index)) }
            if cells.count >= 8 { break }
        }
        return cells
    }
}
