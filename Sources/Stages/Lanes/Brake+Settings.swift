public import Operations
import Reports

extension Brake.Limits {
    /// As the keys under `brake.` say.
    ///
    /// - Throws: 78 for a reason that no refusal has, and for numbers that do not fit each other.
    init(settings: Settings) throws(Failure) {
        var ordinary: Set<Refusal.Code> = []
        for name in settings.list("brake.ordinary") {
            guard let code = Refusal.Code(rawValue: name) else {
                let codes = Refusal.Code.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(
                    .configuration,
                    "\(settings.origin(of: "brake.ordinary")): brake.ordinary takes reasons of a refusal (\(codes)), and '\(Printable.line(name))' is none"
                )
            }
            ordinary.insert(code)
        }
        let (minimum, window) = (settings.integer("brake.minimum"), settings.integer("brake.window"))
        guard minimum <= window else {
            throw Failure(
                .configuration,
                "brake.minimum (\(minimum)) is more than brake.window (\(window)): so many refusals are never counted; to switch the brake off, set brake.share to 0"
            )
        }
        self.init(
            window: window, minimum: minimum, share: settings.integer("brake.share"), ordinary: ordinary)
    }
}

extension StageRunner {
    /// Checks what the table of keys cannot: the keys under `brake.`.
    ///
    /// - Throws: 78 naming what is wrong.
    public static func check(_ settings: Settings) throws(Failure) { _ = try Brake.Limits(settings: settings) }
}
