internal import Dispatch
internal import Glibc

/// Runs one blocking C call on a thread of its own, so that a call that never returns can be left behind.
enum HelperThread {
    /// What both threads hold; whichever lets go last frees it.
    private final class Job: Sendable {
        let work: @Sendable () -> Void
        let done = DispatchSemaphore(value: 0)

        init(work: @escaping @Sendable () -> Void) { self.work = work }
    }

    /// Starts `work` and waits for its end, but no longer than `milliseconds`; 0 does not wait at all.
    /// - Returns: Whether it ended in time. If not it goes on by itself.
    static func run(waiting milliseconds: Int, _ work: @escaping @Sendable () -> Void) -> Bool {
        let job = Job(work: work)
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
                job.work()
                job.done.signal()
                return nil
            }, Unmanaged.passRetained(job).toOpaque())
        guard started == 0 else {
            Unmanaged.passUnretained(job).release()
            return false
        }
        pthread_detach(thread)
        return job.done.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }
}

/// A point in time after which waiting ends, by the monotonic clock.
struct Deadline {
    private let instant: Int64

    init(milliseconds: Int) { instant = Self.now + Int64(max(0, milliseconds)) }

    /// Milliseconds left, at least 0.
    var remaining: Int { Int(max(0, instant - Self.now)) }

    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension Int {
    /// A wait as librdkafka takes it: -1 is for ever, and nothing else is negative.
    var milliseconds32: Int32 { Int32(clamping: Swift.max(-1, self)) }
}
