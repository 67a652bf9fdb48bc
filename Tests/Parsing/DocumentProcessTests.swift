import Foundation
import Testing

@testable import Parsing

/// Converters run on what strangers wrote: bounded in everything, and leaving nothing behind.
struct DocumentProcessTests {
    private func run(
        _ name: String, _ arguments: [String], on bytes: [UInt8] = [],
        _ change: (inout DocumentLimits) -> Void = { _ in }
    ) throws -> LimitedProcess.Result {
        var limits = DocumentLimits()
        change(&limits)
        return try LimitedProcess(name, arguments, limits: limits).run(on: bytes)
    }

    private func text(_ result: LimitedProcess.Result) -> String { String(decoding: result.output, as: UTF8.self) }

    @Test func bytesComeInAndTextGoesOut() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try run("cat", [], on: bytes)
        #expect(result.end == .exited(0))
        #expect(result.output == bytes)
        // By its name, as programs read that seek.
        #expect(try run("tail", ["-c", "5", "/dev/fd/0"], on: bytes).output == Array(bytes.suffix(5)))
    }

    @Test func standardErrorAndTheExitCodeAreKept() throws {
        let result = try run("sh", ["-c", "echo out; echo why >&2; exit 3"])
        #expect(result.end == .exited(3))
        #expect((text(result), result.messages) == ("out\n", "why\n"))
    }

    @Test func aFloodOnStandardErrorIsCut() throws {
        let result = try run("sh", ["-c", "yes | head -c 300000 >&2; echo end"])
        #expect(text(result) == "end\n")
        #expect(result.messages.utf8.count == 16 << 10)
    }

    @Test func limitsHold() throws {
        let result = try run("sh", ["-c", "ulimit -t; ulimit -v; ulimit -c; ulimit -n"]) {
            ($0.processorSeconds, $0.memoryBytes) = (7, 300 << 20)
        }
        #expect(text(result) == "7\n\(300 << 10)\n0\n32\n")
        let status = try text(run("cat", ["/proc/self/status"]))
        #expect(status.contains("NoNewPrivs:\t1"))
        #expect(status.contains("SigBlk:\t0000000000000000"))
    }

    @Test func nothingIsInherited() throws {
        // Opened without closing on exec, as a library may do.
        let careless = open("/dev/null", O_RDONLY)
        defer { close(careless) }
        let environment = try text(run("env", []))
        #expect(environment.split(separator: "\n").sorted() == ["LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"])
        // `ls` has the folder open itself.
        #expect(try text(run("ls", ["/proc/self/fd"])) == "0\n1\n2\n3\n")
        #expect(try text(run("pwd", [])) == "/\n")
    }

    @Test func itDiesWithItsParentAndHasItsOwnGroup() throws {
        let ask =
            "import ctypes,os;d=ctypes.c_int();ctypes.CDLL(None).prctl(2,ctypes.byref(d));print(d.value,os.getpgrp()==os.getpid())"
        #expect(try text(run("python3", ["-c", ask])) == "9 True\n")
    }

    @Test func anEndlessConverterIsEnded() throws {
        #expect(try run("sleep", ["60"]) { $0.wallSeconds = 1 }.end == .timedOut)
        // One that has closed its output, and one that leaves a child behind with the output open.
        #expect(try run("sh", ["-c", "exec >&- 2>&-; sleep 60"]) { $0.wallSeconds = 1 }.end == .timedOut)
        #expect(try run("sh", ["-c", "sleep 60 & exit 0"]) { $0.wallSeconds = 1 }.end == .timedOut)
        #expect(try run("yes", []) { $0.outputBytes = 1 << 20 }.end == .tooMuchOutput)
        #expect(
            try run("sh", ["-c", "while :; do :; done"]) { $0.processorSeconds = 1 }.end == .killed(signal: SIGXCPU))
    }

    @Test func memoryIsBounded() throws {
        let result = try run("python3", ["-c", "x = bytearray(400 << 20)"]) { $0.memoryBytes = 200 << 20 }
        #expect(result.end == .exited(1))
        #expect(result.messages.contains("MemoryError"))
    }

    @Test func whatIsNotThereIsNotFound() {
        #expect(throws: LimitedProcess.Failure.self) {
            try LimitedProcess("no-such-converter", [], limits: DocumentLimits())
        }
    }

    /// Many at once from many threads: no one's output stays open in another's child, which would hang the reader.
    @Test func manyAtOnceDoNotMix() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<24 {
                group.addTask {
                    let bytes = Array("\(number)".utf8)
                    let result = try LimitedProcess("cat", [], limits: DocumentLimits()).run(on: bytes)
                    return result.output == bytes && result.end == .exited(0)
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
