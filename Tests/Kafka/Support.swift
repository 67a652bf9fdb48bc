import Kafka
import Synchronization
import Testing

/// A cluster with one topic and the clients that a test makes on it.
struct Playground {
    let cluster: EmbeddedCluster
    let topic: String

    init(topic: String = "pages", partitions: Int = 1, brokers: Int = 1) throws {
        cluster = try EmbeddedCluster(brokers: brokers)
        self.topic = topic
        try cluster.createTopic(topic, partitions: partitions)
    }

    func place(_ partition: Int32 = 0) -> TopicPartition { TopicPartition(topic: topic, partition: partition) }

    func producer(
        _ properties: [String: String] = [:], observer: ClientObserver = .silent
    ) throws -> Producer {
        let base = ["bootstrap.servers": cluster.bootstrapServers, "linger.ms": "1"]
        return try Producer(properties: base.merging(properties) { $1 }, observer: observer)
    }

    func consumer(
        group: String = "readers", _ properties: [String: String] = [:], observer: ClientObserver = .silent
    ) throws -> Consumer {
        let base = [
            "bootstrap.servers": cluster.bootstrapServers, "group.id": group, "fetch.wait.max.ms": "10",
            "session.timeout.ms": "3500",
        ]
        return try Consumer(properties: base.merging(properties) { $1 }, observer: observer)
    }

    /// Sends values "0", "1", … to partition 0.
    func fill(_ values: Range<Int>) throws {
        let producer = try producer()
        for value in values {
            try producer.send(ProducerRecord(topic: topic, partition: 0, value: Array("\(value)".utf8)))
        }
        try producer.flush(timeoutMilliseconds: 10_000)
        producer.close(deadlineMilliseconds: 5000)
    }
}

extension Consumer {
    /// Polls until `enough` says so, or twenty seconds are over.
    func events(until enough: ([ConsumerEvent]) -> Bool) -> [ConsumerEvent] {
        let limit = ContinuousClock.now + .seconds(20)
        var events: [ConsumerEvent] = []
        while !enough(events), ContinuousClock.now < limit {
            if let event = poll(timeoutMilliseconds: 100) { events.append(event) }
        }
        return events
    }

    func records(_ count: Int) -> [ConsumerRecord] {
        events { $0.records.count >= count }.records
    }

    /// The first failure within that time.
    func failure() -> KafkaError? {
        events { !$0.failures.isEmpty }.failures.first
    }
}

extension [ConsumerEvent] {
    var records: [ConsumerRecord] {
        compactMap { if case .record(let record) = $0 { record } else { nil } }
    }

    var failures: [KafkaError] {
        compactMap { if case .failure(let error) = $0 { error } else { nil } }
    }

    var ends: [Int64] {
        compactMap { if case .endOfPartition(_, let offset) = $0 { offset } else { nil } }
    }
}

extension ConsumerRecord {
    var text: String? { value.map { String(decoding: $0, as: UTF8.self) } }
}

/// Collects what an observer hears, from any thread.
final class Heard<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    func append(_ value: Value) { values.withLock { $0.append(value) } }
    var all: [Value] { values.withLock { $0 } }
}
