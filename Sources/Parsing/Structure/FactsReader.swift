internal import Reports

/// Reads what the furniture says of the page: site, address, times, author.
struct FactsReader {
    let structure: PageStructure
    private var table: LineTable { structure.table }
    private var cues: Cues { structure.lexicons.cues }

    func read() -> PageFacts {
        var facts = structure.page.stated
        if facts.title == nil { facts.title = structure.pageTitle }
        var candidates: [(rank: Int, name: String)] = []
        for line in table.lines.indices {
            guard let reason = structure.fates[line]?.reason else { continue }
            if reason != .recommendation, reason != .comments, reason != .advert { readTimes(line, &facts) }
            if facts.url == nil, reason == .link || reason == .source { facts.url = address(table.raw(line)) }
            if facts.author == nil, reason == .source || reason == .updateLine,
                let author = labelled(line, cues.authorLabel, mayBeVerb: reason == .source)
            {
                facts.author = author
            }
            if facts.site == nil, let name = siteCandidate(line, reason) { candidates.append(name) }
            if facts.title == nil, reason == .prompt { facts.title = promisedTitle(line) }
        }
        if facts.site == nil { facts.site = bestSite(candidates) }
        return facts
    }

    /// The best candidate, in the shortest of the forms it has.
    private func bestSite(_ candidates: [(rank: Int, name: String)]) -> String? {
        guard let best = candidates.min(by: { $0.rank < $1.rank })?.name else { return nil }
        return candidates.map(\.name).filter { best.hasPrefix($0) }.min { $0.count < $1.count } ?? best
    }

    /// What a prompt says it offers: 下面是小编为大家整理的…,供大家参考.
    private func promisedTitle(_ line: Int) -> String? {
        let text = table.text(line)
        guard let promise = cues.promise.first(in: text) else { return nil }
        let supply = structure.lexicons.folding.fold(0x4F9B)  // 供大家参考
        let rest = text[promise.upperBound...].prefix {
            ![0x2C, 0x3002, 0x21, 0x3A, 0x3B].contains($0) && $0 != supply
        }
        guard (4...50).contains(rest.count) else { return nil }
        return Scalars.string(rest.indices.map { table.scalars[Int(table.places[$0])] }[...])
    }

    private func readTimes(_ line: Int, _ facts: inout PageFacts) {
        guard facts.publishedAt == nil || facts.updatedAt == nil else { return }
        guard table.lines[line].count <= 200, table.lines[line].classes.intersects(.numbers) else { return }
        let text = table.text(line)
        guard let date = DateReader.first(in: table.raw(line)) else { return }
        if cues.updated.occurs(in: text) {
            if facts.updatedAt == nil { facts.updatedAt = date.text }
            return
        }
        if cues.clock.occurs(in: text) { return }
        if facts.publishedAt == nil { facts.publishedAt = date.text }
    }

    /// What follows one of the labels and a colon or a stroke, up to a wide gap or a bar.
    private func labelled(_ line: Int, _ labels: BeginningList, mayBeVerb: Bool = false) -> String? {
        let text = table.text(line)
        guard let label = labels.first(in: text), label.upperBound < text.endIndex else { return nil }
        // 作者:张三, 文/张三, and (作者系某局干部), whose verb stays with what it says.
        let mark = text[label.upperBound]
        let isVerb = mayBeVerb && mark == structure.lexicons.folding.fold(0x7CFB)
        guard mark == 0x3A || mark == 0x2F || mark == 0x7C || isVerb else { return nil }
        let raw = table.raw(line)
        var start = Int(table.places[label.upperBound]) + (isVerb ? 0 : 1)
        while start < raw.endIndex, Scalars.isBlank(raw[start]) { start += 1 }
        let isOpening = label.lowerBound <= text.startIndex + 1
        var end = start
        while end < raw.endIndex, ![0x7C, 0x5D, 0x3011, 0xFF5C].contains(raw[end]) {
            if Scalars.isBlank(raw[end]), end + 1 < raw.endIndex, !isOpening || Scalars.isBlank(raw[end + 1]) { break }
            end += 1
        }
        while end > start, Scalars.isBlank(raw[end - 1]) { end -= 1 }
        return end > start ? Scalars.string(raw[start..<end]) : nil
    }

    private static let scheme = Scalars.array("http")

    private func address(_ raw: ArraySlice<UInt32>) -> String? {
        for i in raw.indices where raw[i] == Self.scheme[0] && raw[i...].starts(with: Self.scheme) {
            let end = raw[i...].firstIndex { $0 <= 0x20 || $0 >= 0x7F } ?? raw.endIndex
            let text = Scalars.string(raw[i..<end])
            if text.hasPrefix("http://") || text.hasPrefix("https://"), text.count > 10 { return text }
        }
        return nil
    }

    /// A name the furniture gives the site, with how far it is to be trusted; 0 is best.
    private func siteCandidate(_ line: Int, _ reason: RemovalReason) -> (rank: Int, name: String)? {
        let raw = table.raw(line)
        guard raw.count <= 160 else { return nil }
        switch reason {
        case .source, .updateLine:
            guard let name = labelled(line, cues.sourceLabel), isSiteName(name) else { return nil }
            return (0, name)
        case .copyright, .navigation, .other:
            if let name = labelled(line, cues.sponsorLabel), isSiteName(name) { return (3, name) }
            if reason == .copyright, let name = owner(raw) { return (1, name) }
            if reason == .navigation, let name = root(raw) { return (2, name) }
            return nil
        case .prompt: return promptName(line).map { (4, $0) }
        default: return nil
        }
    }

    /// 网络, 本站原创 and bare numbers name nothing.
    private func isSiteName(_ name: String) -> Bool {
        let text = Scalars.array(name)
        guard (2...24).contains(text.count), text.contains(where: { Scalars.isHan($0) || Scalars.isLatinLetter($0) })
        else {
            return false
        }
        return !structure.lexicons.bylines.nobody.contains(fold(text[...]))
    }

    private func fold(_ text: ArraySlice<UInt32>) -> [UInt32] {
        text.map { structure.lexicons.folding.fold($0) }.filter { $0 != 0 }
    }

    /// The word of a rights line that is the site's name: beside 版权所有, a year or a sign.
    private func owner(_ raw: ArraySlice<UInt32>) -> String? {
        let words = raw.split { Scalars.isBlank($0) || $0 == 0x7C || $0 == 0xFF5C }
        let isName = { (word: ArraySlice<UInt32>) -> Bool in
            (2...14).contains(word.count) && word.allSatisfy(Scalars.isHan) && !self.isRightsWord(word)
        }
        return words.first(where: isName).map { Scalars.string($0) } ?? beforeRights(raw)
    }

    private func isRightsWord(_ word: ArraySlice<UInt32>) -> Bool { cues.imprint.occurs(in: fold(word)[...]) }

    private static let rights = Scalars.array("版权")

    /// 甬江潮新闻网版权与免责声明: what stands before 版权.
    private func beforeRights(_ raw: ArraySlice<UInt32>) -> String? {
        guard let i = raw.indices.first(where: { raw[$0...].starts(with: Self.rights) }),
            let head = raw[..<i].split(whereSeparator: { !Scalars.isHan($0) }).last
        else { return nil }
        return (3...14).contains(head.count) && !isRightsWord(head) ? Scalars.string(head) : nil
    }

    /// The first item of a row of links, where it is a name and not 首页.
    private func root(_ raw: ArraySlice<UInt32>) -> String? {
        let items = raw.split { [0x3E, 0x7C, 0xFF5C, 0xBB, 0x2192, 0x203A].contains($0) }
        guard items.count >= 2, let first = items.first else { return nil }
        let name = first.filter { !Scalars.isBlank($0) }
        guard (3...12).contains(name.count), name.allSatisfy(Scalars.isHan) else { return nil }
        return cues.rootStop.occurs(in: fold(name[...])[...]) ? nil : Scalars.string(name[...])
    }

    /// 前言:中文期刊网精心挑选了…; 以下是范文小站为您整理的….
    private func promptName(_ line: Int) -> String? {
        let text = table.text(line)
        guard let compiler = cues.compiler.first(in: text) else { return nil }
        let head = text[..<compiler.lowerBound].suffix(10)
        // The name is what stands before the verb, back to 是 or a mark.
        let start = head.lastIndex { !Scalars.isHan($0) || $0 == 0x662F }.map { $0 + 1 } ?? head.startIndex
        let name = head[start...].indices.map { table.scalars[Int(table.places[$0])] }
        guard (3...10).contains(name.count), let last = name.last, [0x7F51, 0x7DB2, 0x7AD9, 0x5427].contains(last)
        else { return nil }
        return Scalars.string(name[...])
    }
}
