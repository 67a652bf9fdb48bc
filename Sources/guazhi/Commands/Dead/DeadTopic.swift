import Kafka
import Operations
import Stages

/// The dead letters of the topic: of each key the latest message counts, and a tombstone takes it away.
struct DeadTopic {
    let settings: Settings
    let name: String
    private let ranges: [TopicPartition: (from: Int64, end: Int64)]

    /// Looks up what there is to read.
    ///
    /// - Throws: 78 without the topic, 69 without a broker.
    init(_ cluster: Cluster, settings: Settings) throws(Failure) {
        self.settings = settings
        let name = TopicNames(namespace: settings.string("namespace")).dead
        self.name = name
        guard let count = try cluster.partitionCounts(of: [name])[name] else {
            throw Failure(
                .configuration,
                "topic \(name) does not exist, so nothing was refused yet; create it with: guazhi topics apply")
        }
        let partitions = (0..<Int32(clamping: count)).map { TopicPartition(topic: name, partition: $0) }
        let marks = try cluster.reached { () throws(KafkaError) in try cluster.admin.watermarks(partitions) }
        ranges = marks.mapValues { (from: $0.low, end: $0.high) }
    }

    /// Of partitions whose ends are known.
    init(settings: Settings, name: String, marks: [TopicPartition: (low: Int64, high: Int64)]) {
        self.settings = settings
        self.name = name
        ranges = marks.mapValues { (from: $0.low, end: $0.high) }
    }

    /// How many messages there are at most, letters that were replaced and transaction markers included.
    var messages: Int64 { ranges.values.reduce(0) { $0 + max(0, $1.end - $1.from) } }

    /// Reads every message of the log as it was when this was made.
    ///
    /// - Parameter waits: For transactions that are still open before that end. What was committed behind them is not
    ///   seen before they are over, and it may be the tombstone of a letter.
    func forEach(waits: Bool, _ body: (ConsumerRecord) -> Void) throws(Failure) {
        _ = try TopicScan(settings: settings, ranges: ranges).run(waits: waits) { record throws(Failure) in
            body(record)
            return .next
        }
    }

    /// Reads the letters that `filter` lets through, in the order they were written in each partition.
    ///
    /// - Parameters:
    ///   - keepsBytes: Which of them are to have their original value.
    ///   - budgetMilliseconds: Give up after so long; nil: read all.
    /// - Returns: nil when the time was over.
    func letters(
        _ filter: LetterFilter = LetterFilter(), budgetMilliseconds: Int? = nil,
        keepsBytes: (Letter) -> Bool = { _ in false }
    ) throws(Failure) -> [Letter]? {
        var letters = LatestLetters()
        let isWhole = try TopicScan(settings: settings, ranges: ranges).run(budgetMilliseconds: budgetMilliseconds) {
            record throws(Failure) in
            letters.add(record, filter, keepsBytes: keepsBytes)
            return .next
        }
        return isWhole ? letters.inOrder : nil
    }
}

/// Folds the messages of the topic into the letters that count. Pure.
struct LatestLetters {
    private var letters = LatestOfKeys<Letter>()

    /// A later message of a key takes the earlier one's place even where the filter does not let it through.
    mutating func add(_ record: ConsumerRecord, _ filter: LetterFilter, keepsBytes: (Letter) -> Bool = { _ in false }) {
        letters.add(record) { value in
            var letter = Letter(record, value: value)
            guard filter.matches(letter) else { return nil }
            if letter.size != nil, keepsBytes(letter) { letter.bytes = value }
            return letter
        }
    }

    /// By partition and offset.
    var inOrder: [Letter] { letters.inOrder.map(\.kept) }
}
