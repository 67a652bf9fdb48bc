public import Foundation
import Synchronization

/// An Apache Kafka cluster of its own on free loopback ports, for tests that need what the mock cluster cannot do.
///
/// Needs the environment variable `KAFKA_HOME` and Java 17. It lives in a temporary folder, and its processes end with
/// the test process however that one ends.
public final class TestBroker: Sendable {
    /// Why a broker did not start.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened, with the end of the broker's log.
        public let description: String
    }

    /// The folder of the Kafka distribution, where the environment names one.
    public static var home: String? {
        ProcessInfo.processInfo.environment["KAFKA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether real brokers can be had: the condition of the tests that need them.
    public static var isAvailable: Bool { home != nil }

    private static let sharedResult = Mutex<Result<TestBroker, Failure>?>(nil)

    /// One broker for the whole test process, started by the first who asks and ended with the process.
    public static func shared() throws -> TestBroker {
        try sharedResult.withLock { result in
            if let result { return try result.get() }
            let made: Result<TestBroker, Failure>
            do { made = .success(try start()) } catch let failure as Failure { made = .failure(failure) }
            result = made
            atexit { TestBroker.sharedResult.withLock { try? $0?.get().stop() } }
            return try made.get()
        }
    }

    /// Starts a cluster and waits until it serves: about five seconds for one broker.
    public static func start(brokers: Int = 1) throws -> TestBroker {
        guard let home else { throw Failure(description: "KAFKA_HOME is not set") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kafka-\(UUID().uuidString)")
        let broker = try TestBroker(home: home, folder: folder, brokers: brokers)
        do {
            for node in broker.nodes { try node.launch() }
            for node in broker.nodes { try node.waitUntilReady() }
        } catch {
            broker.stop()
            throw error
        }
        return broker
    }

    /// What clients are given as `bootstrap.servers`.
    public let bootstrapServers: String
    /// The folder with the nodes' data and logs.
    public let folder: URL
    private let nodes: [TestBrokerNode]

    private init(home: String, folder: URL, brokers: Int) throws {
        self.folder = folder
        let ports = try LoopbackPort.free(2 * brokers)
        let clientPorts = ports.prefix(brokers).map { $0 }
        let controllerPorts = ports.suffix(brokers).map { $0 }
        let voters = controllerPorts.enumerated().map { "\($0 + 1)@127.0.0.1:\($1)" }.joined(separator: ",")
        bootstrapServers = clientPorts.map { "127.0.0.1:\($0)" }.joined(separator: ",")
        // A cluster id is 16 bytes in base 64 for URLs, without padding.
        let bytes = withUnsafeBytes(of: UUID().uuid) { Data($0) }
        let cluster = bytes.base64EncodedString().replacingOccurrences(of: "+", with: "A")
            .replacingOccurrences(of: "/", with: "B").replacingOccurrences(of: "=", with: "")
        nodes = try (1...brokers).map { number in
            let properties = Self.properties(
                node: number, brokers: brokers, clientPort: clientPorts[number - 1],
                controllerPort: controllerPorts[number - 1], voters: voters)
            return try TestBrokerNode(
                home: home, folder: folder.appendingPathComponent("node\(number)"), cluster: cluster,
                properties: properties)
        }
    }

    /// Kills a node as `kill -9` does; nodes count from 1.
    public func kill(node: Int = 1) { nodes[node - 1].end() }

    /// Starts a node again on its old data and waits until it serves: three to five seconds.
    public func restart(node: Int = 1) throws {
        nodes[node - 1].end()
        try nodes[node - 1].launch()
        try nodes[node - 1].waitUntilReady()
    }

    /// Ends all nodes and removes their data.
    public func stop() {
        for node in nodes { node.end() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Small and quick: few internal partitions, no waiting for more group members, and a broker that was killed is
    /// let in again after three seconds.
    private static func properties(
        node: Int, brokers: Int, clientPort: UInt16, controllerPort: UInt16, voters: String
    ) -> [String: String] {
        let replicas = "\(min(3, brokers))"
        let inStep = "\(min(2, brokers))"
        return [
            "process.roles": "broker,controller", "node.id": "\(node)", "controller.quorum.voters": voters,
            "listeners": "PLAINTEXT://127.0.0.1:\(clientPort),CONTROLLER://127.0.0.1:\(controllerPort)",
            "advertised.listeners": "PLAINTEXT://127.0.0.1:\(clientPort)",
            "controller.listener.names": "CONTROLLER", "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "num.partitions": "1", "auto.create.topics.enable": "false", "default.replication.factor": replicas,
            "min.insync.replicas": inStep, "offsets.topic.replication.factor": replicas,
            "offsets.topic.num.partitions": "4", "transaction.state.log.replication.factor": replicas,
            "transaction.state.log.min.isr": inStep, "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": replicas,
            "share.coordinator.state.topic.min.isr": inStep, "group.initial.rebalance.delay.ms": "0",
            "group.min.session.timeout.ms": "1000", "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500", "log.segment.bytes": "67108864",
            "log.cleaner.dedupe.buffer.size": "8388608",
        ]
    }
}
