import Archive
import CSystem
import Operations
import Stages
import Synchronization

/// Keeps `archive.json` fresh beside the writer, on a thread of its own.
///
/// It begins `archive.consolidate-after` after the oldest record that is not in the file yet, but never sooner than ten
/// times as long as the last rewrite took: an archive that takes a minute to write is written every ten.
final class Freshener: Sendable {
    private struct State {
        /// When the oldest change that is not in archive.json was written; nil: it has all.
        var staleSince: Int64?
        var earliest: Int64 = 0
    }
    private let state: Mutex<State>
    private static let retryNanoseconds: Int64 = 5_000_000_000
    private let stop = Atomic<Bool>(false)
    private let delayNanoseconds: Int64
    private let consolidateNow: @Sendable () throws(ArchiveError) -> Void
    private let logger: Logger
    private let thread = LaneThread(status: LaneStatus())

    /// - Parameter isStale: whether there is something to do from the start.
    init(
        delayMilliseconds: Int, isStale: Bool, logger: Logger,
        consolidate: @escaping @Sendable () throws(ArchiveError) -> Void
    ) {
        delayNanoseconds = Int64(delayMilliseconds) * 1_000_000
        state = Mutex(State(staleSince: isStale ? 0 : nil))
        consolidateNow = consolidate
        self.logger = logger
    }

    /// Entries were written that archive.json does not have.
    func changed() {
        state.withLock { state in
            if state.staleSince == nil { state.staleSince = monotonicNanoseconds() }
        }
    }

    func start() throws(Failure) {
        try thread.start { [self] () throws(Failure) in
            while !stop.load(ordering: .relaxed) {
                if isDue { rewrite() }
                pause(nanoseconds: 50_000_000)
            }
        }
    }

    /// Waits for a rewrite under way, and writes once more what is missing.
    ///
    /// - Throws: what went wrong, since nobody will try again.
    func finish() throws(Failure) {
        stop.store(true, ordering: .relaxed)
        thread.join()
        guard state.withLock({ $0.staleSince != nil }) else { return }
        do throws(ArchiveError) { try consolidateNow() } catch { throw Failure(error) }
    }

    private var isDue: Bool {
        let now = monotonicNanoseconds()
        return state.withLock { state in
            guard let since = state.staleSince else { return false }
            return now - since >= delayNanoseconds && now >= state.earliest
        }
    }

    private func rewrite() {
        let since = state.withLock { state in
            defer { state.staleSince = nil }
            return state.staleSince
        }
        let start = monotonicNanoseconds()
        do throws(ArchiveError) {
            try consolidateNow()
        } catch {
            // The segments are whole; the next attempt may have room, or a file that was in the way gone.
            logger.error("archive.json could not be rewritten", ["error": error.message])
            state.withLock { state in
                state.staleSince = state.staleSince ?? since
                state.earliest = monotonicNanoseconds() + Self.retryNanoseconds
            }
        }
        // The rewrite's tables are gone, but glibc keeps their pages in its arenas, a little more of them each time: the
        // process would hold for good what it needs for a second every minute.
        malloc_trim(0)
        let end = monotonicNanoseconds()
        state.withLock { $0.earliest = max($0.earliest, end + 10 * (end - start)) }
        logger.debug("archive.json rewritten", ["milliseconds": String((end - start) / 1_000_000)])
    }
}
