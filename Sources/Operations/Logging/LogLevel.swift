/// How important a line is, in rising order.
public enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    /// For those who look into a fault; may hold payloads.
    case debug
    /// What an operator may want to read back: started, assigned, drained.
    case info
    /// Something was set aside or decided: a document refused, a default taken.
    case notice
    /// It goes on, but someone should look.
    case warning
    /// It does not go on.
    case error

    /// Less important.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How a line is written.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For people: local time, level, component, message, `key=value`.
    case text
    /// One JSON object a line: time in UTC (RFC 3339), level, component, message, and the keys as they are.
    case json
}
