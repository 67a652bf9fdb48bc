internal import Reports

extension PageStructure {
    private enum HeadItem {
        case title(Int)
        case subtitle(Int)
        case byline(Byline, ClosedRange<Int>)
        case date(Int)
        case furniture(RemovalReason)
    }

    /// Finds title, subtitle and byline at the beginning of a part, and what of it is the page's own title.
    mutating func readHead(_ part: Int) {
        let draft = parts[part]
        if let marker = draft.marker, !marker.rest.isEmpty {
            parts[part].titlePlace = marker.rest
            parts[part].title = Scalars.string(page.scalars[marker.rest])
        }
        let items = headItems(part)
        let titles = items.compactMap { item in if case .title(let line) = item { line } else { nil } }
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
                addByline(byline, lines, part)
            case .date(let line): parts[part].head.insert(line)
            default: break
            }
        }
    }

    /// A subtitle needs a title before it.
    private func isLone(_ line: Int, _ part: Int) -> Bool { parts[part].title == nil && parts[part].head.isEmpty }

    mutating func addByline(_ byline: Byline, _ lines: ClosedRange<Int>, _ part: Int) {
        let place = table.lines[lines.lowerBound].start..<table.lines[lines.upperBound].end
        parts[part].head.formUnion(lines)
        guard var known = parts[part].byline else {
            parts[part].byline = byline
            parts[part].bylinePlace = place
            return
        }
        if known.name != nil, byline.name != nil { return }
        known.name = known.name ?? byline.name
        known.unit = known.unit ?? byline.unit
        known.post = known.post ?? byline.post
        known.words += byline.words
        parts[part].byline = known
        parts[part].bylinePlace = parts[part].bylinePlace.map { $0.lowerBound..<max($0.upperBound, place.upperBound) }
    }

    private func headItems(_ part: Int) -> [HeadItem] {
        var items: [HeadItem] = []
        let draft = parts[part]
        var line = draft.marker.map { $0.line + 1 } ?? draft.lines.lowerBound
        var hasTitle = !(draft.marker?.rest.isEmpty ?? true)
        while line < draft.lines.upperBound, items.count < 24 {
            if let fate = fates[line] {
                items.append(.furniture(fate.reason))
                line += 1
                continue
            }
            if table.isBody(line) || isSalutation(line) { break }
            if hasTitle, let found = byline(at: line), isPlausible(found.byline, after: found.lines.upperBound, part) {
                items.append(.byline(found.byline, found.lines))
                line = found.lines.upperBound + 1
                continue
            }
            if isSubtitle(line) {
                items.append(.subtitle(line))
            } else if isDateLine(line) {
                items.append(.date(line))
            } else if isMaskedName(line), hasTitle {
                items.append(.date(line))
            } else if isTitleLike(line), Enumerator.read(table.text(line)).map({ $0.style == .symbol }) ?? true {
                items.append(.title(line))
                hasTitle = true
            } else {
                break
            }
            line += 1
        }
        return items
    }

    /// A bare name counts only where text or more of the byline follows, so that a short heading is not taken for one.
    private func isPlausible(_ byline: Byline, after line: Int, _ part: Int) -> Bool {
        if byline.unit != nil || byline.post != nil { return true }
        let next = line + 1
        guard next < parts[part].lines.upperBound else { return false }
        if fates[next] != nil { return true }
        return table.isBody(next) || isSalutation(next) || isDateLine(next) || isSubtitle(next)
            || bylines.read(table.raw(next)) != nil
    }

    /// 张××, 李某某.
    private func isMaskedName(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (2...4).contains(text.count), let first = text.first, Scalars.isHan(first) else { return false }
        return text.dropFirst().allSatisfy { $0 == 0xD7 || $0 == 0x78 || $0 == 0x2A || $0 == 0x67D0 || $0 == 0x25CB }
    }

    /// The line that is the report's own title, or the page's where the report has none.
    private func chooseTitle(_ items: [HeadItem], _ titles: [Int], _ part: Int) -> Int? {
        guard let first = titles.first, let last = titles.last else { return nil }
        var attended: Int?
        var open: Int?
        for item in items {
            switch item {
            case .title(let line): open = line
            case .subtitle, .byline:
                attended = open ?? attended
                open = nil
            case .date, .furniture: break
            }
        }
        if let attended { return attended }
        if parts[part].marker != nil { return first }
        if titles.count > 1, isGeneric(first) || table.text(first).elementsEqual(table.text(last)) { return last }
        if titles.count > 1, names(first) > 0, names(last) == 0, last == first + 1 { return last }
        return first
    }

    /// How many cues for a kind a line ends with.
    private func names(_ line: Int) -> Int { lexicons.kinds.endings(of: table.text(line)) }

    private mutating func settleTitle(_ chosen: Int, _ titles: [Int], _ items: [HeadItem], _ part: Int) {
        let isAttended = items.contains {
            switch $0 {
            case .subtitle(let line): line > chosen
            case .byline(_, let lines): lines.lowerBound > chosen
            default: false
            }
        }
        let isPrompted = chosen + 1 < fates.count && fates[chosen + 1]?.reason == .prompt && parts[part].marker == nil
        for line in titles where line < chosen {
            let isApart = fates[line + 1..<chosen].contains { $0 != nil }
            if isApart || isGeneric(line) || table.text(line).elementsEqual(table.text(chosen))
                || names(line) > 0 && parts[part].marker == nil
            {
                removePageTitle(line)
            } else {
                parts[part].head.insert(line)
            }
        }
        if pageTitle == nil, parts[part].marker == nil, parts.count == 1 {
            pageTitle = Scalars.string(table.raw(chosen))
        }
        let generic = isGeneric(chosen)
        if parts[part].marker == nil, !isAttended, generic || isPrompted {
            fates[chosen] = Fate(reason: .pageTitle, cause: .pageTitle)
            if !generic { parts[part].title = Scalars.string(table.raw(chosen)) }
            return
        }
        parts[part].title = Scalars.string(table.raw(chosen))
        parts[part].titlePlace = table.lines[chosen].start..<table.lines[chosen].end
        parts[part].head.insert(chosen)
    }

    private mutating func removePageTitle(_ line: Int) {
        fates[line] = Fate(reason: .pageTitle, cause: .pageTitle)
        if pageTitle == nil { pageTitle = Scalars.string(table.raw(line)) }
    }

    /// A title that names a sort of text, as a page does that offers it for copying: …范文(精选4篇), …(完整版).
    func isGeneric(_ line: Int) -> Bool {
        let text = table.text(line)
        if lexicons.cues.generic.occurs(in: text) { return true }
        guard let last = text.last, last == 0x29 || last == 0x3011 || last == 0x5D,
            let open = text.lastIndex(where: { $0 == 0x28 || $0 == 0x3010 || $0 == 0x5B })
        else { return false }
        return lexicons.cues.bracketed.occurs(in: text[open...])
    }

    static func withoutDashes(_ raw: ArraySlice<UInt32>) -> String {
        var raw = raw
        while let first = raw.first, [0x2014, 0x2015, 0x2D, 0x2013, 0x2500, 0x20].contains(first) {
            raw = raw.dropFirst()
        }
        while let last = raw.last, [0x2014, 0x2015].contains(last) { raw = raw.dropLast() }
        return Scalars.string(raw)
    }

    /// Unit, name and date under the text.
    mutating func readSignature(_ part: Int) {
        let own = ownLines(part).filter { !parts[part].head.contains($0) && parts[part].marker?.line != $0 }
        guard own.count > 1 else { return }
        var found: [Int] = []
        var isDated = false
        for line in own.dropFirst().suffix(5).reversed() {
            guard table.lines[line].count <= 45, !table.endsSentence(line), !isSalutation(line) else { break }
            if let byline = byline(at: line)?.byline, byline.name != nil || byline.unit != nil {
                found.append(line)
                if byline.words.isEmpty == false || byline.name != nil { note(byline, line, part) }
            } else if isDateLine(line), !isDated {
                isDated = true
                found.append(line)
            } else if isUnit(line), isDated || !found.isEmpty {
                found.append(line)
                note(Byline(name: nil, unit: Scalars.string(table.raw(line)), post: nil), line, part)
            } else {
                break
            }
        }
        parts[part].signature = LineSet(found)
    }

    private mutating func note(_ byline: Byline, _ line: Int, _ part: Int) {
        if parts[part].byline?.name != nil, byline.name != nil { return }
        let head = parts[part].head
        addByline(byline, line...line, part)
        parts[part].head = head
    }

    private func isUnit(_ line: Int) -> Bool {
        let text = table.text(line)
        return (4...30).contains(text.count) && text.allSatisfy { Scalars.isHan($0) || $0 == 0x28 || $0 == 0x29 }
            && lexicons.bylines.units.ending(text) != nil
    }
}
