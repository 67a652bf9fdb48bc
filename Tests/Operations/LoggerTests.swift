import Foundation
import Glibc
import Operations
import Testing

/// The reading end of a pipe, and what has come through it.
final class Pipe {
    let writable: Int32
    private let readable: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (readable, writable) = (ends[0], ends[1])
    }

    deinit {
        close(readable)
        close(writable)
    }

    /// What is in the pipe now; call it once something has been written.
    func text() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        _ = fcntl(readable, F_SETFL, O_NONBLOCK)
        let count = max(0, read(readable, &buffer, buffer.count))
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

struct LoggerTests {
    /// 2026-11-21T16:46:00.123456789Z
    private static let moment = (seconds: 1_795_279_560, nanoseconds: 123_456_789)

    private static func lines(
        _ level: LogLevel, _ format: LogFormat, coloured: Bool = false, _ body: (Logger) -> Void
    ) throws -> [String] {
        let pipe = try Pipe()
        body(
            Logger(
                level: level, format: format, component: "parse", descriptor: pipe.writable, isColoured: coloured,
                clock: { moment }))
        return pipe.text().split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    private static func localStamp() -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss.SSS"
        return formatter.string(from: Date(timeIntervalSince1970: 1_795_279_560.123))
    }

    @Test func textLines() throws {
        let lines = try Self.lines(.info, .text) { logger in
            logger.notice(
                "document refused", ["guazhi.location": "页/a b.txt", "code": "no_report", "bytes": 12, "fatal": false])
            logger.info("drained")
            logger.named("kafka").with(["lane": 3]).warning("a\nb\u{1B}[2J", ["x": "", "y": "say \"hi\""])
        }
        let stamp = Self.localStamp()
        #expect(
            lines == [
                "\(stamp) notice  parse: document refused  guazhi.location=\"页/a b.txt\" code=no_report bytes=12 fatal=false",
                "\(stamp) info    parse: drained",
                "\(stamp) warning kafka: a\\nb\\u{1b}[2J  lane=3 x=\"\" y=\"say \\\"hi\\\"\"",
            ])
    }

    @Test func coloursSurroundTheLevelOnly() throws {
        let lines = try Self.lines(.info, .text, coloured: true) { $0.error("failed") }
        #expect(lines == ["\(Self.localStamp()) \u{1B}[31merror  \u{1B}[0m parse: failed"])
    }

    @Test func jsonLinesAreReadByFoundation() throws {
        let hostile = "\"\\/\u{0}\u{8}\n\r\t\u{1B}\u{7F}\u{9B}\u{2028}挂职😀"
        let lines = try Self.lines(.debug, .json) { logger in
            logger.with(["guazhi.stage": "parse"]).debug(
                hostile, ["kafka.offset": Int64.max, "share": 0.5, "ok": true, hostile: hostile, "nan": Double.nan])
            logger.info("twice", ["level": "mine", "a": 1, "a": 2])
        }
        #expect(lines.count == 2)
        #expect(
            lines.allSatisfy { line in
                line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
            })
        let first = try #require(JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(first["time"] as? String == "2026-11-21T16:46:00.123456Z")
        #expect(first["level"] as? String == "debug")
        #expect(first["component"] as? String == "parse")
        #expect(first["message"] as? String == hostile)
        #expect(first[hostile] as? String == hostile)
        #expect(first["guazhi.stage"] as? String == "parse")
        #expect((first["kafka.offset"] as? NSNumber)?.int64Value == Int64.max)
        #expect((first["share"] as? NSNumber)?.doubleValue == 0.5)
        #expect(first["ok"] as? Bool == true)
        #expect(first["nan"] as? String == "nan")
        let second = try #require(JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect(second["level"] as? String == "info")
        #expect(second["level_"] as? String == "mine")
        #expect((second["a"] as? NSNumber)?.intValue == 1)
        #expect((second["a_"] as? NSNumber)?.intValue == 2)
    }

    @Test(arguments: LogLevel.allCases)
    func whatIsLessImportantIsDropped(level: LogLevel) throws {
        let written = try Self.lines(level, .text) { logger in
            for each in LogLevel.allCases { logger.log(each, each.rawValue) }
        }
        let expected = LogLevel.allCases.filter { $0 >= level }
        #expect(
            written.map { $0.split(separator: ":").last.map { $0.dropFirst() } ?? "" }
                == expected.map { $0.rawValue[...] })
    }

    /// Lines of several threads never mix: each is one write.
    @Test func linesOfThreadsDoNotMix() async throws {
        let pipe = try Pipe()
        let logger = Logger(
            level: .info, format: .json, component: "lane", descriptor: pipe.writable, clock: { Self.moment })
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for _ in 0..<20 { logger.info("ran", ["lane": lane, "text": String(repeating: "挂", count: 40)]) }
                }
            }
        }
        let lines = pipe.text().split(separator: "\n")
        #expect(lines.count == 160)
        for line in lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
    }

    @Test func theSettingsDecide() throws {
        let settings = try Settings.defaults.overriding("log.level", with: "warning", by: "test")
            .overriding("log.format", with: "json", by: "test")
        let logger = Logger(settings: settings, component: "parse")
        #expect(logger.level == .warning && logger.format == .json && logger.component == "parse")
        #expect(logger.isEnabled(.error) && !logger.isEnabled(.notice))
    }
}

struct ProgressLineTests {
    private static let start = ContinuousClock.now

    @Test func aPipeGetsALineEverySoOften() throws {
        let pipe = try Pipe()
        var progress = ProgressLine(descriptor: pipe.writable, isInteractive: false, interval: .seconds(5))
        for (second, text) in [(0, "1 page"), (3, "2 pages"), (6, "3 pages"), (12, "3 pages"), (13, "4 pages")] {
            progress.update(text, now: Self.start + .seconds(second))
        }
        progress.clear()
        progress.finish("5 pages")
        #expect(pipe.text() == "1 page\n3 pages\n4 pages\n5 pages\n")
    }

    @Test func aTerminalSeesOneLineRewritten() throws {
        let pipe = try Pipe()
        var progress = ProgressLine(descriptor: pipe.writable, isInteractive: true)
        progress.update("1 page\u{7}", now: Self.start)
        progress.update("2 pages", now: Self.start + .milliseconds(20))
        progress.update("3 pages", now: Self.start + .milliseconds(200))
        progress.clear()
        progress.clear()
        progress.update("3 pages", now: Self.start + .milliseconds(210))
        progress.finish()
        #expect(
            pipe.text() == "\r1 page\\u{7}\u{1B}[K\r3 pages\u{1B}[K\r\u{1B}[K\r3 pages\u{1B}[K\n")
    }

    @Test func aLongLineIsCutBeforeTheEdge() throws {
        let pipe = try Pipe()
        var progress = ProgressLine(descriptor: pipe.writable, isInteractive: true)
        progress.update(String(repeating: "挂", count: 60), now: Self.start)
        #expect(pipe.text() == "\r\(String(repeating: "挂", count: 39))…\u{1B}[K")
    }

    @Test func finishingSaysTheLastWordOnce() throws {
        let pipe = try Pipe()
        var progress = ProgressLine(descriptor: pipe.writable, isInteractive: false)
        progress.update("done", now: Self.start)
        progress.finish("done")
        progress.finish()
        #expect(pipe.text() == "done\n")
    }
}
