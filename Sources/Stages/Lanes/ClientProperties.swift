public import Kafka
public import Operations

/// librdkafka's properties as Guazhi's clients need them.
///
/// `tuning` gives way to the operator's own (`kafka.` in the configuration); what a guarantee rests on does not.
public enum ClientProperties {
    /// Names the operator cannot set: they belong to the guarantees, or to Guazhi's own keys.
    public static let reserved: Set<String> = [
        "bootstrap.servers", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset", "isolation.level",
        "enable.partition.eof", "group.id", "group.instance.id", "transactional.id", "acks", "enable.idempotence",
        "partition.assignment.strategy",
    ]

    /// The operator's properties, as far as a client of that role takes them, and where the cluster is.
    ///
    /// - Throws: 78 for a property that is Guazhi's own to set.
    public static func own(
        _ settings: Settings, for role: PropertyCatalogue.Role
    ) throws(Failure) -> [String: String] {
        var properties = PropertyCatalogue.applicable(settings.kafkaProperties(), to: role)
        if let name = settings.kafkaProperties().keys.sorted().first(where: reserved.contains) {
            throw Failure(
                .configuration,
                "\(settings.origin(of: "kafka.\(name)")): kafka.\(name) is Guazhi's own to set; its guarantees rest on it"
            )
        }
        properties["bootstrap.servers"] = settings.list("bootstrap-servers").joined(separator: ",")
        return properties
    }

    /// Checks that librdkafka knows every property under `kafka.`; some are for consumers or producers alone.
    ///
    /// - Throws: 78 naming the property.
    public static func check(_ settings: Settings) throws(Failure) {
        _ = try own(settings, for: .admin)
        do throws(KafkaError) {
            try PropertyCatalogue.check(properties: settings.kafkaProperties(), for: .admin)
        } catch {
            throw Failure(.configuration, "\(error); see the keys under kafka. with: guazhi config check")
        }
    }

    /// A consumer's properties.
    ///
    /// - Parameters:
    ///   - partitions: how many it may come to read.
    ///   - instance: `group.instance.id`, nil without a name of its own.
    ///   - isEmbedded: on the mock cluster, where waiting is what costs.
    public static func consumer(
        _ settings: Settings, group: String, instance: String?, partitions: Int, isEmbedded: Bool
    ) throws(Failure) -> [String: String] {
        var tuning = [
            // What the broker and guazhi status call it.
            "client.id": instance ?? group, "session.timeout.ms": "10000", "heartbeat.interval.ms": "3000",
            "max.poll.interval.ms": "300000",
            "fetch.wait.max.ms": "100", "fetch.min.bytes": "1",
            // librdkafka's limit is for each partition; all of them together stay within 64 MB.
            "queued.max.messages.kbytes": String(max(1024, 65_536 / max(partitions, 1))),
            "queued.min.messages": "20000",
            "socket.keepalive.enable": "true",
        ]
        if isEmbedded {
            tuning["fetch.wait.max.ms"] = "5"
            tuning["fetch.message.max.bytes"] = "3000000"
            tuning["topic.metadata.refresh.interval.ms"] = "-1"
            tuning["queued.max.messages.kbytes"] = "65536"
            tuning["queued.min.messages"] = "100000"
        }
        var fixed = [
            "group.id": group, "enable.auto.commit": "false", "enable.auto.offset.store": "false",
            "auto.offset.reset": "error", "isolation.level": "read_committed", "enable.partition.eof": "true",
            // Of the eager assignors; the cooperative one has an endless loop before librdkafka 2.6.1 (#4783).
            "partition.assignment.strategy": "range",
        ]
        if let instance { fixed["group.instance.id"] = instance }
        return tuning.merging(try own(settings, for: .consumer)) { $1 }.merging(fixed) { $1 }
    }

    /// A producer's properties.
    ///
    /// - Parameters:
    ///   - messageBytes: the largest message, headers and key included.
    ///   - transactionTimeoutMilliseconds: nil without transactions.
    public static func producer(
        _ settings: Settings, messageBytes: Int, transactionTimeoutMilliseconds: Int?, isEmbedded: Bool
    ) throws(Failure) -> [String: String] {
        var tuning = [
            "client.id": "guazhi", "linger.ms": "5", "batch.size": "1000000", "queue.buffering.max.kbytes": "65536",
            "queue.buffering.max.messages": "100000", "message.max.bytes": String(max(messageBytes, 1_000_000)),
            "socket.keepalive.enable": "true",
        ]
        var fixed = ["acks": "all"]
        if isEmbedded {
            tuning["linger.ms"] = "2"
            tuning["message.max.bytes"] = "3000000"
            tuning["topic.metadata.refresh.interval.ms"] = "-1"
        } else {
            fixed["enable.idempotence"] = "true"
        }
        if let transactionTimeoutMilliseconds {
            tuning["transaction.timeout.ms"] = String(transactionTimeoutMilliseconds)
            // With the default of 100 ms a transaction of one record takes 100 to 216 ms, with 10 it takes 50.
            tuning["retry.backoff.ms"] = "10"
        }
        return tuning.merging(try own(settings, for: .producer)) { $1 }.merging(fixed) { $1 }
    }
}
