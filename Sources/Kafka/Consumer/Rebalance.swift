internal import CRdKafka

/// Serves librdkafka's rebalance callback on the polling thread: asks the application, then (un)assigns.
struct Rebalance {
    let client: OpaquePointer
    let context: ClientContext

    static func isCooperative(_ client: OpaquePointer) -> Bool {
        text(rd_kafka_rebalance_protocol(client)) == "COOPERATIVE"
    }

    /// Every path ends in an (un)assignment: without one the group would wait for this member.
    func serve(_ code: rd_kafka_resp_err_t, _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) {
        let partitions = PartitionElement.all(in: UnsafePointer(list)).map(\.topicPartition)
        switch code {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS: assign(partitions)
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS: revoke(partitions, list)
        default:
            context.pending.append(ClientHandle.failure(client, context, code: code, "balance the group", nil))
            note(code: rd_kafka_assign(client, nil), "unassign")
        }
    }

    private func assign(_ partitions: [TopicPartition]) {
        var positions: [StartPosition] = []
        // An empty list too: a member that gets nothing must hear that it waits for nothing.
        if let onAssigned = context.onAssigned {
            do throws(KafkaError) {
                positions = try Metadata.resolved(try onAssigned(partitions), client, context)
            } catch {
                context.pending.append(error)
            }
        }
        let list = PartitionList(positions)
        if Self.isCooperative(client) {
            note(error: rd_kafka_incremental_assign(client, list.pointer), "assign")
        } else {
            note(code: rd_kafka_assign(client, list.pointer), "assign")
        }
    }

    private func revoke(
        _ partitions: [TopicPartition], _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        if !partitions.isEmpty { context.onRevoked?(partitions, rd_kafka_assignment_lost(client) != 0) }
        if Self.isCooperative(client) {
            note(error: rd_kafka_incremental_unassign(client, list), "unassign")
        } else {
            note(code: rd_kafka_assign(client, nil), "unassign")
        }
    }

    private func note(code: rd_kafka_resp_err_t, _ operation: String) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        context.pending.append(ClientHandle.failure(client, context, code: code, operation, nil))
    }

    private func note(error: OpaquePointer?, _ operation: String) {
        guard let error else { return }
        defer { rd_kafka_error_destroy(error) }
        context.pending.append(
            KafkaError(
                code: .init(rd_kafka_error_code(error)), operation: operation,
                reason: text(rd_kafka_error_string(error)),
                isFatal: rd_kafka_error_is_fatal(error) != 0))
    }
}
