/// What a byline or a signature says.
struct Byline {
    var name: String?
    var unit: String?
    var post: String?
    /// What it says beside the name, as it stands there: cues for the kind.
    var words: [UInt32] = []
    /// Whether a label says that a writer is named, as 文/ or 作者: does.
    var isLabelled = false
    /// Whether the name is one only by its place: behind a unit, and no surname that is known begins it.
    var isGuess = false

    /// Whether it is more than a name by itself, which a short heading could be as well.
    var isFirm: Bool { unit != nil || post != nil || isLabelled }
}

/// Reads bylines: 单位 职务 姓名 in its many orders, with or without brackets and labels.
final class BylineReader: Sendable {
    let words: BylineWords
    let folding: Folding

    init(words: BylineWords, folding: Folding) {
        self.words = words
        self.folding = folding
    }

    /// Reads a line, or nil where it is no byline.
    ///
    /// - Parameter raw: The line as it stands; two lines of one byline joined by a blank.
    func read(_ raw: ArraySlice<UInt32>) -> Byline? {
        guard let byline = readGuessing(raw), !byline.isGuess else { return nil }
        return byline
    }

    /// Reads a line that stands where a byline is to be expected: there any word behind a unit is a name.
    func readGuessing(_ raw: ArraySlice<UInt32>) -> Byline? {
        let marking = raw.first ?? 0
        let isMarked = Self.isSign(marking)
        var raw = Self.unadorned(raw)
        guard raw.count >= 2, raw.count <= 90, let (label, isStruck) = dropLabel(&raw) else { return nil }
        cutOtherRoles(&raw)
        dropDate(&raw)
        raw = Self.unadorned(raw)
        guard raw.count >= 2 else { return nil }
        // A stroke or a long label says that a name follows, whatever it looks like: 文|阿依努尔, 本报记者 冬青. So does a
        // sign with a unit behind it; by itself only one that sets off no headings.
        let isStruckOpen = (isStruck || label.count >= 4) && !label.suffix(2).elementsEqual(words.cadres)
        let isSigned = isMarked && (raw.contains(where: Scalars.isBlank) || marking == 0x25A1 || marking >= 0x2700)
        let isOpen = isStruckOpen || isSigned
        guard var byline = readBracketed(raw, isLabelled: !label.isEmpty, isOpen) else { return nil }
        byline.isLabelled = !label.isEmpty || isMarked
        byline.words += label
        if byline.post == nil, !label.starts(with: words.onSecondment),
            let length = words.posts.ending(label.map { folding.fold($0) }[...]), byline.name != nil
        {
            byline.post = Scalars.string(label.suffix(length))
        }
        return byline
    }

    /// What stands in a line that speaks of the writer: 作者系某市某局处长,挂任…; 张三(作者单位:某局); or any byline.
    func readStatement(_ raw: ArraySlice<UInt32>) -> Byline? {
        let raw = Self.unadorned(raw)
        let bare = Array(raw.filter { !Scalars.isBlank($0) })
        if isName(bare) { return Byline(name: Scalars.string(bare[...]), isLabelled: true) }
        if let open = raw.firstIndex(where: { folding.fold($0) == 0x28 }), open > raw.startIndex {
            let name = raw[..<open].filter { !Scalars.isBlank($0) }
            guard isName(Array(name)) else { return read(raw) }
            let described = described(raw[(open + 1)...])
            return Byline(name: Scalars.string(name[...]), unit: described.unit, post: described.post, isLabelled: true)
        }
        let rest = withoutPrefix(raw)
        // 本文作者张三,系某局干部
        if let comma = rest.firstIndex(where: { folding.fold($0) == 0x2C }), rest.count < raw.count,
            isName(rest[..<comma].filter { !Scalars.isBlank($0) })
        {
            let described = described(rest[(comma + 1)...])
            let name = rest[..<comma].filter { !Scalars.isBlank($0) }
            return Byline(name: Scalars.string(name[...]), unit: described.unit, post: described.post, isLabelled: true)
        }
        if rest.count == raw.count, let byline = read(rest) { return byline }
        if isName(rest.filter { !Scalars.isBlank($0) }) {
            return Byline(name: Scalars.string(rest.filter { !Scalars.isBlank($0) }[...]), isLabelled: true)
        }
        if let byline = read(rest), byline.isFirm { return byline }
        let described = described(rest)
        return described.unit == nil ? nil : Byline(unit: described.unit, post: described.post, isLabelled: true)
    }

    /// The first clause of a description, its 作者系 and what comes after a comma or bracket left out.
    private func described(_ raw: ArraySlice<UInt32>) -> (unit: String?, post: String?) {
        let clause = withoutPrefix(raw).prefix { ![0x29, 0x2C, 0x3B, 0x3002].contains(folding.fold($0)) }
        return unitAndPost(clause.filter { !Scalars.isBlank($0) })
    }

    private func withoutPrefix(_ raw: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var raw = raw
        while let first = raw.first {
            if Scalars.isBlank(first) {
                raw = raw.dropFirst()
                continue
            }
            let folded = raw.prefix(8).map { folding.fold($0) }
            guard let length = words.statements.beginning(folded[...]) else { break }
            raw = raw.dropFirst(length)
        }
        return raw
    }

    /// A name and what stands in brackets behind it, or a line without brackets.
    private func readBracketed(_ raw: ArraySlice<UInt32>, isLabelled: Bool, _ isOpen: Bool) -> Byline? {
        guard let open = raw.firstIndex(where: { folding.fold($0) == 0x28 || $0 == 0x3010 }) else {
            return readPlain(raw, isLabelled: isLabelled, isOpen)
        }
        let head = raw[..<open]
        let close = raw[open...].firstIndex { folding.fold($0) == 0x29 || $0 == 0x3011 }
        let inside = Self.unadorned(raw[(open + 1)..<(close ?? raw.endIndex)])
        if let close, raw[(close + 1)...].contains(where: { Scalars.isHan($0) }) {
            // A unit's own brackets: 中共某县委(县政府)办公室 张三.
            return readPlain(raw, isLabelled: isLabelled, isOpen)
        }
        guard !head.isEmpty, var byline = readPlain(head, isLabelled: true, isOpen) else { return nil }
        let folded = inside.filter { !Scalars.isBlank($0) }.map { folding.fold($0) }
        if byline.name == nil {
            guard isName(folded) else { return nil }
            byline.name = Scalars.string(inside.filter { !Scalars.isBlank($0) }[...])
            return byline
        }
        let description = described(inside)
        if description.unit == nil, description.post == nil {
            let isAside =
                words.roles.contains(folded) || folded.starts(with: words.onSecondment)
                || DateReader.first(in: inside) != nil
            guard isLabelled || byline.unit != nil || byline.post != nil || isAside else { return nil }
            return byline
        }
        byline.unit = byline.unit ?? description.unit
        byline.post = byline.post ?? description.post
        byline.words += inside
        return byline
    }

    private func readPlain(_ raw: ArraySlice<UInt32>, isLabelled: Bool, _ isOpen: Bool) -> Byline? {
        if raw.contains(where: { Scalars.isSentenceEnd(folding.fold($0)) || folding.fold($0) == 0x2C }) { return nil }
        var tokens = tokens(raw)
        if let end = tokens.firstIndex(where: { words.roles.contains($0.map { folding.fold($0) }) }), end > 0 {
            tokens.removeSubrange(end...)
        }
        tokens.removeAll { $0.count == 1 && folding.fold($0[0]) == 0xB7 }
        let count = tokens.count
        tokens.removeAll(where: isMasked)
        let isMasked = tokens.count < count
        guard !tokens.isEmpty, tokens.count <= 6 else { return nil }
        var names = tokens.indices.filter { isNames(tokens[$0]) }
        var isGuess = false
        if names.isEmpty, let open = openName(tokens, raw, isOpen) {
            names = [open]
        } else if names.isEmpty, let guess = guessedName(tokens) {
            names = [guess]
            isGuess = true
        }
        var name: String?
        if names.count == tokens.count {
            let joined = tokens.map { Scalars.string($0[...]) }.joined(separator: " ")
            return isMasked && !isLabelled ? nil : Byline(name: joined, words: Array(tokens.joined()))
        } else if let last = names.last, let first = names.first {
            // Names stand together, before or behind what is said of them; of several with a post each the first counts.
            let isRun = last - first == names.count - 1
            let upper = isRun ? last : first
            name = (isRun ? Array(tokens[first...last]) : names.map { tokens[$0] }).map { Scalars.string($0[...]) }
                .joined(separator: " ")
            let next = isRun ? tokens.count : names[1]
            tokens = Array(isRun || first == 0 ? tokens[..<first] + tokens[(upper + 1)..<next] : tokens[..<first])
        } else if tokens.count == 1, let split = trailingName(tokens[0]) {
            name = Scalars.string(tokens[0][split...])
            tokens[0] = Array(tokens[0][..<split])
        }
        guard name != nil || isLabelled || isMasked else { return nil }
        tokens.removeAll { token in
            token.starts(with: words.onSecondment)
                || (words.secondmentPosts.beginning(token.map { folding.fold($0) }[...]) ?? 0) >= 2
        }
        let described = Array(tokens.joined())
        let (unit, post) = unitAndPost(described)
        guard unit != nil || post != nil || isLabelled && name != nil else { return nil }
        guard name != nil || unit != nil && (isLabelled || isMasked) else { return nil }
        guard !isGuess || unit != nil else { return nil }
        return Byline(name: name, unit: unit, post: post, words: described, isGuess: isGuess)
    }

    /// Unit and post of a description without a name: 泰州市委政法委综治四处处长.
    func unitAndPost(_ description: [UInt32]) -> (unit: String?, post: String?) {
        let segments = description.split(whereSeparator: { $0 == 0x3001 || folding.fold($0) == 0x2F })
        var unit: String?
        var posts: [String] = []
        for segment in segments {
            // 某公司派驻某局: the unit that sent its writer.
            let away = words.away.first(in: segment.map { folding.fold($0) }[...]).map(\.lowerBound) ?? segment.count
            let segment = segment.prefix(away < 4 ? segment.count : away)
            let folded = segment.map { folding.fold($0) }
            if folded.starts(with: words.onSecondment) { continue }
            var postLength = partyPost(folded) ?? words.posts.ending(folded[...]) ?? 0
            if postLength > 0 { postLength += words.ranks.ending(folded.dropLast(postLength)) ?? 0 }
            let head = segment.dropLast(postLength)
            let headFolded = folded.dropLast(postLength)
            let post = postLength > 0 ? Scalars.string(segment.suffix(postLength)) : nil
            if isLevel(headFolded, hasLeader: post != nil && !posts.isEmpty) {
                let isPaper = words.units.ending(headFolded) == nil
                if let post { posts.append(isPaper ? post : Scalars.string(segment)) }
            } else if head.count >= 2, words.units.ending(headFolded) != nil {
                if let post, unit != nil, !posts.isEmpty, !headFolded.contains(where: words.divisions.contains) {
                    // A department of the same unit: 某大学党委副书记、学生工作部部长.
                    posts.append(Scalars.string(head) + post)
                } else if unit == nil || post != nil {
                    unit = Scalars.string(head)
                    posts = post.map { [$0] } ?? []
                }
            } else if let post, unit != nil || !posts.isEmpty {
                posts.append(head.isEmpty ? post : Scalars.string(segment))
            } else if let post, segments.count == 1, head.count <= 2 {
                posts = [head.isEmpty ? post : Scalars.string(segment)]
            }
        }
        return (unit, posts.isEmpty ? nil : posts.joined(separator: "、"))
    }

    /// Length of a post in a unit's party committee, which keeps its body: 某大学|党委副书记.
    private func partyPost(_ folded: [UInt32]) -> Int? {
        guard let length = words.posts.ending(folded[...]), let organ = words.organs.ending(folded.dropLast(length)),
            folded.count - length - organ >= 3, words.units.ending(folded.dropLast(length + organ)) != nil
        else { return nil }
        return length + organ
    }

    /// An organ without a proper name; behind another such post also one of its departments: 县委常委、县委组织部部长.
    private func isLevel(_ organ: ArraySlice<UInt32>, hasLeader: Bool) -> Bool {
        if words.levels.contains(organ) { return true }
        guard hasLeader, organ.count > 2, words.levels.contains(organ.prefix(2)) else { return false }
        return words.levels.contains(organ.dropFirst(2))
    }

    static func unadorned(_ raw: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var raw = raw
        while let first = raw.first, Scalars.isBlank(first) || isOrnament(first) { raw = raw.dropFirst() }
        while let last = raw.last, Scalars.isBlank(last) || isOrnament(last) { raw = raw.dropLast() }
        guard let first = raw.first, let last = raw.last, raw.count > 2 else { return raw }
        let close = closer(of: first)
        guard close == last, raw.firstIndex(of: close) == raw.endIndex - 1 else { return raw }
        return unadorned(raw.dropFirst().dropLast())
    }

    /// The mark that closes brackets round a byline; 0 for any other character.
    private static func closer(of c: UInt32) -> UInt32 {
        switch c {
        case 0x28: 0x29
        case 0xFF08: 0xFF09
        case 0x3010: 0x3011
        case 0x5B: 0x5D
        case 0x3014: 0x3015
        default: 0
        }
    }

    /// Signs that papers set before a byline.
    private static func isSign(_ c: UInt32) -> Bool {
        (0x25A0...0x25FF).contains(c) || c == 0x26AB || (0x270D...0x2712).contains(c) || c == 0x1F58A
    }

    /// Signs and dashes round a byline.
    private static func isOrnament(_ c: UInt32) -> Bool {
        switch c {
        case 0x2500...0x2501, 0x2014, 0x2013, 0x2D, 0x2A, 0x25A0...0x25FF, 0x2605...0x2606, 0x26AB, 0x2022, 0x25AA,
            0x2756, 0x270D...0x2712, 0xFE0F, 0x1F58A, 0x203B:
            true
        default: false
        }
    }
}
