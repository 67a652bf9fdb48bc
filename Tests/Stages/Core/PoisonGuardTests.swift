import Kafka
import Testing

@testable import Stages

struct PoisonGuardTests {
    private let partition = TopicPartition(topic: "reports.raw", partition: 2)

    private func guarding(start: Int64 = 100, _ metadata: String) -> PoisonGuard {
        var poison = PoisonGuard(batchRecords: 50)
        poison.assigned(partition, start: start, metadata: metadata)
        return poison
    }

    @Test(arguments: [
        ("", AssignmentMarker.none), ("assigned 2", .assigned(times: 2)),
        ("poison 1207 1 3200", .poison(offset: 1207, attempt: 1, end: 3200)),
    ])
    func markersAreReadAsTheyAreWritten(text: String, marker: AssignmentMarker) {
        #expect(AssignmentMarker(metadata: text) == marker)
        #expect(marker.metadata == text)
    }

    /// Another program may have committed with metadata of its own.
    @Test(arguments: ["assigned", "assigned 0", "assigned -1", "assigned 1 2", "poison 1 0 2", "poison 1 2", "x", "{}"])
    func whatNoLaneWroteIsNoMarker(text: String) {
        #expect(AssignmentMarker(metadata: text) == .none)
    }

    @Test func theFirstRecordLeavesAMarkerAndTheNextGoOn() {
        var poison = guarding("")
        #expect(poison.next(partition, offset: 100) == .mark(.assigned(times: 1)))
        #expect(poison.next(partition, offset: 101) == .proceed)
        #expect(poison.marked == [partition])
        poison.progressed(partition)
        #expect(poison.marked.isEmpty)
        #expect(poison.next(partition, offset: 102) == .proceed)
    }

    @Test func theSecondDeathWithoutProgressBringsSuspicion() {
        var second = guarding("assigned 1")
        #expect(second.next(partition, offset: 100) == .mark(.assigned(times: 2)))
        var third = guarding("assigned 2")
        #expect(third.next(partition, offset: 100) == .isolate(.poison(offset: 100, attempt: 1, end: 150)))
    }

    @Test func suspicionEndsWhereTheBatchMayHaveEnded() {
        var poison = guarding("assigned 2")
        #expect(poison.next(partition, offset: 149) == .isolate(.poison(offset: 149, attempt: 1, end: 150)))
        poison.progressed(partition)
        #expect(poison.next(partition, offset: 150) == .proceed)
        #expect(poison.next(partition, offset: 149) == .proceed)
    }

    @Test func eachDeathInsideADocumentCounts() {
        var second = guarding("poison 100 1 150")
        #expect(second.next(partition, offset: 100) == .isolate(.poison(offset: 100, attempt: 2, end: 150)))
        var third = guarding("poison 100 2 150")
        #expect(third.next(partition, offset: 100) == .isolate(.poison(offset: 100, attempt: 3, end: 150)))
        var fourth = guarding("poison 100 3 150")
        #expect(fourth.next(partition, offset: 100) == .condemn(attempts: 3))
    }

    @Test func aNeighbourIsNotCondemned() {
        var poison = guarding("poison 100 3 150")
        #expect(poison.next(partition, offset: 101) == .isolate(.poison(offset: 101, attempt: 1, end: 150)))
    }

    /// An aborted transaction brings the same record again, but nobody died.
    @Test func readingARecordAgainIsNoDeath() {
        var poison = guarding("poison 100 1 150")
        for _ in 0..<10 {
            #expect(poison.next(partition, offset: 100) == .isolate(.poison(offset: 100, attempt: 2, end: 150)))
        }
    }

    /// The gap of a deleted or compacted record must not hide the document from the guard.
    @Test func aPoisonBehindTheOldSuspicionIsStillTakenAlone() {
        var poison = guarding(start: 160, "poison 160 1 150")
        #expect(poison.next(partition, offset: 160) == .isolate(.poison(offset: 160, attempt: 2, end: 161)))
    }

    @Test func partitionsAreWatchedApart() {
        let other = TopicPartition(topic: "reports.raw", partition: 3)
        var poison = guarding("assigned 2")
        poison.assigned(other, start: 0, metadata: "")
        #expect(poison.next(other, offset: 0) == .mark(.assigned(times: 1)))
        poison.revoked(partition)
        #expect(poison.next(partition, offset: 100) == .proceed)
        poison.revokedAll()
        #expect(poison.marked.isEmpty)
    }

    /// One document that kills, anywhere in a batch of any size: it alone is condemned, all others pass, and it takes
    /// two lives to suspect and three to be sure.
    @Test(arguments: UInt64(1)...30)
    func oneKillerIsFoundAndNobodyElse(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let count = Int64.random(in: 1...120, using: &generator)
        let killer = Int64.random(in: 0..<count, using: &generator)
        let batch = Int.random(in: 1...60, using: &generator)
        var committed = (offset: Int64(0), metadata: "")
        var condemned: [Int64] = []
        var passed: Set<Int64> = []
        var deaths = 0
        life: while committed.offset < count, deaths < 20 {
            var poison = PoisonGuard(batchRecords: batch)
            poison.assigned(partition, start: committed.offset, metadata: committed.metadata)
            var pending: [Int64] = []
            func commit(_ next: Int64) {
                passed.formUnion(pending)
                pending = []
                committed = (next, "")
                poison.progressed(partition)
            }
            for offset in committed.offset..<count {
                switch poison.next(partition, offset: offset) {
                case .proceed: break
                case .mark(let marker): committed.metadata = marker.metadata
                case .isolate(let marker):
                    if !pending.isEmpty { commit(offset) }
                    committed = (offset, marker.metadata)
                    guard offset != killer else {
                        deaths += 1
                        continue life
                    }
                    pending = [offset]
                    commit(offset + 1)
                    continue
                case .condemn:
                    if !pending.isEmpty { commit(offset) }
                    condemned.append(offset)
                    commit(offset + 1)
                    continue
                }
                guard offset != killer else {
                    deaths += 1
                    continue life
                }
                pending.append(offset)
                if pending.count == batch { commit(offset + 1) }
            }
            commit(count)
        }
        #expect(condemned == [killer])
        #expect(passed == Set((0..<count).filter { $0 != killer }))
        #expect(deaths <= 6)
    }
}
