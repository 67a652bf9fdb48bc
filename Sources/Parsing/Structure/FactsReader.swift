internal import Reports

/// Reads what the furniture says of the page: site, address, times, author.
/// A class, for what it asks itself of each line would copy the structure it holds.
final class FactsReader {
    let structure: PageStructure
    let table: LineTable
    let lexicons: ParsingLexicons

    init(structure: PageStructure) {
        self.structure = structure
        table = structure.table
        lexicons = structure.lexicons
    }

    func read() -> PageFacts {
        var facts = structure.page.stated
        if facts.title == nil { facts.title = fileName ?? structure.pageTitle }
        var candidates: [SiteName] = []
        for line in table.lines.indices {
            guard let reason = structure.fates[line]?.reason else { continue }
            if reason != .recommendation, reason != .comments, reason != .advert { readTimes(line, &facts) }
            if facts.url == nil,
                reason == .link || reason == .source || lexicons.cues.address.occurs(in: table.text(line))
            {
                facts.url = address(table.raw(line))
            }
            if facts.author == nil, reason == .source || reason == .updateLine,
                let author = labelled(line, lexicons.cues.authorLabel, mayBeVerb: reason == .source)
            {
                facts.author = author
            }
            if facts.site == nil { candidates += siteCandidates(line, reason) }
            if facts.title == nil, reason == .prompt { facts.title = promisedTitle(line) }
        }
        if facts.site == nil { facts.site = bestSite(candidates) }
        return facts
    }

    /// The title of a page that shows a file: the line that its ending gave away.
    private var fileName: String? {
        let line = table.lines.indices.prefix(12).first {
            guard let fate = structure.fates[$0], fate.reason == .pageTitle, case .words = fate.cause else {
                return false
            }
            return true
        }
        return line.map { Scalars.string(table.raw($0)) }
    }

    /// The best candidate, in the shortest of the forms it has.
    private func bestSite(_ candidates: [SiteName]) -> String? {
        guard let best = candidates.min(by: { $0.rank < $1.rank })?.name else { return nil }
        return candidates.map(\.name).filter { $0 == best || best.hasPrefix($0) }.min { $0.count < $1.count } ?? best
    }

    /// What a prompt says it offers: 下面是小编为大家整理的…,供大家参考.
    private func promisedTitle(_ line: Int) -> String? {
        let text = table.text(line)
        guard let promise = lexicons.cues.promise.first(in: text) else { return nil }
        let supply = lexicons.folding.fold(0x4F9B)  // 供大家参考
        let rest = text[promise.upperBound...].prefix {
            ![0x2C, 0x3002, 0x21, 0x3A, 0x3B].contains($0) && $0 != supply
        }
        guard (4...50).contains(rest.count) else { return nil }
        return Scalars.string(rest.indices.map { table.scalars[Int(table.places[$0])] }[...])
    }

    /// Each date of a line counts by the words round it: those before it, or after the last one where none stand before.
    private func readTimes(_ line: Int, _ facts: inout PageFacts) {
        guard facts.publishedAt == nil || facts.updatedAt == nil else { return }
        guard table.lines[line].count <= 200, table.lines[line].classes.intersects(.numbers) else { return }
        var rest = table.raw(line)
        var next = DateReader.first(in: rest)
        while let date = next {
            var words = fold(rest[..<date.start])
            rest = rest[date.end...]
            next = DateReader.first(in: rest)
            if words.isEmpty || next == nil { words += fold(rest) }
            if lexicons.cues.clock.occurs(in: words[...]) { continue }
            if lexicons.cues.updated.occurs(in: words[...]) {
                if facts.updatedAt == nil { facts.updatedAt = date.text }
            } else if facts.publishedAt == nil {
                facts.publishedAt = date.text
            }
        }
    }

    /// What follows one of the labels and a colon or a stroke, up to a wide gap or a bar.
    private func labelled(_ line: Int, _ labels: BeginningList, mayBeVerb: Bool = false) -> String? {
        let text = table.text(line)
        guard let label = labels.first(in: text), label.upperBound < text.endIndex else { return nil }
        // 作者:张三, 文/张三, and (作者系某局干部), whose verb stays with what it says.
        let mark = text[label.upperBound]
        let isVerb = mayBeVerb && mark == lexicons.folding.fold(0x7CFB)
        // 抓取自 某某网, 转自某某网: nothing need stand between.
        let isOpen = text[label.upperBound - 1] == 0x81EA
        let isMark = mark == 0x3A || mark == 0x2F || mark == 0x7C
        guard isMark || isVerb || isOpen else { return nil }
        let raw = table.raw(line)
        var start = Int(table.places[label.upperBound]) + (isMark ? 1 : 0)
        while start < raw.endIndex, Scalars.isBlank(raw[start]) { start += 1 }
        let isOpening = label.lowerBound <= text.startIndex + 1
        var end = start
        while end < raw.endIndex, ![0x7C, 0x5D, 0x3011, 0xFF5C].contains(raw[end]) {
            if Scalars.isBlank(raw[end]), end + 1 < raw.endIndex,
                !isOpening || Scalars.isBlank(raw[end + 1]) || isLabel(raw[(end + 1)...])
            {
                break
            }
            end += 1
        }
        // 某某日报　2019-08-12
        if let date = DateReader.first(in: raw[start..<end]), date.start > start, Scalars.isBlank(raw[date.start - 1]) {
            end = date.start
        }
        while end > start, Scalars.isBlank(raw[end - 1]) { end -= 1 }
        return end > start ? Scalars.string(raw[start..<end]) : nil
    }

    /// 作者:, 时间:: something else is said.
    private func isLabel(_ raw: ArraySlice<UInt32>) -> Bool {
        let word = raw.prefix(7).prefix { !Scalars.isBlank($0) }
        return word.dropFirst().contains { lexicons.folding.fold($0) == 0x3A }
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
    private struct SiteName {
        var rank: Int
        var name: String
    }

    private func siteCandidates(_ line: Int, _ reason: RemovalReason) -> [SiteName] {
        let raw = table.raw(line)
        guard raw.count <= 160 else { return [] }
        var found: [SiteName] = []
        func note(_ rank: Int, _ name: String?) {
            if let name { found.append(SiteName(rank: rank, name: name)) }
        }
        if line < 3, reason != .pageTitle { note(1, masthead(raw)) }
        switch reason {
        case .source, .updateLine, .share, .navigation, .link:
            if let name = labelled(line, lexicons.cues.sourceLabel).map(withoutColumn), isSiteName(name) {
                // 办公室, 《某刊》2023年第2期: one of the site's own, not the site.
                let isMinor = !isSite(name) && (name.unicodeScalars.count <= 4 || name.hasPrefix("《"))
                if !isOffice(name) { note(isMinor ? 4 : 0, name) }
            }
            if table.lines[line].classes.intersects(.numbers) { note(1, account(raw)) }
        default: break
        }
        switch reason {
        case .copyright, .navigation, .other:
            if let name = labelled(line, lexicons.cues.sponsorLabel), isSiteName(name) { note(4, name) }
            if reason == .copyright, let name = owner(raw) { note(isSite(name) ? 2 : 3, name) }
            if reason == .navigation, let name = root(raw) { note(line < 3 || isSite(name) ? 2 : 3, name) }
        case .share, .prompt, .updateLine:
            if line < 3, reason != .prompt, let name = root(raw) { note(4, name) }
            if reason == .prompt { note(5, promptName(line)) }
        default: break
        }
        return found
    }

    /// Whether a name ends as sites' names do.
    private func isSite(_ name: String) -> Bool {
        let text = fold(Scalars.array(name)[...])
        return lexicons.cues.siteEndings.ending(text[...]).map { $0 < text.count } ?? false
    }

    /// 办公室, 企业文化部, 编辑部: some office of whoever runs the site, which names no site.
    private func isOffice(_ name: String) -> Bool {
        let text = fold(Scalars.array(name)[...])
        return text.count <= 6 && !isSite(name) && lexicons.cues.siteOffices.ending(text) != nil
            && !text.dropFirst().contains(where: lexicons.bylines.divisions.contains)
    }

    /// The account or paper named beside the stamp: 原创 张三 某某青年 2022-05-04 18:30, 某某网 2024-01-09 21:30 更新.
    private func account(_ raw: ArraySlice<UInt32>) -> String? {
        guard let date = DateReader.first(in: raw) else { return nil }
        let before = raw[..<date.start].split(whereSeparator: isDivider)
        let isOriginal = before.first.map { lexicons.cues.original.contains(fold($0)) } ?? false
        if let name = before.last, before.count > 1 || !isOriginal, isOriginal || isSite(Scalars.string(name)),
            let plain = plainName(name)
        {
            return plain
        }
        let after = raw[date.end...].split(whereSeparator: isDivider).first
        return after.flatMap { isSite(Scalars.string($0)) ? plainName($0) : nil }
    }

    private func isDivider(_ c: UInt32) -> Bool {
        switch c {
        case 0x7C, 0xFF5C, 0x2F, 0xFF0F, 0xB7, 0x3A, 0xFF1A, 0x28, 0x29, 0xFF08, 0xFF09: true
        default: Scalars.isBlank(c)
        }
    }

    /// A name of Chinese characters without what says in which form the site is read; nil where it is no name.
    func plainName(_ name: ArraySlice<UInt32>) -> String? {
        var name = name
        while let last = name.last, last == 0x3011 || last == 0x5D,
            let open = name.lastIndex(where: { $0 == 0x3010 || $0 == 0x5B })
        {
            name = name[..<open]
        }
        while let length = lexicons.cues.siteForms.ending(fold(name)[...]), name.count >= length {
            name = name.dropLast(length)
        }
        guard (2...14).contains(name.count), name.allSatisfy({ Scalars.isHan($0) && $0 != 0x4E28 }),
            !lexicons.cues.rootStop.occurs(in: fold(name)[...]), !isFurniture(name)
        else { return nil }
        return Scalars.string(name)
    }

    /// Whether a name is nothing but a word that any site uses: 内容由会员投稿.
    private func isFurniture(_ name: ArraySlice<UInt32>) -> Bool {
        if isSite(Scalars.string(name)) { return false }
        let text = fold(name)
        let weighed = lexicons.characters.withPlacedText(text) {
            lexicons.furnitureWords.weigh($0, of: Line(folded: 0..<text.count, afterBlank: false))
        }
        return weighed.isCovered || weighed.furniture >= 3
    }

    /// 网络, 本站原创 and bare numbers name nothing.
    private func isSiteName(_ name: String) -> Bool {
        let text = Scalars.array(name)
        guard (2...24).contains(text.count), text.contains(where: { Scalars.isHan($0) || Scalars.isLatinLetter($0) })
        else {
            return false
        }
        return !lexicons.bylines.nobody.contains(fold(text[...]))
    }

    func fold(_ text: ArraySlice<UInt32>) -> [UInt32] {
        var folded: [UInt32] = []
        folded.reserveCapacity(text.count)
        for c in text where lexicons.folding.fold(c) != 0 { folded.append(lexicons.folding.fold(c)) }
        return folded
    }

    /// The word of a rights line that is the site's name: beside 版权所有, a year or a sign.
    private func owner(_ raw: ArraySlice<UInt32>) -> String? {
        let words = raw.split { Scalars.isBlank($0) || $0 == 0x7C || $0 == 0xFF5C }
        let isName = { (word: ArraySlice<UInt32>) -> Bool in
            (2...14).contains(word.count) && word.allSatisfy(Scalars.isHan) && !self.isRightsWord(word)
                && !self.isFurniture(word) && !self.isOffice(Scalars.string(word))
        }
        return words.first(where: isName).map { Scalars.string($0) } ?? beforeRights(raw)
    }

    private func isRightsWord(_ word: ArraySlice<UInt32>) -> Bool { lexicons.cues.imprint.occurs(in: fold(word)[...]) }

    private static let rights = Scalars.array("版权")

    /// 甬江潮新闻网版权与免责声明: what stands before 版权.
    private func beforeRights(_ raw: ArraySlice<UInt32>) -> String? {
        guard let i = raw.indices.first(where: { raw[$0...].starts(with: Self.rights) }),
            let head = raw[..<i].split(whereSeparator: { !Scalars.isHan($0) }).last
        else { return nil }
        return (3...14).contains(head.count) && !isRightsWord(head) ? Scalars.string(head) : nil
    }

    /// What stands between the steps of a path.
    private static func isStep(_ c: UInt32) -> Bool {
        switch c {
        case 0x3E, 0xFF1E, 0x7C, 0xFF5C, 0xBB, 0x2192, 0x203A, 0x2F, 0xFF0F, 0xB7, 0x258F, 0x2506, 0x250A, 0x2D, 0x3A,
            0xFF1A, 0x279C, 0x2794, 0x27A4, 0x25B6, 0x25BA, 0x25B8, 0x2503, 0x3C, 0xFF1C, 0x226A, 0x226B, 0x5F:
            true
        default: false
        }
    }

    /// The first item of a row of links, where it is a name and not 首页.
    private func root(_ raw: ArraySlice<UInt32>) -> String? {
        let items = raw.split { Self.isStep($0) || Scalars.isBlank($0) }
        guard items.count >= 2 else { return nil }
        // 当前位置: 某某网 > …; ☰ 某某网
        for item in items.prefix(3) {
            var words = item.drop { !Scalars.isHan($0) }
            if words.last == 0x300B { words = words.dropLast() }
            if words.isEmpty || lexicons.cues.here.contains(fold(words)) { continue }
            return words.count >= 3 ? plainName(words) : nil
        }
        return nil
    }

    /// 前言:中文期刊网精心挑选了…; 以下是范文小站为您整理的….
    private func promptName(_ line: Int) -> String? {
        let text = table.text(line)
        guard let compiler = lexicons.cues.compiler.first(in: text) else { return nil }
        let head = text[..<compiler.lowerBound].suffix(10)
        // The name is what stands before the verb, back to 是 or a mark.
        let start = head.lastIndex { !Scalars.isHan($0) || $0 == 0x662F }.map { $0 + 1 } ?? head.startIndex
        let name = head[start...].indices.map { table.scalars[Int(table.places[$0])] }
        guard (3...10).contains(name.count), let last = name.last, [0x7F51, 0x7DB2, 0x7AD9, 0x5427].contains(last)
        else { return nil }
        return Scalars.string(name[...])
    }
}
