internal import CRdKafka

extension Consumer {
    /// What the group has committed for these partitions.
    ///
    /// A partition has nil only when the coordinator says, without an error, that there is none; each other answer
    /// is an error, so that nobody begins at the start because a broker was away.
    public func committed(
        _ partitions: [TopicPartition], timeoutMilliseconds: Int
    ) throws(KafkaError) -> [TopicPartition: OffsetPosition?] {
        let client = try handle.live("read committed offsets")
        guard !partitions.isEmpty else { return [:] }
        let list = PartitionList(partitions)
        try handle.check(
            rd_kafka_committed(client, list.pointer, timeoutMilliseconds.milliseconds32), "read committed offsets")
        var positions: [TopicPartition: OffsetPosition?] = [:]
        for element in list.elements {
            try handle.check(element.code.response, "read committed offsets", at: element.topicPartition)
            positions.updateValue(element.position, forKey: element.topicPartition)
        }
        return positions
    }

    /// Commits and waits for the coordinator's answer.
    ///
    /// - Throws: The coordinator's refusal, or ``KafkaError/Code/timedOut``: then it is not known whether it is done.
    public func commit(_ positions: [OffsetPosition], timeoutMilliseconds: Int = 60_000) throws(KafkaError) {
        let client = try handle.live("commit offsets")
        guard !positions.isEmpty else { return }
        guard let queue = rd_kafka_queue_new(client) else {
            throw handle.failure(RD_KAFKA_RESP_ERR__FAIL, "commit offsets")
        }
        defer { rd_kafka_queue_destroy(queue) }
        let list = PartitionList(positions)
        try handle.check(rd_kafka_commit_queue(client, list.pointer, queue, nil, nil), "commit offsets")
        guard let event = rd_kafka_queue_poll(queue, timeoutMilliseconds.milliseconds32) else {
            throw handle.failure(RD_KAFKA_RESP_ERR__TIMED_OUT, "commit offsets")
        }
        defer { rd_kafka_event_destroy(event) }
        try handle.check(rd_kafka_event_error(event), "commit offsets")
        for element in PartitionElement.all(in: UnsafePointer(rd_kafka_event_topic_partition_list(event))) {
            try handle.check(element.code.response, "commit offsets", at: element.topicPartition)
        }
    }

    /// Sends a commit and returns; a later poll gives the result to the observer.
    public func commitAsynchronously(_ positions: [OffsetPosition]) throws(KafkaError) {
        let client = try handle.live("commit offsets")
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions)
        // The consumer's own queue, so that the answer is served by the poll that is made anyway.
        let queue = rd_kafka_queue_get_consumer(client)
        defer { if let queue { rd_kafka_queue_destroy(queue) } }
        let code = rd_kafka_commit_queue(
            client, list.pointer, queue,
            { client, code, list, opaque in
                guard let client, let context = ClientContext.from(opaque) else { return }
                context.served(commit: code, list, client)
            }, Unmanaged.passUnretained(handle.context).toOpaque())
        try handle.check(code, "commit offsets")
        handle.context.commitsUnderWay += 1
    }

    /// Asynchronous commits that have no answer yet.
    public var commitsUnderWay: Int { handle.context.commitsUnderWay }

    /// The lowest offset still in the log and the next one to come, asked of the partition's leader.
    ///
    /// With `isolation.level=read_committed`, the default, `high` is where the first open transaction begins.
    public func watermarks(
        _ partition: TopicPartition, timeoutMilliseconds: Int
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        try Metadata.watermarks(of: partition, handle, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// The number of partitions of each topic.
    /// - Throws: The first topic's error, ``KafkaError/isUnknownTopic`` where there is none of that name.
    public func partitionCounts(
        of topics: [String], timeoutMilliseconds: Int
    ) throws(KafkaError) -> [String: Int] {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        var counts: [String: Int] = [:]
        for topic in topics {
            counts[topic] = try Metadata.partitionCount(
                of: topic, handle, timeoutMilliseconds: max(1, deadline.remaining))
        }
        return counts
    }

    /// The cluster's identifier: another one under the same address is another cluster.
    public func clusterIdentifier(timeoutMilliseconds: Int) throws(KafkaError) -> String {
        try Metadata.clusterIdentifier(handle, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Stops fetching from these partitions; they stay assigned.
    public func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        try each(partitions, "pause") { rd_kafka_pause_partitions($0, $1) }
    }

    /// Fetches from these partitions again.
    public func resume(_ partitions: [TopicPartition]) throws(KafkaError) {
        try each(partitions, "resume") { rd_kafka_resume_partitions($0, $1) }
    }

    private func each(
        _ partitions: [TopicPartition], _ operation: String,
        _ call: (OpaquePointer, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> rd_kafka_resp_err_t
    ) throws(KafkaError) {
        let client = try handle.live(operation)
        let list = PartitionList(partitions)
        try handle.check(call(client, list.pointer), operation)
        for element in list.elements { try handle.check(element.code.response, operation, at: element.topicPartition) }
    }
}

extension ClientContext {
    /// The answer to an asynchronous commit, inside a poll.
    func served(
        commit code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
        _ client: OpaquePointer
    ) {
        commitsUnderWay -= 1
        guard let report = observer.commit else { return }
        let elements = PartitionElement.all(in: UnsafePointer(list))
        let refused = elements.first { $0.code != .noError }
        var failure: KafkaError?
        if code != RD_KAFKA_RESP_ERR_NO_ERROR || refused != nil {
            failure = ClientHandle.failure(
                client, self, code: refused?.code.response ?? code, "commit offsets", nil, at: refused?.topicPartition)
        }
        report(elements.map { OffsetPosition($0.topicPartition, offset: $0.offset, metadata: $0.metadata) }, failure)
    }
}
