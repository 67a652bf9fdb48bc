import Kafka
import Testing

@testable import Stages

struct OffsetTrackerTests {
    private let first = TopicPartition(topic: "reports.raw", partition: 0)
    private let second = TopicPartition(topic: "reports.raw", partition: 1)

    private func tracker(next: Int64 = 10, committed: Int64? = 10) -> OffsetTracker {
        var tracker = OffsetTracker()
        tracker.assign([(first, next: next, committed: committed)])
        return tracker
    }

    @Test func nothingIsPendingWhereTheGroupStands() {
        #expect(tracker().pending.isEmpty)
        #expect(!tracker().hasPending)
    }

    @Test func theBeginningIsPendingWhereTheGroupHasNoOffset() {
        #expect(tracker(next: 0, committed: nil).pending == [OffsetPosition(first, offset: 0)])
    }

    @Test func aRecordMovesThePositionBehindIt() {
        var tracker = tracker()
        tracker.processed(first, offset: 12)
        #expect(tracker.pending == [OffsetPosition(first, offset: 13)])
        tracker.committed(tracker.pending)
        #expect(!tracker.hasPending)
    }

    @Test func theEndCountsSoThatMarkersLeaveNoLag() {
        var tracker = tracker()
        tracker.processed(first, offset: 10)
        #expect(!tracker.allAtEnd)
        tracker.reachedEnd(first, offset: 12)
        #expect(tracker.allAtEnd)
        #expect(tracker.pending == [OffsetPosition(first, offset: 12)])
    }

    @Test func anEndReportedLateDoesNotMoveBack() {
        var tracker = tracker()
        tracker.processed(first, offset: 20)
        tracker.reachedEnd(first, offset: 15)
        #expect(tracker.nextOffset(of: first) == 21)
    }

    @Test func aRecordAfterTheEndMeansThatThereWasMore() {
        var tracker = tracker()
        tracker.reachedEnd(first, offset: 11)
        tracker.processed(first, offset: 11)
        #expect(!tracker.allAtEnd)
    }

    @Test func recordsDealtWithBeforeAndOfOthersAreNotExpected() {
        var tracker = tracker()
        tracker.processed(first, offset: 10)
        #expect(!tracker.expects(first, offset: 10))
        #expect(tracker.expects(first, offset: 11))
        #expect(!tracker.expects(second, offset: 11))
    }

    @Test func aRewindGoesBackToWhatIsCommitted() {
        var tracker = tracker()
        tracker.processed(first, offset: 14)
        tracker.assign([(first, next: 10, committed: 10)])
        #expect(tracker.expects(first, offset: 10))
        #expect(!tracker.hasPending)
    }

    @Test func whatIsRevokedIsForgotten() {
        var tracker = tracker()
        tracker.assign([(second, next: 3, committed: nil)])
        tracker.processed(first, offset: 10)
        tracker.revoke([first])
        #expect(tracker.assigned == [second])
        #expect(tracker.pending == [OffsetPosition(second, offset: 3)])
        tracker.committed([OffsetPosition(first, offset: 11)])
        tracker.processed(first, offset: 11)
        #expect(tracker.nextOffset(of: first) == nil)
        tracker.revokeAll()
        #expect(tracker.assigned.isEmpty && tracker.allAtEnd)
    }

    /// Against a model of plain dictionaries: without a rewind positions never go back, and pending is what differs from
    /// what is committed, in order.
    @Test(arguments: UInt64(1)...20)
    func anyEvents(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let partitions = (0..<3).map { TopicPartition(topic: "t", partition: $0) }
        var tracker = OffsetTracker()
        var next: [TopicPartition: Int64] = [:]
        var committed: [TopicPartition: Int64] = [:]
        for partition in partitions {
            let start = Int64.random(in: 0...5, using: &generator)
            let isNew = Bool.random(using: &generator)
            tracker.assign([(partition, next: start, committed: isNew ? nil : start)])
            next[partition] = start
            committed[partition] = isNew ? nil : start
        }
        for _ in 0..<500 {
            let partition = partitions[Int.random(in: 0..<3, using: &generator)]
            let before = next[partition, default: 0]
            let offset = max(0, before + Int64.random(in: -3...5, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                tracker.processed(partition, offset: offset)
                if offset >= before { next[partition] = offset + 1 }
            case 2:
                tracker.reachedEnd(partition, offset: offset)
                next[partition] = max(before, offset)
            default:
                let positions = tracker.pending
                tracker.committed(positions)
                for position in positions { committed[position.topicPartition] = position.offset }
                #expect(!tracker.hasPending)
            }
            #expect(tracker.nextOffset(of: partition) ?? -1 >= before)
            let expected = partitions.filter { next[$0] != committed[$0] }
                .map { OffsetPosition($0, offset: next[$0] ?? -1) }
            #expect(tracker.pending == expected)
            #expect(tracker.hasPending == !expected.isEmpty)
        }
    }
}
