internal import Reports

/// The numbered headings of a text, by style, and what is wrong with their order.
struct Numbering {
    enum Style: Hashable { case comma, bracket, said, ordinal }
    struct Item {
        var style: Style
        var number: Int
        var start: Int
        var end: Int
    }
    let items: [Item]
    private let reading: Reading
    private var rules: FindingRules { reading.store.rules.findings }

    init(_ reading: Reading) {
        self.reading = reading
        var items: [Item] = []
        var line = 0
        while line < reading.count {
            var start = line
            while start < reading.count, reading.at(start) == 0x20 || reading.at(start) == 0x09 { start += 1 }
            if let item = Numbering.item(reading, start) { items.append(item) }
            line = reading.lineEnd(line) + 1
        }
        self.items = items
    }

    /// 二、 / (二) / 二是 / 第二, at the beginning of a line.
    private static func item(_ reading: Reading, _ start: Int) -> Item? {
        let bracket = reading.at(start) == 0x28
        let ordinal = reading.at(start) == Han.ordinal
        let first = start + (bracket || ordinal ? 1 : 0)
        guard let number = digits.firstIndex(of: reading.at(first)) else { return nil }
        let next = reading.at(first + 1)
        if bracket { return next == 0x29 ? Item(style: .bracket, number: number, start: start, end: first + 2) : nil }
        if ordinal {
            return next == 0x2C || next == Han.listComma
                ? Item(style: .ordinal, number: number, start: start, end: first + 2) : nil
        }
        if next == Han.listComma { return Item(style: .comma, number: number, start: start, end: first + 2) }
        if next == 0x662F { return Item(style: .said, number: number, start: start, end: first + 2) }
        return nil
    }

    /// 零一二…九: a number is its place.
    private static let digits: [UInt32] = [
        0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D,
    ]

    func signs() -> [SpliceFinder.Sign] {
        var signs: [SpliceFinder.Sign] = []
        for style in [Style.comma, .bracket, .said, .ordinal] {
            let own = items.filter { $0.style == style }
            guard let first = own.first else { continue }
            if first.number == 2, own.count > 1 {
                signs.append(
                    SpliceFinder.Sign(
                        says: "the numbering \(reading.slice(first.start, first.end)) has no beginning",
                        spans: [Span(first.start, first.end)], isStrong: true))
            }
            if style == .comma, let again = restart(own) { signs.append(again) }
        }
        if let sign = announced() { signs.append(sign) }
        return signs
    }

    /// 一、二、三、 and again 一、: the outermost numbering begins anew.
    private func restart(_ own: [Item]) -> SpliceFinder.Sign? {
        for (before, after) in zip(own, own.dropFirst()) where before.number >= 2 && after.number == 1 {
            return SpliceFinder.Sign(
                says: "the outermost numbering begins anew",
                spans: [Span(before.start, before.end), Span(after.start, after.end)], isStrong: true)
        }
        return nil
    }

    /// 从…三个方面 and 四是: more than was announced.
    private func announced() -> SpliceFinder.Sign? {
        guard let last = items.filter({ $0.style == .said || $0.style == .comma }).max(by: { $0.number < $1.number })
        else { return nil }
        let end = min(reading.count, max(last.start, 0))
        var next = reading.next(rules.points.first, from: 1, to: end)
        while next < end {
            let index = next
            next = reading.next(rules.points.first, from: index + 1, to: end)
            guard let number = Numbering.digits.firstIndex(of: reading.at(index - 1)), number >= 2,
                let length = reading.anyOf(rules.points, at: index)
            else { continue }
            // Announced for the whole: before the first item.
            guard let first = items.first, index < first.start, last.number > number else { return nil }
            return SpliceFinder.Sign(
                says: "more points than announced",
                spans: [Span(index - 1, index + length), Span(last.start, last.end)])
        }
        return nil
    }
}
