import Glibc
public import Kafka
public import Operations
import Reports

/// `guazhi run`: all stages as child processes, until everything that was there is in the archive's segments.
///
/// With no bootstrap servers it hosts the embedded cluster. Its order of ending is what makes the result whole: ingest
/// exits, parse's group has committed the end of raw, enrich's that of parsed, the archive's those of enriched and
/// dead. Each end is read after the stage before has stopped writing, so nothing can slip in behind.
public final class PipelineRun {
    /// What to run, and on what.
    public struct Plan {
        /// As typed: `[NAME=]PATH`.
        public var paths: [String]
        /// Folder of the archive, made where it is missing.
        public var archiveDirectory: String
        /// Processes of parse and of enrich each, at least 1.
        public var workers: Int
        /// Passed to ingest alone: `--manifest`, `--resend`.
        public var ingestArguments: [String]
        /// Folder the executables are in.
        public var executables: String
        /// The offset to read next of each topic and partition, as the archive folder has it on the disk: what another
        /// archive of the same group has read says nothing of this one.
        public var archivedPositions: () throws(Failure) -> [TopicPartition: Int64]

        /// A plan of exactly that.
        public init(
            paths: [String], archiveDirectory: String, workers: Int, ingestArguments: [String],
            executables: String, archivedPositions: @escaping () throws(Failure) -> [TopicPartition: Int64]
        ) {
            self.paths = paths
            self.archiveDirectory = archiveDirectory
            self.workers = workers
            self.ingestArguments = ingestArguments
            self.executables = executables
            self.archivedPositions = archivedPositions
        }
    }
    /// How far the stages are, for a person to watch.
    public struct Snapshot: Sendable {
        /// Ingest has not ended yet.
        public var ingesting: Bool
        /// Messages in raw, and how many of them parse has passed; and so on down the pipeline.
        public var raw: Int64 = 0
        /// Messages in parsed.
        public var parsed: Int64 = 0
        /// How many messages of raw parse has passed.
        public var parseDone: Int64 = 0
        /// How many messages of parsed enrich has passed.
        public var enrichDone: Int64 = 0
        /// Messages in enriched.
        public var enriched: Int64 = 0
        /// How many messages of enriched the archive has passed.
        public var archived: Int64 = 0
        /// Messages in dead.
        public var dead: Int64 = 0
        /// Children started again after an early death.
        public var restarts: Int
    }
    /// How it ended.
    public struct Outcome: Sendable {
        /// Ingest refused documents.
        public var ingestRefused: Bool
        /// Children started again after an early death.
        public var restarts: Int
        /// Ended by a signal before all was read; the archive holds what was.
        public var isInterrupted: Bool
    }

    private let plan: Plan
    private let settings: Settings
    private let logger: Logger
    private let drain: DrainSignal
    private let names: TopicNames
    private var host: EmbeddedCluster?
    private var partitions = 0
    private var ingest: Supervised?
    private var endIsRequested = false
    /// Ingest was ended before it had sent everything.
    private var isInterrupted = false
    private var nextLook: Int64 = 0
    private var stages: [Supervised] = []

    private final class Supervised {
        let process: ChildProcess
        var policy = RestartPolicy()
        var restartAt: Int64?
        init(_ process: ChildProcess) { self.process = process }
    }

    /// A run that has not begun: nothing is started before ``run(watch:)``.
    public init(plan: Plan, settings: Settings, logger: Logger, drain: DrainSignal) {
        self.plan = plan
        self.settings = settings
        self.logger = logger
        self.drain = drain
        names = TopicNames(namespace: settings.string("namespace"))
    }

    /// Where large documents of an embedded run are while it lasts.
    private static func payloadStore(of archive: String) -> String { "\(archive)/.payload" }

    /// Removes what an embedded run left for its length alone; the segments hold what is of use of it.
    public static func removePayloads(of archive: String) throws(Failure) {
        do throws(PayloadStoreError) {
            try PayloadStore(directory: payloadStore(of: archive)).remove()
        } catch {
            throw Failure(.ioError, error.description)
        }
    }

    /// Checks what was typed before anything is started.
    ///
    /// - Throws: 66 for a PATH that is not there, 64 for two of one NAME.
    public static func check(paths: [String]) throws(Failure) { _ = try SourceRoots(parsing: paths) }

    /// - Parameter watch: called a few times a second.
    /// - Throws: 70 when a stage could not be kept alive, or what a stage ended with that starting again cannot change;
    ///   the archive is then incomplete, and must not be taken for a result.
    public func run(watch: (Snapshot) -> Void) throws(Failure) -> Outcome {
        let cluster = try start()
        defer { cluster.close() }
        do throws(Failure) {
            let refused = try supervise(cluster, watch)
            try stop()
            return Outcome(
                ingestRefused: refused, restarts: stages.reduce(0) { $0 + $1.policy.restarts },
                isInterrupted: isInterrupted)
        } catch {
            kill()
            throw error
        }
    }

    // MARK: - Starting

    private func start() throws(Failure) -> Cluster {
        var settings = settings
        let isEmbedded = settings.list("bootstrap-servers").joined(separator: ",").isEmpty
        var common: [String] = []
        if isEmbedded {
            partitions = max(4, plan.workers)
            try makeFolder(plan.archiveDirectory)
            let host = try embeddedCluster()
            self.host = host
            let store = Self.payloadStore(of: plan.archiveDirectory)
            settings = try settings.overriding("bootstrap-servers", with: host.bootstrapServers, by: "guazhi run")
            settings = try settings.overriding("payload-store", with: store, by: "guazhi run")
            common.append("--embedded")
        }
        // One name for many processes would have them fence each other.
        common += settings.childArguments() + ["--set", "worker.id="]
        // Nobody waits beside a run for a stage that stands still: the run ends with what that stage says.
        common += ["--set", "brake.then=end"]
        let cluster = try Cluster(settings: settings, logger: logger)
        do throws(Failure) {
            if !isEmbedded {
                for case .create(let topic) in try cluster.apply(TopicPlan(settings: settings)) {
                    logger.notice("topic created", ["topic": topic.name, "partitions": String(topic.partitions)])
                }
                partitions = try cluster.check(names).partitions
            }
            try startStages(common, isEmbedded: isEmbedded)
            return cluster
        } catch {
            kill()
            cluster.close()
            throw error
        }
    }

    private func embeddedCluster() throws(Failure) -> EmbeddedCluster {
        do throws(KafkaError) {
            let host = try EmbeddedCluster()
            for topic in names.aligned { try host.createTopic(topic, partitions: partitions) }
            return host
        } catch {
            throw Failure(.software, "cannot start the embedded cluster: \(error)")
        }
    }

    private func startStages(_ common: [String], isEmbedded: Bool) throws(Failure) {
        var archive = common + ["--archive", plan.archiveDirectory, "--leave-consolidation"]
        if isEmbedded { archive += ["--stream", "run-" + String(UInt64.random(in: 0 ... .max), radix: 36)] }
        add("guazhi-archive", archive)
        for stage in ["guazhi-parse", "guazhi-enrich"] {
            for worker in 0..<plan.workers {
                var arguments = common
                if isEmbedded {
                    let share = stride(from: worker, to: partitions, by: plan.workers).map(String.init)
                    arguments += ["--partitions", share.joined(separator: ",")]
                }
                add(stage, arguments)
            }
        }
        for stage in stages { try stage.process.start() }
        let ingest = Supervised(process("guazhi-ingest", common + plan.ingestArguments + ["--"] + plan.paths))
        try ingest.process.start()
        self.ingest = ingest
    }

    private func add(_ name: String, _ arguments: [String]) { stages.append(Supervised(process(name, arguments))) }

    private func process(_ name: String, _ arguments: [String]) -> ChildProcess {
        ChildProcess(name: name, path: "\(plan.executables)/\(name)", arguments: arguments)
    }

    // MARK: - Running

    /// Until drained, or asked to end.
    private func supervise(_ cluster: Cluster, _ watch: (Snapshot) -> Void) throws(Failure) -> Bool {
        var phase = Phase.ingesting
        var refused = false
        var nextWatch: Int64 = 0
        while phase != .drained {
            if drain.isRequested, !endIsRequested {
                endIsRequested = true
                ingest?.process.signal(SIGTERM)
            }
            try lookAfterStages()
            if phase == .ingesting, let end = try ingestEnd() {
                refused = end == .exited(ExitCode.dataError.rawValue)
                phase = .parsing
            }
            let now = monotonicNanoseconds()
            do throws(KafkaError) {
                // One after another: two stages that were done already are passed in one round.
                if phase == .parsing, try progress(cluster, .parse, names.raw).isDrained { phase = .enriching }
                if phase == .enriching, try progress(cluster, .enrich, names.parsed).isDrained { phase = .archiving }
                if phase == .archiving, try isArchived(cluster) { phase = .drained }
                if now >= nextWatch {
                    watch(try snapshot(cluster, ingesting: phase == .ingesting))
                    nextWatch = now + 250_000_000
                }
            } catch {
                guard error.isRetriable || error.isTimeout || error.isBrokerUnavailable else {
                    throw Failure(.software, "cannot read how far the stages are: \(error)")
                }
                logger.debug("progress", ["error": error.description])
            }
            if phase != .drained { pause(nanoseconds: phase == .ingesting ? 5_000_000 : 2_000_000) }
        }
        return refused
    }

    private enum Phase { case ingesting, parsing, enriching, archiving, drained }

    private func ingestEnd() throws(Failure) -> ChildProcess.End? {
        guard let ingest else { return nil }
        ingest.process.poll { forward($0) }
        if let end = ingest.process.end {
            if [0, ExitCode.dataError.rawValue].map(ChildProcess.End.exited).contains(end) { return end }
            // Told to end, it may do so in any way: what it has not sent is missing, and that is said.
            if endIsRequested {
                isInterrupted = true
                return end
            }
        }
        try lookAfter(ingest)
        return nil
    }

    private func lookAfterStages() throws(Failure) {
        for stage in stages {
            stage.process.poll { forward($0) }
            try lookAfter(stage)
        }
    }

    /// Starts a child that has died again, when its time has come and as often as the policy allows.
    private func lookAfter(_ stage: Supervised) throws(Failure) {
        let now = monotonicNanoseconds()
        if let at = stage.restartAt {
            guard now >= at else { return }
            stage.restartAt = nil
            try stage.process.start()
        } else if let end = stage.process.end {
            switch stage.policy.died(end, at: now) {
            case .restart(let at):
                stage.restartAt = at
                logger.warning("\(stage.process.name) \(end.sentence); starting it again")
            case .giveUp: throw failure(of: stage, end)
            }
        }
    }

    private func failure(of stage: Supervised, _ end: ChildProcess.End) -> Failure {
        let process = stage.process
        if case .exited(let number) = end, let code = ExitCode(rawValue: number), RestartPolicy.isFinal(number) {
            return Failure(code, process.reason ?? "\(process.name) \(end.sentence)")
        }
        return Failure(
            .software,
            "\(process.name) \(end.sentence) after \(stage.policy.restarts) restarts; the archive is incomplete. It said last:\n  "
                + process.lastLines.joined(separator: "\n  "))
    }

    /// What a child says is already a line of log; it goes on as it is.
    private func forward(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }

    // MARK: - Progress

    private func progress(_ cluster: Cluster, _ stage: StageName, _ topic: String) throws(KafkaError)
        -> Cluster.Progress
    {
        try cluster.progress(of: names.group(of: stage), on: topic, partitions: partitions)
    }

    private func isArchived(_ cluster: Cluster) throws(KafkaError) -> Bool {
        let enriched = try progress(cluster, .archive, names.enriched)
        guard enriched.isDrained else { return false }
        let dead = try progress(cluster, .archive, names.dead)
        guard dead.isDrained, monotonicNanoseconds() >= nextLook else { return false }
        nextLook = monotonicNanoseconds() + 20_000_000
        let held: [TopicPartition: Int64]
        do throws(Failure) {
            held = try plan.archivedPositions()
        } catch {
            // The archive process has the folder in its hands; should it be broken, that process says so.
            logger.debug("archive", ["error": error.message])
            return false
        }
        return [enriched, dead].allSatisfy { topic in
            topic.partitions.allSatisfy { partition, place in
                held[TopicPartition(topic: topic.topic, partition: partition)] ?? 0 >= place.high
            }
        }
    }

    private func snapshot(_ cluster: Cluster, ingesting: Bool) throws(KafkaError) -> Snapshot {
        let raw = try progress(cluster, .parse, names.raw)
        let parsed = try progress(cluster, .enrich, names.parsed)
        let enriched = try progress(cluster, .archive, names.enriched)
        let dead = try progress(cluster, .archive, names.dead)
        return Snapshot(
            ingesting: ingesting, raw: raw.end, parsed: parsed.end, parseDone: raw.done, enrichDone: parsed.done,
            enriched: enriched.end, archived: enriched.done, dead: dead.end,
            restarts: stages.reduce(0) { $0 + $1.policy.restarts })
    }

    // MARK: - Ending

    /// SIGTERM to all, and their deadline; everything is committed, so a stage that must be killed loses nothing.
    private func stop() throws(Failure) {
        for stage in stages { stage.process.signal(SIGTERM) }
        let end = monotonicNanoseconds() + Int64(settings.milliseconds("drain.deadline")) * 1_000_000
        while stages.contains(where: { $0.process.isRunning }) {
            for stage in stages { stage.process.poll { forward($0) } }
            if monotonicNanoseconds() > end {
                logger.warning("stages did not end in time and are killed")
                return kill()
            }
            pause(nanoseconds: 1_000_000)
        }
    }

    private func makeFolder(_ path: String) throws(Failure) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o777) == 0 || errno == EEXIST else {
                throw Failure(.ioError, "cannot make the folder \(made): \(String(cString: strerror(errno)))")
            }
        }
    }

    private func kill() {
        for process in (stages + [ingest].compactMap { $0 }).map(\.process) {
            process.signal(SIGKILL)
            while process.isRunning {
                process.poll { forward($0) }
                pause(nanoseconds: 1_000_000)
            }
        }
    }
}
