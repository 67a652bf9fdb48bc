import Kafka
import Operations
import Reports
import Synchronization

/// One life of a lane's two clients: opening, closing, and what happens when partitions come and go.
///
/// `LaneSession+Work.swift` has what happens to records.
final class LaneSession {
    enum Outcome {
        case drained
        /// It refused too much for one reason; all that it did is committed.
        case braked(Brake.Trip)
        /// The process is to end with this.
        case stopped(Failure)
        /// The clients are beyond repair.
        case broken(KafkaError)
    }
    /// Why a session ends early.
    enum Interruption: Error {
        case stop(Failure)
        case broken(KafkaError)
    }
    let configuration: LaneConfiguration
    let stage: any Stage
    let status: LaneStatus
    let logger: Logger
    let consumer: Consumer
    let delivery: any BatchDelivery
    var tracker = OffsetTracker()
    var batch: BatchMachine
    var poison: PoisonGuard
    /// Handed on from session to session.
    var brake: Brake
    /// As it was before the open batch, whose documents may be read again.
    var brakeBeforeBatch: Brake
    /// Back-off between rewinds.
    var rewinds: RetryPolicy
    /// Set inside a rebalance callback, which cannot throw.
    private var callbackFailure: Interruption?
    private var hasBeenAssigned = false
    /// This generation is the client's last.
    private var isClosing = false
    var madeProgress = false
    /// Markers that earlier sessions of this lane left where the group stands: nobody died of them.
    private let ownMarkers: [TopicPartition: String]
    var sentSincePoll = 0

    init(
        configuration: LaneConfiguration, stage: any Stage, status: LaneStatus, logger: Logger,
        brake: Brake = Brake(limits: .off), ownMarkers: [TopicPartition: String] = [:]
    ) throws(KafkaError) {
        self.configuration = configuration
        self.stage = stage
        self.status = status
        self.logger = logger
        self.ownMarkers = ownMarkers
        self.brake = brake
        brakeBeforeBatch = brake
        batch = BatchMachine(
            limits: .init(
                records: configuration.batchRecords, bytes: configuration.batchBytes,
                lingerNanoseconds: Int64(configuration.lingerMilliseconds) * 1_000_000))
        poison = PoisonGuard(batchRecords: configuration.batchRecords)
        rewinds = configuration.retryPolicy
        let observer = clientObserver(logger: logger, lane: configuration.lane)
        let makeProducer = { () throws(KafkaError) in
            let identifier =
                configuration.transactionalIdentifier
                ?? configuration.transactionalPrefix + String(UInt64.random(in: 0 ... .max), radix: 36)
            return try Producer(
                properties: configuration.producerProperties(transactionalIdentifier: identifier), observer: observer)
        }
        let deadline = configuration.retryDeadlineMilliseconds
        delivery =
            configuration.delivery == .exactlyOnce
            ? try TransactionalDelivery(
                deadlineMilliseconds: deadline, drainMilliseconds: configuration.closeDeadlineMilliseconds,
                status: status, isNamed: configuration.transactionalIdentifier != nil, makeProducer: makeProducer)
            : FlushedDelivery(producer: try makeProducer(), deadlineMilliseconds: deadline)
        do throws(KafkaError) {
            consumer = try Consumer(properties: configuration.consumerProperties, observer: observer)
        } catch {
            _ = delivery.producer.close(deadlineMilliseconds: configuration.closeDeadlineMilliseconds)
            throw error
        }
    }

    func run() -> Outcome {
        do throws(Interruption) {
            try begin()
            while !status.isDraining, !status.isHalted {
                try step()
                guard brake.trip != nil else { continue }
                try finishBatch()
                // A batch that is read again has taken the brake back with it.
                guard let trip = brake.trip else { continue }
                leaveNote(BrakeNote(trip))
                return close(.braked(trip))
            }
            try finishBatch()
            clearMarkers()
            return close(.drained)
        } catch {
            abandonBatch()
            switch error {
            case .stop(let failure): return close(.stopped(failure))
            case .broken(let error): return close(.broken(error))
            }
        }
    }

    /// Subscribes, or assigns what was given: librdkafka's mock cluster takes 3 to 11 s to form a group.
    private func begin() throws(Interruption) {
        try call { () throws(KafkaError) in
            try delivery.prepare()
            try delivery.producer.warm(topics: [configuration.output, configuration.dead])
        }
        if let partitions = configuration.partitions {
            _ = try call { () throws(KafkaError) in
                try consumer.partitionCounts(of: [configuration.input], timeoutMilliseconds: 10_000)
            }
            let start = assigned(partitions.map { TopicPartition(topic: configuration.input, partition: $0) })
            try throwCallbackFailure()
            try call { () throws(KafkaError) in try consumer.assign(start) }
        } else {
            try call { () throws(KafkaError) in
                try consumer.subscribe(
                    [configuration.input], onAssigned: { [unowned self] in assigned($0) },
                    onRevoked: { [unowned self] in revoked($0, lost: $1) })
            }
        }
    }

    private func close(_ outcome: Outcome) -> Outcome {
        let deadline = configuration.closeDeadlineMilliseconds
        isClosing = true
        if !consumer.close(deadlineMilliseconds: deadline) {
            logger.warning("the consumer did not close in time", ["lane": String(configuration.lane)])
        }
        if !delivery.producer.close(deadlineMilliseconds: deadline) {
            logger.warning("the producer did not close in time", ["lane": String(configuration.lane)])
        }
        if case .drained = outcome, case .stop(let failure) = callbackFailure { return .stopped(failure) }
        return outcome
    }

    // MARK: - Rebalance

    private func assigned(_ partitions: [TopicPartition]) -> [StartPosition] {
        hasBeenAssigned = true
        status.idleSince.store(0, ordering: .relaxed)
        do throws(Interruption) {
            let positions = try take(partitions)
            logger.debug(
                "partitions assigned", ["partitions": Self.list(partitions), "lane": String(configuration.lane)])
            return positions
        } catch {
            callbackFailure = error
            return []
        }
    }

    private func revoked(_ partitions: [TopicPartition], lost: Bool) {
        if lost {
            abandonBatch()
        } else {
            do throws(Interruption) {
                if let error = try commitBatch() {
                    logger.notice("a batch is left to the next member", ["error": error.description])
                    abandonBatch()
                } else if isClosing {
                    clearMarkers()
                } else {
                    try returnMarkers()
                }
            } catch {
                abandonBatch()
                callbackFailure = error
            }
        }
        tracker.revoke(partitions)
        for partition in partitions { poison.revoked(partition) }
        logger.debug("partitions revoked", ["partitions": Self.list(partitions), "lost": String(lost)])
    }

    /// Metadata this session wrote and could not take back.
    var leftMarkers: [TopicPartition: String] { poison.left }

    func throwCallbackFailure() throws(Interruption) {
        if let failure = callbackFailure {
            callbackFailure = nil
            throw failure
        }
    }

    /// Reads where the group stands on `partitions`, and begins to watch over them.
    ///
    /// - Parameter isRewind: After an aborted batch. The marker that is found then is this lane's own, and nobody died:
    ///   what the guard found at assignment goes on to count.
    func take(_ partitions: [TopicPartition], isRewind: Bool = false) throws(Interruption) -> [StartPosition] {
        guard !partitions.isEmpty else { return [] }
        let committed = try retrying { () throws(KafkaError) in
            try consumer.committed(partitions, timeoutMilliseconds: 10_000)
        }
        var positions: [StartPosition] = []
        for partition in partitions {
            let position = committed[partition].flatMap { $0 }
            let next: Int64
            if let position, !configuration.fromBeginning {
                next = position.offset
            } else {
                next = max(position?.offset ?? 0, try beginning(of: partition))
            }
            // A brake's note is history now: with no committed offset, the next commit clears it.
            let isNote = BrakeNote(metadata: position?.metadata ?? "") != nil
            tracker.assign([(partition, next: next, committed: isNote ? nil : position?.offset)])
            if !isRewind {
                let metadata = position?.metadata ?? ""
                let isOwn = !metadata.isEmpty && [ownMarkers[partition], poison.left[partition]].contains(metadata)
                poison.assigned(partition, start: next, metadata: metadata, isOwn: isOwn)
            }
            positions.append(StartPosition(partition, .at(next)))
        }
        return positions
    }

    /// Where to begin without a committed offset: at the beginning only where the log still begins at 0, or where the
    /// operator said so. Anything else would be a silent gap.
    private func beginning(of partition: TopicPartition) throws(Interruption) -> Int64 {
        let low = try retrying { () throws(KafkaError) in
            try consumer.watermarks(partition, timeoutMilliseconds: 10_000).low
        }
        guard low == 0 || configuration.fromBeginning else {
            throw .stop(
                Failure(
                    .ioError,
                    "group \(configuration.group) has no offset for \(partition.topic) partition \(partition.partition), whose log begins at \(low): what was before is gone; if that is as it should be, start once with --from beginning"
                ))
        }
        return low
    }

    // MARK: - Errors

    func call<Result>(_ body: () throws(KafkaError) -> Result) throws(Interruption) -> Result {
        do throws(KafkaError) { return try body() } catch { throw interruption(error) }
    }

    /// Repeats a request that failed in a way that may pass, until `retry.deadline` or the end.
    func retrying<Result>(_ body: () throws(KafkaError) -> Result) throws(Interruption) -> Result {
        var policy = configuration.retryPolicy
        while true {
            do throws(KafkaError) {
                return try body()
            } catch {
                guard error.isRetriable || error.isTimeout, !error.isFatal, !status.isDraining,
                    let delay = policy.failed(at: monotonicNanoseconds())
                else { throw interruption(error) }
                pause(nanoseconds: delay)
            }
        }
    }

    func interruption(_ error: KafkaError) -> Interruption {
        let stage = configuration.stage.rawValue
        if error.code == .invalidArgument || error.code == .invalidConfiguration {
            return .stop(Failure(client: error))
        }
        if error.isFenced, !configuration.worker.isEmpty {
            return .stop(
                Failure(
                    .temporaryFailure,
                    "another \(stage) process with worker.id \(configuration.worker) has taken over lane \(configuration.lane), or this one stood still for longer than a transaction may; give each process its own worker.id"
                ))
        }
        if error.isUnknownTopic {
            return .stop(
                Failure(
                    .configuration,
                    "a topic of the \(stage) stage is missing (\(error)); create them with: guazhi topics apply"))
        }
        if error.code == .authentication {
            let servers = configuration.consumerProperties["bootstrap.servers"] ?? "the cluster"
            return .stop(ConnectionTrouble.failure(error, servers: servers))
        }
        if error.isAuthorization {
            return .stop(
                Failure(
                    .configuration,
                    "the cluster does not allow what the \(stage) stage does (\(error)); check the ACLs of this user"
                ))
        }
        return .broken(error)
    }

    static func list(_ partitions: [TopicPartition]) -> String {
        partitions.map { String($0.partition) }.joined(separator: ",")
    }

    /// Time since which there is nothing to do, for `--exit-when-idle`; a lane without partitions is idle.
    func noteIdleness(at now: Int64) {
        let isIdle = hasBeenAssigned && !batch.isOpen && tracker.allAtEnd && !tracker.hasPending
        let since = status.idleSince.load(ordering: .relaxed)
        if isIdle == (since != 0) { return }
        status.idleSince.store(isIdle ? now : 0, ordering: .relaxed)
    }
}
