import Kafka
import Operations
import Reports
import Synchronization

/// One thread, one consumer, one producer: reads a topic, applies a stage, writes another, each record once.
///
/// Lives on the thread that calls ``run()``. Where delivery is exactly once, outputs, refusals and offsets of a batch
/// are one transaction, and safety rests on the group's generation (KIP-447): a lane that has lost its partitions
/// cannot commit.
final class Lane {
    let configuration: LaneConfiguration
    let stage: any Stage
    let status: LaneStatus
    let logger: Logger
    private var policy: RetryPolicy
    private var ownMarkers: [TopicPartition: String] = [:]
    private var brake: Brake

    init(configuration: LaneConfiguration, stage: any Stage, status: LaneStatus, logger: Logger) {
        self.configuration = configuration
        self.stage = stage
        self.status = status
        self.logger = logger
        policy = configuration.retryPolicy
        brake = Brake(limits: configuration.brake)
    }

    /// Runs until drained.
    ///
    /// A session ends with its clients when one of them is beyond repair; the next begins with fresh ones, after a
    /// back-off, until `retry.deadline` has passed without progress.
    func run() throws(Failure) {
        while !status.isDraining {
            guard !status.isHalted else {
                pause(nanoseconds: 10_000_000)
                continue
            }
            switch outcome() {
            case .drained: continue
            case .braked(let trip): try standStill(trip)
            case .stopped(let failure): throw failure
            case .broken(let error):
                let now = monotonicNanoseconds()
                guard let delay = policy.failed(at: now) else { throw failure(after: error) }
                logger.warning(
                    "beginning again with new connections",
                    ["error": error.description, "lane": String(configuration.lane)])
                waitUnlessDraining(until: now + delay)
            }
        }
    }

    private func outcome() -> LaneSession.Outcome {
        do throws(KafkaError) {
            let session = try LaneSession(
                configuration: configuration, stage: stage, status: status, logger: logger, brake: brake,
                ownMarkers: ownMarkers)
            let outcome = session.run()
            brake = session.brake
            ownMarkers.merge(session.leftMarkers) { $1 }
            if session.madeProgress { policy.succeeded() }
            return outcome
        } catch {
            if error.code == .invalidArgument || error.code == .invalidConfiguration {
                return .stopped(
                    Failure(client: error))
            }
            return .broken(error)
        }
    }

    /// Its partitions are given back: a worker of another release may do better. Nothing is read until a person has looked.
    private func standStill(_ trip: Brake.Trip) throws(Failure) {
        let sentence = trip.sentence(of: configuration.stage)
        guard !configuration.endsWhenBraked else { throw Failure(.temporaryFailure, sentence) }
        status.isBraked.store(true, ordering: .relaxed)
        while !status.isDraining {
            logger.error(sentence, ["lane": configuration.lane])
            waitUnlessDraining(
                until: monotonicNanoseconds() + Int64(configuration.brakeReminderMilliseconds) * 1_000_000)
        }
    }

    private func waitUnlessDraining(until end: Int64) {
        while !status.isDraining, monotonicNanoseconds() < end { pause(nanoseconds: 10_000_000) }
    }

    private func failure(after error: KafkaError) -> Failure {
        Failure(
            error.isBrokerUnavailable || error.isTimeout || error.isRetriable ? .unavailable : .software,
            "the \(configuration.stage.rawValue) stage made no progress for \(configuration.retryDeadlineMilliseconds / 1000) s: \(error); check the cluster, then start it again: nothing is lost"
        )
    }
}
