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
///
/// In memory are some 40 bytes a report. Hashes and index are words in ``ScratchWords``, and ``SharedHashes`` has found
/// before which hashes can find anything: a report whose hashes no other has is not looked at.
final class ReportClusters {
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

    /// The hashes of an example that are compared.
    private struct Example {
        let hashes: [UInt32]
        let isThin: Bool
    }

    private let path: String
    private let budget: Int
    private let found: ExternalSorter
    private var identifiers: [ReportIdentifier] = []
    /// Of each report in the order they are taken, one that came earlier in its cluster, or itself.
    private var earlier: [Int32] = []
    /// Where each report's hashes end in `sketches`, and how many of them are compared when it is an example.
    private var ends: [Int] = []
    private var kept: [Int32] = []
    private let sketches: ScratchWords
    /// Of each shared hash how many examples have it, and which.
    private let lists: ScratchWords
    /// The reports that are not the first of their cluster, by id.
    private var members: [(id: ReportIdentifier, index: Int32)] = []
    /// Entries of the index looked at so far, which is what the time goes with.
    private(set) var visits = 0

    /// - Parameters:
    ///   - path: Temporary files it may make begin with it.
    ///   - budget: Bytes that each of its parts may hold in memory, beside some 40 a report.
    init(path: String, budget: Int) {
        self.path = path
        self.budget = budget
        found = ExternalSorter(path: path + ".found", budget: budget)
        sketches = ScratchWords(path: path + ".sketches", budget: budget)
        lists = ScratchWords(path: path + ".lists", budget: 2 * budget)
    }

    /// Takes a report; `fingerprint` is ascending and without repeats.
    func add(_ id: ReportIdentifier, _ fingerprint: [UInt64], _ sketch: TextSketch) throws(ArchiveError) {
        guard !fingerprint.isEmpty, !sketch.hashes.isEmpty else { return }
        var key = SortKey()
        key.integer(sketch.hashes.count)
        for byte in id.bytes { key.byte(byte) }
        var packer = Packer()
        packer.raw(id.bytes)
        packer.list(fingerprint.map { Int(bitPattern: UInt($0)) })
        packer.words(sketch.hashes)
        try found.add(key.bytes, packer.bytes)
    }

    /// Groups what was added; only then can be asked.
    func group() throws(ArchiveError) {
        let shared = SharedHashes(path: path, budget: budget)
        let items = try found.sorted()
        while let item = try items.next() {
            var unpacker = Unpacker(item.payload)
            guard let id = ReportIdentifier(bytes: unpacker.raw()) else { continue }
            for (rank, hash) in unpacker.list().enumerated() {
                try shared.add(
                    UInt64(UInt(bitPattern: hash)), report: identifiers.count, isIndexed: rank < Self.indexedHashes)
            }
            identifiers.append(id)
            let sketch = TextSketch(packed: unpacker.words())
            let isThin = sketch.hashes.count > Self.maximumKept
            try sketches.append(sketch.hashes)
            ends.append(sketches.count)
            kept.append(Int32(isThin ? sketch.thinned.count : sketch.hashes.count))
        }
        earlier = identifiers.indices.map { Int32($0) }
        try shared.each(lists) { report, places throws(ArchiveError) in try take(Int32(report), places) }
        members = earlier.indices.filter { earlier[$0] != $0 }.map { (identifiers[$0], Int32($0)) }
        members.sort { $0.id < $1.id }
    }

    /// The report that stands for those like `id`; `id` itself where it is alone or the first.
    func representative(of id: ReportIdentifier) -> ReportIdentifier {
        var (low, high) = (0, members.count)
        while low < high {
            let middle = (low + high) / 2
            if members[middle].id < id { low = middle + 1 } else { high = middle }
        }
        guard low < members.count, members[low].id == id else { return id }
        return identifiers[Int(first(of: members[low].index))]
    }

    /// Hands out the groups of at least two, by representative; members by id.
    func groups(
        _ body: (_ representative: ReportIdentifier, _ reports: [ReportIdentifier]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        // Sorted by id before, they stay so within a group.
        var sorted = members.map { (first: identifiers[Int(first(of: $0.index))], id: $0.id) }
        sorted.sort { ($0.first, $0.id) < ($1.first, $1.id) }
        var start = 0
        while start < sorted.count {
            let representative = sorted[start].first
            var reports = [representative]
            while start < sorted.count, sorted[start].first == representative {
                reports.append(sorted[start].id)
                start += 1
            }
            try body(representative, reports.sorted())
        }
    }

    /// Takes the next report that shares hashes with another.
    private func take(_ report: Int32, _ places: [SharedHashes.Place]) throws(ArchiveError) {
        let sketch = TextSketch(packed: try sketches.read(range(of: report)))
        let matches = try matches(places, sketch)
        guard let best = Self.best(of: matches) else { return try index(report, places) }
        earlier[Int(report)] = try join(matches, best)
        if best.isAtLeast(Self.jaccard), !best.isAtLeast(Self.copy) { try index(report, places) }
    }

    /// Makes an example of a report.
    private func index(_ report: Int32, _ places: [SharedHashes.Place]) throws(ArchiveError) {
        for place in places where place.isIndexed {
            let length = try lists.read(place.start..<place.start + 1)[0]
            guard length < Self.hashCap else { continue }
            try lists.set(UInt32(report), at: place.start + 1 + Int(length))
            try lists.set(length + 1, at: place.start)
        }
    }

    /// The examples that are like a report, by their order.
    private func matches(_ places: [SharedHashes.Place], _ sketch: TextSketch) throws(ArchiveError) -> [Match] {
        var found: [Int32: Int] = [:]
        for place in places {
            let list = try lists.read(place.start..<place.start + place.count)
            for example in list[1..<1 + Int(list[0])] { found[Int32(example), default: 0] += 1 }
            visits += Int(list[0])
        }
        var kin: [Int32: Bool] = [:]
        var matches: [Match] = []
        for index in found.filter({ $0.value >= Self.minimumShared }).keys.sorted() {
            let example = try example(index)
            let (shared, own, other) = Self.common(sketch, example)
            let smaller = min(own, other)
            guard Self.isMoreThanSlogans(shared.count, of: smaller) else { continue }
            let match = Match(
                example: index, shared: shared, union: own + other - shared.count, isThin: example.isThin)
            let contains =
                smaller >= (example.isThin ? Self.minimumContained / 4 : Self.minimumContained)
                && Self.is(shared.count, of: smaller, atLeast: Self.containment)
            guard match.isAtLeast(Self.jaccard) || contains else { continue }
            let first = first(of: index)
            if first != index {
                if kin[first] == nil { kin[first] = Self.isKin(Self.common(sketch, try self.example(first))) }
                guard kin[first] == true else { continue }
            }
            matches.append(match)
        }
        return matches
    }

    /// The places of a report's hashes.
    private func range(of report: Int32) -> Range<Int> {
        (report == 0 ? 0 : ends[Int(report) - 1])..<ends[Int(report)]
    }

    private func example(_ index: Int32) throws(ArchiveError) -> Example {
        let range = range(of: index)
        let count = Int(kept[Int(index)])
        // They ascend, so that those of a thinned sketch are the first.
        return Example(
            hashes: try sketches.read(range.prefix(count)), isThin: range.count > Self.maximumKept)
    }

    private typealias Comparison = (shared: [UInt32], own: Int, other: Int)

    /// What a sketch shares with an example's, and how many hashes each has where both are as thin.
    private static func common(_ sketch: TextSketch, _ example: Example) -> Comparison {
        let own = example.isThin ? sketch.thinned : sketch.hashes[...]
        return (TextSketch.common(own, example.hashes[...]), own.count, example.hashes.count)
    }

    private static func isKin(_ comparison: Comparison) -> Bool {
        let smaller = min(comparison.own, comparison.other)
        return Self.is(comparison.shared.count, of: smaller, atLeast: Self.kinship)
    }

    /// Whether the first reports of two clusters have enough in common for one cluster.
    private func isKin(_ a: Int32, _ b: Int32) throws(ArchiveError) -> Bool {
        let (one, other) = (try example(a), try example(b))
        let isThin = one.isThin || other.isThin
        let (first, second) =
            isThin
            ? (TextSketch.thinned(one.hashes[...]), TextSketch.thinned(other.hashes[...]))
            : (one.hashes[...], other.hashes[...])
        return Self.isKin((TextSketch.common(first, second), first.count, second.count))
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
    private func join(_ matches: [Match], _ best: Match) throws(ArchiveError) -> Int32 {
        // Of each cluster its earliest example counts, not a later one: that may be a page with two reports on it.
        var passages: [Int32: Match] = [:]
        for match in matches {
            let cluster = first(of: match.example)
            if passages[cluster] == nil { passages[cluster] = match }
        }
        var cluster = first(of: best.example)
        guard passages.count > 1, let own = passages[cluster] else { return cluster }
        for other in passages.keys.sorted() where other != first(of: cluster) {
            guard let passage = passages[other], Self.isSamePassage(own, passage), try isKin(cluster, other) else {
                continue
            }
            let (kept, joined) = (min(cluster, other), max(cluster, other))
            earlier[Int(joined)] = kept
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

    /// The first report of the cluster that `report` is of.
    private func first(of report: Int32) -> Int32 {
        var report = report
        while earlier[Int(report)] != report { report = earlier[Int(report)] }
        return report
    }
}
