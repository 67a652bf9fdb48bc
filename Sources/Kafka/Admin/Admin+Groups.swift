internal import CRdKafka
internal import Glibc

extension Admin {
    /// The lowest offset and the next one of each partition, asked of its leader. An open transaction counts; with
    /// `isolation.level=read_committed` among the properties nothing from its first record on does.
    public func watermarks(
        _ partitions: [TopicPartition], timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> [TopicPartition: (low: Int64, high: Int64)] {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        var found: [TopicPartition: (low: Int64, high: Int64)] = [:]
        for partition in partitions {
            found[partition] = try Metadata.watermarks(
                of: partition, handle, timeoutMilliseconds: max(1, deadline.remaining))
        }
        return found
    }

    /// What a group has committed for these partitions, or for all it ever committed; nil for none.
    public func committedOffsets(
        group: String, _ partitions: [TopicPartition]? = nil, timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> [TopicPartition: OffsetPosition?] {
        try patiently(timeoutMilliseconds) { remaining throws(KafkaError) in
            try requestCommittedOffsets(group: group, partitions, remaining)
        }
    }

    private func requestCommittedOffsets(
        group: String, _ partitions: [TopicPartition]?, _ timeoutMilliseconds: Int
    ) throws(KafkaError) -> [TopicPartition: OffsetPosition?] {
        let operation = "read committed offsets of group \(group)"
        let list = PartitionList(partitions ?? [])
        let asked = partitions == nil ? nil : UnsafePointer(list.pointer)
        var requests = [rd_kafka_ListConsumerGroupOffsets_new(group, asked)]
        defer { rd_kafka_ListConsumerGroupOffsets_destroy_array(&requests, requests.count) }
        return try perform(operation, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, timeoutMilliseconds) {
            rd_kafka_ListConsumerGroupOffsets($0, &requests, requests.count, $1, $2)
        } read: { event throws(KafkaError) in
            var count = 0
            let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
                rd_kafka_event_ListConsumerGroupOffsets_result(event), &count)
            var positions: [TopicPartition: OffsetPosition?] = [:]
            guard let groups, count > 0, let result = groups[0] else { return positions }
            if let error = rd_kafka_group_result_error(result) {
                try handle.check(rd_kafka_error_code(error), text(rd_kafka_error_string(error)), operation)
            }
            for element in PartitionElement.all(in: rd_kafka_group_result_partitions(result)) {
                try handle.check(element.code.response, operation, at: element.topicPartition)
                positions.updateValue(element.position, forKey: element.topicPartition)
            }
            return positions
        }
    }

    /// How far a group is behind in these partitions.
    public func groupLag(
        group: String, _ partitions: [TopicPartition], timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> [TopicPartition: GroupLag] {
        let deadline = Deadline(milliseconds: timeoutMilliseconds)
        // Offsets first: what is committed meanwhile can then only make the lag look larger, never negative.
        let committed = try committedOffsets(group: group, partitions, timeoutMilliseconds: timeoutMilliseconds)
        let marks = try watermarks(partitions, timeoutMilliseconds: max(1, deadline.remaining))
        return marks.reduce(into: [:]) { lags, entry in
            let offset = (committed[entry.key] ?? nil)?.offset
            lags[entry.key] = GroupLag(committed: offset, low: entry.value.low, high: entry.value.high)
        }
    }

    /// A group's state and members. A group that nobody ever joined is "Dead" and has none.
    public func describeGroup(
        _ name: String, timeoutMilliseconds: Int = 10_000
    ) throws(KafkaError) -> GroupDescription {
        try patiently(timeoutMilliseconds) { remaining throws(KafkaError) in
            try requestDescription(of: name, remaining)
        }
    }

    private func requestDescription(
        of name: String, _ timeoutMilliseconds: Int
    ) throws(KafkaError) -> GroupDescription {
        let operation = "describe group \(name)"
        guard let copy = strdup(name) else { throw handle.failure(RD_KAFKA_RESP_ERR__FAIL, operation) }
        defer { free(copy) }
        var names: [UnsafePointer<CChar>?] = [UnsafePointer(copy)]
        return try perform(operation, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, timeoutMilliseconds) {
            rd_kafka_DescribeConsumerGroups($0, &names, names.count, $1, $2)
        } read: { event throws(KafkaError) in
            var count = 0
            let groups = rd_kafka_DescribeConsumerGroups_result_groups(
                rd_kafka_event_DescribeConsumerGroups_result(event), &count)
            guard let groups, count > 0, let group = groups[0] else {
                throw KafkaError(code: .groupNotFound, operation: operation)
            }
            if let error = rd_kafka_ConsumerGroupDescription_error(group) {
                try handle.check(rd_kafka_error_code(error), text(rd_kafka_error_string(error)), operation)
            }
            return Self.description(of: group)
        }
    }

    private static func description(of group: OpaquePointer) -> GroupDescription {
        let members = (0..<rd_kafka_ConsumerGroupDescription_member_count(group)).map { index in
            let member = rd_kafka_ConsumerGroupDescription_member(group, index)
            let assignment = rd_kafka_MemberDescription_assignment(member)
            return GroupMember(
                identifier: text(rd_kafka_MemberDescription_consumer_id(member)),
                client: text(rd_kafka_MemberDescription_client_id(member)),
                host: text(rd_kafka_MemberDescription_host(member)),
                instance: rd_kafka_MemberDescription_group_instance_id(member).map { text($0) },
                partitions: PartitionElement.all(in: rd_kafka_MemberAssignment_partitions(assignment))
                    .map(\.topicPartition).sorted())
        }
        return GroupDescription(
            name: text(rd_kafka_ConsumerGroupDescription_group_id(group)),
            state: text(rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupDescription_state(group))),
            assignor: text(rd_kafka_ConsumerGroupDescription_partition_assignor(group)),
            members: members.sorted { ($0.client, $0.identifier) < ($1.client, $1.identifier) })
    }
}
