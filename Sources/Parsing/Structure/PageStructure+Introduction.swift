internal import Reports

/// Writers whom no byline names, and who say in the text who they are.
extension PageStructure {
    /// Adds who introduces himself in one of the first paragraphs: 我叫张三,是某局干部; 某局　张三,2021年起….
    mutating func readIntroduction(_ part: Int) {
        guard parts[part].byline?.name == nil else { return }
        let paragraphs = bodyLines(part).prefix(8).filter(table.isBody).prefix(2)
        for line in paragraphs {
            guard let found = (line == paragraphs.first ? opening(line) : nil) ?? introduction(line) else { continue }
            addByline(found.byline, at: found.place, part)
            return
        }
    }

    /// A byline that the first paragraph begins with, up to its first comma.
    private func opening(_ line: Int) -> (byline: Byline, place: Range<Int>)? {
        let raw = table.raw(line)
        guard let comma = raw.prefix(40).firstIndex(where: { lexicons.folding.fold($0) == 0x2C }),
            raw[..<comma].dropFirst().contains(where: Scalars.isBlank),
            let byline = bylines.read(raw[..<comma]), byline.name != nil, byline.unit != nil
        else { return nil }
        return (byline, raw.startIndex..<comma)
    }

    /// What a paragraph says behind 我叫 or 我是, outside quotations and not in somebody's answer.
    private func introduction(_ line: Int) -> (byline: Byline, place: Range<Int>)? {
        guard table.lines[line].hints.contains(.voice), !table.text(line).prefix(8).contains(0x3A) else { return nil }
        let placed = table.placed(line)
        let text = placed.text
        var isQuoted = false
        var found: (byline: Byline, place: Range<Int>)?
        placed.forEach(.voice) { i, _ in
            if text[i] == 0x201C || text[i] == 0x201D { isQuoted = text[i] == 0x201C }
            guard found == nil, text[i] == 0x6211, !isQuoted, i < Self.farthestIntroduction,
                i == 0 || Scalars.isSentenceEnd(text[i - 1]) || text[i - 1] == 0x2C,
                let length = lexicons.bylines.introductions.beginning(text[i...].prefix(8))
            else { return }
            // Who says what he is called may say in the next sentence whence he comes.
            let isNamed = text[i + length - 1] == Self.called
            let rest = text[(i + length)...].prefix(80)
            let clauses = (isNamed ? rest : rest.prefix { !Scalars.isSentenceEnd($0) }).split(
                maxSplits: 4, omittingEmptySubsequences: false
            ) { $0 == 0x2C || Scalars.isSentenceEnd($0) }
            let raw = clauses.map { $0.indices.map { table.scalars[Int(placed.places[$0])] } }
            guard
                let read = bylines.readIntroduction(raw, isNamed: isNamed),
                let first = clauses.first, let name = read.name
            else { return }
            let end = first.startIndex + first.count
            let start = Int(placed.places[end - name.unicodeScalars.count])
            found = (read, start..<Int(placed.places[end - 1]) + 1)
        }
        return found
    }

    /// How far into a paragraph somebody may introduce himself.
    private static let farthestIntroduction = 100
    /// 叫
    private static let called: UInt32 = 0x53EB
}
