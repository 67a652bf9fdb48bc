public import Operations

/// What the stages' executables have in common: command line, configuration, signals, and the runner.
public enum StageProgram {
    /// Runs a stage's executable to its end.
    ///
    /// - Parameters:
    ///   - table: the executable's command line, with ``StageOptions/table`` in it.
    ///   - makeStage: reads what the stage needs (lexicons) before the first message; a mistake in them is 78.
    public static func run(_ table: Command, makeStage: (Settings) throws -> any Stage) -> Never {
        runMain(table.name) { () throws -> Void in
            followParent()
            let command = try Arguments.parse(table)
            let settings = try Settings.load(command)
            let logger = Logger(settings: settings, component: table.name)
            let drain = try DrainSignal.install()
            let options = try StageOptions(command)
            let stage = InjectedFault.wrap(try makeStage(settings), logger: logger)
            let runner = try StageRunner(
                stage: stage, settings: settings, options: options, logger: logger, drain: drain)
            try runner.run()
        }
    }

    /// The exit codes a stage can end with, besides 0 and 64.
    public static let exitCodes: [ExitCode] = [
        .unavailable, .software, .ioError, .temporaryFailure, .configuration, .interrupted,
    ]
}
