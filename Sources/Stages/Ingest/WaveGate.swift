import Kafka

/// Says when the next wave may go: two are under way at most.
///
/// A wave is over when parse's group has committed the end of raw that it left, then enrich's group the end that
/// parsed had by then, then the archive's group the ends that enriched and dead had by then. Pure: it says what to look
/// up, and is told the answers.
struct WaveGate: Hashable, Sendable {
    enum Stage: Hashable, Sendable, CaseIterable { case parse, enrich, archive }

    enum Query: Hashable, Sendable {
        /// What the stage's group has committed in what it reads.
        case committed(Stage)
        /// The end of what the stage reads.
        case ends(Stage)
    }

    typealias Offsets = [TopicPartition: Int64]

    private enum Step: Hashable {
        case reaching(Stage, Offsets)
        case asking(Stage)
    }

    static let maximumUnderWay = 2
    private var waves: [Step] = []

    init() {}

    var mayBegin: Bool { waves.count < Self.maximumUnderWay }

    /// A wave has gone; it left raw ending at `rawEnds`.
    mutating func begin(rawEnds: Offsets) { waves.append(.reaching(.parse, rawEnds)) }

    /// What a predecessor left unread: nothing may go before it is through.
    mutating func takeOver(rawEnds: Offsets) {
        waves = Array(repeating: .reaching(.parse, rawEnds), count: Self.maximumUnderWay)
    }

    /// What must be known next; nil where nothing is under way.
    var query: Query? {
        switch waves.first {
        case nil: nil
        case .reaching(let stage, _): .committed(stage)
        case .asking(let stage): .ends(stage)
        }
    }

    /// The group of the stage asked for has committed this. A partition without a commit counts as 0.
    mutating func answer(committed: Offsets) {
        guard case .reaching(let stage, let targets)? = waves.first else { return }
        guard targets.allSatisfy({ committed[$0.key, default: 0] >= $0.value }) else { return }
        switch stage {
        case .parse: waves[0] = .asking(.enrich)
        case .enrich: waves[0] = .asking(.archive)
        case .archive: waves.removeFirst()
        }
    }

    /// What the stage asked for reads ends here.
    mutating func answer(ends: Offsets) {
        guard case .asking(let stage)? = waves.first else { return }
        waves[0] = .reaching(stage, ends)
    }
}
