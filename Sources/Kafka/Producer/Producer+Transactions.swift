internal import CRdKafka

/// Transactions. Each call blocks up to its time; -1 is as long as the property `transaction.timeout.ms` allows.
/// One that fails with ``KafkaError/isRetriable`` is to be called again, itself and not another in its place.
extension Producer {
    /// Registers the transactional id: fences the producer that had it and ends what that one left open.
    public func initTransactions(timeoutMilliseconds: Int) throws(KafkaError) {
        let operation = "init transactions"
        try handle.check(
            rd_kafka_init_transactions(handle.live(operation), timeoutMilliseconds.milliseconds32), operation)
    }

    /// Opens a transaction; all that is sent until its end belongs to it.
    public func beginTransaction() throws(KafkaError) {
        try handle.check(rd_kafka_begin_transaction(handle.live("begin transaction")), "begin transaction")
    }

    /// Makes the consumer's progress part of the transaction, guarded by the consumer's generation in its group.
    public func sendOffsets(
        _ positions: [OffsetPosition], of consumer: Consumer, timeoutMilliseconds: Int
    ) throws(KafkaError) {
        let operation = "send offsets to transaction"
        let client = try handle.live(operation)
        guard let group = rd_kafka_consumer_group_metadata(try consumer.handle.live(operation)) else {
            throw KafkaError(code: .invalidArgument, operation: operation, reason: "the consumer has no group")
        }
        defer { rd_kafka_consumer_group_metadata_destroy(group) }
        let list = PartitionList(positions)
        try handle.check(
            rd_kafka_send_offsets_to_transaction(client, list.pointer, group, timeoutMilliseconds.milliseconds32),
            operation)
    }

    /// Waits for all records of the transaction, then makes them and the offsets sent visible together.
    public func commitTransaction(timeoutMilliseconds: Int) throws(KafkaError) {
        let operation = "commit transaction"
        try handle.check(
            rd_kafka_commit_transaction(handle.live(operation), timeoutMilliseconds.milliseconds32), operation)
    }

    /// Gives up the records under way and makes the rest of the transaction invisible for good.
    public func abortTransaction(timeoutMilliseconds: Int) throws(KafkaError) {
        let operation = "abort transaction"
        try handle.check(
            rd_kafka_abort_transaction(handle.live(operation), timeoutMilliseconds.milliseconds32), operation)
    }
}
