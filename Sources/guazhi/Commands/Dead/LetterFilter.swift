import Operations
import Reports
import Stages

/// Which dead letters are asked for. Pure.
struct LetterFilter: Hashable {
    var stage: String?
    var code: String?
    var since: Timestamp?
    /// How the location begins.
    var location: String?

    static let options: [Option] = [
        .value(
            "stage", "STAGE", .choice(StageName.allCases.map(\.rawValue)), "Only what this stage refused"),
        .value("code", "CODE", .choice(Refusal.Code.allCases.map(\.rawValue)), "Only what was refused for this reason"),
        .value(
            "since", "TIME", .text,
            "Only documents sent since then: a length of time before now (2h, 7d), or a time such as 2026-11-21T16:46:00Z"
        ),
        .value("location", "LOCATION", .text, "Only documents whose location is or begins so"),
    ]

    init(stage: String? = nil, code: String? = nil, since: Timestamp? = nil, location: String? = nil) {
        self.stage = stage
        self.code = code
        self.since = since
        self.location = location
    }

    /// - Parameter now: what `--since 2h` counts back from.
    /// - Throws: 64 for a `--since` that is no time.
    init(_ command: ParsedCommand, now: Timestamp) throws(Failure) {
        self.init(
            stage: command.text("stage"), code: command.text("code"), location: command.text("location"))
        guard let text = command.text("since") else { return }
        since = try Self.time(text, now: now)
    }

    static func time(_ text: String, now: Timestamp) throws(Failure) -> Timestamp {
        if let time = Timestamp(rfc3339: text) { return time }
        if let milliseconds = DurationText.parse(text) {
            let (nanoseconds, overflow) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
            let (time, underflow) = now.nanoseconds.subtractingReportingOverflow(nanoseconds)
            // Longer ago than times reach: everything.
            return Timestamp(nanoseconds: overflow || underflow ? .min : time)
        }
        throw Failure(
            .usage,
            "--since takes a length of time such as 2h or 7d, or a time such as 2026-11-21T16:46:00Z, not '\(Printable.line(String(text.prefix(60))))'"
        )
    }

    /// A letter without a time is not known to be new enough.
    func matches(_ letter: Letter) -> Bool {
        if let stage, letter.stage != stage { return false }
        if let code, letter.code != code { return false }
        if let location, !letter.location.hasPrefix(location) { return false }
        if let since {
            guard let time = letter.time, time >= since else { return false }
        }
        return true
    }
}
