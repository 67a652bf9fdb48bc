import Glibc
import Synchronization

/// The wish to stop: set by SIGTERM or Ctrl-C, asked by every loop, and a descriptor to wait on.
///
/// The first signal only asks: what is under way is finished and committed. A second Ctrl-C ends the process at once
/// with 130. The handler stores to atomics and writes to a pipe, both of which are safe in a signal handler.
public final class DrainSignal: Sendable {
    private let own = Atomic<Bool>(false)
    private let followsSignals: Bool
    private let bell: Bell

    /// Becomes readable, and stays so, once a drain is requested: for poll(2) beside other descriptors. -1 where the
    /// system has no descriptor left; then only ``isRequested`` tells.
    public var descriptor: Int32 { bell.readable }

    /// A wish that only ``request()`` sets: for tests, and for a drain without signals.
    public init() {
        followsSignals = false
        bell = Bell()
    }

    private init(following bell: Bell) {
        followsSignals = true
        self.bell = bell
    }

    deinit {
        if !followsSignals { bell.close() }
    }

    /// Takes over SIGTERM and SIGINT of this process. Every call returns the same wish.
    ///
    /// - Throws: ``ExitCode/software`` where the system refuses the handler.
    public static func install() throws(Failure) -> DrainSignal {
        DrainSignal(following: try SignalState.install())
    }

    /// Whether the process should come to an end.
    public var isRequested: Bool {
        own.load(ordering: .acquiring) || (followsSignals && SignalState.received.load(ordering: .acquiring) != 0)
    }

    /// The signal that asked, or nil.
    public var signalNumber: Int32? {
        let number = followsSignals ? SignalState.received.load(ordering: .acquiring) : 0
        return number == 0 ? nil : number
    }

    /// Asks for the drain from inside the program.
    public func request() {
        own.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Waits until a drain is requested, at most so long; returns whether it is.
    public func wait(milliseconds: Int) -> Bool {
        let start = ContinuousClock.now
        while !isRequested {
            let rest = milliseconds - (ContinuousClock.now - start).wholeMilliseconds
            guard rest > 0 else { return false }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // Without a descriptor nothing wakes us, so look again now and then.
            _ = poll(&wait, 1, Int32(clamping: descriptor < 0 ? min(rest, 100) : rest))
        }
        return true
    }
}

extension Duration {
    /// Rounded towards zero.
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}

/// A pipe that becomes readable, and stays so.
private struct Bell: Sendable {
    let readable: Int32
    private let writable: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            readable = -1
            writable = -1
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readable = ends[0]
        writable = ends[1]
    }

    /// Safe in a signal handler. A full pipe is rung already.
    func ring() {
        var one: UInt8 = 1
        _ = write(writable, &one, 1)
    }

    func close() {
        guard readable >= 0 else { return }
        _ = Glibc.close(readable)
        _ = Glibc.close(writable)
    }
}

/// What the handler touches. All of it is initialised by ``install()`` before the handler can run.
private enum SignalState {
    /// The first signal that came, 0 before.
    static let received = Atomic<Int32>(0)
    private static let interrupts = Atomic<Int32>(0)
    private static let bell = Bell()
    private static let isInstalled = Mutex(false)

    static func install() throws(Failure) -> Bell {
        try isInstalled.withLock { isInstalled throws(Failure) in
            guard !isInstalled else { return }
            // A lazily made global must not be made inside the handler.
            _ = (received.load(ordering: .relaxed), interrupts.load(ordering: .relaxed))
            guard bell.readable >= 0 else { throw Failure(.software, "pipe: \(Descriptor.message(errno))") }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in SignalState.handle(number) }
            action.sa_flags = SA_RESTART
            sigemptyset(&action.sa_mask)
            for number in [SIGTERM, SIGINT] where sigaction(number, &action, nil) != 0 {
                throw Failure(.software, "sigaction: \(Descriptor.message(errno))")
            }
            // A parent that started us from a thread with blocked signals hands its mask on, and no signal would come.
            var own = sigset_t()
            sigemptyset(&own)
            for number in [SIGTERM, SIGINT] { sigaddset(&own, number) }
            pthread_sigmask(SIG_UNBLOCK, &own, nil)
            isInstalled = true
        }
        return bell
    }

    /// Runs inside the signal handler: atomics, write(2) and _exit(2) only, and errno as it was.
    static func handle(_ number: Int32) {
        let saved = errno
        if number == SIGINT && interrupts.add(1, ordering: .acquiringAndReleasing).newValue > 1 {
            _exit(ExitCode.interrupted.rawValue)
        }
        _ = received.compareExchange(expected: 0, desired: number, ordering: .acquiringAndReleasing)
        bell.ring()
        errno = saved
    }
}
