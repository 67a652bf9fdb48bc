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
    func read(_ raw: ArraySlice<UInt32>) -> Byline? { Self.lend(raw) { read($0) } }

    /// Reads a line that stands where a byline is to be expected: there any word behind a unit is a name.
    func readGuessing(_ raw: ArraySlice<UInt32>) -> Byline? { Self.lend(raw) { readGuessing($0) } }

    /// What stands in a line that speaks of the writer: 作者系某市某局处长,挂任…; 张三(作者单位:某局); or any byline.
    func readStatement(_ raw: ArraySlice<UInt32>) -> Byline? { Self.lend(raw) { readStatement($0) } }

    /// Lends text for one call; nil of none.
    static func lend<Result>(_ text: ArraySlice<UInt32>, _ body: (TextSlice) -> Result?) -> Result? {
        text.withUnsafeBufferPointer { text in
            text.baseAddress.flatMap { body(TextSlice($0, 0..<text.count)) }
        }
    }

    private func read(_ raw: TextSlice) -> Byline? {
        guard let byline = readGuessing(raw), !byline.isGuess else { return nil }
        return byline
    }

    private func readGuessing(_ raw: TextSlice) -> Byline? {
        if let plain = withoutAsides(raw) { return Self.lend(plain[...]) { readGuessing($0) } }
        let marking = raw.first ?? 0
        let isMarked = Self.isSign(marking)
        var raw = Self.unadorned(raw)
        if let byline = readFields(raw) ?? readPair(raw) ?? readSetApart(raw) { return byline }
        guard raw.count >= 2, raw.count <= 90, let (label, isStruck) = dropLabel(&raw) else { return nil }
        cutOtherRoles(&raw)
        if !label.isEmpty, let pair = readLabelled(&raw) { return pair }
        dropDate(&raw)
        raw = Self.unadorned(raw)
        guard raw.count >= 2 else { return nil }
        // A stroke or a long label says that a name follows, whatever it looks like: 文|阿依努尔, 本报记者 冬青. So does a
        // sign with a unit behind it; by itself only one that sets off no headings.
        let folded = label.mapped { folding.fold($0) }
        let isLong = label.count >= 3 || words.press.contains(folded)
        let isStruckOpen = (isStruck || isLong) && !label.suffix(2).elementsEqual(words.cadres)
        let isSigned = isMarked && (raw.contains(where: Scalars.isBlank) || marking == 0x25A1 || marking >= 0x2700)
        let isOpen = isStruckOpen || isSigned
        guard var byline = readBracketed(raw, isLabelled: !label.isEmpty, isOpen) else { return nil }
        byline.isLabelled = !label.isEmpty || isMarked
        byline.words += label
        if byline.post == nil, !label.starts(with: words.onSecondment), byline.name != nil,
            words.attendees.ending(folded) == nil, let length = words.posts.ending(folded)
        {
            byline.post = Scalars.string(label.suffix(length))
        }
        return byline
    }

    private func readStatement(_ raw: TextSlice) -> Byline? {
        let raw = Self.unadorned(raw)
        let bare = raw.filter { !Scalars.isBlank($0) }
        if isWriter(bare[...]) { return Byline(name: Scalars.string(bare), isLabelled: true) }
        if let open = raw.firstIndex(where: { folding.fold($0) == 0x28 }), open > raw.startIndex {
            let name = raw[..<open].filter { !Scalars.isBlank($0) }
            guard isWriter(name[...]) else { return read(raw) }
            let described = described(raw[(open + 1)...])
            return Byline(name: Scalars.string(name), unit: described.unit, post: described.post, isLabelled: true)
        }
        let rest = withoutPrefix(raw)
        // 本文作者张三,系某局干部
        if let comma = rest.firstIndex(where: { folding.fold($0) == 0x2C }), rest.count < raw.count,
            isWriter(rest[..<comma].filter { !Scalars.isBlank($0) }[...])
        {
            let described = described(rest[(comma + 1)...])
            let name = rest[..<comma].filter { !Scalars.isBlank($0) }
            return Byline(name: Scalars.string(name), unit: described.unit, post: described.post, isLabelled: true)
        }
        if rest.count == raw.count, let byline = read(rest) { return byline }
        if isWriter(rest.filter { !Scalars.isBlank($0) }[...]) {
            return Byline(name: Scalars.string(rest.filter { !Scalars.isBlank($0) }), isLabelled: true)
        }
        if let byline = read(rest), byline.isFirm { return byline }
        let described = described(rest)
        return described.unit == nil ? nil : Byline(unit: described.unit, post: described.post, isLabelled: true)
    }

    /// The first clause of a description, its 作者系 and what comes after a comma or bracket left out.
    private func described(_ raw: TextSlice) -> (unit: String?, post: String?) {
        let clause = withoutPrefix(raw).prefix { ![0x29, 0x2C, 0x3B, 0x3002].contains(folding.fold($0)) }
        return unitAndPost(clause.filter { !Scalars.isBlank($0) })
    }

    private func withoutPrefix(_ raw: TextSlice) -> TextSlice {
        var raw = raw
        while let first = raw.first {
            if Scalars.isBlank(first) {
                raw = raw.dropFirst()
                continue
            }
            let folded = raw.prefix(8).map { folding.fold($0) }
            guard let length = words.statements.beginning(folded) else { break }
            raw = raw.dropFirst(length)
        }
        return raw
    }

    /// A name and what stands in brackets behind it, or a line without brackets.
    private func readBracketed(_ raw: TextSlice, isLabelled: Bool, _ isOpen: Bool) -> Byline? {
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
            byline.name = Scalars.string(inside.filter { !Scalars.isBlank($0) })
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

    private func readPlain(_ raw: TextSlice, isLabelled: Bool, _ isOpen: Bool) -> Byline? {
        if raw.contains(where: { Scalars.isSentenceEnd(folding.fold($0)) || folding.fold($0) == 0x2C }) { return nil }
        return withTokens(raw) { readTokens(&$0, raw, isLabelled: isLabelled, isOpen) }
    }

    private func readTokens(
        _ tokens: inout BylineTokens, _ raw: TextSlice, isLabelled: Bool, _ isOpen: Bool
    ) -> Byline? {
        if let end = tokens.places.firstIndex(where: { words.roles.contains(tokens.folded($0)) }), end > 0 {
            tokens.places.removeSubrange(end...)
        }
        tokens.removeAll { tokens, place in place.count == 1 && tokens.folded(place).first == 0xB7 }
        if raw.contains(Self.others) {
            for number in tokens.places.indices { tokens.places[number] = withoutOthers(tokens, tokens.places[number]) }
        }
        // 副镇长(挂职) 张三, 某培训班学员 某局 李四
        if tokens.places.count > 1 {
            tokens.removeAll { tokens, place in
                self.isHeldOnSecondment(tokens.folded(place))
                    || self.words.attendees.ending(tokens.folded(place)) != nil
            }
        }
        let count = tokens.places.count
        tokens.removeAll { tokens, place in self.isMasked(tokens.raw(place)) }
        let isMasked = tokens.places.count < count
        guard !tokens.places.isEmpty, tokens.places.count <= 6 else { return nil }
        var names = tokens.places.indices.filter { isNames(tokens.raw(tokens.places[$0])) }
        var isGuess = false
        if names.isEmpty, let open = openName(tokens, raw, isOpen) {
            names = [open]
        } else if names.isEmpty, let guess = guessedName(tokens) {
            names = [guess]
            isGuess = !isCorrespondent(tokens.folded(tokens.places[0]))
        } else if names.isEmpty, isOpen {
            names = openNames(tokens)
        }
        if names.isEmpty, let rare = tokens.places.firstIndex(where: { isRareName(tokens.raw($0)) }) {
            names = [rare]
            isGuess = true
        }
        var name: String?
        if names.count == tokens.places.count {
            guard !isMasked || isLabelled else { return nil }
            return Byline(name: tokens.text(of: tokens.places), words: tokens.joined, isGuess: isGuess)
        } else if let last = names.last, let first = names.first {
            // Names stand together, before or behind what is said of them; of several with a post each the first counts.
            let isRun = last - first == names.count - 1
            let upper = isRun ? last : first
            name = tokens.text(of: isRun ? Array(tokens.places[first...last]) : names.map { tokens.places[$0] })
            let next = isRun ? tokens.places.count : names[1]
            if isRun || first == 0 {
                tokens.places.removeSubrange(next...)
                tokens.places.removeSubrange(first...upper)
            } else {
                tokens.places.removeSubrange(first...)
            }
        } else if tokens.places.count == 1, let split = trailingName(tokens, tokens.places[0]) {
            name = Scalars.string(tokens.raw(split..<tokens.places[0].upperBound))
            tokens.places[0] = tokens.places[0].lowerBound..<split
        }
        guard name != nil || isLabelled || isMasked else { return nil }
        tokens.removeAll { tokens, place in
            tokens.raw(place).starts(with: words.onSecondment)
                || (words.secondmentPosts.beginning(tokens.folded(place)) ?? 0) >= 2
        }
        let described = tokens.joined
        let (unit, post) = unitAndPost(described)
        guard unit != nil || post != nil || isLabelled && name != nil else { return nil }
        guard name != nil || unit != nil && (isLabelled || isMasked) else { return nil }
        guard !isGuess || unit != nil else { return nil }
        return Byline(name: name, unit: unit, post: post, words: described, isGuess: isGuess)
    }

    /// 挂职书记助理, 选派干部.
    private func isAway(_ post: TextSlice) -> Bool {
        post.starts(with: words.onSecondment) || words.secondmentPosts.beginning(post) == post.count
    }

    private func isHeldOnSecondment(_ token: TextSlice) -> Bool {
        guard let open = token.firstIndex(of: 0x28) else { return false }
        return token[(open + 1)...].starts(with: words.onSecondment)
    }

    /// Unit and post of a description without a name: 泰州市委政法委综治四处处长.
    func unitAndPost(_ description: [UInt32]) -> (unit: String?, post: String?) {
        let folded = description.map { folding.fold($0) }
        let found = Self.lend(description[...]) { raw in
            Self.lend(folded[...]) { folded in unitAndPost(raw, folded) }
        }
        return found ?? (nil, nil)
    }

    /// - Parameter whole: The same as the description, folded.
    private func unitAndPost(_ description: TextSlice, _ whole: TextSlice) -> (unit: String?, post: String?) {
        guard !whole.contains(0x3A) else { return (nil, nil) }
        let segments = description.indices.split { description[$0] == 0x3001 || whole[$0] == 0x2F }
        var unit: String?
        var posts: [String] = []
        for place in segments {
            // 某公司派驻某局: the unit that sent its writer.
            let place = place.startIndex..<place.endIndex
            let away = words.away.first(in: whole[place]).map { $0.lowerBound - place.lowerBound } ?? place.count
            let duty = stationing(whole[place]) ?? studying(whole[place]) ?? place.count
            let segment = description[place].prefix(min(away < 4 ? place.count : away, duty))
            let folded = whole[segment.indices]
            if folded.starts(with: words.onSecondment) { continue }
            var postLength = partyPost(folded) ?? words.posts.ending(folded) ?? 0
            if words.unitBeginnings.beginning(folded) != nil { postLength = ownPost(folded, postLength) }
            if postLength > 0 { postLength += words.ranks.ending(folded.dropLast(postLength)) ?? 0 }
            let head = segment.dropLast(postLength)
            let headFolded = folded.dropLast(postLength)
            // 某局选派干部: that is no post of one's own.
            let isAway = postLength > 0 && isAway(folded.suffix(postLength))
            let post = postLength > 0 && !isAway ? Scalars.string(segment.suffix(postLength)) : nil
            if isLevel(headFolded, hasLeader: post != nil) {
                let isPaper = words.units.ending(headFolded) == nil
                if let post { posts.append(isPaper ? post : Scalars.string(segment)) }
            } else if head.count >= 2,
                words.units.ending(headFolded) != nil || isPaper(headFolded, post: folded.suffix(postLength))
            {
                if let post, unit != nil, !posts.isEmpty, !headFolded.contains(where: words.divisions.contains) {
                    // A department of the same unit: 某大学党委副书记、学生工作部部长.
                    posts.append(Scalars.string(head) + post)
                } else if unit == nil || post != nil {
                    unit = Scalars.string(head)
                    posts = post.map { [$0] } ?? []
                }
            } else if let post, let end = unitEnd(headFolded) {
                // 某农商银行|信贷|经理: what kind of manager.
                let found = Scalars.string(head.prefix(end))
                if unit == nil { (unit, posts) = (found, []) }
                posts.append(unit == found ? Scalars.string(head.dropFirst(end)) + post : post)
            } else if let post, unit != nil || !posts.isEmpty {
                posts.append(head.isEmpty ? post : Scalars.string(segment))
            } else if let post, segments.count == 1, head.count <= 2 {
                posts = [head.isEmpty || words.roles.contains(headFolded) ? post : Scalars.string(segment)]
            } else if let post, segments.count == 1, let place = correspondence(headFolded, folded.suffix(postLength)) {
                posts = [Scalars.string(head.suffix(place)) + post]
            }
        }
        return (unit, posts.isEmpty ? nil : posts.joined(separator: "、"))
    }

    /// 《某某周刊》 by its marks, 某某农业报 by the reporter behind it.
    private func isPaper(_ folded: TextSlice, post: TextSlice) -> Bool {
        guard folded.count >= 4 else { return false }
        if folded.first == 0x300A { return folded.firstIndex(of: 0x300B) == folded.endIndex - 1 }
        // A medium is what a reporter stands behind, whatever its name: 某某访谈录, 某某周末.
        return (words.press.ending(post) == post.count || post.elementsEqual(words.editor)) && folded.count <= 14
            && folded.allSatisfy(Scalars.isHan)
            && correspondence(folded, post) == nil && !words.levels.contains(folded.prefix(2))
            && !folded.contains(where: words.particles.contains)
    }

    /// Where 驻 begins in what somebody does in a village for his unit: 某中心|驻某镇某村第一书记.
    private func stationing(_ text: TextSlice) -> Int? {
        guard let i = text.firstIndex(of: 0x9A7B), i >= text.startIndex + 4, let last = text[..<i].last,
            !words.divisions.contains(last), words.units.ending(text[..<i]) != nil, words.posts.ending(text) != nil,
            text[i...].dropFirst(3).contains(0x6751)
        else { return nil }
        return i - text.startIndex
    }

    /// Where the year of a class begins: 某大学|2022届毕业生.
    private func studying(_ text: TextSlice) -> Int? {
        guard let i = text.firstIndex(where: Scalars.isDigit), i >= text.startIndex + 4,
            let after = text[i...].drop(while: Scalars.isDigit).first, after == 0x5C4A || after == 0x7EA7,
            words.units.ending(text[..<i]) != nil
        else { return nil }
        return i - text.startIndex
    }

    private func isCorrespondent(_ text: TextSlice) -> Bool {
        guard let length = words.posts.ending(text) else { return false }
        return correspondence(text.dropLast(length), text.suffix(length)) != nil
    }

    /// How much of what stands before a reporter's post is where his paper has him: 本报|驻疆|记者.
    private func correspondence(_ head: TextSlice, _ post: TextSlice) -> Int? {
        guard words.press.ending(post) == post.count, let i = head.firstIndex(of: 0x9A7B), head.endIndex - i <= 5,
            i == head.startIndex || words.levels.contains(head[..<i])
        else { return nil }
        return head.endIndex - i
    }

    /// Length of a post in a unit's party committee, which keeps its body: 某大学|党委副书记.
    private func partyPost(_ folded: TextSlice) -> Int? {
        guard let length = words.posts.ending(folded), let organ = words.organs.ending(folded.dropLast(length)),
            folded.count - length - organ >= 3, words.units.ending(folded.dropLast(length + organ)) != nil
        else { return nil }
        return length + organ
    }

    /// An organ without a proper name; where a post stands behind it also one of its departments: 县委组织部部长.
    private func isLevel(_ organ: TextSlice, hasLeader: Bool) -> Bool {
        if words.levels.contains(organ) { return true }
        guard hasLeader, organ.count > 2, words.levels.contains(organ.prefix(2)) else { return false }
        return words.levels.contains(organ.dropFirst(2))
    }

    /// Text without blanks, signs and dashes round it, and without brackets round all of it.
    static func unadorned<Text: ScalarText>(_ raw: Text) -> Text where Text.SubSequence == Text {
        var (start, end) = (raw.startIndex, raw.endIndex)
        while start < end, Scalars.isBlank(raw[start]) || isOrnament(raw[start]) { start += 1 }
        while end > start, Scalars.isBlank(raw[end - 1]) || isOrnament(raw[end - 1]) { end -= 1 }
        let bare = raw[start..<end]
        guard bare.count > 2 else { return bare }
        let close = closer(of: bare[start])
        guard close == bare[end - 1], bare.firstIndex(of: close) == end - 1 else { return bare }
        return unadorned(bare[start + 1..<end - 1])
    }

    /// The mark that closes brackets round a byline; 0 for any other character.
    static func closer(of c: UInt32) -> UInt32 {
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
