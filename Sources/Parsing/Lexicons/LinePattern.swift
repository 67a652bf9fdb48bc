/// One pattern of the lexicons, compiled.
///
/// A pattern describes a whole line as ``Folding`` shows it: blanks count for nothing, width and case neither.
///
///     作者:*             literal text, then any run of characters
///     {date}             a date, with or without a time of day
///     {stamp}            a date in digits and - / or . only, so that 2014年3月12日 is none
///     {n}  {num}         ASCII digits; a number in ASCII or Chinese digits
///     {url}              an address
///     {0-12}             any run of 0 to 12 characters
///     [来源|出处]:*      one of several; a ? after the bracket makes the group optional
///     \*                 the character itself; needed for * { [ | ] ? \
///
/// Matching tries alternatives in order and gives up after a number of steps in proportion to the line, so that no line
/// can stall the parser.
final class LinePattern: Sendable {
    /// Holds no reference, so that running a pattern counts none.
    enum Operation: Sendable {
        case literal(UInt32)
        /// From so many characters to so many; of what can follow, one bit for each value of its last six bits.
        case gap(Int, Int, UInt64)
        case digits, numeral, date, stamp, address
        /// Try each of these places in turn: a stretch of ``targets``.
        case split(Int, Int)
        case jump(Int)
        case end
    }

    let operations: [Operation]
    private let targets: [Int]
    /// One of these runs stands in every line that matches; empty where nothing can be said.
    let triggers: [[UInt32]]
    /// Every line that matches begins with one of these; nil where it may begin with anything.
    let leads: Set<Lead>?

    /// What any line must hold that matches; see ``mayMatch(_:)``.
    private let demands: [[CharacterBits]]

    /// The first two characters of a line; `second` nil where it may be any or none.
    struct Lead: Hashable, Sendable {
        var first: UInt32
        var second: UInt32?
    }

    /// - Throws: ``Problem`` where the pattern is malformed.
    init(_ pattern: String, folding: Folding) throws(Problem) {
        var compiler = Compiler(text: Array(pattern.unicodeScalars), folding: folding)
        try compiler.sequence(nested: false)
        compiler.operations.append(.end)
        var operations = compiler.operations
        targets = compiler.targets
        for place in operations.indices {
            guard case .gap(let least, let most, _) = operations[place],
                let leads = Self.firsts(of: place + 1, operations, targets)
            else { continue }
            operations[place] = .gap(least, most, leads.reduce(0) { $0 | 1 << UInt64($1 & 63) })
        }
        self.operations = operations
        triggers = compiler.triggers
        leads = Self.leads(operations, targets)
        let demands = Demands(operations: operations, targets: targets)
        var all = CharacterBits()
        var start = 0
        let groups = demands.collect(from: &start, &all)
        self.demands = groups + (all.isEmpty ? [] : [[all]])
    }

    /// Whether a line holds what no match can do without: all literal characters, and those of one alternative of each
    /// group. Tells most lines that do not match, for a hundredth of what matching costs.
    func mayMatch(_ characters: CharacterBits) -> Bool {
        for group in demands where !group.contains(where: { $0.isSubset(of: characters) }) { return false }
        return true
    }

    /// Collects what lines must hold from a pattern's operations.
    private struct Demands {
        let operations: [Operation]
        let targets: [Int]

        /// The groups of one sequence, and all characters that it takes literally; ends at its last operation.
        func collect(from pc: inout Int, _ all: inout CharacterBits) -> [[CharacterBits]] {
            var groups: [[CharacterBits]] = []
            while true {
                switch operations[pc] {
                case .end, .jump: return groups
                case .literal(let c):
                    all.insert(c)
                    pc += 1
                case .split(let first, let count):
                    var join: Int?
                    var alternatives: [CharacterBits] = []
                    for target in targets[first..<first + count] {
                        // An optional group may be passed over.
                        var end = target
                        var characters = CharacterBits()
                        if target != join { _ = collect(from: &end, &characters) }
                        if target != join, case .jump(let place) = operations[end] { join = place }
                        alternatives.append(characters)
                    }
                    if alternatives.allSatisfy({ !$0.isEmpty }) { groups.append(alternatives) }
                    guard let join else { return groups }
                    pc = join
                default: pc += 1
                }
            }
        }
    }

    private static func leads(_ operations: [Operation], _ targets: [Int]) -> Set<Lead>? {
        guard let firsts = firsts(of: 0, operations, targets) else { return nil }
        var leads: Set<Lead> = []
        for first in firsts {
            guard let seconds = seconds(after: first, of: 0, operations, targets) else {
                leads.insert(Lead(first: first, second: nil))
                continue
            }
            for second in seconds { leads.insert(Lead(first: first, second: second)) }
        }
        return leads
    }

    /// What the operations from `start` on can begin with; nil where that is anything.
    private static func firsts(of start: Int, _ operations: [Operation], _ targets: [Int]) -> Set<UInt32>? {
        switch operations[start] {
        case .literal(let c): return [c]
        case .digits, .stamp: return Set(0x30...0x39)
        case .address: return Set(0x21...0x7E)
        case .jump(let target): return firsts(of: target, operations, targets)
        case .split(let first, let count):
            var all: Set<UInt32> = []
            for target in targets[first..<first + count] {
                guard let some = firsts(of: target, operations, targets) else { return nil }
                all.formUnion(some)
            }
            return all
        case .gap, .numeral, .date, .end: return nil
        }
    }

    /// What can follow `c` where the operations from `start` on begin with it; nil where that is anything or nothing.
    private static func seconds(
        after c: UInt32, of start: Int, _ operations: [Operation], _ targets: [Int]
    ) -> Set<UInt32>? {
        switch operations[start] {
        case .literal(let own): return own == c ? firsts(of: start + 1, operations, targets) : []
        case .jump(let target): return seconds(after: c, of: target, operations, targets)
        case .split(let first, let count):
            var all: Set<UInt32> = []
            for target in targets[first..<first + count] {
                guard let some = seconds(after: c, of: target, operations, targets) else { return nil }
                all.formUnion(some)
            }
            return all
        default: return nil
        }
    }

    /// What is wrong with a pattern, and at which of its scalars (from 0).
    struct Problem: Error {
        var offset: Int
        var message: String
    }

    func matches(_ line: UnsafeBufferPointer<UInt32>) -> Bool {
        var steps = 0
        return operations.withUnsafeBufferPointer { operations in
            targets.withUnsafeBufferPointer { targets in Self.run(0, 0, line, operations, targets, &steps) }
        }
    }

    private static func run(
        _ start: Int, _ from: Int, _ line: UnsafeBufferPointer<UInt32>, _ operations: UnsafeBufferPointer<Operation>,
        _ targets: UnsafeBufferPointer<Int>, _ steps: inout Int
    ) -> Bool {
        var pc = start
        var i = from
        while true {
            steps += 1
            if steps > 64 * (line.count + 16) { return false }
            switch operations[pc] {
            case .literal(let c):
                guard i < line.count, line[i] == c else { return false }
                i += 1
                pc += 1
            case .digits:
                var j = i
                while j < line.count, Scalars.isDigit(line[j]) { j += 1 }
                guard j > i else { return false }
                i = j
                pc += 1
            case .numeral:
                guard let number = Scalars.number(line[i...]) else { return false }
                i += number.length
                pc += 1
            case .date:
                guard let end = DateReader.end(ofDateAt: i, in: line) else { return false }
                i = end
                pc += 1
            case .stamp:
                guard let reading = DateReader.read(i, line), Scalars.isDigit(line[i + 4 - 1]),
                    line[i + 4] != 0x5E74
                else { return false }
                i = reading.end
                pc += 1
            case .address:
                var j = i
                while j < line.count, line[j] > 0x20, line[j] < 0x7F { j += 1 }
                guard j > i + 3, line[i..<j].contains(0x2E) else { return false }
                i = j
                pc += 1
            case .jump(let target): pc = target
            case .split(let first, let count):
                for place in first..<first + count - 1 {
                    let target = targets[place]
                    // Most alternatives end at their first character.
                    if case .literal(let c) = operations[target], i >= line.count || line[i] != c {
                        steps += 1
                    } else if run(target, i, line, operations, targets, &steps) {
                        return true
                    }
                }
                pc = targets[first + count - 1]
            case .gap(let least, let most, let leads):
                pc += 1
                if case .end = operations[pc], most == .max { return line.count - i >= least }
                i += least
                var left = most == .max ? Int.max : most - least
                while i <= line.count {
                    let mayFollow = i < line.count ? leads & 1 << UInt64(line[i] & 63) != 0 : leads == .max
                    if mayFollow {
                        if case .literal(let c) = operations[pc], i >= line.count || line[i] != c {
                            steps += 1
                        } else if run(pc, i, line, operations, targets, &steps) {
                            return true
                        }
                    }
                    guard left > 0 else { return false }
                    left -= 1
                    i += 1
                    steps += 1
                    if steps > 64 * (line.count + 16) { return false }
                }
                return false
            case .end: return i == line.count
            }
        }
    }

    private struct Compiler {
        let text: [Unicode.Scalar]
        let folding: Folding
        var at = 0
        var operations: [Operation] = []
        var targets: [Int] = []
        /// The most telling of the sets seen so far.
        var triggers: [[UInt32]] = []
        private var run: [UInt32] = []
        /// The longest run of the alternative being read.
        private var longest: [UInt32] = []

        init(text: [Unicode.Scalar], folding: Folding) {
            self.text = text
            self.folding = folding
        }

        mutating func sequence(nested: Bool) throws(Problem) {
            while at < text.count {
                let c = text[at]
                switch c {
                case "*":
                    endRun(nested)
                    operations.append(.gap(0, .max, .max))
                    at += 1
                case "{":
                    endRun(nested)
                    try placeholder()
                case "[":
                    endRun(nested)
                    try group(nested: nested)
                case "|", "]":
                    guard nested else { throw Problem(offset: at, message: "“\(c)” outside a group; write \\\(c)") }
                    endRun(nested)
                    return
                case "?": throw Problem(offset: at, message: "“?” behind no group; write \\? or put a group before it")
                case "\\":
                    at += 1
                    guard at < text.count else { throw Problem(offset: at - 1, message: "nothing after \\") }
                    literal(text[at])
                default: literal(c)
                }
            }
            endRun(nested)
        }

        private mutating func literal(_ c: Unicode.Scalar) {
            at += 1
            let folded = folding.fold(c.value)
            if folded == 0 { return }
            operations.append(.literal(folded))
            run.append(folded)
        }

        private mutating func endRun(_ nested: Bool) {
            if !nested, !run.isEmpty { offer([run]) }
            if run.count > longest.count { longest = run }
            run = []
        }

        /// Keeps a set of which one must stand in every matching line, if it is rarer in prose than the one known.
        private mutating func offer(_ set: [[UInt32]]) {
            if triggers.isEmpty || Self.frequency(set) < Self.frequency(triggers) { triggers = set }
        }

        /// How often one of the set stands in prose, roughly: marks are a hundred times as frequent as a character, and a
        /// second character makes anything rare.
        private static func frequency(_ set: [[UInt32]]) -> Int {
            set.reduce(0) { sum, phrase in
                guard phrase.count == 1 else { return sum + (phrase.count == 2 ? 2 : 1) }
                return sum + (Scalars.isHan(phrase[0]) ? 100 : 10_000)
            }
        }

        private mutating func placeholder() throws(Problem) {
            let start = at
            guard let close = text[at...].firstIndex(of: "}") else {
                throw Problem(offset: start, message: "{ without }")
            }
            let name = String(String.UnicodeScalarView(text[(at + 1)..<close]))
            at = close + 1
            switch name {
            case "n": operations.append(.digits)
            case "num": operations.append(.numeral)
            case "date": operations.append(.date)
            case "stamp": operations.append(.stamp)
            case "url": operations.append(.address)
            default:
                let bounds = name.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
                guard bounds.count == 2, let least = bounds[0], let most = bounds[1], least <= most, most < 500 else {
                    throw Problem(offset: start, message: "unknown placeholder {\(name)}")
                }
                operations.append(.gap(least, most, .max))
            }
        }

        private mutating func group(nested: Bool) throws(Problem) {
            let start = at
            at += 1
            let split = operations.count
            operations.append(.end)
            var places: [Int] = []
            var jumps: [Int] = []
            var heads: [[UInt32]] = []
            let outer = longest
            while true {
                places.append(operations.count)
                longest = []
                try sequence(nested: true)
                heads.append(longest)
                jumps.append(operations.count)
                operations.append(.end)
                guard at < text.count else { throw Problem(offset: start, message: "[ without ]") }
                at += 1
                if text[at - 1] == "]" { break }
            }
            longest = outer
            let isOptional = at < text.count && text[at] == "?"
            if isOptional {
                at += 1
                places.append(operations.count)
            }
            operations[split] = .split(targets.count, places.count)
            targets += places
            for jump in jumps { operations[jump] = .jump(operations.count) }
            if !isOptional, !nested, heads.allSatisfy({ !$0.isEmpty }) { offer(heads) }
        }
    }
}

/// Characters by their last eight bits.
struct CharacterBits: Sendable {
    private var bits = SIMD4<UInt64>(repeating: 0)

    init() {}

    init(_ text: UnsafeBufferPointer<UInt32>) {
        withUnsafeMutableBytes(of: &bits) { bytes in
            for c in text { bytes[Int(c &>> 3 & 31)] |= 1 &<< UInt8(truncatingIfNeeded: c & 7) }
        }
    }

    var isEmpty: Bool { bits == SIMD4(repeating: 0) }

    @inline(__always)
    mutating func insert(_ c: UInt32) {
        withUnsafeMutableBytes(of: &bits) { $0[Int(c &>> 3 & 31)] |= 1 &<< UInt8(truncatingIfNeeded: c & 7) }
    }

    @inline(__always)
    func isSubset(of other: CharacterBits) -> Bool { (bits & ~other.bits) == SIMD4(repeating: 0) }
}
