internal import Glibc
internal import Reports

/// An archive on the disk, to be read; ``ArchiveWriter`` adds to it.
///
/// All of it works beside a process that writes: what is read are the segments up to their last checkpoint.
public struct ArchiveFolder: Hashable, Sendable {
    /// The folder's path.
    public let directory: String

    /// Names a folder; whether it is an archive shows when it is used.
    public init(_ directory: String) { self.directory = directory }

    /// The path of `archive.json`.
    public var documentPath: String { directory + "/" + Consolidation.fileName }

    /// Writes `archive.json` anew from the segments.
    ///
    /// The file is written beside, put on the disk and renamed, so that a reader sees the old one or the new one. Waits for
    /// another process that does the same.
    ///
    /// - Throws: ``ArchiveError``: `notFound`, `damaged`, `newerFormat`, `diskFull`, `inputOutput`; `archive.json` then is
    ///   what it was.
    /// - Complexity: O(n log n) in the entries; memory is bounded by the options and the fingerprints.
    @discardableResult
    public func consolidate(_ options: ConsolidationOptions = .init()) throws(ArchiveError) -> ConsolidationSummary {
        try Consolidation(directory, options).run()
    }

    /// Adds all that `others` hold, each batch once, and makes the folder where there is none; `archive.json` is left as it is.
    ///
    /// Stream and positions stay as they are, so that `guazhi-archive` goes on where it was. What is there already, from an
    /// earlier merge or one that was stopped, is left out. The union does not depend on who is merged into whom.
    ///
    /// - Returns: What was taken of each, in their order; and sentences for the log.
    /// - Throws: ``ArchiveError``: `locked` when a process writes to one of the folders; `notFound`, `damaged`,
    ///   `newerFormat`, `sameFolder`, all before anything is written; `diskFull`, `inputOutput`: what was added till then is
    ///   whole, and the same merge again completes it.
    public func merge(
        _ others: [ArchiveFolder], options: ArchiveWriter.Options = .init()
    ) throws(ArchiveError) -> (archives: [MergedArchive], notices: [String]) {
        var merge = ArchiveMerge(directory: directory, options: options)
        let archives = try merge.run(others.map(\.directory))
        return (archives, merge.notices)
    }

    /// Compares everything in the folder with everything it says about itself.
    ///
    /// - Throws: ``ArchiveError`` where the folder cannot be read; damage is in the report.
    public func verify(_ options: ConsolidationOptions = .init()) throws(ArchiveError) -> VerificationReport {
        var report = VerificationReport()
        let files: [SegmentFile]
        do throws(ArchiveError) {
            files = try SegmentCatalogue.segments(of: directory)
        } catch {
            guard error.code == .damaged else { throw error }
            report.add(error.path, error.offset, error.message)
            return report
        }
        var check = SegmentCheck(report, temporary: directory + "/.verify")
        try check.check(files)
        report = check.report
        try DocumentCheck(directory: directory, options: options).check(&report)
        return report
    }

    /// How far the segments and `archive.json` have come.
    public func status() throws(ArchiveError) -> ArchiveStatus {
        let snapshot = try ArchiveSnapshot(directory)
        let state = try ConsolidationState.read(directory)
        return ArchiveStatus(
            batches: snapshot.last.batch, consolidatedBatches: Folder.exists(documentPath) ? state?.batch : nil,
            stream: snapshot.last.stream, positions: snapshot.last.positions,
            segmentBytes: snapshot.segments.reduce(0) { $0 + (Folder.size($1.file.path) ?? 0) })
    }

    /// All refusals the segments hold, one a key, in the order of the keys, with the documents' original bytes.
    ///
    /// Also those of documents that have become reports since, or were superseded; `archive.json` has what counts.
    public func refusals() throws(ArchiveError) -> [RefusalEntry] {
        var found: [EntryKey: Entry] = [:]
        try ArchiveSnapshot(directory).entries { entry, _, _ throws(ArchiveError) in
            guard case .refusal = entry else { return }
            found[entry.key] = found[entry.key].map { EntrySet.join($0, entry) } ?? entry
        }
        return found.values.compactMap { entry in
            if case .refusal(let refusal) = entry { refusal } else { nil }
        }.sorted { $0.key < $1.key }
    }

    /// Hands out every entry of the segments with the message it was read from, in the order they came.
    public func entries(
        _ body: (_ entry: Entry, _ readFrom: String) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try ArchiveSnapshot(directory).entries { entry, readFrom, _ throws(ArchiveError) in try body(entry, readFrom) }
    }

    /// The rows of `archive.json` about `subject`.
    ///
    /// - Parameter subject: An id, or the beginning of one (`r1:…` a report, `s1:…` a secondment, `c1:…` a cluster), or a
    ///   document's location or path, which gives its row of `documents` and its reports.
    /// - Returns: Canonical JSON, one value a row; none where nothing is known of it.
    public func show(_ subject: String) throws(ArchiveError) -> [[UInt8]] {
        try DocumentReader(directory).rows(about: subject)
    }
}

/// How far an archive has come.
public struct ArchiveStatus: Hashable, Sendable {
    /// Batches in the segments.
    public var batches: Int
    /// Batches in `archive.json`; nil where there is none, or it does not say.
    public var consolidatedBatches: Int?
    /// The stream that positions count in.
    public var stream: StreamIdentity?
    /// The offset to read next, by partition.
    public var positions: [StreamPartition: Int64]
    /// Bytes of the segments on the disk.
    public var segmentBytes: Int64

    /// Whether the segments hold batches that `archive.json` does not have.
    public var isStale: Bool { consolidatedBatches != batches }
}
