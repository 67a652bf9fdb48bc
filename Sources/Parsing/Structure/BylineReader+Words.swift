/// Labels, names and dates within a byline.
extension BylineReader {
    /// Whether text could be a person's name: a surname and one or two characters, or parts joined by a middle dot.
    func isName(_ text: [UInt32]) -> Bool {
        // Most of what is asked is longer than any name without a dot.
        guard text.count <= 4 || text.contains(where: { folding.fold($0) == 0xB7 }) else { return false }
        let folded = text.map { folding.fold($0) }
        guard !words.nobody.contains(folded) else { return false }
        if folded.contains(0xB7) {
            let parts = folded.split(separator: 0xB7)
            return parts.count >= 2 && parts[0].count >= 2
                && parts.allSatisfy { $0.count >= 1 && $0.count <= 6 && $0.allSatisfy(Scalars.isHan) }
        }
        guard (2...4).contains(folded.count), folded.allSatisfy(Scalars.isHan) else { return false }
        if words.posts.contains(folded[...]) || words.units.contains(folded[...]) || words.nonames.contains(folded) {
            return false
        }
        if folded.count > 2, folded.suffix(2).allSatisfy({ $0 == 0x67D0 }) || folded.last == 0x67D0 { return false }
        if folded.count >= 3, words.surnames.contains(folded[..<2]) { return true }
        return folded.count <= 3 && words.surnames.contains(folded[..<1])
    }

    /// One name, or several with 、 between.
    func isNames(_ token: [UInt32]) -> Bool {
        if isName(token) { return true }
        guard token.contains(0x3001) else { return false }
        return token.split(separator: 0x3001).allSatisfy { isName(Array($0)) }
    }

    /// 张××, 李某某: somebody, but no name.
    func isMasked(_ token: [UInt32]) -> Bool {
        guard (2...4).contains(token.count), let first = token.first,
            token.dropFirst().allSatisfy(Self.isMask)
        else { return false }
        return words.surnames.contains([folding.fold(first)])
    }

    private static func isMask(_ c: UInt32) -> Bool {
        switch c {
        case 0xD7, 0x78, 0x58, 0x2A, 0x67D0, 0x25CB, 0xFF0A, 0xFF38, 0x25A1: true
        default: false
        }
    }

    /// Where a name begins that follows a post without a blank: 渭滨大学教授霍廷瀚.
    func trailingName(_ token: [UInt32]) -> Int? {
        let folded = token.map { folding.fold($0) }
        for length in [3, 2, 4] where token.count > length + 1 {
            let split = token.count - length
            guard let post = words.posts.ending(folded[..<split]), isName(Array(token[split...])) else { continue }
            // 记者张三 needs nothing before the post; 县长 in 县长王五 could be the end of another word.
            if split > post + 1 || words.labels.beginning(folded[...]) == split { return split }
        }
        return nil
    }

    /// A mark between a label and a name.
    static func isStroke(_ c: UInt32) -> Bool {
        switch c {
        case 0x3A, 0x2F, 0x7C, 0x4E28, 0xFE31, 0x2503, 0x2223, 0x4E36, 0x2758, 0xA6: true
        default: false
        }
    }

    /// Which of a line's tokens is the name though no surname that is known begins it: behind a sign or a label the one
    /// that ends as no unit and no post does; else one written wide behind a unit.
    func openName(_ tokens: [[UInt32]], _ raw: ArraySlice<UInt32>, _ isOpen: Bool) -> Int? {
        guard tokens.count <= 3 else { return nil }
        let isWide = Self.isWide(raw)
        var found: Int?
        for (place, token) in tokens.enumerated() {
            let folded = token.map { folding.fold($0) }
            if words.units.ending(folded[...]) ?? 0 >= 1, folded.count > 2 { continue }
            if words.posts.ending(folded[...]) != nil { continue }
            guard found == nil, mayBeName(folded, isWide) else { return nil }
            found = place
        }
        guard let found else { return nil }
        if isOpen { return found }
        // 禤 文 澜; 市中级人民法院 厉 行
        guard isWide, found == tokens.count - 1 else { return nil }
        return tokens.count == 1 ? (tokens[0].count == 3 ? found : nil) : found
    }

    /// Which token is a name because all before it is a unit and a post, whatever word it is else: 县气象局工程师  干将.
    func guessedName(_ tokens: [[UInt32]]) -> Int? {
        guard tokens.count >= 2, tokens.count <= 3, let last = tokens.last, (2...4).contains(last.count),
            last.allSatisfy(Scalars.isHan), tokens[0].count >= 5
        else { return nil }
        let folded = last.map { folding.fold($0) }
        guard !words.nobody.contains(folded), !words.roles.contains(folded), !words.levels.contains(folded),
            words.units.ending(folded[...]) == nil, words.posts.ending(folded[...]) == nil,
            words.doings.ending(folded[...]) == nil, folded.last != 0x67D0
        else { return nil }
        let before = tokens.dropLast().joined().map { folding.fold($0) }
        let post = words.posts.ending(before[...]) ?? 0
        return words.units.ending(before.dropLast(post)) != nil || post > 0 ? tokens.count - 1 : nil
    }

    /// Whether text is as long as a name and no word that is known.
    func mayBeName(_ folded: [UInt32], _ isWide: Bool) -> Bool {
        guard (2...4).contains(folded.count), folded.allSatisfy(Scalars.isHan), !words.nobody.contains(folded),
            !words.roles.contains(folded), !words.levels.contains(folded), isWide || !words.nonames.contains(folded),
            !folded.contains(where: words.particles.contains), folded.last != 0x67D0
        else { return false }
        return words.units.ending(folded[...]) == nil && words.posts.ending(folded[...]) == nil
    }

    /// Whether the last two characters stand apart: 厉 行.
    private static func isWide(_ raw: ArraySlice<UInt32>) -> Bool {
        let tail = raw.suffix(12).split(whereSeparator: { Scalars.isBlank($0) })
        return tail.count >= 2 && tail.suffix(2).allSatisfy { $0.count == 1 && $0.allSatisfy(Scalars.isHan) }
    }

    /// A letter's end: by what the writer is to the reader, and a name: 儿 郭守成; 你的陆炜 3.27.
    func readLetterEnd(_ raw: ArraySlice<UInt32>) -> Byline? {
        guard raw.count <= 24 else { return nil }
        var bare = raw.filter { !Scalars.isBlank($0) }[...]
        while let last = bare.last, Scalars.isDigit(folding.fold(last)) || last == 0x2E || last == 0x2F || last == 0x2D
        {
            bare = bare.dropLast()
        }
        let folded = bare.map { folding.fold($0) }
        let first = raw.dropFirst().first ?? 0
        if let length = words.kin.beginning(folded[...]), length > 1 || !Scalars.isHan(first) {
            var name = Array(bare.dropFirst(length))
            if name.first.map({ [0x3A, 0xFF1A, 0xFF0C, 0x2C].contains($0) }) ?? false { name.removeFirst() }
            return isName(name) ? Byline(name: Scalars.string(name[...])) : nil
        }
        // ——燕归来
        guard folded.starts(with: [0x2014]), bare.count == folded.count else { return nil }
        let name = Array(bare.drop { $0 == 0x2014 })
        guard mayBeName(name.map { folding.fold($0) }, false) else { return nil }
        return Byline(name: Scalars.string(name[...]))
    }

    /// Takes a writer's label from the beginning, and tells whether a mark stood behind it; nil where a label says that
    /// somebody else is named.
    func dropLabel(_ raw: inout ArraySlice<UInt32>) -> (text: [UInt32], isMarked: Bool)? {
        if let found = label(raw, words.labels) {
            raw = raw[found.end...]
            return (found.text, found.isMarked)
        }
        guard words.roleBeginnings.mayBegin(raw.first.map { folding.fold($0) } ?? 0),
            words.roleBeginnings.beginning(raw.map { folding.fold($0) }[...]) != nil,
            let other = label(raw, words.roleBeginnings)
        else { return ([], false) }
        // 图/王五 文/张三
        for i in raw.indices[other.end...] where Scalars.isBlank(raw[i - 1]) || raw[i - 1] == 0x3B {
            if let found = label(raw[i...], words.labels), found.isMarked {
                raw = raw[found.end...]
                return (found.text, true)
            }
        }
        return nil
    }

    /// A label that begins a slice, and where what it labels begins.
    private func label(
        _ raw: ArraySlice<UInt32>, _ labels: BeginningList
    ) -> (text: [UInt32], end: Int, isMarked: Bool)? {
        guard let first = raw.first(where: { folding.fold($0) != 0 }), labels.mayBegin(folding.fold(first)) else {
            return nil
        }
        var folded: [UInt32] = []
        var places: [Int] = []
        for i in raw.indices.prefix(16) where !Scalars.isBlank(raw[i]) {
            let c = folding.fold(raw[i])
            if c == 0 { continue }
            folded.append(c)
            places.append(i)
        }
        guard let length = labels.beginning(folded[...]), length < folded.count else { return nil }
        var i = places[length - 1] + 1
        let hasBlank = i < raw.endIndex && Scalars.isBlank(raw[i])
        while i < raw.endIndex, Scalars.isBlank(raw[i]) { i += 1 }
        guard i < raw.endIndex else { return nil }
        let isMarked = Self.isStroke(folding.fold(raw[i]))
        if isMarked {
            i += 1
            while i < raw.endIndex, Scalars.isBlank(raw[i]) { i += 1 }
        } else {
            // 作者 张三, 记者张三, but not 文化站 张三.
            let rest = raw[i...].filter { !Scalars.isBlank($0) }
            let isNamed = tokens(raw[i...]).first.map(isNames) ?? false
            // 本报记者 冬青: behind a long label a blank is enough.
            let mayBeNamed =
                length >= 4 && hasBlank && (2...4).contains(rest.count)
                && mayBeName(rest.map { folding.fold($0) }, false)
            guard length >= 2, isNamed || mayBeNamed || isName(Array(rest)), hasBlank || rest.count <= 4 else {
                return nil
            }
        }
        return i < raw.endIndex ? (places[..<length].map { raw[$0] }, i, isMarked) : nil
    }

    /// Ends a byline where somebody else is named: 文/张三 图/李四; 本报记者 张三 通讯员 李四.
    func cutOtherRoles(_ raw: inout ArraySlice<UInt32>) {
        for i in raw.indices.dropFirst(2) {
            let before = raw[i - 1]
            guard Scalars.isBlank(before) || before == 0x3B || before == 0xFF1B || before == 0x3001 else { continue }
            if Scalars.isBlank(raw[i]) { continue }
            if label(raw[i...], words.roleBeginnings) != nil {
                raw = raw[..<i]
                while let last = raw.last, Scalars.isBlank(last) || last == 0x3001 { raw = raw.dropLast() }
                return
            }
        }
    }

    /// Takes a date from the end, with the place behind it, or from the beginning.
    func dropDate(_ raw: inout ArraySlice<UInt32>) {
        for i in raw.indices where Scalars.isDigit(folding.fold(raw[i])) || raw[i] == 0x4E8C {
            let rest = raw[i...]
            let date = DateReader.read(i, raw)
            let isDate =
                date != nil
                || (rest.count <= 9 && rest.contains(0x5E74) && (rest.last == 0x6708 || rest.last == 0x5E74))
            guard isDate else { continue }
            if i == raw.startIndex, let date, date.end < raw.endIndex {
                raw = raw[date.end...]
                // 二〇〇五年八月十五日  于福州
                let place = raw.filter { !Scalars.isBlank($0) }.map { folding.fold($0) }
                if words.placing.beginning(place[...]) != nil { raw = [] }
            } else {
                raw = raw[..<i]
            }
            return
        }
    }

    /// Split at blanks and strokes; single characters in a row are one name written wide.
    func tokens(_ raw: ArraySlice<UInt32>) -> [[UInt32]] {
        var tokens = raw.split(whereSeparator: {
            Scalars.isBlank($0) || $0 != 0x3A && $0 != 0xFF1A && Self.isStroke(folding.fold($0))
        }).map { Array($0) }
        var i = 0
        while i + 1 < tokens.count {
            if mayGoOn(tokens[i], tokens[i + 1]) {
                tokens[i] += tokens.remove(at: i + 1)
                // 张 小 三
                if tokens[i].count == 2, i + 1 < tokens.count, tokens[i + 1].count == 1,
                    Scalars.isHan(tokens[i + 1][0]),
                    i + 2 >= tokens.count || tokens[i + 2].count > 1
                {
                    tokens[i] += tokens.remove(at: i + 1)
                }
            }
            i += 1
        }
        return tokens
    }

    /// 张 三, 张 三丰, 欧阳 铁.
    private func mayGoOn(_ token: [UInt32], _ next: [UInt32]) -> Bool {
        guard token.count <= 2, next.allSatisfy(Scalars.isHan), token.allSatisfy(Scalars.isHan) else { return false }
        let folded = token.map { folding.fold($0) }
        if token.count == 1 {
            return next.count == 1 || next.count == 2 && words.surnames.contains(folded) && !isName(next)
        }
        return next.count == 1 && words.surnames.contains(folded)
    }
}
