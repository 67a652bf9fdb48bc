import Foundation
import Operations
import Testing

struct CompletionScriptTests {
    /// Runs bash on a script that stands in a file, and returns its exit status and output.
    private static func run(_ shell: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Foundation.Pipe()
        process.executableURL = URL(filePath: shell)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test func bashAcceptsTheScript() throws {
        let folder = try TemporaryFolder()
        for table in [Fixture.table, Command("guazhi-parse", "a program without subcommands")] {
            let file = try folder.write(CompletionScript(table).render(shell: "bash"), to: "completion.bash")
            let result = try Self.run("/bin/bash", ["-n", file])
            #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck")))
    func shellcheckAcceptsTheScript() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(CompletionScript(Fixture.table).render(shell: "bash"), to: "completion.bash")
        let result = try Self.run("/usr/bin/shellcheck", ["-s", "bash", file])
        #expect(result.status == 0, "\(result.output)")
    }

    /// zsh where there is one: in its usual place, or where GUAZHI_TEST_ZSH says.
    private static let zsh = ProcessInfo.processInfo.environment["GUAZHI_TEST_ZSH"] ?? "/usr/bin/zsh"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: zsh)))
    func zshAcceptsTheScript() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(CompletionScript(Fixture.table).render(shell: "zsh"), to: "_tool")
        let result = try Self.run(Self.zsh, ["-n", file])
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
    }

    /// zsh's own functions are replaced by ones that print what they are given.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: zsh)),
        arguments: [
            ([""], "run archive status"), (["archive", ""], "show verify"), (["-q", "archive", "sh"], "show verify"),
            (["run", "--log-level", ""], "debug info notice warning error"), (["run", "x"], "files"),
            (["archive", "show", ""], "files -/"), (["--config", "run", ""], "run archive status"),
            (["status", ""], ""),
        ])
    func zshOffers(words: [String], expected: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(CompletionScript(Fixture.table).render(shell: "zsh"), to: "completion.zsh")
        let quoted = (["tool"] + words).map { "'\($0)'" }.joined(separator: " ")
        let result = try Self.run(
            Self.zsh,
            [
                "-f", "-c",
                """
                compdef() { :; }; compadd() { shift; echo "$@"; }; _files() { echo files "$@"; }
                _describe() { echo "${choices[@]%%:*}"; }
                source '\(file)'; words=(\(quoted)); CURRENT=${#words}; _tool
                """,
            ])
        #expect(result.output.split(separator: "\n").joined() == expected)
    }

    @Test func zshKnowsEveryOptionWithItsSummary() {
        let script = CompletionScript(Fixture.table).render(shell: "zsh")
        #expect(script.hasPrefix("#compdef tool\n"))
        #expect(script.contains("'--lanes:Threads that each consume and produce on their own'"))
        #expect(script.contains("'/archive/verify')"))
        #expect(script.contains("'run:run all of it'"))
    }

    /// The words typed so far, the last of them unfinished, and what bash offers.
    @Test(arguments: [
        ([""], ["run", "archive", "status"]), (["a"], ["archive"]), (["archive", ""], ["show", "verify"]),
        (["--quiet", "archive", "s"], ["show"]), (["run", "--lan"], ["--lanes"]), (["status", "--lan"], []),
        (["run", "--no"], ["--no-colour"]), (["run", "--log-level", "n"], ["notice"]),
        (["run", "--log-format", "="], ["text", "json"]), (["run", "--log-format", "=", "j"], ["json"]),
        (["--config", "run", "arch"], ["archive"]), (["run", "--lanes", ""], []),
        (["run", "--set", "log."], ["log.level=", "log.format="]),
        (["run", "seeds/on"], ["seeds/one.txt"]), (["run", "--archive", "se"], ["seeds"]),
        (["--completion", "z"], ["zsh"]),
    ])
    func bashOffers(words: [String], expected: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "seeds/one.txt")
        let file = try folder.write(CompletionScript(Fixture.table).render(shell: "bash"), to: "completion.bash")
        let quoted = (["tool"] + words).map { "'\($0)'" }.joined(separator: " ")
        let result = try Self.run(
            "/bin/bash",
            [
                "--norc", "-c",
                """
                cd '\(folder.path)'; compopt() { :; }; source '\(file)'
                COMP_WORDS=(\(quoted)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _tool
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ])
        #expect(result.output.split(separator: "\n").map(String.init) == expected)
    }
}
