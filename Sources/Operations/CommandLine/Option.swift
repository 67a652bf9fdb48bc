/// One `--option` of the table: how it is parsed, explained, completed, and which setting it stands for.
public struct Option: Hashable, Sendable {
    /// The name without the dashes.
    public let name: String
    /// A single letter that does the same (`-h`), or nil.
    public let short: String?
    /// What it takes; nil for a flag.
    public let kind: ValueKind?
    /// What the help calls its value: FILE, N, SECONDS.
    public let valueName: String
    /// The key of the configuration that it sets, or nil.
    public let setting: String?
    /// Whether it may be given several times.
    public let isRepeatable: Bool
    /// Whether a flag also has a `--no-` form.
    public let isNegatable: Bool
    /// What it does, one or two sentences without a full stop at the end.
    public let summary: String

    /// A flag: there or not.
    public static func flag(
        _ name: String, short: String? = nil, setting: String? = nil, negatable: Bool = false, _ summary: String
    ) -> Option {
        Option(
            name: name, short: short, kind: nil, valueName: "", setting: setting, isRepeatable: true,
            isNegatable: negatable, summary: summary)
    }

    /// An option with a value: `--lanes 2` or `--lanes=2`.
    ///
    /// - Parameter setting: The configuration's key that it sets; ``Settings/load(_:environment:)`` then applies it.
    public static func value(
        _ name: String, short: String? = nil, _ valueName: String, _ kind: ValueKind, setting: String? = nil,
        repeatable: Bool = false, _ summary: String
    ) -> Option {
        Option(
            name: name, short: short, kind: kind, valueName: valueName, setting: setting, isRepeatable: repeatable,
            isNegatable: false, summary: summary)
    }
}
