/// Reads a command line by its table. Pure: what is printed and how the process ends is ``Arguments``' business.
public struct CommandParser: Sendable {
    /// What a command line asks for.
    public enum Outcome: Hashable, Sendable {
        /// To do something.
        case run(ParsedCommand)
        /// To explain the command at this path.
        case help([Command])
        /// A command that only has subcommands stands alone: its help is the answer, but nothing was done.
        case incomplete([Command])
        /// To print the version.
        case version
        /// To print a completion script, `bash` or `zsh`.
        case completion(String)
    }

    private let root: Command
    private let common: [Option]

    /// A parser of `root`'s table; every command in it also takes the `common` options.
    public init(_ root: Command, common: [Option] = CommonOptions.all) {
        self.root = root
        self.common = common
    }

    /// Reads `arguments`, which do not hold the program's own name.
    ///
    /// - Throws: ``Failure`` with ``ExitCode/usage``.
    public func parse(_ arguments: [String]) throws(Failure) -> Outcome {
        var state = State(path: [root], options: root.options + common)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if state.onlyOperands || argument == "-" || !argument.hasPrefix("-") {
                try accept(operand: argument, &state)
            } else if argument == "--" {
                state.onlyOperands = true
            } else {
                try accept(option: argument, &rest, &state)
            }
        }
        return try finish(state)
    }

    /// What has been read so far.
    private struct State {
        var path: [Command]
        var options: [Option]
        var values: [String: [Value]] = [:]
        var operands: [String] = []
        var onlyOperands = false
        /// `guazhi help run` asks for the same as `guazhi run --help`.
        var asksForHelp = false

        var command: Command { path[path.count - 1] }
        var words: String { path.map(\.name).joined(separator: " ") }
    }

    private func accept(operand: String, _ state: inout State) throws(Failure) {
        let command = state.command
        guard !command.subcommands.isEmpty && !state.onlyOperands else {
            state.operands.append(operand)
            return
        }
        if let next = command.subcommands.first(where: { $0.name == operand }) {
            state.path.append(next)
            state.options = next.options + state.options
        } else if operand == "help" {
            state.asksForHelp = true
        } else {
            let names = command.subcommands.map(\.name)
            let hint = Suggestion.nearest(to: operand, among: names).map { ", did you mean \($0)?" }
            throw usage(
                state, "unknown subcommand \(quoted(operand))\(hint ?? "; there are \(names.joined(separator: ", "))")")
        }
    }

    private func accept(
        option argument: String, _ rest: inout ArraySlice<String>, _ state: inout State
    ) throws(Failure) {
        var name = argument
        var attached: String?
        if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
            name = String(argument[..<equals])
            attached = String(argument[argument.index(after: equals)...])
        }
        guard let (option, isNegated) = find(name, state.options) else { throw unknown(name, state) }
        guard let kind = option.kind else {
            guard attached == nil else { throw usage(state, "\(name) takes no value") }
            state.values[option.name, default: []].append(.boolean(!isNegated))
            return
        }
        // What looks like an option is one: a forgotten value is likelier than a file called --json.
        guard let text = attached ?? (rest.first?.hasPrefix("--") == true ? nil : rest.popFirst()) else {
            throw usage(state, "\(name) needs \(option.valueName): it takes \(kind.expectation)")
        }
        guard option.isRepeatable || state.values[option.name] == nil else {
            throw usage(state, "\(name) is given twice")
        }
        do throws(ValueError) {
            state.values[option.name, default: []].append(try kind.parse(text))
        } catch {
            throw usage(state, "\(name) \(error)")
        }
    }

    private func find(_ name: String, _ options: [Option]) -> (Option, isNegated: Bool)? {
        if !name.hasPrefix("--") {
            return options.first { $0.short.map { "-\($0)" } == name }.map { ($0, false) }
        }
        let long = name.dropFirst(2)
        if let option = options.first(where: { $0.name == long }) { return (option, false) }
        guard long.hasPrefix("no-") else { return nil }
        return options.first { $0.isNegatable && $0.name == long.dropFirst(3) }.map { ($0, true) }
    }

    private func unknown(_ name: String, _ state: State) -> Failure {
        let known = state.options.flatMap { option in
            ["--\(option.name)"] + (option.isNegatable ? ["--no-\(option.name)"] : [])
        }
        let hint = Suggestion.hint(name, among: known)
        if hint.isEmpty, let other = owner(of: name, in: root, []) {
            return usage(state, "\(name) belongs to '\(other)'; it has no meaning here")
        }
        return usage(state, "unknown option \(Printable.line(name))\(hint)")
    }

    /// The command elsewhere in the table that knows `name`, for one who gives an option to the wrong one.
    private func owner(of name: String, in command: Command, _ path: [String]) -> String? {
        let path = path + [command.name]
        if find(name, command.options) != nil { return path.joined(separator: " ") }
        return command.subcommands.lazy.compactMap { owner(of: name, in: $0, path) }.first
    }

    private func finish(_ state: State) throws(Failure) -> Outcome {
        if state.asksForHelp || state.values["help"] != nil { return .help(state.path) }
        if state.values["version"] != nil { return .version }
        if case .text(let shell)? = state.values["completion"]?.last { return .completion(shell) }
        if !state.command.subcommands.isEmpty {
            guard state.operands.isEmpty else {
                throw usage(state, "a subcommand is needed before \(quoted(state.operands[0]))")
            }
            return .incomplete(state.path)
        }
        return .run(
            ParsedCommand(
                program: root.name, path: state.path.dropFirst().map(\.name), command: state.command,
                options: state.options, values: state.values, operandValues: try operands(state)))
    }

    /// Deals the operands out to their names: each in turn, the last of them takes what is left where it may.
    private func operands(_ state: State) throws(Failure) -> [String: [String]] {
        var rest = state.operands[...]
        var result: [String: [String]] = [:]
        for operand in state.command.operands {
            let taken = operand.isMany ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            guard !taken.isEmpty || !operand.isRequired else {
                throw usage(state, "\(operand.usage) is missing: \(operand.summary)")
            }
            for text in taken {
                do throws(ValueError) { _ = try operand.kind.parse(text) } catch {
                    throw usage(state, "\(operand.name) \(error)")
                }
            }
            if !taken.isEmpty { result[operand.name] = Array(taken) }
        }
        if let surplus = rest.first { throw usage(state, "unexpected argument \(quoted(surplus))") }
        return result
    }

    private func usage(_ state: State, _ message: String) -> Failure {
        Failure(.usage, "\(message) ('\(state.words) --help' explains)")
    }

    private func quoted(_ text: String) -> String { "'\(Printable.line(text))'" }
}
