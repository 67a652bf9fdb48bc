internal import Reports

extension PageStructure {
    mutating func classify() {
        for line in table.lines.indices {
            if !table.lines[line].hasWords {
                fates[line] = Fate(reason: .other, cause: .noWords)
                continue
            }
            let match = table.withText(line) { lexicons.furniture.match($0) }
            if let rule = match.any {
                fates[line] = Fate(reason: lexicons.furniture.rules[rule].reason, cause: .rule(rule))
            }
            edgeRules[line] = match.edge
            headRules[line] = match.head
        }
    }

    /// A row such as 首页 | 新闻 | 评论, or 网站 > 栏目 > 正文.
    func isNavigationRow(_ line: Int) -> Bool {
        let text = table.text(line)
        guard text.count <= 120, table.lines[line].sentenceEnds == 0 else { return false }
        for separator: UInt32 in [0x7C, 0x3E, 0xBB, 0x2192] {
            let items = text.split(separator: separator)
            let least = separator == 0x7C ? 3 : 2
            if items.count >= least, items.allSatisfy({ $0.count <= 16 }) { return true }
        }
        return false
    }

    /// Lines at the beginning and the end of a part may be furniture that inside it would be text.
    mutating func settleEdges(_ part: Int) {
        let rules = lexicons.furniture.rules
        let first = parts[part].marker.map { $0.line + 1 } ?? parts[part].lines.lowerBound
        let lines = first..<max(first, parts[part].lines.upperBound)
        var bodyBegins = lines.upperBound
        for line in lines where fates[line] == nil {
            if isSalutation(line) {
                bodyBegins = line
                break
            }
            if let rule = [edgeRules[line], headRules[line]].compactMap({ $0 }).min() {
                fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule))
            } else if isNavigationRow(line) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if table.isBody(line) {
                bodyBegins = line
                break
            }
        }
        guard bodyBegins < lines.upperBound else { return }
        var bodyEnds = bodyBegins
        for line in (bodyBegins + 1..<lines.upperBound).reversed() where fates[line] == nil {
            if let rule = edgeRules[line] {
                fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule))
            } else if isNavigationRow(line) {
                fates[line] = Fate(reason: .navigation, cause: .separators)
            } else if table.isBody(line) || table.endsSentence(line) {
                bodyEnds = line
                break
            }
        }
        // Furniture inside a part comes in clusters: what fits an edge and touches it belongs to it.
        for order in [Array(lines), lines.reversed()] {
            for line in order where fates[line] == nil {
                guard let rule = edgeRules[line] else { continue }
                let before = line > lines.lowerBound ? fates[line - 1] : nil
                let after = line + 1 < lines.upperBound ? fates[line + 1] : nil
                if before != nil || after != nil { fates[line] = Fate(reason: rules[rule].reason, cause: .rule(rule)) }
            }
        }
        extendLists(lines, bodyBegins: bodyBegins, bodyEnds: bodyEnds)
    }

    private mutating func extendLists(_ lines: Range<Int>, bodyBegins: Int, bodyEnds: Int) {
        let rules = lexicons.furniture.rules
        for opener in lines {
            guard let fate = fates[opener], case .rule(let rule) = fate.cause, opener > bodyBegins else { continue }
            switch rules[rule].extent {
            case .line: continue
            case .block:
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            case .list:
                guard opener > bodyEnds else { continue }
                for line in opener + 1..<max(lines.upperBound, opener + 1) where fates[line] == nil {
                    guard !table.isBody(line), table.lines[line].count <= 60 else { break }
                    fates[line] = Fate(reason: fate.reason, cause: .follows(line: opener))
                }
            }
        }
    }

    /// Page numbers that printing left inside a text: a bare number between paragraphs, not in a table.
    mutating func removePageNumbers() {
        for line in table.lines.indices where fates[line] == nil && table.lines[line].count <= 3 {
            guard !parts.contains(where: { $0.marker?.line == line }), table.text(line).allSatisfy(Scalars.isDigit)
            else {
                continue
            }
            if isLongText(line - 1) || isLongText(line + 1) {
                fates[line] = Fate(reason: .wordLeftover, cause: .pageNumber)
            }
        }
    }

    /// Drops parts with too little text to be a report; their lines become furniture.
    mutating func dropEmptyParts() {
        for part in parts.indices.reversed() {
            let own = ownLines(part).filter { parts[part].marker?.line != $0 && !parts[part].head.contains($0) }
            let characters = own.reduce(0) { $0 + table.lines[$1].count }
            let hasProse = own.contains { table.isBody($0) || table.endsSentence($0) }
            if characters >= 60 && hasProse || characters >= 200 { continue }
            for line in parts[part].lines where fates[line] == nil {
                let isLabel = parts[part].marker?.line == line
                fates[line] = Fate(reason: isLabel ? .partLabel : .other, cause: .introduction)
            }
            parts.remove(at: part)
        }
    }

    private func isLongText(_ line: Int) -> Bool {
        table.lines.indices.contains(line) && fates[line] == nil && table.lines[line].count >= 20
    }
}
