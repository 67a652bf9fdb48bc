import Reports

/// What was sent from each location: the contents of `reports.ledger`, and what they mean for a file met now.
struct Ledger: Sendable {
    private(set) var entries: [String: LedgerEntry] = [:]
    /// `--resend`: what the topic holds is sent once more, as it was sent before where it has not changed.
    private let resends: Bool
    /// Locations still to be sent once more.
    private var stale: Set<String> = []

    init(resends: Bool = false) { self.resends = resends }

    enum Decision: Hashable, Sendable {
        case unchanged
        case send(retrievedAt: Timestamp)
        /// The source itself says that this is older than what was sent from there.
        case superseded
    }

    /// A document was taken for sending.
    mutating func apply(_ location: String, _ entry: LedgerEntry) {
        entries[location] = entry
        stale.remove(location)
    }

    /// The same bytes were found again, under other times or another inode: they need not be read next time. Only in
    /// memory: a restart reads the file once more.
    mutating func refresh(_ location: String, _ state: FileState, readAt: Timestamp) {
        entries[location]?.see(state, readAt: readAt)
    }

    /// Reads one record of the topic: a null is a tombstone, the last record of a location counts.
    mutating func apply(key: [UInt8], value: [UInt8]?) throws(RecordError) {
        guard let location = String(validating: key, as: UTF8.self) else {
            throw RecordError(.malformed, "a ledger entry's key must be UTF-8", byteOffset: 0)
        }
        entries[location] = try value.map { value throws(RecordError) in try LedgerEntry(json: value) }
        if resends { stale.insert(location) }
    }

    /// Whether the file at `location` is, by all that stat says, the one that was sent, so that it need not be read.
    ///
    /// A file written again within the clock's grain after it was read would have the same times. So its times must lie
    /// two seconds (the grain of FAT; most file systems have some milliseconds) before the reading.
    func isUntouched(_ location: String, _ state: FileState) -> Bool {
        guard !stale.contains(location), let entry = entries[location], entry.refused == nil else { return false }
        let grain: Int64 = 2_000_000_000
        return entry.stood(state) && max(state.modified, state.changed) <= entry.readAt.nanoseconds - grain
    }

    /// Whether this refusal of this very file was sent already.
    func isKnownRefusal(_ location: String, _ state: FileState?, _ code: Refusal.Code) -> Bool {
        guard !stale.contains(location), let entry = entries[location], entry.refused == code else { return false }
        guard let state else { return true }
        return entry.bytes == state.size && entry.modified.nanoseconds == state.modified
    }

    /// What to do with bytes of hash `sha256` found at `location`; `retrievedAt` is the file's modification time, or
    /// what the source states.
    func decide(_ location: String, sha256: String, retrievedAt: Timestamp, isStated: Bool) -> Decision {
        guard let entry = entries[location] else { return .send(retrievedAt: retrievedAt) }
        let isSame = entry.sha256 == sha256 && entry.refused == nil
        if isSame { return stale.contains(location) ? .send(retrievedAt: entry.retrievedAt) : .unchanged }
        if isStated, retrievedAt < entry.retrievedAt, entry.refused == nil { return .superseded }
        return .send(retrievedAt: raised(retrievedAt, above: entry))
    }

    /// The time a refusal is sent with: above what came before, as a document's.
    func refusalTime(_ location: String, _ time: Timestamp) -> Timestamp {
        guard let entry = entries[location], entry.refused == nil || !stale.contains(location) else { return time }
        return raised(time, above: entry)
    }

    private func raised(_ time: Timestamp, above entry: LedgerEntry) -> Timestamp {
        let (next, overflow) = entry.retrievedAt.nanoseconds.addingReportingOverflow(1)
        return overflow ? time : max(time, Timestamp(nanoseconds: next))
    }
}

extension LedgerEntry {
    fileprivate mutating func see(_ state: FileState, readAt: Timestamp) {
        bytes = state.size
        modified = Timestamp(nanoseconds: state.modified)
        changed = Timestamp(nanoseconds: state.changed)
        inode = state.inode
        self.readAt = readAt
    }

    fileprivate func stood(_ state: FileState) -> Bool {
        bytes == state.size && modified.nanoseconds == state.modified && changed.nanoseconds == state.changed
            && inode == state.inode
    }
}
