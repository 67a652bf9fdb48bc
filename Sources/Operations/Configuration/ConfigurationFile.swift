import Glibc

/// Finds and reads the configuration file.
public enum ConfigurationFile {
    /// The file that counts where none is named: `config/guazhi.yaml` in the nearest folder above the executable that
    /// has one, else `/etc/guazhi/guazhi.yaml`, else nil.
    public static func defaultPath(executable: String? = ProcessEnvironment.executablePath()) -> String? {
        if let executable {
            var folder = executable[...]
            while let slash = folder.lastIndex(of: "/") {
                folder = folder[..<slash]
                let candidate = "\(folder)/config/guazhi.yaml"
                if access(candidate, R_OK) == 0 { return candidate }
            }
        }
        return access(systemPath, R_OK) == 0 ? systemPath : nil
    }

    static let systemPath = "/etc/guazhi/guazhi.yaml"

    /// What one key of the file says.
    struct Assignment {
        let name: String
        let node: YAMLNode
        /// Where the key's last component stands.
        let position: SourcePosition
    }

    /// All keys of the file at `path` in order, nested ones with their dotted names.
    static func read(_ path: String) throws(Failure) -> [Assignment] {
        try assignments(bytes: try contents(path), path: path)
    }

    static func assignments(bytes: [UInt8], path: String) throws(Failure) -> [Assignment] {
        do throws(YAMLError) {
            let root = try YAMLNode.parse(bytes)
            switch root.content {
            case .mapping(let entries):
                var result: [Assignment] = []
                try flatten(entries, prefix: "", into: &result)
                return result
            case .scalar("", isPlain: true):
                return []
            case .scalar, .sequence:
                throw YAMLError(root.position, "the file must hold keys and values, such as 'partitions: 8'")
            }
        } catch {
            let place = error.position.map { "\(path):\($0)" } ?? path
            throw Failure(.configuration, "\(place): \(error.message)")
        }
    }

    private static func flatten(
        _ entries: [YAMLNode.Entry], prefix: String, into result: inout [Assignment]
    ) throws(YAMLError) {
        for entry in entries {
            guard case .scalar(let word, _) = entry.key.content, !word.isEmpty else {
                throw YAMLError(entry.key.position, "a key must be a word")
            }
            let name = prefix + word
            if case .mapping(let inner) = entry.value.content {
                // An empty mapping (kafka: {}) says nothing, but it must still be a place where keys can stand.
                if inner.isEmpty, Configuration.key(named: name) != nil || !isSection(name) {
                    result.append(Assignment(name: name, node: entry.value, position: entry.key.position))
                }
                try flatten(inner, prefix: name + ".", into: &result)
            } else {
                result.append(Assignment(name: name, node: entry.value, position: entry.key.position))
            }
        }
    }

    /// Whether keys begin with `name` and a dot.
    static func isSection(_ name: String) -> Bool {
        guard !name.hasSuffix(".") else { return false }
        let prefix = name + "."
        return Configuration.kafkaPrefix.hasPrefix(prefix) || Configuration.isKafkaProperty(prefix)
            || Configuration.keys.contains { $0.name.hasPrefix(prefix) }
    }

    private static let largest = 1 << 20

    private static func contents(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            bytes += chunk[..<count]
            guard bytes.count <= largest else {
                throw Failure(.configuration, "\(path): too large for a configuration")
            }
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> Failure {
        Failure(
            .configuration,
            "configuration file \(path): \(Descriptor.message(code)); name another with --config, or leave it out")
    }
}
