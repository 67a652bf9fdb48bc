import Testing

@testable import Stages

@Suite struct FollowMachineTests {
    private static let second: Int64 = 1_000_000_000
    private let path = BytePath("d/a.txt")

    private func machine() -> FollowMachine {
        FollowMachine(timing: .init(settle: Self.second, rescan: 5 * Self.second))
    }

    private func state(_ size: Int64, _ time: Int64 = 1, inode: UInt64 = 1) -> FileState {
        FileState(kind: .file, inode: inode, size: size, modified: time, changed: time)
    }

    /// One line of a script: at so many milliseconds, this happens.
    enum Step {
        case event(FollowMachine.Event)
        case look(size: Int64)
        case rescan(size: Int64)
        case overflow
        case waiting
        case ready
    }

    private func run(_ steps: [(Int, Step)]) {
        var machine = machine()
        for (milliseconds, step) in steps {
            let now = Int64(milliseconds) * 1_000_000
            switch step {
            case .event(let event): machine.note(event, path, at: now)
            case .look(let size): machine.observe(path, state(size), age: 0, at: now, isRescan: false)
            case .rescan(let size): machine.observe(path, state(size), age: 0, at: now, isRescan: true)
            case .overflow: machine.lostEvents()
            case .waiting: #expect(machine.takeReady(at: now, limit: 9) == [], "at \(milliseconds) ms")
            case .ready:
                #expect(machine.takeReady(at: now, limit: 9).map(\.path) == [path], "at \(milliseconds) ms")
                #expect(machine.waiting == [])
            }
        }
    }

    @Test func aFileMovedInIsReadyOnceItHasSettled() {
        run([(0, .event(.movedIn)), (999, .waiting), (1000, .ready), (9000, .waiting)])
    }

    @Test func threeAppendsAreOneDocument() {
        run([
            (0, .event(.created)), (0, .event(.opened)), (0, .event(.modified)), (0, .event(.closedAfterWriting)),
            (300, .event(.opened)), (300, .event(.modified)), (300, .event(.closedAfterWriting)),
            (600, .event(.opened)), (600, .event(.modified)), (600, .event(.closedAfterWriting)), (1599, .waiting),
            (1600, .ready), (30_000, .waiting),
        ])
    }

    @Test func aDescriptorHeldOpenIsWaitedForHoweverStillTheFileStands() {
        run([
            (0, .event(.created)), (0, .event(.opened)), (10, .event(.modified)), (100, .look(size: 3)),
            (5000, .rescan(size: 3)), (10_000, .rescan(size: 3)), (15_000, .rescan(size: 3)), (15_001, .waiting),
            (20_000, .event(.modified)), (20_000, .event(.closedAfterWriting)), (20_999, .waiting), (21_000, .ready),
        ])
    }

    @Test func aFileMadeAndHeldOpenBeforeTheFirstWriteIsNotTakenEmpty() {
        run([
            (0, .event(.created)), (0, .event(.opened)), (1, .look(size: 0)), (5000, .rescan(size: 0)),
            (10_000, .rescan(size: 0)), (15_000, .rescan(size: 0)), (15_000, .waiting),
            (16_000, .event(.modified)), (16_000, .event(.closedAfterWriting)), (17_000, .ready),
        ])
    }

    @Test func aHardLinkIsReadyWhenTwoRescansFoundItUnchanged() {
        run([
            (0, .event(.created)), (0, .look(size: 3)), (5000, .rescan(size: 3)), (5000, .waiting),
            (10_000, .rescan(size: 3)), (10_000, .ready),
        ])
    }

    @Test func readersOfAHardLinkDoNotMakeItAWriters() {
        run([
            (0, .event(.created)), (0, .look(size: 3)), (10, .event(.opened)), (20, .event(.closed)),
            (5000, .rescan(size: 3)), (10_000, .rescan(size: 3)), (10_000, .ready),
        ])
    }

    @Test func whatGrowsBetweenRescansIsNotReady() {
        run([
            (0, .rescan(size: 1)), (5000, .rescan(size: 2)), (10_000, .rescan(size: 3)), (15_000, .rescan(size: 3)),
            (15_000, .waiting), (20_000, .rescan(size: 3)), (20_000, .ready),
        ])
    }

    @Test func afterAnOverflowAWriterWhoseCloseWasLostIsFoundByRescans() {
        run([
            (0, .event(.modified)), (100, .overflow), (5000, .rescan(size: 3)), (10_000, .rescan(size: 3)),
            (10_000, .waiting), (15_000, .rescan(size: 3)), (15_000, .ready),
        ])
    }

    @Test func aWriterThatNeverClosesIsGivenUpOnAfterTenMinutes() {
        var machine = machine()
        machine.note(.modified, path, at: 0)
        #expect(machine.takeReady(at: 599 * Self.second, limit: 9) == [])
        #expect(machine.takeReady(at: 600 * Self.second, limit: 9) == [.init(path: path, isOverdue: true)])
    }

    @Test func whatIsDeletedIsForgotten() {
        run([(0, .event(.movedIn)), (500, .event(.gone)), (5000, .waiting)])
    }

    @Test func aFileOfOldTimesFoundByALookHasStoodStillAlready() {
        var machine = machine()
        machine.observe(path, state(3), age: 3600 * Self.second, at: 0, isRescan: false)
        #expect(machine.takeReady(at: 0, limit: 9).map(\.path) == [path])
    }

    @Test func whatWasReadIsNoNewsUntilItChanges() {
        var machine = machine()
        machine.note(.movedIn, path, at: 0)
        _ = machine.takeReady(at: Self.second, limit: 9)
        machine.settle(path, state(3))
        machine.observe(path, state(3), age: 3600 * Self.second, at: 2 * Self.second, isRescan: true)
        #expect(machine.waiting == [])
        machine.observe(path, state(4), age: 0, at: 3 * Self.second, isRescan: true)
        #expect(machine.waiting == [path])
    }

    @Test func aFileThatAWriterHoldsIsLookedAtAgainUntilPatienceEnds() {
        var machine = machine()
        var seconds: Int64 = 0
        machine.observe(path, state(3), age: 0, at: 0, isRescan: true)
        var attempts = 0
        while seconds < 700 {
            seconds += 5
            machine.observe(path, state(3), age: 0, at: seconds * Self.second, isRescan: true)
            guard let ready = machine.takeReady(at: seconds * Self.second, limit: 1).first else { continue }
            if ready.isOverdue { break }
            attempts += 1
            machine.postpone(path, isHeld: true, at: seconds * Self.second)
        }
        #expect(seconds == 600)
        #expect(attempts > 10)
    }

    @Test func whatChangesWhileItIsReadIsTakenLater() {
        var machine = machine()
        machine.note(.movedIn, path, at: 0)
        _ = machine.takeReady(at: Self.second, limit: 9)
        machine.note(.modified, path, at: Self.second)
        machine.postpone(path, isHeld: false, at: Self.second)
        machine.note(.closedAfterWriting, path, at: 2 * Self.second)
        #expect(machine.nextDeadline == 3 * Self.second)
        #expect(machine.takeReady(at: 3 * Self.second, limit: 9).map(\.path) == [path])
    }

    @Test func noMoreAreHandedOutThanAskedFor() {
        var machine = machine()
        for name in ["c", "a", "b"] { machine.note(.movedIn, BytePath(name), at: 0) }
        #expect(machine.takeReady(at: Self.second, limit: 2).map(\.path.text) == ["a", "b"])
        #expect(machine.takeReady(at: Self.second, limit: 2).map(\.path.text) == ["c"])
    }

    /// Writers that open, write with pauses and close, replace by rename, and delete, at random, with events lost now
    /// and then. Nothing is taken while a writer whose events were seen has it open, and the last version is taken.
    @Test(arguments: 1...200)
    func whateverHappensTheLastVersionIsTakenWhole(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var machine = machine()
        var world = World()
        var lastTaken: FileState?
        var losing = false
        var nextRescan: Int64 = 5000
        for tick in stride(from: Int64(0), to: 200_000, by: 100) {
            let now = tick * 1_000_000
            // Activity in the first minute, quiet afterwards.
            let events = tick < 60_000 && Int.random(in: 0..<8, using: &random) == 0 ? world.act(tick, &random) : []
            if tick == 60_000 { for event in world.rest(tick) { machine.note(event, path, at: now) } }
            if Int.random(in: 0..<200, using: &random) == 0 { losing = true }
            if losing {
                if !events.isEmpty {
                    machine.lostEvents()
                    world.isSeen = false
                    losing = false
                }
            } else {
                for event in events { machine.note(event, path, at: now) }
            }
            if tick >= nextRescan {
                nextRescan += 5000
                if let state = world.state {
                    machine.observe(path, state, age: now - state.changed, at: now, isRescan: true)
                } else {
                    machine.note(.gone, path, at: now)
                }
            }
            for ready in machine.takeReady(at: now, limit: 1) {
                guard let state = world.state else { machine.forget(path); continue }
                #expect(!(world.isOpen && world.isSeen), "seed \(seed): taken at \(tick) ms while open")
                lastTaken = state
                machine.settle(ready.path, state)
            }
        }
        #expect(world.state == nil || lastTaken == world.state, "seed \(seed)")
    }

    /// One file of a folder and what the kernel would tell of it.
    private struct World {
        var state: FileState?
        var isOpen = false
        /// Whether the events since it was opened were delivered.
        var isSeen = true
        var nextInode: UInt64 = 2

        mutating func act(_ tick: Int64, _ random: inout SeededGenerator) -> [FollowMachine.Event] {
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where !isOpen:
                isOpen = true
                isSeen = true
                guard state == nil else { return [.opened] + write(tick) }
                state = FileState(kind: .file, inode: inode(), size: 0, modified: tick, changed: tick)
                return [.created, .opened]
            case 1, 2:
                return isOpen ? write(tick) : []
            case 3:
                return isOpen ? rest(tick) : []
            case 4 where !isOpen:
                state = FileState(kind: .file, inode: inode(), size: 5, modified: tick, changed: tick)
                return [.movedIn]
            case 5 where !isOpen && state != nil:
                state = nil
                return [.gone]
            default: return []
            }
        }

        mutating func rest(_ tick: Int64) -> [FollowMachine.Event] {
            guard isOpen else { return [] }
            isOpen = false
            return [.closedAfterWriting]
        }

        private mutating func write(_ tick: Int64) -> [FollowMachine.Event] {
            state?.size += 1
            state?.modified = tick
            state?.changed = tick
            return [.modified]
        }

        private mutating func inode() -> UInt64 {
            nextInode += 1
            return nextInode
        }
    }
}
