internal import Reports

/// Finds mentions of administrative divisions and gives them their codes.
struct PlaceFinder {
    let reading: Reading
    let store: LexiconStore
    var rules: PlaceRules { store.rules.places }
    private(set) var places: [FoundPlace] = []
    /// Index into `places` of the place that covers a position, -1 where none does.
    private(set) var covering: [Int32]
    var resolver: PlaceResolver
    /// Within masks nothing is a place.
    let blocked: [Bool]

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
        let kinds: TermKind = [.division, .township]
        let reading = Reading(text, store: store, wordsFor: kinds)
        guard reading.contains(kinds) else { return [] }
        var finder = PlaceFinder(reading, blocked: [], year: nil)
        finder.fullNames()
        return finder.places.compactMap { $0.form == .full && $0.candidates.count == 1 ? $0.candidates[0] : nil }
    }

    func isBlocked(_ start: Int, _ end: Int) -> Bool {
        guard !blocked.isEmpty else { return false }
        return (start..<min(end, blocked.count)).contains { blocked[$0] }
    }

    mutating func add(_ place: FoundPlace) {
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

    mutating func fullNames() {
        var index = reading.next([.division, .township], from: 0)
        while index < reading.count {
            var end = index + 1
            if Scalars.isHan(reading.at(index)), let place = fullName(index) {
                add(place)
                end = place.span.end
            }
            index = reading.next([.division, .township], from: end)
        }
    }

    func fullName(_ start: Int) -> FoundPlace? {
        guard reading.begins([.division, .township], at: start) else { return nil }
        let chained = place(endingAt: start) != nil
        guard chained || reading.starts(start) else { return nil }
        for hit in reading.hits(at: start).reversed() {
            let kind = hit.kind
            guard !kind.isDisjoint(with: [.division, .township]) else { continue }
            let end = start + Int(hit.length)
            guard end - start >= 2, !isBlocked(start, end) else { continue }
            guard chained || reading.starts(end) || end - start >= 4 || reading.starts(end - 1) else { continue }
            if splits(end) { continue }
            if isUniversity(end) || isNamesake(end, form: .full, start: start) { continue }
            // 城区, 郊区, 矿区: names only behind the city they are of; 盘县, 岚县 stand alone.
            if end - start == 2, !chained, !standsAlone(start, end) { continue }
            if kind.isDisjoint(with: .division), !townshipIsMeant(hit, chained) { continue }
            var candidates = resolver.readings(store.divisions(hit.node, .division))
            if kind.contains(.township) { candidates += store.divisions(hit.node, .township) }
            return FoundPlace(
                span: Span(start, end), form: .full, node: hit.node, candidates: candidates, division: nil)
        }
        return nil
    }

    /// 盘县, but not 任|县长 and 随|县里.
    func standsAlone(_ start: Int, _ end: Int) -> Bool {
        guard reading.at(end - 1) == 0x53BF, reading.anyOf(rules.notCounties, at: end) == nil else { return false }
        if reading.anyOf(rules.notPlaceStarts, at: start) != nil { return isCovered(start - 1) }
        guard let node = store.node(reading.text[start..<(end - 1)]) else { return true }
        return ![WordClass.verb, WordClass.preposition, WordClass.conjunction].contains(store.classes[Int(node)])
            || isCovered(start - 1)
    }

    /// 城关镇 is a name everywhere, 新城 or 大街道 need more.
    func townshipIsMeant(_ hit: Hit, _ chained: Bool) -> Bool {
        if chained || hit.length >= 4 { return true }
        // 全镇, 本乡, 各街道 and the like are no names; a dictionary word is one only when chained.
        if hit.kind.contains(.word), store.classes[Int(hit.node)] != WordClass.place,
            store.frequencies[Int(hit.node)] > 0
        {
            return false
        }
        return true
    }

    /// 山东|省情, 义乌|市场: the last character begins another word.
    func splits(_ end: Int) -> Bool {
        reading.anyOf(rules.splitWords, at: end - 1) != nil
            && reading.anyOf(rules.notSplits, at: end - 1) == nil
    }

    /// 浙江大学, 上海海事大学, 太原理工大学.
    func isUniversity(_ end: Int) -> Bool {
        var index = end
        while index < end + 8, Scalars.isHan(reading.at(index)) {
            if reading.has("大学", at: index), reading.anyOf(rules.notUniversities, at: index) == nil { return true }
            if reading.anyOf(rules.beforeUniversity, at: index) != nil { return false }
            index += 1
        }
        return false
    }

    /// 天津港, 南京路, 武功山, 松花江: something else of that name.
    func isNamesake(_ end: Int, form: FoundPlace.Form, start: Int) -> Bool {
        let next = reading.at(end)
        switch form {
        case .full: return reading.anyOf(["话", "菜"], at: end) != nil && reading.token(at: end)?.count == 1
        default: break
        }
        if let length = reading.anyOf(rules.namesakes, at: end) {
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

    // MARK: Codes of full names

    mutating func resolveFull() {
        for index in places.indices where places[index].candidates.count == 1 {
            places[index].division = places[index].candidates[0]
            resolver.note(places[index].candidates[0])
        }
        for _ in 0..<2 {
            for index in places.indices where places[index].division == nil { decide(index) }
        }
    }

    mutating func decide(_ index: Int) {
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
    func parent(of place: FoundPlace) -> Int32? {
        var end = place.span.start
        if reading.at(end - 1) == Han.of || reading.at(end - 1) == 0x20 { end -= 1 }
        guard end > 0, covering[end - 1] >= 0 else { return nil }
        return places[Int(covering[end - 1])].division
    }

    func neighbours(_ index: Int) -> [Int32] {
        let sentence = reading.sentence(places[index].span.start)
        var found: [Int32] = []
        for position in [index - 3, index - 2, index - 1, index + 1, index + 2]
        where places.indices.contains(position) && sentence.contains(places[position].span.start) {
            if let division = places[position].division { found.append(division) }
        }
        return found
    }

    // MARK: What is left

    mutating func resolveRest() {
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
