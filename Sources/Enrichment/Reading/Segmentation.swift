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
struct Segmentation: Sendable {
    let tokens: [Token]
    /// The token that covers each position.
    let tokenAt: [Int32]
    /// Whether a token begins at a position.
    let isStart: [Bool]

    /// Of no text.
    init() {
        (tokens, tokenAt, isStart) = ([], [], [])
    }

    init(_ text: [UInt32], names: NameIndex, store: LexiconStore) {
        let count = text.count
        let steps = Path(text, names: names).steps
        var tokens: [Token] = []
        var isStart = [Bool](repeating: false, count: count)
        tokenAt = [Int32](unsafeUninitializedCapacity: count) { tokenAt, filled in
            tokens = [Token](unsafeUninitializedCapacity: count) { tokens, filled in
                let classes = store.classes
                var position = 0
                while position < count {
                    let end = min(max(Int(steps[position].next), position + 1), count)
                    let node = steps[position].via
                    var wordClass = node > 0 ? classes[Int(node)] : WordClass.none
                    if Scalars.isLatin(text[position]) {
                        wordClass = WordClass.latin
                    } else if node == 0, !Scalars.isHan(text[position]) {
                        wordClass = WordClass.mark
                    }
                    isStart[position] = true
                    for index in position..<end {
                        tokenAt.initializeElement(at: index, to: Int32(truncatingIfNeeded: filled))
                    }
                    tokens.initializeElement(
                        at: filled,
                        to: Token(
                            start: Int32(truncatingIfNeeded: position), end: Int32(truncatingIfNeeded: end), node: node,
                            wordClass: wordClass))
                    filled += 1
                    position = end
                }
            }
            filled = count
        }
        self.tokens = tokens
        self.isStart = isStart
    }
}

/// The best way from each position to the end of a text.
private struct Path {
    struct Step {
        /// Logarithm of the probability of the words from here on.
        var score: Float = 0
        var next: Int32 = 0
        /// The node of the word that begins here; 0 where no name covers it.
        var via: Int32 = 0
    }

    let steps: [Step]

    private static let unknown: Float = -17.9

    init(_ text: [UInt32], names: NameIndex) {
        let count = text.count
        var steps = [Step](repeating: Step(), count: count + 1)
        steps.withUnsafeMutableBufferPointer { steps in
            names.hits.withUnsafeBufferPointer { hits in
                text.withUnsafeBufferPointer { text in
                    names.starts.withUnsafeBufferPointer { starts in
                        var start = count - 1
                        while start >= 0 {
                            steps[start] = Path.step(text, start, steps, hits, starts)
                            start -= 1
                        }
                    }
                }
            }
        }
        self.steps = steps
    }

    @inline(__always)
    private static func step(
        _ text: UnsafeBufferPointer<UInt32>, _ start: Int, _ steps: UnsafeMutableBufferPointer<Step>,
        _ hits: UnsafeBufferPointer<Hit>, _ starts: UnsafeBufferPointer<Int32>
    ) -> Step {
        var end = start + 1
        if Scalars.isLatin(text[start]) {
            if start > 0, Scalars.isLatin(text[start - 1]) {
                return Step(score: steps[end].score, next: Int32(truncatingIfNeeded: end))
            }
            while end < text.count, Scalars.isLatin(text[end]) { end += 1 }
            return Step(score: steps[end].score - 10, next: Int32(truncatingIfNeeded: end))
        }
        var best = Step(score: steps[end].score + unknown, next: Int32(truncatingIfNeeded: end))
        for position in Int(starts[start])..<Int(starts[start + 1]) {
            let hit = hits[position]
            if hit.score == 0 { continue }
            let total = steps[start &+ Int(hit.length)].score + hit.score
            if total > best.score || best.via == 0 && hit.length == 1 {
                best = Step(
                    score: max(total, best.score), next: Int32(truncatingIfNeeded: start) + hit.length, via: hit.node)
            }
        }
        return best
    }
}
