internal import Reports

extension PageStructure {
    /// Titles that divide the page where no numbering does: repeated from a table of contents, with a byline of their
    /// own, or where the report before has come to its end.
    func titleSeries(_ evidence: SegmentEvidence) -> PartSeries? {
        let listed = contentsTitles()
        var openings: [(line: Int, sureness: Sureness)] = []
        for line in table.lines.indices where fates[line] == nil && !table.isBody(line) {
            let isListed = listed.later.contains(line)
            guard let sureness = isListed ? .sure : opensReport(line) else { continue }
            if let last = openings.last, evidence.body(last.line, line) < Self.leastBetween {
                // A byline before its title is the opening, not the title; so is the first of two titles, unless the
                // second is surer.
                if sureness > last.sureness { openings[openings.count - 1] = (line, sureness) }
                continue
            }
            openings.append((line, sureness))
        }
        if let last = openings.last, evidence.body(last.line, table.lines.count) < Self.leastBetween {
            openings.removeLast()
        }
        // One title over a bare name may be a heading over a person's; two are titles over bylines.
        let named = openings.count { $0.sureness == .named }
        let sure = openings.count { $0.sureness == .sure } + (named > 1 || openings.count > named ? named : 0)
        let isPromised = evidence.isCollection || evidence.claimed != nil
        // Headings of one level in the markup, one of which surely opens a report, all do.
        let levels = Set(openings.map { headings[$0.line] })
        let isMarkedUp = levels.count == 1 && levels.first != .some(nil)
        guard openings.count >= 2, sure >= 2 || (isPromised || isMarkedUp) && sure >= 1 else { return nil }
        let reader = MarkerReader(table: table, forms: lexicons.markers)
        var lines = openings.map(\.line)
        if let unsigned = unsignedFirst(lines[0], evidence) { lines.insert(unsigned, at: 0) }
        return PartSeries(
            openings: (lines + signedApart(lines, evidence)).sorted().map { line in
                let isListed = listed.later.contains(line)
                return PartSeries.Opening(line: line, marker: isListed ? reader.read(line).first?.marker : nil)
            },
            contents: listed.contents.filter { $0 < openings[0].line },
            score: 230 + 10 * min(sure, 5) + (listed.later.count >= 2 ? 60 : 0))
    }

    /// How surely a report opens at a line.
    private enum Sureness: Int, Comparable {
        case perhaps, named, sure

        static func < (a: Sureness, b: Sureness) -> Bool { a.rawValue < b.rawValue }
    }

    /// Least characters of prose between two titles that open reports.
    private static let leastBetween = 100

    /// Short lines that stand together near the beginning and come again, one by one, farther down.
    private func contentsTitles() -> (contents: [Int], later: Set<Int>) {
        // By the hash of a line's text where it stands first, each in the first free place from that of its hash on.
        var places = [Int32](repeating: -1, count: 1 << (64 - max(table.lines.count, 4).leadingZeroBitCount + 1))
        var first: [(hash: UInt64, line: Int, text: Range<Int>)] = []
        first.reserveCapacity(table.lines.count)
        var pairs: [(entry: Int, line: Int)] = []
        for line in table.lines.indices where table.lines[line].count <= 40 && !table.isBody(line) {
            var text = table.text(line)
            if table.lines[line].classes.intersects(.numbers), let item = Enumerator.read(text) {
                text = text.dropFirst(item.length)
            }
            // 标题………5 in a table of contents.
            if let leader = text.firstIndex(where: { $0 == 0x2026 || $0 == 0xB7 || $0 == 0x2E }),
                leader + 1 < text.endIndex,
                text[leader + 1] == text[leader]
            {
                text = text[..<leader]
            }
            guard text.count >= 2 else { continue }
            let hash = text.reduce(UInt64(text.count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            var place = Int(truncatingIfNeeded: hash ^ hash &>> 29) & (places.count - 1)
            while places[place] >= 0, first[Int(places[place])].hash != hash {
                place = (place + 1) & (places.count - 1)
            }
            guard places[place] >= 0 else {
                places[place] = Int32(truncatingIfNeeded: first.count)
                first.append((hash, line, text.startIndex..<text.endIndex))
                continue
            }
            let known = first[Int(places[place])]
            if table.text(known.text).elementsEqual(text) { pairs.append((known.line, line)) }
        }
        guard pairs.count >= 2 else { return ([], []) }
        let named = Set(pairs.map(\.entry))
        let listed = pairs.filter { named.contains($0.entry - 1) || named.contains($0.entry + 1) }
        guard listed.count >= 2, let last = listed.map(\.entry).max(),
            listed.allSatisfy({ $0.line > last && fates[$0.line] == nil })
        else { return ([], []) }
        // Entries without a part stand among the others.
        let contents = (listed[0].entry...last).filter { !table.isBody($0) }
        return (contents, Set(listed.map(\.line)))
    }

    /// Whether a report opens at a line; surely, where its head says so, or perhaps, where the one before has ended.
    private func opensReport(_ line: Int) -> Sureness? {
        guard table.lines[line].count <= 60, line + 1 < table.lines.count else { return nil }
        // Most short lines are headings with their text below: only after an end can those open a report.
        let isAlone = fates[line + 1] == nil && table.isBody(line + 1)
        let isAfterEnd =
            line == 0 || fates[line - 1] != nil || edgeRules[line - 1] != nil || headings[line] != nil
            || endsReport(line - 1)
        if isAlone, !isAfterEnd { return nil }
        if byline(at: line)?.byline.name != nil { return isBylineBeforeTitle(line) ? .sure : nil }
        guard isTitleLike(line), Enumerator.read(table.text(line)).map({ $0.style == .symbol }) ?? true else {
            return nil
        }
        var next = line + 1
        var hasSubtitle = false
        var skipped = 0
        while next < table.lines.count, skipped < 3 {
            if fates[next] != nil {
                skipped += 1
            } else if isSubtitle(next) {
                hasSubtitle = true
            } else {
                break
            }
            next += 1
        }
        guard next < table.lines.count, followsBody(next) else { return nil }
        if fates[next] == nil, let byline = byline(at: next)?.byline, byline.name != nil {
            return hasSubtitle || byline.unit != nil || byline.post != nil ? .sure : .named
        }
        if let level = headings[line], line > 0, headings.values.count(where: { $0 == level }) > 1,
            table.isBody(next) || hasSubtitle
        {
            return endsReport(line - 1) || hasSubtitle ? .sure : .perhaps
        }
        // A dash line under a title set off by a blank one says as much as an end before it.
        guard isAfterEnd || hasSubtitle && table.lines[line].afterBlank && table.endsSentence(line - 1) else {
            return nil
        }
        return hasSubtitle ? .sure : table.isBody(next) || isSalutation(next) || isDateLine(next) ? .perhaps : nil
    }

    /// 营业分公司 殷若谷 on a line, its report's title on the next.
    private func isBylineBeforeTitle(_ line: Int) -> Bool {
        guard let found = byline(at: line), found.byline.unit != nil || found.byline.post != nil else { return false }
        let title = found.lines.upperBound + 1
        guard title < table.lines.count, fates[title] == nil, isTitleLike(title), byline(at: title) == nil,
            followsBody(title + 1)
        else { return false }
        // Right under prose, with a blank line behind it, it signs what stands above.
        if line > 0, !table.lines[line].afterBlank, table.lines[title].afterBlank, table.isBody(line - 1) {
            return false
        }
        // Under a title it is that title's.
        return line == 0 || fates[line - 1] != nil || table.endsSentence(line - 1)
            || table.lines[line].afterBlank
                && !isTitleLike(line - 1)
    }

    private func followsBody(_ line: Int) -> Bool {
        (line..<max(line, min(line + 6, table.lines.count))).contains { fates[$0] == nil && table.isBody($0) }
    }

    /// How many reports a line promises.
    func claim(in line: Int) -> Int? {
        let text = table.text(line)
        guard table.lines[line].classes.intersects(.numbers) || text.contains(0x4E24) else { return nil }
        for i in text.indices where lexicons.cues.piece.beginning(text[i...]) != nil {
            var start = i
            while start > text.startIndex, Scalars.numeral(text[start - 1]) != nil || text[start - 1] == 0x4E24 {
                start -= 1
            }
            guard start < i, start > text.startIndex else { continue }
            if text[start] == 0x4E24 { return 2 }
            if text[start - 1] != 0x7B2C, let number = Scalars.number(text[start..<i]), (2...60).contains(number.value)
            {
                return number.value
            }
        }
        return nil
    }

    /// Whether a line is the last of a report: a signature, a date, thanks to the audience.
    func endsReport(_ line: Int) -> Bool {
        if table.lines[line].count > 40 { return false }
        let text = table.text(line)
        if text.count <= 8, text.first == 0x2014, bylines.isName(Array(text.drop { $0 == 0x2014 })) { return true }
        return isDateLine(line) || bylineReading(line) != nil
            || lexicons.cues.closing.beginning(text) != nil
    }

    /// Short, without the marks of a sentence, and nobody is addressed.
    func isTitleLike(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (2...48).contains(text.count) || isOneWord(line), let last = text.last, !isSalutation(line),
            !isDateLine(line)
        else {
            return false
        }
        if [0x3A, 0x2C, 0x3001, 0x3B, 0x3002].contains(last) { return false }
        if text.dropLast().contains(where: { $0 == 0x3002 || $0 == 0x3B }) { return false }
        if lexicons.cues.caption.beginning(text) != nil { return false }
        return !isSubtitle(line) && text.contains(where: Scalars.isHan)
    }

    /// 井 over the name of who wrote of it.
    private func isOneWord(_ line: Int) -> Bool {
        guard table.lines[line].count == 1, line + 1 < table.lines.count, table.text(line).allSatisfy(Scalars.isHan)
        else { return false }
        return byline(at: line + 1)?.byline.isFirm ?? false
    }

    func isSalutation(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 45 && [0x3A, 0x2C, 0x21].contains(text.last ?? 0)
            && lexicons.cues.salutation.beginning(text) != nil
    }

    /// A dash line, or brackets round an occasion: (在全省…座谈会上的发言).
    func isSubtitle(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let first = text.first, text.count <= 60, text.count > 2 else { return false }
        if lexicons.cues.subtitleMark.beginning(text) != nil {
            return !table.endsSentence(line) || text.last == 0x21 || text.last == 0x3F
        }
        guard first == 0x28, text.last == 0x29 else { return false }
        let inside = text.dropFirst().dropLast()
        return table.lines[line].sentenceEnds == 0 && bylineReading(line)?.name == nil
            && !isDateLine(line) && lexicons.cues.subtitle.occurs(in: inside)
    }

    /// Nothing but a date, masked or not, brackets and weather aside.
    func isDateLine(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 26 else { return false }
        if text.count <= 14, isDayHeading(text) { return true }
        guard text.count <= 20 else { return false }
        return table.lines[line].hints.contains(.date) && DateReader.first(in: table.raw(line)) != nil
            || isMaskedDate(text)
    }

    /// Whether a line is, or begins with, the day of a diary's entry: 四月六日。, 【2018年3月5日】, 9月1日 晴, 3.28 雨.
    func opensEntry(_ line: Int) -> Bool {
        let text = table.text(line)
        let words = text.first == 0x3010 || text.first == 0x28 ? text.dropFirst() : text
        guard let first = words.first, Scalars.mayBeginNumber(first) else { return false }
        let start = withoutYear(words)
        if isDayAndWeather(start) { return true }
        guard let (day, after) = monthAndDay(start), (1...31).contains(day) else { return false }
        guard after.first == 0x65E5, let mark = after.dropFirst().first else { return after.first == 0x65E5 }
        return !Scalars.isHan(mark) || table.lines[line].count <= 14 || start.startIndex > text.startIndex
            || Int(table.places[after.startIndex + 1]) - Int(table.places[after.startIndex]) > 1
    }

    /// Whether a line that opens an entry does so as diaries do: the day in brackets, or the weather behind it.
    func isDiaryEntry(_ line: Int) -> Bool {
        let text = table.text(line)
        if text.first == 0x3010 { return true }
        let start = withoutYear(text)
        if isDayAndWeather(start) { return true }
        return monthAndDay(start).map { lexicons.cues.weather.beginning($0.after.dropFirst()) != nil } ?? false
    }

    private func withoutYear(_ text: TextSlice) -> TextSlice {
        guard text.count > 6, text.prefix(4).allSatisfy({ Scalars.numeral($0) != nil }),
            let mark = text.dropFirst(4).first, [0x5E74, 0x2E, 0x2D, 0x2F].contains(mark)
        else { return text }
        return text.dropFirst(5)
    }

    /// 3.28 雨, 6/11 大雨: only the weather tells such a day from the number of a section.
    private func isDayAndWeather(_ text: TextSlice) -> Bool {
        guard let month = Scalars.number(text), (1...12).contains(month.value),
            let mark = text.dropFirst(month.length).first, [0x2E, 0x2D, 0x2F].contains(mark)
        else { return false }
        let rest = text.dropFirst(month.length + 1)
        guard let day = Scalars.number(rest), (1...31).contains(day.value) else { return false }
        return lexicons.cues.weather.beginning(rest.dropFirst(day.length)) != nil
    }

    /// 4月3日 小雨: what a diary puts over an entry.
    private func isDayHeading(_ text: TextSlice) -> Bool { monthAndDay(text)?.after.first == 0x65E5 }

    /// The number of the day in 4月3日, and what follows it.
    private func monthAndDay(_ text: TextSlice) -> (day: Int, after: TextSlice)? {
        guard let month = Scalars.number(text), (1...12).contains(month.value) else { return nil }
        let rest = text.dropFirst(month.length)
        guard rest.first == 0x6708, let day = Scalars.number(rest.dropFirst()) else { return nil }
        return (day.value, rest.dropFirst(1 + day.length))
    }

    private func isMaskedDate(_ text: TextSlice) -> Bool {
        guard text.contains(0x5E74), text.contains(0x6708) || text.last == 0x5E74 else { return false }
        return text.allSatisfy {
            Scalars.numeral($0) != nil || [0x5E74, 0x6708, 0x65E5, 0x78, 0xD7, 0x2A, 0x28, 0x29, 0x25CB].contains($0)
        }
    }

    /// A byline at a line, which may go on over the next one within one pair of brackets.
    func byline(at line: Int) -> (byline: Byline, lines: ClosedRange<Int>)? {
        let raw = table.raw(line)
        let text = table.text(line)
        guard text.count <= 90, table.lines[line].sentenceEnds == 0, !isSalutation(line),
            text.count <= 60
                && (table.lines[line].commas == 0 || text.contains(0x28) || isNameAndMore(line))
                || isLabelled(line)
        else { return nil }
        if text.first == 0x28, text.last != 0x29, line + 1 < table.lines.count, fates[line + 1] == nil,
            table.text(line + 1).last == 0x29, table.lines[line + 1].count <= 40
        {
            // The break inside stands between unit and post, or in the middle of the unit's name.
            let joined = Array(raw) + (endsWithUnit(text) ? [0x20] : []) + Array(table.raw(line + 1))
            if let byline = bylines.read(joined[...]) { return (byline, line...line + 1) }
            return nil
        }
        guard let byline = bylineReading(line) else { return nil }
        return (byline, line...line)
    }

    /// ——访某大学教授张三: what a dash sets off is a title's second half where it begins as such do.
    func isTitlesSecondHalf(_ text: TextSlice) -> Bool {
        guard let first = text.first, first == 0x2014 || first == 0x2D else { return false }
        return lexicons.cues.subtitleOpening.beginning(text.drop { $0 == 0x2014 || $0 == 0x2D }) != nil
    }

    private func endsWithUnit(_ text: TextSlice) -> Bool { lexicons.bylines.units.ending(text) != nil }
}
