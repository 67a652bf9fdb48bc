internal import Reports

/// What an archive knows, as a set: one entry a key.
public struct EntrySet: Hashable, Sendable {
    /// The entries by key.
    public private(set) var entries: [EntryKey: Entry] = [:]

    /// Makes the union of `entries`.
    public init(_ entries: some Sequence<Entry>) {
        for entry in entries { insert(entry) }
    }

    /// Adds an entry, merged with the one of its key.
    public mutating func insert(_ entry: Entry) {
        guard let held = entries[entry.key] else {
            entries[entry.key] = entry
            return
        }
        entries[entry.key] = Self.join(held, entry)
    }

    /// The one entry that two of one key become.
    ///
    /// It is a product of three joins, each of which is commutative, associative and idempotent, so that their product is:
    /// - what it says: a report before a refusal; then the smaller canonical bytes, the two times left out; then the
    ///   smaller lineage;
    /// - `retrieved_at`: the latest, so that a page that goes back to older bytes is the newest again;
    /// - `ingested_at`: the earliest, so that sending a document again changes nothing.
    static func join(_ a: Entry, _ b: Entry) -> Entry {
        let retrievedAt = latest(a.retrievedAt, b.retrievedAt)
        let ingestedAt = earliest(a.ingestedAt, b.ingestedAt)
        switch precedes(b, a) ? b : a {
        case .report(let entry): return .report(entry.with(retrievedAt: retrievedAt, ingestedAt: ingestedAt))
        case .refusal(var entry):
            entry.retrievedAt = retrievedAt
            entry.ingestedAt = ingestedAt
            return .refusal(entry)
        }
    }

    /// The later of two times; any before none.
    static func latest(_ a: Timestamp?, _ b: Timestamp?) -> Timestamp? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }

    /// The earlier of two times; any before none.
    static func earliest(_ a: Timestamp?, _ b: Timestamp?) -> Timestamp? {
        guard let a, let b else { return a ?? b }
        return min(a, b)
    }

    /// Whether what `a` says stands against what `b` says.
    static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        switch (a, b) {
        case (.report, .refusal): return true
        case (.refusal, .report): return false
        case (.report(let a), .report(let b)):
            let (left, right) = (a.timelessRecord, b.timelessRecord)
            if left != right { return left.lexicographicallyPrecedes(right) }
            return Bytes.precedes(a.origin, b.origin)
        case (.refusal(let a), .refusal(let b)):
            let (left, right) = (content(a, lineage: false), content(b, lineage: false))
            if left != right { return left.lexicographicallyPrecedes(right) }
            return content(a, lineage: true).lexicographicallyPrecedes(content(b, lineage: true))
        }
    }

    /// Canonical bytes of a refusal without its times, which are joined apart, and with or without what never shows in
    /// `archive.json`.
    static func content(_ entry: RefusalEntry, lineage: Bool) -> [UInt8] {
        var members: [String: JSONValue] = [
            "bytes": entry.bytes.map { .integer($0) } ?? .null,
            "code": .string(entry.code),
            "message": .string(entry.message),
            "path": entry.path.map { .string($0) } ?? .null,
            "stage": .string(entry.stage),
            "url": entry.url.map { .string($0) } ?? .null,
        ]
        if lineage {
            members["attempt"] = .integer(entry.attempt)
            members["original"] = entry.original.map { .string(Bytes.base64($0)) } ?? .null
            members["origin"] = entry.origin.map { .string($0) } ?? .null
        }
        return JSONValue.object(members).json()
    }
}

/// The union of two sets of entries: commutative, associative and idempotent.
public func merge(_ a: EntrySet, _ b: EntrySet) -> EntrySet {
    var union = a
    for entry in b.entries.values { union.insert(entry) }
    return union
}
