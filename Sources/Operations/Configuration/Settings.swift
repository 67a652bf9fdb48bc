/// The configuration as it holds for this process: file, environment and flags merged, each value checked.
///
/// Asking for a key that is not in ``Configuration/keys``, or in another kind than the table's, is a fault of the code
/// and traps.
public struct Settings: Sendable {
    /// Where a value comes from.
    public enum Origin: Hashable, Sendable, CustomStringConvertible {
        /// The table.
        case builtIn
        /// The configuration file.
        case file(String, SourcePosition)
        /// An environment variable.
        case environment(String)
        /// An option on the command line: `--lanes`, `--set`.
        case flag(String)
        /// The program itself.
        case program(String)

        /// As `config check` prints it: `config/guazhi.yaml:14:3`, `GUAZHI_LANES`, `--lanes`.
        public var description: String {
            switch self {
            case .builtIn: "default"
            case .file(let path, let position): "\(path):\(position)"
            case .environment(let name): name
            case .flag(let name): name
            case .program(let name): name
            }
        }
    }

    struct Entry: Hashable, Sendable {
        let value: Value
        let origin: Origin
    }

    /// The configuration file that was read, or nil where there is none.
    public let file: String?
    var entries: [String: Entry]

    /// The table's defaults.
    public static let defaults: Settings = {
        var entries: [String: Entry] = [:]
        for key in Configuration.keys {
            guard let value = try? key.kind.parse(key.defaultText) else {
                preconditionFailure("the default of \(key.name) does not fit its own kind")
            }
            entries[key.name] = Entry(value: value, origin: .builtIn)
        }
        return Settings(file: nil, entries: entries)
    }()

    init(file: String?, entries: [String: Entry]) {
        self.file = file
        self.entries = entries
    }

    /// A text, word, name or path.
    public func string(_ key: String) -> String {
        guard case .text(let text) = value(key) else { preconditionFailure("\(key) is no text") }
        return text
    }

    /// As ``string(_:)``, nil where it is empty.
    public func stringIfSet(_ key: String) -> String? {
        let text = string(key)
        return text.isEmpty ? nil : text
    }

    /// A whole number.
    public func integer(_ key: String) -> Int {
        guard case .integer(let number) = value(key) else { preconditionFailure("\(key) is no number") }
        return number
    }

    /// A length of time in milliseconds.
    public func milliseconds(_ key: String) -> Int { integer(key) }

    /// A length of time.
    public func duration(_ key: String) -> Duration { .milliseconds(integer(key)) }

    /// A size in bytes.
    public func bytes(_ key: String) -> Int { integer(key) }

    /// True or false.
    public func boolean(_ key: String) -> Bool {
        guard case .boolean(let value) = value(key) else { preconditionFailure("\(key) is no truth value") }
        return value
    }

    /// Texts in order.
    public func list(_ key: String) -> [String] {
        guard case .list(let texts) = value(key) else { preconditionFailure("\(key) is no list") }
        return texts
    }

    /// librdkafka's properties that were set, without the `kafka.` in front.
    public func kafkaProperties() -> [String: String] {
        var properties: [String: String] = [:]
        for (name, entry) in entries where Configuration.isKafkaProperty(name) {
            if case .text(let text) = entry.value {
                properties[String(name.dropFirst(Configuration.kafkaPrefix.count))] = text
            }
        }
        return properties
    }

    /// Where the value of `key` comes from; `kafka.` properties included.
    public func origin(of key: String) -> Origin { entries[key]?.origin ?? .builtIn }

    /// Whether anyone has decided on `key`: by flag, by environment, or by a value in the file that is not the default
    /// (the file that comes with the program spells out every default).
    public func isSet(_ key: String) -> Bool {
        switch origin(of: key) {
        case .builtIn: false
        case .file: entries[key]?.value != Self.defaults.entries[key]?.value
        case .environment, .flag, .program: true
        }
    }

    private func value(_ key: String) -> Value {
        guard let entry = entries[key] else { preconditionFailure("\(key) is no key of the configuration") }
        return entry.value
    }
}
