internal import Reports

/// The table of secondments: one row a person and posting, drawn together from all reports.
///
/// The key is person, host place's code and folded host unit, each compared for equality, null with null. Where the person
/// is null, or nothing of the host is known, the cluster is part of the key: nothing says then that two reports that
/// are no copies of one another mean the same posting. Within a key rows join, transitively, when their folded posts are
/// equal (null with null) or both date intervals are known and overlap. The fold is `fold/1`.
struct SecondmentTable {
    private let path: String
    private let budget: Int
    private let found: ExternalSorter

    init(path: String, budget: Int) {
        self.path = path
        self.budget = budget
        found = ExternalSorter(path: path + ".found", budget: budget)
    }

    /// Adds what one report states.
    func add(_ id: ReportIdentifier, _ secondments: [Secondment]) throws(ArchiveError) {
        for secondment in secondments {
            var writer = JSONWriter()
            secondment.write(to: &writer)
            try found.add(id.bytes, writer.bytes)
        }
    }

    /// Writes the rows in the order of their keys and smallest posts, unnamed people last.
    func write(clusters: ReportClusters, to section: SectionWriter) throws(ArchiveError) {
        let keyed = ExternalSorter(path: path + ".keyed", budget: budget)
        let items = try found.sorted()
        while let item = try items.next() {
            guard let id = ReportIdentifier(bytes: item.key) else { continue }
            let secondment = try Self.decode(item.payload)
            var packer = Packer()
            packer.raw(item.payload.map { $0 })
            packer.raw(id.bytes)
            packer.raw(clusters.representative(of: id).bytes)
            try keyed.add(Self.key(of: secondment, in: clusters.representative(of: id)), packer.bytes)
        }
        let groups = try keyed.sorted()
        while let first = try groups.next() {
            var group = [try Self.statement(first.payload)]
            while let other = try groups.peek(), other.key == first.key {
                group.append(try Self.statement(other.payload))
                _ = try groups.next()
            }
            for row in SecondmentRow.rows(of: group.compactMap { $0 }, key: Array(first.key)) {
                try section.add(row.json)
            }
        }
    }

    private static func key(of secondment: Secondment, in cluster: ReportIdentifier) -> [UInt8] {
        var key = SortKey()
        key.textOrLast(secondment.person)
        key.textOrFirst(secondment.hostPlace?.code)
        key.textOrFirst(secondment.hostUnit.map { folded($0) })
        let isBound = secondment.person == nil || (secondment.hostPlace == nil && secondment.hostUnit == nil)
        key.textOrFirst(isBound ? cluster.text : nil)
        return key.bytes
    }

    /// Scalars that are compared instead of the text; the text itself where nothing is left of it (`※`).
    static func folded(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: Fold.version1.fold(text: text).compactMap(Unicode.Scalar.init))
        return scalars.isEmpty ? text : String(scalars)
    }

    private static func statement(_ payload: ArraySlice<UInt8>) throws(ArchiveError) -> SecondmentStatement? {
        var unpacker = Unpacker(payload)
        let secondment = try decode(unpacker.raw())
        guard let report = ReportIdentifier(bytes: unpacker.raw()),
            let cluster = ReportIdentifier(bytes: unpacker.raw())
        else { return nil }
        return SecondmentStatement(secondment: secondment, report: report, cluster: cluster)
    }

    private static func decode(_ json: ArraySlice<UInt8>) throws(ArchiveError) -> Secondment {
        do {
            return try JSONReader.read(Array(json)) { reader throws(RecordError) in try Secondment(reading: &reader) }
        } catch {
            throw ArchiveError(
                .damaged, path: SegmentCatalogue.folderName, "a secondment cannot be read: \(error.message)")
        }
    }
}

/// One report's word on a posting.
struct SecondmentStatement {
    var secondment: Secondment
    var report: ReportIdentifier
    /// The report that stands for those like it.
    var cluster: ReportIdentifier

    /// The days of the posting, where its beginning and its end are known.
    var days: ClosedRange<Int>? {
        guard let start = secondment.start.flatMap(CalendarDays.range),
            let finish = secondment.finish.flatMap(CalendarDays.range),
            start.lowerBound <= finish.upperBound
        else { return nil }
        return start.lowerBound...finish.upperBound
    }
}

/// Days of an EDTF date.
enum CalendarDays {
    /// From the first to the last day that `2018-09-25`, `2011-12`, `2011` or `2011-12/2013-01` can mean, as numbers whose
    /// order is the days' (20180925); nil where the year is unknown.
    static func range(_ date: String) -> ClosedRange<Int>? {
        let ends = date.split(separator: "/", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = single(ends[0]) else { return nil }
        guard ends.count == 2 else { return first }
        guard let last = single(ends[1]), first.lowerBound <= last.upperBound else { return nil }
        return first.lowerBound...last.upperBound
    }

    private static func single(_ date: Substring) -> ClosedRange<Int>? {
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(part) : nil }
        guard numbers.count == parts.count, parts[0].count == 4 else { return nil }
        switch numbers.count {
        case 1: return (numbers[0] * 10_000 + 101)...(numbers[0] * 10_000 + 1231)
        case 2: return (numbers[0] * 10_000 + numbers[1] * 100 + 1)...(numbers[0] * 10_000 + numbers[1] * 100 + 31)
        case 3:
            let day = numbers[0] * 10_000 + numbers[1] * 100 + numbers[2]
            return day...day
        default: return nil
        }
    }
}
