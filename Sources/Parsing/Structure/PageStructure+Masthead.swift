internal import Reports

/// What papers, sites and offices print over a title.
extension PageStructure {
    /// The name of a paper, a site or an office and that of a column, over a title that has more of a head below it:
    /// 某某周报 · 一线, 某某融媒 | 光荣榜. Two other names are one only at the top of the page; elsewhere they are the
    /// report's kicker.
    func isMasthead(_ line: Int, under items: [HeadItem], _ part: Int) -> Bool {
        let known = table.lines[line]
        guard parts[part].marker == nil, known.count <= 24, known.sentenceEnds == 0, known.commas == 0,
            !items.contains(where: { if case .title = $0 { true } else { false } }),
            let title = nextOwn(line, part), let end = titleHalf(title, part)
        else { return false }
        // What stands in the next line too is its title's.
        guard !table.text(line).suffix(4).elementsEqual(table.text(title).suffix(4)) else { return false }
        let after = end + 1
        guard after < parts[part].lines.upperBound, isNames(line, isColumn: line == 0 || isQuestion(after)) else {
            return false
        }
        return fates[after] != nil || isSubtitle(after) || isMetadata(after) || isDateLine(after) || isSalutation(after)
            || isDocumentNumber(after) || isFormLine(after) || addresses(after) || isQuestion(after)
            || byline(at: after) != nil
    }

    /// 问:…, 记者:…: an interview begins.
    private func isQuestion(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let length = lexicons.cues.speaker.beginning(text) else { return false }
        return text.dropFirst(length).first == 0x3A
    }

    private func nextOwn(_ line: Int, _ part: Int) -> Int? {
        (line + 1..<max(parts[part].lines.upperBound, line + 1)).first { fates[$0] == nil }
    }

    /// Two short names with a stroke between, or a wide gap behind that of a paper or site.
    private func isNames(_ line: Int, isColumn: Bool) -> Bool {
        let raw = table.raw(line)
        var names = raw.split { Self.isStroke($0) || $0 == 0x30FB || $0 == 0x2022 }
        let dashed = raw.split { $0 == 0x2D || $0 == 0x2014 || $0 == 0x2013 }
        if names.count == 1, dashed.count == 2, dashed[0].last.map(Scalars.isBlank) ?? false { names = dashed }
        let isStruck = names.count == 2
        if names.count == 1 { names = raw.split { Scalars.isBlank($0) } }
        guard names.count == 2 else { return false }
        let words = names.map { name in name.filter { !Scalars.isBlank($0) }.map { lexicons.folding.fold($0) } }
        guard
            words.allSatisfy({ name in
                (2...12).contains(name.count)
                    && name.allSatisfy { Scalars.isHan($0) || Scalars.isDigit($0) || Scalars.isLatinLetter($0) }
            })
        else { return false }
        let publisher = words[0][...]
        let isPublisher =
            lexicons.cues.siteEndings.ending(publisher).map { $0 < publisher.count } ?? false
            || publisher.count >= 5 && isStruck && lexicons.bylines.units.ending(publisher) != nil
        return isPublisher || isStruck && isColumn
    }

    /// The name of an office, in full or with the word for its letters, over the number of what it sends out.
    func isLetterhead(_ line: Int, _ part: Int) -> Bool {
        let text = table.text(line)
        guard (5...36).contains(text.count), text.allSatisfy({ Scalars.isHan($0) || $0 == 0x28 || $0 == 0x29 }) else {
            return false
        }
        var office = text
        if let length = lexicons.bylines.letterheads.ending(text) { office = text.dropLast(length) }
        if office.last == 0x28 { office = office.dropLast() }
        guard office.count >= 4, lexicons.bylines.units.ending(office) != nil, let next = nextOwn(line, part) else {
            return false
        }
        return isDocumentNumber(next)
    }
}
