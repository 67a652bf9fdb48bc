import CSystem
import Glibc
package import Operations
import Synchronization

/// The thread a lane lives on: its clients are used from nowhere else, and its blocking calls block nobody.
package final class LaneThread: Sendable {
    package let status: LaneStatus
    private let outcome = Mutex<Failure?>(nil)
    private let identifier = Mutex<pthread_t>(0)

    package init(status: LaneStatus) { self.status = status }

    /// - Throws: when the system has no thread left.
    package func start(_ body: @escaping @Sendable () throws(Failure) -> Void) throws(Failure) {
        let context = Unmanaged.passRetained(
            Body { [self] in
                do throws(Failure) { try body() } catch { outcome.withLock { $0 = error } }
                status.hasEnded.store(true, ordering: .sequentiallyConsistent)
            })
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw Failure(.software, "cannot start a thread for a lane: \(String(cString: strerror(code)))")
        }
        identifier.withLock { $0 = thread }
    }

    package var failure: Failure? { outcome.withLock { $0 } }
    package var hasEnded: Bool { status.hasEnded.load(ordering: .sequentiallyConsistent) }

    /// CPU time the lane has used, in nanoseconds; nil once it has ended.
    var cpuNanoseconds: Int64? {
        guard !hasEnded else { return nil }
        let spent = guazhi_thread_cpu_nanoseconds(identifier.withLock { $0 })
        return spent < 0 ? nil : spent
    }

    /// Waits for the end of a thread that has said it ends; without this its stack would stay.
    package func join() { pthread_join(identifier.withLock { $0 }, nil) }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
