internal import CRdKafka
internal import Glibc

/// librdkafka's own table of properties: what may be set, on which client, and what must not be shown.
public enum PropertyCatalogue {
    /// The kind of client that properties are for.
    public enum Role: Hashable, Sendable {
        /// A ``Consumer``.
        case consumer
        /// A ``Producer``.
        case producer
        /// An ``Admin``; it takes what belongs to every client.
        case admin
    }

    /// A row of the table.
    public struct Property: Hashable, Sendable {
        /// The name, "linger.ms".
        public var name: String
        /// Means something to a consumer.
        public var isForConsumers: Bool
        /// Means something to a producer.
        public var isForProducers: Bool
        /// The values allowed, as librdkafka prints them.
        public var range: String
        /// The default, as librdkafka prints it.
        public var defaultValue: String
    }

    /// All properties of the librdkafka in use, sorted by name.
    public static let properties: [Property] = table()

    /// Their names, for suggesting the one that was meant.
    public static var names: [String] { properties.map(\.name) }

    /// Checks every name and value without making a client.
    /// - Throws: ``KafkaError/Code/invalidArgument``, naming the first wrong property in alphabetical order.
    public static func check(properties: [String: String], for role: Role) throws(KafkaError) {
        let operation =
            switch role {
            case .consumer: "configure consumer"
            case .producer: "configure producer"
            case .admin: "configure administrator"
            }
        rd_kafka_conf_destroy(try configuration(of: properties, operation: operation))
    }

    /// Leaves out what belongs to another kind of client only, which librdkafka would warn of.
    public static func applicable(_ properties: [String: String], to role: Role) -> [String: String] {
        let known = Dictionary(self.properties.map { ($0.name, $0) }) { first, _ in first }
        return properties.filter { name, _ in
            guard let property = known[name] else { return true }
            return switch role {
            case .consumer: property.isForConsumers
            case .producer: property.isForProducers
            case .admin: property.isForConsumers && property.isForProducers
            }
        }
    }

    /// Whether a property's value is a secret.
    public static func isSecret(_ name: String) -> Bool {
        name.contains("password") || name.contains("secret") || name.contains("key.pem") || name == "ssl_key"
            || name == "sasl.oauthbearer.config" || name.contains("jaas")
    }

    /// The properties with secrets replaced by "[redacted]": for dumps and logs.
    public static func redacted(_ properties: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: properties.map { ($0, isSecret($0) ? "[redacted]" : $1) })
    }

    /// A configuration that the caller owns.
    static func configuration(of properties: [String: String], operation: String) throws(KafkaError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else {
            throw KafkaError(code: .invalidArgument, operation: operation, reason: "no memory for a configuration")
        }
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
            let (result, sentence) = withErrorText { rd_kafka_conf_set(configuration, name, value, $0, $1) }
            guard result != RD_KAFKA_CONF_OK else { continue }
            rd_kafka_conf_destroy(configuration)
            let reason =
                if result == RD_KAFKA_CONF_UNKNOWN {
                    "unknown property \"\(name)\""
                } else if isSecret(name) {
                    "wrong value for property \"\(name)\""
                } else {
                    "property \"\(name)\": \(sentence)"
                }
            throw KafkaError(code: .invalidArgument, operation: operation, reason: reason, isRetriable: false)
        }
        return configuration
    }

    /// Parses the table that librdkafka prints: `name | C/P | range | default | importance | description`.
    private static func table() -> [Property] {
        var buffer: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let stream = open_memstream(&buffer, &size) else { return [] }
        rd_kafka_conf_properties_show(stream)
        fclose(stream)
        defer { free(buffer) }
        var found: [String: Property] = [:]
        for line in text(buffer).split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { trimmed($0) }
            guard cells.count >= 6, ["C", "P", "*"].contains(cells[1]) else { continue }
            let previous = found[cells[0]]
            found[cells[0]] = Property(
                name: cells[0], isForConsumers: cells[1] != "P" || previous?.isForConsumers == true,
                isForProducers: cells[1] != "C" || previous?.isForProducers == true, range: cells[2],
                defaultValue: cells[3])
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func trimmed(_ cell: Substring) -> String {
        var cell = cell
        while cell.first == " " { cell.removeFirst() }
        while cell.last == " " { cell.removeLast() }
        return String(cell)
    }
}
