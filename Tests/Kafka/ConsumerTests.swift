import Glibc
import Kafka
import Testing

/// Reading: positions, ends, commits and rewinding.
struct ConsumerTests {
    @Test(arguments: [
        (StartPosition.Offset.beginning, ["0", "1", "2", "3", "4"]), (.at(3), ["3", "4"]), (.end, []), (.at(5), []),
    ])
    func readingBeginsWhereItIsTold(offset: StartPosition.Offset, expected: [String]) throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<5)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), offset)])
        let events = consumer.events { !$0.ends.isEmpty }
        #expect(events.records.map(\.text) == expected)
        #expect(events.ends == [5])
        #expect(consumer.assignment == [playground.place()])
        #expect(!consumer.isAssignmentLost)
    }

    @Test func aPositionThatIsNotInTheLogIsAFailureThatNamesIt() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<2)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), .at(77))])
        let failure = try #require(consumer.failure())
        #expect(failure.code == .autoOffsetReset)
        #expect(failure.isPositionLost)
        #expect(failure.topicPartition == playground.place())
        #expect(failure.offset == 77)
    }

    @Test func committedTellsNoneFromSomeAndKeepsMetadata() throws {
        let playground = try Playground(partitions: 2)
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        let both = [playground.place(0), playground.place(1)]
        let before = try consumer.committed(both, timeoutMilliseconds: 5000)
        #expect(before == [both[0]: nil, both[1]: nil])
        let position = OffsetPosition(both[1], offset: 12, metadata: "poison 12 2 挂职")
        try consumer.commit([position])
        #expect(try consumer.committed(both, timeoutMilliseconds: 5000) == [both[0]: nil, both[1]: position])
        try consumer.commit([OffsetPosition(both[1], offset: 13)])
        let after = try consumer.committed([both[1]], timeoutMilliseconds: 5000)
        #expect(after == [both[1]: OffsetPosition(both[1], offset: 13)])
    }

    @Test func noAnswerAboutCommittedOffsetsIsAnErrorNotNone() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 1000) }
        try playground.cluster.setBroker(1, up: false)
        let error = #expect(throws: KafkaError.self) {
            try consumer.committed([playground.place()], timeoutMilliseconds: 500)
        }
        #expect(error?.isTimeout == true || error?.isBrokerUnavailable == true)
        #expect(error?.isRetriable == true)
    }

    @Test func asynchronousCommitReportsToTheObserver() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let heard = Heard<([OffsetPosition], KafkaError?)>()
        let observer = ClientObserver(commit: { heard.append(($0, $1)) })
        let consumer = try playground.consumer(observer: observer)
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        let position = OffsetPosition(playground.place(), offset: 3, metadata: "half way")
        try consumer.commitAsynchronously([position])
        #expect(consumer.commitsUnderWay == 1)
        _ = consumer.events { _ in consumer.commitsUnderWay == 0 }
        #expect(heard.all.map(\.0) == [[position]])
        #expect(heard.all.allSatisfy { $0.1 == nil })
        #expect(
            try consumer.committed([playground.place()], timeoutMilliseconds: 5000) == [playground.place(): position])
    }

    @Test func aRefusedCommitIsAnError() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try playground.cluster.inject([.groupAuthorizationFailed], into: .offsetCommit)
        let error = #expect(throws: KafkaError.self) {
            try consumer.commit([OffsetPosition(playground.place(), offset: 1)])
        }
        #expect(error?.code == .groupAuthorizationFailed)
        #expect(error?.isAuthorization == true)
        #expect(error?.isRetriable == false)
    }

    @Test func rewindDropsWhatWasFetchedAndReadsOnFromThere() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<200)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        #expect(consumer.records(50).last?.text == "49")
        for offset in [20, 150, 0] as [Int64] {
            try consumer.rewind(to: [StartPosition(playground.place(), .at(offset))])
            #expect(consumer.records(30).map(\.offset) == Array(offset..<offset + 30))
        }
    }

    /// Rewinding before, while and after records arrive: none of the former place may come after it.
    @Test func nothingFetchedBeforeARewindComesAfterIt() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<300)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        var random = SystemRandomNumberGenerator()
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        for _ in 0..<200 {
            let offset = Int64.random(in: 0..<250, using: &random)
            let start: StartPosition.Offset = offset % 4 == 0 ? .beginning : .at(offset)
            try consumer.rewind(to: [StartPosition(playground.place(), start)])
            usleep(UInt32.random(in: 0..<3000, using: &random))
            let count = Int64.random(in: 0..<4, using: &random)
            let first = start == .beginning ? 0 : offset
            #expect(consumer.records(Int(count)).map(\.offset) == Array(first..<first + count))
        }
    }

    /// A late answer to "where is the beginning?" made librdkafka go back there 0.7 s after the second start.
    @Test(arguments: [0, 20, 130] as [UInt32])
    func aFirstStartThatIsReplacedSoonDoesNotComeBack(milliseconds: UInt32) throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.fill(0..<6)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        _ = try consumer.partitionCounts(of: ["pages"], timeoutMilliseconds: 5000)
        try playground.cluster.setRoundTrip(ofBroker: 1, milliseconds: 100)
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        usleep(milliseconds * 1000)
        try consumer.rewind(to: [StartPosition(playground.place(), .at(4))])
        let limit = ContinuousClock.now + .milliseconds(1500)
        let events = consumer.events { _ in ContinuousClock.now > limit }
        #expect(events.records.map(\.offset) == [4, 5])
    }

    @Test func pausedPartitionsWait() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        try consumer.assign([StartPosition(playground.place(), .beginning)])
        #expect(consumer.events { !$0.ends.isEmpty }.ends == [0])
        try consumer.pause([playground.place()])
        try playground.fill(0..<1)
        #expect(consumer.poll(timeoutMilliseconds: 300) == nil)
        try consumer.resume([playground.place()])
        #expect(consumer.records(1).first?.text == "0")
    }

    @Test func watermarksAndPartitionCountsComeFromTheBroker() throws {
        let playground = try Playground(partitions: 3)
        defer { playground.cluster.close() }
        try playground.fill(0..<4)
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        let marks = try consumer.watermarks(playground.place(), timeoutMilliseconds: 5000)
        #expect(marks.low == 0)
        #expect(marks.high == 4)
        #expect(try consumer.partitionCounts(of: ["pages"], timeoutMilliseconds: 5000) == ["pages": 3])
        #expect(try !consumer.clusterIdentifier(timeoutMilliseconds: 5000).isEmpty)
    }

    @Test func anUnknownTopicIsNamed() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        try playground.cluster.setError(.unknownTopicOrPartition, ofTopic: "missing")
        let consumer = try playground.consumer()
        defer { consumer.close(deadlineMilliseconds: 5000) }
        let error = #expect(throws: KafkaError.self) {
            try consumer.partitionCounts(of: ["pages", "missing"], timeoutMilliseconds: 5000)
        }
        #expect(error?.isUnknownTopic == true)
        #expect(error?.topicPartition?.topic == "missing")
        #expect(error?.operation == "describe topic missing")
    }

    @Test func aGroupMemberIsAskedWhereToBeginAndToldWhenItsPartitionsGo() throws {
        let playground = try Playground(partitions: 2)
        defer { playground.cluster.close() }
        try playground.fill(0..<5)
        let consumer = try playground.consumer()
        var assigned: [[TopicPartition]] = []
        var revoked: [[TopicPartition]] = []
        var lost: [Bool] = []
        try consumer.subscribe(["pages"]) { partitions throws(KafkaError) in
            assigned.append(partitions.sorted())
            let committed = try consumer.committed(partitions, timeoutMilliseconds: 5000)
            #expect(committed.values.allSatisfy { $0 == nil })
            return partitions.map { StartPosition($0, .at($0.partition == 0 ? 3 : 0)) }
        } onRevoked: {
            revoked.append($0.sorted())
            lost.append($1)
        }
        #expect(consumer.records(2).map(\.text) == ["3", "4"])
        let both = [playground.place(0), playground.place(1)]
        #expect(assigned == [both])
        #expect(revoked.isEmpty)
        #expect(consumer.close(deadlineMilliseconds: 8000))
        #expect(revoked == [both])
        #expect(lost == [false])
    }

    @Test func whatAnAssignmentThrowsComesOutOfThePoll() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let consumer = try playground.consumer()
        try consumer.subscribe(["pages"]) { _ throws(KafkaError) in
            throw KafkaError(code: .timedOut, operation: "find the beginning")
        } onRevoked: { _, _ in
        }
        #expect(consumer.failure()?.operation == "find the beginning")
        #expect(consumer.assignment.isEmpty)
        #expect(consumer.close(deadlineMilliseconds: 8000))
    }
}
