internal import Reports

/// Reads what the furniture says of the page: site, address, times, author.
struct FactsReader {
    let structure: PageStructure

    func read() -> PageFacts {
        var facts = structure.page.stated
        if facts.title == nil { facts.title = structure.pageTitle }
        var candidates: [(rank: Int, name: String)] = []
        for line in structure.table.lines.indices {
            guard let fate = structure.fates[line] else { continue }
            let raw = structure.table.raw(line)
            if fate.reason != .recommendation, fate.reason != .comments, fate.reason != .advert {
                readTimes(raw, &facts)
            }
            if facts.url == nil, fate.reason == .link || fate.reason == .source { facts.url = address(raw) }
            if facts.author == nil, fate.reason == .source, let author = labelled(raw, ["作者"], atStart: true) {
                facts.author = author
            }
            if let name = siteCandidate(raw, fate.reason) { candidates.append(name) }
            if facts.title == nil, fate.reason == .prompt { facts.title = promisedTitle(raw) }
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
    private func promisedTitle(_ raw: ArraySlice<UInt32>) -> String? {
        let folded = raw.map { structure.lexicons.folding.fold($0) }
        for i in folded.indices {
            guard let length = structure.lexicons.cues.promise.beginning(folded[i...]) else { continue }
            let stop = structure.lexicons.folding
            let rest = raw[(raw.startIndex + i + length)...].prefix { c in
                ![0x2C, 0x3002, 0x21, 0x3A, 0x3B].contains(stop.fold(c)) && c != 0x4F9B
            }
            let title = rest.filter { c in !Scalars.isBlank(c) }
            if (4...50).contains(title.count) { return Scalars.string(title[...]) }
        }
        return nil
    }

    private func readTimes(_ raw: ArraySlice<UInt32>, _ facts: inout PageFacts) {
        guard raw.count <= 200, let date = DateReader.first(in: raw) else { return }
        let folded = raw.map { structure.lexicons.folding.fold($0) }.filter { $0 != 0 }
        if contains(folded, "更新") || contains(folded, "修改") {
            if facts.updatedAt == nil { facts.updatedAt = date.text }
            return
        }
        if contains(folded, "今天是") || contains(folded, "copyright") { return }
        if contains(folded, "发布") || contains(folded, "发表") || facts.publishedAt == nil {
            if facts.publishedAt == nil || contains(folded, "本文发布") { facts.publishedAt = date.text }
        }
    }

    /// What follows one of the labels and a colon, up to a wide gap or a bar.
    private func labelled(_ raw: ArraySlice<UInt32>, _ labels: [String], atStart: Bool = false) -> String? {
        let fold = structure.lexicons.folding
        for label in labels {
            let wanted = Scalars.array(label)
            for i in raw.indices where !atStart || i <= raw.startIndex + 1 {
                guard raw[i...].starts(with: wanted) else { continue }
                var j = i + wanted.count
                while j < raw.endIndex, Scalars.isBlank(raw[j]) { j += 1 }
                guard j < raw.endIndex else { continue }
                // 作者:张三, 文/张三, and (作者系某局干部), whose verb stays with what it says.
                let mark = fold.fold(raw[j])
                guard mark == 0x3A || mark == 0x2F || atStart && mark == fold.fold(0x7CFB) else { continue }
                if mark == 0x3A || mark == 0x2F { j += 1 }
                while j < raw.endIndex, Scalars.isBlank(raw[j]) { j += 1 }
                var end = j
                while end < raw.endIndex, ![0x7C, 0x5D, 0x3011, 0xFF5C].contains(raw[end]) {
                    if Scalars.isBlank(raw[end]), end + 1 < raw.endIndex, !atStart || Scalars.isBlank(raw[end + 1]) {
                        break
                    }
                    end += 1
                }
                while end > j, Scalars.isBlank(raw[end - 1]) { end -= 1 }
                if end > j { return Scalars.string(raw[j..<end]) }
            }
        }
        return nil
    }

    private func address(_ raw: ArraySlice<UInt32>) -> String? {
        for i in raw.indices where raw[i...].starts(with: Scalars.array("http")) {
            let end = raw[i...].firstIndex { $0 <= 0x20 || $0 >= 0x7F } ?? raw.endIndex
            let text = Scalars.string(raw[i..<end])
            if text.hasPrefix("http://") || text.hasPrefix("https://"), text.count > 10 { return text }
        }
        return nil
    }

    /// A name the furniture gives the site, with how far it is to be trusted; 0 is best.
    private func siteCandidate(_ raw: ArraySlice<UInt32>, _ reason: RemovalReason) -> (rank: Int, name: String)? {
        guard raw.count <= 160 else { return nil }
        switch reason {
        case .source, .updateLine:
            guard let name = labelled(raw, ["来源", "來源", "出处", "稿源"]), isSiteName(name) else { return nil }
            return (0, name)
        case .copyright, .navigation, .other:
            if let name = labelled(raw, ["主办", "主办单位"]), isSiteName(name) { return (3, name) }
            if reason == .copyright, let name = owner(raw) { return (1, name) }
            if reason == .navigation, let name = root(raw) { return (2, name) }
            return nil
        case .prompt:
            return promptName(raw).map { (4, $0) }
        default: return nil
        }
    }

    /// 网络, 本站原创 and bare numbers name nothing.
    private func isSiteName(_ name: String) -> Bool {
        let text = Scalars.array(name)
        let folded = text.map { structure.lexicons.folding.fold($0) }
        guard (2...24).contains(text.count), text.contains(where: { Scalars.isHan($0) || Scalars.isLatinLetter($0) })
        else {
            return false
        }
        return !structure.lexicons.bylines.nobody.contains(folded)
    }

    /// The word of a rights line that is the site's name: beside 版权所有, a year or a sign.
    private func owner(_ raw: ArraySlice<UInt32>) -> String? {
        let words = raw.split { Scalars.isBlank($0) || $0 == 0x7C || $0 == 0xFF5C }.map { Array($0) }
        let isName = { (word: [UInt32]) -> Bool in
            (2...14).contains(word.count) && word.allSatisfy { Scalars.isHan($0) } && !self.isRightsWord(word)
        }
        return words.first(where: isName).map { Scalars.string($0[...]) } ?? beforeRights(raw)
    }

    private func isRightsWord(_ word: [UInt32]) -> Bool {
        structure.lexicons.cues.imprint.occurs(in: word.map { structure.lexicons.folding.fold($0) }[...])
    }

    /// 甬江潮新闻网版权与免责声明: what stands before 版权.
    private func beforeRights(_ raw: ArraySlice<UInt32>) -> String? {
        let wanted = Scalars.array("版权")
        guard let i = raw.indices.first(where: { raw[$0...].starts(with: wanted) }) else { return nil }
        let head = raw[..<i].split { !Scalars.isHan($0) }.last.map { Array($0) } ?? []
        return (3...14).contains(head.count) && !isRightsWord(head) ? Scalars.string(head[...]) : nil
    }

    /// The first item of a row of links, where it is a name and not 首页.
    private func root(_ raw: ArraySlice<UInt32>) -> String? {
        let items = raw.split { [0x3E, 0x7C, 0xFF5C, 0xBB, 0x2192, 0x203A].contains($0) }
        guard items.count >= 2, let first = items.first else { return nil }
        let name = first.filter { !Scalars.isBlank($0) }
        guard (3...12).contains(name.count), name.allSatisfy(Scalars.isHan) else { return nil }
        return ["首页", "位置", "主页", "一篇", "一条"].contains { contains(name, $0) } ? nil : Scalars.string(name[...])
    }

    /// 前言:中文期刊网精心挑选了…; 以下是范文小站为您整理的….
    private func promptName(_ raw: ArraySlice<UInt32>) -> String? {
        for mark in ["精心", "为您整理", "为大家整理", "小编"] {
            let wanted = Scalars.array(mark)
            guard let i = raw.indices.first(where: { raw[$0...].starts(with: wanted) }) else { continue }
            var start = i
            while start > raw.startIndex, Scalars.isHan(raw[start - 1]), raw[start - 1] != 0x662F, i - start < 12 {
                start -= 1
            }
            let name = raw[start..<i]
            if (3...10).contains(name.count), let last = name.last, [0x7F51, 0x7AD9, 0x5427].contains(last) {
                return Scalars.string(name)
            }
        }
        return nil
    }

    private func contains(_ text: [UInt32], _ wanted: String) -> Bool {
        let text = text.map { structure.lexicons.folding.fold($0) }
        let wanted = structure.lexicons.folding.fold(wanted)
        return text.indices.contains { text[$0...].starts(with: wanted) }
    }
}
