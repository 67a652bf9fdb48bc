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

/// What marks of one series have in common.
struct MarkerKey: Hashable {
    var form: Int
    var bracket: UInt32
    var title: [UInt32]
}

/// Reads the marks that number parts.
struct MarkerReader {
    let table: LineTable
    let forms: MarkerForms

    /// All readings of a line, by the forms of the lexicon.
    func read(_ line: Int) -> [(marker: Marker, key: MarkerKey)] {
        guard table.lines[line].count <= 60 else { return [] }
        let hasDigit = table.lines[line].classes.intersects(.numbers) || isLettered(line)
        let isSpelled = !hasDigit && isSpelled(line)
        let hasNumber = hasDigit || isSpelled
        guard hasNumber || table.lines[line].count <= 30 && forms.hasStatedNumbers else { return [] }
        var found: [(marker: Marker, key: MarkerKey)] = []
        let candidates = forms.candidates(
            for: table.placed(line), hints: table.lines[line].hints,
            beginsWithNumber: isSpelled || beginsWithNumber(line))
        candidates.forEach { form in
            guard hasNumber || forms.forms[form].number != nil, let reading = read(line, form) else { return }
            found.append(reading)
        }
        if let reading = trailing(line) { found.append(reading) }
        if found.isEmpty, let reading = framed(line) { found.append(reading) }
        return found
    }

    /// As forms see it that begin with their number.
    private func beginsWithNumber(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let bracket = text.first else { return false }
        let rest = Self.isOpener(bracket) ? text.drop { $0 == bracket } : text
        guard rest.startIndex - text.startIndex < 4 else { return false }
        return rest.first.map { Scalars.mayBeginNumber($0) || Scalars.isLatinLetter($0) } ?? false
    }

    /// Whether such a sign, or a letter at the end, numbers a short line: 壹, 第贰篇, 文本A.
    private func isSpelled(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 24, !table.lines[line].endsSentence else { return false }
        let isLabelled = table.lines[line].hints.contains(.label)
        for c in text.prefix(isLabelled ? 6 : 2) where forms.sign(c) != nil { return true }
        return text.count <= (isLabelled ? 24 : 8) && table.lines[line].classes.contains(.latin)
    }

    /// Length and value of the number, sign or letter that begins a slice where a mark has its number.
    private func count(_ form: MarkerForm, _ text: TextSlice) -> (length: Int, value: Int)? {
        if let number = Scalars.number(text) { return number }
        guard let first = text.first else { return nil }
        if let value = forms.sign(first) { return (1, value) }
        guard Scalars.isLatinLetter(first) else { return nil }
        for (place, word) in Self.words.enumerated() where !form.before.isEmpty && text.starts(with: word) {
            return (word.count, place + 1)
        }
        return letter(form, text)
    }

    private static let words = ["one", "two", "three", "four", "five", "six"].map { Scalars.array($0) }

    private static func isOpener(_ c: UInt32) -> Bool {
        switch c {
        case 0x3010, 0x5B, 0x28, 0x3C, 0x300A, 0x2605, 0x2606, 0x25C6, 0x25CF, 0x25A0, 0x25B2, 0x258D, 0x258E, 0x23:
            true
        default: false
        }
    }

    /// What may stand between a title and its number.
    static func isInnerOpener(_ c: UInt32) -> Bool { c == 0x28 || c == 0x3010 || c == 0x5B }

    private static func isCloser(_ c: UInt32) -> Bool {
        switch c {
        case 0x3011, 0x5D, 0x29, 0x3E, 0x300B, 0x2605, 0x2606, 0x25C6, 0x25CF, 0x25A0, 0x25B2, 0x23: true
        default: false
        }
    }

    private static func isSeparator(_ c: UInt32) -> Bool {
        switch c {
        case 0x3A, 0x3001, 0x2C, 0x2E, 0x2014, 0x2D, 0x7C, 0xB7, 0x4E28: true
        default: false
        }
    }

    private func read(_ line: Int, _ number: Int) -> (marker: Marker, key: MarkerKey)? {
        let form = forms.forms[number]
        let text = table.text(line)
        var i = text.startIndex
        var bracket: UInt32 = 0
        if Self.isOpener(text[i]), form.before.first != text[i] {
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
        guard form.before.isEmpty || text[i...].starts(with: form.before) else { return nil }
        i += form.before.count
        // A number in brackets after a title: 挂职锻炼总结(一), 挂职锻炼总结[1].
        var inner = false
        if form.takesTitle || !form.before.isEmpty && form.after.isEmpty, form.number == nil, i < text.endIndex,
            Self.isInnerOpener(text[i])
        {
            inner = true
            i += 1
        }
        let stated = form.number.map { (length: 0, value: $0) }
        guard let value = stated ?? count(form, text[i...]),
            (1...60).contains(value.value)
        else { return nil }
        let first = i < text.endIndex ? text[i] : 0x30
        let isEnclosed =
            !Scalars.isLatinLetter(first) && Scalars.mayBeginNumber(first) && !Scalars.isDigit(first)
            && Scalars.numeral(first) == nil
        if form.takesTitle, form.before.isEmpty, form.after.isEmpty, !inner { return nil }
        i += value.length
        if !form.after.isEmpty {
            // ❶ and Ⅰ need no mark after them.
            let after = form.after.first { after in
                text.endIndex - i >= after.count && after.indices.allSatisfy { text[i + $0] == after[$0] }
            }
            guard let length = after?.count ?? (isEnclosed ? 0 : nil) else { return nil }
            i += length
        }
        if inner {
            guard i < text.endIndex, text[i] == 0x29 || text[i] == 0x3011 || text[i] == 0x5D else { return nil }
            i += 1
        }
        // 第一篇 is a label; of 1、 and 2. the mark is none of it.
        var labelEnd = i
        while labelEnd > labelStart,
            Self.isSeparator(text[labelEnd - 1]) || text[labelEnd - 1] == 0x29 && !inner
        {
            labelEnd -= 1
        }
        var closed = false
        while i < text.endIndex, Self.isCloser(text[i]) {
            i += 1
            closed = true
        }
        let beforeSeparators = i
        while i < text.endIndex, Self.isSeparator(text[i]) { i += 1 }
        let isSeparated = closed || i > beforeSeparators || inner
        guard bracket == 0 || closed || bracket == 0x23 || bracket > 0x2000 && bracket != 0x3010 && bracket != 0x300A
        else { return nil }
        if i < text.endIndex {
            // 【一】标题: square brackets set a bare number apart from what follows it.
            let isSetApart = closed && (bracket == 0x3010 || bracket == 0x5B)
            guard form.takesRest || isSetApart, text.endIndex - i <= 45 else { return nil }
            // 范文1标题 without a mark between is a title only where a blank stands there.
            let gap = Int(table.places[i]) - Int(table.places[i - 1]) > 1
            // 一篇文章 is none.
            let isCounted = form.before.isEmpty && form.after.contains { $0.first.map(Scalars.isHan) ?? false }
            guard isSeparated || gap || !form.after.isEmpty && !isCounted,
                !(form.strength == 3 && !isSeparated && !gap && title.count > 0)
            else { return nil }
            if text[i...].dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return nil }
            // 1.1 and 2.5亿元 have no rest.
            if text[i - 1] == 0x2E, Scalars.isDigit(text[i]) { return nil }
        }
        guard labelStart < labelEnd else { return nil }
        // ① 河西篇: the name of a part is its label's, not its title.
        if form.before.isEmpty, (3...8).contains(text.endIndex - i), text.last == Self.piece,
            text[i...].allSatisfy(Scalars.isHan)
        {
            (labelEnd, i) = (text.endIndex, text.endIndex)
        }
        return (
            marker(line, value.value, label: labelStart..<labelEnd, rest: i),
            MarkerKey(form: forms.series(number), bracket: bracket, title: title)
        )
    }

    /// 篇
    private static let piece: UInt32 = 0x7BC7

    /// A．, B．: letters count where nothing but a bare number is asked for and a mark follows, and where the words of a
    /// mark stand beside them: 文本A, A篇.
    private func letter(_ form: MarkerForm, _ text: TextSlice) -> (length: Int, value: Int)? {
        guard !form.takesTitle, let c = text.first, (0x61...0x7A).contains(c) else { return nil }
        let next = text.dropFirst().first
        let isLast = next.map(Self.isCloser) ?? true
        if form.before.isEmpty, form.after.isEmpty {
            guard isLast else { return nil }
        } else if form.before.isEmpty {
            guard form.after.contains(where: { $0.first == next }) else { return nil }
        } else {
            guard form.before.allSatisfy(Scalars.isHan), isLast || next.map(Self.isSeparator) ?? true else {
                return nil
            }
        }
        return (1, Int(c) - 0x60)
    }

    private func isLettered(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count > 2 && (0x61...0x7A).contains(text[text.startIndex])
            && Self.isSeparator(text[text.startIndex + 1])
    }

    /// - Parameter label: In the folded text, like `rest`, where what follows the mark begins.
    private func marker(_ line: Int, _ number: Int, label: Range<Int>, rest: Int) -> Marker {
        let at = { (k: Int) in Int(table.places[k]) }
        let known = table.lines[line]
        let hasRest = rest < known.folded.upperBound
        // What shows nothing between mark and title goes with the mark.
        var end = hasRest ? at(rest) : known.end
        while end > known.start, Scalars.isBlank(table.scalars[end - 1]) { end -= 1 }
        return Marker(
            line: line, number: number, extent: known.start..<end,
            label: at(label.lowerBound)..<at(label.upperBound - 1) + 1,
            rest: hasRest ? at(rest)..<known.end : known.end..<known.end)
    }

    /// Any words and a number at the end of the line: 挂职书记述职报告一, 基层挂职·二, where other lines say the same with other
    /// numbers.
    private func trailing(_ line: Int) -> (marker: Marker, key: MarkerKey)? {
        let text = table.text(line)
        guard text.count <= 24, table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0 else { return nil }
        var end = text.endIndex
        while end > text.startIndex, Self.isCloser(text[end - 1]) || text[end - 1] == 0x3A { end -= 1 }
        var start = end
        while start > text.startIndex, Scalars.mayBeginNumber(text[start - 1]) { start -= 1 }
        guard start < end, let value = Scalars.number(text[start..<end]), value.length == end - start,
            (1...60).contains(value.value)
        else { return nil }
        var first = text.startIndex
        while first < start, Self.isOpener(text[first]) { first += 1 }
        var title = text[first..<start]
        while let mark = title.last, Self.isSeparator(mark) { title = title.dropLast() }
        guard title.count >= 2, title.allSatisfy(Scalars.isHan) else { return nil }
        return (
            marker(line, value.value, label: first..<end, rest: text.endIndex),
            MarkerKey(form: forms.trailing, bracket: 0, title: Array(title))
        )
    }

    /// A few characters that other lines repeat but for their number, between signs or behind 第: 〓A篇〓, ★第(1)则★, ◎ 发言·一,
    /// 第一棒.
    private func framed(_ line: Int) -> (marker: Marker, key: MarkerKey)? {
        let text = table.text(line)
        guard (3...12).contains(text.count), table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0,
            let first = text.first, first == Self.ordinal || Self.isOrnament(first),
            let start = text.indices.first(where: { isCount(text, $0) }),
            let value = Scalars.number(text[start...]) ?? sign(text[start]), (1...60).contains(value.value)
        else { return nil }
        let end = start + value.length
        let (before, after) = (text[..<start], text[end...])
        guard !after.indices.contains(where: { isCount(text, $0) }),
            let measure = after.first(where: Scalars.isHan) ?? before.last(where: Scalars.isHan),
            !Self.isOfTime(measure), (before.count { Scalars.isHan($0) }) <= 6, (after.count { Scalars.isHan($0) }) <= 2
        else { return nil }
        // 第一棒 alone says less than signs do.
        let isPlain = first == Self.ordinal
        guard
            !isPlain || start == text.startIndex + 1 && (1...2).contains(after.count) && after.allSatisfy(Scalars.isHan)
        else { return nil }
        var label = text.startIndex..<text.endIndex
        while label.count > 1, Self.isOrnament(text[label.lowerBound]) {
            label = label.lowerBound + 1..<label.upperBound
        }
        while label.count > 1, Self.isOrnament(text[label.upperBound - 1]) {
            label = label.lowerBound..<label.upperBound - 1
        }
        return (
            marker(line, value.value, label: label, rest: text.endIndex),
            MarkerKey(
                form: isPlain ? forms.ordinal : forms.framed, bracket: 0, title: Array(before) + [0] + Array(after))
        )
    }

    private func isCount(_ text: TextSlice, _ index: Int) -> Bool {
        Scalars.mayBeginNumber(text[index]) || sign(text[index]) != nil
    }

    /// 壹, or a letter.
    private func sign(_ c: UInt32) -> (length: Int, value: Int)? {
        if let value = forms.sign(c) { return (1, value) }
        return (0x61...0x68).contains(c) ? (1, Int(c) - 0x60) : nil
    }

    /// 第
    private static let ordinal: UInt32 = 0x7B2C

    /// No letter, digit, bracket or mark of a sentence.
    private static func isOrnament(_ c: UInt32) -> Bool {
        switch c {
        case 0x2A, 0x23, 0x3D, 0x7E, 0x2B, 0x25A0...0x27BF, 0x2500...0x257F, 0x3013, 0x3012, 0x203B, 0x2015...0x2017,
            0x2190...0x21FF, 0x3016, 0x3017, 0x2B00...0x2BFF, 0x2022, 0x1F300...0x1FAFF:
            true
        default: false
        }
    }

    /// 第3天, 第二节: what counts time, pages or the parts of a text is no part's name.
    private static func isOfTime(_ c: UInt32) -> Bool {
        switch c {
        case 0x5E74, 0x6708, 0x65E5, 0x5929, 0x5468, 0x65F6, 0x70B9, 0x9875, 0x7AE0, 0x8282, 0x6761, 0x9879, 0x5C4A,
            0x6279, 0x671F, 0x7248, 0x6B21, 0x540D, 0x4E2A, 0x6B65, 0x5B63, 0x8F6E, 0x6BB5, 0x65B9, 0x9636, 0x90E8:
            true
        default: false
        }
    }

    /// Where `before` and a number stand after at most 36 characters without marks; a colon may stand right before it.
    private func numberAfterTitle(_ form: MarkerForm, _ text: TextSlice, _ start: Int) -> Int? {
        var i = start
        while i < text.endIndex, i - start <= 36 {
            if i > start, text[i...].starts(with: form.before) {
                let j = i + form.before.count
                if j < text.endIndex, !form.before.isEmpty || Self.isInnerOpener(text[j]),
                    Scalars.number(text[j...]) != nil || Self.isInnerOpener(text[j]) || forms.sign(text[j]) != nil
                {
                    return i
                }
            }
            let c = text[i]
            if Scalars.isSentenceEnd(c) || c == 0x2C || i > start && text[i - 1] == 0x3A { return nil }
            i += 1
        }
        return nil
    }
}
