import Glibc

/// What else a log line says: dotted keys and their values.
public typealias LogMetadata = KeyValuePairs<String, any CustomStringConvertible & Sendable>

/// Writes log lines to standard error, each with one write(2), so that lines of several threads and processes do not
/// mix (a pipe guarantees that up to 4,096 bytes).
///
/// A message is lower-case and without values; values are metadata under dotted keys: `"kafka.partition": 3`.
public struct Logger: Sendable {
    /// Lines below this level are dropped.
    public let level: LogLevel
    /// How lines are written.
    public let format: LogFormat
    /// Which part speaks: `parse`, `kafka`.
    public let component: String
    private let bound: [(key: String, value: LogValue)]
    private let descriptor: Int32
    private let isColoured: Bool
    private let clock: @Sendable () -> (seconds: Int, nanoseconds: Int)

    /// A logger.
    ///
    /// - Parameters:
    ///   - isColoured: Whether levels have colours; nil asks the terminal and NO_COLOR.
    ///   - clock: The time of day, seconds and nanoseconds since 1970.
    public init(
        level: LogLevel, format: LogFormat, component: String, descriptor: Int32 = 2,
        isColoured: Bool? = nil, clock: @escaping @Sendable () -> (seconds: Int, nanoseconds: Int) = Logger.timeOfDay
    ) {
        self.level = level
        self.format = format
        self.component = component
        self.bound = []
        self.descriptor = descriptor
        self.isColoured =
            isColoured ?? Terminal.usesColour(descriptor, environment: ProcessEnvironment.current())
        self.clock = clock
    }

    /// A logger as `log.level` and `log.format` say.
    public init(settings: Settings, component: String) {
        self.init(
            level: LogLevel(rawValue: settings.string("log.level")) ?? .info,
            format: LogFormat(rawValue: settings.string("log.format")) ?? .text, component: component)
    }

    private init(_ other: Logger, component: String, bound: [(key: String, value: LogValue)]) {
        level = other.level
        format = other.format
        self.component = component
        self.bound = bound
        descriptor = other.descriptor
        isColoured = other.isColoured
        clock = other.clock
    }

    /// The same logger for another part of the program.
    public func named(_ component: String) -> Logger { Logger(self, component: component, bound: bound) }

    /// The same logger, with these keys on every line.
    public func with(_ metadata: LogMetadata) -> Logger {
        Logger(self, component: component, bound: bound + metadata.map { ($0.key, LogValue($0.value)) })
    }

    /// For those who look into a fault.
    public func debug(_ message: String, _ metadata: LogMetadata = [:]) { log(.debug, message, metadata) }
    /// What an operator may want to read back.
    public func info(_ message: String, _ metadata: LogMetadata = [:]) { log(.info, message, metadata) }
    /// Something was set aside or decided.
    public func notice(_ message: String, _ metadata: LogMetadata = [:]) { log(.notice, message, metadata) }
    /// It goes on, but someone should look.
    public func warning(_ message: String, _ metadata: LogMetadata = [:]) { log(.warning, message, metadata) }
    /// It does not go on.
    public func error(_ message: String, _ metadata: LogMetadata = [:]) { log(.error, message, metadata) }

    /// Whether a line of this level would be written: to spare the making of costly metadata.
    public func isEnabled(_ level: LogLevel) -> Bool { level >= self.level }

    /// Writes a line, if `level` is high enough.
    public func log(_ level: LogLevel, _ message: String, _ metadata: LogMetadata = [:]) {
        guard isEnabled(level) else { return }
        let line = LogLine(
            time: clock(), level: level, component: component, message: message,
            metadata: bound + metadata.map { ($0.key, LogValue($0.value)) })
        // A log that cannot be written must not stop the work, and there is nowhere left to say so.
        _ = Descriptor.write(line.render(format, isColoured: isColoured), to: descriptor)
    }

    /// The system's clock: time since 1970.
    public static func timeOfDay() -> (seconds: Int, nanoseconds: Int) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return (now.tv_sec, now.tv_nsec)
    }
}
