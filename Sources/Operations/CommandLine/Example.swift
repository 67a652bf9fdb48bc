/// A command line to learn from, and what it does.
public struct Example: Hashable, Sendable {
    let line: String
    let explanation: String

    /// `line` as it is typed; `explanation` as a short sentence.
    public init(_ line: String, _ explanation: String) {
        self.line = line
        self.explanation = explanation
    }
}
