internal import CRdKafka
internal import Synchronization

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

    /// How many requests about transactions were given up without their answers, since the beginning: the connection was
    /// lost, or it took too long. librdkafka tells of each twice.
    ///
    /// librdkafka sends such a request once more (`rd_kafka_txn_handle_TxnOffsetCommit`, `rd_kafka_txn_handle_EndTxn`,
    /// 2.0.2), and the first copy may be late instead of lost. A broker then applies it to the transaction that is open
    /// when it arrives: offsets of an earlier batch, or an end half way. Kafka 4 gives every transaction an epoch of its
    /// own for clients that know KIP-890's second part; this one does not.
    public var unansweredRequests: Int { handle.context.unanswered.load(ordering: .acquiring) }

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

extension ClientContext {
    /// AddPartitionsToTxn to TxnOffsetCommit, by their numbers in Kafka's protocol; 27 is for brokers among themselves.
    private static let transactionRequests: ClosedRange<Int16> = 24...28

    /// Has the ends of requests told, which librdkafka does on the threads of its brokers.
    func watchTransactions(in configuration: OpaquePointer) {
        // Fails only for a name that is taken.
        rd_kafka_conf_interceptor_add_on_new(
            configuration, "transactions",
            { client, _, opaque, _, _ in
                rd_kafka_interceptor_add_on_response_received(
                    client, "transactions",
                    { _, _, _, _, request, _, _, _, _, code, opaque in
                        if code != RD_KAFKA_RESP_ERR_NO_ERROR, ClientContext.transactionRequests.contains(request) {
                            ClientContext.from(opaque)?.unanswered.add(1, ordering: .releasing)
                        }
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }, opaque)
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
