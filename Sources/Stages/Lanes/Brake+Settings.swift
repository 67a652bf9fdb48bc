public import Operations
import Reports

extension Brake.Limits {
    /// As the keys under `brake.` say.
    ///
    /// - Throws: 78 for a reason that no refusal has.
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
        self.init(
            window: settings.integer("brake.window"), minimum: settings.integer("brake.minimum"),
            share: settings.integer("brake.share"), ordinary: ordinary)
    }
}

extension StageRunner {
    /// Checks what the table of keys cannot: the reasons that `brake.ordinary` names.
    ///
    /// - Throws: 78 naming the one that is none.
    public static func check(_ settings: Settings) throws(Failure) { _ = try Brake.Limits(settings: settings) }
}
