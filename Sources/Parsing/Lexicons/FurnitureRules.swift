internal import Reports

/// A pattern of site furniture and what follows from it.
struct FurnitureRule: Sendable {
    enum Position: String { case any, edge, head }
    /// How far a match reaches: the line, the short lines after it, or whatever follows.
    enum Extent: String { case line, list, block }

    var reason: RemovalReason
    var position: Position
    var extent: Extent
    var most: Int
    var pattern: LinePattern
    /// Line of the lexicon file, for explanations.
    var line: Int
}

/// All furniture patterns, and an index by the pair of characters that a line must contain for one to be tried.
struct FurnitureRules: Sendable {
    let rules: [FurnitureRule]
    /// Longest line any rule is tried on.
    let longest: Int
    /// What a trigger's first character leads to.
    private struct Slot {
        /// Rules whose trigger is that character alone.
        var alone: [Int] = []
        var seconds: [UInt32] = []
        /// Of each second character the rules.
        var rules: [[Int]] = []
    }
    private var slots = [Slot()]
    private var always: [Int] = []
    /// Of each rule what decides whether it is tried at all, apart from the rest of it.
    private let mosts: [Int]
    private let positions: [FurnitureRule.Position]
    /// Of each character its slot; 0 where no trigger begins with it.
    private var slotOf = [UInt16](repeating: 0, count: 0x10000)

    init(_ file: LexiconFile, folding: Folding) throws(LexiconError) {
        var rules: [FurnitureRule] = []
        for row in file.rows {
            guard let reason = RemovalReason(rawValue: row[0]) else { throw row.error(0, "unknown reason “\(row[0])”") }
            guard let position = FurnitureRule.Position(rawValue: row[1]) else {
                throw row.error(1, "where must be any, edge or head, not “\(row[1])”")
            }
            guard let extent = FurnitureRule.Extent(rawValue: row[2]) else {
                throw row.error(2, "extent must be line, list or block, not “\(row[2])”")
            }
            let most = try row.integer(3)
            let pattern: LinePattern
            do { pattern = try LinePattern(row[4], folding: folding) } catch {
                throw LexiconError(
                    file: file.path, line: row.line, column: row.error(4, "").column + error.offset,
                    message: error.message)
            }
            rules.append(
                FurnitureRule(
                    reason: reason, position: position, extent: extent, most: most, pattern: pattern, line: row.line))
        }
        self.rules = rules
        mosts = rules.map(\.most)
        positions = rules.map(\.position)
        longest = rules.map(\.most).max() ?? 0
        for (number, rule) in rules.enumerated() {
            if rule.pattern.triggers.isEmpty { always.append(number) }
            for trigger in rule.pattern.triggers {
                let first = Int(min(trigger[0], 0xFFFF))
                if slotOf[first] == 0 {
                    slotOf[first] = UInt16(slots.count)
                    slots.append(Slot())
                }
                let slot = Int(slotOf[first])
                guard trigger.count > 1 else {
                    slots[slot].alone.append(number)
                    continue
                }
                if let known = slots[slot].seconds.firstIndex(of: trigger[1]) {
                    slots[slot].rules[known].append(number)
                } else {
                    slots[slot].seconds.append(trigger[1])
                    slots[slot].rules.append([number])
                }
            }
        }
    }

    /// The numbers of the first rule that fits anywhere and of the first that fits at an edge, whichever there are.
    func match(_ line: ArraySlice<UInt32>) -> (any: Int?, edge: Int?, head: Int?) {
        var found: (any: Int?, edge: Int?, head: Int?)
        guard line.count <= longest, !line.isEmpty else { return found }
        func consider(_ number: Int) {
            guard line.count <= mosts[number] else { return }
            let known =
                switch positions[number] {
                case .any: found.any
                case .edge: found.edge
                case .head: found.head
                }
            guard known ?? .max > number, rules[number].pattern.matches(line) else { return }
            switch positions[number] {
            case .any: found.any = number
            case .edge: found.edge = number
            case .head: found.head = number
            }
        }
        for number in always { consider(number) }
        var i = line.startIndex
        while i < line.endIndex {
            let slot = Int(slotOf[Int(min(line[i], 0xFFFF))])
            if slot != 0 {
                for number in slots[slot].alone { consider(number) }
                if i + 1 < line.endIndex, let second = slots[slot].seconds.firstIndex(of: line[i + 1]) {
                    for number in slots[slot].rules[second] { consider(number) }
                }
            }
            i += 1
        }
        return found
    }
}
