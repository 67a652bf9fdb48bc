/// Finds which hashes of fingerprints can lead from one report to another, and gives each a list to be filled.
///
/// Most hashes of an archive stand in one report alone. Sorted by hash, those that an earlier report brings into the index
/// and a later one asks for are seen one after another; only they get a list, and only reports that have some are handed out.
struct SharedHashes {
    /// A hash's list, as one report sees it.
    struct Place {
        /// Of the word that counts; the examples follow.
        let start: Int
        /// Words it may take, with the one that counts.
        let count: Int
        /// Whether the report is in the list when it becomes an example; it only asks, else.
        let isIndexed: Bool
    }

    private let hashes: ExternalSorter
    private let places: ExternalSorter

    init(path: String, budget: Int) {
        hashes = ExternalSorter(path: path + ".hashes", budget: budget)
        places = ExternalSorter(path: path + ".places", budget: budget)
    }

    /// Adds a hash of the report of that number; numbers ascend.
    func add(_ hash: UInt64, report: Int, isIndexed: Bool) throws(ArchiveError) {
        try hashes.add(Self.bytes(hash), Self.bytes(UInt64(report) << 1 | (isIndexed ? 1 : 0)))
    }

    /// Makes the lists, empty, and hands out the reports that have any, by number.
    func each(
        _ lists: ScratchWords, _ body: (_ report: Int, _ places: [Place]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try makeLists(lists)
        let items = try places.sorted()
        while let first = try items.next() {
            let report = Self.word(first.key)
            var found = [Self.place(first.payload)]
            while let next = try items.peek(), Self.word(next.key) == report {
                found.append(Self.place(next.payload))
                _ = try items.next()
            }
            try body(Int(report), found)
        }
    }

    private func makeLists(_ lists: ScratchWords) throws(ArchiveError) {
        let items = try hashes.sorted()
        var (hash, reports): (UInt64, [UInt64]) = (0, [])
        while let item = try items.next() {
            if Self.word(item.key) != hash {
                try makeList(reports, lists)
                hash = Self.word(item.key)
                reports.removeAll(keepingCapacity: true)
            }
            reports.append(Self.word(item.payload))
        }
        try makeList(reports, lists)
    }

    /// One list, for the reports that have its hash; none where nothing could be found by it.
    private func makeList(_ reports: [UInt64], _ lists: ScratchWords) throws(ArchiveError) {
        guard reports.dropLast().contains(where: { $0 & 1 == 1 }) else { return }
        let start = lists.count
        let count = 1 + min(ReportClusters.hashCap, reports.count { $0 & 1 == 1 })
        try lists.append(repeatElement(0, count: count))
        for report in reports {
            try places.add(
                Self.bytes(report >> 1), Self.bytes(UInt64(start)) + [UInt8(count), UInt8(report & 1)])
        }
    }

    private static func place(_ payload: ArraySlice<UInt8>) -> Place {
        let rest = payload.dropFirst(8)
        return Place(start: Int(word(payload)), count: Int(rest.first ?? 1), isIndexed: rest.last == 1)
    }

    /// Eight bytes whose order is the numbers'.
    private static func bytes(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
