import Operations
import Reports
import Stages

/// Which dead letters are asked for. Pure.
struct LetterFilter: Hashable {
    /// Ids, locations or places; empty: any.
    var keys: [String] = []
    var stage: String?
    var code: String?
    var since: Timestamp?
    /// Not included.
    var until: Timestamp?
    /// How the location begins.
    var location: String?

    static let options: [Option] = [
        .value(
            "stage", "STAGE", .choice(StageName.allCases.map(\.rawValue)), "Only what this stage refused"),
        .value("code", "CODE", .choice(Refusal.Code.allCases.map(\.rawValue)), "Only what was refused for this reason"),
        .value(
            "since", "TIME", .text,
            "Only what was refused since then: a length of time before now (2h, 7d), or a time such as 2026-11-21T16:46:00Z"
        ),
        .value("until", "TIME", .text, "Only what was refused before then; TIME as for --since"),
        .value("location", "LOCATION", .text, "Only documents whose location is or begins so"),
    ]

    /// - Parameter count: how many a command takes.
    static func keys(_ count: Operand.Count) -> Operand {
        Operand("KEY", count, .text, "A letter's id, the location of its document, or the place it lies at")
    }

    init(
        keys: [String] = [], stage: String? = nil, code: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil, location: String? = nil
    ) {
        self.keys = keys
        self.stage = stage
        self.code = code
        self.since = since
        self.until = until
        self.location = location
    }

    /// - Parameter now: what `--since 2h` counts back from.
    /// - Throws: 64 for a `--since` or `--until` that is no time.
    init(_ command: ParsedCommand, now: Timestamp) throws(Failure) {
        self.init(
            keys: command.operands("KEY"), stage: command.text("stage"), code: command.text("code"),
            location: command.text("location"))
        if let text = command.text("since") { since = try Self.time(text, now: now, option: "since") }
        if let text = command.text("until") { until = try Self.time(text, now: now, option: "until") }
    }

    /// Every letter is asked for.
    var isEmpty: Bool { self == LetterFilter() }

    static func time(_ text: String, now: Timestamp, option: String = "since") throws(Failure) -> Timestamp {
        if let time = Timestamp(rfc3339: text) { return time }
        if let milliseconds = DurationText.parse(text) {
            let (nanoseconds, overflow) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
            let (time, underflow) = now.nanoseconds.subtractingReportingOverflow(nanoseconds)
            // Longer ago than times reach: everything.
            return Timestamp(nanoseconds: overflow || underflow ? .min : time)
        }
        throw Failure(
            .usage,
            "--\(option) takes a length of time such as 2h or 7d, or a time such as 2026-11-21T16:46:00Z, not '\(Printable.line(String(text.prefix(60))))'"
        )
    }

    /// A letter without a time is not known to be within any.
    func matches(_ letter: Letter) -> Bool {
        if !keys.isEmpty, !keys.contains(where: letter.isMeant) { return false }
        if let stage, letter.stage != stage { return false }
        if let code, letter.code != code { return false }
        if let location, !letter.location.hasPrefix(location) { return false }
        if let since {
            guard let time = letter.time, time >= since else { return false }
        }
        if let until {
            guard let time = letter.time, time < until else { return false }
        }
        return true
    }
}
