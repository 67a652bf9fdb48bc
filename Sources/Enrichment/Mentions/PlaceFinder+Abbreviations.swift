internal import Reports

/// Names of one character: 沪, 津甘.
extension PlaceFinder {
    mutating func abbreviations() {
        var next = reading.next(.abbreviation, from: 0)
        while next < reading.count {
            let index = next
            next = reading.next(.abbreviation, from: index + 1)
            guard covering[index] < 0, store.abbreviations[reading.at(index)] != nil, !isBlocked(index, index + 1)
            else { continue }
            if let second = pair(index) {
                addOne(index)
                addOne(second)
            } else if framed(index) {
                addOne(index)
            }
        }
    }

    mutating func addOne(_ index: Int) {
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
    func pair(_ index: Int) -> Int? {
        var second = index + 1
        while reading.at(second) == 0x20 || reading.at(second) == Han.listComma || reading.at(second) == 0xB7 {
            second += 1
        }
        guard let other = store.abbreviations[reading.at(second)], let one = store.abbreviations[reading.at(index)]
        else { return nil }
        guard one.contains(where: usable), other.contains(where: usable) else { return nil }
        let before = reading.at(index - 1)
        guard second > index + 1 || tokensAreSingle(index, second) else { return nil }
        if reading.anyOf(rules.together, at: second + 1) != nil { return second }
        if second == index + 1, !Scalars.isHan(before) || before == Han.of, !Scalars.isHan(reading.at(second + 1)),
            one.contains(where: \.isProvince), other.contains(where: \.isProvince)
        {
            return second
        }
        return nil
    }

    /// A province, or a city that the report names.
    func usable(_ entry: Abbreviation) -> Bool {
        entry.isProvince || (store.byCode[entry.code].map { resolver.isNamed($0) } ?? false) || reading.count < 1
    }

    func tokensAreSingle(_ first: Int, _ second: Int) -> Bool {
        guard let a = reading.token(at: first), let b = reading.token(at: second) else { return false }
        if a.count == 1, b.count == 1 { return true }
        // 闽宁协作 may be one word.
        return Int(a.start) == first && Int(a.end) > second && Int(a.end) != second
    }

    /// 返沪, 赴甘, 回京, 在浙.
    func framed(_ index: Int) -> Bool {
        guard let entries = store.abbreviations[reading.at(index)], entries.contains(where: usable),
            reading.at(index) != 0x85CF
        else { return false }
        guard reading.anyOf(rules.frames, before: index) != nil else { return false }
        let frame = reading.at(index - 1)
        guard let token = reading.token(at: index) else { return false }
        let startsWell = Int(token.start) == index || Int(token.start) == index - 1
        guard startsWell, Int(token.end) == index + 1 else { return false }
        // 在新, 来新, 到云 are words' beginnings as a rule; these frames need a rarer character.
        if rules.commonCharacters.contains(reading.at(index)), frame != 0x8D74 { return false }
        if frame == 0x5728 || frame == 0x6765 || frame == 0x5230 || frame == 0x8FDB || frame == 0x5165 {
            return Int(token.start) == index || token.count == 2
        }
        return true
    }
}
