/// Lines that are a name and nothing else, where only their place says so.
extension PageStructure {
    /// 留从容 over a salutation; 折永康 between blank lines, in a report whose headings have numbers: no surname that is
    /// known begins it, and a heading would not stand there.
    func loneName(_ line: Int, _ part: Int) -> Byline? {
        let text = table.text(line)
        let next = line + 1
        guard text.count == 3, next < parts[part].lines.upperBound, fates[next] == nil, headings[line] == nil,
            names(line) == 0
        else { return nil }
        let isSpoken = isSalutation(next) || addresses(next)
        guard bylines.mayBeName(text, false, hasParticles: isSpoken) else { return nil }
        let isOver =
            isSpoken
            || table.isBody(next) && table.lines[next].afterBlank && table.lines[line].afterBlank
                && (next..<parts[part].lines.upperBound).contains { Enumerator.read(table.text($0)) != nil }
        return isOver ? wholeName(line) : nil
    }

    /// 河西税务 张三: a name that is known for one, behind some words that are no unit's full name, right over the text.
    func attributedName(_ line: Int, _ part: Int) -> Byline? {
        let raw = table.raw(line)
        let next = line + 1
        guard table.lines[line].count <= 20, next < parts[part].lines.upperBound, fates[next] == nil,
            table.isBody(next) || isSalutation(next), headings[line] == nil
        else { return nil }
        let words = raw.split(whereSeparator: Scalars.isBlank)
        guard words.count == 2, words[0].count >= 3, words[1].count >= 2,
            raw.allSatisfy({ Scalars.isHan($0) || Scalars.isBlank($0) }), bylines.isName(words[1]),
            words[1].count == 3 || table.lines[next].afterBlank
        else { return nil }
        let folded = words[0].map { lexicons.folding.fold($0) }
        guard !folded.contains(where: lexicons.bylines.particles.contains) else { return nil }
        let found = bylines.unitAndPost(Array(words[0]))
        let isPost =
            lexicons.bylines.posts.ending(folded) != nil || lexicons.bylines.secondmentPosts.beginning(folded) != nil
        let isDated = folded.contains { Scalars.numeral($0) != nil }
        return Byline(
            name: Scalars.string(words[1]),
            unit: found.unit ?? (isPost || isDated || folded.count < 4 ? nil : Scalars.string(words[0])),
            post: found.post, words: Array(words[0]))
    }

    /// A word alone where each other part, too, begins with its writer.
    func nameAmongBylines(_ line: Int, _ part: Int) -> (byline: Byline, lines: ClosedRange<Int>)? {
        let text = table.text(line)
        if parts.count > 1, let marker = parts[part].marker, marker.line == line - 1,
            line + 1 < parts[part].lines.upperBound,
            table.isBody(line + 1) || isSalutation(line + 1), byline(at: line) == nil, let guess = guessedByline(line),
            guess.name != nil, guess.unit != nil
        {
            return (guess, line...line)
        }
        guard parts.count > 2, parts[part].marker?.line == line - 1, (2...6).contains(text.count),
            text.allSatisfy(Scalars.isHan), line + 1 < parts[part].lines.upperBound, table.isBody(line + 1),
            lexicons.bylines.units.ending(text) == nil, lexicons.bylines.posts.ending(text) == nil,
            parts.indices.allSatisfy({ other in
                guard other != part else { return true }
                guard let marker = parts[other].marker, marker.rest.isEmpty else { return false }
                return byline(at: marker.line + 1)?.byline.isFirm ?? false
            })
        else { return nil }
        return (wholeName(line), line...line)
    }

    /// The line without its blanks, as a writer's name.
    func wholeName(_ line: Int) -> Byline {
        Byline(name: Scalars.string(table.raw(line).filter { !Scalars.isBlank($0) }[...]))
    }

    /// (图文:宣传科 张三), a unit and a name behind the label of who wrote, in brackets under a text.
    func isBracketedWriter(_ line: Int) -> Bool {
        let text = table.text(line)
        guard (8...40).contains(text.count), text.first == 0x28, text.last == 0x29,
            lexicons.bylines.labels.beginning(text.dropFirst()) != nil, let byline = guessedByline(line)
        else { return false }
        return byline.isLabelled && byline.name != nil && byline.unit != nil
    }

    /// A line that begins with the label of who wrote and a colon: 讲述人:张三 某局干部,某镇副镇长(挂职).
    func isLabelled(_ line: Int) -> Bool {
        let text = table.text(line)
        guard let length = lexicons.bylines.labels.beginning(text), length < text.count else { return false }
        return text.dropFirst(length).first == 0x3A
    }
}
