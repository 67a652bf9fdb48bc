import Testing

@testable import Stages

struct BatchMachineTests {
    private func machine() -> BatchMachine {
        BatchMachine(limits: .init(records: 3, bytes: 100, lingerNanoseconds: 50))
    }

    @Test func theFirstRecordOpensAndTheOthersDoNot() {
        var machine = machine()
        #expect(!machine.isOpen && machine.timeLeft(at: 0) == nil)
        #expect(machine.opens(at: 0) == true)
        #expect(machine.opens(at: 1) == false)
        #expect(machine.isOpen)
        machine.closed()
        #expect(!machine.isOpen)
        #expect(machine.opens(at: 2) == true)
    }

    @Test(arguments: [
        (records: 2, bytes: 10, at: Int64(49), drained: false, due: false),
        (records: 3, bytes: 0, at: 0, drained: false, due: true),
        (records: 1, bytes: 100, at: 0, drained: false, due: true),
        (records: 1, bytes: 1, at: 50, drained: false, due: true),
        (records: 1, bytes: 1, at: 0, drained: true, due: true),
        (records: 0, bytes: 0, at: 0, drained: true, due: true),
    ])
    func due(records: Int, bytes: Int, at now: Int64, drained: Bool, due: Bool) {
        var machine = machine()
        _ = machine.opens(at: 0)
        for _ in 0..<records { machine.added(bytes: bytes) }
        #expect(machine.isDue(at: now, drained: drained) == due)
    }

    @Test func aClosedBatchIsNeverDueAndCountsNothing() {
        var machine = machine()
        machine.added(bytes: 1000)
        #expect(!machine.isDue(at: .max, drained: true))
        _ = machine.opens(at: 0)
        #expect(!machine.isDue(at: 0, drained: false))
    }

    @Test func theTimeLeftEndsAtNothing() {
        var machine = machine()
        _ = machine.opens(at: 100)
        #expect(machine.timeLeft(at: 100) == 50)
        #expect(machine.timeLeft(at: 130) == 20)
        #expect(machine.timeLeft(at: 1000) == 0)
    }
}

struct DrainMachineTests {
    @Test func lanesAreAskedOnceAndWaitedFor() {
        var machine = DrainMachine(limitNanoseconds: 100)
        #expect(machine.next(requested: false, running: 2, at: 0) == .keepRunning)
        #expect(!machine.isDraining)
        #expect(machine.next(requested: true, running: 2, at: 10) == .drainLanes)
        #expect(machine.isDraining)
        #expect(machine.next(requested: true, running: 2, at: 11) == .wait)
        // What asked for it may be over: draining goes on.
        #expect(machine.next(requested: false, running: 1, at: 109) == .wait)
        #expect(machine.next(requested: true, running: 0, at: 109) == .finish)
    }

    @Test func theDeadlineCountsFromTheRequest() {
        var machine = DrainMachine(limitNanoseconds: 100)
        #expect(machine.next(requested: true, running: 1, at: 50) == .drainLanes)
        #expect(machine.next(requested: true, running: 1, at: 149) == .wait)
        #expect(machine.next(requested: true, running: 1, at: 150) == .abandon)
    }

    @Test func withNothingRunningItIsOverWithoutBeingAsked() {
        var machine = DrainMachine(limitNanoseconds: 100)
        #expect(machine.next(requested: false, running: 0, at: 0) == .finish)
    }
}

struct RetryPolicyTests {
    private func policy() -> RetryPolicy {
        RetryPolicy(firstNanoseconds: 10, mostNanoseconds: 35, deadlineNanoseconds: 1000)
    }

    @Test func delaysDoubleUpToTheMost() {
        var policy = policy()
        #expect((0..<5).map { policy.failed(at: $0) } == [10, 20, 35, 35, 35])
    }

    @Test func theDeadlineCountsFromTheFirstFailureOfTheRow() {
        var policy = policy()
        #expect(policy.failed(at: 500) != nil)
        #expect(policy.failed(at: 1499) != nil)
        #expect(policy.failed(at: 1500) == nil)
    }

    @Test func aSuccessBeginsAnew() {
        var policy = policy()
        _ = policy.failed(at: 0)
        _ = policy.failed(at: 1)
        policy.succeeded()
        #expect(policy.failed(at: 5000) == 10)
        #expect(policy.failed(at: 5999) == 20)
    }

    @Test func withoutADeadlineNothingIsTriedAgain() {
        var policy = RetryPolicy(firstNanoseconds: 10, mostNanoseconds: 20, deadlineNanoseconds: 0)
        #expect(policy.failed(at: 7) == nil)
    }
}

struct WatchdogTests {
    @Test func aTransformIsHungAfterSoMuchComputingTime() {
        var watchdog = Watchdog(limitNanoseconds: 100)
        #expect(watchdog.isHung(transforms: 1, cpuNanoseconds: 1000) == false)
        #expect(watchdog.isHung(transforms: 1, cpuNanoseconds: 1100) == false)
        #expect(watchdog.isHung(transforms: 1, cpuNanoseconds: 1101) == true)
    }

    @Test func oneTransformAfterAnotherIsNoHang() {
        var watchdog = Watchdog(limitNanoseconds: 100)
        for transform in 0..<50 {
            let cpu = Int64(transform) * 90
            #expect(watchdog.isHung(transforms: UInt64(2 * transform + 1), cpuNanoseconds: cpu) == false)
        }
    }

    @Test func betweenTransformsNothingHangs() {
        var watchdog = Watchdog(limitNanoseconds: 100)
        #expect(watchdog.isHung(transforms: 3, cpuNanoseconds: 0) == false)
        #expect(watchdog.isHung(transforms: 4, cpuNanoseconds: 5000) == false)
        #expect(watchdog.isHung(transforms: 5, cpuNanoseconds: 9000) == false)
        #expect(watchdog.isHung(transforms: 5, cpuNanoseconds: 9100) == false)
    }

    @Test func aProcessThatWasStoppedHasNotHung() {
        var watchdog = Watchdog(limitNanoseconds: 100)
        // Samples far apart, and no computing time between them.
        for _ in 0..<100 { #expect(watchdog.isHung(transforms: 7, cpuNanoseconds: 40) == false) }
    }
}

struct RestartPolicyTests {
    @Test func delaysDoubleAndTheSixthDeathIsTheLast() {
        var policy = RestartPolicy()
        let decisions = (0..<6).map { _ in policy.died(.killed(signal: 9), at: 0) }
        let delays: [Int64] = [50, 100, 200, 400, 800]
        #expect(decisions == delays.map { .restart(at: $0 * 1_000_000) } + [.giveUp])
        #expect(policy.restarts == 5)
    }

    @Test(arguments: [(Int32(64), false), (66, false), (74, false), (75, false), (78, false), (69, true), (70, true)])
    func codesThatStartingAgainCannotChangeAreFinal(code: Int32, restarts: Bool) {
        var policy = RestartPolicy()
        #expect(policy.died(.exited(code), at: 0) == (restarts ? .restart(at: 50_000_000) : .giveUp))
    }
}
