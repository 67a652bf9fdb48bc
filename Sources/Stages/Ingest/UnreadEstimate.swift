/// How many bytes of `reports.raw` parse's group has not read yet.
///
/// Kafka tells offsets, not bytes. Of what this process sent the bytes are known: each look at the ends of the
/// partitions closes a stretch of offsets that holds what was sent since the look before. What lies below the first
/// look was sent by others and is estimated by the average.
struct UnreadEstimate: Hashable, Sendable {
    private struct Stretch: Hashable {
        var start: Int64
        var end: Int64
        var bytes: Int64
    }

    private struct Partition: Hashable {
        var start: Int64
        var stretches: [Stretch] = []
        var end: Int64 { stretches.last?.end ?? start }
    }

    /// A page's size until something was sent: that of the pages at hand, rounded up.
    static let assumedBytes: Int64 = 8 << 10

    private var partitions: [Int32: Partition] = [:]
    private var pending: [Int32: Int64] = [:]
    private var totalBytes: Int64 = 0
    private var totalRecords: Int64 = 0

    /// Bytes sent since the last look.
    var unobserved: Int64 { pending.values.reduce(0, +) }

    /// The average size of what was sent.
    var averageBytes: Int64 { totalRecords == 0 ? Self.assumedBytes : max(1, totalBytes / totalRecords) }

    mutating func sent(partition: Int32, bytes: Int) {
        pending[partition, default: 0] += Int64(bytes)
        totalBytes += Int64(bytes)
        totalRecords += 1
    }

    /// The partitions end at `ends` now.
    mutating func observe(ends: [Int32: Int64]) {
        for (number, end) in ends {
            let bytes = pending.removeValue(forKey: number) ?? 0
            guard var partition = partitions[number] else {
                // The first look: what this process sent before it is priced like the rest.
                partitions[number] = Partition(start: end)
                continue
            }
            if end > partition.end {
                partition.stretches.append(Stretch(start: partition.end, end: end, bytes: bytes))
            } else if bytes > 0 {
                // Sent, but not at the partition's end yet.
                pending[number] = bytes
            }
            partitions[number] = partition
        }
    }

    /// Bytes behind `committed`; a partition without a commit is unread from `lows` on.
    func unread(committed: [Int32: Int64], lows: [Int32: Int64]) -> Int64 {
        var total = unobserved
        for (number, partition) in partitions {
            let position = max(committed[number] ?? 0, lows[number] ?? 0)
            let others = max(0, partition.start - position)
            total += others.multipliedReportingOverflow(by: averageBytes).partialValue
            for stretch in partition.stretches where stretch.end > position {
                let left = stretch.end - max(stretch.start, position)
                total += Int64(
                    (Double(stretch.bytes) * Double(left) / Double(stretch.end - stretch.start)).rounded(.up))
            }
        }
        return total
    }

    /// Forgets what the group has read.
    mutating func forget(below committed: [Int32: Int64]) {
        for (number, position) in committed {
            guard let end = partitions[number]?.end else { continue }
            partitions[number]?.stretches.removeAll { $0.end <= position && $0.end < end }
        }
    }
}
