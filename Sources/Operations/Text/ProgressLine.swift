/// How far the work is: one line that a terminal sees rewritten, and a pipe gets every few seconds.
public struct ProgressLine {
    private let descriptor: Int32
    private let isInteractive: Bool
    private let interval: Duration
    private let environment: [String: String]
    private var lastDrawn: ContinuousClock.Instant?
    private var lastText = ""
    private var isDrawn = false

    /// A progress line on `descriptor`.
    ///
    /// - Parameters:
    ///   - isInteractive: Whether to rewrite the line; nil asks the descriptor.
    ///   - interval: The least time between two lines of a pipe; a terminal is redrawn ten times a second at most.
    public init(
        descriptor: Int32 = 2, isInteractive: Bool? = nil, interval: Duration = .seconds(5),
        environment: [String: String] = [:]
    ) {
        self.descriptor = descriptor
        self.isInteractive = isInteractive ?? Terminal.isInteractive(descriptor)
        self.interval = self.isInteractive ? .milliseconds(100) : interval
        self.environment = environment
    }

    /// Shows `text`, unless the last showing was too short a time ago or nothing has changed.
    public mutating func update(_ text: String, now: ContinuousClock.Instant = .now) {
        if let lastDrawn, now - lastDrawn < interval { return }
        guard text != lastText || !isDrawn else { return }
        lastDrawn = now
        draw(text)
    }

    /// Takes the line away, so that something else can be printed; the next update draws it again.
    public mutating func clear() {
        guard isInteractive && isDrawn else { return }
        put("\r\u{1B}[K")
        isDrawn = false
        lastDrawn = nil
    }

    /// Shows `text` whatever the time, and ends the line.
    public mutating func finish(_ text: String? = nil) {
        if let text, text != lastText || !isDrawn { draw(text) }
        if isInteractive && isDrawn { put("\n") }
        isDrawn = false
        lastText = ""
    }

    private mutating func draw(_ text: String) {
        let line = Printable.line(text)
        if isInteractive {
            let width = Terminal.width(descriptor, environment: environment) ?? 80
            // One column stays free: a full line makes some terminals wrap, and then \r no longer finds its start.
            put("\r\(Columns.truncate(line, to: width - 1))\u{1B}[K")
        } else {
            put(line + "\n")
        }
        lastText = text
        isDrawn = true
    }

    private func put(_ text: String) {
        // Progress that cannot be shown is no reason to stop the work.
        _ = Descriptor.write(Array(text.utf8), to: descriptor)
    }
}
