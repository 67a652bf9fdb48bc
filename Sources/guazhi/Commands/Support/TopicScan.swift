import Kafka
import Operations
import Stages

/// Reads partitions from one offset to another, committed messages only, without joining a group or committing.
struct TopicScan {
    /// What to do after a message.
    enum Step {
        case next
        /// Nothing more of this partition is wanted.
        case leave
    }
    let settings: Settings
    /// Its group is named, because librdkafka wants one and the ACLs know it; it is not joined.
    let group: String
    /// The partitions with messages, and the offsets to read: from the first up to, but not including, the second.
    let ranges: [TopicPartition: (from: Int64, end: Int64)]

    /// Without any message for so long, a broker is taken for gone.
    private static let silenceNanoseconds: Int64 = 15_000_000_000
    /// A stage that died leaves its transaction open for a minute at most, and the broker looks every 10 s.
    private static let openTransactionNanoseconds: Int64 = 80_000_000_000

    init(settings: Settings, ranges: [TopicPartition: (from: Int64, end: Int64)]) {
        self.settings = settings
        group = TopicNames(namespace: settings.string("namespace")).group(of: .archive)
        self.ranges = ranges.filter { $0.value.from < $0.value.end }
    }

    /// - Parameters:
    ///   - budgetMilliseconds: Give up after so long; nil: read all.
    ///   - isShallow: Only the first messages are wanted, so little is fetched ahead.
    ///   - waits: For transactions that are open before an end. Else the reading ends there.
    /// - Returns: whether everything was read.
    /// - Throws: 69 when the broker falls silent, 74 when messages are deleted while they are read, 75 for a transaction
    ///   that stays open.
    func run(
        budgetMilliseconds: Int? = nil, isShallow: Bool = false, waits: Bool = false,
        _ body: (ConsumerRecord) throws(Failure) -> Step
    ) throws(Failure) -> Bool {
        guard !ranges.isEmpty else { return true }
        let consumer = try consumer(isShallow: isShallow)
        defer { consumer.close(deadlineMilliseconds: 2000) }
        do throws(KafkaError) {
            try consumer.assign(ranges.sorted { $0.key < $1.key }.map { StartPosition($0.key, .at($0.value.from)) })
        } catch {
            throw Failure(.unavailable, "cannot read \(Self.topics(ranges)): \(error)")
        }
        var waiting = Set(ranges.keys)
        let start = monotonicNanoseconds()
        var lastNews = start
        var blocked: Set<TopicPartition> = []
        while !waiting.isEmpty {
            let now = monotonicNanoseconds()
            if let budgetMilliseconds, now - start > Int64(budgetMilliseconds) * 1_000_000 { return false }
            try checkSilence(now - lastNews, blocked)
            guard let event = consumer.poll(timeoutMilliseconds: 50) else { continue }
            switch event {
            case .record(let record):
                lastNews = now
                let partition = record.topicPartition
                blocked.remove(partition)
                guard waiting.contains(partition), let range = ranges[partition] else { continue }
                var isDone = record.offset + 1 >= range.end
                if record.offset < range.end, case .leave = try body(record) { isDone = true }
                if isDone { leave(partition, consumer, &waiting) }
            case .endOfPartition(let partition, let offset):
                lastNews = now
                if waits, let range = ranges[partition], offset < range.end {
                    blocked.insert(partition)
                } else {
                    blocked.remove(partition)
                    leave(partition, consumer, &waiting)
                }
            case .failure(let error):
                try check(error)
            }
        }
        return true
    }

    private func checkSilence(_ silence: Int64, _ blocked: Set<TopicPartition>) throws(Failure) {
        if let partition = blocked.min() {
            guard silence >= Self.openTransactionNanoseconds else { return }
            throw Failure(
                .temporaryFailure,
                "a transaction on \(partition) stays open, and what lies behind it cannot be seen; try again when the stage that writes it goes on"
            )
        }
        guard silence >= Self.silenceNanoseconds else { return }
        throw Failure(.unavailable, "no answer for 15 s while reading \(Self.topics(ranges)); try again")
    }

    private func consumer(isShallow: Bool) throws(Failure) -> Consumer {
        var properties = try ClientProperties.consumer(
            settings, group: group, instance: nil, partitions: ranges.count, isEmbedded: false)
        properties["fetch.wait.max.ms"] = "10"
        // Not queued.min.messages=1: a partition whose queue is full is looked at again a second later.
        if isShallow { properties["fetch.message.max.bytes"] = "65536" }
        do throws(KafkaError) {
            return try Consumer(properties: properties)
        } catch {
            throw Failure(client: error)
        }
    }

    /// Nothing more is fetched of a partition that is done with; what is under way is passed over.
    private func leave(_ partition: TopicPartition, _ consumer: Consumer, _ waiting: inout Set<TopicPartition>) {
        guard waiting.remove(partition) != nil, !waiting.isEmpty else { return }
        // A partition that cannot be paused costs a little reading, no more.
        _ = try? consumer.pause([partition])
    }

    /// What is not listed here librdkafka mends by itself, or the silence ends it.
    private func check(_ error: KafkaError) throws(Failure) {
        if error.isPositionLost {
            throw Failure(.ioError, "messages were deleted while they were read (\(error)); run it again")
        }
        if error.isUnknownTopic {
            throw Failure(.configuration, "\(error); create the topics with: guazhi topics apply")
        }
        if error.isAuthorization {
            throw Failure(.configuration, "reading is not allowed (\(error)); check the credentials and the ACLs")
        }
        if error.isFatal { throw Failure(.software, "cannot read \(Self.topics(ranges)): \(error)") }
    }

    private static func topics(_ ranges: [TopicPartition: (from: Int64, end: Int64)]) -> String {
        Set(ranges.keys.map(\.topic)).sorted().joined(separator: ", ")
    }
}
