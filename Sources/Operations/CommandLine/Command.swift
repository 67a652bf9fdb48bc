/// A program or one of its subcommands, as data: parsing, help and completion all come from this one table.
public struct Command: Hashable, Sendable {
    /// What is typed.
    public let name: String
    /// One line without a full stop.
    public let summary: String
    /// What a newcomer should know. Paragraphs are separated by empty lines; lines that begin with four blanks stay as
    /// they are.
    public let discussion: String
    /// Its own options; those of ``CommonOptions`` are added by the parser.
    public let options: [Option]
    /// What it takes besides options, in order.
    public let operands: [Operand]
    /// What can follow its name; a command with subcommands has no operands.
    public let subcommands: [Command]
    /// Command lines that can be copied.
    public let examples: [Example]
    /// The codes that it can end with, besides 0 and 64, which all can.
    public let exitCodes: [ExitCode]

    /// A row of the table.
    public init(
        _ name: String, _ summary: String, discussion: String = "", options: [Option] = [], operands: [Operand] = [],
        subcommands: [Command] = [], examples: [Example] = [], exitCodes: [ExitCode] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = options
        self.operands = operands
        self.subcommands = subcommands
        self.examples = examples
        self.exitCodes = exitCodes
    }
}
