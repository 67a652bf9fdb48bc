/// Writers named in the fields of a form, behind a label alone, in a dateline, by the office that compiled a sheet.
extension BylineReader {
    /// Several names behind a label, none of which begins with a surname that is known: 本报记者 扎西 群培.
    func openNames(_ tokens: BylineTokens) -> [Int] {
        guard (2...3).contains(tokens.places.count),
            tokens.places.allSatisfy({ mayBeName(tokens.folded($0), false) })
        else { return [] }
        return Array(tokens.places.indices)
    }

    /// Fields of a form on one line: 述职人:张三 单位:某县某局 职务:副局长.
    func readFields(_ raw: TextSlice) -> Byline? {
        let isMark = { (c: UInt32) in c == 0x3A || c == 0xFF1A }
        guard raw.count <= 90, raw.count(where: isMark) >= 2 else { return nil }
        let fields = raw.split { Scalars.isBlank($0) || $0 == 0x3B || $0 == 0xFF1B }
        guard fields.count >= 2, fields.allSatisfy({ $0.contains(where: isMark) }) else { return nil }
        var byline = Byline(isLabelled: true)
        var isFirst = true
        var beginsWithName = false
        for field in fields {
            defer { isFirst = false }
            guard let mark = field.firstIndex(where: isMark), mark + 1 < field.endIndex else { continue }
            let key = field[..<mark].map { folding.fold($0) }
            let value = Array(field[(mark + 1)...])
            let folded = value.map { folding.fold($0) }
            if words.units.ending(folded) == nil, isName(value) || mayBeName(folded, false) {
                if byline.name == nil, words.labels.beginning(key) == key.count {
                    beginsWithName = isFirst
                    byline.name = Scalars.string(value[...])
                    byline.words += field[..<mark]
                }
            } else if words.workplaces.contains(key) {
                let found = unitAndPost(value)
                byline.unit = byline.unit ?? found.unit ?? (found.post == nil ? Scalars.string(value[...]) : nil)
                byline.post = byline.post ?? found.post
            } else if words.offices.contains(key), !folded.contains(words.onSecondment[0]) {
                let found = unitAndPost(value)
                byline.unit = byline.unit ?? found.unit
                byline.post = byline.post ?? found.post
            }
        }
        let isEnough = byline.unit != nil || byline.post != nil || beginsWithName
        return byline.name != nil && isEnough ? byline : nil
    }

    /// The unit that one field of a form names as its writer's, or that stands beside a date in brackets:
    /// 派出单位:某县某局; (2020年12月,某县某局).
    func readWorkplace(_ raw: ArraySlice<UInt32>) -> String? {
        if let open = raw.first, folding.fold(open) == 0x28 {
            let rest = raw.dropFirst().drop { Scalars.numeral(folding.fold($0)) != nil || Self.calendar.contains($0) }
            guard raw.count - rest.count > 5, rest.first.map({ folding.fold($0) }) == 0x2C else { return nil }
            let unit = rest.dropFirst().dropLast().filter { !Scalars.isBlank($0) }
            return unit.count >= 5 && unitAndPost(unit).unit?.unicodeScalars.count == unit.count
                ? Scalars.string(unit[...]) : nil
        }
        guard let mark = raw.prefix(10).firstIndex(where: { folding.fold($0) == 0x3A }) else { return nil }
        let key = raw[..<mark].filter { !Scalars.isBlank($0) }.map { folding.fold($0) }
        guard words.workplaces.contains(key) else { return nil }
        let value = raw[(mark + 1)...].filter { !Scalars.isBlank($0) }
        return unitAndPost(value).unit
    }

    /// 年, 月, 日
    private static let calendar: [UInt32] = [0x5E74, 0x6708, 0x65E5]

    /// Who says of himself in the clauses behind 我叫 or 我是 who he is: his name, or his unit and post with the name at
    /// their end; his unit may follow in another clause.
    ///
    /// - Parameter isNamed: Whether the words before say that a name comes.
    func readIntroduction(_ clauses: [[UInt32]], isNamed: Bool) -> Byline? {
        guard let first = clauses.first, first.count <= 40 else { return nil }
        if isName(first) || isNamed && mayBeName(first.map { folding.fold($0) }, false) {
            var byline = Byline(name: Scalars.string(first[...]), isLabelled: true)
            if let found = clauses.dropFirst().lazy.compactMap({ self.belonging($0) }).first {
                (byline.unit, byline.post) = (found.unit, found.post)
            }
            return isNamed || byline.unit != nil ? byline : nil
        }
        for length in [3, 2, 4] where first.count >= length + 5 {
            // 尉迟恭敏, not 迟恭敏
            if length == 3, isName(first.suffix(4)) { continue }
            let name = first.suffix(length)
            guard isName(name) || length == 3 && isRareName(name), let found = belonging(Array(first.dropLast(length)))
            else { continue }
            return Byline(
                name: Scalars.string(first.suffix(length)), unit: found.unit, post: found.post, isLabelled: true)
        }
        return nil
    }

    /// 来自某市某局, 原是某站的一名兽医: the unit and the post that somebody says are his.
    private func belonging(_ clause: [UInt32]) -> (unit: String, post: String?)? {
        if let origin = origin(clause) { return origin }
        var folded = clause.map { folding.fold($0) }
        var length = 0
        while let word = words.belongings.beginning(folded) {
            folded.removeFirst(word)
            length += word
        }
        guard (4...34).contains(folded.count), folded.allSatisfy(Scalars.isHan),
            !folded.contains(words.onSecondment[0])
        else { return nil }
        let clause = Array(clause.dropFirst(length))
        if let particle = folded.lastIndex(of: 0x7684) {
            guard particle >= 4, words.units.ending(folded[..<particle]) != nil else { return nil }
            var post = folded[(particle + 1)...]
            if post.first == 0x4E00 { post = post.dropFirst(2) }
            let isPost = post.count <= 8 && words.posts.ending(post) != nil
            return (
                Scalars.string(clause[..<particle]), isPost ? Scalars.string(clause.suffix(post.count)) : nil
            )
        }
        let found = unitAndPost(clause)
        return found.unit.flatMap { $0.unicodeScalars.count >= 4 ? ($0, found.post) : nil }
    }

    /// 2022年9月从|某市某局|到…挂职, 受|某公司|委派: the unit that somebody says sent him.
    private func origin(_ clause: [UInt32]) -> (unit: String, post: String?)? {
        let folded = clause.map { folding.fold($0) }
        guard let open = folded.prefix(16).firstIndex(where: words.origins.contains) else { return nil }
        let rest = folded[(open + 1)...]
        for end in rest.indices.dropFirst(4).prefix(30) where words.departures.beginning(rest[end...]) != nil {
            let unit = rest[..<end]
            guard unit.allSatisfy(Scalars.isHan), words.units.ending(unit) != nil else { continue }
            return (Scalars.string(clause[unit.indices]), nil)
        }
        return nil
    }

    /// How many characters of a head are a unit, up to four more saying which of its posts is meant.
    func unitEnd(_ head: TextSlice) -> Int? {
        guard head.count >= 6 else { return nil }
        for rest in 2...min(4, head.count - 4) {
            let unit = head.dropLast(rest)
            if words.units.ending(unit) != nil, let last = head.last, !words.divisions.contains(last) {
                return unit.count
            }
        }
        return nil
    }

    /// 何田田,甘谷县农业农村局; 某机务段团委书记助理:岳晓帆 – a name and who that is, with one mark between.
    func readPair(_ raw: TextSlice) -> Byline? {
        let isMark = { (c: UInt32) in c == 0x3A || c == 0xFF1A || c == 0x2C || c == 0xFF0C }
        guard raw.count <= 44, let mark = raw.firstIndex(where: isMark), !raw[(mark + 1)...].contains(where: isMark),
            !raw.contains(where: { Scalars.isSentenceEnd(folding.fold($0)) })
        else { return nil }
        let head = raw[..<mark].filter { !Scalars.isBlank($0) }
        let tail = raw[(mark + 1)...].filter { !Scalars.isBlank($0) }
        let isComma = folding.fold(raw[mark]) == 0x2C
        if isComma, isWriter(head[...]) {
            let found = unitAndPost(tail)
            return found.unit == nil
                ? nil : Byline(name: Scalars.string(head[...]), unit: found.unit, post: found.post, words: tail)
        }
        guard isWriter(tail[...]), head.count >= 4 else { return nil }
        let found = unitAndPost(head)
        return found.unit == nil
            ? nil : Byline(name: Scalars.string(tail[...]), unit: found.unit, post: found.post, words: head)
    }

    /// Behind a label what stands before a comma says who somebody is, what comes behind it what else he is:
    /// 讲述人:张三 某县某局工程师,某镇副镇长(挂职); 作者:张三,某县某局.
    func readLabelled(_ raw: inout TextSlice) -> Byline? {
        guard let comma = raw.firstIndex(where: { $0 == 0x2C || $0 == 0xFF0C }), comma > raw.startIndex + 1 else {
            return nil
        }
        let head = raw[..<comma]
        if head.contains(where: Scalars.isBlank) {
            raw = head
            return nil
        }
        guard var pair = readPair(raw) else { return nil }
        pair.isLabelled = true
        return pair
    }

    /// Text without what stands in brackets of a person: 张三(侗族), 张三(女). Nil where nothing does.
    func withoutAsides(_ raw: TextSlice) -> [UInt32]? {
        guard let open = raw.firstIndex(where: { folding.fold($0) == 0x28 }), open > raw.startIndex + 1,
            let close = raw[open...].prefix(9).firstIndex(where: { folding.fold($0) == 0x29 }), close > open + 1,
            close + 1 < raw.endIndex
        else { return nil }
        let aside = raw[(open + 1)..<close]
        guard aside.last == 0x65CF || aside.count == 1 && (aside.first == 0x5973 || aside.first == 0x7537) else {
            return nil
        }
        return Array(raw[..<open]) + Array(raw[(close + 1)...])
    }

    /// Reporters in the brackets of a dateline: 记者 张三 李四 通讯员 王五. Behind the post any word is a name.
    func readReporters(_ raw: ArraySlice<UInt32>) -> Byline? { Self.lend(raw) { readReporters($0) } }

    private func readReporters(_ raw: TextSlice) -> Byline? {
        var raw = raw
        cutOtherRoles(&raw)
        let folded = raw.filter { !Scalars.isBlank($0) }.map { folding.fold($0) }
        guard let length = words.labels.beginning(folded), length < folded.count,
            let post = words.press.ending(folded.prefix(length))
        else { return nil }
        var bare = 0
        let start = raw.firstIndex {
            if Scalars.isBlank($0) { return false }
            bare += 1
            return bare > length
        }
        guard let start else { return nil }
        var names: [String] = []
        let isSure = withTokens(raw[start...]) { tokens in
            for place in tokens.places {
                if words.roles.contains(tokens.folded(place)) { break }
                for name in tokens.raw(place).split(whereSeparator: { $0 == 0x3001 || folding.fold($0) == 0x3A }) {
                    guard isName(name) || mayBeName(name.map { folding.fold($0) }, true) else { return false }
                    names.append(Scalars.string(name))
                }
            }
            return !names.isEmpty && names.count <= 4
        }
        guard isSure else { return nil }
        let label = raw[..<start].filter { !Scalars.isBlank($0) }
        return Byline(
            name: names.joined(separator: " "), post: Scalars.string(label.suffix(post)), words: Array(label),
            isLabelled: true)
    }

    /// 赴闽工作组整理, 某县乡村振兴局编 2024年6月28日: a unit and what it did.
    func readCompiler(_ raw: ArraySlice<UInt32>) -> Byline? { Self.lend(raw) { readCompiler($0) } }

    private func readCompiler(_ raw: TextSlice) -> Byline? {
        var raw = Self.unadorned(raw)
        dropDate(&raw)
        let letters = raw.filter { !Scalars.isBlank($0) }
        let folded = letters.map { folding.fold($0) }
        guard (6...30).contains(folded.count), folded.allSatisfy(Scalars.isHan),
            let length = words.doings.ending(folded), words.units.ending(folded.dropLast(length)) != nil
        else { return nil }
        return Byline(unit: Scalars.string(letters.dropLast(length)), isLabelled: true)
    }

    /// 张三等, 张三等四人: the one who is named.
    func withoutOthers(_ tokens: BylineTokens, _ place: Range<Int>) -> Range<Int> {
        let folded = tokens.folded(place)
        guard (3...8).contains(folded.count), let mark = folded.dropFirst(2).firstIndex(of: Self.others) else {
            return place
        }
        let rest = folded[(mark + 1)...]
        let isCount = rest.allSatisfy { Scalars.numeral($0) != nil || Self.counted.contains($0) }
        let name = folded[..<mark]
        return isCount && (isName(name) || mayBeName(name, false)) ? place.lowerBound..<mark : place
    }

    /// 等
    static let others: UInt32 = 0x7B49
    /// 人, 名, 位, 同, 志
    private static let counted: Set<UInt32> = [0x4EBA, 0x540D, 0x4F4D, 0x540C, 0x5FD7]

    /// Length of a post behind the full name of a committee, which needs its end itself: 中共某县委|书记, not 中共某|县委书记.
    func ownPost(_ folded: TextSlice, _ length: Int) -> Int {
        guard length > 2, words.units.ending(folded.dropLast(length)) == nil else { return length }
        let shorter = (2..<length).reversed().first {
            words.posts.contains(folded.suffix($0)) && words.units.ending(folded.dropLast($0)) != nil
        }
        return shorter ?? length
    }

    /// [某县水利局] 张三: the unit in brackets before the name.
    func readSetApart(_ raw: TextSlice) -> Byline? {
        guard raw.count <= 40, let open = raw.first, Self.closer(of: open) > 0,
            let close = raw.firstIndex(of: Self.closer(of: open)), close - raw.startIndex >= 5
        else { return nil }
        let name = raw[(close + 1)...].filter { !Scalars.isBlank($0) }
        guard isName(name[...]) else { return nil }
        let inside = raw[(raw.startIndex + 1)..<close].filter { !Scalars.isBlank($0) }
        let found = unitAndPost(inside)
        return found.unit == nil
            ? nil : Byline(name: Scalars.string(name[...]), unit: found.unit, post: found.post, words: inside)
    }
}
