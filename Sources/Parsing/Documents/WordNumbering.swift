/// The lists of a Word document: the numbers a reader sees before paragraphs, which stand nowhere in the text.
final class WordNumbering: XMLHandler {
    /// Where a paragraph stands in a list.
    struct Place: Hashable {
        var list: String
        var level: Int
    }

    private struct Level {
        var start = 1
        var format = "decimal"
        var pattern = ""
    }

    private struct List {
        var scheme = ""
        var starts: [Int: Int] = [:]
        var levels: [Int: Level] = [:]
        var hasBegun = false
    }

    private var schemes: [String: [Int: Level]] = [:]
    private var lists: [String: List] = [:]
    /// Lists of one scheme count on together.
    private var counters: [String: [Int: Int]] = [:]
    private var path: [String] = []
    private var scheme: String?
    private var list: String?
    private var depth = 0
    private var level = Level()
    let isSatisfied = true

    private static let deepest = 8
    /// A pattern longer than this is no number but an attempt to make much out of little.
    private static let longestPattern = 24

    // MARK: Reading

    func begin(_ name: String, in namespace: XMLNamespace, _ attributes: XMLAttributes) {
        path.append(name)
        guard namespace == .word else { return }
        let value = attributes["val"]
        switch name {
        case "abstractNum": scheme = attributes["abstractNumId"]
        case "num":
            list = attributes["numId"]
            if let list { lists[list] = List() }
        case "abstractNumId": if let list, let value { lists[list]?.scheme = value }
        case "lvlOverride": depth = attributes["ilvl"].flatMap { Int($0) } ?? 0
        case "startOverride": if let list { lists[list]?.starts[depth] = Self.count(value) }
        case "lvl":
            depth = attributes["ilvl"].flatMap { Int($0) } ?? 0
            level = Level()
        case "start": level.start = Self.count(value)
        case "numFmt": level.format = value ?? attributes["format"] ?? level.format
        case "lvlText": level.pattern = value ?? ""
        default: break
        }
    }

    private static func count(_ value: String?) -> Int { min(max(value.flatMap { Int($0) } ?? 1, 0), 1_000_000) }

    func end() {
        switch path.popLast() {
        case "lvl":
            if let list {
                lists[list]?.levels[depth] = level
            } else if let scheme {
                schemes[scheme, default: [:]][depth] = level
            }
        case "abstractNum": scheme = nil
        case "num": list = nil
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) {}

    // MARK: Counting

    /// The number of the next paragraph at a place, with what follows it; empty for bullets.
    func next(at place: Place) -> [UInt32] {
        let depth = place.level
        guard var list = lists[place.list], (0...Self.deepest).contains(depth) else { return [] }
        var counted = counters[list.scheme] ?? [:]
        if !list.hasBegun {
            for (level, start) in list.starts { counted[level] = start - 1 }
            list.hasBegun = true
            lists[place.list] = list
        }
        counted[depth] = (counted[depth] ?? self.level(depth, of: list).start - 1) + 1
        for deeper in counted.keys where deeper > depth { counted[deeper] = nil }
        counters[list.scheme] = counted
        return label(depth, of: list, counted)
    }

    private func level(_ depth: Int, of list: List) -> Level {
        list.levels[depth] ?? schemes[list.scheme]?[depth] ?? Level()
    }

    private func label(_ depth: Int, of list: List, _ counted: [Int: Int]) -> [UInt32] {
        let shown = level(depth, of: list)
        guard shown.format != "bullet", shown.format != "none" else { return [] }
        var result: [UInt32] = []
        var pattern = Scalars.array(shown.pattern).prefix(Self.longestPattern)
        while let c = pattern.popFirst() {
            guard c == 0x25, let digit = pattern.first, digit > 0x30, Scalars.isDigit(digit) else {
                result.append(c)
                continue
            }
            pattern.removeFirst()
            let other = Int(digit) - 0x31
            let level = level(other, of: list)
            result += WordNumberFormat.text(counted[other] ?? level.start, as: level.format)
        }
        // Word leaves a gap; a full-width mark has one of its own.
        if let last = result.last, last < 0x2E80 { result.append(0x20) }
        return result
    }
}
