import Kafka
import Operations
import Reports
import Stages

/// `guazhi dead replay` and `guazhi dead drop`: finds the letters, says what becomes of each, and does it when told to.
///
/// What changes dead letters has one transactional id for all, and takes it before it reads: an earlier replay is
/// fenced, its tombstones are seen, and no letter is sent twice.
struct LetterChange {
    let change: LetterFates.Change
    let filter: LetterFilter
    let isApplied: Bool
    let isForced: Bool
    let asJSON: Bool
    let settings: Settings
    let logger: Logger

    private struct Counts {
        var done = 0
        var left = 0
    }

    /// - Returns: 65 where a letter that was asked for was left.
    func run() throws(Failure) -> ExitCode {
        let cluster = try Cluster.answering(settings, logger)
        defer { cluster.close() }
        let names = TopicNames(namespace: settings.string("namespace"))
        var sender: LetterSender?
        if isApplied { sender = try LetterSender(cluster, settings: settings, logger: logger) }
        defer { sender?.close() }
        let chosen = try chosen(DeadTopic(cluster, settings: settings))
        let fates = LetterFates(
            change: change, topics: names, maximumAttempts: settings.integer("dead.max-attempts"), isForced: isForced,
            retention: try retention(cluster, names), now: Timestamp.now(),
            payloads: settings.stringIfSet("payload-store").map { PayloadStore(directory: $0) },
            fetch: { (place: Origin) throws(Failure) in try value(at: place) })
        var counts = Counts()
        var batch = Batch()
        _ = try TopicScan(settings: settings, ranges: ranges(chosen)).run { record throws(Failure) in
            guard chosen[record.topicPartition]?.contains(record.offset) == true, let value = record.value else {
                return .next
            }
            let letter = Letter(record, value: value)
            let fate = try fates.fate(of: record)
            if case .change(let original, let tombstone) = fate {
                counts.done += 1
                batch.add(original, tombstone)
            } else {
                counts.left += 1
            }
            batch.lines.append(line(letter, fate))
            if batch.isFull { try finish(&batch, sender) }
            return .next
        }
        try finish(&batch, sender)
        if !asJSON { try StandardOutput.line(summary(counts)) }
        return counts.left > 0 ? .dataError : .ok
    }

    // MARK: - Choosing

    /// The offsets of the letters that are asked for and still count, by partition.
    ///
    /// - Throws: 66 for a KEY that no letter has.
    private func chosen(_ topic: DeadTopic) throws(Failure) -> [TopicPartition: Set<Int64>] {
        var letters = LatestOfKeys<[Int]>()
        try topic.forEach(waits: isApplied) { record in
            letters.add(record) { value in
                let letter = Letter(record, value: value)
                guard filter.matches(letter) else { return nil }
                return filter.keys.indices.filter { letter.isMeant(by: filter.keys[$0]) }
            }
        }
        var found: [TopicPartition: Set<Int64>] = [:]
        var meant: Set<Int> = []
        for (partition, offset, keys) in letters.inOrder {
            found[partition, default: []].insert(offset)
            meant.formUnion(keys)
        }
        if let missing = filter.keys.indices.first(where: { !meant.contains($0) }) {
            throw Failure(
                .noInput,
                "no dead letter that is asked for has the id or location \(Printable.line(filter.keys[missing])); see guazhi dead list"
            )
        }
        return found
    }

    private func ranges(_ chosen: [TopicPartition: Set<Int64>]) -> [TopicPartition: (from: Int64, end: Int64)] {
        chosen.compactMapValues { offsets in
            guard let first = offsets.min(), let last = offsets.max() else { return nil }
            return (from: first, end: last + 1)
        }
    }

    private func retention(_ cluster: Cluster, _ names: TopicNames) throws(Failure) -> [String: Int64] {
        guard change == .replay, !isForced else { return [:] }
        var retention: [String: Int64] = [:]
        for topic in [names.raw, names.parsed] {
            retention[topic] = try cluster.retentionMilliseconds(of: topic)
        }
        return retention
    }

    /// The value of a message that is still in its topic; nil where it is not.
    private func value(at place: Origin) throws(Failure) -> [UInt8]? {
        let partition = TopicPartition(topic: place.topic, partition: place.partition)
        var found: [UInt8]?
        do throws(Failure) {
            let ranges = [partition: (from: place.offset, end: place.offset + 1)]
            _ = try TopicScan(settings: settings, ranges: ranges).run { record throws(Failure) in
                if record.offset == place.offset { found = record.value }
                return .leave
            }
        } catch {
            // Deleted is an answer, a broker that is away is none.
            guard error.exitCode == .ioError else { throw error }
        }
        return found
    }

    // MARK: - Doing

    /// What goes out together, and what is said once it has.
    private struct Batch {
        static let maximumLetters = 500
        static let maximumBytes = 8 << 20
        var originals: [ProducerRecord] = []
        var tombstones: [ProducerRecord] = []
        /// One for each letter, also for those that are left.
        var lines: [String] = []
        private var bytes = 0

        mutating func add(_ original: ProducerRecord?, _ tombstone: ProducerRecord) {
            if let original { originals.append(original) }
            tombstones.append(tombstone)
            bytes += original?.value?.count ?? 0
        }

        var isFull: Bool { lines.count >= Self.maximumLetters || bytes >= Self.maximumBytes }
    }

    /// Each letter's original and tombstone are in one transaction; several letters share one, which costs as much as one
    /// alone. What is printed has been done.
    private func finish(_ batch: inout Batch, _ sender: LetterSender?) throws(Failure) {
        if let sender, !batch.tombstones.isEmpty {
            try sender.commit(originals: batch.originals, tombstones: batch.tombstones)
        }
        if !batch.lines.isEmpty { try StandardOutput.write(batch.lines.joined(separator: "\n") + "\n") }
        batch = Batch()
    }

    // MARK: - Saying

    private var verb: String {
        switch (change, isApplied) {
        case (.replay, true): "sent"
        case (.replay, false): "would send"
        case (.drop, true): "dropped"
        case (.drop, false): "would drop"
        }
    }

    private func line(_ letter: Letter, _ fate: LetterFate) -> String {
        var word = verb
        var why: String?
        if case .left(let sentence) = fate { (word, why) = ("left", sentence) }
        guard asJSON else {
            let reason = "\(letter.stage) \(letter.code), \(Readable.count(letter.attempt, "attempt"))"
            let end = why ?? fate.target.map { "to \($0)" } ?? ""
            let name = letter.location.isEmpty ? letter.id : letter.location
            return Printable.line("\(word): \(name) (\(reason))\(end.isEmpty ? "" : ": \(end)")")
        }
        var members = letter.members
        members["fate"] = .string(word.replacing(" ", with: "_"))
        members["to"] = .text(fate.target?.description)
        members["why"] = .text(why)
        return String(decoding: JSONValue.object(members).json(), as: UTF8.self)
    }

    private func summary(_ counts: Counts) -> String {
        var text = "\(verb) \(Readable.count(counts.done, "dead letter"))"
        if counts.left > 0 { text += ", left \(Readable.count(counts.left))" }
        return isApplied ? text : "\(text); nothing was changed: --apply does it"
    }
}
