/// Decides when a file that appears or changes in a followed folder is whole.
///
/// Pure: events, looks at files and the time go in, paths that are ready come out. Times are nanoseconds of one
/// monotonic clock.
///
/// - A file that was closed after writing, or moved into place, is ready `settle` after its last event: three appends
///   0.3 s apart are one document.
/// - A file that is known to be open for writing (modified, or opened right after it was made) is not ready until it
///   is closed, however long it stands still, up to `patience`.
/// - Of any other file (a hard link, a folder moved in, a network file system, events lost in an overflow) nothing is
///   known but what stat says: it is ready once two rescans in a row have found it as it was.
struct FollowMachine: Sendable {
    struct Timing: Hashable, Sendable {
        var settle: Int64
        var rescan: Int64
        /// How long a file may stand still and be held open by a writer before it is taken as it is.
        var patience: Int64 = 600_000_000_000
        /// A file found for the first time whose own times lie this far back has stood still already. A minute more
        /// than rescans need, because the times may be those of another machine's clock.
        var oldEnough: Int64 { 2 * rescan + 60_000_000_000 }
    }

    enum Event: Hashable, Sendable, CaseIterable {
        /// A new name: of a new file, or a hard link to an old one.
        case created
        case opened
        case modified
        case closedAfterWriting
        /// Closed by a reader.
        case closed
        case movedIn
        /// Deleted, or moved out.
        case gone
    }

    /// A file to read now; `isOverdue` where it is to be read although a writer may hold it open.
    struct Ready: Hashable, Sendable {
        var path: BytePath
        var isOverdue: Bool
    }

    private enum Phase: Hashable {
        case complete(since: Int64)
        /// `byOpening` where nothing was written yet: a reader may have been the one who opened it.
        case writing(byOpening: Bool)
        case unknown
    }

    private struct Candidate {
        var phase: Phase
        var state: FileState?
        /// Rescans in a row that found `state` again.
        var stillRescans = 0
        /// When `state` was learnt or last counted as found again.
        var countedAt: Int64 = 0
        /// Since when neither an event nor a look told of a change.
        var unchangedSince: Int64
        var isOld = false
    }

    let timing: Timing
    private var candidates: [BytePath: Candidate] = [:]
    /// What was read, as it was then: a look that finds the same again is no news.
    private var settled: [BytePath: FileState] = [:]

    init(timing: Timing) { self.timing = timing }

    /// The files that wait: what a rescan must look at even where it does not walk everything.
    var waiting: [BytePath] { Array(candidates.keys) }

    /// When the next file may be ready by the passing of time alone, at the earliest.
    var nextDeadline: Int64? {
        candidates.values.compactMap { candidate in
            guard case .complete(let since) = candidate.phase else { return nil }
            return since + timing.settle
        }.min()
    }

    mutating func note(_ event: Event, _ path: BytePath, at now: Int64) {
        switch event {
        case .gone:
            candidates[path] = nil
            settled[path] = nil
        case .movedIn:
            // Another file under a name that may be known.
            candidates[path] = Candidate(phase: .complete(since: now), unchangedSince: now)
        case .closedAfterWriting: change(path, to: .complete(since: now), at: now)
        case .modified: change(path, to: .writing(byOpening: false), at: now)
        case .created: candidates[path] = Candidate(phase: .unknown, unchangedSince: now)
        case .opened:
            guard candidates[path]?.phase == .unknown else { return }
            candidates[path]?.phase = .writing(byOpening: true)
        case .closed:
            guard candidates[path]?.phase == .writing(byOpening: true) else { return }
            candidates[path]?.phase = .unknown
            candidates[path]?.stillRescans = 0
        }
    }

    /// Events were lost: what they would have told has to be found out by looking.
    mutating func lostEvents() {
        for path in candidates.keys {
            candidates[path]?.phase = .unknown
            candidates[path]?.stillRescans = 0
        }
    }

    /// What a look at `path` found. `age` is how far back, by the wall clock, its latest time lies.
    mutating func observe(_ path: BytePath, _ state: FileState, age: Int64, at now: Int64, isRescan: Bool) {
        guard var candidate = candidates[path] else {
            guard settled[path] != state else { return }
            candidates[path] = Candidate(
                phase: .unknown, state: state, countedAt: now, unchangedSince: now, isOld: age >= timing.oldEnough)
            return
        }
        if candidate.state == state {
            // After an overflow rescans follow one another at once: those prove nothing.
            if isRescan, now - candidate.countedAt >= timing.rescan / 2 {
                candidate.stillRescans += 1
                candidate.countedAt = now
            }
        } else {
            // The first look after an event only learns the state that the event brought about.
            if candidate.state != nil { candidate.unchangedSince = now }
            candidate.state = state
            candidate.stillRescans = 0
            candidate.countedAt = now
        }
        candidate.isOld = age >= timing.oldEnough
        candidates[path] = candidate
    }

    /// The files that are whole, in byte order, at most `limit`; they no longer wait.
    mutating func takeReady(at now: Int64, limit: Int) -> [Ready] {
        var ready: [Ready] = []
        for (path, candidate) in candidates {
            let isOverdue = now - candidate.unchangedSince >= timing.patience
            let isReady =
                switch candidate.phase {
                case .complete(let since): now - since >= timing.settle
                case .unknown: candidate.isOld || candidate.stillRescans >= 2
                case .writing: false
                }
            if isReady || isOverdue { ready.append(Ready(path: path, isOverdue: isOverdue)) }
        }
        ready.sort { $0.path < $1.path }
        ready.removeLast(max(0, ready.count - limit))
        for file in ready { taken[file.path] = candidates.removeValue(forKey: file.path)?.unchangedSince }
        return ready
    }

    /// `path` was read whole, in `state`.
    mutating func settle(_ path: BytePath, _ state: FileState) {
        taken[path] = nil
        settled[path] = state
    }

    /// `path` was taken but could not be read whole (it changed, or a writer holds it open): look again.
    mutating func postpone(_ path: BytePath, isHeld: Bool, at now: Int64) {
        let since = taken.removeValue(forKey: path)
        // An event since then knows more.
        guard candidates[path] == nil else { return }
        candidates[path] = Candidate(phase: .unknown, unchangedSince: isHeld ? since ?? now : now)
    }

    /// `path` was taken and is not there any more.
    mutating func forget(_ path: BytePath) {
        taken[path] = nil
        settled[path] = nil
    }

    /// What was handed out and not settled yet, and since when it stood still.
    private var taken: [BytePath: Int64] = [:]

    private mutating func change(_ path: BytePath, to phase: Phase, at now: Int64) {
        var candidate = candidates[path] ?? Candidate(phase: phase, unchangedSince: now)
        candidate.phase = phase
        candidate.stillRescans = 0
        candidate.unchangedSince = now
        candidates[path] = candidate
    }
}
