import Kafka
import Testing

/// What an administrator can ask the embedded cluster: positions and lag, by which an embedded run knows its end.
struct AdminTests {
    @Test func lagOfAGroupFollowsItsCommits() throws {
        let playground = try Playground(partitions: 2)
        defer { playground.cluster.close() }
        try playground.fill(0..<7)
        let places = [playground.place(0), playground.place(1)]
        let admin = try Admin(properties: ["bootstrap.servers": playground.cluster.bootstrapServers])
        let marks = try admin.watermarks(places)
        #expect(marks[places[0]]?.low == 0)
        #expect(marks[places[0]]?.high == 7)
        #expect(marks[places[1]]?.high == 0)
        #expect(try admin.committedOffsets(group: "readers", places) == [places[0]: nil, places[1]: nil])
        #expect(try admin.groupLag(group: "readers", places)[places[0]]?.lag == 7)
        let consumer = try playground.consumer()
        try consumer.commit([OffsetPosition(places[0], offset: 5, metadata: "five")])
        let expected = [places[0]: OffsetPosition(places[0], offset: 5, metadata: "five"), places[1]: nil]
        #expect(try admin.committedOffsets(group: "readers", places) == expected)
        #expect(
            try admin.groupLag(group: "readers", places)
                == [
                    places[0]: GroupLag(committed: 5, low: 0, high: 7),
                    places[1]: GroupLag(committed: nil, low: 0, high: 0),
                ])
        #expect(try admin.describeTopics(["pages"])["pages"]?.get() == 2)
        #expect(try !admin.clusterIdentifier().isEmpty)
        #expect(consumer.close(deadlineMilliseconds: 5000))
        #expect(admin.close())
        #expect(throws: KafkaError.self) { try admin.watermarks(places) }
    }

    @Test func aCoordinatorThatIsStillComingIsWaitedFor() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let admin = try Admin(properties: ["bootstrap.servers": playground.cluster.bootstrapServers])
        defer { admin.close() }
        try playground.cluster.inject([.coordinatorLoadInProgress, .coordinatorLoadInProgress], into: .offsetFetch)
        let place = playground.place()
        #expect(try admin.committedOffsets(group: "readers", [place]) == [place: nil])
        try playground.cluster.inject([.groupAuthorizationFailed], into: .offsetFetch)
        let error = #expect(throws: KafkaError.self) { try admin.committedOffsets(group: "readers", [place]) }
        #expect(error?.isAuthorization == true)
    }

    @Test(
        arguments: [
            (GroupLag(committed: nil, low: 3, high: 10), 7), (GroupLag(committed: 5, low: 0, high: 10), 5),
            (GroupLag(committed: 1, low: 4, high: 10), 6), (GroupLag(committed: 12, low: 0, high: 10), 0),
        ] as [(GroupLag, Int64)])
    func lagCountsWhatTheLogStillHolds(lag: GroupLag, expected: Int64) {
        #expect(lag.lag == expected)
    }

    @Test func whatTheEmbeddedClusterCannotDoEndsByItsTime() throws {
        let playground = try Playground()
        defer { playground.cluster.close() }
        let admin = try Admin(properties: ["bootstrap.servers": playground.cluster.bootstrapServers])
        defer { admin.close() }
        let error = #expect(throws: KafkaError.self) {
            try admin.createTopics([TopicSpecification(name: "new", partitions: 1)], timeoutMilliseconds: 500)
        }
        #expect(error?.operation == "create topics")
        let wrong = #expect(throws: KafkaError.self) {
            try admin.createTopics([TopicSpecification(name: "new", partitions: -7)], timeoutMilliseconds: 500)
        }
        #expect(wrong?.code == .invalidArgument)
        #expect(try admin.createTopics([]).isEmpty)
        #expect(try admin.deleteTopics([]).isEmpty)
    }
}
