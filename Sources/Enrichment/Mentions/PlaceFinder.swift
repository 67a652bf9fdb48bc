internal import Reports

/// Finds mentions of administrative divisions and gives them their codes.
struct PlaceFinder {
    let reading: Reading
    let store: LexiconStore
    private(set) var places: [FoundPlace] = []
    /// Index into `places` of the place that covers a position, -1 where none does.
    private(set) var covering: [Int32]
    private var resolver: PlaceResolver
    /// Within masks nothing is a place.
    private let blocked: [Bool]

    init(_ reading: Reading, blocked: [Bool], year: Int?) {
        self.reading = reading
        store = reading.store
        self.blocked = blocked
        covering = [Int32](repeating: -1, count: reading.count + 1)
        resolver = PlaceResolver(store: reading.store, year: year)
    }

    /// `page` are divisions that the page names outside the report.
    mutating func find(page: [Int32]) {
        for division in page { resolver.note(division, weight: 0.5) }
        fullNames()
        resolveFull()
        shortNames()
        townshipBases()
        abbreviations()
        places.sort { $0.span < $1.span }
        resolveRest()
    }

    /// Full names of divisions in a stretch of the page outside the report.
    static func fullNames(of text: String, store: LexiconStore) -> [Int32] {
        var finder = PlaceFinder(Reading(text, store: store), blocked: [], year: nil)
        finder.fullNames()
        return finder.places.compactMap { $0.form == .full && $0.candidates.count == 1 ? $0.candidates[0] : nil }
    }

    private func isBlocked(_ start: Int, _ end: Int) -> Bool {
        guard !blocked.isEmpty else { return false }
        return (start..<min(end, blocked.count)).contains { blocked[$0] }
    }

    private mutating func add(_ place: FoundPlace) {
        for index in place.span.start..<place.span.end { covering[index] = Int32(places.count) }
        places.append(place)
    }

    func isCovered(_ index: Int) -> Bool { index >= 0 && index < reading.count && covering[index] >= 0 }

    /// The place that ends here.
    func place(endingAt end: Int) -> FoundPlace? {
        guard end > 0, end <= reading.count, covering[end - 1] >= 0 else { return nil }
        let place = places[Int(covering[end - 1])]
        return place.span.end == end ? place : nil
    }

    // MARK: Full names

    private mutating func fullNames() {
        var index = 0
        while index < reading.count {
            if Scalars.isHan(reading.at(index)), let place = fullName(index) {
                add(place)
                index = place.span.end
            } else {
                index += 1
            }
        }
    }

    private func fullName(_ start: Int) -> FoundPlace? {
        let chained = place(endingAt: start) != nil
        guard chained || reading.starts(start) else { return nil }
        for hit in reading.hits(at: start).reversed() {
            let kind = store.kind(hit.node)
            guard !kind.isDisjoint(with: [.division, .township]) else { continue }
            let end = start + Int(hit.length)
            guard end - start >= 2, !isBlocked(start, end) else { continue }
            guard chained || reading.starts(end) || end - start >= 4 || reading.starts(end - 1) else { continue }
            if PlaceFinder.splits(reading, end) { continue }
            if isUniversity(end) || isNamesake(end, form: .full, start: start) { continue }
            // 城区, 郊区, 矿区: names only behind the city they are of; 盘县, 岚县 stand alone.
            if end - start == 2, !chained, !standsAlone(start, end) { continue }
            var candidates = resolver.readings(store.divisions(hit.node, .division))
            if kind.contains(.township) { candidates += store.divisions(hit.node, .township) }
            if kind.isDisjoint(with: .division), !townshipIsMeant(hit, start, end, chained, candidates) { continue }
            return FoundPlace(
                span: Span(start, end), form: .full, node: hit.node, candidates: candidates, division: nil)
        }
        return nil
    }

    /// 盘县, but not 任|县长 and 随|县里.
    private func standsAlone(_ start: Int, _ end: Int) -> Bool {
        guard reading.at(end - 1) == 0x53BF, reading.anyOf(["长", "里", "级", "城"], at: end) == nil else { return false }
        if reading.anyOf(["任", "随", "和"], at: start) != nil { return isCovered(start - 1) }
        guard let node = store.node(reading.text[start..<(end - 1)]) else { return true }
        return ![WordClass.verb, WordClass.preposition, WordClass.conjunction].contains(store.classes[Int(node)])
            || isCovered(start - 1)
    }

    /// 城关镇 is a name everywhere, 新城 or 大街道 need more.
    private func townshipIsMeant(_ hit: Hit, _ start: Int, _ end: Int, _ chained: Bool, _ candidates: [Int32]) -> Bool {
        if chained || hit.length >= 4 { return true }
        // 全镇, 本乡, 各街道 and the like are no names; a dictionary word is one only when chained.
        if store.kind(hit.node).contains(.word), store.classes[Int(hit.node)] != WordClass.place,
            store.frequencies[Int(hit.node)] > 0
        {
            return false
        }
        return true
    }

    /// 山东|省情, 义乌|市场: the last character begins another word.
    private static func splits(_ reading: Reading, _ end: Int) -> Bool {
        reading.anyOf(PlaceFinder.splitWords, at: end - 1) != nil
            && reading.anyOf(["市民委", "市民政", "市民族", "市场监"], at: end - 1) == nil
    }

    private static let splitWords: [StaticString] = [
        "省情", "市情", "县情", "区情", "州情", "省直", "市直", "县直", "省级", "市级", "县级", "区级", "市民", "市场", "县城", "县域", "市值", "区域",
        "市容",
    ]

    /// 浙江大学, 上海海事大学, 太原理工大学.
    private func isUniversity(_ end: Int) -> Bool {
        var index = end
        while index < end + 8, Scalars.isHan(reading.at(index)) {
            if reading.has("大学", at: index), reading.anyOf(["大学生", "大学毕业", "大学城"], at: index) == nil { return true }
            if reading.anyOf(["的", "在", "和", "与", "到", "读", "上", "考", "市", "省", "县", "从", "去", "赴"], at: index) != nil {
                return false
            }
            index += 1
        }
        return false
    }

    /// 天津港, 南京路, 武功山, 松花江: something else of that name.
    private func isNamesake(_ end: Int, form: FoundPlace.Form, start: Int) -> Bool {
        let next = reading.at(end)
        switch form {
        case .full: return reading.anyOf(["话", "菜"], at: end) != nil && reading.token(at: end)?.count == 1
        default: break
        }
        if let length = reading.anyOf(PlaceFinder.namesakes, at: end) {
            // 泰州路 is a street, 泰州|路上 is not.
            if length == 1, let token = reading.token(at: end), token.count > 1, Int(token.start) == end,
                next != 0x8DEF, next != 0x6E56, next != 0x6CB3, next != 0x5C71, next != 0x6C5F, next != 0x6751
            {
                return false
            }
            return true
        }
        return false
    }

    private static let namesakes: [StaticString] = [
        "山区", "街道", "校区", "小区", "农场", "林场", "煤矿", "机场", "大桥", "江边", "河边", "水库", "山脉", "高原", "盆地", "草原", "平原", "走廊",
        "湿地", "方言", "镇",
        "乡", "村", "山", "河", "湖",
        "江", "岛", "路", "街", "巷", "寺", "庙", "桥", "站", "港", "峡", "沟", "岭", "峰", "塔", "话", "语", "菜", "剧", "商", "籽",
    ]

    // MARK: Codes of full names

    private mutating func resolveFull() {
        for index in places.indices where places[index].candidates.count == 1 {
            places[index].division = places[index].candidates[0]
            resolver.note(places[index].candidates[0])
        }
        for _ in 0..<2 {
            for index in places.indices where places[index].division == nil { decide(index) }
        }
    }

    private mutating func decide(_ index: Int) {
        let place = places[index]
        guard !place.candidates.isEmpty else { return }
        let chosen = resolver.choose(
            place.candidates, after: parent(of: place), inSentenceWith: neighbours(index), short: place.form != .full)
        if let chosen {
            places[index].division = chosen
            resolver.note(chosen)
        }
    }

    /// The place just before, 的 and blanks between them allowed.
    private func parent(of place: FoundPlace) -> Int32? {
        var end = place.span.start
        if reading.at(end - 1) == Han.of || reading.at(end - 1) == 0x20 { end -= 1 }
        guard end > 0, covering[end - 1] >= 0 else { return nil }
        return places[Int(covering[end - 1])].division
    }

    private func neighbours(_ index: Int) -> [Int32] {
        let sentence = reading.sentence(places[index].span.start)
        var found: [Int32] = []
        for position in [index - 3, index - 2, index - 1, index + 1, index + 2]
        where places.indices.contains(position) && sentence.contains(places[position].span.start) {
            if let division = places[position].division { found.append(division) }
        }
        return found
    }

    // MARK: Short names

    private mutating func shortNames() {
        var index = 0
        while index < reading.count {
            if covering[index] < 0, Scalars.isHan(reading.at(index)), let place = shortName(index) {
                add(place)
                index = place.span.end
            } else {
                index += 1
            }
        }
    }

    private func shortName(_ start: Int) -> FoundPlace? {
        for hit in reading.hits(at: start).reversed() where store.kind(hit.node).contains(.shortName) {
            let end = start + Int(hit.length)
            guard end - start >= 2, !isCovered(end - 1), !isBlocked(start, end) else { continue }
            let chained =
                place(endingAt: start) != nil || reading.at(start - 1) == Han.of && place(endingAt: start - 1) != nil
            let aligned = reading.starts(start) && reading.starts(end)
            let all = store.divisions(hit.node, .shortName)
            let fullHere = all.filter { resolver.isNamed($0) }
            // A suffix may have hidden the boundary: 李沧|区情.
            let split = reading.starts(start) && PlaceFinder.splits(reading, end + 1)
            guard
                aligned || split || chained && chainFits(start, all)
                    || !fullHere.isEmpty && reading.starts(start) && looseEnd(end)
            else { continue }
            if isUniversity(end) || isNamesake(end, form: .short, start: start) { continue }
            if insideLonger(start, end) { continue }
            if Scalars.opens(reading.at(start - 1)), Scalars.closes(reading.at(end)), fullHere.isEmpty,
                reading.at(start - 1) != 0x28
            {
                continue
            }
            guard riskAllows(hit, start, end, chained && chainFits(start, all), fullHere, all) else { continue }
            let candidates = fullHere.isEmpty ? resolver.shortReadings(all) : fullHere
            return FoundPlace(
                span: Span(start, end), form: .short, node: hit.node, candidates: candidates, division: nil)
        }
        return nil
    }

    /// The word list has it as a name of another sort, or hardly at all.
    private func isRareWord(_ hit: Hit, _ common: Int32) -> Bool {
        switch store.classes[Int(hit.node)] {
        case WordClass.otherName, WordClass.person, WordClass.place, WordClass.gazetteer, WordClass.none:
            common >= 0 && common < 1000
        case WordClass.noun: common >= 0 && common < 60
        default: false
        }
    }

    private func looseEnd(_ end: Int) -> Bool {
        guard let token = reading.token(at: end) else { return true }
        return token.count <= 2 && token.wordClass != WordClass.idiom
    }

    private func chainFits(_ start: Int, _ candidates: [Int32]) -> Bool {
        let end = reading.at(start - 1) == Han.of ? start - 1 : start
        guard let before = place(endingAt: end) else { return false }
        return before.candidates.contains { outer in candidates.contains { store.lies($0, in: outer) } }
    }

    /// Inside a longer name or idiom of the lexicons that the words agree with.
    private func insideLonger(_ start: Int, _ end: Int) -> Bool {
        guard let token = reading.token(at: start) else { return false }
        return Int(token.end) > end && token.count > end - start
            && (token.wordClass == WordClass.idiom || token.wordClass == WordClass.phrase)
    }

    private func riskAllows(_ hit: Hit, _ start: Int, _ end: Int, _ chained: Bool, _ fullHere: [Int32], _ all: [Int32])
        -> Bool
    {
        if chained { return true }
        let common = store.risks[hit.node] ?? 0
        let risk = isRareWord(hit, common) ? 0 : common
        let level = all.map { store.divisions[Int($0)] }.filter(\.isCurrent).map(\.level)
        let isHigh = level.contains(.province) || level.contains(.prefecture)
        if level.isEmpty, fullHere.isEmpty {
            // Nothing has that name today: only a place's word that was in use lately.
            let last = all.map { store.divisions[Int($0)].to }.max() ?? 0
            guard store.classes[Int(hit.node)] == WordClass.place, last >= 2000 else { return false }
        }
        let wordClass = store.classes[Int(hit.node)]
        let isName = common <= 0 && wordClass != WordClass.otherName || isHigh || isRareWord(hit, common)
        if level.contains(.province) { return true }
        if risk == 0 || risk < 0 && isHigh, isName { return true }
        if risk < 0, isName { return !fullHere.isEmpty || trigger(start, end) || isPlaceContext(end) }
        if risk == 0 { return !fullHere.isEmpty || isHigh || trigger(start, end) }
        // An ordinary word: only where the report names the division in full, and here a place is meant.
        if !fullHere.isEmpty
            || isHigh && wordClass != WordClass.verb && wordClass != WordClass.verbalNoun
                && wordClass != WordClass.adjective
        {
            return trigger(start, end) || isPlaceContext(end)
        }
        return false
    }

    private func isPlaceContext(_ end: Int) -> Bool {
        reading.anyOf(["市委", "县委", "区委", "政府", "县城", "籍", "境内", "全县", "全市", "挂职", "人民"], at: end) != nil
            || isCovered(end) || reading.at(end) == Han.listComma && isCovered(end + 1)
    }

    /// 在, 到, 赴 … before, and no verb's complement behind.
    private func trigger(_ start: Int, _ end: Int) -> Bool {
        var before = start
        if reading.at(before - 1) == 0x20 { before -= 1 }
        guard
            reading.anyOf(PlaceFinder.triggers, before: before) != nil || isCovered(before - 1)
                || reading.at(before - 1) == Han.listComma && isCovered(before - 2)
        else { return false }
        return reading.anyOf(["了", "着", "起来", "得", "地", "下来", "上"], at: end) == nil
    }

    private static let triggers: [StaticString] = [
        "来到", "回到", "赶到", "初到", "走进", "奔赴", "前往", "离开", "返回", "位于", "地处", "到", "在", "赴", "至", "往", "回", "离", "从", "去",
        "来", "由", "自", "抵",
    ]

    // MARK: Townships without their suffix

    private mutating func townshipBases() {
        var bases: [[UInt32]: Int32] = [:]
        for place in places {
            guard let division = place.division, store.divisions[Int(division)].level == .township else { continue }
            let full = Array(reading.text[place.span.start..<place.span.end])
            for suffix in PlaceFinder.townSuffixes
            where full.count >= suffix.count + 2 && Array(full.suffix(suffix.count)) == suffix {
                bases[Array(full.dropLast(suffix.count))] = division
                break
            }
        }
        var index = 0
        while index < reading.count {
            defer { index += 1 }
            guard covering[index] < 0, let hit = reading.longest(at: index, .townshipBase) else { continue }
            let end = index + Int(hit.length)
            guard end - index >= 2, !isCovered(end - 1), !isBlocked(index, end) else { continue }
            if let division = bases[Array(reading.text[index..<end])] {
                guard baseIsMeant(index, end) else { continue }
                add(
                    FoundPlace(
                        span: Span(index, end), form: .base, node: hit.node, candidates: [division], division: division)
                )
            } else if let variant = variant(index, end) {
                add(variant)
            } else if let division = lone(hit, index, end) {
                add(
                    FoundPlace(
                        span: Span(index, end), form: .base, node: hit.node, candidates: [division], division: division)
                )
            }
        }
    }

    private static let townSuffixes: [[UInt32]] = ["街道", "镇", "乡", "苏木"].map { $0.unicodeScalars.map(\.value) }

    private func baseIsMeant(_ start: Int, _ end: Int) -> Bool {
        guard reading.starts(start), reading.starts(end) || reading.token(at: start)?.count ?? 0 <= end - start else {
            return false
        }
        if isNamesake(end, form: .base, start: start)
            || reading.anyOf(["边", "畔", "岸", "水面", "中心", "是一片", "工程"], at: end) != nil
        {
            return false
        }
        guard let token = reading.token(at: start) else { return false }
        let isWord =
            Int(token.start) == start && Int(token.end) == end && token.wordClass != WordClass.place
            && token.wordClass != WordClass.gazetteer && store.frequencies[Int(token.node)] > 0
        if isWord { return trigger(start, end) }
        // The name of the water it lies at: 草海 in 草海边.
        return !isWaterHere(start, end)
    }

    private func isWaterHere(_ start: Int, _ end: Int) -> Bool {
        let name = Array(reading.text[start..<end])
        guard let last = name.last, [0x6D77, 0x6E56, 0x6CB3, 0x6C5F, 0x6C60, 0x6CC9, 0x5C71].contains(last) else {
            return false
        }
        var index = 0
        while index + name.count < reading.count {
            if reading.has(name, at: index), reading.anyOf(["边", "畔", "岸", "是一片"], at: index + name.count) != nil {
                return true
            }
            index += 1
        }
        return false
    }

    /// 大宁街道 beside 大宁路街道: the same place with a character left out.
    private func variant(_ start: Int, _ end: Int) -> FoundPlace? {
        guard reading.starts(start), let length = reading.anyOf(["街道", "镇", "乡"], at: end),
            reading.longest(at: start, .township) == nil
        else { return nil }
        let base = Array(reading.text[start..<end])
        for place in places where place.form == .full {
            guard let division = place.division, store.divisions[Int(division)].level == .township else { continue }
            let full = Array(reading.text[place.span.start..<place.span.end])
            if full.count == base.count + length + 1, Array(full.prefix(base.count)) == base,
                Array(full.suffix(length)) == Array(reading.text[end..<(end + length)])
            {
                return FoundPlace(
                    span: Span(start, end + length), form: .base, node: 0, candidates: [division], division: division)
            }
        }
        return nil
    }

    /// 初到徐溜: a name that only one township has and no word is.
    private func lone(_ hit: Hit, _ start: Int, _ end: Int) -> Int32? {
        let all = store.divisions(hit.node, .townshipBase)
        guard all.count == 1, !store.kind(hit.node).contains(.word),
            store.kind(hit.node).isDisjoint(with: [.shortName, .division])
        else { return nil }
        guard reading.anyOf(["初到", "来到", "到", "在", "赴"], before: start) != nil, reading.starts(start) else {
            return nil
        }
        let next = reading.at(end)
        guard Scalars.endsClause(next) || reading.anyOf(["挂职", "工作", "任职", "锻炼", "的"], at: end) != nil else {
            return nil
        }
        return all[0]
    }

    // MARK: One character

    private mutating func abbreviations() {
        for index in 0..<reading.count where covering[index] < 0 && store.abbreviations[reading.at(index)] != nil {
            guard !isBlocked(index, index + 1) else { continue }
            if let second = pair(index) {
                addOne(index)
                addOne(second)
            } else if framed(index) {
                addOne(index)
            }
        }
    }

    private mutating func addOne(_ index: Int) {
        guard covering[index] < 0, let entries = store.abbreviations[reading.at(index)] else { return }
        var candidates = entries.compactMap { store.byCode[$0.code] }
        let named = candidates.filter { resolver.isNamed($0) }
        if !named.isEmpty { candidates = named }
        let division =
            named.first ?? entries.first(where: \.isProvince).flatMap { store.byCode[$0.code] } ?? candidates.first
        add(
            FoundPlace(
                span: Span(index, index + 1), form: .abbreviation, node: 0, candidates: candidates, division: division))
    }

    /// 津甘, 沪滇, 甬 延: two names side by side before what two places do together.
    private func pair(_ index: Int) -> Int? {
        var second = index + 1
        while reading.at(second) == 0x20 || reading.at(second) == Han.listComma || reading.at(second) == 0xB7 {
            second += 1
        }
        guard let other = store.abbreviations[reading.at(second)], let one = store.abbreviations[reading.at(index)]
        else { return nil }
        guard one.contains(where: usable), other.contains(where: usable) else { return nil }
        let before = reading.at(index - 1)
        guard second > index + 1 || tokensAreSingle(index, second) else { return nil }
        if reading.anyOf(PlaceFinder.together, at: second + 1) != nil { return second }
        if second == index + 1, !Scalars.isHan(before) || before == Han.of, !Scalars.isHan(reading.at(second + 1)),
            one.contains(where: \.isProvince), other.contains(where: \.isProvince)
        {
            return second
        }
        return nil
    }

    /// A province, or a city that the report names.
    private func usable(_ entry: Abbreviation) -> Bool {
        entry.isProvince || (store.byCode[entry.code].map { resolver.isNamed($0) } ?? false) || reading.count < 1
    }

    private func tokensAreSingle(_ first: Int, _ second: Int) -> Bool {
        guard let a = reading.token(at: first), let b = reading.token(at: second) else { return false }
        if a.count == 1, b.count == 1 { return true }
        // 闽宁协作 may be one word.
        return Int(a.start) == first && Int(a.end) > second && Int(a.end) != second
    }

    private static let together: [StaticString] = [
        "协作", "合作", "对口", "帮扶", "两地", "两省", "劳务", "扶贫", "东西部", "携手", "同行", "同心", "情", "干部", "结对", "一家", "交流", "产业",
        "友谊", "之间", "师傅", "往返", "人民", "高速", "两市", "山海", "联合", "共建",
    ]

    /// 返沪, 赴甘, 回京, 在浙.
    private func framed(_ index: Int) -> Bool {
        guard let entries = store.abbreviations[reading.at(index)], entries.contains(where: usable),
            reading.at(index) != 0x85CF
        else { return false }
        guard reading.anyOf(["返", "赴", "回", "离", "抵", "来", "在", "驻", "入", "进", "到"], before: index) != nil else {
            return false
        }
        let frame = reading.at(index - 1)
        guard let token = reading.token(at: index) else { return false }
        let startsWell = Int(token.start) == index || Int(token.start) == index - 1
        guard startsWell, Int(token.end) == index + 1 else { return false }
        // 在新, 来新, 到云 are words' beginnings as a rule; these frames need a rarer character.
        let common: Set<UInt32> = [
            0x65B0, 0x4E91, 0x9752, 0x6C5F, 0x6E7E, 0x7D22, 0x5409, 0x5B81, 0x901A, 0x5E38, 0x5E73, 0x4E30, 0x5609,
            0x9ED1, 0x53F0, 0x6CF0, 0x8499, 0x6E29, 0x6C49, 0x8FDE, 0x4E3D, 0x6E56,
        ]
        if common.contains(reading.at(index)), frame != 0x8D74 { return false }
        if frame == 0x5728 || frame == 0x6765 || frame == 0x5230 || frame == 0x8FDB || frame == 0x5165 {
            return Int(token.start) == index || token.count == 2
        }
        return true
    }

    // MARK: What is left

    private mutating func resolveRest() {
        for index in covering.indices { covering[index] = -1 }
        for (position, place) in places.enumerated() {
            for index in place.span.start..<place.span.end { covering[index] = Int32(position) }
        }
        for index in places.indices where places[index].division == nil && places[index].candidates.count == 1 {
            places[index].division = places[index].candidates[0]
            resolver.note(places[index].candidates[0])
        }
        for _ in 0..<2 {
            for index in places.indices where places[index].division == nil { decide(index) }
        }
    }
}
