import Glibc

/// What stands at the other end of a descriptor.
public enum Terminal {
    /// Whether a person may be watching.
    public static func isInteractive(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal, or nil for a pipe or file; `COLUMNS` speaks where the terminal does not know.
    public static func width(_ descriptor: Int32, environment: [String: String]) -> Int? {
        guard isInteractive(descriptor) else { return nil }
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether to colour: on a terminal that is not dumb, and not when NO_COLOR is set (see no-color.org).
    public static func usesColour(_ descriptor: Int32, environment: [String: String]) -> Bool {
        isInteractive(descriptor) && allowsColour(environment)
    }

    static func allowsColour(_ environment: [String: String]) -> Bool {
        (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}
