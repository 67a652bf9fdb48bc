internal import Reports

/// What a part begins with: title, subtitle, byline, date.
extension PageStructure {
    enum HeadItem {
        case title(ClosedRange<Int>)
        case subtitle(Int)
        case byline(Byline, ClosedRange<Int>)
        /// A date, a masked name, a post held on secondment.
        case aside(Int)
        case furniture(RemovalReason)
        case menu(Int)
        case metadata(Int)
    }

    /// Finds title, subtitle and byline at the beginning of a part, and what of it is the page's own title.
    mutating func readHead(_ part: Int) {
        let draft = parts[part]
        if let marker = draft.marker, !marker.rest.isEmpty {
            parts[part].titlePlace = marker.rest
            parts[part].title = Scalars.string(page.scalars[marker.rest])
        }
        let items = headItems(part)
        let titles = items.compactMap { item in if case .title(let lines) = item { lines } else { nil } }
        if parts[part].title == nil, let chosen = chooseTitle(items, titles, part) {
            settleTitle(chosen, titles, items, part)
        }
        for item in items {
            switch item {
            case .subtitle(let line) where parts[part].subtitle == nil && !isLone(line, part):
                parts[part].subtitlePlace = table.lines[line].start..<table.lines[line].end
                parts[part].subtitle = Self.withoutDashes(table.raw(line))
                parts[part].head.insert(line)
            case .byline(let byline, let lines):
                for line in lines { fates[line] = nil }
                parts[part].head.formUnion(lines)
                addByline(byline, at: place(of: lines), part)
            case .aside(let line): parts[part].head.insert(line)
            case .menu(let line): fates[line] = Fate(reason: .navigation, cause: .separators)
            case .metadata(let line) where parts[part].titlePlace?.lowerBound ?? 0 > table.lines[line].start:
                fates[line] = Fate(reason: .updateLine, cause: .separators)
            default: break
            }
        }
        if parts[part].byline?.name != nil, parts[part].byline?.unit == nil {
            for case .aside(let line) in items where parts[part].byline?.unit == nil {
                parts[part].byline?.unit = bylines.readWorkplace(table.raw(line))
            }
        }
        readPress(part)
    }

    /// A subtitle needs a title before it.
    private func isLone(_ line: Int, _ part: Int) -> Bool { parts[part].title == nil && parts[part].head.isEmpty }

    func place(of lines: ClosedRange<Int>) -> Range<Int> {
        table.lines[lines.lowerBound].start..<table.lines[lines.upperBound].end
    }

    /// Adds what a byline says to what is known, unless it names somebody else.
    ///
    /// - Parameter place: In the page text; nil for a byline that is no part of the report.
    mutating func addByline(_ byline: Byline, at place: Range<Int>?, _ part: Int) {
        guard var known = parts[part].byline else {
            parts[part].byline = byline
            parts[part].bylinePlace = place
            return
        }
        if known.name != nil, byline.name != nil, known.name != byline.name { return }
        known.name = known.name ?? byline.name
        known.unit = known.unit ?? byline.unit
        known.post = known.post ?? byline.post
        known.words += byline.words
        parts[part].byline = known
        guard let place, let earlier = parts[part].bylinePlace else { return }
        parts[part].bylinePlace =
            min(earlier.lowerBound, place.lowerBound)..<max(earlier.upperBound, place.upperBound)
    }

    private func headItems(_ part: Int) -> [HeadItem] {
        var items: [HeadItem] = []
        let draft = parts[part]
        var line = draft.marker.map { $0.line + 1 } ?? draft.lines.lowerBound
        var hasTitle = !(draft.marker?.rest.isEmpty ?? true)
        var last: Byline?
        var compiled: Int?
        /// What a bulletin says of itself heads no report that has a head of its own below.
        func settleBulletin() {
            guard let place = compiled, case .byline(_, let lines) = items[place],
                items[place...].contains(where: { if case .title = $0 { true } else { false } })
            else { return }
            items[place] = .title(lines)
            compiled = nil
        }
        while line < draft.lines.upperBound, items.count < 24 {
            if let fate = fates[line] {
                // 文字|某局 张三 under a title is no editor's line, nor is 整理:本报记者 李四 under who spoke.
                if fate.reason == .editor || fate.reason == .source, hasTitle, last?.isLabelled ?? true,
                    let found = byline(at: line), found.byline.isLabelled, found.byline.name != nil,
                    found.byline.unit != nil || last != nil && found.byline.post != nil
                {
                    items.append(.byline(found.byline, found.lines))
                    last = last ?? found.byline
                    line = found.lines.upperBound + 1
                    continue
                }
                items.append(.furniture(fate.reason))
                line += 1
                continue
            }
            if table.isBody(line), hasTitle || !isSpokenTitle(line, part),
                !(hasTitle && isLabelled(line) && byline(at: line)?.byline.name != nil)
            {
                break
            }
            if isSalutation(line) { break }
            let guess =
                hasTitle
                ? (byline(at: line) == nil ? guessedByline(line, under: items, part) : nil)
                : nameAmongBylines(line, part)
            if let found = guess ?? headByline(line, after: last, hasTitle, part) {
                settleBulletin()
                if last == nil, found.byline.name == nil, compilingUnit(line) != nil { compiled = items.count }
                items.append(.byline(found.byline, found.lines))
                last = found.byline
                line = found.lines.upperBound + 1
                continue
            }
            if let office = issuingOffice(line, under: items) {
                items.append(.byline(office, line...line))
                line += 1
                continue
            }
            if isBarRow(line) || isRowOfNames(line) { break }
            if draft.isSigned, line == draft.lines.lowerBound {
                // A name that no list knows, or a masked one.
                if let guess = guessedByline(line) {
                    items.append(.byline(guess, line...line))
                    last = guess
                } else {
                    items.append(.aside(line))
                }
            } else if isFormLine(line) || isLetterhead(line, part) {
                items.append(.aside(line))
            } else if isMenu(line) || isMasthead(line, under: items, part) {
                items.append(.menu(line))
            } else if isMetadata(line) {
                items.append(.metadata(line))
            } else if isSubtitle(line) || isSubheading(line, items) || isOccasion(line, under: items)
                || isUnderColumn(line, items, part)
            {
                settleBulletin()
                items.append(.subtitle(line))
            } else if isDateLine(line) && !isYear(line) || isDocumentNumber(line) || hasTitle && isBracketed(line)
                || isIssue(line, under: items)
            {
                items.append(.aside(line))
            } else if hasTitle, isMaskedName(line) || isPostLine(line) {
                items.append(.aside(line))
            } else if let end = titleHalf(line, part), !hasTitle || !isOneOfSeveral(line, part) {
                items.append(.title(line...end))
                if compiled != nil { last = nil }
                hasTitle = true
                line = end
            } else {
                break
            }
            line += 1
        }
        return items
    }

    /// A question or a call of a sentence's length that stands by itself as a title does.
    private func isSpokenTitle(_ line: Int, _ part: Int) -> Bool {
        let next = line + 1
        guard table.lines[line].count <= 40, isTitleLike(line), next < parts[part].lines.upperBound else {
            return false
        }
        return headings[line] ?? 9 <= 2 || fates[next] != nil || isSubtitle(next)
            || table.lines[next].afterBlank && table.lines[line].commas <= 1 || byline(at: next)?.byline.isFirm ?? false
    }

    /// A byline where it stands in a head: behind the title; before it only one that is more than a name.
    private func headByline(
        _ line: Int, after last: Byline?, _ hasTitle: Bool, _ part: Int
    ) -> (byline: Byline, lines: ClosedRange<Int>)? {
        let next = line + 1
        guard let found = byline(at: line) else {
            guard hasTitle else { return nil }
            if last == nil, let unit = compilingUnit(line) { return (unit, line...line) }
            guard let unit = unitLine(line) ?? datedUnit(line) else { return nil }
            let isBracketed = table.text(line).first == 0x28
            if let last, last.name != nil, last.unit == nil, isBracketed || isUnit(line) { return (unit, line...line) }
            guard !isBracketed, last == nil, next < parts[part].lines.upperBound else { return nil }
            // Unit and name on two lines, or a unit that signs for all.
            if let name = guessedByline(next), name.name != nil, name.unit == nil { return (unit, line...line) }
            let isApart = table.lines[next].afterBlank || fates[next] != nil || isSalutation(next) || addresses(next)
            let isProper = isProperUnit(line) || !isUnit(line) && fates[next] != nil
            return (isApart || signsAll(line, part)) && isProper ? (unit, line...line) : nil
        }
        if hasTitle {
            return isPlausible(found.byline, found.lines.upperBound, part) ? found : nil
        }
        let after = found.lines.upperBound + 1
        guard found.byline.name != nil, after < parts[part].lines.upperBound, fates[after] == nil else { return nil }
        // Of one part among several, the writer right over the text: it has no title.
        let isFirst =
            parts.count > 1 && line <= parts[part].lines.lowerBound + 1 || fates[..<line].allSatisfy { $0 != nil }
        if isFirst, isSalutation(after) || parts.count > 1 && table.isBody(after),
            found.byline.isFirm || parts[part].isSigned
        {
            return found
        }
        guard found.byline.isFirm,
            titleHalf(after, part) != nil, Enumerator.read(table.text(after)) == nil, byline(at: after) == nil
        else { return nil }
        return found
    }

    /// 某某医院:, 各县(市、区)党委:, 网友您好: – to whom a letter goes.
    func addresses(_ line: Int) -> Bool {
        table.text(line).last == 0x3A && table.lines[line].count <= 40 && table.lines[line].sentenceEnds == 0
    }

    /// (2018年上半年), (内部交流): what a report covers, whom it is for, where it was written.
    private func isBracketed(_ line: Int) -> Bool {
        let text = table.text(line)
        return (4...30).contains(text.count) && text.first == 0x28 && text.firstIndex(of: 0x29) == text.endIndex - 1
            && table.lines[line].sentenceEnds == 0
    }

    /// Whether a unit right over the text signs for it: one that heads a section has others like it further down.
    private func signsAll(_ line: Int, _ part: Int) -> Bool {
        let next = line + 1
        guard table.isBody(next) || Enumerator.read(table.text(next)) != nil else { return false }
        return !(next..<parts[part].lines.upperBound - 1).contains {
            fates[$0] == nil && table.isBody($0 + 1) && !table.isBody($0) && isUnit($0)
        }
    }

    /// A unit and any word behind it right under a title, or a word alone there that is no heading: there a name is to be
    /// expected.
    private func guessedByline(
        _ line: Int, under items: [HeadItem], _ part: Int
    ) -> (byline: Byline, lines: ClosedRange<Int>)? {
        let above = items.last { if case .furniture = $0 { false } else { true } }
        switch above {
        case .title?, .subtitle?: break
        case .aside(let date)? where isDateLine(date): break
        case .byline(let byline, _)? where byline.name == nil && byline.unit != nil: break
        case nil where parts[part].marker.map({ $0.line == line - 1 && !$0.rest.isEmpty }) ?? false: break
        default: return nil
        }
        let guess = guessedByline(line).flatMap { isPlausible($0, line, part) ? $0 : nil }
        return (guess ?? loneName(line, part) ?? attributedName(line, part)).map { ($0, line...line) }
    }

    /// 在全县…座谈会上的发言 right under a title that says more: where it was said.
    private func isOccasion(_ line: Int, under items: [HeadItem]) -> Bool {
        guard case .title(let lines)? = items.last, names(lines.upperBound) == 0, !isGeneric(lines.lowerBound)
        else { return false }
        let text = table.text(line)
        return text.first == 0x5728 && text.count >= 8 && text.contains(0x4E0A) && isTitleLike(line) && names(line) > 0
    }

    /// 【特写】守山的人 and under it a second title: what has its column before it has its subtitle below.
    private func isUnderColumn(_ line: Int, _ items: [HeadItem], _ part: Int) -> Bool {
        guard case .title(let title)? = items.last, title.upperBound == line - 1, !table.lines[line].afterBlank,
            column(of: table.raw(title.lowerBound)) != nil, titleHalf(line, part) == line
        else { return false }
        let next = line + 1
        return next < parts[part].lines.upperBound
            && (fates[next] != nil || table.lines[next].afterBlank || byline(at: next) != nil)
    }

    /// A bare name counts only where text or more of the byline follows, so that a short heading is not taken for one.
    private func isPlausible(_ byline: Byline, _ line: Int, _ part: Int) -> Bool {
        if byline.isFirm { return true }
        let next = line + 1
        guard next < parts[part].lines.upperBound else { return false }
        if fates[next] != nil { return true }
        return table.isBody(next) || isSalutation(next) || addresses(next) || isDateLine(next) || isSubtitle(next)
            || bylines.read(table.raw(next)) != nil || unitLine(next) != nil || table.lines[next].count >= 24
    }

    /// 赴闽工作组整理, 某县乡村振兴局编 2024年6月28日: a unit and what it did.
    func compilingUnit(_ line: Int) -> Byline? {
        guard (6...44).contains(table.lines[line].count), table.lines[line].sentenceEnds == 0 else { return nil }
        return bylines.readCompiler(table.raw(line))
    }

    /// A line of a form: 时 间:…, 主持人:….
    func isFormLine(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 60, let length = lexicons.bylines.formLabels.beginning(text) else { return false }
        return text.dropFirst(length).first == 0x3A
    }

    /// Nothing but a unit, in brackets or not.
    func unitLine(_ line: Int) -> Byline? {
        let text = table.text(line)
        // 人 事 司: a short name written wide, as under a notice.
        let isWide = text.count == 3 && table.lines[line].end - table.lines[line].start >= 5
        // 省妇联
        let isShort = text.count == 3 && lexicons.bylines.divisions.contains(text[text.startIndex])
        guard text.count >= 4 || isWide || isShort, text.count <= 32, table.lines[line].sentenceEnds == 0,
            table.lines[line].commas == 0, text.last != 0x3A
        else { return nil }
        var inside = BylineReader.unadorned(table.raw(line)).filter { !Scalars.isBlank($0) }
        // 某镇人民政府(盖章)
        if let last = inside.last, lexicons.folding.fold(last) == 0x29,
            let open = inside.lastIndex(where: { lexicons.folding.fold($0) == 0x28 }),
            lexicons.bylines.nobody.contains(inside[(open + 1)...].dropLast().map { lexicons.folding.fold($0) })
        {
            inside.removeSubrange(open...)
        }
        guard inside.allSatisfy({ Scalars.isHan($0) || [0x28, 0x29, 0xFF08, 0xFF09, 0x3001].contains($0) }) else {
            return nil
        }
        // 某乡某村|全体村民
        if let tail = inside.indices.dropFirst(4).suffix(6).first(where: { signsTogether(inside[$0...]) }) {
            inside.removeSubrange(tail...)
        }
        let (unit, post) = bylines.unitAndPost(inside)
        guard let unit else { return nil }
        return Byline(unit: unit, post: post, words: inside)
    }

    /// 某县融媒体中心　时间:2021年1月14日.
    private func datedUnit(_ line: Int) -> Byline? {
        let raw = table.raw(line)
        guard raw.count <= 60, table.text(line).contains(0x3A), let end = bylines.otherRole(in: raw),
            let date = DateReader.first(in: raw[end...]), date.end == raw.endIndex
        else { return nil }
        let unit = raw[..<end].filter { !Scalars.isBlank($0) }
        let found = bylines.unitAndPost(unit)
        return found.post == nil && found.unit?.unicodeScalars.count == unit.count && unit.count >= 6
            ? Byline(unit: found.unit, words: unit) : nil
    }

    /// A unit's full name, which no heading is: 中共某县委组织部, 某某市水利局.
    func isProperUnit(_ line: Int) -> Bool {
        let text = table.text(line)
        guard isUnit(line), text.count >= 6, !text.contains(where: isForeignToUnits) else {
            return false
        }
        // Nine characters and the end of no division: 华岳农村金融研究院, not 翻过三座山到龙潭乡.
        if text.count >= 9, let last = text.last, !lexicons.bylines.divisions.contains(last) { return true }
        return lexicons.bylines.unitBeginnings.beginning(text) != nil
            || text.dropFirst().dropLast(2).contains(where: lexicons.bylines.divisions.contains)
    }

    /// A particle that stands in no unit's name; 住房和城乡建设局, 对口支援办公室 have theirs.
    private func isForeignToUnits(_ c: UInt32) -> Bool {
        lexicons.bylines.particles.contains(c) && c != 0x548C && c != 0x4E0E && c != 0x53CA && c != 0x5BF9
    }

    func isUnit(_ line: Int) -> Bool {
        let text = table.text(line).drop { Self.symbols.contains($0) || $0 == 0x2014 }
        return (4...30).contains(text.count) && text.allSatisfy { Scalars.isHan($0) || $0 == 0x28 || $0 == 0x29 }
            && lexicons.bylines.units.ending(text) != nil
    }

    /// 挂任某县副县长: where the writer is, under the title of a report on duties.
    private func isPostLine(_ line: Int) -> Bool {
        let text = table.text(line)
        return text.count <= 40 && lexicons.bylines.secondmentPosts.beginning(text) != nil
            && table.lines[line].sentenceEnds == 0 && lexicons.bylines.posts.ending(text) != nil
    }

    /// A second heading of the page's markup right under the first.
    private func isSubheading(_ line: Int, _ items: [HeadItem]) -> Bool {
        guard let level = headings[line], case .title(let title)? = items.last,
            let above = headings[title.upperBound]
        else { return false }
        return level > above && Enumerator.read(table.text(line)) == nil && title.upperBound == line - 1
            && line + 1 < table.lines.count && headings[line + 1] == nil && isLoneHeading(level)
    }

    /// 张××, 李某某.
    private func isMaskedName(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (2...4).contains(text.count), let first = text.first, Scalars.isHan(first) else { return false }
        return text.dropFirst().allSatisfy { $0 == 0xD7 || $0 == 0x78 || $0 == 0x2A || $0 == 0x67D0 || $0 == 0x25CB }
    }

    static func withoutDashes(_ raw: ArraySlice<UInt32>) -> String {
        var raw = raw
        while let first = raw.first,
            [0x2014, 0x2015, 0x2D, 0x2013, 0x2500, 0x2501, 0x20, 0xFF0D, 0x7E, 0xFF5E].contains(first)
        {
            raw = raw.dropFirst()
        }
        while let last = raw.last, [0x2014, 0x2015].contains(last) { raw = raw.dropLast() }
        return Scalars.string(raw)
    }
}
