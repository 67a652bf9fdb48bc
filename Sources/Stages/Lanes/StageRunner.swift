import Glibc
import Kafka
public import Operations
import Synchronization

/// Runs one stage in this process: its lanes, the watchdog over them, and their end.
public struct StageRunner: Sendable {
    let stage: any Stage
    let options: StageOptions
    let lanes: [LaneConfiguration]
    let drainMilliseconds: Int
    let watchdogMilliseconds: Int
    let logger: Logger
    let drain: DrainSignal

    /// Checks the configuration and the topics.
    ///
    /// - Throws: ``Failure`` with 78 for a configuration or topics that cannot work, 69 without a broker.
    public init(
        stage: any Stage, settings: Settings, options: StageOptions, logger: Logger, drain: DrainSignal
    ) throws(Failure) {
        self.stage = stage
        self.options = options
        self.logger = logger
        self.drain = drain
        drainMilliseconds = settings.milliseconds("drain.deadline")
        watchdogMilliseconds = settings.milliseconds("watchdog.cpu")
        lanes = try LaneConfiguration.all(of: stage.name, settings: settings, options: options, logger: logger)
    }

    /// Runs until SIGTERM, until a lane fails, or until all lanes were idle for as long as the options say.
    ///
    /// - Throws: the first lane's ``Failure``, after the others have ended their batches.
    public func run() throws(Failure) {
        var threads: [LaneThread] = []
        for configuration in lanes {
            let status = LaneStatus()
            let thread = LaneThread(status: status)
            try thread.start { [stage, logger] () throws(Failure) in
                try Lane(configuration: configuration, stage: stage, status: status, logger: logger).run()
            }
            threads.append(thread)
        }
        try supervise(threads)
    }

    private func supervise(_ threads: [LaneThread]) throws(Failure) {
        var machine = DrainMachine(limitNanoseconds: Int64(drainMilliseconds) * 1_000_000)
        var watchdogs = threads.map { _ in
            Watchdog(limitNanoseconds: Int64(watchdogMilliseconds) * 1_000_000)
        }
        while true {
            let now = monotonicNanoseconds()
            for (index, thread) in threads.enumerated() {
                guard let cpu = thread.cpuNanoseconds else { continue }
                let transforms = thread.status.transforms.load(ordering: .acquiring)
                if watchdogs[index].isHung(transforms: transforms, cpuNanoseconds: cpu) { endHung(lane: index) }
            }
            if threads.contains(where: { $0.status.isBraked.load(ordering: .relaxed) }) {
                for thread in threads { thread.status.halt.store(true, ordering: .relaxed) }
            }
            let running = threads.count { !$0.hasEnded }
            let requested =
                drain.isRequested || threads.contains { $0.hasEnded } || isIdle(threads, at: now)
            switch machine.next(requested: requested, running: running, at: now) {
            case .keepRunning: _ = drain.wait(milliseconds: 100)
            case .wait: pause(nanoseconds: 5_000_000)
            case .drainLanes:
                for thread in threads { thread.status.drain.store(true, ordering: .sequentiallyConsistent) }
            case .finish:
                for thread in threads { thread.join() }
                if let failure = threads.lazy.compactMap(\.failure).first { throw failure }
                let records = threads.reduce(0) { $0 + $1.status.records.load(ordering: .relaxed) }
                let refusals = threads.reduce(0) { $0 + $1.status.refusals.load(ordering: .relaxed) }
                logger.debug("drained", ["records": String(records), "refused": String(refusals)])
                return
            case .abandon:
                throw Failure(
                    .software,
                    "\(running) of \(threads.count) lanes did not end within \(drainMilliseconds / 1000) s (drain.deadline); what they had begun is read again by the next process"
                )
            }
        }
    }

    private func isIdle(_ threads: [LaneThread], at now: Int64) -> Bool {
        guard let limit = options.exitWhenIdleMilliseconds else { return false }
        return threads.allSatisfy {
            let since = $0.status.idleSince.load(ordering: .relaxed)
            return since != 0 && now - since >= Int64(limit) * 1_000_000
        }
    }

    /// Nothing can be done for a thread inside an endless loop: the process leaves at once, and with it the marker that
    /// tells the next one which document it was.
    private func endHung(lane: Int) {
        logger.error(
            "a document has used more CPU time than watchdog.cpu allows; this process ends, and the document is refused after three such ends",
            ["lane": String(lane), "limit.ms": String(watchdogMilliseconds)])
        _exit(ExitCode.software.rawValue)
    }
}
