import Kafka
import KafkaTestSupport
import Operations
import Reports
import Testing

@testable import Stages

/// Passes every record on as it is, but for those whose value begins with `refuse`.
private struct PassingStage: Stage {
    let name = StageName.parse

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        let value = record.value ?? []
        if value.starts(with: Array("refuse".utf8)) { throw .refuse(Refusal(.noReport, "as it says")) }
        if value.starts(with: Array("stop".utf8)) { throw .stop(Failure(.temporaryFailure, "a newer schema")) }
        if value.starts(with: Array("large".utf8)) {
            return [StageOutput(value: [UInt8](repeating: 0x61, count: 100_000), headers: record.headers)]
        }
        return [StageOutput(value: value, headers: record.headers)]
    }
}

/// A namespace of its own in a cluster, with the topics made.
private struct Pipeline {
    let settings: Settings
    let names: TopicNames
    static let partitions = 4

    init(bootstrap: String, namespace: String, _ overrides: [String: String] = [:]) throws {
        var values = [
            "bootstrap-servers": bootstrap, "namespace": namespace, "partitions": "\(Self.partitions)",
            "retry.deadline": "20s", "log.level": "error",
        ]
        values.merge(overrides) { $1 }
        settings = try Settings.load(
            file: nil, environment: [:],
            overrides: values.map { .init(key: $0.key, value: $0.value, flag: "--set") })
        names = TopicNames(namespace: namespace)
    }

    func run(_ options: StageOptions, drain: DrainSignal = DrainSignal()) throws {
        try StageRunner(
            stage: PassingStage(), settings: settings, options: options,
            logger: Logger(settings: settings, component: "test"), drain: drain
        ).run()
    }

    func produce(_ values: [String]) throws {
        let producer = try Producer(properties: [
            "bootstrap.servers": settings.list("bootstrap-servers").joined(separator: ",")
        ])
        for (index, value) in values.enumerated() {
            let facts = DocumentFacts(
                location: "site/\(index)", sha256: SHA256.sha256Hex(Array(value.utf8)), bytes: value.utf8.count)
            try producer.send(
                ProducerRecord(
                    topic: names.raw, partition: Int32(index % Self.partitions), key: Array(facts.location.utf8),
                    value: Array(value.utf8), headers: DocumentHeaders.encode(facts), timestamp: 1_700_000_000_000))
        }
        try producer.flush(timeoutMilliseconds: 20_000)
        #expect(producer.close(deadlineMilliseconds: 5000))
    }

    /// Everything a topic holds, as a reader that trusts only what is committed sees it.
    func read(_ topic: String) throws -> [ConsumerRecord] {
        let consumer = try Consumer(properties: [
            "bootstrap.servers": settings.list("bootstrap-servers").joined(separator: ","), "group.id": "test-reader",
            "isolation.level": "read_committed", "enable.partition.eof": "true", "enable.auto.commit": "false",
        ])
        _ = try consumer.partitionCounts(of: [topic], timeoutMilliseconds: 10_000)
        let all = (0..<Int32(Self.partitions)).map { TopicPartition(topic: topic, partition: $0) }
        try consumer.assign(all.map { StartPosition($0, .at(0)) })
        var open = Set(all)
        var records: [ConsumerRecord] = []
        let end = monotonicNanoseconds() + 30_000_000_000
        while !open.isEmpty, monotonicNanoseconds() < end {
            switch consumer.poll(timeoutMilliseconds: 100) {
            case .record(let record): records.append(record)
            case .endOfPartition(let partition, _): open.remove(partition)
            case .failure(let error): Issue.record("\(error)")
            case nil: break
            }
        }
        #expect(open.isEmpty)
        #expect(consumer.close(deadlineMilliseconds: 5000))
        return records
    }
}

@Suite(.serialized) struct EmbeddedStageRunnerTests {
    @Test func passesAndRefusesEachRecordInItsPartition() throws {
        let cluster = try EmbeddedCluster()
        let pipeline = try Pipeline(bootstrap: cluster.bootstrapServers, namespace: "t")
        for topic in pipeline.names.aligned { try cluster.createTopic(topic, partitions: Pipeline.partitions) }
        let values = (0..<400).map { $0 % 10 == 3 ? "refuse \($0)" : "page \($0)" }
        try pipeline.produce(values)
        let options = StageOptions(exitWhenIdleMilliseconds: 200, partitions: [0, 1, 2, 3], isEmbedded: true)
        try pipeline.run(options)

        let passed = try pipeline.read(pipeline.names.parsed)
        let refused = try pipeline.read(pipeline.names.dead)
        #expect(passed.count == 360)
        #expect(refused.count == 40)
        #expect(
            Set(passed.map { String(decoding: $0.value ?? [], as: UTF8.self) })
                == Set(values.filter { $0.hasPrefix("page") }))
        for record in passed {
            let index = try #require(Int(String(decoding: record.key ?? [], as: UTF8.self).split(separator: "/")[1]))
            #expect(record.topicPartition.partition == Int32(index % Pipeline.partitions))
            #expect(record.timestamp == 1_700_000_000_000)
        }
        let letter = try #require(refused.first)
        #expect(letter.headers.text(HeaderName.deadStage) == "parse")
        #expect(letter.headers.text(HeaderName.deadCode) == "no_report")
        #expect(letter.headers.text(HeaderName.location)?.hasPrefix("site/") == true)
        // A second run has nothing to do: the group stands at the end.
        try pipeline.run(options)
        #expect(try pipeline.read(pipeline.names.parsed).count == 360)
    }

    @Test func oversizedRecordsAreRefusedOrTravelByReference() throws {
        let cluster = try EmbeddedCluster()
        for (namespace, store) in [("none", ""), ("store", Temporary.folder())] {
            let pipeline = try Pipeline(
                bootstrap: cluster.bootstrapServers, namespace: namespace,
                ["message-bytes": "64KiB", "payload-store": store])
            for topic in pipeline.names.aligned { try cluster.createTopic(topic, partitions: Pipeline.partitions) }
            try pipeline.produce(["large", "small"])
            try pipeline.run(
                StageOptions(exitWhenIdleMilliseconds: 200, partitions: [0, 1, 2, 3], isEmbedded: true))
            let passed = try pipeline.read(pipeline.names.parsed)
            let refused = try pipeline.read(pipeline.names.dead)
            if store.isEmpty {
                #expect(passed.count == 1)
                #expect(refused.first?.headers.text(HeaderName.deadCode) == "record_too_large")
            } else {
                #expect(refused.isEmpty)
                let reference = try #require(passed.compactMap { $0.headers.text(HeaderName.payload) }.first)
                let bytes = try PayloadStore(directory: store).get(reference, maximumBytes: 1_000_000)
                #expect(bytes.count == 100_000)
            }
        }
    }

    @Test func newerSchemaStopsTheLaneWithoutConsuming() throws {
        let cluster = try EmbeddedCluster()
        let pipeline = try Pipeline(bootstrap: cluster.bootstrapServers, namespace: "stop")
        for topic in pipeline.names.aligned { try cluster.createTopic(topic, partitions: Pipeline.partitions) }
        try pipeline.produce(["a", "b", "c", "d", "stop", "e"])
        let options = StageOptions(exitWhenIdleMilliseconds: 200, partitions: [0, 1, 2, 3], isEmbedded: true)
        let failure = #expect(throws: Failure.self) { try pipeline.run(options) }
        #expect(failure?.exitCode == .temporaryFailure)
        let again = #expect(throws: Failure.self) { try pipeline.run(options) }
        #expect(again?.exitCode == .temporaryFailure)
    }

    /// Nothing could be replayed after the run, and the other documents would never reach the archive.
    @Test func theBrakeIsOffOnTheClusterOfARun() throws {
        let cluster = try EmbeddedCluster()
        let pipeline = try Pipeline(
            bootstrap: cluster.bootstrapServers, namespace: "no-brake",
            ["brake.ordinary": "", "brake.minimum": "1", "brake.share": "1"])
        for topic in pipeline.names.aligned { try cluster.createTopic(topic, partitions: Pipeline.partitions) }
        try pipeline.produce((0..<50).map { "refuse \($0)" })
        try pipeline.run(StageOptions(exitWhenIdleMilliseconds: 200, partitions: [0, 1, 2, 3], isEmbedded: true))
        #expect(try pipeline.read(pipeline.names.dead).count == 50)
    }

    @Test func unequalPartitionsAreAConfigurationError() throws {
        let cluster = try EmbeddedCluster()
        let pipeline = try Pipeline(bootstrap: cluster.bootstrapServers, namespace: "unequal")
        for topic in pipeline.names.aligned.dropLast() { try cluster.createTopic(topic, partitions: 2) }
        try cluster.createTopic(pipeline.names.dead, partitions: 3)
        let failure = #expect(throws: Failure.self) { try pipeline.run(StageOptions(isEmbedded: true)) }
        #expect(failure?.exitCode == .configuration)
        #expect(failure?.message.contains("reports.dead has 3") == true)
    }
}

@Suite(.serialized, .enabled(if: TestBroker.isAvailable)) struct StageRunnerOnApacheKafkaTests {
    @Test(arguments: [1, 2]) func passesEachRecordOnce(lanes: Int) throws {
        let broker = try TestBroker.shared()
        let pipeline = try Pipeline(
            bootstrap: broker.bootstrapServers, namespace: "lanes\(lanes)-\(UInt32.random(in: 0 ... .max))",
            ["lanes": "\(lanes)"])
        let cluster = try Cluster(
            settings: pipeline.settings, logger: Logger(settings: pipeline.settings, component: "test"))
        _ = try cluster.apply(TopicPlan(settings: pipeline.settings))
        let values = (0..<3000).map { $0 % 10 == 3 ? "refuse \($0)" : "page \($0)" }
        try pipeline.produce(values)
        try pipeline.run(StageOptions(exitWhenIdleMilliseconds: 500))
        let passed = try pipeline.read(pipeline.names.parsed)
        #expect(passed.count == 2700)
        #expect(Set(passed.map(\.value)).count == 2700)
        #expect(try pipeline.read(pipeline.names.dead).count == 300)
        let progress = try cluster.progress(
            of: pipeline.names.group(of: .parse), on: pipeline.names.raw, partitions: Pipeline.partitions)
        #expect(progress.isDrained)
        cluster.close()
    }

    /// A bad release refuses a hundred documents and not a million; what it has not read, the next one reads.
    @Test(arguments: [1, 2]) func theBrakeStopsAStageThatRefusesAll(lanes: Int) throws {
        let broker = try TestBroker.shared()
        let namespace = "brake\(lanes)-\(UInt32.random(in: 0 ... .max))"
        func pipeline(_ more: [String: String]) throws -> Pipeline {
            let own = ["lanes": "\(lanes)", "batch.linger": "10ms"].merging(more) { $1 }
            return try Pipeline(bootstrap: broker.bootstrapServers, namespace: namespace, own)
        }
        let braked = try pipeline(["brake.ordinary": "", "brake.minimum": "40", "log.level": "error"])
        let cluster = try Cluster(
            settings: braked.settings, logger: Logger(settings: braked.settings, component: "test"))
        defer { cluster.close() }
        _ = try cluster.apply(TopicPlan(settings: braked.settings))
        try braked.produce((0..<2000).map { "refuse \($0)" })

        // Told to end when idle it cannot wait for a person: it ends with the sentence.
        let ended = #expect(throws: Failure.self) {
            try braked.run(StageOptions(exitWhenIdleMilliseconds: 500))
        }
        #expect(ended?.exitCode == .temporaryFailure)
        #expect(ended?.message.contains("were refused as no_report") == true, "\(String(describing: ended))")
        let refused = try braked.read(braked.names.dead).count
        #expect(refused >= 40 && refused <= 40 * lanes)

        let group = braked.names.group(of: .parse)
        func written() throws -> Int64 {
            try cluster.progress(of: group, on: braked.names.dead, partitions: Pipeline.partitions).end
        }
        let before = try written()
        // Without that it stands still, is no member of its group, says why there, and ends when told to.
        let drain = DrainSignal()
        let thread = LaneThread(status: LaneStatus())
        try thread.start { () throws(Failure) in
            do { try braked.run(StageOptions(), drain: drain) } catch let failure as Failure {
                throw failure
            } catch { throw Failure(.software, "\(error)") }
        }
        let end = monotonicNanoseconds() + 60_000_000_000
        var notes: [BrakeNote] = []
        var members = 1
        while try notes.isEmpty || members > 0 || written() == before, monotonicNanoseconds() < end, !thread.hasEnded {
            members = try cluster.admin.describeGroup(group).members.count
            notes = try Array(
                cluster.progress(of: group, on: braked.names.raw, partitions: Pipeline.partitions).braked.values)
            pause(nanoseconds: 20_000_000)
        }
        #expect(notes.first?.trip.code == .noReport)
        let standing = try braked.read(braked.names.dead).count
        #expect(standing > refused && standing <= refused + 40 * lanes)
        #expect(!thread.hasEnded)
        drain.request()
        thread.join()
        #expect(thread.failure == nil)

        // A person has decided: the reason is ordinary. Everything else is read, each once, and the notes are gone.
        let mended = try pipeline([:])
        try mended.run(StageOptions(exitWhenIdleMilliseconds: 500))
        let letters = try mended.read(mended.names.dead)
        #expect(letters.count == 2000)
        #expect(Set(letters.map(\.value)).count == 2000)
        let progress = try cluster.progress(of: group, on: mended.names.raw, partitions: Pipeline.partitions)
        #expect(progress.isDrained && progress.braked.isEmpty)
    }

    @Test func missingTopicIsAConfigurationError() throws {
        let pipeline = try Pipeline(bootstrap: try TestBroker.shared().bootstrapServers, namespace: "missing")
        let failure = #expect(throws: Failure.self) { try pipeline.run(StageOptions()) }
        #expect(failure?.exitCode == .configuration)
        #expect(failure?.message.contains("guazhi topics apply") == true)
    }

    @Test func drainsOnRequest() throws {
        let broker = try TestBroker.shared()
        let pipeline = try Pipeline(
            bootstrap: broker.bootstrapServers, namespace: "drain-\(UInt32.random(in: 0 ... .max))")
        let cluster = try Cluster(
            settings: pipeline.settings, logger: Logger(settings: pipeline.settings, component: "test"))
        _ = try cluster.apply(TopicPlan(settings: pipeline.settings))
        cluster.close()
        let drain = DrainSignal()
        drain.request()
        try pipeline.run(StageOptions(), drain: drain)
    }
}

private enum Temporary {
    static func folder() -> String { "\(temporaryDirectory())/guazhi-payload-\(UInt32.random(in: 0 ... .max))" }

    private static func temporaryDirectory() -> String {
        ProcessEnvironment.current()["TMPDIR"] ?? "/tmp"
    }
}
