/// A line that numbers a part.
struct Marker {
    var line: Int
    var number: Int
    /// In the page text: the whole mark with brackets and the mark after it.
    var extent: Range<Int>
    /// In the page text: the label without brackets.
    var label: Range<Int>
    /// In the page text: what follows on the line; empty where nothing does.
    var rest: Range<Int>
}

/// Finds the numbering that explains the page best.
struct MarkerSeries {
    var markers: [Marker] = []
    /// Lines of a table of contents that repeats the marks.
    var contents: [Int] = []

    private struct Key: Hashable {
        var form: Int
        var bracket: UInt32
        var title: [UInt32]
    }

    /// - Parameter isFurniture: Whether a line is furniture wherever it stands.
    /// - Parameter mayBeFurniture: Whether it is where it stands before all text.
    /// - Parameter claimed: How many reports the page's title says there are.
    static func find(
        in table: LineTable, forms: MarkerForms, isFurniture: (Int) -> Bool,
        mayBeFurniture: (Int) -> Bool, claimed: Int?
    ) -> MarkerSeries? {
        var groups: [Key: [Marker]] = [:]
        for line in table.lines.indices
        where table.lines[line].count <= 60 && table.lines[line].classes.intersects(.numbers) && !isFurniture(line) {
            for number in table.withText(line, { forms.candidates(for: $0) }) {
                guard let (marker, key) = match(line, forms.forms[number], number, table) else { continue }
                groups[key, default: []].append(marker)
            }
        }
        if groups.isEmpty { return nil }
        let body = bodyLengths(table, isFurniture)
        let firstBody =
            table.lines.indices.first { table.isBody($0) && !isFurniture($0) && !mayBeFurniture($0) }
            ?? table.lines.count
        var best: (score: Int, key: Key, runs: [[Marker]], chosen: Int)?
        for (key, markers) in groups {
            let runs = runs(of: markers)
            let scored = runs.indices.map {
                ($0, score(runs[$0], forms.forms[key.form], body, firstBody, claimed, table))
            }
            guard let (chosen, score) = scored.max(by: { $0.1 < $1.1 }), score >= threshold else { continue }
            // Ties are settled by the form's place in the lexicon, so that the order of a dictionary decides nothing.
            if let best,
                (best.score, -best.key.form, -best.runs[best.chosen][0].line)
                    >= (score, -key.form, -runs[chosen][0].line)
            {
                continue
            }
            best = (score, key, runs, chosen)
        }
        guard let best else { return nil }
        var series = MarkerSeries(markers: best.runs[best.chosen])
        for (number, run) in best.runs.enumerated() where number != best.chosen {
            series.contents += run.map(\.line).filter { $0 < series.markers[0].line }
        }
        return series
    }

    private static let threshold = 240

    /// Body characters before each line.
    private static func bodyLengths(_ table: LineTable, _ isFurniture: (Int) -> Bool) -> [Int] {
        var sums = [0]
        for line in table.lines.indices {
            let isBody = !isFurniture(line) && table.isBody(line)
            sums.append((sums.last ?? 0) + (isBody ? table.lines[line].count : 0))
        }
        return sums
    }

    private static func runs(of markers: [Marker]) -> [[Marker]] {
        var runs: [[Marker]] = []
        for marker in markers {
            if let last = runs.last?.last, marker.number > last.number, marker.number <= last.number + 3 {
                runs[runs.count - 1].append(marker)
            } else {
                runs.append([marker])
            }
        }
        return runs
    }

    private static func score(
        _ run: [Marker], _ form: MarkerForm, _ body: [Int], _ firstBody: Int, _ claimed: Int?, _ table: LineTable
    ) -> Int {
        guard run[0].number <= 2, run.count >= 2 || form.strength == 3 && run[0].number == 1 else { return 0 }
        var filled = 0
        for (number, marker) in run.enumerated() {
            let next = number + 1 < run.count ? run[number + 1].line : table.lines.count
            if body[next] - body[marker.line] >= 90 { filled += 1 }
        }
        guard filled * 3 >= run.count * 2 else { return 0 }
        var score = form.strength * 100 + min(run.count, 20) * 2
        if run[0].line <= firstBody { score += 40 }
        if let claimed, claimed == run.count || claimed == run.last?.number { score += 60 }
        if run[0].number == 1 { score += 10 }
        // A table of contents or a list of links has the same marks and nothing between them.
        score += 2 * filled
        if form.strength == 1 {
            score += restarts(run, table) * 2 >= run.count + 1 ? 50 : 0
        }
        if form.strength == 2, form.before.isEmpty, run[0].line > firstBody + 1 { score -= 60 }
        return score
    }

    /// In how many parts an inner enumeration begins anew.
    private static func restarts(_ run: [Marker], _ table: LineTable) -> Int {
        var count = 0
        for (number, marker) in run.enumerated() {
            let next = number + 1 < run.count ? run[number + 1].line : table.lines.count
            let starts = (marker.line + 1..<max(next, marker.line + 1)).contains { line in
                guard let item = Enumerator.read(table.text(line)) else { return false }
                return item.number == 1
            }
            if starts { count += 1 }
        }
        return count
    }

    private static let openers: Set<UInt32> = [
        0x3010, 0x5B, 0x28, 0x3C, 0x300A, 0x2605, 0x2606, 0x25C6, 0x25CF, 0x25A0, 0x25B2, 0x23,
    ]
    private static let closers: Set<UInt32> = [0x3011, 0x5D, 0x29, 0x3E, 0x300B, 0x2605, 0x2606, 0x23]
    private static let separators: Set<UInt32> = [0x3A, 0x3001, 0x2C, 0x2E, 0x2014, 0x2D, 0x7C, 0xB7]

    private static func match(
        _ line: Int, _ form: MarkerForm, _ number: Int, _ table: LineTable
    ) -> (Marker, Key)? {
        let text = table.text(line)
        var i = text.startIndex
        var bracket: UInt32 = 0
        if openers.contains(text[i]), form.before.first != text[i] {
            bracket = text[i]
            i += 1
            while i < text.endIndex, text[i] == bracket { i += 1 }
        }
        let labelStart = i
        var title: [UInt32] = []
        if form.takesTitle {
            guard let found = numberAfterTitle(form, text, i) else { return nil }
            title = Array(text[i..<found])
            i = found
        }
        guard text[i...].starts(with: form.before) else { return nil }
        i += form.before.count
        // A number in brackets after a title: 挂职锻炼总结(一).
        var inner = false
        if form.takesTitle, i < text.endIndex, text[i] == 0x28 || text[i] == 0x3010 {
            inner = true
            i += 1
        }
        guard i < text.endIndex, let value = Scalars.number(text[i...]), (1...60).contains(value.value) else {
            return nil
        }
        if form.takesTitle, form.before.isEmpty, form.after.isEmpty, !inner { return nil }
        i += value.length
        if !form.after.isEmpty {
            guard let after = form.after.first(where: { text[i...].starts(with: $0) }) else { return nil }
            i += after.count
        }
        if inner {
            guard i < text.endIndex, text[i] == 0x29 || text[i] == 0x3011 else { return nil }
            i += 1
        }
        let labelEnd = i
        var closed = false
        while i < text.endIndex, closers.contains(text[i]) {
            i += 1
            closed = true
        }
        let beforeSeparators = i
        while i < text.endIndex, separators.contains(text[i]) { i += 1 }
        let isSeparated = closed || i > beforeSeparators || inner
        guard bracket == 0 || closed || bracket > 0x2000 && bracket != 0x3010 && bracket != 0x300A else { return nil }
        if i < text.endIndex {
            guard form.takesRest, text.endIndex - i <= 45 else { return nil }
            // 范文1标题 without a mark between is a title only where a blank stands there.
            let gap = Int(table.places[i]) - Int(table.places[i - 1]) > 1
            guard isSeparated || gap || !form.after.isEmpty,
                !(form.strength == 3 && !isSeparated && !gap && title.count > 0)
            else { return nil }
            if text[i...].dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return nil }
        }
        guard labelStart < labelEnd else { return nil }
        let at = { (k: Int) in Int(table.places[k]) }
        let end = table.lines[line].end
        let marker = Marker(
            line: line, number: value.value,
            extent: table.lines[line].start..<(i < text.endIndex ? at(i - 1) + 1 : end),
            label: at(labelStart)..<at(labelEnd - 1) + 1, rest: i < text.endIndex ? at(i)..<end : end..<end)
        return (marker, Key(form: number, bracket: bracket, title: title))
    }

    /// Where `before` and a number stand after at most 24 characters without marks.
    private static func numberAfterTitle(_ form: MarkerForm, _ text: ArraySlice<UInt32>, _ start: Int) -> Int? {
        var i = start
        while i < text.endIndex, i - start <= 24 {
            if i > start, text[i...].starts(with: form.before) {
                let j = i + form.before.count
                if j < text.endIndex, !form.before.isEmpty || text[j] == 0x28 || text[j] == 0x3010,
                    Scalars.number(text[j...]) != nil || text[j] == 0x28 || text[j] == 0x3010
                {
                    return i
                }
            }
            let c = text[i]
            if Scalars.isSentenceEnd(c) || c == 0x2C || c == 0x3A { return nil }
            i += 1
        }
        return nil
    }
}

/// The number that begins a heading or a list item.
struct Enumerator {
    enum Style: Int {
        case chapter, ordinal, chinese, bracketedChinese, digits, bracketedDigits, circled, spelled, symbol
    }
    var style: Style
    var number: Int
    /// Folded scalars up to where the words begin.
    var length: Int

    static func read<Text: ScalarText>(_ text: Text) -> Enumerator? {
        guard let first = text.first else { return nil }
        func result(_ style: Style, _ number: Int, _ end: Int) -> Enumerator {
            var end = end
            while end < text.endIndex, [0x3001, 0x2C, 0x2E, 0x3A].contains(text[end]) { end += 1 }
            return Enumerator(style: style, number: number, length: end - text.startIndex)
        }
        let start = text.startIndex
        if first == 0x7B2C, let number = Scalars.number(text[(start + 1)...]) {  // 第
            let end = start + 1 + number.length
            guard end < text.endIndex else { return nil }
            switch text[end] {
            case 0x7AE0, 0x8282: return result(.chapter, number.value, end + 1)  // 章 节
            case 0x3001, 0x2C, 0x3A, 0x2E: return result(.ordinal, number.value, end)
            default:
                if text[end...].starts(with: [0x90E8, 0x5206]) { return result(.chapter, number.value, end + 2) }
                return nil
            }
        }
        if first == 0x28, let number = Scalars.number(text[(start + 1)...]) {
            let end = start + 1 + number.length
            guard end < text.endIndex, text[end] == 0x29 else { return nil }
            return result(
                Scalars.isDigit(text[start + 1]) ? .bracketedDigits : .bracketedChinese, number.value, end + 1)
        }
        if first >= 0x2460, first <= 0x249B, let number = Scalars.number(text) {
            return result(.circled, number.value, start + 1)
        }
        guard let number = Scalars.number(text) else { return nil }
        let end = start + number.length
        guard end < text.endIndex else { return nil }
        let isDigits = Scalars.isDigit(first)
        switch text[end] {
        case 0x3001: return result(isDigits ? .digits : .chinese, number.value, end)
        case 0x2E, 0x29:
            if isDigits, end + 1 < text.endIndex, Scalars.isDigit(text[end + 1]) {  // 1.1 is a heading, 1.5亿元 is none
                guard let second = Scalars.number(text[(end + 1)...]), second.length <= 2 else { return nil }
                let after = end + 1 + second.length
                guard number.length <= 2, after < text.endIndex, text[after] != 0x25, second.value < 30 else {
                    return nil
                }
                return result(.bracketedDigits, second.value, after)
            }
            return number.length <= 2 ? result(isDigits ? .digits : .chinese, number.value, end + 1) : nil
        case 0x662F where !isDigits: return result(.spelled, number.value, end + 1)  // 一是
        default: return nil
        }
    }
}
