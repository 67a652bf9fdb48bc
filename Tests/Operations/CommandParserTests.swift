import Operations
import Testing

/// A table with all that tables can hold.
enum Fixture {
    static let table = Command(
        "tool", "does several things",
        discussion: """
            The tool does one thing after the other, and explains what it did. This paragraph is long enough to be wrapped \
            on a narrow terminal.

                tool run page.txt

            A second paragraph.
            """,
        options: [.flag("quiet", short: "q", "Say nothing")],
        subcommands: [
            Command(
                "run", "run all of it",
                options: [
                    CommonOptions.lanes, CommonOptions.archive, CommonOptions.exitWhenIdle, CommonOptions.json,
                    .flag("colour", negatable: true, "Use colours"),
                    .value("exclude", "NAME", .text, repeatable: true, "Leave out NAME"),
                    .value("limit", short: "l", "SIZE", .bytes(1...(1 << 30)), "Stop after SIZE"),
                ],
                operands: [Operand("PATH", .oneOrMore, .file, "pages, or folders of pages")],
                examples: [Example("tool run pages --lanes 2", "Two threads.")],
                exitCodes: [.dataError, .noInput]),
            Command(
                "archive", "look after an archive",
                subcommands: [
                    Command(
                        "show", "show a report",
                        operands: [
                            Operand("DIR", .one, .directory, "the archive"),
                            Operand("ID", .optional, .text, "a report's id"),
                        ]),
                    Command("verify", "check it", operands: [Operand("DIR", .one, .directory, "the archive")]),
                ]),
            Command("status", "say how it goes"),
        ])

    static func run(_ arguments: [String]) throws -> ParsedCommand {
        guard case .run(let command) = try CommandParser(table).parse(arguments) else {
            throw Failure(.software, "not to be run: \(arguments)")
        }
        return command
    }
}

struct CommandParserTests {
    @Test func optionsAndOperandsInAnyOrder() throws {
        let command = try Fixture.run(["--quiet", "run", "a", "--lanes", "3", "b", "--archive=out", "-l", "2KiB", "-"])
        #expect(command.program == "tool")
        #expect(command.path == ["run"])
        #expect(command.flag("quiet"))
        #expect(!command.flag("json"))
        #expect(command.integer("lanes") == 3)
        #expect(command.text("archive") == "out")
        #expect(command.integer("limit") == 2048)
        #expect(command.operands("PATH") == ["a", "b", "-"])
        #expect(command.operand("PATH") == "a")
        #expect(command.text("exclude") == nil)
    }

    @Test func subcommandsNest() throws {
        let command = try Fixture.run(["archive", "show", "out", "r1:0"])
        #expect(command.name == "archive show")
        #expect(try command.required("DIR") == "out")
        #expect(command.operand("ID") == "r1:0")
        #expect(try Fixture.run(["archive", "show", "out"]).operand("ID") == nil)
    }

    @Test func afterTwoDashesAllIsOperand() throws {
        #expect(try Fixture.run(["run", "--", "--json", "--", "run"]).operands("PATH") == ["--json", "--", "run"])
    }

    @Test(
        arguments: [
            (["run", "a"], nil), (["run", "a", "--colour"], true), (["run", "a", "--no-colour"], false),
            (["run", "a", "--no-colour", "--colour"], true),
        ] as [([String], Bool?)])
    func negatableFlags(arguments: [String], expected: Bool?) throws {
        #expect(try Fixture.run(arguments).flagIfGiven("colour") == expected)
    }

    @Test func repeatedOptionsKeepTheirOrder() throws {
        let command = try Fixture.run(["run", "a", "--exclude", "x", "--exclude=y=z", "--exclude", ""])
        #expect(command.texts("exclude") == ["x", "y=z", ""])
    }

    @Test(arguments: [("5", 5000), ("0.25", 250), ("200ms", 200), ("1m30s", 90_000)])
    func secondsTakeAUnitToo(text: String, milliseconds: Int) throws {
        let command = try Fixture.run(["run", "a", "--exit-when-idle", text])
        #expect(command.integer("exit-when-idle") == milliseconds)
        #expect(command.duration("exit-when-idle") == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        (["--help"], 1), (["-h", "run"], 2), (["run", "--help"], 2), (["archive", "verify", "-h"], 3),
        (["help"], 1), (["help", "archive", "show"], 3), (["run", "--help", "--lanes", "4"], 2),
    ])
    func helpIsAskedForAtAnyDepth(arguments: [String], depth: Int) throws {
        guard case .help(let path) = try CommandParser(Fixture.table).parse(arguments) else {
            Issue.record("no help for \(arguments)")
            return
        }
        #expect(path.count == depth)
    }

    @Test func versionCompletionAndBareCommands() throws {
        let parser = CommandParser(Fixture.table)
        #expect(try parser.parse(["--version"]) == .version)
        #expect(try parser.parse(["run", "--completion", "zsh"]) == .completion("zsh"))
        #expect(try parser.parse([]) == .incomplete([Fixture.table]))
        guard case .incomplete(let path) = try parser.parse(["archive", "--quiet"]) else {
            Issue.record("archive alone is no command")
            return
        }
        #expect(path.map(\.name) == ["tool", "archive"])
    }

    @Test(arguments: [
        (["run", "a", "--lane", "2"], "unknown option --lane, did you mean --lanes? ('tool run --help' explains)"),
        (
            ["run", "a", "--no-color"],
            "unknown option --no-color, did you mean --no-colour? ('tool run --help' explains)"
        ),
        (["--frobnicate"], "unknown option --frobnicate ('tool --help' explains)"),
        (["-x"], "unknown option -x ('tool --help' explains)"),
        (
            ["status", "--lanes", "2"],
            "--lanes belongs to 'tool run'; it has no meaning here ('tool status --help' explains)"
        ),
        (["rnu"], "unknown subcommand 'rnu', did you mean run? ('tool --help' explains)"),
        (["deploy"], "unknown subcommand 'deploy'; there are run, archive, status ('tool --help' explains)"),
        (["archive", "shwo"], "unknown subcommand 'shwo', did you mean show? ('tool archive --help' explains)"),
        (["--", "run"], "a subcommand is needed before 'run' ('tool --help' explains)"),
        (["run"], "PATH… is missing: pages, or folders of pages ('tool run --help' explains)"),
        (["archive", "verify", "a", "b"], "unexpected argument 'b' ('tool archive verify --help' explains)"),
        (["run", "a", "--json=yes"], "--json takes no value ('tool run --help' explains)"),
        (
            ["run", "a", "--lanes"],
            "--lanes needs N: it takes a whole number from 1 to 64 ('tool run --help' explains)"
        ),
        (
            ["run", "--archive", "--json"], "--archive needs DIR: it takes a folder ('tool run --help' explains)"
        ),
        (
            ["run", "a", "--lanes", "0"],
            "--lanes takes a whole number from 1 to 64, not '0' ('tool run --help' explains)"
        ),
        (
            ["run", "a", "--lanes=two"],
            "--lanes takes a whole number from 1 to 64, not 'two' ('tool run --help' explains)"
        ),
        (["run", "a", "--archive", "x", "--archive", "y"], "--archive is given twice ('tool run --help' explains)"),
        (
            ["status", "--log-level", "inof"],
            "--log-level takes debug, info, notice, warning, error, not 'inof', did you mean info? "
                + "('tool status --help' explains)"
        ),
        (["status", "--set", "lanes"], "--set takes KEY=VALUE, not 'lanes' ('tool status --help' explains)"),
        (["\u{1B}[2J"], "unknown subcommand '\\u{1b}[2J'; there are run, archive, status ('tool --help' explains)"),
    ])
    func mistakesAreExplained(arguments: [String], message: String) {
        let failure = #expect(throws: Failure.self) { try CommandParser(Fixture.table).parse(arguments) }
        #expect(failure == Failure(.usage, message))
    }
}

struct SuggestionTests {
    @Test(
        arguments: [
            ("lane", "lanes"), ("stauts", "status"), ("RUN", "run"), ("rnu", "run"), ("frobnicate", nil), ("", nil),
            ("batch.linge", "batch.linger"), ("x", nil),
        ] as [(String, String?)])
    func nearestWord(word: String, expected: String?) {
        let words = ["lanes", "run", "status", "batch.linger", "batch.records"]
        #expect(Suggestion.nearest(to: word, among: words) == expected)
    }

    @Test func equalDistancesAreDecidedByTheAlphabet() {
        #expect(Suggestion.nearest(to: "cat", among: ["rat", "bat", "hat"]) == "bat")
    }
}
