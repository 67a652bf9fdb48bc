import Glibc
import Kafka
import Operations
import Reports

/// `--follow`: stays, and takes every file once it is whole.
///
/// The watcher tells what happens, rescans find what it cannot tell, and ``FollowMachine`` decides; here is only what
/// connects them.
final class Follower {
    private let intake: Intake
    private let watcher = DirectoryWatcher()
    private var machine: FollowMachine
    private var walker: FileWalker
    private let rescan: Int64
    private var nextLook: Int64 = 0
    private var nextWalk: Int64 = 0
    private var isFirstWalk = true
    /// More files were ready than a round takes.
    private var hasMore = false
    private var hasWarnedOfLimit = false
    private var missingRoots: Set<BytePath> = []
    private var refusedFolders: Set<BytePath> = []

    init(intake: Intake) {
        self.intake = intake
        let settings = intake.client.settings
        rescan = Int64(settings.milliseconds("ingest.rescan")) * 1_000_000
        machine = FollowMachine(
            timing: .init(settle: Int64(settings.milliseconds("ingest.settle")) * 1_000_000, rescan: rescan))
        walker = intake.walker()
    }

    /// Until a drain is requested.
    func run() throws(Failure) {
        let drain = intake.client.drain
        while !drain.isRequested {
            let start = monotonicNanoseconds()
            if start >= nextLook { try look() }
            try takeReady()
            try intake.flush()
            try intake.outlet.idle()
            for event in watcher.wait(milliseconds: waitingTime(), other: drain.descriptor) { try handle(event) }
        }
        try intake.flush()
    }

    /// Files of one round; events are read between two.
    private static let roundFiles = 20_000

    private func waitingTime() -> Int {
        if hasMore { return 0 }
        let now = monotonicNanoseconds()
        let next = min(nextLook, machine.nextDeadline ?? .max)
        return Int(max(0, min(next - now, 1_000_000_000)) / 1_000_000) + 1
    }

    // MARK: - Events

    private func handle(_ event: DirectoryWatcher.Event) throws(Failure) {
        switch event {
        case .file(let event, let path):
            guard let (root, relative) = place(of: path),
                walker.reasonToLeaveOut(relative, isDirectory: false) == nil
            else { return }
            // A root that is a file goes by its own path, `a.txt`, not by that of its watch, `./a.txt`.
            let path = relative.isEmpty ? root.path : path
            let now = monotonicNanoseconds()
            machine.note(event, path, at: now)
            // What a new name stands for is learnt at once: rescans then need only find it unchanged.
            if event == .created { try visit(root, path, relative, isRescan: false) }
        case .directoryAppeared(let path):
            guard let (root, relative) = place(of: path), walker.reasonToLeaveOut(relative, isDirectory: true) == nil
            else { return }
            try visit(root, path, relative, isRescan: false)
        case .directoryGone: break
        case .overflow:
            intake.client.logger.info("events were lost, the folders are read anew")
            machine.lostEvents()
            nextLook = 0
            nextWalk = 0
        }
    }

    private func place(of path: BytePath) -> (SourceRoot, [UInt8])? {
        for root in intake.roots {
            if path == root.path { return (root, []) }
            if !root.isDirectory, path == root.path.parent.appending(root.path.lastComponent) { return (root, []) }
            if root.isDirectory, let relative = path.relative(to: root.path) { return (root, relative) }
        }
        return nil
    }

    // MARK: - Looking

    /// Looks at the files that wait and, when it is time, at everything.
    private func look() throws(Failure) {
        let start = monotonicNanoseconds()
        intake.refreshManifest()
        if start >= nextWalk {
            walker = intake.walker()
            for root in intake.roots {
                if !root.isDirectory { watch(root.path.parent, only: root.path.lastComponent) }
                try visit(root, root.path, [], isRescan: true)
            }
            isFirstWalk = false
            let end = monotonicNanoseconds()
            // A large tree is not read all the time: a twentieth of it at most.
            nextWalk = end + max(rescan, 20 * (end - start))
            nextLook = end + rescan
        } else {
            for path in machine.waiting {
                guard let (root, relative) = place(of: path) else { continue }
                if case .failure(let error) = FileState.of(path, following: false), error.isMissing {
                    machine.note(.gone, path, at: start)
                } else {
                    try visit(root, path, relative, isRescan: true)
                }
            }
            nextLook = monotonicNanoseconds() + rescan
        }
    }

    private func visit(_ root: SourceRoot, _ path: BytePath, _ relative: [UInt8], isRescan: Bool) throws(Failure) {
        try walker.walk(root, at: path, relative: relative) { visit throws(Failure) in
            switch visit {
            case .file(let file): observe(file, isRescan: isRescan)
            case .directory(let folder): watch(folder, only: nil)
            case .leftOut(let reason, _): if isFirstWalk { intake.leaveOut(reason) }
            case .problem(let problem): try report(problem)
            // Files come and go; one that was not whole yet is nothing that was lost.
            case .vanished: break
            }
            return !intake.client.drain.isRequested
        }
    }

    private func observe(_ file: FoundFile, isRescan: Bool) {
        missingRoots.remove(file.path)
        let age = intake.now().nanoseconds - max(file.state.modified, file.state.changed)
        machine.observe(file.path, file.state, age: age, at: monotonicNanoseconds(), isRescan: isRescan)
    }

    private func report(_ problem: WalkProblem) throws(Failure) {
        guard problem.error.isMissing else {
            if refusedFolders.insert(problem.path).inserted { try intake.refuse(problem) }
            return
        }
        // A root that is not there at the moment, a mount say: it may come back, and nothing was lost with it.
        if missingRoots.insert(problem.path).inserted {
            intake.client.logger.warning(
                "a followed path is gone; it is taken up again when it comes back", ["path": problem.path.text])
        }
    }

    private func watch(_ folder: BytePath, only name: [UInt8]?) {
        missingRoots.remove(folder)
        guard watcher.watch(folder, only: name) == .limitReached, !hasWarnedOfLimit else { return }
        hasWarnedOfLimit = true
        intake.client.logger.warning(
            "the system grants no more inotify watches; the other folders are only read every ingest.rescan, raise fs.inotify.max_user_watches",
            ["folder": folder.text, "watched": watcher.watchCount])
    }

    // MARK: - Taking

    private func takeReady() throws(Failure) {
        let ready = machine.takeReady(at: monotonicNanoseconds(), limit: Self.roundFiles)
        hasMore = ready.count == Self.roundFiles
        for file in ready {
            guard !intake.client.drain.isRequested else { return }
            try take(file)
        }
    }

    private func take(_ ready: FollowMachine.Ready) throws(Failure) {
        guard let (root, relative) = place(of: ready.path) else { return machine.forget(ready.path) }
        var found: FoundFile?
        try walker.walk(root, at: ready.path, relative: relative) { visit throws(Failure) in
            if case .file(let file) = visit { found = file }
            return false
        }
        guard let found else { return machine.forget(ready.path) }
        switch try intake.take(found, unlessWritten: !ready.isOverdue) {
        case .settled(let state): machine.settle(ready.path, state ?? found.state)
        case .later(let isHeld): machine.postpone(ready.path, isHeld: isHeld, at: monotonicNanoseconds())
        case .gone: machine.forget(ready.path)
        }
    }
}
