internal import Reports

/// Which line of a head is the report's title, and which is the page's.
extension PageStructure {
    /// Where a title that begins at a line ends: on it, or on the next where it was broken in two; nil for no title.
    func titleHalf(_ line: Int, _ part: Int) -> Int? {
        let next = line + 1
        let mayGoOn =
            next < parts[part].lines.upperBound && fates[next] == nil && !table.lines[next].afterBlank
            && headings[line] == headings[next]
        let isWhole =
            isTitleLike(line) && !isDated(line) && Enumerator.read(table.text(line)).map { $0.style == .symbol } ?? true
        guard mayGoOn, isTitleLike(next), Enumerator.read(table.text(next)) == nil, byline(at: next) == nil,
            guessedByline(next) == nil
        else {
            return isWhole ? line : nil
        }
        return goesOn(line, next, isWhole) ? next : isWhole ? line : nil
    }

    /// Whether a title cannot end where its line does: 关于…挂职锻炼 / 情况的报告, …打谷场: / 一名教师的….
    private func goesOn(_ line: Int, _ next: Int, _ isWhole: Bool) -> Bool {
        let text = table.text(line)
        let follower = table.text(next)
        guard let last = text.last, let first = follower.first, text.count >= 4, table.lines[line].sentenceEnds == 0,
            text.count + follower.count <= 60
        else { return false }
        if !isWhole {
            // Only a mark that leaves the title open may end its first half.
            guard [0x3A, 0x2C, 0x3001].contains(last), !isSalutation(line), !isMenu(line) else { return false }
            let after = next + 1
            return Enumerator.read(text) == nil
                && (after >= fates.count || fates[after] != nil || table.lines[after].afterBlank || isSubtitle(after)
                    || byline(at: after) != nil)
        }
        // (试行), (征求意见稿)
        if first == 0x28 { return follower.count <= 10 && lexicons.cues.draft.occurs(in: follower) }
        if opens(text) != 0 { return opens(text) + opens(follower) == 0 }
        if lexicons.bylines.particles.contains(last) && last != 0x5230
            || lexicons.cues.linking.beginning(follower) != nil
            || first == 0x7684
        {
            return true
        }
        if follower.count <= 2 { return text.count >= 12 }
        // A head noun by itself: 实施方案, 调研报告.
        let isSpaced = table.raw(next).count >= follower.count * 2 - 1
        return text.count >= 8 && follower.count <= (isSpaced ? 8 : 6) && names(line) == 0
            && lexicons.kinds.endings(of: follower) > 0 && (isSpaced || text.starts(with: lexicons.cues.about))
    }

    /// A line that begins with a date names nothing.
    private func isDated(_ line: Int) -> Bool {
        let raw = BylineReader.unadorned(table.raw(line))
        guard let first = raw.first, Scalars.numeral(first) != nil || first == 0x28 || first == 0xFF08 else {
            return false
        }
        return DateReader.read(Scalars.numeral(first) == nil ? raw.startIndex + 1 : raw.startIndex, raw) != nil
    }

    /// 石水发〔2019〕12号: what a notice is filed under.
    func isDocumentNumber(_ line: Int) -> Bool {
        let text = table.text(line)
        if isIssue(text) { return true }
        return text.count <= 24 && text.last == 0x53F7 && text.contains(where: Scalars.isDigit)
            && text.contains { $0 == 0x5B || $0 == 0x28 || $0 == 0x3010 }
    }

    /// 第7期
    func isIssue(_ text: TextSlice) -> Bool {
        (3...6).contains(text.count) && text.first == 0x7B2C && text.last == Self.issue
            && text.dropFirst().dropLast().allSatisfy { Scalars.numeral($0) != nil }
    }
    /// 期
    private static let issue: UInt32 = 0x671F

    /// A heading behind a sign that others further down have too: ▲….
    func isOneOfSeveral(_ line: Int, _ part: Int) -> Bool {
        guard let first = table.text(line).first, Self.symbols.contains(first) else { return false }
        return (line + 1..<max(parts[part].lines.upperBound, line + 1)).contains {
            fates[$0] == nil && table.text($0).first == first && table.isBody($0 - 1)
        }
    }

    /// Pairs of labels and what they label, as a head has them that says where a text comes from: 字数:2千  格式:DOCX.
    func isMetadata(_ line: Int) -> Bool {
        let text = table.text(line)
        return table.lines[line].sentenceEnds == 0 && text.count <= 90 && text.count { $0 == 0x3A } >= 2
            && table.raw(line).contains(where: Scalars.isBlank)
    }

    /// Marks opened and not closed.
    private func opens(_ text: TextSlice) -> Int {
        text.reduce(0) {
            switch $1 {
            case 0x201C, 0x300A, 0x28, 0x3010: $0 + 1
            case 0x201D, 0x300B, 0x29, 0x3011: $0 - 1
            default: $0
            }
        }
    }

    /// A row of short items, as a menu has them: 学校首页  新闻网首页  校内要闻.
    func isMenu(_ line: Int) -> Bool {
        if isNavigationRow(line) { return true }
        guard table.lines[line].sentenceEnds == 0, table.lines[line].commas == 0 else { return false }
        let raw = table.raw(line)
        var items = 0
        var width = 0
        var longest = 0
        var strokes = 0
        for (offset, c) in raw.enumerated() {
            let isStroke = Self.isStroke(c)
            if isStroke { strokes += 1 }
            if Scalars.isBlank(c) || isStroke {
                if width > 0 { (items, width) = (items + 1, 0) }
                continue
            }
            width += 1
            longest = max(longest, width)
            if offset == raw.count - 1 { items += 1 }
        }
        if bylines.namesRole(raw) { return false }
        if strokes == 0, items >= 5, isSignRow(raw) { return true }
        return strokes >= 2 && items >= 3 && longest <= 12
            || items >= 4 && longest <= 10 && table.lines[line].count >= items * 2
    }

    /// 某某在线 ◎ 声音 ◎ 实录: short items with one sign between them that stands by itself.
    private func isSignRow(_ raw: ArraySlice<UInt32>) -> Bool {
        let words = raw.split(whereSeparator: Scalars.isBlank)
        guard words.count >= 5, words.count % 2 == 1, Self.isLoneSign(words[1]) else { return false }
        return words.indices.allSatisfy { number in
            number % 2 == 1
                ? words[number].elementsEqual(words[1])
                : (2...12).contains(words[number].count) && words[number].contains(where: Scalars.isHan)
        }
    }

    /// What stands between the steps of a path and the items of a menu, arrows of all kinds among them.
    static func isStroke(_ c: UInt32) -> Bool {
        switch c {
        case 0x2F, 0x7C, 0xFF5C, 0x250A, 0xB7, 0x203A, 0x3E, 0xFF1E, 0x3C, 0xFF1C, 0xAB, 0xBB, 0x226B, 0x226A,
            0x2192, 0x21D2, 0x2794, 0x279C, 0x27A4, 0x276F, 0x25B8, 0x25B6, 0x25B7, 0x2198, 0x4E28, 0x2502:
            true
        default: false
        }
    }

    /// Whether the markup has one heading of a level.
    func isLoneHeading(_ level: Int) -> Bool {
        headings.values.count { $0 == level } == 1
    }

    /// The lines that are the report's own title, or the page's where the report has none.
    func chooseTitle(_ items: [HeadItem], _ titles: [ClosedRange<Int>], _ part: Int) -> ClosedRange<Int>? {
        let named = titles.filter { lexicons.cues.fileEnding.ending(table.text($0.upperBound)) == nil }
        let titles = named.isEmpty ? titles : named
        guard let first = titles.first, let last = titles.last else { return nil }
        var attended: ClosedRange<Int>?
        var open: ClosedRange<Int>?
        for item in items {
            switch item {
            case .title(let lines): open = titles.contains(lines) ? lines : nil
            case .subtitle, .byline:
                attended = open ?? attended
                open = nil
            case .aside, .furniture, .menu, .metadata: break
            }
        }
        if let own = columnTitle(titles) { return own }
        if let marked = markedTitle(titles), attended.map({ headings[$0.lowerBound] == nil }) ?? true { return marked }
        if let attended { return attended }
        // A unit, and under it what of its own is given: 某某领导小组办公室 / 第7次会议纪要.
        if titles.count > 1, isUnit(first.upperBound), table.text(first.upperBound).count >= 6,
            names(titles[1].upperBound) > 0 || table.text(titles[1].lowerBound).starts(with: lexicons.cues.about),
            titles[1].lowerBound == first.upperBound + 1
        {
            return titles[1]
        }
        if parts[part].marker != nil || titles.count == 1 { return first }
        if isGeneric(first.lowerBound) || text(of: first) == text(of: last) { return last }
        if let repeated = titles.dropFirst().first(where: { repeats($0, first) }) { return repeated }
        if names(first.upperBound) > 0, names(last.upperBound) == 0, last.lowerBound == first.upperBound + 1,
            text(of: last).count >= 5, unitLine(last.lowerBound) == nil, table.text(last.upperBound).last != 0x3011
        {
            return last
        }
        // 【挂职日记】 over a title says where it is printed.
        if table.text(first.lowerBound).first == 0x3010, table.text(first.upperBound).last == 0x3011,
            titles[1].lowerBound == first.upperBound + 1
        {
            return titles[1]
        }
        if let sourced = titleBeforeSource(items, titles), sourced != first { return sourced }
        // Behind furniture and alone between blank lines stands the report's title, before it the page's.
        let second = titles[1]
        if fates[first.upperBound + 1..<second.lowerBound].contains(where: { $0 != nil }), isAlone(second, part) {
            return second
        }
        return first
    }

    /// The title that an earlier line has behind the name of a column: 林场来信丨我在坝上种树.
    private func columnTitle(_ titles: [ClosedRange<Int>]) -> ClosedRange<Int>? {
        titles.dropFirst().first { own in
            let text = text(of: own)
            return titles.prefix(while: { $0 != own }).contains { earlier in
                let whole = self.text(of: earlier)
                guard whole.count >= text.count + 3, text.count >= 3, whole.suffix(text.count).elementsEqual(text)
                else { return false }
                return Self.isStroke(whole[whole.count - text.count - 1])
            }
        }
    }

    /// The title that the markup says is one, by a heading or by the document's own title.
    private func markedTitle(_ titles: [ClosedRange<Int>]) -> ClosedRange<Int>? {
        if titles.count > 1, let stated = page.stated.title {
            let whole = lexicons.folding.fold(stated).filter { !Scalars.isBlank($0) }
            let known = titles.filter { lines in
                let text = text(of: lines)
                return text.count >= 4 && whole.starts(with: text)
            }
            if let longest = known.max(by: { text(of: $0).count < text(of: $1).count }) { return longest }
        }
        guard !headings.isEmpty else { return nil }
        let levels = titles.map { headings[$0.lowerBound] ?? 9 }
        guard let best = levels.min(), best <= 2 else { return nil }
        return levels.firstIndex(of: best).map { titles[$0] }
    }

    /// A title with the line right under it that says where the text comes from and when it was put up.
    private func titleBeforeSource(_ items: [HeadItem], _ titles: [ClosedRange<Int>]) -> ClosedRange<Int>? {
        var before: ClosedRange<Int>?
        for item in items {
            switch item {
            case .title(let lines): before = titles.contains(lines) ? lines : nil
            case .furniture(.updateLine), .furniture(.source), .metadata: if let before { return before }
            case .furniture, .menu: before = nil
            default: break
            }
        }
        return nil
    }

    private func isAlone(_ lines: ClosedRange<Int>, _ part: Int) -> Bool {
        let next = lines.upperBound + 1
        guard next < parts[part].lines.upperBound, table.lines[lines.lowerBound].afterBlank,
            table.lines[parts[part].lines].contains(where: { !$0.afterBlank })
        else { return false }
        return table.lines[next].afterBlank || isSalutation(next)
    }

    /// Whether a title is within an earlier one, or shares most of its pairs of characters.
    private func repeats(_ lines: ClosedRange<Int>, _ earlier: ClosedRange<Int>) -> Bool {
        let (text, whole) = (text(of: lines), text(of: earlier))
        guard text.count >= 4, whole.count >= 4 else { return false }
        if text.count <= whole.count, whole.indices.contains(where: { whole[$0...].starts(with: text) }) { return true }
        var pairs = Set<UInt64>()
        for (a, b) in zip(whole, whole.dropFirst()) { pairs.insert(UInt64(a) << 32 | UInt64(b)) }
        let shared = zip(text, text.dropFirst()).count { pairs.contains(UInt64($0) << 32 | UInt64($1)) }
        // Two that name the same sort of text may say more or less of it.
        let least = names(lines.upperBound) > 0 && names(earlier.upperBound) > 0 ? 6 : 7
        return text.count >= 8 && shared * 10 >= (text.count - 1) * least
    }

    private func text(of lines: ClosedRange<Int>) -> [UInt32] { lines.flatMap { table.text($0) } }

    /// How many cues for a kind a line ends with.
    func names(_ line: Int) -> Int { lexicons.kinds.endings(of: table.text(line)) }

    mutating func settleTitle(
        _ chosen: ClosedRange<Int>, _ titles: [ClosedRange<Int>], _ items: [HeadItem], _ part: Int
    ) {
        let isAttended = items.contains {
            switch $0 {
            case .subtitle(let line): line > chosen.upperBound
            case .byline(_, let lines): lines.lowerBound > chosen.upperBound
            default: false
            }
        }
        let next = chosen.upperBound + 1
        let isPrompted =
            next < fates.count && fates[next]?.reason == .prompt && parts[part].marker == nil && !isEditors(next)
        let wanted = text(of: chosen)
        for lines in titles where lines.lowerBound < chosen.lowerBound {
            let isApart = fates[lines.upperBound + 1..<chosen.lowerBound].contains { $0 != nil }
            let isPages =
                isApart || isGeneric(lines.lowerBound) || text(of: lines) == wanted || repeats(chosen, lines)
                || names(lines.upperBound) > 0 && parts[part].marker == nil
            for line in lines {
                if isPages { removePageTitle(line) } else { parts[part].head.insert(line) }
            }
        }
        let title = titleText(chosen)
        if pageTitle == nil, parts[part].marker == nil, parts.count == 1 { pageTitle = title }
        let generic = isGeneric(chosen.lowerBound)
        if parts[part].marker == nil, !isAttended, generic || isPrompted {
            for line in chosen { fates[line] = Fate(reason: .pageTitle, cause: .pageTitle) }
            if !generic { parts[part].title = title }
            return
        }
        parts[part].title = title
        parts[part].titlePlace = table.lines[chosen.lowerBound].start..<table.lines[chosen.upperBound].end
        for line in chosen {
            parts[part].head.insert(line)
            if line > chosen.lowerBound { isJoined[line] = true }
        }
    }

    /// 【编者按】: an editor speaks of this one text; what else stands before a text is a site's and so is the title over it.
    private func isEditors(_ line: Int) -> Bool { lexicons.cues.editorsNote.occurs(in: table.text(line).prefix(8)) }

    private func titleText(_ lines: ClosedRange<Int>) -> String {
        var title = Array(table.raw(lines.lowerBound))
        for line in lines.dropFirst() {
            let raw = table.raw(line)
            if let last = title.last, let first = raw.first, Scalars.isLatinLetter(last), Scalars.isLatinLetter(first) {
                title.append(0x20)
            }
            title += raw
        }
        return Scalars.string(withoutColumn(title[...]))
    }

    /// 学员感言丨我的“补课”: the column before a title, by the one stroke between.
    private func withoutColumn(_ title: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        if let own = column(of: title) { return title[own...] }
        let strokes = title.indices.filter { title[$0] == 0x7C || title[$0] == 0xFF5C || title[$0] == 0x4E28 }
        guard strokes.count == 1, let stroke = strokes.first else { return title }
        let column = title[..<stroke].filter { !Scalars.isBlank($0) }
        let own = title[(stroke + 1)...].drop(while: Scalars.isBlank)
        return (2...8).contains(column.count) && column.allSatisfy(Scalars.isHan) && own.count >= 5 ? own : title
    }

    /// Where a title begins behind the name of its column in brackets: 【特写】守山的人.
    func column(of title: ArraySlice<UInt32>) -> Int? {
        guard let open = title.first, open == 0x3010 || open == 0x5B || open == 0x3014,
            let close = title.firstIndex(where: { $0 == 0x3011 || $0 == 0x5D || $0 == 0x3015 })
        else { return nil }
        let column = title[(title.startIndex + 1)..<close].filter { !Scalars.isBlank($0) }
        let own = title[(close + 1)...].drop(while: Scalars.isBlank)
        guard (2...8).contains(column.count), column.allSatisfy(Scalars.isHan), own.count >= 3,
            own.contains(where: Scalars.isHan), !isIssued(own)
        else { return nil }
        return own.startIndex
    }

    /// 2020年第6讲, 第12期: which of several, no title of its own.
    func isIssued(_ text: ArraySlice<UInt32>) -> Bool {
        guard let first = text.first, first == 0x7B2C || Scalars.isDigit(lexicons.folding.fold(first)) else {
            return false
        }
        return lexicons.cues.issueWords.occurs(in: text.prefix(12).map { lexicons.folding.fold($0) })
    }

    private mutating func removePageTitle(_ line: Int) {
        fates[line] = Fate(reason: .pageTitle, cause: .pageTitle)
        if pageTitle == nil { pageTitle = Scalars.string(table.raw(line)) }
    }

    /// A title that names a sort of text, as a page does that offers it for copying: …范文(精选4篇), …(完整版), ….docx.
    func isGeneric(_ line: Int) -> Bool {
        let text = table.text(line)
        if lexicons.cues.generic.occurs(in: text) || lexicons.cues.fileEnding.ending(text) != nil { return true }
        guard let last = text.last, last == 0x29 || last == 0x3011 || last == 0x5D,
            let open = text.lastIndex(where: { $0 == 0x28 || $0 == 0x3010 || $0 == 0x5B })
        else { return false }
        return lexicons.cues.bracketed.occurs(in: text[open...])
    }
}
