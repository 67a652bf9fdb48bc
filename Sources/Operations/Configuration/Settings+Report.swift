import Glibc

extension Settings {
    /// One setting as it is shown.
    public struct Line: Hashable, Sendable {
        /// The key.
        public let key: String
        /// Its value; a secret's is `[redacted]`.
        public let value: String
        /// Where it comes from.
        public let origin: Origin
    }

    /// Every setting: the table's keys in its order, then librdkafka's by name.
    public var lines: [Line] {
        let kafka = entries.keys.filter(Configuration.isKafkaProperty).sorted()
        return (Configuration.keys.map(\.name) + kafka).map { name in
            Line(key: name, value: shown(name), origin: origin(of: name))
        }
    }

    /// The settings as a table of key, value and origin.
    public func table() -> TextTable {
        var table = TextTable([.init("key"), .init("value"), .init("from")])
        for line in lines { table.append([line.key, line.value, line.origin.description]) }
        return table
    }

    /// The settings as one JSON object: `{"batch.records":{"value":"2000","from":"default"},…}`.
    public func json() -> String {
        let members = lines.map { line in
            "\(JSONText.string(line.key)):{\"value\":\(JSONText.string(line.value)),"
                + "\"from\":\(JSONText.string(line.origin.description))}"
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// The arguments that give a child process the same settings: the file, and what flags or the program set. The
    /// environment it inherits.
    public func childArguments() -> [String] {
        var arguments = file.map { ["--config", $0] } ?? []
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            switch entry.origin {
            case .flag, .program: arguments += ["--set", "\(name)=\(text(name, entry.value))"]
            case .builtIn, .file, .environment: break
            }
        }
        return arguments
    }

    /// The folder of the lexicons: the one that is configured, else `lexicons` beside the configuration file, else
    /// beside the default one.
    ///
    /// - Throws: ``Failure`` with ``ExitCode/configuration`` where there is none.
    public func lexiconsDirectory() throws(Failure) -> String {
        if let configured = stringIfSet("lexicons") { return configured }
        let candidates = [file, ConfigurationFile.defaultPath()].compactMap { $0 }.map { path in
            (path.lastIndex(of: "/").map { String(path[...$0]) } ?? "") + "lexicons"
        }
        if let found = candidates.first(where: { access($0, R_OK | X_OK) == 0 }) { return found }
        let places = candidates.isEmpty ? "" : " (looked for \(candidates.joined(separator: " and ")))"
        throw Failure(.configuration, "no folder of lexicons\(places): name it with --lexicons DIR")
    }

    private func shown(_ name: String) -> String {
        guard let entry = entries[name] else { return "" }
        let value = text(name, entry.value)
        return Configuration.isSecret(name) && !value.isEmpty ? "[redacted]" : value
    }

    private func text(_ name: String, _ value: Value) -> String {
        (Configuration.key(named: name)?.kind ?? .text).format(value)
    }
}
