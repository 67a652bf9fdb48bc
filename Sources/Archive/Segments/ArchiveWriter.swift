internal import Glibc
internal import Reports

/// Adds to an archive folder what was read from the topics, a batch at a time.
///
/// Entries gather in memory; ``checkpoint(_:)`` puts them on the disk with one write and one `fsync`, closed by a line
/// with the next offset of each partition and a checksum. A batch is there as a whole or not at all: what a process that
/// died left half-written is cut off by the next ``init(directory:options:)``.
///
/// One writer a folder: the lock is the kernel's and ends with the process. Used from one thread.
///
/// ## Usage
///
///     let writer = try ArchiveWriter(directory: "archive")
///     if writer.stream == nil { try writer.newStream(clusterIdentifier: cluster) }
///     try writer.append(.report(entry), from: origin, value: message.value)
///     try writer.checkpoint([StreamPosition(topic: topic, partition: 0, nextOffset: 8)])
public final class ArchiveWriter {
    /// How an archive is written.
    public struct Options: Hashable, Sendable {
        /// Plain bytes after which a segment is sealed and a new one begun, 64 MiB unless told.
        public var segmentBytes: Int64
        /// Makes options.
        public init(segmentBytes: Int64 = 64 << 20) { self.segmentBytes = segmentBytes }
    }

    /// What opening the folder had to mend; sentences for the log.
    public private(set) var notices: [String] = []
    /// The stream the positions count in; nil in a new archive.
    public var stream: StreamIdentity? { state.stream }
    /// The offset to read next, by partition, as on the disk.
    public var positions: [StreamPartition: Int64] { state.positions }
    /// The last record held of each partition, as on the disk.
    public var lastRecords: [StreamPartition: HeldRecord] { state.lastRecords }
    /// How many batches the archive has.
    public var batches: Int { state.batch }
    /// The folder.
    public let directory: String
    /// Entries appended since the last checkpoint.
    public private(set) var pendingEntries = 0
    /// Bytes appended since the last checkpoint.
    public var pendingBytes: Int { pending.count }

    private let options: Options
    private var lock: File?
    private var state = Checkpoint.origin
    private var active: File?
    private var activeNumber = 1
    private var activeCount: Int64 = 0
    private var pending: [UInt8] = []
    private var pendingRecords: [StreamPartition: (offset: Int64, value: [UInt8])] = [:]
    /// Set when the file's state is not known any more; only opening the folder anew helps.
    private var failure: ArchiveError?

    /// Opens or makes the archive folder `directory`.
    ///
    /// - Throws: ``ArchiveError``: `locked` when another process writes to it, `newerFormat`, `damaged`, `inputOutput`.
    public init(directory: String, options: Options = Options()) throws(ArchiveError) {
        self.directory = directory
        self.options = options
        try Folder.make(SegmentCatalogue.folder(of: directory))
        let lock = try File.open(directory + "/.lock", O_RDWR | O_CREAT)
        guard try lock.lock(wait: false) else {
            throw ArchiveError(
                .locked, path: directory,
                "another process writes to the archive \(directory): stop it first, or name another folder")
        }
        self.lock = lock
        notices = try SegmentSealer.recover(in: directory)
        try recover()
    }

    /// Adds an entry to the batch.
    ///
    /// - Parameters:
    ///   - origin: The message it was read from; its offset must not be held already.
    ///   - value: The message's value as it came, for the comparison on resume; nil where it was null.
    /// - Throws: ``ArchiveError`` of code `misuse`.
    public func append(_ entry: Entry, from origin: StreamOrigin, value: [UInt8]?) throws(ArchiveError) {
        let partition = StreamPartition(topic: origin.topic, partition: origin.partition)
        let next = max(state.positions[partition] ?? 0, (pendingRecords[partition]?.offset).map { $0 + 1 } ?? 0)
        guard origin.offset >= next else {
            throw ArchiveError(
                .misuse, path: directory,
                "the archive \(directory) was given \(origin) though it holds all before offset \(next)")
        }
        EntryLine.append(entry, from: origin, to: &pending)
        pendingRecords[partition] = (origin.offset, value ?? [])
        pendingEntries += 1
    }

    /// Puts what was appended on the disk, and where to go on.
    ///
    /// Nothing is written when nothing was appended and no position is new. After an error of code `diskFull` the batch is
    /// kept, and the call can be repeated when there is room; after any other the writer must be opened anew.
    ///
    /// - Parameter positions: The offsets to read next; partitions not named keep theirs.
    public func checkpoint(_ positions: [StreamPosition]) throws(ArchiveError) {
        var next = state
        for position in positions {
            let partition = StreamPartition(topic: position.topic, partition: position.partition)
            next.positions[partition] = position.nextOffset
        }
        try write(&next)
    }

    /// Begins to count positions anew: the topics were made again, or are another cluster's.
    ///
    /// Entries appended before stay with the stream before. It is on the disk when the call returns.
    public func newStream(clusterIdentifier: String) throws(ArchiveError) {
        if pendingEntries > 0 { try checkpoint([]) }
        var next = state
        next.stream = StreamIdentity(number: (state.stream?.number ?? 0) + 1, clusterIdentifier: clusterIdentifier)
        next.positions = [:]
        next.lastRecords = [:]
        try write(&next)
    }

    /// Forgets what was appended since the last checkpoint.
    public func discardPending() {
        pending = []
        pendingEntries = 0
        pendingRecords = [:]
    }

    /// Gives the folder free; what was appended since the last checkpoint is lost.
    public func close() {
        discardPending()
        active = nil
        lock = nil
        failure = ArchiveError(.misuse, path: directory, "the archive \(directory) was closed and cannot be written to")
    }
}

// MARK: - Writing

extension ArchiveWriter {
    /// Adds a batch of another archive, which is on the disk when the call returns; stream and positions stay.
    ///
    /// - Parameter lines: Its entries' lines as they stand there.
    func merge(_ lines: [UInt8], entries: Int, from origin: MergedBatch) throws(ArchiveError) {
        guard pendingEntries == 0 else {
            throw ArchiveError(
                .misuse, path: directory, "a batch of another archive cannot join one that is not closed: \(directory)")
        }
        pending = lines
        pendingEntries = entries
        var next = state
        do throws(ArchiveError) {
            try write(&next, merged: origin)
        } catch {
            discardPending()
            throw error
        }
    }

    private func write(_ next: inout Checkpoint, merged: MergedBatch? = nil) throws(ArchiveError) {
        if let failure { throw failure }
        next.merged = merged
        for (partition, record) in pendingRecords {
            next.lastRecords[partition] = HeldRecord(offset: record.offset, sha256: SHA256.sha256Hex(record.value))
            next.positions[partition] = max(next.positions[partition] ?? 0, record.offset + 1)
        }
        let isNews =
            pendingEntries > 0 || next.positions != state.positions || next.stream != state.stream
        guard isNews else { return }
        next.batch = state.batch + 1
        next.entries = pendingEntries
        next.previous = state.sha256
        var bytes: [UInt8] = []
        if activeCount == 0 { bytes = SegmentLine.header(segment: activeNumber, previous: state.sha256) }
        bytes += pending
        next.seal(&bytes)
        try put(bytes)
        state = next
        activeCount += Int64(bytes.count)
        discardPending()
        if activeCount >= options.segmentBytes { rotate() }
    }

    /// One write, one fsync; on failure the file is as long as before, or the writer is of no more use.
    private func put(_ bytes: [UInt8]) throws(ArchiveError) {
        let file: File
        if let active {
            file = active
        } else {
            file = try File.open(SegmentCatalogue.plainPath(activeNumber, in: directory), O_RDWR | O_CREAT)
            try Folder.sync(SegmentCatalogue.folder(of: directory))
            active = file
        }
        do throws(ArchiveError) {
            try file.write(bytes, at: activeCount)
        } catch {
            do throws(ArchiveError) {
                try file.truncate(to: activeCount)
            } catch let second {
                failure = second
            }
            if error.code != .diskFull { failure = error }
            throw error
        }
        do throws(ArchiveError) {
            try file.sync()
        } catch {
            // What a failed fsync left on the disk is unknown, and a second one would claim success.
            failure = error
            throw error
        }
    }

    /// Begins a new segment and seals the full one.
    ///
    /// A segment that cannot be sealed now, for want of room say, stays plain, which readers take as well; the next
    /// opening tries again.
    private func rotate() {
        let full = activeNumber
        active = nil
        activeNumber += 1
        activeCount = 0
        do throws(ArchiveError) {
            try SegmentSealer.seal(full, in: directory)
        } catch {
            notices.append("segment \(full) stays unsealed for now: \(error.message)")
        }
    }

    /// Sentences gathered since the last call, for the log.
    public func takeNotices() -> [String] {
        defer { notices = [] }
        return notices
    }
}

// MARK: - Opening

extension ArchiveWriter {
    /// Finds the last checkpoint, cuts a torn tail, and seals full segments that are not sealed.
    private func recover() throws(ArchiveError) {
        let segments = try SegmentCatalogue.segments(of: directory)
        guard let last = segments.last else { return }
        var before = Checkpoint.origin
        if segments.count > 1 { before = try Self.lastCheckpoint(of: segments[segments.count - 2]) }
        if last.isSealed {
            state = try Self.lastCheckpoint(of: last)
            activeNumber = last.number + 1
        } else {
            let content = try SegmentContent(last)
            let scan = try SegmentScan(content, previous: before.sha256)
            state = scan.last ?? before
            activeNumber = last.number
            activeCount = scan.validCount
            let file = try File.open(last.path, O_RDWR)
            if scan.count > scan.validCount {
                try file.truncate(to: scan.validCount)
                try file.sync()
                notices.append(
                    """
                    cut \(scan.count - scan.validCount) bytes in \(scan.tornLines) lines off \(last.path), which a process \
                    that died had not finished; they are read from the topics again
                    """)
            }
            active = file
        }
        for segment in segments.dropLast() where !segment.isSealed {
            try SegmentSealer.seal(segment.number, in: directory)
        }
        if activeCount >= options.segmentBytes { rotate() }
    }

    /// The checkpoint that ends a full segment.
    static func lastCheckpoint(of segment: SegmentFile) throws(ArchiveError) -> Checkpoint {
        let content = try SegmentContent(segment)
        guard let index = content.index else {
            let scan = try SegmentScan(content, previous: nil)
            guard let last = scan.last, scan.validCount == scan.count else {
                throw ArchiveError(
                    .damaged, path: segment.path, offset: scan.validCount,
                    "\(segment.path) does not end with a whole batch though later segments follow")
            }
            return last
        }
        // Checkpoint lines may stand in a frame before the last only when the last holds none, which cannot be: a
        // segment ends with one.
        var lines = LineCursor(content, from: index.frames.last?.plainStart ?? 0)
        var last: Checkpoint?
        while let line = try lines.next() { last = Checkpoint(line.dropLast()) }
        guard let last else {
            throw ArchiveError(
                .damaged, path: segment.path,
                "\(segment.path) does not end with a checkpoint: bring it back from a copy")
        }
        return last
    }
}
