internal import Reports

/// Groups near-duplicates: reports that were posted again, edited, or converted phrase by phrase.
///
/// Reports are taken in the order of their fingerprints' sizes, then ids. Each is compared with the representatives that
/// share some of their smallest hashes with it, found through an inverted index, and joins the one it is most like
/// (by Jaccard, then the earlier) if it is like enough; else it becomes a representative. Small ones first, because a
/// long page that contains a report is then put with the report, and not all that it contains with one another.
///
/// A hash that many representatives share is common speech and finds none but the first of them, which keeps the work
/// per report bounded; copies cost nothing, since only representatives are indexed.
struct ReportClusters {
    /// Hashes of a representative that are indexed, the smallest.
    static let indexedHashes = 32
    /// Representatives that one hash finds at most.
    static let hashCap = 64
    /// Shared hashes below which two reports are not compared.
    static let minimumShared = 2
    /// Shared over all hashes of two near-duplicates.
    static let jaccard = (numerator: 2, denominator: 5)
    /// Shared over the smaller one's hashes where one contains the other, and how many it must have for that.
    static let containment = (numerator: 4, denominator: 5)
    static let minimumContained = 8

    private var representatives: [ReportIdentifier] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// The newest node of each hash's list.
    private var heads: [UInt64: Int32] = [:]
    private var nodes: [(representative: Int32, next: Int32, length: Int32)] = []
    /// Entries of the index looked at so far, which is what the time goes with.
    private(set) var visits = 0
    private var members: [ReportIdentifier: ReportIdentifier] = [:]

    /// Takes a report; `fingerprint` is ascending and without repeats.
    mutating func add(_ id: ReportIdentifier, _ fingerprint: [UInt64]) {
        guard !fingerprint.isEmpty else { return }
        if let found = bestMatch(fingerprint) {
            members[id] = representatives[found]
            return
        }
        let index = Int32(representatives.count)
        representatives.append(id)
        hashes += fingerprint
        ends.append(hashes.count)
        for hash in fingerprint.prefix(Self.indexedHashes) {
            let head = heads[hash] ?? -1
            let length = head < 0 ? 0 : nodes[Int(head)].length
            guard length < Self.hashCap else { continue }
            heads[hash] = Int32(nodes.count)
            nodes.append((index, head, length + 1))
        }
    }

    /// The report that stands for those like `id`; `id` itself where it is alone or the first.
    func representative(of id: ReportIdentifier) -> ReportIdentifier { members[id] ?? id }

    /// Groups of at least two, by representative; members by id.
    var groups: [(representative: ReportIdentifier, reports: [ReportIdentifier])] {
        var groups: [ReportIdentifier: [ReportIdentifier]] = [:]
        for (member, representative) in members { groups[representative, default: [representative]].append(member) }
        return groups.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }
    }

    private mutating func bestMatch(_ fingerprint: [UInt64]) -> Int? {
        var shared: [Int32: Int] = [:]
        for hash in fingerprint {
            var node = heads[hash] ?? -1
            while node >= 0 {
                let (representative, next, _) = nodes[Int(node)]
                shared[representative, default: 0] += 1
                visits += 1
                node = next
            }
        }
        var best: (index: Int, shared: Int, union: Int)?
        for index in shared.filter({ $0.value >= Self.minimumShared }).keys.sorted() {
            let start = index == 0 ? 0 : ends[Int(index) - 1]
            let other = hashes[start..<ends[Int(index)]]
            let common = Self.common(fingerprint[...], other)
            let union = fingerprint.count + other.count - common
            let smaller = min(fingerprint.count, other.count)
            let isAlike =
                common * Self.jaccard.denominator >= union * Self.jaccard.numerator
                || (smaller >= Self.minimumContained
                    && common * Self.containment.denominator >= smaller * Self.containment.numerator)
            guard isAlike else { continue }
            if let best, common * best.union <= best.shared * union { continue }
            best = (Int(index), common, union)
        }
        return best?.index
    }

    private static func common(_ a: ArraySlice<UInt64>, _ b: ArraySlice<UInt64>) -> Int {
        var (i, j, count) = (a.startIndex, b.startIndex, 0)
        while i < a.endIndex && j < b.endIndex {
            if a[i] == b[j] {
                count += 1
                i += 1
                j += 1
            } else if a[i] < b[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return count
    }
}
