internal import Reports

/// Reads lists of units and whom each has: 李旺镇中学——某人(任团委副书记), 县人民医院:某人(副院长)、某人(院长助理).
struct PostingPairs {
    private let analysis: Analysis
    private let reading: Reading
    private let posts: PostReader
    /// The lines read as pairs.
    private(set) var extents: [Range<Int>] = []

    init(_ finder: SecondmentFinder) {
        analysis = finder.analysis
        reading = finder.reading
        posts = finder.posts
    }

    func covers(_ range: Range<Int>) -> Bool { extents.contains { $0.overlaps(range) } }

    /// Lines of that shape that follow one another, two or more.
    mutating func find() -> [Posting] {
        var rows: [Posting] = []
        var run: [(line: Range<Int>, rows: [Posting])] = []
        func close() {
            if run.count > 1, run.contains(where: { !analysis.people(in: $0.line).isEmpty }) {
                rows += run.flatMap(\.rows)
                extents += run.map(\.line)
            }
            run = []
        }
        var start = 0
        while start < reading.count {
            let end = reading.lineEnd(start)
            let found = pairs(start..<max(end, start))
            if found.isEmpty { close() } else { run.append((start..<end, found)) }
            start = end + 1
        }
        close()
        return rows
    }

    private func pairs(_ line: Range<Int>) -> [Posting] {
        guard (6...120).contains(line.count),
            let unit = posts.unit(at: line.lowerBound, posts.clauseEnd(line.lowerBound)), let span = unit.span,
            unit.end < line.upperBound, var index = behindDash(unit.end)
        else { return [] }
        var rows: [Posting] = []
        var waiting: [FoundPerson] = []
        while index < line.upperBound, let person = analysis.person(at: index) ?? slotted(index) {
            waiting.append(person)
            index = person.span.end
            if reading.at(index) == 0x28, let close = (index..<line.upperBound).first(where: { reading.at($0) == 0x29 })
            {
                rows += waiting.map { row($0, unit, span, post(index + 1..<close), line) }
                waiting = []
                index = close + 1
            }
            guard reading.at(index) == Han.listComma || reading.at(index) == 0x2C else { break }
            index += 1
        }
        return rows + waiting.map { row($0, unit, span, nil, line) }
    }

    /// A name that only its place shows: up to four characters before a bracket or the next name.
    private func slotted(_ start: Int) -> FoundPerson? {
        var end = start
        while end - start < 5, Scalars.isHan(reading.at(end)) { end += 1 }
        guard (2...4).contains(end - start), reading.at(end) == 0x28 || reading.at(end) == Han.listComma else {
            return nil
        }
        let span = Span(start, end)
        return FoundPerson(span: span, name: analysis.text(span), role: nil)
    }

    private func behindDash(_ start: Int) -> Int? {
        var index = start
        while reading.at(index) == 0x2014 || reading.at(index) == 0x2D || reading.at(index) == 0x3A { index += 1 }
        return index > start ? index : nil
    }

    /// 汉语言专业,任团委副书记; 均任教务处干事; 副院长.
    private func post(_ note: Range<Int>) -> Span? {
        var clause = note.lowerBound
        while clause < note.upperBound {
            let end = (clause..<note.upperBound).first { reading.at($0) == 0x2C } ?? note.upperBound
            let start = clause + (reading.anyOf(["均任", "均为", "担任", "挂任", "任"], at: clause) ?? 0)
            if let post = posts.postSpan(start, end), post.start == start, post.end == end { return post }
            clause = end + 1
        }
        return nil
    }

    private func row(
        _ person: FoundPerson, _ unit: PostingUnit, _ span: Span, _ post: Span?, _ line: Range<Int>
    ) -> Posting {
        var row = Posting()
        row.person = .init(value: person.name, basis: .stated)
        row.hostUnit = .init(value: analysis.text(span), basis: .stated)
        if let division = unit.place?.division { row.hostPlace = (division, .stated) }
        row.post = post.map { .init(value: analysis.text($0), basis: .stated) }
        row.attest(line, "person", "host_unit", "host_place", "post")
        return row
    }
}
