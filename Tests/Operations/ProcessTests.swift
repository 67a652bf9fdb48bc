import Foundation
import Glibc
import Testing

@testable import Operations

/// What a program prints and how it ends, seen from outside: each body runs in a process of its own.
struct RunMainTests {
    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func aBodyThatEndsWell() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent, \.standardErrorContent])
            {
                runMain("tool") {
                    try StandardOutput.line("挂职")
                    try StandardOutput.write("x")
                }
            })
        #expect(Self.text(result.standardOutputContent).contains("挂职\nx"))
        #expect(!Self.text(result.standardErrorContent).contains("tool"))
    }

    @Test func aBodyThatReturnsACode() async {
        await #expect(processExitsWith: .exitCode(65)) {
            runMain("tool") {
                try StandardOutput.line("refused")
                return .dataError
            }
        }
    }

    @Test func aFailureIsOneSentence() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(75), observing: [\.standardErrorContent]) {
                runMain("tool") { throw Failure(.temporaryFailure, "out: locked by \u{1B}[1mprocess 7") }
            })
        #expect(Self.text(result.standardErrorContent) == "tool: out: locked by \\u{1b}[1mprocess 7\n")
    }

    @Test func anUnforeseenErrorIsOurFault() async throws {
        struct Surprise: Error {}
        let result = try #require(
            await #expect(processExitsWith: .exitCode(70), observing: [\.standardErrorContent]) {
                runMain("tool") { throw Surprise() }
            })
        #expect(Self.text(result.standardErrorContent) == "tool: unexpected error: Surprise()\n")
    }

    @Test func aReaderThatHasGoneEndsItQuietly() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
                runMain("tool") {
                    var ends: [Int32] = [-1, -1]
                    guard pipe(&ends) == 0, dup2(ends[1], STDOUT_FILENO) >= 0 else { return .software }
                    close(ends[0])
                    try StandardOutput.line("nobody reads this")
                    return .software
                }
            })
        #expect(!Self.text(result.standardErrorContent).contains("tool"))
    }

    @Test func aFullDiskIsAnError() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                runMain("tool") {
                    let full = fopen("/dev/full", "w")
                    guard dup2(fileno(full), STDOUT_FILENO) >= 0 else { return .software }
                    try StandardOutput.line("x")
                    return .software
                }
            })
        #expect(Self.text(result.standardErrorContent) == "tool: standard output: No space left on device\n")
    }

    @Test func helpAndVersionEndWell() async throws {
        let version = try #require(
            await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
                runMain("tool") { _ = try Arguments.parse(Fixture.table, ["run", "--version"]) }
            })
        #expect(Self.text(version.standardOutputContent).contains("tool \(Product.version)\n"))
        let help = try #require(
            await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
                runMain("tool") { _ = try Arguments.parse(Fixture.table, ["archive", "show", "--help"]) }
            })
        #expect(Self.text(help.standardOutputContent).contains("tool archive show: show a report\n"))
    }

    @Test func aBareProgramShowsItsHelpAndEndsWithUsage() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(64), observing: [\.standardErrorContent]) {
                runMain("tool") { _ = try Arguments.parse(Fixture.table, []) }
            })
        #expect(Self.text(result.standardErrorContent).hasPrefix("tool: does several things\n"))
    }

    @Test func aMistypedOptionEndsWithUsage() async throws {
        let result = try #require(
            await #expect(processExitsWith: .exitCode(64), observing: [\.standardErrorContent]) {
                runMain("tool") { _ = try Arguments.parse(Fixture.table, ["status", "--jsn"]) }
            })
        #expect(
            Self.text(result.standardErrorContent)
                == "tool: unknown option --jsn ('tool status --help' explains)\n")
    }
}

struct DrainSignalTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalAsksForTheDrain(number: Int32) async {
        await #expect(processExitsWith: .exitCode(17)) { [number] in
            let drain = try DrainSignal.install()
            guard !drain.isRequested, !drain.wait(milliseconds: 0), drain.signalNumber == nil else { exit(1) }
            errno = 0
            raise(number)
            guard errno == 0, drain.isRequested, drain.signalNumber == number else { exit(2) }
            // Whoever asks later, through whichever instance, sees the same wish.
            guard try DrainSignal.install().isRequested, drain.wait(milliseconds: 0) else { exit(3) }
            var wait = pollfd(fd: drain.descriptor, events: Int16(POLLIN), revents: 0)
            exit(poll(&wait, 1, 0) == 1 ? 17 : 4)
        }
    }

    @Test func theSecondInterruptEndsAtOnce() async {
        await #expect(processExitsWith: .exitCode(130)) {
            _ = try DrainSignal.install()
            raise(SIGINT)
            raise(SIGINT)
            exit(1)
        }
    }

    @Test func asOftenAsASupervisorAsks() async {
        await #expect(processExitsWith: .exitCode(17)) {
            let drain = try DrainSignal.install()
            for _ in 0..<70_000 { raise(SIGTERM) }
            raise(SIGINT)
            exit(drain.signalNumber == SIGTERM ? 17 : 1)
        }
    }

    @Test func aWaitingThreadIsWoken() async {
        await #expect(processExitsWith: .exitCode(17)) {
            let drain = try DrainSignal.install()
            let waiter = Thread {
                // A minute is only the bound; the signal ends the wait.
                exit(drain.wait(milliseconds: 60_000) ? 17 : 1)
            }
            waiter.start()
            kill(getpid(), SIGTERM)
            while true { pause() }
        }
    }

    @Test func aWishOfTheProgramItself() {
        let drain = DrainSignal()
        #expect(!drain.isRequested)
        #expect(!drain.wait(milliseconds: 1))
        drain.request()
        #expect(drain.isRequested)
        #expect(drain.wait(milliseconds: 60_000))
        #expect(drain.signalNumber == nil)
        #expect(!DrainSignal().isRequested)
    }
}

struct ProcessEnvironmentTests {
    @Test("The command line as the kernel keeps it: words with blanks, empty ones, none at all")
    func theCommandLine() throws {
        #expect(!ProcessEnvironment.commandLine(at: "/proc/self/cmdline").isEmpty)
        #expect(
            Array(ProcessEnvironment.commandLine(at: "/proc/self/cmdline").dropFirst())
                == ProcessEnvironment.arguments())
        let path = FileManager.default.temporaryDirectory.appending(path: "cmdline-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("guazhi\0挂职 日记\0\0last\0".utf8).write(to: URL(filePath: path))
        #expect(ProcessEnvironment.commandLine(at: path) == ["guazhi", "挂职 日记", "", "last"])
        #expect(ProcessEnvironment.commandLine(at: path + ".gone") == [])
    }

    @Test func theEnvironmentIsTheOneFoundationSees() {
        #expect(ProcessEnvironment.current() == ProcessInfo.processInfo.environment)
    }

    @Test func theExecutableHasAnAbsolutePath() throws {
        let path = try #require(ProcessEnvironment.executablePath())
        #expect(path.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: path))
    }

    @Test func everyExitCodeIsExplained() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 64, 65, 66, 69, 70, 74, 75, 78, 130])
        #expect(Set(ExitCode.allCases.map(\.meaning)).count == ExitCode.allCases.count)
    }
}
