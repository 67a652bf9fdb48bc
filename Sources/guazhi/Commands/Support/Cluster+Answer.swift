import Kafka
import Operations
import Stages

extension Cluster {
    /// Opens a connection for one question and waits at most 5 s for a broker: an operator who asks wants to know now.
    ///
    /// What librdkafka says of its attempts is not logged unless asked for: the sentence at the end says it once.
    ///
    /// - Throws: 69 when no broker answers, 78 when it does not let us in or the configuration cannot work.
    static func answering(_ settings: Settings, _ logger: Logger) throws(Failure) -> Cluster {
        let quiet = Logger(level: .error, format: logger.format, component: logger.component)
        let cluster = try Cluster(settings: settings, logger: settings.isSet("log.level") ? logger : quiet)
        do throws(Failure) {
            try cluster.requireAnswer(settings)
        } catch {
            cluster.close()
            throw error
        }
        return cluster
    }

    private func requireAnswer(_ settings: Settings) throws(Failure) {
        let servers = settings.list("bootstrap-servers").joined(separator: ",")
        let raw = TopicNames(namespace: settings.string("namespace")).raw
        do throws(KafkaError) {
            // Whether the topic is there does not matter here.
            _ = try admin.describeTopics([raw], timeoutMilliseconds: 5000)
        } catch {
            let cause = connectionCause(error.reason)
            if error.isAuthorization {
                throw Failure(
                    .configuration,
                    "\(servers) does not let us in (\(cause)); check the credentials under kafka. and the ACLs")
            }
            throw Failure(
                .unavailable,
                "no broker answers at \(servers) within 5 s (\(cause)); check that it runs and that bootstrap-servers is right"
            )
        }
    }
}

/// What a person needs of librdkafka's words on a connection: neither its thread nor its state.
///
/// `…; last seen: [thrd:a:1/bootstrap]: a:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms
/// in state CONNECT)` becomes `Connect to ipv4#127.0.0.1:1 failed: Connection refused`.
func connectionCause(_ reason: String) -> String {
    var cause = reason[...]
    if let seen = cause.firstRange(of: "last seen: ") { cause = cause[seen.upperBound...] }
    if cause.hasPrefix("[thrd:"), let end = cause.firstRange(of: "]: ") { cause = cause[end.upperBound...] }
    if let end = cause.firstRange(of: "/bootstrap: ") { cause = cause[end.upperBound...] }
    if let end = cause.firstRange(of: " (after ") { cause = cause[..<end.lowerBound] }
    return String(cause)
}
