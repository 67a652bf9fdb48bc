import Kafka

/// What a lane leaves in the metadata of a committed offset, for whoever reads the partition after it.
///
/// `assigned 2`: the second lane in a row began at this offset and got no further.
/// `poison 1207 1 3200`: the record at 1207 is inside a transform for the first time; records are taken one by one
/// up to 3200. Any commit of progress writes empty metadata and so clears either.
enum AssignmentMarker: Hashable {
    case none
    case assigned(times: Int)
    case poison(offset: Int64, attempt: Int, end: Int64)

    init(metadata: String) {
        let words = metadata.split(separator: " ")
        if words.count == 2, words[0] == "assigned", let times = Int(words[1]), times > 0 {
            self = .assigned(times: times)
        } else if words.count == 4, words[0] == "poison", let offset = Int64(words[1]), let attempt = Int(words[2]),
            let end = Int64(words[3]), attempt > 0
        {
            self = .poison(offset: offset, attempt: attempt, end: end)
        } else {
            self = .none
        }
    }

    /// As if its last reader had not died.
    var oneLess: AssignmentMarker {
        switch self {
        case .none: .none
        case .assigned(let times): times > 1 ? .assigned(times: times - 1) : .none
        case .poison(let offset, let attempt, let end):
            attempt > 1
                ? .poison(offset: offset, attempt: attempt - 1, end: end)
                : .assigned(times: PoisonGuard.assignmentsBeforeSuspicion)
        }
    }

    var metadata: String {
        switch self {
        case .none: ""
        case .assigned(let times): "assigned \(times)"
        case .poison(let offset, let attempt, let end): "poison \(offset) \(attempt) \(end)"
        }
    }
}

/// Finds the document that kills or hangs a stage, without condemning its neighbours. Pure.
///
/// A partition begun twice without progress is read in batches of one. Before each transform the lane then commits a
/// marker that names the record; one found set at assignment says that its reader died inside that transform. After
/// the third such death the record is refused as `crash`.
struct PoisonGuard {
    static let assignmentsBeforeSuspicion = 2
    static let attemptsBeforeRefusal = 3

    enum Step: Hashable {
        /// Nothing is suspected: batch as usual.
        case proceed
        /// First record since assignment: commit this marker at the record's offset, then batch as usual.
        case mark(AssignmentMarker)
        /// Take this record alone; commit this marker first.
        case isolate(AssignmentMarker)
        /// It killed its reader often enough.
        case condemn(attempts: Int)
    }
    private struct Watch {
        /// As found at assignment: the only thing that counts. A rewind after an aborted transaction is no death.
        var found: AssignmentMarker
        /// What this lane wrote and has not cleared by progress.
        var written = AssignmentMarker.none
        var suspectsUntil: Int64?
        var hasBegun = false
    }
    private var watches: [TopicPartition: Watch] = [:]
    /// How many offsets after the committed one a batch may have held: where suspicion ends.
    let batchRecords: Int64

    init(batchRecords: Int) { self.batchRecords = Int64(batchRecords) }

    /// - Parameter isOwn: an earlier session of this very process left the marker, so it counts one death too many.
    mutating func assigned(_ partition: TopicPartition, start: Int64, metadata: String, isOwn: Bool = false) {
        let read = AssignmentMarker(metadata: metadata)
        let found = isOwn ? read.oneLess : read
        var watch = Watch(found: found)
        switch found {
        case .assigned(let times) where times >= Self.assignmentsBeforeSuspicion:
            watch.suspectsUntil = start + batchRecords
        case .none, .assigned: break
        case .poison(let offset, _, let end): watch.suspectsUntil = max(end, offset + 1)
        }
        watches[partition] = watch
    }

    mutating func revoked(_ partition: TopicPartition) { watches[partition] = nil }
    /// Forgets all; what was written stays where the group stands, and is told by ``left``.
    mutating func revokedAll() {
        for (partition, watch) in watches where watch.written != .none { left[partition] = watch.written.metadata }
        watches = [:]
    }

    /// Metadata that was written and neither cleared nor overtaken by progress when the partition was given up.
    private(set) var left: [TopicPartition: String] = [:]

    /// What to do with the record at `offset` before it is transformed.
    mutating func next(_ partition: TopicPartition, offset: Int64) -> Step {
        guard var watch = watches[partition] else { return .proceed }
        defer { watches[partition] = watch }
        if let end = watch.suspectsUntil, offset < end {
            var deaths = 0
            if case .poison(offset, let attempts, _) = watch.found { deaths = attempts }
            if deaths >= Self.attemptsBeforeRefusal { return .condemn(attempts: deaths) }
            watch.hasBegun = true
            watch.written = .poison(offset: offset, attempt: deaths + 1, end: end)
            return .isolate(watch.written)
        }
        watch.suspectsUntil = nil
        guard !watch.hasBegun else { return .proceed }
        watch.hasBegun = true
        if case .assigned(let times) = watch.found {
            watch.written = .assigned(times: times + 1)
        } else {
            watch.written = .assigned(times: 1)
        }
        return .mark(watch.written)
    }

    /// Progress was committed on the partition: what is left there is empty metadata.
    mutating func progressed(_ partition: TopicPartition) {
        watches[partition]?.written = .none
        watches[partition]?.hasBegun = true
    }

    /// The partitions whose metadata this lane has written and not cleared: to be cleared on an orderly end.
    var marked: [TopicPartition] { watches.filter { $0.value.written != .none }.map(\.key).sorted() }
}
