// What Guazhi's lane costs over a plain C loop: both pass the same records from one topic to another, exactly once, with
// the same librdkafka properties, batches and headers, in turn on one broker.
//
// usage: passthrough [--records N] [--rounds N] [--bytes N] [--set KEY=VALUE]...     KAFKA_HOME names an Apache Kafka distribution
import CLoop
import Foundation
import Kafka
import KafkaTestSupport
import Operations
import Reports
import Stages
import Synchronization

/// Passes every record on as it is.
struct IdentityStage: Stage {
    let name = StageName.parse

    func transform(_ record: ConsumerRecord) throws(StageError) -> [StageOutput] {
        [StageOutput(value: record.value ?? [], headers: record.headers)]
    }
}

struct Round {
    var rate: Double
    var cpuSeconds: Double
}

func argument(_ name: String, _ fallback: Int) -> Int {
    guard let index = CommandLine.arguments.firstIndex(of: name), index + 1 < CommandLine.arguments.count else {
        return fallback
    }
    return Int(CommandLine.arguments[index + 1]) ?? fallback
}

func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// librdkafka rests for a second when a partition's queue is full (2.0.2), which would hide what is measured here: both get
/// room. `--set KEY=VALUE`, for both too.
let room = Settings.Override(key: "kafka.queued.max.messages.kbytes", value: "65536", flag: "--set")
let further: [Settings.Override] =
    [room]
    + zip(CommandLine.arguments, CommandLine.arguments.dropFirst()).compactMap {
        flag, assignment in
        guard flag == "--set", let equals = assignment.firstIndex(of: "=") else { return nil }
        return .init(
            key: String(assignment[..<equals]), value: String(assignment[assignment.index(after: equals)...]),
            flag: flag)
    }
let records = argument("--records", 60_000)
let rounds = argument("--rounds", 5)
let size = argument("--bytes", 6000)
let partitions = 4
let least = 0.70

let broker = try TestBroker.start()
defer { broker.stop() }

func settings(_ namespace: String) throws -> Settings {
    try Settings.load(
        file: nil, environment: [:],
        overrides: [
            ("bootstrap-servers", broker.bootstrapServers), ("namespace", namespace), ("partitions", "\(partitions)"),
            ("log.level", "error"),
        ].map { .init(key: $0.0, value: $0.1, flag: "--set") } + further)
}

func fill(_ settings: Settings, _ names: TopicNames) throws {
    let cluster = try Cluster(settings: settings, logger: Logger(settings: settings, component: "passthrough"))
    _ = try cluster.apply(TopicPlan(settings: settings))
    cluster.close()
    let producer = try Producer(properties: [
        "bootstrap.servers": broker.bootstrapServers, "linger.ms": "20", "batch.size": "1000000",
    ])
    var value = [UInt8](repeating: 0x78, count: size)
    for index in 0..<records {
        for (place, byte) in String(index).utf8.enumerated() { value[place] = byte }
        let facts = DocumentFacts(
            location: "site/page/\(index)", sha256: String(repeating: "0", count: 64), bytes: size,
            path: "/pages/\(index).txt", retrievedAt: Timestamp(nanoseconds: 0), ingestedAt: Timestamp(nanoseconds: 0))
        let record = ProducerRecord(
            topic: names.raw, partition: Int32(index % partitions), key: Array(facts.location.utf8), value: value,
            headers: DocumentHeaders.encode(facts), timestamp: nil)
        while true {
            do throws(KafkaError) {
                try producer.send(record)
                break
            } catch {
                guard error.isQueueFull else { throw error }
                _ = producer.poll(timeoutMilliseconds: 20)
            }
        }
    }
    try producer.flush(timeoutMilliseconds: 120_000)
    _ = producer.close(deadlineMilliseconds: 5000)
}

/// Watches a group from outside, the same way for both: the rate between its first commit and its last.
func measure(_ settings: Settings, _ names: TopicNames, _ work: @escaping @Sendable () throws -> Void) throws -> Round {
    let cluster = try Cluster(settings: settings, logger: Logger(settings: settings, component: "passthrough"))
    defer { cluster.close() }
    let failure = Mutex<String?>(nil)
    let before = cpuSeconds()
    let thread = Thread {
        do { try work() } catch { failure.withLock { $0 = "\(error)" } }
    }
    thread.stackSize = 1 << 20
    thread.start()
    var first: (time: ContinuousClock.Instant, done: Int64)?
    while true {
        let progress = try cluster.progress(of: names.group(of: .parse), on: names.raw, partitions: partitions)
        let done = progress.partitions.values.reduce(0) { $0 + max(0, $1.committed ?? 0) }
        let now = ContinuousClock.now
        if first == nil, done > 0 { first = (now, done) }
        if let first, done >= Int64(records) {
            let elapsed = (now - first.time) / .seconds(1)
            while !thread.isFinished { usleep(10_000) }
            return Round(rate: Double(Int64(records) - first.done) / elapsed, cpuSeconds: cpuSeconds() - before)
        }
        if let failure = failure.withLock({ $0 }) { throw Failure(.software, failure) }
        usleep(5000)
    }
}

func runLoop(_ settings: Settings, _ names: TopicNames) throws {
    let consumer = try ClientProperties.consumer(
        settings, group: names.group(of: .parse), instance: nil, partitions: partitions, isEmbedded: false
    ).merging(["auto.offset.reset": "earliest"]) { $1 }
    var producer = try ClientProperties.producer(
        settings, messageBytes: 1 << 20, transactionTimeoutMilliseconds: 15_000, isEmbedded: false)
    producer["transactional.id"] = "cloop-\(UInt32.random(in: 0 ... .max))"
    func withProperties<Result>(_ properties: [String: String], _ body: (cloop_properties) -> Result) -> Result {
        let list = properties.sorted { $0.key < $1.key }
        let names = list.map { UnsafePointer<CChar>(strdup($0.key)) }
        let values = list.map { UnsafePointer<CChar>(strdup($0.value)) }
        defer { for word in names + values { free(UnsafeMutablePointer(mutating: word)) } }
        return names.withUnsafeBufferPointer { names in
            values.withUnsafeBufferPointer { values in
                body(cloop_properties(names: names.baseAddress, values: values.baseAddress, count: Int32(list.count)))
            }
        }
    }
    var error = [CChar](repeating: 0, count: 512)
    let code = withProperties(consumer) { consumer in
        withProperties(producer) { producer in
            cloop_run(
                consumer, producer, names.raw, names.parsed, records, Int32(settings.integer("batch.records")),
                settings.bytes("batch.bytes"), Int32(settings.milliseconds("batch.linger")), &error, 512)
        }
    }
    if code != 0 {
        throw Failure(
            .software, String(decoding: error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}

func runLane(_ settings: Settings) throws {
    try StageRunner(
        stage: IdentityStage(), settings: settings, options: StageOptions(exitWhenIdleMilliseconds: 200),
        logger: Logger(settings: settings, component: "passthrough"), drain: DrainSignal()
    ).run()
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

var loop: [Round] = []
var lane: [Round] = []
for round in 0..<(rounds * 2) {
    let isLoop = round % 2 == 0
    let namespace = "\(isLoop ? "loop" : "lane")\(round)"
    let settings = try settings(namespace)
    let names = TopicNames(namespace: namespace)
    try fill(settings, names)
    let result =
        isLoop
        ? try measure(settings, names) { try runLoop(settings, names) }
        : try measure(settings, names) { try runLane(settings) }
    if isLoop { loop.append(result) } else { lane.append(result) }
    print(
        "\(isLoop ? "C loop    " : "Swift lane") \(Int(result.rate)) records/s, \(Int(result.cpuSeconds * 1e6 / Double(records))) us of CPU a record"
    )
    let admin = try Admin(properties: ["bootstrap.servers": broker.bootstrapServers])
    _ = try admin.deleteTopics(names.all)
    _ = admin.close()
}
let sample = try settings("sample")
print(
    "properties of both, producer:",
    try ClientProperties.producer(
        sample, messageBytes: 1 << 20, transactionTimeoutMilliseconds: 15_000, isEmbedded: false
    ).filter { $0.key != "bootstrap.servers" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
        separator: " "))
print(
    "consumer:",
    try ClientProperties.consumer(sample, group: "…", instance: nil, partitions: partitions, isEmbedded: false).filter {
        $0.key != "bootstrap.servers"
    }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
print(
    "batches of \(sample.integer("batch.records")) records, \(sample.bytes("batch.bytes")) bytes, \(sample.milliseconds("batch.linger")) ms; \(records) records of \(size) bytes, 6 headers, \(partitions) partitions, one lane"
)
let ratio = median(lane.map(\.rate)) / median(loop.map(\.rate))
print(
    "median C loop \(Int(median(loop.map(\.rate))))/s, Swift lane \(Int(median(lane.map(\.rate))))/s, ratio \((ratio * 100).rounded() / 100) (at least \(least))"
)
broker.stop()
exit(ratio >= least ? 0 : 1)
