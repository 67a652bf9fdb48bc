internal import Reports

/// Groups near-duplicates: reports that were posted again, edited, cut short, or converted phrase by phrase.
///
/// Reports are taken from short to long, then by id. Each is compared with the examples that share some of their smallest
/// hashes with it, found through an inverted index over fingerprints, and joins the cluster of the one it is most like (by
/// Jaccard, then the earlier) if it is like enough; else it begins a cluster. Two texts are alike when they have more in
/// common than either has of its own (a third of a text may be written anew), or when one all but contains the other.
///
/// One that differs from all examples it is like becomes an example too: an edit and an excerpt of one report may have
/// less in common than each has with the report, which comes later and is then like both. It joins their clusters if it
/// has the same passages from both; a page with two reports, one after the other, has others from each, and goes to one.
/// Nor does a page that only contains a report stand for it: the other things on the page are no reason to join. And
/// whatever an example says, a cluster takes in only what has a third in common with its first report: essays put together
/// from the paragraphs of others would else make a chain whose ends have not a word in common.
///
/// A hash that many examples share is common speech and finds none but the first of them, which keeps the work per report
/// bounded; copies cost nothing, since only examples are indexed.
struct ReportClusters {
    /// Hashes of an example that are indexed, the smallest.
    static let indexedHashes = 32
    /// Examples that one hash finds at most.
    static let hashCap = 64
    /// Shared hashes of fingerprints below which two reports are not compared.
    static let minimumShared = 2
    /// Shared over all hashes of two near-duplicates.
    static let jaccard = (numerator: 1, denominator: 3)
    /// Shared over the smaller one's hashes where one contains the other, and how many it must have for that.
    static let containment = (numerator: 4, denominator: 5)
    static let minimumContained = 24
    /// Shared over the smaller one's hashes of the first report of a cluster and any other.
    static let kinship = (numerator: 1, denominator: 3)
    /// Shared over all hashes of copies, which need no example of their own.
    static let copy = (numerator: 3, denominator: 4)
    /// Hashes of a sketch up to which all of an example's are kept; of a longer one, a quarter is enough.
    static let maximumKept = 256

    /// Something the report under way is like.
    private struct Match {
        let example: Int32
        let shared: [UInt32]
        let union: Int
        /// The example has a thinned sketch, and `shared` is of thinned ones.
        let isThin: Bool

        func isAtLeast(_ share: (numerator: Int, denominator: Int)) -> Bool {
            ReportClusters.is(shared.count, of: union, atLeast: share)
        }
    }

    private struct Example {
        let id: ReportIdentifier
        let end: Int
        let isThin: Bool
        /// The first example of the same cluster, or one nearer to it; itself where it is the first.
        var earlier: Int32
    }

    private var examples: [Example] = []
    private var hashes: [UInt32] = []
    /// The newest node of each hash's list.
    private var heads: [UInt64: Int32] = [:]
    private var nodes: [(example: Int32, next: Int32, length: Int32)] = []
    /// Entries of the index looked at so far, which is what the time goes with.
    private(set) var visits = 0
    /// An example of the cluster of each report that did not begin one that still stands.
    private var members: [ReportIdentifier: Int32] = [:]

    /// Takes a report; `fingerprint` is ascending and without repeats.
    mutating func add(_ id: ReportIdentifier, _ fingerprint: [UInt64], _ sketch: TextSketch) {
        guard !fingerprint.isEmpty, !sketch.hashes.isEmpty else { return }
        let matches = matches(fingerprint, sketch)
        guard let best = Self.best(of: matches) else {
            addExample(id, fingerprint, sketch, earlier: nil)
            return
        }
        let cluster = join(matches, best)
        members[id] = cluster
        if best.isAtLeast(Self.jaccard), !best.isAtLeast(Self.copy) {
            addExample(id, fingerprint, sketch, earlier: cluster)
        }
    }

    /// The report that stands for those like `id`; `id` itself where it is alone or the first.
    func representative(of id: ReportIdentifier) -> ReportIdentifier {
        members[id].map { examples[Int(first(of: $0))].id } ?? id
    }

    /// Groups of at least two, by representative; members by id.
    var groups: [(representative: ReportIdentifier, reports: [ReportIdentifier])] {
        var groups: [ReportIdentifier: [ReportIdentifier]] = [:]
        for member in members.keys {
            let representative = representative(of: member)
            groups[representative, default: [representative]].append(member)
        }
        return groups.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }
    }

    private mutating func addExample(
        _ id: ReportIdentifier, _ fingerprint: [UInt64], _ sketch: TextSketch, earlier: Int32?
    ) {
        let index = Int32(examples.count)
        let isThin = sketch.hashes.count > Self.maximumKept
        hashes += isThin ? sketch.thinned : sketch.hashes[...]
        examples.append(Example(id: id, end: hashes.count, isThin: isThin, earlier: earlier ?? index))
        for hash in fingerprint.prefix(Self.indexedHashes) {
            let head = heads[hash] ?? -1
            let length = head < 0 ? 0 : nodes[Int(head)].length
            guard length < Self.hashCap else { continue }
            heads[hash] = Int32(nodes.count)
            nodes.append((index, head, length + 1))
        }
    }

    /// The examples that are like a report, by their order.
    private mutating func matches(_ fingerprint: [UInt64], _ sketch: TextSketch) -> [Match] {
        var found: [Int32: Int] = [:]
        for hash in fingerprint {
            var node = heads[hash] ?? -1
            while node >= 0 {
                let (example, next, _) = nodes[Int(node)]
                found[example, default: 0] += 1
                visits += 1
                node = next
            }
        }
        var kin: [Int32: Bool] = [:]
        return found.filter { $0.value >= Self.minimumShared }.keys.sorted().compactMap { index in
            let (shared, own, other) = common(sketch, index)
            let smaller = min(own, other)
            guard Self.isMoreThanSlogans(shared.count, of: smaller) else { return nil }
            let isThin = examples[Int(index)].isThin
            let match = Match(example: index, shared: shared, union: own + other - shared.count, isThin: isThin)
            let contains =
                smaller >= (isThin ? Self.minimumContained / 4 : Self.minimumContained)
                && Self.is(shared.count, of: smaller, atLeast: Self.containment)
            guard match.isAtLeast(Self.jaccard) || contains else { return nil }
            let first = first(of: index)
            if first == index { return match }
            let isKin = kin[first] ?? isKin(common(sketch, first))
            kin[first] = isKin
            return isKin ? match : nil
        }
    }

    private typealias Comparison = (shared: [UInt32], own: Int, other: Int)

    /// What a sketch shares with an example's, and how many hashes each has where both are as thin.
    private func common(_ sketch: TextSketch, _ index: Int32) -> Comparison {
        let own = examples[Int(index)].isThin ? sketch.thinned : sketch.hashes[...]
        let other = hashes(of: index)
        return (TextSketch.common(own, other), own.count, other.count)
    }

    private func hashes(of index: Int32) -> ArraySlice<UInt32> {
        hashes[(index == 0 ? 0 : examples[Int(index) - 1].end)..<examples[Int(index)].end]
    }

    private func isKin(_ comparison: Comparison) -> Bool {
        let smaller = min(comparison.own, comparison.other)
        return Self.is(comparison.shared.count, of: smaller, atLeast: Self.kinship)
    }

    /// Whether the first reports of two clusters have enough in common for one cluster.
    private func isKin(_ a: Int32, _ b: Int32) -> Bool {
        let isThin = examples[Int(a)].isThin || examples[Int(b)].isThin
        let (one, other) = (hashes(of: a), hashes(of: b))
        let (first, second) = isThin ? (TextSketch.thinned(one), TextSketch.thinned(other)) : (one, other)
        return isKin((TextSketch.common(first, second), first.count, second.count))
    }

    private static func `is`(
        _ part: Int, of whole: Int, atLeast share: (numerator: Int, denominator: Int)
    ) -> Bool { part * share.denominator >= whole * share.numerator }

    /// Whether so many shared hashes are out of reach for a text a quarter of which is slogans that the other has too:
    /// three standard deviations above what a sample of `count` would have of them.
    private static func isMoreThanSlogans(_ shared: Int, of count: Int) -> Bool {
        let excess = 4 * shared - count
        return excess > 0 && excess * excess >= 27 * count
    }

    private static func best(of matches: [Match]) -> Match? {
        var best: Match?
        for match in matches {
            if let best, match.shared.count * best.union <= best.shared.count * match.union { continue }
            best = match
        }
        return best
    }

    /// The cluster of the best match, by its first example, with those joined to it that gave the report the same passages.
    private mutating func join(_ matches: [Match], _ best: Match) -> Int32 {
        // Of each cluster its earliest example counts, not a later one: that may be a page with two reports on it.
        var passages: [Int32: Match] = [:]
        for match in matches {
            let cluster = first(of: match.example)
            if passages[cluster] == nil { passages[cluster] = match }
        }
        var cluster = first(of: best.example)
        guard passages.count > 1, let own = passages[cluster] else { return cluster }
        for other in passages.keys.sorted() where other != first(of: cluster) {
            guard let passage = passages[other], Self.isSamePassage(own, passage), isKin(cluster, other) else {
                continue
            }
            let (kept, joined) = (min(cluster, other), max(cluster, other))
            examples[Int(joined)].earlier = kept
            members[examples[Int(joined)].id] = kept
            cluster = kept
        }
        return cluster
    }

    /// Whether what a report shares with one is for the most part what it shares with the other.
    private static func isSamePassage(_ a: Match, _ b: Match) -> Bool {
        let isThin = a.isThin || b.isThin
        let (one, other) = (
            isThin ? TextSketch.thinned(a.shared[...]) : a.shared[...],
            isThin ? TextSketch.thinned(b.shared[...]) : b.shared[...]
        )
        return 2 * TextSketch.common(one, other).count >= min(one.count, other.count)
    }

    /// The first example of the cluster that `example` is of.
    private func first(of example: Int32) -> Int32 {
        var example = example
        while examples[Int(example)].earlier != example { example = examples[Int(example)].earlier }
        return example
    }
}
