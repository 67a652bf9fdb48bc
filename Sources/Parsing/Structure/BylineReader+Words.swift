/// Labels, names and dates within a byline.
extension BylineReader {
    /// Whether text could be a person's name: a surname and one or two characters, or parts joined by a middle dot.
    func isName(_ text: some ScalarText) -> Bool {
        // Most of what is asked is longer than any name without a dot.
        let isDotted = text.contains { folding.fold($0) == 0xB7 }
        if isDotted {
            let folded = text.map { folding.fold($0) }
            let parts = folded.split(separator: 0xB7)
            return !words.nobody.contains(folded) && parts.count >= 2 && parts[0].count >= 2
                && parts.allSatisfy { $0.count >= 1 && $0.count <= 6 && $0.allSatisfy(Scalars.isHan) }
        }
        guard (2...8).contains(text.count) else { return false }
        let folded = ShortText(text).mapped { folding.fold($0) }
        if folded.count >= 3, isOfSyllables(folded) { return true }
        guard folded.count <= 4, folded.allSatisfy(Scalars.isHan), !words.nobody.contains(folded) else { return false }
        // Nearly all that begins with no surname ends here.
        let isSurnamed =
            folded.count >= 3 && words.surnames.contains(folded.prefix(2))
            || folded.count <= 3 && words.surnames.contains(folded.prefix(1))
        guard isSurnamed else { return false }
        if words.posts.contains(folded) || words.units.contains(folded) || words.nonames.contains(folded) {
            return false
        }
        return folded.count == 2 || folded.last != 0x67D0
    }

    /// 扎西顿珠, 阿不都热合曼: nothing but parts of Tibetan, Uyghur, Kazakh, Mongolian or Yi names, two or more.
    private func isOfSyllables(_ folded: ShortText) -> Bool {
        var reached: UInt16 = 1
        for start in folded.indices where reached & (1 << UInt16(start - folded.startIndex)) != 0 {
            for length in 2...4 where start + length <= folded.endIndex && length < folded.count {
                if words.syllables.contains(folded[start..<start + length]) {
                    reached |= 1 << UInt16(start + length - folded.startIndex)
                }
            }
        }
        return reached & (1 << UInt16(folded.count)) != 0
            || folded.count == 3 && words.nameBeginnings.contains(folded.prefix(2))
                && words.nameEnds.contains(folded[folded.endIndex - 1])
    }

    /// A name where the words around it say that one comes.
    func isWriter(_ text: ArraySlice<UInt32>) -> Bool { isName(text) || isRareName(text) }

    /// 刀丽芳, 水建邦: a rare surname and one or two characters more.
    func isRareName(_ text: some ScalarText) -> Bool {
        guard (2...3).contains(text.count), words.rareSurnames.contains(folding.fold(text[text.startIndex])) else {
            return false
        }
        return mayBeName(text.map { folding.fold($0) }, false)
    }

    /// One name, or several with 、 between.
    func isNames(_ token: TextSlice) -> Bool {
        if isName(token) { return true }
        guard token.contains(0x3001) else { return false }
        return token.split(separator: 0x3001).allSatisfy { isName($0) }
    }

    /// 张××, 李某某: somebody, but no name.
    func isMasked(_ token: TextSlice) -> Bool {
        guard (2...4).contains(token.count), let first = token.first,
            token.dropFirst().allSatisfy(Self.isMask)
        else { return false }
        return words.surnames.contains(ShortText([folding.fold(first)]))
    }

    private static func isMask(_ c: UInt32) -> Bool {
        switch c {
        case 0xD7, 0x78, 0x58, 0x2A, 0x67D0, 0x25CB, 0xFF0A, 0xFF38, 0x25A1: true
        default: false
        }
    }

    /// Where a name begins that follows a post without a blank: 渭滨大学教授霍廷瀚.
    func trailingName(_ tokens: BylineTokens, _ place: Range<Int>) -> Int? {
        for length in [3, 2, 4] where place.count > length + 1 {
            let split = place.upperBound - length
            let name = tokens.raw(split..<place.upperBound)
            guard isName(name) || length == 3 && isRareName(name),
                let post = words.posts.ending(tokens.folded(place.lowerBound..<split))
            else { continue }
            // 记者张三 needs nothing before the post; 县长 in 县长王五 could be the end of another word.
            if split - place.lowerBound > post + 1
                || words.labels.beginning(tokens.folded(place)) == split - place.lowerBound
            {
                return split
            }
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
    func openName(_ tokens: BylineTokens, _ raw: TextSlice, _ isOpen: Bool) -> Int? {
        guard tokens.places.count <= 3 else { return nil }
        let isWide = Self.isWide(raw)
        guard isOpen || isWide else { return nil }
        var found: Int?
        for (number, place) in tokens.places.enumerated() {
            let folded = tokens.folded(place)
            if folded.count > 2, words.units.ending(folded) ?? 0 >= 1 { continue }
            if words.posts.ending(folded) != nil { continue }
            // □ 辛辣, 文/白云: alone behind such a mark a short word is a name, whatever else it means.
            let isAlone = isOpen && tokens.places.count == 1 && folded.count <= 3
            // 图文:宣传科 石磊: behind a mark and a unit what begins with a surname is one, too.
            let isBehind =
                isOpen && number > 0 && folded.count <= 3 && words.surnames.contains(folded.prefix(1))
                && words.units.ending(tokens.folded(tokens.places[0])) != nil
            guard found == nil, mayBeName(folded, isWide || isAlone || isBehind) else { return nil }
            found = number
        }
        guard let found else { return nil }
        if isOpen { return found }
        // 禤 文 澜; 市中级人民法院 厉 行
        guard isWide, found == tokens.places.count - 1 else { return nil }
        return tokens.places.count == 1 ? (tokens.places[0].count == 3 ? found : nil) : found
    }

    /// Which token is a name because all before it is a unit and a post, whatever word it is else: 县气象局工程师  干将.
    func guessedName(_ tokens: BylineTokens) -> Int? {
        guard tokens.places.count >= 2, tokens.places.count <= 3, let last = tokens.places.last else { return nil }
        // 阿依夏木  某市某局
        if tokens.places.count == 2, last.count >= 8, mayBeName(tokens.folded(tokens.places[0]), false),
            tokens.folded(last).allSatisfy({ Scalars.isHan($0) || Scalars.isDigit($0) })
        {
            return unitAndPost(Array(tokens.raw(last))).unit != nil ? 0 : nil
        }
        guard (2...4).contains(last.count), tokens.raw(last).allSatisfy(Scalars.isHan), tokens.places[0].count >= 5
        else { return nil }
        let folded = tokens.folded(last)
        guard !words.nobody.contains(folded), !words.roles.contains(folded), !words.levels.contains(folded),
            words.units.ending(folded) == nil, words.posts.ending(folded) == nil,
            words.doings.ending(folded) == nil, folded.last != 0x67D0
        else { return nil }
        let before = tokens.places.dropLast().flatMap { tokens.folded($0) }
        let post = words.posts.ending(before) ?? 0
        return words.units.ending(before.dropLast(post)) != nil || post > 0 ? tokens.places.count - 1 : nil
    }

    /// Whether text is as long as a name and no word that is known.
    ///
    /// - Parameter hasParticles: Whether it may have what names hardly have: 留从容.
    func mayBeName(_ folded: some ScalarText, _ isWide: Bool, hasParticles: Bool = false) -> Bool {
        guard (2...4).contains(folded.count), folded.allSatisfy(Scalars.isHan), !words.nobody.contains(folded),
            !words.roles.contains(folded), !words.levels.contains(folded), isWide || !words.nonames.contains(folded),
            hasParticles || !folded.contains(where: words.particles.contains), folded.last != 0x67D0
        else { return false }
        return words.units.ending(folded) == nil && words.posts.ending(folded) == nil
    }

    /// Whether the last two characters stand apart: 厉 行.
    private static func isWide(_ raw: TextSlice) -> Bool {
        let low = max(raw.startIndex, raw.endIndex - 12)
        var i = raw.endIndex
        for _ in 0..<2 {
            while i > low, Scalars.isBlank(raw[i - 1]) { i -= 1 }
            guard i > low, Scalars.isHan(raw[i - 1]) else { return false }
            i -= 1
            guard i == low || Scalars.isBlank(raw[i - 1]) else { return false }
        }
        return true
    }

    /// The last characters of 你们, 你 and 您.
    private static let readers: [UInt32] = [0x4EEC, 0x4F60, 0x60A8]

    /// Whose a letter is that ends with who he is to those he wrote to: 你们的老朋友 张三, 永远牵挂你们的李四.
    private func signer(_ bare: ArraySlice<UInt32>, _ raw: ArraySlice<UInt32>) -> Byline? {
        guard
            let particle = bare.indices.last(where: { i in
                guard folding.fold(bare[i]) == 0x7684, i > bare.startIndex else { return false }
                return Self.readers.contains(folding.fold(bare[i - 1]))
            })
        else { return nil }
        let rest = bare[(particle + 1)...]
        if isName(rest) { return Byline(name: Scalars.string(rest)) }
        guard let last = raw.split(whereSeparator: Scalars.isBlank).last, last.count < rest.count, isName(last) else {
            return nil
        }
        return Byline(name: Scalars.string(last))
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
        // 你的前任:田野青
        if folded.count >= 6, folded[1] == 0x7684, folded[0] == 0x4F60 || folded[0] == 0x60A8,
            let colon = folded.prefix(7).firstIndex(of: 0x3A)
        {
            let name = Array(bare.dropFirst(colon + 1))
            return isName(name) || mayBeName(Array(folded[(colon + 1)...]), false)
                ? Byline(name: Scalars.string(name[...])) : nil
        }
        if let byline = signer(bare, raw) { return byline }
        if let length = words.kin.beginning(folded), length > 1 || !Scalars.isHan(first) {
            var name = bare.dropFirst(length)
            if name.first.map({ [0x3A, 0xFF1A, 0xFF0C, 0x2C].contains($0) }) ?? false { name = name.dropFirst() }
            let mayBeName =
                length > 1 && folded[length - 1] != 0x7684 && mayBeName(name.map { folding.fold($0) }, false)
            return isName(name) || mayBeName ? Byline(name: Scalars.string(name)) : nil
        }
        // ——燕归来, ——驻县团干 燕三北
        guard folded.starts(with: [0x2014]), bare.count == folded.count else { return nil }
        let name = bare.drop { $0 == 0x2014 }
        let pieces = raw.split { Scalars.isBlank($0) || $0 == 0x2014 }
        if pieces.count == 2, pieces[0].count >= 4, pieces[0].allSatisfy(Scalars.isHan), isName(pieces[1]) {
            let found = unitAndPost(Array(pieces[0]))
            return Byline(name: Scalars.string(pieces[1]), unit: found.unit, post: found.post)
        }
        guard mayBeName(name.map { folding.fold($0) }, false) else { return nil }
        return Byline(name: Scalars.string(name))
    }

    /// Takes a writer's label from the beginning, and tells whether a mark stood behind it; nil where a label says that
    /// somebody else is named.
    func dropLabel(_ raw: inout TextSlice) -> (text: ShortText, isMarked: Bool)? {
        if let found = label(raw, words.labels) {
            raw = raw[found.end...]
            return (found.text, found.isMarked)
        }
        guard words.roleBeginnings.mayBegin(raw.first.map { folding.fold($0) } ?? 0),
            words.roleBeginnings.beginning(raw.map { folding.fold($0) }) != nil,
            let other = label(raw, words.roleBeginnings)
        else { return (ShortText(), false) }
        // 图/王五 文/张三
        for i in other.end..<raw.endIndex where Scalars.isBlank(raw[i - 1]) || raw[i - 1] == 0x3B {
            if let found = label(raw[i...], words.labels), found.isMarked {
                raw = raw[found.end...]
                return (found.text, true)
            }
        }
        return nil
    }

    /// A label that begins a slice, and where what it labels begins.
    private func label(
        _ raw: TextSlice, _ labels: BeginningList
    ) -> (text: ShortText, end: Int, isMarked: Bool)? {
        guard let first = raw.first(where: { folding.fold($0) != 0 }), labels.mayBegin(folding.fold(first)) else {
            return nil
        }
        var folded = ShortText()
        for c in raw.prefix(ShortText.capacity) where !Scalars.isBlank(c) && folding.fold(c) != 0 {
            folded.append(folding.fold(c))
        }
        guard let length = labels.beginning(folded), length < folded.count else { return nil }
        var text = ShortText()
        var i = raw.startIndex
        while text.count < length {
            if !Scalars.isBlank(raw[i]), folding.fold(raw[i]) != 0 { text.append(raw[i]) }
            i += 1
        }
        let hasBlank = i < raw.endIndex && Scalars.isBlank(raw[i])
        while i < raw.endIndex, Scalars.isBlank(raw[i]) { i += 1 }
        guard i < raw.endIndex else { return nil }
        let isMarked = Self.isStroke(folding.fold(raw[i]))
        if isMarked {
            i += 1
            while i < raw.endIndex, Scalars.isBlank(raw[i]) { i += 1 }
        } else {
            guard length >= 2 else { return nil }
            // 作者 张三, 记者张三, but not 文化站 张三.
            let rest = raw[i...].filter { !Scalars.isBlank($0) }
            // 作者系某校教师 张三
            if text.last == 0x7CFB || text.last == 0x4E3A, raw[i...].dropFirst(4).contains(where: Scalars.isBlank) {
                return (text, i, false)
            }
            guard hasBlank || rest.count <= 4 else { return nil }
            // 本报记者 冬青: behind a long label a blank is enough, behind 记者 one and more than a word's length.
            let isLong = length >= 3
            let mayBe = hasBlank && (isLong || words.press.contains(folded.prefix(length)))
            let isNamed = withTokens(raw[i...]) { tokens in
                guard let first = tokens.places.first else { return false }
                return isNames(tokens.raw(first))
                    || mayBe && first.count >= (isLong ? 2 : 3) && mayBeName(tokens.folded(first), false)
            }
            guard isNamed || isName(rest) else { return nil }
        }
        return i < raw.endIndex ? (text, i, isMarked) : nil
    }

    /// Ends a byline where somebody else is named: 文/张三 图/李四; 本报记者 张三 通讯员 李四.
    func cutOtherRoles(_ raw: inout TextSlice) {
        guard let i = otherRole(in: raw) else { return }
        raw = raw[..<i]
        while let last = raw.last, Scalars.isBlank(last) || last == 0x3001 { raw = raw.dropLast() }
    }

    /// Where the label begins of what else than a writer a line names.
    func otherRole(in raw: ArraySlice<UInt32>) -> Int? {
        Self.lend(raw) { otherRole(in: $0) }.flatMap { $0 }.map { raw.startIndex + $0 }
    }

    private func otherRole(in raw: TextSlice) -> Int? {
        raw.indices.dropFirst(2).first { i in
            let before = raw[i - 1]
            let isApart = Scalars.isBlank(before) || before == 0x3B || before == 0xFF1B || before == 0x3001
            return isApart && !Scalars.isBlank(raw[i]) && label(raw[i...], words.roleBeginnings) != nil
        }
    }

    /// Takes a date from the end, with the place behind it, or from the beginning.
    func dropDate(_ raw: inout TextSlice) {
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
                if words.placing.beginning(place) != nil { raw = raw.suffix(0) }
            } else {
                raw = raw[..<i]
            }
            return
        }
    }

    /// Whether a word of a line is what others than its writer are named by.
    func namesRole(_ raw: ArraySlice<UInt32>) -> Bool {
        Self.lend(raw) { raw in
            withTokens(raw) { tokens in tokens.places.contains { words.roles.contains(tokens.raw($0)) } }
        } ?? false
    }

    /// Splits at blanks and strokes; single characters in a row are one name written wide.
    func withTokens<Result>(_ raw: TextSlice, _ body: (inout BylineTokens) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: raw.count * 2 + 1) { room in
            guard let letters = room.baseAddress else { preconditionFailure("there is room for one at least") }
            var tokens = BylineTokens(letters: letters, folded: letters + raw.count)
            var (start, count) = (0, 0)
            for c in raw {
                let folded = folding.fold(c)
                if Scalars.isBlank(c) || c != 0x3A && c != 0xFF1A && Self.isStroke(folded) {
                    if count > start { tokens.places.append(start..<count) }
                    start = count
                    continue
                }
                letters[count] = c
                letters[raw.count + count] = folded
                count += 1
            }
            if count > start { tokens.places.append(start..<count) }
            joinWide(&tokens)
            return body(&tokens)
        }
    }

    private func joinWide(_ tokens: inout BylineTokens) {
        var i = 0
        while i + 1 < tokens.places.count {
            if mayGoOn(tokens, tokens.places[i], tokens.places[i + 1]) {
                tokens.join(i)
                // 张 小 三
                if tokens.places[i].count == 2, i + 1 < tokens.places.count, tokens.places[i + 1].count == 1,
                    tokens.raw(tokens.places[i + 1]).allSatisfy(Scalars.isHan),
                    i + 2 >= tokens.places.count || tokens.places[i + 2].count > 1
                {
                    tokens.join(i)
                }
            }
            i += 1
        }
    }

    /// 张 三, 张 三丰, 欧阳 铁.
    private func mayGoOn(_ tokens: BylineTokens, _ place: Range<Int>, _ next: Range<Int>) -> Bool {
        guard place.count <= 2, next.count <= 2, tokens.raw(next).allSatisfy(Scalars.isHan),
            tokens.raw(place).allSatisfy(Scalars.isHan)
        else { return false }
        if place.count == 1 {
            return next.count == 1 || words.surnames.contains(tokens.folded(place)) && !isName(tokens.raw(next))
        }
        return next.count == 1 && words.surnames.contains(tokens.folded(place))
    }
}
