import Operations
import Testing

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("挂职", 4), ("挂职 2018", 9), ("、。「」", 8), ("\u{FF21}\u{FF22}", 4), ("ア", 2), ("\u{FF71}", 1),
        ("한글", 4),
        ("é", 1), ("e\u{301}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2), ("\u{FEFF}a", 1), ("“…”·—", 5),
        ("😀", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("👍🏽", 2), ("👩\u{200D}👩\u{200D}👧", 2), ("🇨🇳", 2), ("𠮷", 2), ("〇", 2),
        ("\u{1B}", 0), ("नि", 2), ("1\u{FE0F}", 1), ("ｶﾞ", 2), ("①", 1), ("\u{AD}", 0),
    ])
    func columns(text: String, width: Int) {
        #expect(displayWidth(text) == width, "\(text)")
    }
}

struct TextTableTests {
    @Test func chineseAndLatinStandUnderEachOther() {
        var table = TextTable([.init("阶段"), .init("records", .right), .init("note", maximumWidth: 8)])
        table.append(["解析 parse", "1,234", "挂职锻炼心得体会"])
        table.append(["enrich", "7"])
        table.append(["归档", "12", "a\nb\u{1B}", "surplus"])
        #expect(
            table.render() == """
                阶段        records  note
                解析 parse    1,234  挂职锻…
                enrich            7
                归档             12  a\\nb\\u{…

                """)
    }

    @Test func theWidestTextColumnGivesWay() {
        var table = TextTable([.init("path"), .init("bytes", .right), .init("code")])
        table.append(["pages/2018/exchange/a-rather-long-name.txt", "7545", "no_report"])
        let text = table.render(width: 40)
        #expect(
            text == """
                path                    bytes  code
                pages/2018/exchange/a…   7545  no_report

                """)
        // 10 columns cannot be had: the table keeps what is needed to be read.
        #expect(table.render(width: 10).split(separator: "\n").allSatisfy { displayWidth(String($0)) > 10 })
    }

    @Test func anEmptyTableIsItsHeading() {
        let table = TextTable([.init("key"), .init("value")])
        #expect(table.isEmpty)
        #expect(table.render() == "key  value\n")
        #expect(table.render(bold: true) == "\u{1B}[1mkey  value\u{1B}[0m\n")
    }
}

struct PrintableTests {
    @Test(arguments: [
        ("挂职 a", "挂职 a"), ("a\nb\r\t", "a\\nb\\r\\t"), ("\u{1B}[31m", "\\u{1b}[31m"),
        ("\u{0}\u{7F}\u{9B}", "\\u{0}\\u{7f}\\u{9b}"),
        ("a\u{202E}b\u{2028}", "a\\u{202e}b\\u{2028}"), ("👩\u{200D}👧", "👩\u{200D}👧"),
    ])
    func oneHarmlessLine(text: String, expected: String) {
        #expect(Printable.line(text) == expected)
        #expect(Printable.line(expected) == expected)
    }

    @Test func linesStayWhereTheyAreWanted() {
        #expect(Printable.lines("a\nb\u{7}") == "a\nb\\u{7}")
    }
}

struct DurationTextTests {
    @Test(arguments: [
        ("150ms", 150), ("5s", 5000), ("1m", 60_000), ("1m30s", 90_000), ("2h", 7_200_000), ("30d", 2_592_000_000),
        ("1d2h3m4s5ms", 93_784_005), ("0", 0), ("0s", 0), ("0.5s", 500), ("1.25s", 1250), ("0.001s", 1), ("007s", 7000),
    ])
    func read(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text) == milliseconds)
    }

    @Test(arguments: [
        "", "5", "s", "-5s", "+5s", "5 s", " 5s", "5S", "5x", "5s1m", "5s5s", "1.s", ".5s", "0.0005s", "1e3s", "5s3",
        "99999999999999999999s", "9223372036854775807d", "106751991167d106751991167h", "٣s", "1.0000000001s",
    ])
    func refused(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: [("5", 5000), ("1.5", 1500), ("200ms", 200)])
    func aPlainNumberWhereItsUnitIsKnown(text: String, milliseconds: Int) {
        #expect(DurationText.parse(text, plainUnit: "s") == milliseconds)
    }

    @Test func writtenTextReadsBack() {
        var generator = SeededGenerator(seed: 20_261_121)
        for _ in 0..<2000 {
            let milliseconds = Int.random(in: 0...4_000_000_000, using: &generator)
            let text = DurationText.format(milliseconds)
            #expect(DurationText.parse(text) == milliseconds, "\(text)")
        }
        #expect(DurationText.format(90_000) == "1m30s")
        #expect(DurationText.format(0) == "0s")
    }
}

struct ByteTextTests {
    @Test(arguments: [
        ("0", 0), ("512", 512), ("512B", 512), ("384KiB", 393_216), ("16MiB", 16_777_216), ("1GiB", 1 << 30),
        ("2TiB", 2 << 40),
        ("10MB", 10_000_000), ("1kB", 1000), ("1KB", 1000), ("3GB", 3_000_000_000),
    ])
    func read(text: String, bytes: Int) {
        #expect(ByteText.parse(text) == bytes)
    }

    @Test(arguments: [
        "", "MiB", "-1", "+1", "1 MiB", "1mib", "1.5MiB", "1M", "9999999999999999999", "9223372036854775807KiB", "٣",
    ])
    func refused(text: String) {
        #expect(ByteText.parse(text) == nil)
    }

    @Test(arguments: [
        (0, "0"), (1, "1"), (1000, "1000"), (1024, "1KiB"), (1536, "1536"), (16_777_216, "16MiB"), (3 << 30, "3GiB"),
    ])
    func written(bytes: Int, text: String) {
        #expect(ByteText.format(bytes) == text)
        #expect(ByteText.parse(text) == bytes)
    }
}

struct ReadableTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1234, "1,234"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(number: Int, text: String) {
        #expect(Readable.count(number) == text)
    }

    @Test func countsWithNouns() {
        #expect(Readable.count(1, "page") == "1 page")
        #expect(Readable.count(1100, "report") == "1,100 reports")
        #expect(Readable.count(0, "entry", plural: "entries") == "0 entries")
    }

    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (7545, "7.4 KiB"),
        (5 << 40, "5.0 TiB"),
        (6_000 << 40, "6,000.0 TiB"),
    ])
    func bytes(bytes: Int, text: String) {
        #expect(Readable.bytes(bytes) == text)
    }

    @Test(arguments: [
        (-5, "0 ms"), (850, "850 ms"), (1340, "1.3 s"), (59_949, "59.9 s"), (59_960, "1 min"), (125_000, "2 min 5 s"),
        (12_000_000, "3 h 20 min"), (3_600_000, "1 h"), (353_000_000, "4 d 2 h"),
    ])
    func durations(milliseconds: Int, text: String) {
        #expect(Readable.duration(milliseconds: milliseconds) == text)
    }

    @Test(arguments: [
        (0, "just now"), (1, "just now"), (45, "45 s ago"), (200, "3 min ago"), (7300, "2 h ago"), (432_000, "5 d ago"),
        (-200, "in 3 min"), (Int.min, "in 106,751,991,167,300 d"),
    ])
    func ages(seconds: Int, text: String) {
        #expect(Readable.age(seconds: seconds) == text)
    }

    @Test func ratesAndShares() {
        #expect(Readable.rate(4400, milliseconds: 1000) == "4,400/s")
        #expect(Readable.rate(1, milliseconds: 2000) == "0.5/s")
        #expect(Readable.rate(1, milliseconds: 0) == "")
        #expect(Readable.share(1, of: 3) == "33.3 %")
        #expect(Readable.share(0, of: 0) == "–")
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
