import Foundation
@testable import Kafka
import Testing

/// Closing, what is heard meanwhile, and that nothing is left behind. One after the other: the last counts threads.
@Suite(.serialized)
struct LifetimeTests {
    @Test func aClosedClientAnswersWithAnError() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        #expect(consumer.close(deadlineMilliseconds: 5000))
        #expect(consumer.close(deadlineMilliseconds: 5000))
        #expect(consumer.assignment.isEmpty)
        guard case .failure(let failure) = consumer.poll(timeoutMilliseconds: 10) else {
            Issue.record("a closed consumer polls")
            return
        }
        #expect(failure.code == .state)
        #expect(throws: KafkaError.self) { try consumer.assign([]) }
        #expect(throws: KafkaError.self) { try consumer.commit([OffsetPosition(playground.place(), offset: 1)]) }
        let producer = try playground.producer()
        #expect(producer.close(deadlineMilliseconds: 5000))
        #expect(producer.close(deadlineMilliseconds: 5000))
        #expect(producer.outstanding == 0)
        #expect(producer.poll(timeoutMilliseconds: 10) == 0)
        let error = #expect(throws: KafkaError.self) { try producer.send(ProducerRecord(topic: "pages", value: nil)) }
        #expect(error?.code == .state)
        playground.cluster.close()
        #expect(throws: KafkaError.self) { try playground.cluster.createTopic("late", partitions: 1) }
    }

    @Test func closingAConsumerThatHasFetchedAheadEndsInTime() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<500)
        let consumer = try playground.consumer()
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        #expect(consumer.records(1).count == 1)
        #expect(consumer.close(deadlineMilliseconds: 5000))
    }

    @Test func closingKeepsItsDeadlineWhenTheBrokerIsGone() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let log = Heard<LogLine>()
        let observer = ClientObserver(log: { log.append($0) })
        let consumer = try playground.consumer(observer: observer)
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        #expect(consumer.events { !$0.ends.isEmpty }.ends == [0])
        try consumer.commitAsynchronously([OffsetPosition(playground.place(), offset: 1)])
        let producer = try playground.producer(observer: observer)
        try producer.warm(topics: ["pages"])
        try playground.cluster.setBroker(1, up: false)
        try consumer.commitAsynchronously([OffsetPosition(playground.place(), offset: 2)])
        try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1]))
        let began = ContinuousClock.now
        consumer.close(deadlineMilliseconds: 700)
        #expect(!producer.close(deadlineMilliseconds: 700))
        #expect(ContinuousClock.now - began < .seconds(3))
        #expect(producer.undelivered == 1)
        #expect(log.all.contains { $0.facility == "CLOSE" && $0.client == "producer" })
    }

    @Test func aDroppedClientSaysSoAndIsFreed() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let log = Heard<LogLine>()
        let observer = ClientObserver(log: { log.append($0) })
        do {
            let producer = try playground.producer(observer: observer)
            try producer.warm(topics: ["pages"])
            let consumer = try playground.consumer(observer: observer)
            try consumer.assign([StartPosition(playground.place(), .beginning)])
            _ = consumer.poll(timeoutMilliseconds: 100)
        }
        let dropped = log.all.filter { $0.message.contains("without being closed") }
        #expect(Set(dropped.map(\.client)) == ["consumer", "producer"])
    }

    @Test func aCallThatNeverReturnsIsLeftBehind() {
        let gate = DispatchSemaphore(value: 0)
        let began = ContinuousClock.now
        #expect(!HelperThread.run(waiting: 100) { gate.wait() })
        #expect(ContinuousClock.now - began < .seconds(5))
        gate.signal()
        #expect(HelperThread.run(waiting: 5000) {})
    }

    @Test func aCommitThatIsNotAnsweredEndsByItsTime() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        #expect(try consumer.committed([playground.place()], timeoutMilliseconds: 5000) == [playground.place(): nil])
        try playground.cluster.setRoundTrip(ofBroker: 1, milliseconds: 800)
        let position = OffsetPosition(playground.place(), offset: 5)
        let error = #expect(throws: KafkaError.self) { try consumer.commit([position], timeoutMilliseconds: 200) }
        #expect(error?.isTimeout == true)
        #expect(error?.operation == "commit offsets")
        // It was only not known yet: the commit arrives all the same.
        #expect(
            try consumer.committed([playground.place()], timeoutMilliseconds: 5000) == [playground.place(): position])
        #expect(consumer.close(deadlineMilliseconds: 5000))
    }

    @Test func anObserverHearsLogStatisticsAndErrors() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let log = Heard<LogLine>()
        let statistics = Heard<String>()
        let errors = Heard<KafkaError>()
        let consumer = try playground.consumer(
            ["client.id": "reader-7", "statistics.interval.ms": "50"],
            observer: ClientObserver(
                log: { log.append($0) }, statistics: { statistics.append($0) }, error: { errors.append($0) }))
        defer { consumer.close(deadlineMilliseconds: 3000) }
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        _ = consumer.events { _ in !statistics.all.isEmpty }
        let first = try #require(statistics.all.first)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
        #expect(parsed["client_id"] as? String == "reader-7")
        try playground.cluster.setBroker(1, up: false)
        _ = consumer.events { _ in !errors.all.isEmpty && !log.all.isEmpty }
        #expect(errors.all.first?.isBrokerUnavailable == true)
        #expect(errors.all.first?.isFatal == false)
        let line = try #require(log.all.first)
        #expect(line.client == "reader-7")
        #expect((0...7).contains(line.level))
        #expect(!line.facility.isEmpty && !line.message.isEmpty)
    }

    @Test func refusedRecordsLeaveNoMemory() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer(["queue.buffering.max.messages": "1"])
        try producer.warm(topics: ["pages"])
        try playground.cluster.setBroker(1, up: false)
        let record = ProducerRecord(
            topic: "pages", partition: 0, value: [1], headers: [Header("one", "1"), Header("two", "2")])
        try producer.send(record)
        func refused(_ count: Int) -> Int {
            var refused = 0
            for index in 0..<count {
                // What librdkafka says of the broker meanwhile waits to be heard, as in any program.
                if index % 1000 == 0 { producer.poll(timeoutMilliseconds: 0) }
                do throws(KafkaError) { try producer.send(record) } catch { refused += error.isQueueFull ? 1 : 0 }
            }
            return refused
        }
        #expect(refused(100_000) == 100_000)
        // The first look costs a megabyte itself.
        _ = try Self.residentBytes()
        let before = try Self.residentBytes()
        let count = Self.number("GUAZHI_TEST_PRODUCES") ?? 200_000
        #expect(refused(count) == count)
        let growth = try Self.residentBytes() - before
        if Self.number("GUAZHI_TEST_PRODUCES") != nil {
            print("\(count) refused produces: \(growth) bytes more resident")
        }
        // A list of headers that is not freed would be more than 200 bytes each time.
        #expect(growth < 1_000_000)
        producer.purge()
        producer.close(deadlineMilliseconds: 3000)
    }

    @Test func clientsLeaveNoDescriptorAndNoThread() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<3)
        func round() throws {
            let consumer = try playground.consumer()
            try consumer.assign([StartPosition(playground.place(), .beginning)])
            #expect(consumer.records(1).count == 1)
            #expect(consumer.close(deadlineMilliseconds: 5000))
            let producer = try playground.producer()
            try producer.send(ProducerRecord(topic: "pages", partition: 0, value: [1]))
            #expect(producer.close(deadlineMilliseconds: 5000))
        }
        guard let clients = Self.number("GUAZHI_TEST_CLIENTS") else {
            for _ in 0..<5 { try round() }
            let descriptors = try Self.count("/proc/self/fd")
            let threads = try Self.count("/proc/self/task")
            for _ in 0..<100 { try round() }
            // Other tests run beside this one; a client that stayed would be five descriptors and three threads each.
            #expect(try Self.count("/proc/self/fd") < descriptors + 150)
            #expect(try Self.count("/proc/self/task") < threads + 100)
            return
        }
        // Asked for by a number, this test is alone in its process.
        for _ in 0..<clients / 20 { try round() }
        _ = try Self.residentBytes()
        let (bytes, descriptors, threads) = (
            try Self.residentBytes(), try Self.count("/proc/self/fd"), try Self.count("/proc/self/task")
        )
        for _ in 0..<clients / 2 { try round() }
        let (bytesLater, descriptorsLater, threadsLater) = (
            try Self.residentBytes(), try Self.count("/proc/self/fd"), try Self.count("/proc/self/task")
        )
        print(
            "\(clients) clients: \(bytesLater - bytes) bytes more resident than \(bytes), "
                + "descriptors \(descriptors) then \(descriptorsLater), threads \(threads) then \(threadsLater)")
        #expect(descriptorsLater <= descriptors + 2)
        #expect(threadsLater <= threads + 2)
        // The least that a client could leave, one connection's buffers, would be more than a kilobyte each.
        #expect(bytesLater - bytes < clients * 1000)
    }

    /// A count from the environment, for the runs that README's figures come from.
    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }

    private static func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(pages[1])) * 4096
    }

    private static func count(_ folder: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder).count
    }
}
