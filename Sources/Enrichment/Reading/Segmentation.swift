/// A word of the most probable segmentation.
struct Token: Sendable {
    var start: Int32
    var end: Int32
    /// 0 where no name of the lexicons covers it.
    var node: Int32
    var wordClass: UInt8
    var count: Int { Int(end - start) }
}

/// The most probable words of a text, found from right to left as in a unigram model.
///
/// Its memory is the reading's, which frees it.
struct Segmentation {
    let tokens: UnsafeMutablePointer<Token>
    /// The token that covers each position, with the sign bit set where it begins.
    private let tokenAt: UnsafeMutablePointer<Int32>

    /// Of no text.
    init() {
        tokens = .allocate(capacity: 1)
        tokenAt = UnsafeMutableRawPointer(tokens).bindMemory(to: Int32.self, capacity: 1)
    }

    init(_ text: UnsafeBufferPointer<UInt32>, names: NameIndex, store: LexiconStore) {
        let count = text.count
        let size = MemoryLayout<Token>.stride * count
        let block = UnsafeMutableRawPointer.allocate(byteCount: size + 4 * count, alignment: 4)
        let tokens = block.bindMemory(to: Token.self, capacity: count)
        let tokenAt = (block + size).bindMemory(to: Int32.self, capacity: count)
        withUnsafeTemporaryAllocation(of: Path.Step.self, capacity: count + 1) { steps in
            Path.fill(steps, text, names)
            store.classes.withUnsafeBufferPointer { classes in
                var filled = 0
                var position = 0
                while position < count {
                    let step = steps[position]
                    let end = min(max(Int(step.next), position &+ 1), count)
                    let node = step.via
                    var wordClass = node > 0 ? classes[Int(node)] : WordClass.none
                    if Scalars.isLatin(text[position]) {
                        wordClass = WordClass.latin
                    } else if node == 0, !Scalars.isHan(text[position]) {
                        wordClass = WordClass.mark
                    }
                    let place = Int32(truncatingIfNeeded: filled)
                    (tokenAt + position).initialize(to: place | .min)
                    var index = position &+ 1
                    while index < end {
                        (tokenAt + index).initialize(to: place)
                        index &+= 1
                    }
                    (tokens + filled).initialize(
                        to: Token(
                            start: Int32(truncatingIfNeeded: position), end: Int32(truncatingIfNeeded: end), node: node,
                            wordClass: wordClass))
                    filled &+= 1
                    position = end
                }
            }
        }
        self.tokens = tokens
        self.tokenAt = tokenAt
    }

    func deallocate() {
        UnsafeMutableRawPointer(tokens).deallocate()
    }

    @inline(__always)
    func starts(_ index: Int) -> Bool { tokenAt[index] < 0 }

    @inline(__always)
    func token(at index: Int) -> Token { tokens[Int(tokenAt[index] & .max)] }
}

/// The best way from each position to the end of a text.
private enum Path {
    struct Step {
        /// Logarithm of the probability of the words from here on.
        var score: Float = 0
        var next: Int32 = 0
        /// The node of the word that begins here; 0 where no name covers it.
        var via: Int32 = 0
    }

    private static let unknown: Float = -17.9

    static func fill(
        _ steps: UnsafeMutableBufferPointer<Step>, _ text: UnsafeBufferPointer<UInt32>, _ names: NameIndex
    ) {
        steps.initializeElement(at: text.count, to: Step())
        var start = text.count - 1
        while start >= 0 {
            steps.initializeElement(at: start, to: Path.step(text, start, steps, names))
            start &-= 1
        }
    }

    @inline(__always)
    private static func step(
        _ text: UnsafeBufferPointer<UInt32>, _ start: Int, _ steps: UnsafeMutableBufferPointer<Step>,
        _ names: NameIndex
    ) -> Step {
        var end = start &+ 1
        if Scalars.isLatin(text[start]) {
            if start > 0, Scalars.isLatin(text[start &- 1]) {
                return Step(score: steps[end].score, next: Int32(truncatingIfNeeded: end))
            }
            while end < text.count, Scalars.isLatin(text[end]) { end &+= 1 }
            return Step(score: steps[end].score - 10, next: Int32(truncatingIfNeeded: end))
        }
        var best = Step(score: steps[end].score + unknown, next: Int32(truncatingIfNeeded: end))
        var position = Int(names.starts[start])
        let last = Int(names.starts[end])
        while position < last {
            let hit = names.hits[position]
            position &+= 1
            if hit.score == 0 { continue }
            let total = steps[start &+ Int(hit.length)].score + hit.score
            if total > best.score || best.via == 0 && hit.length == 1 {
                best = Step(
                    score: max(total, best.score), next: Int32(truncatingIfNeeded: start) &+ hit.length, via: hit.node)
            }
        }
        return best
    }
}
