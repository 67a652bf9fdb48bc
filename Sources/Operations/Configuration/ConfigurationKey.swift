/// One row of the configuration's table.
public struct ConfigurationKey: Hashable, Sendable {
    /// What the file, `--set` and the code call it: `batch.records`.
    public let name: String
    /// What it takes, and its range.
    public let kind: ValueKind
    /// The value where nothing is set, as text.
    public let defaultText: String
    /// What it does, what to weigh when changing it.
    public let documentation: String

    init(_ name: String, _ kind: ValueKind, _ defaultText: String, _ documentation: String) {
        self.name = name
        self.kind = kind
        self.defaultText = defaultText
        self.documentation = documentation
    }

    /// How the environment spells it: `GUAZHI_BATCH_RECORDS`.
    public var environmentName: String { Configuration.environmentName(of: name) }
}
