package import Kafka

/// Which offsets a lane has dealt with and which of them its group has committed. Pure: no I/O, no clock.
///
/// A position is the next offset to read. Ends count too: transaction markers occupy offsets, so the position after
/// the last record never reaches the end of the log, and an idle group would seem to lag by one for ever. The
/// position that an end-of-partition event reports is therefore committed like one after a record.
package struct OffsetTracker {
    private struct Progress {
        var committed: Int64?
        var next: Int64
        var atEnd = false
    }
    private var partitions: [TopicPartition: Progress] = [:]

    package init() {}

    /// Partitions newly assigned, with where each begins; `committed` is nil where the group has no offset yet.
    package mutating func assign(_ start: [(TopicPartition, next: Int64, committed: Int64?)]) {
        for (partition, next, committed) in start {
            partitions[partition] = Progress(committed: committed, next: next)
        }
    }

    package mutating func revoke(_ revoked: [TopicPartition]) {
        for partition in revoked { partitions[partition] = nil }
    }

    package mutating func revokeAll() { partitions = [:] }

    /// False for a record of a partition that is not assigned, or one dealt with before (a late arrival after a rewind).
    package func expects(_ partition: TopicPartition, offset: Int64) -> Bool {
        partitions[partition].map { offset >= $0.next } ?? false
    }

    package mutating func processed(_ partition: TopicPartition, offset: Int64) {
        guard var progress = partitions[partition], offset >= progress.next else { return }
        progress.next = offset + 1
        progress.atEnd = false
        partitions[partition] = progress
    }

    /// The end of a partition was reached at `offset`, the position after everything readable.
    package mutating func reachedEnd(_ partition: TopicPartition, offset: Int64) {
        guard var progress = partitions[partition] else { return }
        progress.next = max(progress.next, offset)
        progress.atEnd = true
        partitions[partition] = progress
    }

    /// What a commit now would have to say: positions that differ from the committed ones, in partition order.
    package var pending: [OffsetPosition] {
        partitions.filter { $0.value.committed != $0.value.next }
            .sorted { $0.key < $1.key }
            .map { OffsetPosition($0.key, offset: $0.value.next, metadata: "") }
    }

    package var hasPending: Bool { partitions.values.contains { $0.committed != $0.next } }

    package mutating func committed(_ positions: [OffsetPosition]) {
        for position in positions { partitions[position.topicPartition]?.committed = position.offset }
    }

    /// The next offset of a partition, nil where it is not assigned.
    package func nextOffset(of partition: TopicPartition) -> Int64? { partitions[partition]?.next }

    package var assigned: [TopicPartition] { partitions.keys.sorted() }
    /// True as well with nothing assigned: such a lane has nothing to wait for.
    package var allAtEnd: Bool { partitions.values.allSatisfy(\.atEnd) }
}
