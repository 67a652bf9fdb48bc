import Kafka
import Testing

/// What is sent is what is read.
struct RecordTests {
    static let everyByte = Array(UInt8.min...UInt8.max)

    static let records: [ProducerRecord] = [
        ProducerRecord(topic: "pages", partition: 0, key: nil, value: nil),
        ProducerRecord(topic: "pages", partition: 0, key: [], value: []),
        ProducerRecord(topic: "pages", partition: 0, key: nil, value: []),
        ProducerRecord(topic: "pages", partition: 0, key: [], value: nil),
        ProducerRecord(topic: "pages", partition: 0, key: everyByte, value: everyByte),
        ProducerRecord(topic: "pages", partition: 0, key: [0], value: Array(repeating: 0, count: 300_000)),
        ProducerRecord(topic: "pages", partition: 0, value: Array("挂职".utf8), timestamp: 1_600_000_000_123),
        ProducerRecord(
            topic: "pages", partition: 0, value: [1],
            headers: [
                Header(name: "null", value: nil), Header(name: "empty", value: []), Header("text", "挂职"),
                Header(name: "bytes", value: everyByte), Header("标题", "中文名"), Header("twice", "1"),
                Header("twice", "2"),
                Header("", "no name"), Header("a name that is longer than fifteen bytes", "x"),
            ]),
    ]

    @Test func everyFormOfRecordComesBackAsItWasSent() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let producer = try playground.producer()
        // Twice, so that the names that the first round left in the client's table are used again.
        let sent = Self.records + Self.records.reversed()
        for record in sent { try producer.send(record) }
        try producer.flush(timeoutMilliseconds: 10_000)
        #expect(producer.delivered == sent.count)
        #expect(producer.outstanding == 0)
        #expect(producer.close(deadlineMilliseconds: 5000))

        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        let read = consumer.records(sent.count)
        #expect(read.map(\.value) == sent.map(\.value))
        #expect(read.map(\.key) == sent.map(\.key))
        #expect(read.map(\.headers) == sent.map(\.headers))
        #expect(read.map(\.offset) == Array(0..<Int64(sent.count)))
        #expect(read.allSatisfy { $0.topicPartition == playground.place() && $0.timestampKind == .created })
        #expect(read[6].timestamp == 1_600_000_000_123)
        #expect(try #require(read[0].timestamp) > 1_700_000_000_000)
    }

    @Test func lastHeaderOfANameCounts() throws {
        let headers = [Header("a", "1"), Header("b", "2"), Header("a", "3")]
        #expect(headers.last(named: "a")?.text == "3")
        #expect(headers.last(named: "c") == nil)
    }

    /// From Apache Kafka's UtilsTest, and "21" and "foobar" from its documentation of the default partitioner.
    @Test(arguments: [
        ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
    ])
    func murmur2IsJavas(key: String, hash: Int32) {
        #expect(Int32(bitPattern: murmur2(Array(key.utf8))) == hash)
    }

    @Test func partitionOfAKeyIsTheOneThatTheProducerChooses() throws {
        let playground = try Playground(partitions: 7)
        defer { playground.cluster.close() }
        let producer = try playground.producer()
        let keys = (0..<50).map { Array("网页/\($0)/\(String(repeating: "x", count: $0 % 5))".utf8) }
        for key in keys { try producer.send(ProducerRecord(topic: "pages", key: key, value: key)) }
        try producer.flush(timeoutMilliseconds: 10_000)
        producer.close(deadlineMilliseconds: 5000)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign((0..<7).map { StartPosition(playground.place($0), .beginning) })
        let read = consumer.records(keys.count)
        #expect(read.count == keys.count)
        for record in read {
            #expect(record.topicPartition.partition == murmur2Partition(key: try #require(record.key), count: 7))
        }
        #expect(murmur2Partition(key: [1], count: 0) == 0)
    }
}
