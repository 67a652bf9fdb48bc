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
            if error.isAuthorization, error.code != .authentication {
                throw Failure(
                    .configuration,
                    "\(servers) does not let us in (\(ConnectionTrouble.cause(error.reason))); check the ACLs of this user"
                )
            }
            throw ConnectionTrouble.failure(error, servers: servers, within: " within 5 s")
        }
    }
}
