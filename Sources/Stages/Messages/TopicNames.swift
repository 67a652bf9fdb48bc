/// The five topics, and every other name that a namespace is put before.
public struct TopicNames: Hashable, Sendable {
    /// Empty, or what two pipelines on one cluster are told apart by.
    public let namespace: String

    /// Names in a namespace, which may be empty.
    public init(namespace: String) { self.namespace = namespace }

    /// Documents: their bytes, and their facts as headers.
    public var raw: String { prefixed("reports.raw") }
    /// Records as parse writes them.
    public var parsed: String { prefixed("reports.parsed") }
    /// Finished records.
    public var enriched: String { prefixed("reports.enriched") }
    /// What a stage refused, and why.
    public var dead: String { prefixed("reports.dead") }
    /// What ingest has sent.
    public var ledger: String { prefixed("reports.ledger") }

    /// The four whose partitions must be equal in number: a stage writes to the partition it read from.
    public var aligned: [String] { [raw, parsed, enriched, dead] }
    /// All five, in the order data flows, the ledger last.
    public var all: [String] { aligned + [ledger] }

    /// The consumer group of a stage.
    public func group(of stage: StageName) -> String { prefixed("guazhi-\(stage.rawValue)") }

    /// A transactional id that no other process has; `random` makes it so. It begins with a fixed prefix so that an
    /// ACL can name it.
    public func transactionalIdentifier(of stage: StageName, random: String) -> String {
        prefixed("\(stage.rawValue).\(random)")
    }

    /// The transactional id, and group instance id, of a lane of a worker with a name of its own.
    public func transactionalIdentifier(of stage: StageName, worker: String, lane: Int) -> String {
        [namespace, stage.rawValue, worker, String(lane)].filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// The transactional id of what changes dead letters. It is one for all, so that of two replays at once the later
    /// fences the earlier and no letter is sent twice.
    public var deadTransactionalIdentifier: String { prefixed("dead.change") }

    private func prefixed(_ name: String) -> String { namespace.isEmpty ? name : "\(namespace).\(name)" }
}

/// The stages, by the name that dead letters, groups and logs use.
public enum StageName: String, Hashable, Sendable, CaseIterable {
    case ingest, parse, enrich, archive
}
