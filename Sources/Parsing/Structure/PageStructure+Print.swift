internal import Reports

/// What printed sheets leave in a text: their numbers, their running heads and feet.
extension PageStructure {
    /// Page numbers that printing left inside a text: a bare number or a sheet's name between paragraphs, not in a table.
    mutating func removePageNumbers() {
        for line in table.lines.indices where fates[line] == nil && table.lines[line].count <= 8 {
            guard isSheet(line), !parts.contains(where: { $0.marker?.line == line }) else { continue }
            if isText(line - 1) || isText(line + 1) {
                fates[line] = Fate(reason: .wordLeftover, cause: .pageNumber)
            }
        }
    }

    /// 17, (A06), - iv -, ·3·: what a sheet is called, and nothing else.
    private func isSheet(_ line: Int) -> Bool {
        let text = table.text(line)
        let name = text.drop(while: Self.isMark).reversed().drop(while: Self.isMark).reversed()
        guard let first = name.first, name.count <= 4 else { return false }
        if name.allSatisfy(Scalars.isDigit) { return name.count <= 3 }
        if (0x61...0x66).contains(first), name.count >= 3 { return name.dropFirst().allSatisfy(Scalars.isDigit) }
        // Roman numerals, as front matter has them; one alone may mark a part.
        return name.allSatisfy { $0 == 0x69 || $0 == 0x76 || $0 == 0x78 }
    }

    private static func isMark(_ c: UInt32) -> Bool {
        c == 0x2014 || c == 0x2D || c == 0xB7 || c == 0x7E || c == 0x28 || c == 0x29 || c == 0x5B || c == 0x5D
            || c == 0x2E || c == 0x3010 || c == 0x3011
    }

    /// Lines that printing repeats on each sheet: beside a page number, or with one a gap away.
    mutating func removeRunningHeads() {
        var places: [[UInt32]: [Int]] = [:]
        for line in table.lines.indices where fates[line] == nil && !table.isBody(line) {
            guard (5...44).contains(table.lines[line].count), !parts.contains(where: { $0.marker?.line == line }) else {
                continue
            }
            let isBeside = line > 0 && isPageNumber(line - 1) || line + 1 < fates.count && isPageNumber(line + 1)
            guard isBeside || hasPageNumber(line) else { continue }
            let words = table.text(line).filter { !Scalars.isDigit($0) && !Self.isMark($0) }
            if words.count >= 4 { places[words, default: []].append(line) }
        }
        var isPrinted = false
        for lines in places.values where lines.count > 1 {
            for line in lines { fates[line] = Fate(reason: .wordLeftover, cause: .pageNumber) }
            isPrinted = true
        }
        guard isPrinted, let last = table.lines.indices.last(where: { fates[$0] == nil }), isDigits(last) else {
            return
        }
        fates[last] = Fate(reason: .wordLeftover, cause: .pageNumber)
    }

    private func isPageNumber(_ line: Int) -> Bool { fates[line]?.reason == .wordLeftover }

    private func isDigits(_ line: Int) -> Bool {
        table.lines[line].count <= 3 && table.text(line).allSatisfy(Scalars.isDigit)
    }

    /// Digits at one end of the line, dashes or dots round them aside, two blanks or more from the rest.
    private func hasPageNumber(_ line: Int) -> Bool {
        guard table.lines[line].classes.contains(.digit) else { return false }
        let text = table.text(line)
        func isNumber(_ number: TextSlice) -> Bool {
            (1...3).contains(number.count { Scalars.isDigit($0) })
        }
        func isPart(_ c: UInt32) -> Bool {
            Scalars.isDigit(c) || c == 0x2014 || c == 0x2D || c == 0xB7 || c == 0x7E
        }
        func isGap(_ i: Int) -> Bool { table.places[i] - table.places[i - 1] > 2 }
        let head = text.prefix(while: isPart)
        if head.count < text.count, isNumber(head), isGap(head.endIndex) { return true }
        let tail = text.reversed().prefix { isPart($0) }.count
        return tail > 0 && tail < text.count && isNumber(text.suffix(tail)) && isGap(text.endIndex - tail)
    }

    private func isText(_ line: Int) -> Bool {
        table.lines.indices.contains(line) && fates[line] == nil
            && (table.isBody(line) || table.lines[line].count >= 20)
    }
}
