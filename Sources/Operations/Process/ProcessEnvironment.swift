@preconcurrency import Glibc

/// What the process was started with.
public enum ProcessEnvironment {
    /// All environment variables; of a name that occurs twice the first counts, as with getenv(3).
    public static func current() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
                let name = String(text[..<equals])
                if variables[name] == nil { variables[name] = String(text[text.utf8.index(after: equals)...]) }
            }
            next += 1
        }
        return variables
    }

    /// The real path of the running executable, or nil where /proc is not mounted.
    public static func executablePath() -> String? {
        guard let path = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
