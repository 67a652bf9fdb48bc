import Foundation
import Kafka
import KafkaTestSupport
import Operations
import Reports
import Synchronization
import Testing

@testable import Stages

/// A cluster with the five topics, and an ingest to run against it.
final class IngestHarness: Sendable {
    let settings: Settings
    let names: TopicNames
    let isEmbedded: Bool
    private let host: EmbeddedCluster?

    /// Against librdkafka's mock cluster, as `guazhi run` has it.
    init(embedded overrides: [String: String] = [:]) throws {
        let host = try EmbeddedCluster()
        let names = TopicNames(namespace: "")
        for topic in names.aligned { try host.createTopic(topic, partitions: 4) }
        self.host = host
        self.names = names
        isEmbedded = true
        settings = try Self.settings(host.bootstrapServers, overrides)
    }

    /// Against Apache Kafka, in a namespace of its own.
    init(broker: TestBroker, _ overrides: [String: String] = [:]) throws {
        host = nil
        isEmbedded = false
        let namespace = "t\(UInt32.random(in: 0 ... .max))"
        settings = try Self.settings(
            broker.bootstrapServers, ["namespace": namespace, "partitions": "2"].merging(overrides) { $1 })
        names = TopicNames(namespace: namespace)
        let cluster = try Cluster(settings: settings, logger: Self.silent)
        defer { cluster.close() }
        _ = try cluster.apply(TopicPlan(settings: settings))
        // A broker answers that a topic is made a moment before it knows it by name.
        let deadline = ContinuousClock.now + .seconds(10)
        while try cluster.partitionCounts(of: names.all).count < names.all.count, ContinuousClock.now < deadline {
            usleep(20_000)
        }
    }

    static let silent = Logger(level: .error, format: .text, component: "test", isColoured: false)

    private static func settings(_ servers: String, _ overrides: [String: String]) throws -> Settings {
        var settings = try Settings.defaults.overriding("bootstrap-servers", with: servers, by: "test")
        for (key, value) in overrides { settings = try settings.overriding(key, with: value, by: "test") }
        return settings
    }

    func options(follow: Bool = false, manifest: String? = nil, resend: Bool = false) throws -> IngestOptions {
        try IngestOptions(follow: follow, manifest: manifest, resend: resend, isEmbedded: isEmbedded)
    }

    /// The part that takes single files, connected and with nothing taken yet.
    func intake(root: String, cluster: Cluster) throws -> Intake {
        let client = IngestClient(settings: settings, logger: Self.silent, drain: DrainSignal(), isEmbedded: isEmbedded)
        let outlet = try PlainOutlet(client: client, cluster: cluster)
        var ledger = Ledger()
        try outlet.open(&ledger)
        return Intake(
            client: client, options: try options(), roots: try SourceRoots(parsing: [root]).roots, manifest: nil,
            ledger: ledger, outlet: outlet, progress: { _ in })
    }

    /// Runs ingest on a thread of its own, since it blocks; `drain` ends it.
    func start(
        _ roots: [String], _ options: IngestOptions, drain: DrainSignal = DrainSignal(),
        changing: [String: String] = [:]
    ) -> Task<Result<IngestSummary, any Error>, Never> {
        let settings = settings
        return Task {
            await withCheckedContinuation { continuation in
                let thread = Thread {
                    continuation.resume(
                        returning: Result {
                            var settings = settings
                            for (key, value) in changing {
                                settings = try settings.overriding(key, with: value, by: "test")
                            }
                            return try Ingest(
                                settings: settings, roots: roots, options: options, logger: Self.silent, drain: drain
                            ).run()
                        })
                }
                thread.start()
            }
        }
    }

    func run(
        _ roots: [String], _ options: IngestOptions? = nil, changing: [String: String] = [:]
    ) async throws -> IngestSummary {
        try await start(roots, try options ?? self.options(), changing: changing).value.get()
    }

    /// All that a reader of committed records finds in a topic now, by partition and offset.
    func records(of topic: String, isolation: String = "read_committed") throws -> [ConsumerRecord] {
        let consumer = try Consumer(properties: [
            "bootstrap.servers": settings.list("bootstrap-servers").joined(separator: ","), "group.id": "test-reader",
            "isolation.level": isolation, "fetch.wait.max.ms": "10",
        ])
        defer { _ = consumer.close(deadlineMilliseconds: 5000) }
        let count = try #require(
            try consumer.partitionCounts(of: [topic], timeoutMilliseconds: 5000)[topic])
        let partitions = (0..<Int32(count)).map { TopicPartition(topic: topic, partition: $0) }
        try consumer.assign(partitions.map { StartPosition($0, .beginning) })
        var open = Set(partitions)
        var records: [ConsumerRecord] = []
        let deadline = ContinuousClock.now + .seconds(20)
        while !open.isEmpty, ContinuousClock.now < deadline {
            switch consumer.poll(timeoutMilliseconds: 200) {
            case .record(let record): records.append(record)
            case .endOfPartition(let partition, _): open.remove(partition)
            case .failure, nil: break
            }
        }
        #expect(open.isEmpty, "the end of \(topic) was not reached")
        return records.sorted { ($0.topicPartition, $0.offset) < ($1.topicPartition, $1.offset) }
    }

    func facts(of topic: String) throws -> [DocumentFacts] {
        try records(of: topic).map { try DocumentHeaders.decode($0.headers) }
    }

    /// Waits, bounded, until `condition` holds.
    func eventually(_ what: String, within seconds: Int = 20, _ condition: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard ContinuousClock.now < deadline else {
                Issue.record("not within \(seconds) s: \(what)")
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Commits, for a stage's group, the end of what it reads: what a stage that keeps up would have done.
    func catchUp(_ stage: StageName, _ topic: String) throws {
        let cluster = try Cluster(settings: settings, logger: Self.silent)
        defer { cluster.close() }
        let count = try #require(try cluster.partitionCounts(of: [topic])[topic])
        let ends = try cluster.admin.watermarks(
            (0..<Int32(count)).map { TopicPartition(topic: topic, partition: $0) })
        let consumer = try Consumer(properties: [
            "bootstrap.servers": settings.list("bootstrap-servers").joined(separator: ","),
            "group.id": names.group(of: stage),
        ])
        defer { _ = consumer.close(deadlineMilliseconds: 5000) }
        try consumer.commit(ends.map { OffsetPosition($0.key, offset: $0.value.high) })
    }
}
