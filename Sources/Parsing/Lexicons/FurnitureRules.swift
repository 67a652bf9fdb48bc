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

/// All furniture patterns, found through the phrases that a line must hold for one to be tried. A class, as are the other
/// lexicons that lines are held against: a copy for each line would count all their lists.
final class FurnitureRules: Sendable {
    let rules: [FurnitureRule]
    /// Longest line any rule is tried on.
    let longest: Int
    /// What lines begin with that patterns fit, of one character or two.
    private let leads: PhraseIndex
    /// Of each of them its rule.
    private let rulesOfLeads: [Int]
    /// Phrases of the patterns that may begin with anything.
    private let triggers: PhraseIndex
    /// Of each trigger its rule.
    private let rulesOfTriggers: [Int]
    /// Rules of which neither a beginning nor a phrase is known.
    private let always: [Int]
    /// What decides whether a rule is tried, apart from the rest of it.
    private let mosts: [Int]
    private let positions: [FurnitureRule.Position]
    private let patterns: [LinePattern]

    /// The numbers of the first rule that fits anywhere, of the first that fits at an edge and at the head of a part,
    /// whichever there are.
    struct Match {
        var any: Int?
        var edge: Int?
        var head: Int?
    }

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
        patterns = rules.map(\.pattern)
        longest = rules.map(\.most).max() ?? 0
        var beginnings: [(rule: Int, phrase: [UInt32])] = []
        var phrases: [(rule: Int, phrase: [UInt32])] = []
        for (number, rule) in rules.enumerated() {
            if let leads = rule.pattern.leads {
                beginnings += leads.map { (number, [$0.first] + ($0.second.map { [$0] } ?? [])) }
            } else {
                phrases += rule.pattern.triggers.map { (number, $0) }
            }
        }
        beginnings.sort { ($0.rule, $0.phrase[0], $0.phrase.last ?? 0) < ($1.rule, $1.phrase[0], $1.phrase.last ?? 0) }
        leads = PhraseIndex(beginnings.map(\.phrase))
        rulesOfLeads = beginnings.map(\.rule)
        rulesOfTriggers = phrases.map(\.rule)
        triggers = PhraseIndex(phrases.map(\.phrase))
        always = rules.indices.filter { rules[$0].pattern.leads == nil && rules[$0].pattern.triggers.isEmpty }
    }

    /// Lines up to this length are held against all rules, longer ones against those for such.
    private static let long = 120

    /// Notes what its phrases begin with.
    func mark(in table: inout HintTable) {
        triggers.mark(in: &table) { phrase, _ in mosts[rulesOfTriggers[phrase]] > Self.long ? .longTrigger : .trigger }
    }

    /// - Parameter hints: Those of the whole line.
    func match(_ line: PlacedText, hints: Hint) -> Match {
        var found = Match()
        let text = line.text
        guard text.count <= longest, !text.isEmpty else { return found }
        var characters: CharacterBits?
        for number in always { consider(number, text, &characters, &found) }
        leads.visit(text, at: 0) { consider(rulesOfLeads[$0], text, &characters, &found) }
        let wanted: Hint = text.count > Self.long ? .longTrigger : [.trigger, .longTrigger]
        guard !hints.isDisjoint(with: wanted) else { return found }
        var last = -1
        triggers.forEach(in: line, wanted) { trigger in
            // A phrase that comes twice in a line says nothing new the second time.
            let number = rulesOfTriggers[trigger]
            if number != last { consider(number, text, &characters, &found) }
            last = number
        }
        return found
    }

    @inline(__always)
    private func consider(
        _ number: Int, _ line: UnsafeBufferPointer<UInt32>, _ characters: inout CharacterBits?, _ found: inout Match
    ) {
        guard line.count <= mosts[number] else { return }
        let known =
            switch positions[number] {
            case .any: found.any
            case .edge: found.edge
            case .head: found.head
            }
        guard known ?? .max > number else { return }
        let held = characters ?? CharacterBits(line)
        characters = held
        guard patterns[number].mayMatch(held), patterns[number].matches(line) else { return }
        switch positions[number] {
        case .any: found.any = number
        case .edge: found.edge = number
        case .head: found.head = number
        }
    }
}
