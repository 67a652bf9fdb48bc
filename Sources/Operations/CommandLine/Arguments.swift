import Glibc

/// The command line of this process.
public enum Arguments {
    /// Reads the process's arguments by `table`. Help, version and completion scripts are printed here, and end the
    /// process with 0; a command that only has subcommands prints its help on standard error and ends with 64.
    ///
    /// - Throws: ``Failure`` with ``ExitCode/usage`` for what the table does not know.
    public static func parse(
        _ table: Command, _ arguments: [String] = ProcessEnvironment.arguments(),
        version: String = Product.version
    ) throws(Failure) -> ParsedCommand {
        switch try CommandParser(table).parse(arguments) {
        case .run(let command):
            return command
        case .help(let path):
            try StandardOutput.write(HelpPage(path).render(width: pageWidth(STDOUT_FILENO)))
        case .incomplete(let path):
            let page = HelpPage(path).render(width: pageWidth(STDERR_FILENO))
            // A help page that cannot be written is as good as one that nobody reads.
            _ = Descriptor.write(Array(page.utf8), to: STDERR_FILENO)
            exit(ExitCode.usage.rawValue)
        case .version:
            try StandardOutput.line("\(table.name) \(version)")
        case .completion(let shell):
            try StandardOutput.write(CompletionScript(table).render(shell: shell))
        }
        exit(ExitCode.ok.rawValue)
    }

    /// As wide as the terminal, but no wider than reads well; 80 columns for a pipe.
    private static func pageWidth(_ descriptor: Int32) -> Int {
        let width = Terminal.width(descriptor, environment: ProcessEnvironment.current()) ?? 80
        return min(max(width, 40), 110)
    }
}
