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

    /// The words after the program's name.
    ///
    /// Swift's runtime finds them on the stack below the environment (seen in 6.3.1), and finds none at all, not even the
    /// name, when a preloaded library has set a variable before main, which moves the environment: then the kernel is asked.
    public static func arguments() -> [String] {
        let known = CommandLine.arguments
        return Array((known.isEmpty ? commandLine(at: "/proc/self/cmdline") : known).dropFirst())
    }

    /// Words that end with a zero byte each.
    static func commandLine(at path: String) -> [String] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var word: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(word) }
        var words: [String] = []
        while getdelim(&word, &capacity, 0, file) > 0, let word { words.append(String(cString: word)) }
        return words
    }
}
