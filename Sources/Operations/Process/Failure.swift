/// What ends a program: an exit code, and one sentence that says what happened, where, and what to do.
///
/// ``runMain(_:_:)`` prints it as `NAME: message` on standard error.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The code that the program ends with.
    public let exitCode: ExitCode
    /// One sentence without the program's name; empty ends the program without a word.
    public let message: String

    /// A failure that ends the program with `exitCode`.
    public init(_ exitCode: ExitCode, _ message: String) {
        self.exitCode = exitCode
        self.message = message
    }

    /// The reader of our standard output has gone (`| head -1`): nothing is wrong, and nobody is left to tell.
    public static let outputClosed = Failure(.ok, "")

    /// The message.
    public var description: String { message }
}
