internal import Reports

/// Who wrote what a paper or a site prints: beside the date under the title, or in brackets behind 本报讯.
extension PageStructure {
    /// Adds the writer whom furniture of the head or a dateline names, where no byline does.
    mutating func readPress(_ part: Int) {
        guard parts[part].byline?.name == nil else { return }
        var line = parts[part].marker?.line ?? parts[part].lines.lowerBound
        while line < parts[part].lines.upperBound, fates[line] != nil || !table.isBody(line) {
            if let reason = fates[line]?.reason, Self.mayNameWriter(reason), let byline = pressByline(line) {
                addByline(byline, at: nil, part)
                return
            }
            line += 1
        }
        guard line < parts[part].lines.upperBound, let byline = dateline(line) else { return }
        addByline(byline, at: nil, part)
    }

    private static func mayNameWriter(_ reason: RemovalReason) -> Bool {
        reason == .updateLine || reason == .source || reason == .editor || reason == .other
    }

    /// 《某某周刊》通讯员 张三 2022-11-08; 填报单位:某县某局 填报日期:2023.7.31.
    private func pressByline(_ line: Int) -> Byline? {
        if let unit = compilingUnit(line) { return unit }
        guard table.lines[line].count <= 70, table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0,
            let byline = bylines.readGuessing(table.raw(line))
        else { return nil }
        if byline.name == nil { return byline.unit != nil && byline.isLabelled ? byline : nil }
        let isPress = byline.post.map { lexicons.bylines.press.ending(lexicons.folding.fold($0)[...]) != nil } ?? false
        return isPress || byline.unit != nil && !byline.isGuess ? byline : nil
    }

    /// 本报讯(记者 张三 通讯员 李四)…, 新华社某地1月1日电(记者 王五)….
    private func dateline(_ line: Int) -> Byline? {
        let text = table.text(line)
        guard let open = text.prefix(24).firstIndex(of: 0x28), open > text.startIndex + 1,
            let close = text[open...].prefix(40).firstIndex(of: 0x29), close > open + 1
        else { return nil }
        let mark = text[open - 1]
        guard mark == 0x8BAF || mark == 0x7535 || lexicons.cues.dateline.occurs(in: text[..<open].suffix(4)) else {
            return nil
        }
        let first = Int(table.places[open]) + 1
        return bylines.readReporters(table.scalars[first..<Int(table.places[close])])
    }
}
