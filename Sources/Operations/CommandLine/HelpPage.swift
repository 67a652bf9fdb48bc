/// The page that `--help` prints: what the command is for, what it takes, how it is used, how it ends.
public struct HelpPage: Sendable {
    private let path: [Command]
    private let common: [Option]

    /// The page of the last command of `path`, the others being what it is a subcommand of.
    public init(_ path: [Command], common: [Option] = CommonOptions.all) {
        self.path = path
        self.common = common
    }

    /// The page, wrapped to `width` columns.
    public func render(width: Int) -> String {
        guard let command = path.last else { return "" }
        let words = path.map(\.name).joined(separator: " ")
        var page = Page(width: width)
        page.paragraph("\(words): \(command.summary)")
        page.section("Usage")
        page.entry(usage(command, words))
        page.discussion(command.discussion)
        if !command.subcommands.isEmpty {
            page.section("Subcommands")
            page.pairs(commands(command.subcommands))
            page.text += "\n"
            page.paragraph("'\(words) SUBCOMMAND --help' explains each.", indent: 2)
        }
        if !command.operands.isEmpty {
            page.section("Arguments")
            page.pairs(command.operands.map { ($0.usage, $0.summary) })
        }
        let own = path.reversed().flatMap(\.options)
        if !own.isEmpty {
            page.section("Options")
            page.pairs(own.map(pair))
        }
        page.section("Options of all programs")
        page.pairs(common.map(pair))
        if !command.examples.isEmpty {
            page.section("Examples")
            for example in command.examples { page.example(example) }
        }
        page.section("Environment")
        page.pairs(Self.environment)
        page.section("Exit codes")
        let codes = Set(command.exitCodes).union([.ok, .usage, .configuration])
        page.pairs(ExitCode.allCases.filter(codes.contains).map { ("\($0.rawValue)", $0.meaning) })
        return page.text
    }

    private func usage(_ command: Command, _ words: String) -> String {
        if !command.subcommands.isEmpty { return "\(words) SUBCOMMAND [OPTIONS]" }
        return ([words, "[OPTIONS]"] + command.operands.map(\.usage)).joined(separator: " ")
    }

    /// Every command of the tree that can be run, with the names on the way to it.
    private func commands(_ commands: [Command], _ prefix: String = "") -> [(String, String)] {
        commands.flatMap { command in
            command.subcommands.isEmpty
                ? [(prefix + command.name, command.summary)]
                : self.commands(command.subcommands, "\(prefix)\(command.name) ")
        }
    }

    private func pair(_ option: Option) -> (String, String) {
        var left = option.short.map { "-\($0), " } ?? ""
        left += option.isNegatable ? "--[no-]\(option.name)" : "--\(option.name)"
        if option.kind != nil { left += " \(option.valueName)" }
        var right = option.summary
        if option.kind != nil && option.isRepeatable { right += " (repeatable)" }
        if let key = option.setting.flatMap(Configuration.key(named:)) {
            right += key.defaultText.isEmpty ? " (key \(key.name))" : " (key \(key.name), default \(key.defaultText))"
        }
        return (left, right)
    }

    private static let environment = [
        ("GUAZHI_CONFIG", "the configuration file, as --config"),
        (
            "GUAZHI_KEY_NAME",
            "any key of the configuration in capitals, '.' and '-' written as '_': GUAZHI_BATCH_RECORDS=500; "
                + "a flag wins over the environment, which wins over the file"
        ),
        ("NO_COLOR", "set to anything: no colours"),
    ]
}

/// Lines under headings, wrapped.
private struct Page {
    let width: Int
    var text = ""

    mutating func section(_ title: String) { text += "\n\(title):\n" }

    mutating func paragraph(_ words: String, indent: Int = 0) {
        for line in Columns.wrap(words, width: width - indent) {
            text += String(repeating: " ", count: indent) + line + "\n"
        }
    }

    mutating func entry(_ words: String) { paragraph(words, indent: 2) }

    /// Paragraphs are wrapped; lines with four blanks in front stay.
    mutating func discussion(_ discussion: String) {
        guard !discussion.isEmpty else { return }
        text += "\n"
        var paragraph: [Substring] = []
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            let isVerbatim = line.hasPrefix("    ")
            if isVerbatim || line.isEmpty {
                self.paragraph(paragraph.joined(separator: " "))
                paragraph = []
                text += "\(line)\n"
            } else {
                paragraph.append(line)
            }
        }
        self.paragraph(paragraph.joined(separator: " "))
    }

    /// Two columns; a left side that is too long stands on a line of its own.
    mutating func pairs(_ pairs: [(String, String)]) {
        let limit = min(30, width / 2)
        let left = min(limit, pairs.map { displayWidth($0.0) }.max() ?? 0)
        let indent = String(repeating: " ", count: left + 4)
        for (name, meaning) in pairs {
            var lines = Columns.wrap(meaning, width: max(20, width - left - 4))[...]
            if displayWidth(name) <= left {
                text += "  \(Columns.pad(name, to: left))  \(lines.popFirst() ?? "")\n"
            } else {
                text += "  \(name)\n"
            }
            for line in lines { text += indent + line + "\n" }
        }
    }

    mutating func example(_ example: Example) {
        text += "  $ \(example.line)\n"
        paragraph(example.explanation, indent: 6)
    }
}
