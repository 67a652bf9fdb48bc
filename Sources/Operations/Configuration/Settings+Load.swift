extension Settings {
    /// A value from the command line.
    public struct Override: Hashable, Sendable {
        let key: String
        let value: String
        let flag: String

        /// `key` is set to `value` because `flag` says so.
        public init(key: String, value: String, flag: String) {
            self.key = key
            self.value = value
            self.flag = flag
        }
    }

    /// The settings for a command line: the file that `--config`, `GUAZHI_CONFIG` or the default place names, then the
    /// environment, then `--set` and the options that stand for a key.
    ///
    /// - Throws: ``Failure`` with ``ExitCode/configuration`` for a key or value that is wrong, wherever it stands.
    public static func load(
        _ command: ParsedCommand, environment: [String: String] = ProcessEnvironment.current()
    ) throws(Failure) -> Settings {
        var overrides: [Override] = []
        for assignment in command.texts(CommonOptions.set.name) {
            guard let equals = assignment.firstIndex(of: "=") else { continue }
            overrides.append(
                Override(
                    key: String(assignment[..<equals]), value: String(assignment[assignment.index(after: equals)...]),
                    flag: "--set"))
        }
        // An option of its own is more specific than --set, so it comes last and wins.
        for option in command.options {
            guard let key = option.setting, let value = command.values[option.name]?.last else { continue }
            let text = (option.kind ?? .boolean).format(value)
            overrides.append(Override(key: key, value: text, flag: "--\(option.name)"))
        }
        let named =
            command.text(CommonOptions.config.name) ?? environment["GUAZHI_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try load(
            file: named ?? ConfigurationFile.defaultPath(), environment: environment, overrides: overrides)
    }

    /// The settings of a file, an environment and flags; the later wins.
    ///
    /// - Parameter file: Its path, or nil for the table's defaults alone.
    public static func load(
        file: String?, environment: [String: String], overrides: [Override]
    ) throws(Failure) -> Settings {
        var settings = Settings(file: file, entries: defaults.entries)
        if let file { try settings.merge(try ConfigurationFile.read(file), file: file) }
        try settings.merge(environment: environment)
        for override in overrides {
            // A place of a key is not the key.
            if Configuration.isSecret(override.key), !override.key.hasSuffix(".location") {
                throw Failure(
                    .configuration,
                    "\(override.flag) \(override.key): every user of this machine can see a secret on the command line; give it as \(Configuration.environmentName(of: override.key)), or in a configuration file that only this user may read"
                )
            }
            try settings.merge(override.key, override.value, .flag(override.flag))
        }
        try settings.check()
        return settings
    }

    /// The same settings with one key set by the program, `who` standing for the origin.
    public func overriding(_ key: String, with value: String, by who: String) throws(Failure) -> Settings {
        var settings = self
        try settings.merge(key, value, .program(who))
        return settings
    }

    mutating func merge(_ assignments: [ConfigurationFile.Assignment], file: String) throws(Failure) {
        var seen: [String: SourcePosition] = [:]
        for assignment in assignments {
            let name = assignment.name
            let place = "\(file):\(assignment.position)"
            if let first = seen.updateValue(assignment.position, forKey: name) {
                throw Failure(.configuration, "\(place): \(name) is given twice, first in line \(first.line)")
            }
            guard let kind = Self.kind(of: name) else {
                throw Failure(.configuration, "\(place): \(Self.unknown(name))")
            }
            do throws(ValueError) {
                entries[name] = Entry(
                    value: try Self.value(assignment.node, kind), origin: .file(file, assignment.position))
            } catch {
                throw Failure(.configuration, "\(file):\(assignment.node.position): \(name) \(error)")
            }
        }
    }

    mutating func merge(environment: [String: String]) throws(Failure) {
        // Sorted, so that of several faults always the same one is reported.
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) {
            guard variable.hasPrefix(Configuration.environmentPrefix), !Self.isReserved(variable) else { continue }
            guard let name = Self.keysOfEnvironment[variable] ?? Self.kafkaProperty(variable) else {
                let known = Array(Self.keysOfEnvironment.keys)
                throw Failure(
                    .configuration,
                    "environment: unknown variable \(Printable.line(variable))\(Suggestion.hint(variable, among: known))"
                )
            }
            try merge(name, text, .environment(variable))
        }
    }

    private mutating func merge(_ name: String, _ text: String, _ origin: Origin) throws(Failure) {
        guard let kind = Self.kind(of: name) else { throw Failure(.configuration, "\(origin): \(Self.unknown(name))") }
        do throws(ValueError) {
            entries[name] = Entry(value: try kind.parse(text), origin: origin)
        } catch {
            throw Failure(.configuration, "\(origin): \(name) \(error)")
        }
    }

    /// What must hold between keys.
    private func check() throws(Failure) {
        guard milliseconds("retry.backoff") <= milliseconds("retry.backoff-max") else {
            throw Failure(
                .configuration,
                "\(origin(of: "retry.backoff")): retry.backoff is longer than retry.backoff-max "
                    + "(\(origin(of: "retry.backoff-max")))")
        }
    }

    private static func kind(of name: String) -> ValueKind? {
        Configuration.key(named: name)?.kind ?? (Configuration.isKafkaProperty(name) ? .text : nil)
    }

    private static func unknown(_ name: String) -> String {
        if ConfigurationFile.isSection(name) {
            let inside = Configuration.keys.map(\.name).first { $0.hasPrefix(name + ".") }
            return "\(name) takes no value itself, only keys in it\(inside.map { ", such as \($0)" } ?? "")"
        }
        return "unknown key \(Printable.line(name))\(Suggestion.hint(name, among: Configuration.keys.map(\.name)))"
    }

    private static func value(_ node: YAMLNode, _ kind: ValueKind) throws(ValueError) -> Value {
        switch (node.content, kind) {
        case (.scalar(let text, isPlain: true), _) where text == "~" || text == "null":
            return try kind.parse("")
        case (.scalar(let text, _), _):
            return try kind.parse(text)
        case (.sequence(let items), .list):
            var texts: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content, !text.isEmpty else {
                    throw ValueError("takes a list of texts")
                }
                texts.append(text)
            }
            return .list(texts)
        case (.sequence, _):
            throw ValueError("takes \(kind.expectation), not a list")
        case (.mapping, _):
            throw ValueError("takes \(kind.expectation), not keys and values")
        }
    }

    private static func isReserved(_ variable: String) -> Bool {
        Configuration.reservedVariables.contains(variable)
            || Configuration.reservedPrefixes.contains { variable.hasPrefix($0) }
    }

    private static let keysOfEnvironment = Dictionary(
        Configuration.keys.map { ($0.environmentName, $0.name) }
    ) { first, _ in first }

    /// `GUAZHI_KAFKA_SECURITY_PROTOCOL` is kafka.security.protocol: librdkafka writes its names with dots.
    private static func kafkaProperty(_ variable: String) -> String? {
        let prefix = Configuration.environmentName(of: Configuration.kafkaPrefix)
        guard variable.hasPrefix(prefix), variable.count > prefix.count else { return nil }
        return Configuration.kafkaPrefix + variable.dropFirst(prefix.count).lowercased().replacing("_", with: ".")
    }
}
