internal import Reports

/// Reads tables whose head names the columns: 姓名|派出单位|挂职单位及职务|时间.
struct PostingColumns {
    private let finder: SecondmentFinder
    private let analysis: Analysis
    private let reading: Reading
    private var rules: PostingRules { reading.store.rules.postings }
    private let posts: PostReader
    /// The lines read as rows.
    private(set) var extents: [Range<Int>] = []

    init(_ finder: SecondmentFinder) {
        self.finder = finder
        analysis = finder.analysis
        reading = finder.reading
        posts = finder.posts
    }

    func covers(_ range: Range<Int>) -> Bool { extents.contains { $0.overlaps(range) } }

    mutating func find() -> [Posting] {
        var rows: [Posting] = []
        var head: (labels: [PostingLabel?], mark: UInt32)?
        var line = 0
        while line < reading.count {
            var end = reading.lineEnd(line)
            if end - line <= 14, let found = stacked(from: line) {
                rows += found.rows
                end = reading.lineEnd(found.end)
            } else if let found = self.head(line..<end) {
                head = found
            } else if let known = head {
                let cells = cells(line..<end, known.mark)
                if cells.count == known.labels.count, !cells.isEmpty {
                    if let row = row(cells, known.labels, line..<end) {
                        rows.append(row)
                        extents.append(line..<end)
                    }
                } else if end > line {
                    head = nil
                }
            }
            line = end + 1
        }
        return rows
    }

    private func head(_ line: Range<Int>) -> (labels: [PostingLabel?], mark: UInt32)? {
        guard line.count >= 6, line.count < 120 else { return nil }
        for mark: UInt32 in [0x09, 0x7C, 0x20] where line.contains(where: { reading.at($0) == mark }) {
            let cells = cells(line, mark)
            var labels = cells.map { $0.isEmpty || $0.count > 14 ? nil : label($0) }
            // 挂职单位|挂职职务: the unit in one column, the office in the other.
            if let host = labels.firstIndex(of: .host), let post = labels.lastIndex(of: .host), post > host,
                PostingLabel.isOffice(reading, cells[post]), !PostingLabel.isOffice(reading, cells[host])
            {
                labels[post] = .post
            }
            guard isHead(labels), mark != 0x20 || labels.count(where: { $0 != nil }) >= 3 else { continue }
            return (labels, mark)
        }
        return nil
    }

    private func isHead(_ labels: [PostingLabel?]) -> Bool {
        labels.count >= 3 && labels.contains(.person) && (labels.contains(.host) || labels.contains(.post))
    }

    // MARK: A cell a line

    /// 姓名⏎派出单位⏎挂职单位及职务⏎ and as many lines a row: a table whose cells a scraper set one below the other.
    private mutating func stacked(from start: Int) -> (rows: [Posting], end: Int)? {
        var lines: [Range<Int>] = []
        var line = start
        while line < reading.count, lines.count < 10 {
            let end = reading.lineEnd(line)
            guard (2...14).contains(end - line), label(line..<end) != nil || isNumbering(line..<end) else { break }
            lines.append(line..<end)
            line = end + 1
        }
        guard isHead(lines.map { label($0) }) else { return nil }
        // What follows the last label and is none itself may be a column too: 专业特长. The width under which most rows begin
        // with a name is the table's.
        var best: (rows: [(row: Posting, extent: Range<Int>)], names: Int) = ([], 0)
        for width in lines.count...lines.count + 2 {
            let found = stacked(from: start, width, lines.map { label($0) })
            let names = found.count { analysis.person(at: $0.extent.lowerBound) != nil || found.count > 2 }
            if names > best.names { best = (found, names) }
        }
        extents += best.rows.map(\.extent)
        return best.rows.last.map { (best.rows.map(\.row), $0.extent.upperBound) }
    }

    private func stacked(
        from start: Int, _ width: Int, _ known: [PostingLabel?]
    ) -> [(row: Posting, extent: Range<Int>)] {
        let labels = known + [PostingLabel?](repeating: nil, count: width - known.count)
        let cells = cells(from: start, width * 40)
        guard cells.count >= 2 * width else { return [] }
        var rows: [(row: Posting, extent: Range<Int>)] = []
        for first in stride(from: width, to: cells.count - width + 1, by: width) {
            let piece = Array(cells[first..<first + width])
            let extent = piece[0].lowerBound..<piece[width - 1].upperBound
            guard piece.allSatisfy({ $0.count <= 40 }), let row = row(piece, labels, extent) else { break }
            rows.append((row, extent))
        }
        return rows
    }

    /// 姓名(民族): the words before the bracket say what the column has.
    private func label(_ cell: Range<Int>) -> PostingLabel? {
        let end = cell.first { reading.at($0) == 0x28 } ?? cell.upperBound
        return PostingLabel(reading, cell.lowerBound..<(end > cell.lowerBound ? end : cell.upperBound))
    }

    private func isNumbering(_ line: Range<Int>) -> Bool {
        reading.anyOf(rules.numberings, at: line.lowerBound) == line.count
    }

    private func cells(from start: Int, _ most: Int) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var line = start
        while line < reading.count, cells.count < most {
            let end = reading.lineEnd(line)
            cells.append(line..<end)
            line = end + 1
        }
        return cells
    }

    private func cells(_ line: Range<Int>, _ mark: UInt32) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var start = line.lowerBound
        for index in line.lowerBound...line.upperBound where index == line.upperBound || reading.at(index) == mark {
            // Several blanks between two cells are one mark.
            if mark == 0x20, index == start {
                start = index + 1
                continue
            }
            var (from, to) = (start, index)
            while from < to, Scalars.isBlank(reading.at(from)) { from += 1 }
            while to > from, Scalars.isBlank(reading.at(to - 1)) { to -= 1 }
            cells.append(from..<to)
            start = index + 1
        }
        return cells
    }

    private func row(_ cells: [Range<Int>], _ labels: [PostingLabel?], _ line: Range<Int>) -> Posting? {
        var row = Posting()
        for (cell, label) in zip(cells, labels) where !cell.isEmpty {
            guard let label else { continue }
            fill(&row, cell, label)
        }
        guard row.person != nil || row.missing["person"] == .masked, row.hostUnit != nil || row.hostPlace != nil else {
            return nil
        }
        row.attest(line, "person", "sending_unit", "host_unit", "host_place", "post", "start", "finish", "programme")
        return row
    }

    private func fill(_ row: inout Posting, _ cell: Range<Int>, _ label: PostingLabel) {
        switch label {
        case .person:
            // 何嘉怡(女), 覃××.
            let bare = cell.lowerBound..<(cell.first { reading.at($0) == 0x28 } ?? cell.upperBound)
            row.person = name(bare).map { .init(value: $0, basis: .stated) }
            if row.person == nil, bare.contains(where: { analysis.mask(at: $0) != nil }) {
                row.missing["person"] = .masked
            }
        case .sender:
            row.sendingUnit = .init(value: analysis.text(unit(cell)), basis: .stated)
            row.sendingPlace = analysis.lastPlace(Span(cell.lowerBound, cell.upperBound))?.division
        case .host: host(&row, cell)
        case .post:
            guard row.post == nil else { return }
            // 挂任职务 alone: 那坡县发展和改革局|副局长.
            if row.hostUnit == nil, posts.read(cell.lowerBound)?.unit?.span?.start == cell.lowerBound {
                return host(&row, cell)
            }
            row.post = .init(value: reading.slice(cell.lowerBound, cell.upperBound), basis: .stated)
        case .programme:
            guard Scalars.isHan(reading.at(cell.lowerBound)) else { return }
            row.programme = .init(value: reading.slice(cell.lowerBound, cell.upperBound), basis: .stated)
        case .time, .start, .finish, .note: times(&row, cell, label)
        }
    }

    /// 裘 直: the name without its blank.
    private func name(_ cell: Range<Int>) -> String? {
        let scalars = cell.map { reading.raw[$0] }.filter { !Scalars.isBlank($0) }
        guard (2...12).contains(scalars.count), scalars.allSatisfy({ Scalars.isHan($0) || $0 == Han.dot }),
            scalars.count <= 4 || scalars.contains(Han.dot)
                || analysis.person(at: cell.lowerBound)?.span.end == cell.upperBound,
            !reading.has("合计", at: cell.lowerBound)
        else { return nil }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        return String(name)
    }

    /// The unit before the office held in it, else the whole cell.
    private func unit(_ cell: Range<Int>) -> Span {
        let whole = Span(cell.lowerBound, cell.upperBound)
        guard let unit = posts.unit(at: whole.start, whole.end), let span = unit.span, span.end < whole.end else {
            return whole
        }
        // 高级实验师: an office that no lexicon knows, behind a whole unit.
        if span.start == whole.start, whole.end - span.end <= 8,
            reading.anyOf(rules.grades, before: whole.end) != nil,
            analysis.organisations(in: cell).last?.span == span
        {
            return span
        }
        guard let post = posts.postSpan(span.end, whole.end), post.start == span.end, post.end == whole.end
        else { return whole }
        return span
    }

    private func host(_ row: inout Posting, _ cell: Range<Int>) {
        let (cell, note) = noted(cell)
        if let note { times(&row, note, .note) }
        let whole = Span(cell.lowerBound, cell.upperBound)
        if let result = posts.read(whole.start), let unit = result.unit, let span = unit.span,
            span.start == whole.start,
            let post = result.post, post.end == whole.end
        {
            row.post = .init(value: analysis.text(post), basis: .stated)
            row.hostUnit = .init(value: analysis.text(span), basis: .stated)
        } else if let unit = posts.unit(at: whole.start, whole.end), unit.isMasked {
            row.missing["host_unit"] = .masked
        } else {
            row.hostUnit = .init(value: analysis.text(whole), basis: .stated)
        }
        if let division = analysis.lastPlace(whole)?.division { row.hostPlace = (division, .stated) }
    }

    /// 副镇长(挂职两年), 副科长(2019年6月至12月): the posting's own times behind what it is.
    private func noted(_ cell: Range<Int>) -> (Range<Int>, Range<Int>?) {
        guard reading.at(cell.upperBound - 1) == 0x29, let open = cell.last(where: { reading.at($0) == 0x28 }),
            open > cell.lowerBound
        else { return (cell, nil) }
        let note = open + 1..<cell.upperBound - 1
        let isOfTimes =
            !analysis.dates(in: note).isEmpty || reading.anyOf(rules.clauseStops, in: note)
            || analysis.quantities(in: note).contains { finder.duration($0) != nil }
        return isOfTimes ? (cell.lowerBound..<open, note) : (cell, nil)
    }

    private func times(_ row: inout Posting, _ cell: Range<Int>, _ label: PostingLabel) {
        if let date = analysis.dates(in: cell).first {
            let isEnd =
                label == .finish || date.finish == nil && reading.anyOf(["至", "到"], before: date.span.start) != nil
            if let finish = date.finish {
                row.start = .init(value: date.start.value, basis: date.basis)
                row.finish = .init(value: finish.value, basis: date.basis)
            } else if isEnd || finder.isFinish(date) {
                row.finish = .init(value: date.start.value, basis: date.basis)
            } else {
                row.start = .init(value: date.start.value, basis: date.basis)
            }
        }
        for quantity in analysis.quantities(in: cell) where row.duration == nil {
            row.duration = finder.duration(quantity).map { .init(value: $0, basis: .stated) }
        }
    }
}
