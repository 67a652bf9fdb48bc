/// What a byline or a signature says.
struct Byline {
    var name: String?
    var unit: String?
    var post: String?
    /// A reporter's or correspondent's.
    var words: [UInt32] = []
}

/// Reads bylines: 单位 职务 姓名 in its many orders, with or without brackets and labels.
struct BylineReader {
    let words: BylineWords
    let folding: Folding

    /// Reads a line, or nil where it is no byline.
    ///
    /// - Parameter raw: The line as it stands; two lines of one byline joined by a blank.
    func read(_ raw: ArraySlice<UInt32>) -> Byline? {
        var raw = Self.unbracketed(raw)
        let isLabelled = dropLabel(&raw)
        dropDate(&raw)
        guard raw.count >= 2, raw.count <= 90 else { return nil }
        var tokens = self.tokens(raw)
        guard !tokens.isEmpty, tokens.count <= 6 else { return nil }
        if tokens.contains(where: {
            $0.contains { Scalars.isSentenceEnd(folding.fold($0)) || folding.fold($0) == 0x2C }
        }) {
            return nil
        }
        var name: String?
        if tokens.count > 1, let last = tokens.last, isName(last) {
            name = Scalars.string(last[...])
            tokens.removeLast()
        } else if tokens.count > 1, let first = tokens.first, isName(first) {
            name = Scalars.string(first[...])
            tokens.removeFirst()
        } else if tokens.count == 1, isName(tokens[0]) {
            return Byline(name: Scalars.string(tokens[0][...]), words: tokens[0])
        } else if tokens.count == 1, let split = trailingName(tokens[0]) {
            name = Scalars.string(tokens[0][split...])
            tokens[0] = Array(tokens[0][..<split])
        }
        let described = Array(tokens.joined())
        let (unit, post) = unitAndPost(described)
        guard unit != nil || post != nil, name != nil || isLabelled && unit != nil else { return nil }
        return Byline(name: name, unit: unit, post: post, words: described)
    }

    /// Unit and post of a description without a name: 泰州市委政法委综治四处处长.
    func unitAndPost(_ description: [UInt32]) -> (unit: String?, post: String?) {
        let segments = description.split(whereSeparator: { $0 == 0x3001 || folding.fold($0) == 0x2F })
        var unit: String?
        var posts: [String] = []
        for segment in segments {
            let folded = segment.map { folding.fold($0) }
            let postLength = words.posts.ending(folded[...]) ?? 0
            let head = segment.dropLast(postLength)
            let headFolded = folded.dropLast(postLength)
            let post = postLength > 0 ? Scalars.string(segment.suffix(postLength)) : nil
            if words.levels.contains(Array(headFolded)) {
                let isPaper = words.units.ending(headFolded) == nil
                if let post { posts.append(isPaper ? post : Scalars.string(segment)) }
            } else if head.count >= 2, words.units.ending(headFolded) != nil {
                if unit == nil || post != nil {
                    unit = Scalars.string(head)
                    posts = post.map { [$0] } ?? []
                }
            } else if let post, unit != nil {
                posts.append(head.isEmpty ? post : Scalars.string(segment))
            } else if let post, segments.count == 1, head.count <= 2 {
                posts = [head.isEmpty ? post : Scalars.string(segment)]
            }
        }
        return (unit, posts.isEmpty ? nil : posts.joined(separator: "、"))
    }

    /// Whether text could be a person's name: a surname and one or two characters, or parts joined by a middle dot.
    func isName(_ text: [UInt32]) -> Bool {
        let folded = text.map { folding.fold($0) }
        guard !words.nobody.contains(folded) else { return false }
        if folded.contains(0xB7) {
            let parts = folded.split(separator: 0xB7)
            return parts.count >= 2
                && parts.allSatisfy { $0.count >= 1 && $0.count <= 6 && $0.allSatisfy(Scalars.isHan) }
        }
        guard (2...4).contains(folded.count), folded.allSatisfy(Scalars.isHan) else { return false }
        if words.posts.contains(folded[...]) || words.units.contains(folded[...]) { return false }
        if folded.count > 2, folded.suffix(2).allSatisfy({ $0 == 0x67D0 }) || folded.last == 0x67D0 { return false }
        if folded.count >= 3, words.surnames.contains(Array(folded[..<2])) { return true }
        return folded.count <= 3 && words.surnames.contains([folded[0]])
    }

    /// Where a name begins that follows a post without a blank: 渭滨大学教授霍廷瀚.
    private func trailingName(_ token: [UInt32]) -> Int? {
        let folded = token.map { folding.fold($0) }
        for length in [3, 2, 4] where token.count > length + 3 {
            let split = token.count - length
            if isName(Array(token[split...])), words.posts.ending(folded[..<split]) != nil { return split }
        }
        return nil
    }

    static func unbracketed(_ raw: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        guard let first = raw.first, let last = raw.last, raw.count > 2 else { return raw }
        let pairs: [UInt32: UInt32] = [0x28: 0x29, 0xFF08: 0xFF09, 0x3010: 0x3011, 0x5B: 0x5D, 0x3014: 0x3015]
        guard let close = pairs[first], close == last else { return raw }
        return raw.dropFirst().dropLast()
    }

    private func dropLabel(_ raw: inout ArraySlice<UInt32>) -> Bool {
        let folded = raw.prefix(12).map { folding.fold($0) }.filter { $0 != 0 }
        guard let length = words.labels.beginning(folded[...]) else { return false }
        var seen = 0
        var i = raw.startIndex
        while seen < length, i < raw.endIndex {
            if folding.fold(raw[i]) != 0 { seen += 1 }
            i += 1
        }
        while i < raw.endIndex, Scalars.isBlank(raw[i]) { i += 1 }
        guard i < raw.endIndex, [0x3A, 0x2F].contains(folding.fold(raw[i])) else { return false }
        i += 1
        raw = raw[i...]
        return true
    }

    /// Takes a date from the end.
    private func dropDate(_ raw: inout ArraySlice<UInt32>) {
        for i in raw.indices where Scalars.isDigit(folding.fold(raw[i])) || raw[i] == 0x4E8C {
            let rest = raw[i...]
            let isDate =
                DateReader.read(i, raw) != nil
                || (rest.count <= 9 && rest.contains(0x5E74) && (rest.last == 0x6708 || rest.last == 0x5E74))
            if isDate {
                raw = raw[..<i]
                return
            }
        }
    }

    /// Split at blanks; two single characters in a row are one name written wide.
    private func tokens(_ raw: ArraySlice<UInt32>) -> [[UInt32]] {
        var tokens = raw.split(whereSeparator: { Scalars.isBlank($0) }).map { Array($0) }
        var i = 0
        while i + 1 < tokens.count {
            if tokens[i].count == 1, tokens[i + 1].count == 1, Scalars.isHan(tokens[i][0]),
                Scalars.isHan(tokens[i + 1][0])
            {
                tokens[i] += tokens.remove(at: i + 1)
            }
            i += 1
        }
        return tokens
    }
}
